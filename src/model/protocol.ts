import { z } from 'zod';
import { languageOf } from '../text/languages.ts';
import { ID } from './ids.ts';
import { RECORD_TYPES } from './record.ts';
import { MERGEABLE } from './relation.ts';

export const STAGES = ['title-abstract', 'full-text'] as const;
export type Stage = (typeof STAGES)[number];

const id = z.string().regex(ID, 'an id is made of letters, digits, "-" and "_", and starts with a letter or digit');

const CriterionSchema = z.strictObject({ id, label: z.string().min(1) });

const ReasonSchema = z.strictObject({
  id,
  label: z.string().min(1),
  stages: z.array(z.enum(STAGES)).min(1).optional(),
});
export type Reason = z.infer<typeof ReasonSchema>;

/** The orders in which the reports of a stage are read. */
export const ORDERS = ['random', 'ingested', 'search', 'newest', 'oldest'] as const;
export type ScreeningOrder = (typeof ORDERS)[number];

const SplitSchema = z.strictObject({
  /** The share of the reports that are read by more people than the others, so that their agreement is known. */
  overlap: z.number().min(0).max(1).default(0),
  /** By how many; 2 where others are read by one, else all reviewers. */
  overlapVotes: z.int().positive().optional(),
});

const StageSchema = z.strictObject({
  reviewers: z.array(id).min(1),
  adjudicators: z.array(id).default([]),
  votes: z.int().positive().default(2),
  /** Where it is there, the reports are dealt out among the reviewers, `votes` to each. */
  split: SplitSchema.optional(),
  /** Liberal-accelerated (Khangura et al. 2012): one include passes, an exclusion takes all votes. */
  rule: z.enum(['agreement', 'liberal-accelerated']).default('agreement'),
  order: z.enum(ORDERS).default('random'),
  /** Whether a random order is the same for all reviewers. */
  sameOrder: z.boolean().default(true),
  withoutAbstract: z.enum(['in-order', 'last']).default('in-order'),
  maybe: z.enum(['include', 'conflict']).default('include'),
  conflicts: z.enum(['when-both-voted', 'when-round-complete']).default('when-both-voted'),
  reasons: z.enum(['priority', 'ruling']).default('priority'),
  closed: z.boolean().default(false),
});
export type StageRules = z.infer<typeof StageSchema>;

/** A year, a month or a day. */
const PARTIAL_DATE = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
const date = z
  .union([z.string(), z.int().transform(String)])
  .pipe(z.string().regex(PARTIAL_DATE, 'a date is written as 2023, 2023-01 or 2023-01-31'));

const FiltersSchema = z.strictObject({
  languages: z.array(z.string()).min(1).optional(),
  dates: z.strictObject({ from: date.optional(), to: date.optional() }).optional(),
  types: z.array(z.enum(RECORD_TYPES)).min(1).optional(),
});
/** The limits that `filter` applies before screening. */
export type Filters = z.infer<typeof FiltersSchema>;

/** Which related reports count as duplicates; those that are not named are kept apart, and shown together. */
const DedupeSchema = z.partialRecord(z.enum(MERGEABLE), z.enum(['separate', 'duplicates']));

/**
 * What an amendment makes due again: a stage; the reports there with this outcome, excluded for this reason; or those of
 * its pilots.
 */
export const AFFECTS =
  /^(?:title-abstract|full-text)(?::(?:included|awaiting|pilot|excluded(?::[A-Za-z0-9][A-Za-z0-9_-]*)?))?$/;

const AmendmentSchema = z.strictObject({
  protocol: z.int().min(2),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written as 2025-03-01'),
  by: id,
  why: z.string().min(1),
  affects: z
    .array(
      z
        .string()
        .regex(
          AFFECTS,
          'write a stage, or a stage and an outcome: title-abstract, full-text:excluded, full-text:excluded:no-data',
        ),
    )
    .default([]),
});
export type Amendment = z.infer<typeof AmendmentSchema>;

/** How the flow is told. It counts nothing, and may change at any time. */
const FlowSettingsSchema = z.strictObject({
  /** prisma-scr: a scoping review includes sources of evidence (Tricco et al. 2018, doi:10.7326/M18-0850). */
  wording: z.enum(['prisma-2020', 'prisma-scr']).default('prisma-2020'),
  /** Whether reasons for exclusion on title and abstract stand in the flow, as they do for full texts. */
  titleAbstractReasons: z.boolean().default(false),
});

/** A model's or a rule's votes: with what they were made. */
const AutomationSchema = z.strictObject({
  tool: z.string().min(1),
  version: z.string().min(1),
  settings: z.string().default(''),
});
const ReviewerSchema = z.strictObject({ id, name: z.string(), automation: AutomationSchema.optional() });

const words = z.array(z.string().min(1)).default([]);

/** The protocol in force: `review.yaml`. */
export const ProtocolSchema = z.strictObject({
  schemaVersion: z.literal(1),
  title: z.string().min(1),
  protocol: z.int().positive().default(1),
  version: z.int().positive().default(1),
  authors: z.array(z.string()).default([]),
  questions: z.array(z.strictObject({ id, text: z.string() })).default([]),
  reviewers: z.array(ReviewerSchema).min(1),
  /** The seed of every random order and sample of the review. */
  seed: z.int().nonnegative().default(1),
  /** What reviewers do not see of a report while they screen. */
  hide: z.array(z.enum(['authors', 'venue'])).default([]),
  /** Whether votes are committed as salted hashes until all are in. */
  seal: z.boolean().default(false),
  criteria: z.strictObject({
    include: z.array(CriterionSchema).default([]),
    exclude: z.array(ReasonSchema).default([]),
  }),
  stages: z.strictObject({ 'title-abstract': StageSchema, 'full-text': StageSchema }),
  dedupe: DedupeSchema.optional(),
  filters: FiltersSchema.optional(),
  amendments: z.array(AmendmentSchema).default([]),
  flow: FlowSettingsSchema.optional(),
  /** Terms that speak for inclusion, and for exclusion: words, `*` for any letters. */
  highlights: z.strictObject({ include: words, exclude: words }).optional(),
});
export type Protocol = z.infer<typeof ProtocolSchema>;

/** The reasons for exclusion that a stage offers, in the protocol's order, which is their priority. */
export function reasonsAt(protocol: Protocol, stage: Stage): readonly Reason[] {
  return protocol.criteria.exclude.filter((reason) => !reason.stages || reason.stages.includes(stage));
}

/** The actors of a review that are tools: a model, a rule. */
export function automatedIn(protocol: Protocol): ReadonlySet<string> {
  return new Set(protocol.reviewers.flatMap((one) => (one.automation ? [one.id] : [])));
}

/** What the schema cannot say: ids unique ignoring case, roles held by known people, enough reviewers for the votes. */
export function protocolContradictions(protocol: Protocol): { path: (string | number)[]; message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = [];
  const unique = (path: string[], ids: readonly string[]) => {
    const seen = new Map<string, string>();
    ids.forEach((value, index) => {
      const earlier = seen.get(value.toLowerCase());
      if (earlier !== undefined)
        found.push({ path: [...path, index], message: `"${value}" stands here twice (ids ignore case)` });
      seen.set(value.toLowerCase(), value);
    });
  };
  const people = new Set(protocol.reviewers.map((person) => person.id));
  unique(['reviewers'], [...protocol.reviewers.map((person) => person.id)]);
  unique(
    ['criteria', 'exclude'],
    protocol.criteria.exclude.map((reason) => reason.id),
  );
  unique(
    ['criteria', 'include'],
    protocol.criteria.include.map((criterion) => criterion.id),
  );
  unique(
    ['questions'],
    protocol.questions.map((question) => question.id),
  );
  protocol.filters?.languages?.forEach((language, index) => {
    if (languageOf(language) !== undefined) return;
    const message = `${language} is no language that litscreen knows: write its English name or its ISO 639 code`;
    found.push({ path: ['filters', 'languages', index], message });
  });
  const { from, to } = protocol.filters?.dates ?? {};
  if (from !== undefined && to !== undefined && from.slice(0, to.length) > to.slice(0, from.length)) {
    found.push({ path: ['filters', 'dates', 'to'], message: `it ends (${to}) before it begins (${from})` });
  }
  protocol.amendments.forEach((amendment, index) => {
    const next = protocol.amendments[index + 1];
    if (amendment.protocol < (next?.protocol ?? protocol.protocol + 1)) return;
    const message = next
      ? `protocol ${amendment.protocol} stands before protocol ${next.protocol}`
      : `it made protocol ${amendment.protocol}, but protocol ${protocol.protocol} is in force`;
    found.push({ path: ['amendments', index, 'protocol'], message });
  });
  for (const stage of STAGES) {
    const rules = protocol.stages[stage];
    unique(['stages', stage, 'reviewers'], rules.reviewers);
    for (const role of ['reviewers', 'adjudicators'] as const) {
      rules[role].forEach((person, index) => {
        if (people.has(person)) return;
        found.push({
          path: ['stages', stage, role, index],
          message: `${person} is not among the reviewers of this review`,
        });
      });
    }
    for (const problem of ruleContradictions(rules, protocol)) {
      found.push({ path: ['stages', stage, ...problem.path], message: problem.message });
    }
    if (rules.votes > rules.reviewers.length) {
      const message = `${rules.votes} votes are asked for, but ${stage} has ${rules.reviewers.length} reviewer(s)`;
      found.push({ path: ['stages', stage, 'votes'], message });
    }
  }
  if (reasonsAt(protocol, 'full-text').length === 0) {
    const message = 'full-text exclusions need a reason: name at least one for that stage';
    found.push({ path: ['criteria', 'exclude'], message });
  }
  return found;
}

function ruleContradictions(rules: StageRules, protocol: Protocol): { path: (string | number)[]; message: string }[] {
  const found: { path: (string | number)[]; message: string }[] = [];
  const automated = automatedIn(protocol);
  rules.adjudicators.forEach((person, index) => {
    const message = `${person} is an automation tool, and only people rule on conflicts`;
    if (automated.has(person)) found.push({ path: ['adjudicators', index], message });
  });
  const overlapVotes = rules.split?.overlapVotes;
  if (overlapVotes !== undefined && (overlapVotes > rules.reviewers.length || overlapVotes < rules.votes)) {
    const message = `${overlapVotes} readers: it must be from ${rules.votes} (votes) to ${rules.reviewers.length} (reviewers)`;
    found.push({ path: ['split', 'overlapVotes'], message });
  }
  if (rules.rule === 'liberal-accelerated' && rules.votes < 2) {
    found.push({ path: ['rule'], message: 'liberal-accelerated asks for a second vote on exclusions: set  votes: 2' });
  }
  if (rules.rule === 'liberal-accelerated' && protocol.seal) {
    found.push({
      path: ['rule'],
      message: 'liberal-accelerated needs to see an include at once: it goes without  seal',
    });
  }
  return found;
}
