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
