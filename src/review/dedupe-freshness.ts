import type { ReviewFacts } from '../flow/facts.ts';
import { isFresh, isNoted, noteFresh } from './freshness.ts';
import type { ReviewReader } from './reader.ts';

/** What links are derived from, but for the records themselves, whose hashes the searches know. */
export type DedupeInputs = Pick<ReviewFacts, 'protocol' | 'searches' | 'rulings'>;
export type DedupeFacts = DedupeInputs & Pick<ReviewFacts, 'links' | 'uncertain' | 'related'>;

/** Whether it is known that the links are those of today: to find out takes as long as a dedupe. */
export function isDedupeKnown(root: string, facts: DedupeFacts): boolean {
  return isNoted(root, TABLE, dependsOn(facts));
}

/**
 * Whether the links are those of today.
 *
 * @param agrees derives them anew and compares.
 */
export function isDedupeFresh(root: string, facts: DedupeFacts, agrees: () => boolean): boolean {
  return isFresh(root, TABLE, dependsOn(facts), agrees);
}

/** Notes, after a dedupe, that the links on disk are those of the records and rulings that it read. */
export function noteDedupeFresh(reader: ReviewReader, inputs: DedupeInputs | undefined): void {
  if (!inputs) return;
  const tables = { links: reader.links(), uncertain: reader.uncertain(), related: reader.related() };
  noteFresh(reader.root, TABLE, dependsOn({ ...inputs, ...tables }));
}

const TABLE = 'dedupe';

function dependsOn({ protocol, searches, rulings, links, uncertain, related }: DedupeFacts): unknown {
  return [
    searches.map((search) => [search.id, search.date, search.recordsSha256, search.version]),
    protocol.reviewers.map((person) => person.id),
    protocol.dedupe ?? {},
    rulings.map((line) => [line.record_a, line.record_b, line.verdict, line.person, line.at]),
    links,
    uncertain,
    related,
  ];
}
