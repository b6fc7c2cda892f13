import type { Comparable } from './comparable.ts';

/** Pairs of positions, `first[i] < second[i]`, in order, each once. */
export interface CandidatePairs {
  readonly length: number;
  readonly first: Uint32Array;
  readonly second: Uint32Array;
}

/** A block larger than this is parted by a second key, and never compared in full. */
const LARGE_BLOCK = 24;
/** How many of a title's rarest words are keys. */
const RARE_WORDS = 3;
const TITLE_WORDS = 5;

/**
 * The pairs worth comparing: records that share one of several keys. Keys are hashed, and sorted in a typed array: the
 * cost is that of sorting, and eight bytes a key. Two keys that share a hash by chance cost a comparison and decide
 * nothing.
 *
 * Blocks are bounded: one that is too large is parted by second keys, and of a part that is still too large each record
 * meets its neighbours only, so that the whole grows with the number of records and not with its square.
 */
export function candidatePairs(records: readonly Comparable[]): CandidatePairs {
  const found = new PairList(records.length);
  const rareWords = rarestWords(records);
  const keys = new KeyList();
  records.forEach((record, index) => {
    for (const key of keysOf(record, rareWords[index] ?? [])) keys.add(hash(key), index);
  });
  for (const block of keys.blocks()) {
    if (block.length <= LARGE_BLOCK) found.addAll(block);
    else partBlock(block, records, found);
  }
  return found.sorted();
}

function* keysOf(record: Comparable, rare: readonly string[]): Generator<string> {
  const { doi, title, surnames, year, volume, issue, pages, venue } = record;
  const author = surnames[0] ?? '';
  if (doi !== undefined) yield `doi ${doi}`;
  if (record.ids) for (const [kind, id] of Object.entries(record.ids)) yield `${kind} ${id}`;
  if (title !== '') {
    yield `title ${title.replaceAll(' ', '')}`;
    if (record.translation !== undefined) yield `title ${record.translation.replaceAll(' ', '')}`;
    const words = title.split(' ');
    if (words.length > TITLE_WORDS) {
      yield `begin ${words.slice(0, TITLE_WORDS).join('')}`;
      yield `end ${words.slice(-TITLE_WORDS).join('')}`;
    }
    for (const word of rare) yield `rare ${author} ${word}`;
    if (rare.length > 1) yield `rare2 ${rare.slice(0, 2).sort().join(' ')}`;
  }
  if (pages) {
    if (author !== '') yield `page ${author} ${pages.start} ${volume ?? year ?? ''}`;
    if (volume !== undefined) yield `place ${volume} ${pages.start} ${issue ?? ''} ${year ?? ''}`;
    if (volume !== undefined) yield `place2 ${volume} ${pages.start} ${venue.slice(0, 4)}`;
  }
  if (author !== '' && surnames.length > 1 && year !== undefined)
    yield `authors ${author} ${surnames[1] ?? ''} ${year} ${volume ?? ''}`;
  if (record.abstract !== undefined) yield `abstract ${record.abstract.slice(0, 80)}`;
}

/** Parts of a large block by second keys: what belongs together shares one of them. */
const SECOND_KEYS: readonly ((record: Comparable) => string)[] = [
  ({ surnames, year }) => `${surnames[0] ?? ''} ${year ?? ''}`,
  ({ volume, pages, year }) => (pages ? `${volume ?? year ?? ''} ${pages.start}` : ''),
  ({ doi }) => doi ?? '',
  ({ title, year }) => (title === '' ? '' : `${title} ${year ?? ''}`),
];

function partBlock(block: Uint32Array, records: readonly Comparable[], found: PairList): void {
  for (const secondKey of SECOND_KEYS) {
    const keys = new KeyList();
    for (const index of block) {
      const key = secondKey(records[index] as Comparable);
      if (key !== '') keys.add(hash(key), index);
    }
    for (const part of keys.blocks()) {
      if (part.length <= LARGE_BLOCK) found.addAll(part);
      else for (let at = 0; at < part.length; at++) found.addAll(part.subarray(at, at + 3));
    }
  }
}

/** FNV-1a over the text's units, mixed once more: 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}

/** Hashes with the positions that have them, eight bytes each, growing by halves. */
class KeyList {
  private words = new Uint32Array(2 << 12);
  private count = 0;

  add(key: number, index: number): void {
    if (this.count * 2 === this.words.length) this.words = grown(this.words);
    // The key is the upper half of the number as little-endian machines read it: sorting is by key, then position.
    this.words[this.count * 2] = index;
    this.words[this.count * 2 + 1] = key;
    this.count++;
  }

  /** The positions that share a key, where there are two or more, in order. */
  *blocks(): Generator<Uint32Array> {
    const { words, count } = this;
    new BigUint64Array(words.buffer, 0, count).sort();
    for (let from = 0; from < count;) {
      const key = words[from * 2 + 1];
      let to = from + 1;
      while (to < count && words[to * 2 + 1] === key) to++;
      if (to - from > 1) {
        const block = new Uint32Array(to - from);
        let length = 0;
        for (let at = from; at < to; at++) {
          const index = words[at * 2] as number;
          if (length === 0 || block[length - 1] !== index) block[length++] = index;
        }
        if (length > 1) yield block.subarray(0, length);
      }
      from = to;
    }
  }
}

class PairList {
  private codes = new Float64Array(1 << 12);
  private count = 0;
  private readonly size: number;

  /** @param size how many records there are. */
  constructor(size: number) {
    this.size = size;
  }

  /** All pairs of a block, whose positions ascend. */
  addAll(block: Uint32Array): void {
    for (let i = 0; i < block.length; i++) {
      for (let j = i + 1; j < block.length; j++) {
        if (this.count === this.codes.length) this.codes = grown(this.codes);
        this.codes[this.count++] = (block[i] as number) * this.size + (block[j] as number);
      }
    }
  }

  sorted(): CandidatePairs {
    const codes = this.codes.subarray(0, this.count).sort();
    const [first, second] = [new Uint32Array(this.count), new Uint32Array(this.count)];
    let length = 0;
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at] as number;
      if (at > 0 && code === codes[at - 1]) continue;
      const a = Math.floor(code / this.size);
      first[length] = a;
      second[length++] = code - a * this.size;
    }
    return { length, first, second };
  }
}

function grown<T extends Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(array.length * 2);
  larger.set(array);
  return larger;
}

/** For each record, the words of its title that fewest titles have. */
function rarestWords(records: readonly Comparable[]): string[][] {
  const frequency = new Map<string, number>();
  const counted = new Map<string, number>();
  records.forEach(({ title }, index) => {
    for (const word of title.split(' ')) {
      if (word.length < 3 || counted.get(word) === index) continue;
      counted.set(word, index);
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
    }
  });
  counted.clear();
  const rarer = (a: string, b: string) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1);
  return records.map(({ title }) => {
    // The few rarest words, by insertion: titles are short.
    const rarest: string[] = [];
    for (const word of title.split(' ')) {
      if ((frequency.get(word) ?? 0) < 2 || rarest.includes(word)) continue;
      let at = rarest.length;
      while (at > 0 && rarer(word, rarest[at - 1] as string) < 0) at--;
      if (at < RARE_WORDS) rarest.splice(at, 0, word);
      if (rarest.length > RARE_WORDS) rarest.pop();
    }
    return rarest;
  });
}
