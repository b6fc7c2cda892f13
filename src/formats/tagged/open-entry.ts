import { addToGroup } from '../../model/group.ts';
import { KEPT_TEXT } from '../entry.ts';
import { TaggedValues } from './tagged-values.ts';

/** An entry of tagged text while its lines are read. */
export class OpenEntry {
  /** The line on which it begins. */
  readonly line: number;
  readonly values = new Map<string, string[]>();
  /** The tag with which an untagged line goes on. */
  tag = '';
  #raw = '';

  constructor(line: number) {
    this.line = line;
  }

  /** Its beginning as it stands in the file, to show to a person. */
  get text(): string {
    return this.#raw.slice(0, KEPT_TEXT);
  }

  keep(line: string): void {
    if (this.#raw.length < KEPT_TEXT) this.#raw += this.#raw === '' ? line : `\n${line}`;
  }

  add(tag: string, value: string): void {
    this.tag = tag;
    addToGroup(this.values, tag, value);
  }

  /** A line that goes on with the last value: as a value of its own, or behind what is there. */
  goOn(text: string, asOwnValue = false): void {
    const list = this.values.get(this.tag);
    const last = (list?.length ?? 0) - 1;
    if (!list || asOwnValue) addToGroup(this.values, this.tag, text);
    else list[last] = list[last] ? `${list[last]} ${text}` : text;
  }

  has(tag: string): boolean {
    return this.values.has(tag);
  }

  /** The values that say something. */
  tagged(): TaggedValues {
    for (const [tag, list] of this.values) {
      if (list.includes(''))
        this.values.set(
          tag,
          list.filter((value) => value !== ''),
        );
    }
    return new TaggedValues(this.values);
  }
}
