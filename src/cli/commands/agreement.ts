import { STAGES, type Stage } from '../../model/protocol.ts';
import { agreementOf, landisKoch, type Kappa, type PairAgreement } from '../../screening/agreement.ts';
import { plural } from '../../text/plural.ts';
import { actingPerson, printJson, type Context } from '../context.ts';
import { openReview } from '../open.ts';
import { table } from '../../terminal/report-card.ts';

interface Options {
  readonly stage?: Stage;
  readonly as?: string;
  readonly json?: boolean;
}

/** `agreement`: on first votes, for each pair of reviewers. */
export function agreement(context: Context, options: Options): number {
  const review = openReview(context);
  const { protocol } = review.state.facts;
  const person = options.as === undefined ? undefined : actingPerson(context, options.as, protocol);
  const stages = (options.stage ? [options.stage] : STAGES).map((stage) => {
    const pairs = agreementOf([...review.state.outcomes[stage].values()], protocol.stages[stage]);
    return { stage, pairs: pairs.filter((pair) => person === undefined || pair.reviewers.includes(person)) };
  });
  if (options.json) {
    printJson(context, { schema: 1, stages });
    return 0;
  }
  for (const { stage, pairs } of stages) {
    for (const pair of pairs) context.out(describe(stage, pair));
  }
  return 0;
}

function describe(stage: Stage, pair: PairAgreement): string {
  const [a, b] = pair.reviewers;
  const heading = `${stage}: ${a} and ${b}, first votes on ${plural(pair.n, 'report')}\n`;
  if (pair.n === 0) return `${heading}  no report has all votes yet\n\n`;
  const rows = [
    [`${a} \\ ${b}`, ...pair.categories],
    ...pair.categories.map((name, index) => [name, ...(pair.table[index] ?? []).map(String)]),
  ];
  const lines = table(rows)
    .map((line) => `  ${line}\n`)
    .join('');
  const routed = pair.categories.includes('maybe')
    ? `  read as what they do (pass or stop):\n${kappaLines(pair.routed)}`
    : '';
  return `${heading}${lines}${kappaLines(pair)}${routed}\n`;
}

function kappaLines(result: Kappa): string {
  const { kappa, ci, se, observed, expected, pabak } = result;
  const agreed = `  observed agreement ${number(observed)}, expected by chance ${number(expected)}\n`;
  if (kappa === null) return `${agreed}  kappa is not defined: both said one thing throughout\n`;
  return `${agreed}  Cohen's kappa ${number(kappa)} (95 % CI ${number(ci?.[0] ?? null)} to ${number(ci?.[1] ?? null)}, SE ${number(se)}), ${landisKoch(kappa)}; PABAK ${number(pabak)}\n`;
}

function number(value: number | null): string {
  return value === null ? 'undefined' : value.toFixed(3);
}
