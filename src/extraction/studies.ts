import { toReports, type Reports } from '../dedupe/reports.ts';
import type { RelatedPair } from '../dedupe/plan-dedupe.ts';
import type { Finding } from '../model/finding.ts';
import { addToGroup, groupBy } from '../model/group.ts';
import type { PersonId, ReportId } from '../model/ids.ts';
import type { StudyLine } from '../model/ledgers.ts';

/** One investigation: one or more reports, such as a preprint and its article. */
export interface Study {
  /** The lowest of its reports. */
  readonly id: ReportId;
  /** Its reports, lowest first. */
  readonly reports: readonly ReportId[];
}

export interface Studies {
  /** The study of a report; a report that nobody joined to another is a study of its own. */
  of(report: ReportId): Study;
  readonly findings: readonly Finding[];
}

/**
 * Which reports are of one study (PRISMA 2020: a study may have several reports). Each line says that two reports are
 * of one study, or that they are not; each person's latest line on two reports counts. A `leave` after an own `join` takes
 * it back; where one person joins what another says is apart, neither holds, and they stay apart.
 *
 * @param lines in the order of (`at`, person).
 * @param foreign the reports that a review in another folder has included: a new report may be of their studies.
 */
export function readStudies(
  lines: readonly StudyLine[],
  people: ReadonlySet<PersonId>,
  reports: Reports,
  foreign: ReadonlySet<ReportId> = new Set(),
): Studies {
  const findings: Finding[] = [];
  const onPair = new Map<string, StudyLine[]>();
  for (const line of lines) {
    const unknown = [line.report, line.study].filter((id) => !reports.of(id) && !foreign.has(id));
    if (unknown.length > 0 || !people.has(line.person)) {
      const [code, message] =
        unknown.length > 0
          ? (['unknown-report', `${unknown.join(', ')} is no record of this review`] as const)
          : (['unknown-person', `${line.person} is not among the reviewers of this review`] as const);
      findings.push({ code, level: 'error', message, ids: [line.report, line.study], ...line.where });
      continue;
    }
    // Reports that have become one are of one study whatever was said of them.
    const pair = pairOf(line, reports);
    if (pair[0] !== pair[1]) addToGroup(onPair, pair.join('|'), line);
  }
  const apart: StudyLine[] = [];
  const joined = [...onPair.entries()].flatMap(([key, said]) => {
    const [record = '', duplicateOf = ''] = key.split('|');
    const { isJoined, finding, dissent } = verdictOn(said, [record, duplicateOf]);
    if (finding) findings.push(finding);
    if (dissent) apart.push(dissent);
    return isJoined ? [{ record, duplicateOf }] : [];
  });
  if (joined.length === 0) return { of: (report) => ({ id: report, reports: [report] }), findings };
  // Reports are joined to studies as records are to reports.
  const groups = toReports([...foreign, ...reports.all.map((report) => report.id)], joined);
  for (const line of apart) {
    const [a, b] = pairOf(line, reports);
    if (groups.of(a)?.id !== groups.of(b)?.id) continue;
    const message = `${line.person} says that ${a} and ${b} are two studies, but other joins make them one`;
    findings.push({ code: 'study-contradicted', level: 'warning', message, ids: [a, b], ...line.where });
  }
  return {
    of: (report) => {
      const group = groups.of(report);
      return { id: group?.id ?? report, reports: group?.records ?? [report] };
    },
    findings,
  };
}

/**
 * The pairs of a preprint and its article that are not of one study yet, and on which a person has said nothing that
 * stands: PRISMA 2020 counts them as two reports of one study, and a person says that they are.
 *
 * @param lines in the order of (`at`, person).
 * @param person undefined: anybody.
 */
export function studyProposals(
  related: readonly RelatedPair[],
  lines: readonly StudyLine[],
  person: PersonId | undefined,
  reports: Reports,
  studies: Studies,
): RelatedPair[] {
  const onPair = groupBy(lines, (line) => pairOf(line, reports).join('|'));
  return related.filter(({ a, b, relation }) => {
    const pair = pairOf({ report: a, study: b }, reports);
    const isOne = pair[0] === pair[1] || studies.of(pair[0]).reports.includes(pair[1]);
    const said = onPair.get(pair.join('|')) ?? [];
    const people = person === undefined ? new Set(said.map((line) => line.person)) : [person];
    const isTold = [...people].some((each) => standing(said.filter((line) => line.person === each)) !== undefined);
    return relation === 'preprint' && !isOne && !isTold;
  });
}

/** The two reports that a line speaks of, in one order whichever was named first. */
export function pairOf(line: Pick<StudyLine, 'report' | 'study'>, reports: Reports): [ReportId, ReportId] {
  return [line.report, line.study].map((id) => reports.of(id)?.id ?? id).sort() as [ReportId, ReportId];
}

/**
 * What one person's lines on two reports come to: the latest, but a `leave` after an own `join` takes that back, and says
 * nothing more.
 */
export function standing(lines: readonly Pick<StudyLine, 'action'>[]): StudyLine['action'] | undefined {
  return lines.reduce<StudyLine['action'] | undefined>(
    (before, { action }) => (before === 'join' && action === 'leave' ? undefined : action),
    undefined,
  );
}

function verdictOn(
  said: readonly StudyLine[],
  pair: readonly string[],
): { isJoined: boolean; finding?: Finding; dissent?: StudyLine } {
  const latest = [...groupBy(said, (line) => line.person).values()].flatMap((lines) => {
    const [last, stands] = [lines.at(-1), standing(lines)];
    return last && stands ? [{ ...last, action: stands }] : [];
  });
  const joins = latest.filter((line) => line.action === 'join');
  const apart = latest.filter((line) => line.action === 'leave');
  const [first] = apart;
  if (!first) return { isJoined: joins.length > 0 };
  if (joins.length === 0) return { isJoined: false, dissent: first };
  const message = `${joins.map((line) => line.person).join(', ')} joined ${pair.join(' and ')} to one study, ${apart
    .map((line) => line.person)
    .join(', ')} says they are two: they stay apart`;
  return {
    isJoined: false,
    finding: { code: 'study-contradicted', level: 'warning', message, ids: pair, ...first.where },
  };
}
