import { z } from 'zod';
import { STAGES } from '../model/protocol.ts';

const count = z.int().nonnegative();
const FlowSourceSchema = z.object({ id: z.string(), name: z.string(), kind: z.string(), n: count }).readonly();
const FlowReasonSchema = z.object({ id: z.string(), label: z.string(), n: count }).readonly();
export type FlowReason = z.infer<typeof FlowReasonSchema>;

const said = (description: string) => count.meta({ description });
const FlowColumnSchema = z
  .object({
    identified: said('records, and entries that could not be read'),
    sources: z.array(FlowSourceSchema).readonly(),
    duplicates: said('records of reports that another record stands for'),
    automation: said('records that a limit of the protocol removed before screening'),
    otherRemoved: said('records that a person removed before screening, and entries that could not be read'),
    screened: said('reports'),
    excluded: said('reports excluded on title and abstract'),
    excludedByAutomation: said('of these, those that tools alone excluded'),
    excludedReasons: z.array(FlowReasonSchema).readonly(),
    sought: said('reports sought for retrieval'),
    notRetrieved: said('reports that could not be got'),
    assessed: said('reports assessed for eligibility in full text'),
    excludedReports: z.array(FlowReasonSchema).readonly(),
    awaiting: said('reports awaiting classification'),
    included: said('reports that this column brought into the review'),
  })
  .readonly();
/** One column of the PRISMA 2020 flow: counts of records up to `otherRemoved`, of reports from `screened` on. */
export type FlowColumn = z.infer<typeof FlowColumnSchema>;

const StudiesAndReportsSchema = z.object({ studies: count, reports: count }).readonly();
const PendingStageSchema = z.object({ votes: count, conflicts: count }).readonly();

/** The flow as `flow --format json` prints it. Every number is the size of a set of ids. */
export const FlowSchema = z
  .object({
    schema: z.literal(1),
    litscreen: z.string().meta({ description: 'the version of the program' }),
    version: z.int().meta({ description: 'the version of the review: 1 for a new one, more for an updated one' }),
    /** Of a scoping review: it includes sources of evidence. */
    wording: z.literal('prisma-scr').optional(),
    /** Whether the reasons for exclusion on title and abstract are shown. */
    titleAbstractReasons: z.literal(true).optional(),
    provisional: z.boolean().meta({ description: 'whether anything is open, or a rule is broken' }),
    databases: FlowColumnSchema,
    other: FlowColumnSchema,
    previous: StudiesAndReportsSchema,
    included: StudiesAndReportsSchema,
    total: StudiesAndReportsSchema,
    pending: z
      .object({
        uncertainDuplicates: count,
        'title-abstract': PendingStageSchema,
        retrieval: count,
        'full-text': PendingStageSchema,
      })
      .readonly(),
    /** Duplicates removed before the records came here, by search: said by a person, proved by no id, in no box. */
    declared: z
      .array(z.object({ id: z.string(), n: count, why: z.string() }).readonly())
      .readonly()
      .optional(),
    ids: z
      .record(z.string(), z.array(z.string()).readonly())
      .readonly()
      .optional()
      .meta({ description: 'the ids behind each number, sorted, by the path of the box' }),
  })
  .readonly();
export type FlowJson = z.infer<typeof FlowSchema>;

/** A flow without the ids behind its numbers. */
export function countsOf({ ids: _ids, ...counts }: FlowJson): FlowJson {
  return counts;
}

export type BoxUnit = 'record' | 'report' | 'study';

/** One number of the flow and what it counts. */
export interface Box {
  readonly path: string;
  readonly unit: BoxUnit;
  readonly ids: readonly string[];
  /** A leaf box lists its ids in the flow; a parent is the union of leaves. */
  readonly isLeaf: boolean;
}

export interface Flow {
  readonly json: FlowJson;
  readonly boxes: ReadonlyMap<string, Box>;
  /** How many lines break a rule of the review: they do not count, and while there are any the flow is provisional. */
  readonly brokenRules: number;
}

/** The paths of the boxes that hold work still open. */
export const PENDING_PATHS = [
  'pending.uncertainDuplicates',
  ...STAGES.flatMap((stage) => [`pending.${stage}.votes`, `pending.${stage}.conflicts`]),
  'pending.retrieval',
];
