import { addToGroup, groupBy } from '../model/group.ts';
import type { Comparable } from './comparable.ts';

/** Two records worth comparing, by their positions. */
export type CandidatePair = readonly [number, number];

/** A block larger than this is parted by a second key, and never compared in full. */
const LARGE_BLOCK = 40;
/** How many of a title's rarest words are keys. */
const RARE_WORDS = 3;

/**
 * The pairs worth comparing: records that share a DOI, a title, a first author together with a rare word of the title,
 * or a first author, year and first page. Each key's cost is that of its blocks, and blocks are bounded, so that the
 * whole grows with the number of records and not with its square.
 */
export function* candidatePairs(records: readonly Comparable[]): Generator<CandidatePair> {
  const seen = new Set<number>();
  const rareWords = rarestWords(records);
  const keys: ((record: Comparable, index: number) => string[])[] = [
    (record) => (record.doi === undefined ? [] : [record.doi]),
    (record) => (record.title === '' ? [] : [record.title]),
    (record, index) =>
      record.surnames.slice(0, 1).flatMap((name) => (rareWords[index] ?? []).map((word) => `${name} ${word}`)),
    (record) => (record.page === undefined ? [] : [`${record.surnames[0] ?? ''} ${record.year ?? ''} ${record.page}`]),
  ];
  for (const keysOf of keys) {
    for (const block of blocks(records, keysOf)) {
      for (const part of partsOf(block, records)) {
        for (const pair of pairsOf(part)) {
          const code = pair[0] * records.length + pair[1];
          if (seen.has(code)) continue;
          seen.add(code);
          yield pair;
        }
      }
    }
  }
}

function* blocks(
  records: readonly Comparable[],
  keysOf: (record: Comparable, index: number) => string[],
): Generator<number[]> {
  const byKey = new Map<string, number[]>();
  records.forEach((record, index) => {
    for (const key of keysOf(record, index)) addToGroup(byKey, key, index);
  });
  for (const block of byKey.values()) if (block.length > 1) yield block;
}

/** A large block (a hundred editorials) in parts that share year, venue, volume and first page. */
function partsOf(block: number[], records: readonly Comparable[]): Iterable<number[]> {
  if (block.length <= LARGE_BLOCK) return [block];
  const parts = groupBy(block, (index) => {
    const { year, venue, volume, page } = records[index] as Comparable;
    return [year, venue, volume, page].join('|');
  });
  // Neighbouring parts are still compared by one record each, so that one report in two venues is seen.
  const first = [...parts.values()].map((part) => part[0] as number);
  return [...parts.values(), ...first.slice(1).map((index, position) => [first[position] as number, index])];
}

/** All pairs of a block; of one that stays large, each record with the first and with its neighbour. */
function* pairsOf(block: readonly number[]): Generator<CandidatePair> {
  const isLarge = block.length > LARGE_BLOCK;
  for (let i = 0; i < block.length; i++) {
    const end = isLarge && i > 0 ? Math.min(i + 2, block.length) : block.length;
    for (let j = i + 1; j < end; j++) yield [block[i] as number, block[j] as number];
  }
}

/** For each record, the words of its title that fewest titles have. */
function rarestWords(records: readonly Comparable[]): string[][] {
  const frequency = new Map<string, number>();
  for (const record of records)
    for (const word of new Set(record.words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  return records.map((record) => {
    const words = [...new Set(record.words)].filter((word) => word.length > 2 && (frequency.get(word) ?? 0) > 1);
    return words
      .sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1))
      .slice(0, RARE_WORDS);
  });
}
