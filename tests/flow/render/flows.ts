import fc from 'fast-check';
import type { FlowColumn, FlowJson } from '../../../src/flow/model.ts';
import { hostileText } from '../../text/hostile.ts';

/** A label in any script, of one word or many, up to 200 characters long. */
const label = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200, size: 'max' }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200, size: 'max' }),
  fc.lorem({ maxCount: 30, size: 'max' }).map((text) => text.slice(0, 200)),
  fc.constantFrom(
    'x'.repeat(200),
    '漢'.repeat(200),
    '\u1100'.repeat(200),
    'wrong type, e.g. "editorial"; \\ letter\'s',
  ),
  hostileText,
);
const n = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1_000_000 }));
const reasons = fc
  .array(fc.tuple(label, n), { maxLength: 60, size: 'max' })
  .map((all) => all.map(([text, count], index) => ({ id: `r${index}`, label: text, n: count })));
const sources = (...kinds: string[]) =>
  fc
    .array(fc.tuple(label, fc.constantFrom(...kinds), n), { maxLength: 40, size: 'max' })
    .map((all) => all.map(([name, kind, count], index) => ({ id: `s${index}`, name, kind, n: count })));

const column = (...kinds: string[]): fc.Arbitrary<FlowColumn> =>
  fc.record({
    identified: n,
    sources: sources(...kinds),
    duplicates: n,
    automation: n,
    otherRemoved: n,
    screened: n,
    excluded: n,
    excludedByAutomation: n,
    excludedReasons: fc.constant([]),
    sought: n,
    notRetrieved: n,
    assessed: n,
    excludedReports: reasons,
    awaiting: n,
    included: n,
  });
const pair = fc.record({ studies: n, reports: n });
const pendingStage = fc.record({ votes: n, conflicts: n });

/** Flows of every size with whatever labels. Their numbers need not add up: what is drawn does not count anew. */
export const anyFlow: fc.Arbitrary<FlowJson> = fc.record({
  schema: fc.constant(1 as const),
  litscreen: fc.constant('0'),
  version: fc.constant(1),
  provisional: fc.boolean(),
  databases: column('database', 'register'),
  other: column('website', 'organisation', 'citation', 'other'),
  previous: fc.constant({ studies: 0, reports: 0 }),
  included: pair,
  total: pair,
  pending: fc.record({
    uncertainDuplicates: n,
    'title-abstract': pendingStage,
    retrieval: n,
    'full-text': pendingStage,
  }),
});

const NO_RECORDS: FlowColumn = {
  identified: 0,
  sources: [],
  duplicates: 0,
  automation: 0,
  otherRemoved: 0,
  screened: 0,
  excluded: 0,
  excludedByAutomation: 0,
  excludedReasons: [],
  sought: 0,
  notRetrieved: 0,
  assessed: 0,
  excludedReports: [],
  awaiting: 0,
  included: 0,
};

/** A final flow of a review that found nothing, but for what is given. */
export function flowWith(
  databases: Partial<FlowColumn> = {},
  other: Partial<FlowColumn> = {},
  rest: Partial<FlowJson> = {},
): FlowJson {
  return {
    schema: 1,
    litscreen: '0',
    version: 1,
    provisional: false,
    databases: { ...NO_RECORDS, ...databases },
    other: { ...NO_RECORDS, ...other },
    previous: { studies: 0, reports: 0 },
    included: { studies: 0, reports: 0 },
    total: { studies: 0, reports: 0 },
    pending: {
      uncertainDuplicates: 0,
      'title-abstract': { votes: 0, conflicts: 0 },
      retrieval: 0,
      'full-text': { votes: 0, conflicts: 0 },
    },
    ...rest,
  };
}
