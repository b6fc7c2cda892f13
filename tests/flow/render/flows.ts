import fc from 'fast-check';
import type { FlowColumn, FlowJson } from '../../../src/flow/model.ts';
import { HOSTILE_EXAMPLES, hostileText } from '../../text/hostile.ts';

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
  fc.constantFrom(...HOSTILE_EXAMPLES.map((text) => text.slice(0, 200))),
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
    excludedReasons: reasons,
    sought: n,
    notRetrieved: n,
    assessed: n,
    excludedReports: reasons,
    awaiting: n,
    included: n,
  });
const pair = fc.record({ studies: n, reports: n });
const pendingStage = fc.record({ votes: n, conflicts: n });

const counts = fc.record({
  schema: fc.constant(1 as const),
  litscreen: fc.constant('0'),
  version: fc.constantFrom(1, 2),
  provisional: fc.boolean(),
  databases: column('database', 'register'),
  other: column('website', 'organisation', 'citation', 'other'),
  previous: fc.oneof(fc.constant({ studies: 0, reports: 0 }), pair),
  included: pair,
  total: pair,
  pending: fc.record({
    uncertainDuplicates: n,
    'title-abstract': pendingStage,
    retrieval: n,
    'full-text': pendingStage,
  }),
});
const choices = fc.record(
  {
    wording: fc.constant('prisma-scr' as const),
    titleAbstractReasons: fc.constant(true as const),
    declared: fc.array(fc.record({ id: fc.constantFrom('scopus', 'wos'), n, why: label }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

/** Flows of every size with whatever labels. Their numbers need not add up: what is drawn does not count anew. */
export const anyFlow: fc.Arbitrary<FlowJson> = fc
  .tuple(counts, choices)
  .map(([flow, chosen]) => ({ ...flow, ...chosen }));

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

/** The flow of a review in which a text stands wherever somebody may write one. */
export function flowSaying(text: string): FlowJson {
  const reason = [{ id: 'said', label: text, n: 3 }];
  const source = (kind: string) => [{ id: 'said', name: text, kind, n: 7 }];
  return flowWith(
    { sources: source('database'), excludedReasons: reason, excludedReports: reason },
    { sources: source('website'), excludedReports: reason },
    { titleAbstractReasons: true, declared: [{ id: 'said', n: 2, why: text }] },
  );
}

/** The flow of an updated scoping review with reasons for exclusion on title and abstract, and no other methods. */
export const UPDATED_SCOPING_REVIEW: FlowJson = flowWith(
  {
    sources: [{ id: 'scopus', name: 'Scopus', kind: 'database', n: 90 }],
    screened: 90,
    excluded: 50,
    excludedReasons: [
      { id: 'off', label: 'off topic', n: 31 },
      { id: 'type', label: 'wrong type', n: 12 },
    ],
  },
  {},
  {
    version: 2,
    wording: 'prisma-scr',
    titleAbstractReasons: true,
    previous: { studies: 1003, reports: 1004 },
    included: { studies: 21, reports: 22 },
    total: { studies: 1024, reports: 1026 },
  },
);

/** What a picture of it says in its boxes, with the numbers beside. */
export const UPDATED_SCOPING_WORDS: readonly (readonly [label: string, n?: string])[] = [
  ['Previous sources of evidence'],
  ['Sources of evidence included in previous version of review', '1,003'],
  ['Reports of sources of evidence included in previous version of review', '1,004'],
  ['Identification of new sources of evidence via databases and registers'],
  ['off topic', '31'],
  ['wrong type', '12'],
  ['no reason given', '7'],
  ['New sources of evidence included in review', '21'],
  ['Reports of new included sources of evidence', '22'],
  ['Total sources of evidence included in review', '1,024'],
  ['Reports of total included sources of evidence', '1,026'],
];
