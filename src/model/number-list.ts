type Numbers = Int32Array | Float64Array;

/**
 * A list of numbers that grows, at four bytes each, or eight where they are larger than 32 bits hold: of a million
 * records a list of JavaScript's costs several times as much while it grows, and the collector walks over it.
 */
export class NumberList {
  readonly #kind: Int32ArrayConstructor | Float64ArrayConstructor;
  #values: Numbers;
  #length = 0;

  constructor(kind: Int32ArrayConstructor | Float64ArrayConstructor = Int32Array) {
    this.#kind = kind;
    this.#values = new kind(64);
  }

  get length(): number {
    return this.#length;
  }

  /** @returns the index of the number. */
  push(value: number): number {
    if (this.#length === this.#values.length) {
      const larger = new this.#kind(Math.ceil(this.#length * 1.5));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    return this.#length++;
  }

  /** The number at an index, from the end where that is negative; undefined where there is none. */
  at(index: number): number | undefined {
    const place = index < 0 ? this.#length + index : index;
    return place < this.#length ? this.#values[place] : undefined;
  }

  /** Puts another number in the place of one that is there. */
  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** The numbers as they are now, apart from what becomes of them. */
  copy(): Numbers {
    return this.#values.slice(0, this.#length);
  }

  /** Whether they are what a copy of them was. */
  equals(copy: ArrayLike<number>): boolean {
    if (copy.length !== this.#length) return false;
    for (let index = 0; index < copy.length; index++) if (copy[index] !== this.#values[index]) return false;
    return true;
  }
}
