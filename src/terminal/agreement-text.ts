import type { Stage, StageRules } from '../model/protocol.ts';
import type { Estimate } from '../screening/agreement/intervals.ts';
import type { ManyReviewers } from '../screening/agreement/many-reviewers.ts';
import type { StageAgreement } from '../screening/agreement/measure-stage.ts';
import { writePercent } from '../screening/agreement/write-numbers.ts';
import { plural } from '../text/plural.ts';
import { columns, estimateCell } from './agreement-columns.ts';
import { describePair, describePairs, pairInShort, routedHead } from './agreement-pair.ts';

/** More pairs than this are told in a line each. */
const IN_FULL = 3;

/** The agreement of a stage as people read it, in 80 columns. */
export function describeAgreement(stage: Stage, agreement: StageAgreement, rules: StageRules): string {
  const place = agreement.round === null ? stage : `${stage}, round ${agreement.round}`;
  const parts = [
    ...pairParts(place, agreement),
    ...(agreement.many ? [manyPart(place, agreement.many, rules)] : []),
    consensusPart(place, agreement),
    caveats(agreement, rules),
    pilotPart(agreement),
  ];
  return parts
    .filter((part) => part !== '')
    .map((part) => `${part}\n`)
    .join('');
}

function pairParts(place: string, { pairs, leftOut, reports }: StageAgreement): string[] {
  const common = pairs.filter(({ n }) => n > 0);
  if (common.length === 0) {
    const people = pairs.length === 1 ? `${pairs[0]?.reviewers.join(' and ') ?? ''}, ` : '';
    const why =
      leftOut.withheld > 0
        ? `${plural(leftOut.withheld, 'report has', 'reports have')} all votes, which are told when the round is complete`
        : reports > 0
          ? 'no report has first votes of two people'
          : 'no report has all votes yet';
    return [`${place}: ${people}first votes on 0 reports\n  ${why}\n`];
  }
  if (common.length > IN_FULL) return [`${place}: first votes of each pair\n${describePairs(common)}`];
  return common.map((pair) => {
    const heading = `${place}: ${pair.reviewers.join(' and ')}, first votes on ${plural(pair.n, 'report')}\n`;
    return heading + describePair(pair);
  });
}

function manyPart(place: string, many: ManyReviewers, rules: StageRules): string {
  if (many.n === 0) return '';
  const shown = many.categories.includes('maybe') ? [many, many.routed] : [many];
  const head = shown.length > 1 ? ['', 'as voted', routedHead(many.routed)] : ['', 'with 95 % interval'];
  const row = (name: string, values: readonly (Estimate | undefined)[]) => [
    name,
    ...values.map((value) => (value ? estimateCell(value) : '')),
  ];
  const ordered = shown.map(({ alphaOrdinal }) => alphaOrdinal);
  const rows = [
    row(
      "Krippendorff's alpha",
      shown.map(({ alpha }) => alpha),
    ),
    ...(ordered.some((value) => value) ? [row('alpha, in order', ordered)] : []),
    row(
      "Fleiss' kappa",
      shown.map(({ fleiss }) => fleiss),
    ),
  ];
  const { raters, n } = many.fleiss;
  return (
    `${place}: all ${rules.reviewers.length} reviewers, first votes on ${plural(many.n, 'report')}\n` +
    columns([head, ...rows], []) +
    `  Fleiss' kappa is on the ${plural(n, 'report')} with ${raters ?? 0} votes\n` +
    (many.alpha.value === null ? '  not defined: all said one thing throughout\n' : '')
  );
}

function consensusPart(place: string, { consensus, undecided }: StageAgreement): string {
  const known = consensus.filter(({ n, unsure }) => n + unsure > 0);
  if (known.length === 0) return '';
  const rows = known.map((person) => [
    person.reviewer,
    String(person.n),
    String(person.missed),
    rate(person.sensitivity),
    rate(person.specificity),
    rate(person.precision),
  ]);
  const unsure = known.reduce((total, person) => total + person.unsure, 0);
  return (
    `${place}: first votes against the outcome\n` +
    columns([['', 'reports', 'missed', 'sensitivity', 'specificity', 'precision'], ...rows], [1, 2]) +
    (unsure > 0 ? `  ${plural(unsure, 'maybe')} that made a conflict ${unsure === 1 ? 'is' : 'are'} left out\n` : '') +
    (known.some(({ sensitivity }) => sensitivity.value === null)
      ? '  sensitivity is not defined: none was included\n'
      : '') +
    (known.some(({ specificity }) => specificity.value === null)
      ? '  specificity is not defined: none was excluded\n'
      : '') +
    (undecided > 0
      ? `  ${plural(undecided, 'report is', 'reports are')} not decided yet: until then all is too high\n`
      : '') +
    '  the outcome follows from these votes: against an independent one all are lower\n'
  );
}

function rate({ value, ci }: Estimate): string {
  if (value === null || ci === null) return 'not defined';
  return `${writePercent(value)} (${ci.map((bound) => (100 * bound).toFixed(0)).join('–')})`;
}

function caveats({ pairs }: StageAgreement, rules: StageRules): string {
  const lines: string[] = [];
  if (rules.rule === 'liberal-accelerated')
    lines.push(
      'Screening is liberal-accelerated: two people read mostly what one of them excluded,',
      'so what agreement there is tells little of how they would agree on all reports.',
    );
  if (pairs.some(({ kappa }) => kappa !== null))
    lines.push(
      'Kappa is low where nearly all is excluded, or included, however much they agree:',
      'give the table, the agreement and AC1 or PABAK beside it.',
    );
  return lines.map((line) => `${line}\n`).join('');
}

function pilotPart({ leftOut, pilots }: StageAgreement): string {
  if (pilots.length === 0) return '';
  const lines = pilots.flatMap(({ round, reports, withheld, pairs }) => {
    const common = pairs.filter(({ n }) => n > 0);
    if (reports === 0)
      return [`${round}: ${withheld > 0 ? 'told when the round is complete' : 'no report has all votes yet'}`];
    return common.map((pair) => `${round}: ${pairInShort(pair)}`);
  });
  return (
    `left out above: ${plural(leftOut.pilot, 'report')} of pilot rounds (--round ${pilots[0]?.round ?? ''} tells more)\n` +
    lines.map((line) => `  ${line}\n`).join('')
  );
}
