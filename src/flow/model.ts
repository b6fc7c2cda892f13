import { STAGES, type Stage } from '../model/protocol.ts';

export interface FlowSource {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly n: number;
}

export interface FlowReason {
  readonly id: string;
  readonly label: string;
  readonly n: number;
}

/** One column of the PRISMA 2020 flow: counts of records up to `otherRemoved`, of reports from `screened` on. */
export interface FlowColumn {
  readonly identified: number;
  readonly sources: readonly FlowSource[];
  readonly duplicates: number;
  readonly automation: number;
  readonly otherRemoved: number;
  readonly screened: number;
  readonly excluded: number;
  readonly excludedByAutomation: number;
  readonly excludedReasons: readonly FlowReason[];
  readonly sought: number;
  readonly notRetrieved: number;
  readonly assessed: number;
  readonly excludedReports: readonly FlowReason[];
  readonly awaiting: number;
  readonly included: number;
}

interface StudiesAndReports {
  readonly studies: number;
  readonly reports: number;
}

interface PendingStage {
  readonly votes: number;
  readonly conflicts: number;
}

/** The flow as `flow --format json` prints it. Every number is the size of a set of ids. */
export interface FlowJson {
  readonly schema: 1;
  readonly litscreen: string;
  readonly version: number;
  readonly provisional: boolean;
  readonly databases: FlowColumn;
  readonly other: FlowColumn;
  readonly previous: StudiesAndReports;
  readonly included: StudiesAndReports;
  readonly total: StudiesAndReports;
  readonly pending: { readonly uncertainDuplicates: number; readonly retrieval: number } & Readonly<
    Record<Stage, PendingStage>
  >;
  readonly ids?: Readonly<Record<string, readonly string[]>>;
}

export type BoxUnit = 'record' | 'report' | 'study' | 'pair';

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
