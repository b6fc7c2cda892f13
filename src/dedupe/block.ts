import type { Comparable } from './comparable.ts';
import { FNV_BASIS, hashed, joined, mixed } from './hash.ts';

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
  records.forEach((record, index) => addKeys(keys, record, index, rareWords));
  for (const block of keys.blocks()) {
    if (block.length <= LARGE_BLOCK) found.addAll(block);
    else partBlock(block, records, found);
  }
  return found.sorted();
}

/** What each kind of key begins with, so that a page's number and a word's never meet. */
const KINDS = [
  'doi',
  'id',
  'title',
  'begin',
  'end',
  'rare',
  'rare2',
  'page',
  'place',
  'place2',
  'authors',
  'abstract',
] as const;
const START = Object.fromEntries(KINDS.map((kind) => [kind, hashed(FNV_BASIS, kind)])) as Record<
  (typeof KINDS)[number],
  number
>;

/** The keys go straight from the texts into numbers: no string is made of them. */
function addKeys(keys: KeyList, record: Comparable, index: number, rareWords: RareWords): void {
  const { doi, title, surnames, year = 0, volume = '', issue = '', pages, venue } = record;
  const add = (key: number) => keys.add(mixed(key), index);
  const author = surnames[0] ?? '';
  if (doi !== undefined) add(hashed(START.doi, doi));
  if (record.ids) for (const [kind, id] of Object.entries(record.ids)) add(hashed(hashed(START.id, kind), id));
  if (title !== '') {
    add(hashed(START.title, title));
    if (record.translation !== undefined) add(hashed(START.title, record.translation));
    let [begin, end] = [-1, title.length];
    for (let words = 0; words < TITLE_WORDS && begin !== title.length; words++) {
      const [next, last] = [title.indexOf(' ', begin + 1), title.lastIndexOf(' ', end - 1)];
      [begin, end] = next === -1 ? [title.length, 0] : [next, last];
    }
    if (begin < title.length) {
      add(hashed(START.begin, title, 0, begin));
      add(hashed(START.end, title, end + 1));
    }
    const [x, y, z] = rareWords.of(index);
    const ofAuthor = hashed(START.rare, author);
    for (const word of [x, y, z]) if (word !== undefined) add(joined(ofAuthor, word));
    if (x !== undefined && y !== undefined) add(joined(joined(START.rare2, Math.min(x, y)), Math.max(x, y)));
  }
  if (pages) {
    if (author !== '')
      add(
        joined(
          volume === '' ? joined(hashed(START.page, author), year) : hashed(hashed(START.page, author), volume),
          pages.start,
        ),
      );
    if (volume !== '') {
      const place = joined(hashed(START.place, volume), pages.start);
      add(joined(hashed(place, issue), year));
      add(hashed(joined(hashed(START.place2, volume), pages.start), venue, 0, 4));
    }
  }
  if (author !== '' && surnames.length > 1 && record.year !== undefined)
    add(joined(hashed(hashed(hashed(START.authors, author), surnames[1] ?? ''), volume), year));
  if (record.abstract !== undefined) add(hashed(START.abstract, record.abstract, 0, 80));
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
      if (key !== '') keys.add(mixed(hashed(START.title, key)), index);
    }
    for (const part of keys.blocks()) {
      if (part.length <= LARGE_BLOCK) found.addAll(part);
      else for (let at = 0; at < part.length; at++) found.addAll(part.subarray(at, at + 3));
    }
  }
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

interface RareWords {
  /** The hashes of the few words of a record's title that fewest titles have, the rarest first. */
  of(index: number): readonly number[];
}

/** Words are numbered as they are met, and titles kept as lists of numbers. */
function rarestWords(records: readonly Comparable[]): RareWords {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  const frequency: number[] = [];
  const lastSeen: number[] = [];
  let pool = new Uint32Array(2 << 12);
  const ends = new Uint32Array(records.length + 1);
  let used = 0;
  records.forEach(({ title }, index) => {
    for (let at = 0; at < title.length;) {
      const space = title.indexOf(' ', at);
      const end = space === -1 ? title.length : space;
      const word = title.slice(at, end);
      at = end + 1;
      if (word.length < 3) continue;
      let number = numbers.get(word);
      if (number === undefined) {
        number = words.push(word) - 1;
        numbers.set(word, number);
        frequency.push(0);
        lastSeen.push(-1);
      }
      if (lastSeen[number] === index) continue;
      lastSeen[number] = index;
      frequency[number] = (frequency[number] as number) + 1;
      if (used === pool.length) pool = grown(pool);
      pool[used++] = number;
    }
    ends[index + 1] = used;
  });
  numbers.clear();
  const isRarer = (a: number, b: number) => {
    const difference = (frequency[a] as number) - (frequency[b] as number);
    // By the words themselves, not their numbers: the pairs are the same in whatever order records come.
    return difference === 0 ? (words[a] as string) < (words[b] as string) : difference < 0;
  };
  return {
    of(index) {
      // By insertion: titles are short.
      const rarest: number[] = [];
      for (let from = ends[index] as number; from < (ends[index + 1] as number); from++) {
        const number = pool[from] as number;
        if ((frequency[number] as number) < 2) continue;
        let at = rarest.length;
        while (at > 0 && isRarer(number, rarest[at - 1] as number)) at--;
        if (at < RARE_WORDS) rarest.splice(at, 0, number);
        if (rarest.length > RARE_WORDS) rarest.pop();
      }
      return rarest.map((number) => hashed(START.rare, words[number] as string));
    },
  };
}
