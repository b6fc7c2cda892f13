import { splitAtSemicolons } from '../../text/markup.ts';

/**
 * The values of one entry by tag, in their order. What is taken of them becomes a field; the rest is kept as written,
 * so that nothing a source says is lost.
 */
export class TaggedValues {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  /** By tag: which of its values are taken; `true` where all are. */
  readonly #taken = new Map<string, true | Set<number>>();

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  /** The first value of the first of these tags that has one. Where another of them repeats it, that is taken too. */
  first(...tags: string[]): string | undefined {
    let value: string | undefined;
    for (const tag of tags) {
      const list = this.#values.get(tag);
      if (!list) continue;
      value ??= list[0];
      if (list.length === 1 && list[0] === value) this.#taken.set(tag, true);
      else for (let index = 0; index < list.length; index++) if (list[index] === value) this.#take(tag, index);
    }
    return value;
  }

  /** All values of all these tags. */
  all(...tags: string[]): string[] {
    for (const tag of tags) if (this.#values.has(tag)) this.#taken.set(tag, true);
    return this.peek(...tags);
  }

  /** All values of the first of these tags that has any. */
  allOfFirst(...tags: string[]): string[] {
    const tag = tags.find((name) => (this.#values.get(name)?.length ?? 0) > 0);
    return tag === undefined ? [] : this.all(tag);
  }

  /** The first value that is so, of these tags in their order. */
  find(isSo: (value: string) => boolean, ...tags: string[]): string | undefined {
    for (const tag of tags) {
      const index = (this.#values.get(tag) ?? []).findIndex(isSo);
      if (index === -1) continue;
      this.#take(tag, index);
      return this.#values.get(tag)?.[index];
    }
    return undefined;
  }

  /** All values that are so, of these tags. */
  allThat(isSo: (value: string) => boolean, ...tags: string[]): string[] {
    return tags.flatMap((tag) =>
      (this.#values.get(tag) ?? []).filter((value, index) => {
        if (!isSo(value)) return false;
        this.#take(tag, index);
        return true;
      }),
    );
  }

  /** Values as they are, without taking them. */
  peek(...tags: string[]): string[] {
    // One by one: a list may be longer than a call has arguments.
    const found: string[] = [];
    for (const tag of tags) for (const value of this.#values.get(tag) ?? []) found.push(value);
    return found;
  }

  /** What has not been taken, by tag; undefined where nothing is left. */
  rest(): Record<string, string | string[]> | undefined {
    const rest: [tag: string, value: string | string[]][] = [];
    for (const [tag, list] of this.#values) {
      const taken = this.#taken.get(tag);
      if (taken === true) continue;
      const left = list.filter((value, index) => !taken?.has(index) && value.trim() !== '');
      if (left.length > 0) rest.push([tag, left.length === 1 ? (left[0] ?? '') : left]);
    }
    return rest.length > 0 ? Object.fromEntries(rest) : undefined;
  }

  #take(tag: string, index: number): void {
    const taken = this.#taken.get(tag);
    if (taken === true) return;
    if (this.#values.get(tag)?.length === 1) this.#taken.set(tag, true);
    else this.#taken.set(tag, (taken ?? new Set()).add(index));
  }
}

/** The parts of all values between semicolons; quicker than mapping them to lists, which is done for every record. */
export function splitEach(values: readonly string[]): string[] {
  const parts: string[] = [];
  for (const value of values) for (const part of splitAtSemicolons(value)) parts.push(part);
  return parts;
}
