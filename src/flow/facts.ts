import type { Link, RelatedPair, UncertainPair } from '../dedupe/plan-dedupe.ts';
import type { Filtered } from '../filters/plan-filter.ts';
import type { Finding } from '../model/finding.ts';
import type { RecordId } from '../model/ids.ts';
import type { ManualLine, ResolutionLine, RetrievalLine, RulingLine, StudyLine, VoteLine } from '../model/ledgers.ts';
import type { Protocol, Stage } from '../model/protocol.ts';
import type { Round } from '../model/rounds.ts';
import type { Search } from '../model/search.ts';
import type { FrozenVersion } from './versions.ts';

/** Everything that a flow is derived from: what people decided, and the ids of what they decided on. */
export interface ReviewFacts {
  readonly protocol: Protocol;
  readonly searches: readonly Search[];
  /** The versions of the review that were closed. */
  readonly versions: readonly FrozenVersion[];
  /** The ids of all records, in the order of their numbers, by search. */
  readonly recordIds: ReadonlyMap<string, readonly RecordId[]>;
  /** The ids of entries that could not be read (`scopus!41`), by search. */
  readonly unreadable: ReadonlyMap<string, readonly string[]>;
  /** What is odd in the files but readable: torn lines, and files that were changed since an ingest wrote them. */
  readonly damage: readonly Finding[];
  readonly rulings: readonly RulingLine[];
  readonly links: readonly Link[];
  readonly uncertain: readonly UncertainPair[];
  /** Reports that belong together and are not one. */
  readonly related: readonly RelatedPair[];
  /** What the protocol's limits removed before screening. */
  readonly removed: readonly Filtered[];
  /** What people removed before screening, or kept against a limit. */
  readonly manual: readonly ManualLine[];
  /** Who votes on what, where a round says it. */
  readonly rounds: Readonly<Record<Stage, readonly Round[]>>;
  /** Sealed votes that were opened say what their openings say. */
  readonly votes: Readonly<Record<Stage, readonly VoteLine[]>>;
  readonly resolutions: Readonly<Record<Stage, readonly ResolutionLine[]>>;
  readonly retrieval: readonly RetrievalLine[];
  readonly studies: readonly StudyLine[];
}
