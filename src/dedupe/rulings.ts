import type { Finding } from '../model/finding.ts';
import type { RulingLine } from '../model/ledgers.ts';
import { compareText } from '../text/order.ts';

/** What people have ruled on a pair of records. */
export interface PairRuling {
  readonly a: string;
  readonly b: string;
  /** `contradicted`: people's rulings differ; neither holds, and the pair is open again. */
  readonly verdict: 'same' | 'different' | 'contradicted';
  readonly lines: readonly RulingLine[];
}

/** The rulings in force: each person's latest line on a pair counts, and people's rulings must agree. */
export function rulingsInForce(lines: readonly RulingLine[]): PairRuling[] {
  const latest = new Map<string, Map<string, RulingLine>>();
  for (const line of lines) {
    const key = [line.record_a, line.record_b].sort(compareText).join('|');
    const people = latest.get(key) ?? new Map<string, RulingLine>();
    latest.set(key, people);
    const earlier = people.get(line.person);
    // Lines come in the order of their time; of equal times the later in that order counts.
    if (!earlier || earlier.at <= line.at) people.set(line.person, line);
  }
  return [...latest]
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([key, people]) => {
      const standing = [...people.values()].filter((line) => line.verdict !== 'withdrawn');
      if (standing.length === 0) return [];
      const verdicts = new Set(standing.map((line) => line.verdict as 'same' | 'different'));
      const [a = '', b = ''] = key.split('|');
      const verdict = verdicts.size > 1 ? 'contradicted' : ([...verdicts][0] ?? 'contradicted');
      return [{ a, b, verdict, lines: standing }];
    });
}

/**
 * The rulings that may count: of people of the review, on records of the review. Others are kept in their ledger,
 * found, and not counted.
 */
export function validRulings(
  lines: readonly RulingLine[],
  people: ReadonlySet<string>,
  isRecord: (id: string) => boolean,
): { readonly lines: readonly RulingLine[]; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const valid = lines.filter((line) => {
    const unknown = [line.record_a, line.record_b].filter((id) => !isRecord(id));
    const found = (code: string, message: string) =>
      findings.push({ code, level: 'error', message, ids: unknown, ...line.where });
    if (unknown.length > 0) found('unknown-report', `${unknown.join(', ')} is no record of this review`);
    if (!people.has(line.person)) found('unknown-person', `${line.person} is not among the reviewers of this review`);
    return unknown.length === 0 && people.has(line.person);
  });
  return { lines: valid, findings };
}

/** The pairs on which people's rulings contradict each other: a finding for each. */
export function rulingContradictions(lines: readonly RulingLine[]): Finding[] {
  return rulingsInForce(lines)
    .filter((ruling) => ruling.verdict === 'contradicted')
    .map((ruling) => {
      const said = ruling.lines.map((line) => `${line.person} says ${line.verdict}`).join(', ');
      return {
        code: 'rulings-contradict',
        level: 'warning',
        message: `${said}: the pair is open again`,
        ids: [ruling.a, ruling.b],
        ...ruling.lines[0]?.where,
      };
    });
}
