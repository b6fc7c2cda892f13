import { piecesOf, type ExportText } from './pieces.ts';

/** What is read ahead more than asked for, so that the text is not copied for every row. */
const READ_AHEAD = 1 << 18;

/** A view on a text that comes in pieces: it moves forward, and always shows as much as was asked for. */
export class TextWindow {
  readonly #pieces: Iterator<string>;
  #text = '';
  #isWhole = false;

  constructor(text: ExportText) {
    this.#pieces = piecesOf(text)[Symbol.iterator]();
  }

  /** What is in view. */
  get text(): string {
    return this.#text;
  }

  /** Whether the view reaches to the end of the text. */
  get isWhole(): boolean {
    return this.#isWhole;
  }

  /**
   * Sees to it that so many characters behind a place are in view, or all that there are. What stands before the place
   * may go out of view.
   * @returns the place in the new view.
   */
  ensure(place: number, length: number): number {
    if (this.#isWhole || this.#text.length - place >= length) return place;
    const parts = [this.#text.slice(place)];
    let size = parts[0]?.length ?? 0;
    while (size < length + READ_AHEAD) {
      const next = this.#pieces.next();
      if (next.done) {
        this.#isWhole = true;
        break;
      }
      parts.push(next.value);
      size += next.value.length;
    }
    this.#text = parts.join('');
    return 0;
  }
}
