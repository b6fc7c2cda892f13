import type { ReviewFacts } from '../../src/flow/facts.ts';
import type { VoteLine } from '../../src/model/ledgers.ts';
import { ProtocolSchema } from '../../src/model/protocol.ts';
import type { SearchKind } from '../../src/model/search.ts';

export const PROTOCOL = ProtocolSchema.parse({
  schemaVersion: 1,
  title: 'A review',
  reviewers: ['MP', 'ML', 'FC'].map((id) => ({ id, name: id })),
  criteria: {
    exclude: [
      { id: 'off', label: 'off topic' },
      { id: 'type', label: 'wrong type' },
    ],
  },
  stages: {
    'title-abstract': { reviewers: ['MP', 'ML'], adjudicators: ['FC'] },
    'full-text': { reviewers: ['MP', 'ML'], adjudicators: ['FC'] },
  },
});

let clock = 0;

/** A vote line, each later than the one before. */
export function vote(person: string, report: string, said: string, reason = ''): VoteLine {
  const at = new Date(Date.UTC(2025, 0, 1) + ++clock).toISOString();
  const where = { file: `screening/title-abstract/votes/${person}.csv`, line: clock };
  return {
    report,
    event: 'vote',
    vote: said,
    reason,
    note: '',
    labels: '',
    round: 'all',
    protocol: '1',
    at,
    person,
    where,
  };
}

/** What all lines of a ledger of MP have in common. */
function written(folder: string, line: number) {
  const at = new Date(Date.UTC(2025, 1, 2) + line).toISOString();
  return { note: '', at, person: 'MP', where: { file: `${folder}/MP.csv`, line } };
}

interface Wanted {
  readonly records: Readonly<Record<string, number>>;
  readonly kinds?: Readonly<Record<string, SearchKind>>;
  readonly unreadable?: Readonly<Record<string, readonly string[]>>;
  readonly links?: readonly (readonly [string, string])[];
  readonly votes?: readonly VoteLine[];
  readonly fullText?: readonly VoteLine[];
  readonly retrieved?: readonly string[];
  /** Reports that a limit removed. */
  readonly removed?: readonly string[];
  /** Reports that a person removed, or kept. */
  readonly manual?: readonly (readonly [report: string, action: 'remove' | 'keep'])[];
  /** Pairs of reports that a person joined to one study. */
  readonly studies?: readonly (readonly [string, string])[];
}

/** The facts of a review with so many records in each search, and these decisions. */
export function facts({
  records,
  kinds = {},
  unreadable = {},
  links = [],
  votes = [],
  fullText = [],
  retrieved = [],
  removed = [],
  manual = [],
  studies = [],
}: Wanted): ReviewFacts {
  const ids = Object.keys(records);
  const retrieval = retrieved.map((report, line) => ({
    report,
    status: 'retrieved',
    file: '',
    sha256: '',
    url: '',
    note: '',
    at: '2025-02-01T00:00:00.000Z',
    person: 'MP',
    where: { file: 'retrieval/MP.csv', line },
  }));
  return {
    protocol: PROTOCOL,
    searches: ids.map((id) => ({
      schemaVersion: 1,
      id,
      source: id,
      kind: kinds[id] ?? 'database',
      date: '2025-01-01',
      files: [],
      recordsSha256: '',
      rejectedSha256: '',
    })),
    versions: [],
    recordIds: new Map(
      ids.map((id) => [id, Array.from({ length: records[id] ?? 0 }, (_, index) => `${id}-${index + 1}`)]),
    ),
    unreadable: new Map(Object.entries(unreadable)),
    rulings: [],
    damage: [],
    links: links.map(([record, duplicateOf]) => ({ record, duplicateOf, rule: 'doi', score: 1 })),
    uncertain: [],
    related: [],
    removed: removed.map((report) => ({ report, filter: 'languages', detail: '' })),
    manual: manual.map(([report, action], line) => {
      return { report, action, reason: 'why', ...written('filters/manual', line) };
    }),
    studies: studies.map(([study, report], line) => ({ report, study, action: 'join', ...written('studies', line) })),
    rounds: { 'title-abstract': [], 'full-text': [] },
    votes: { 'title-abstract': votes, 'full-text': fullText },
    resolutions: { 'title-abstract': [], 'full-text': [] },
    retrieval,
  };
}
