import { accountOfSnowballing, DIRECTIONS, type CitationSearch, type Snowballing } from '../../citations/rounds.ts';
import type { ReviewState } from '../../flow/derive.ts';
import { includedReports } from '../../flow/included.ts';
import { STAGES } from '../../model/protocol.ts';
import type { BibRecord } from '../../model/record.ts';
import { table } from '../../terminal/report-card.ts';
import { plural } from '../../text/plural.ts';
import { printJson, type Context } from '../context.ts';
import { openReview, type OpenReview } from '../open.ts';

/** `snowball status`: what each round of citation searching brought, and whether another one is due. */
export function status(context: Context, options: { json?: boolean }): number {
  const review = openReview(context);
  const account = accountOf(review);
  review.reader.throwProblems();
  if (options.json) {
    printJson(context, { schema: 1, ...account });
    return 0;
  }
  if (account.searches.length === 0) {
    context.out('no citation search yet\n');
    context.note(
      'Next: litscreen ingest <export> --search round1 --kind citation --direction backward --via <report|column> --seeds included\n',
    );
    return 0;
  }
  const head = ['round', 'search', 'direction', 'seeds', 'identified', 'known', 'new', 'included', 'excluded', 'open'];
  const rows = account.searches.map((item) => [
    String(item.round),
    item.search,
    item.direction,
    ...[item.seeds, item.identified, item.known, item.new, item.included, item.excluded, item.open].map((ids) =>
      String(ids.length),
    ),
  ]);
  for (const line of table([head, ...rows])) context.out(`${line}\n`);
  context.out('\n');
  for (const direction of DIRECTIONS) {
    const n = account.notYetSeeds[direction].length;
    if (n === 0) context.out(`every included report has been a seed going ${direction}\n`);
    else
      context.out(`${plural(n, 'included report has', 'included reports have')} not been a seed going ${direction}\n`);
  }
  context.note(`${verdict(account.searches)}\n`);
  return 0;
}

function accountOf({ reader, state }: OpenReview): Snowballing {
  const { searches, recordIds, unreadable } = state.facts;
  function* found(): Generator<BibRecord> {
    for (const { id, citation } of searches) if (citation) yield* reader.records(id);
  }
  return accountOfSnowballing(searches, recordIds, unreadable, found(), state.reports, fatesOf(state));
}

function fatesOf(state: ReviewState): { included: Set<string>; settled: Set<string> } {
  const { removals, outcomes, retrieval, reports, isKnown } = state;
  const at = (...names: string[]) =>
    STAGES.flatMap((stage) => [...outcomes[stage].values()].filter((item) => names.includes(item.outcome)));
  const included = new Set(includedReports(state));
  const isSought = (report: string) => outcomes['title-abstract'].get(report)?.outcome === 'included';
  const missed = [...retrieval]
    .filter(([report, { status: got }]) => got === 'not-retrieved' && isSought(report))
    .map(([report]) => report);
  return {
    included,
    settled: new Set([
      ...removals.keys(),
      ...at('excluded', 'awaiting').map((item) => item.report),
      ...missed,
      ...reports.all.filter((report) => isKnown(report) && !included.has(report.id)).map((report) => report.id),
    ]),
  };
}

/** What the last round means for the next (Wohlin 2014: go on until a round brings no new included report). */
function verdict(searches: readonly CitationSearch[]): string {
  const round = Math.max(...searches.map((item) => item.round));
  const last = searches.filter((item) => item.round === round);
  const sum = (of: (item: CitationSearch) => readonly string[]) => last.reduce((n, item) => n + of(item).length, 0);
  const [open, included] = [sum((item) => item.open), sum((item) => item.included)];
  if (open > 0) return `round ${round} is not decided yet: ${plural(open, 'new report')} open`;
  if (included === 0) return `round ${round} brought no new included report: snowballing can end here (Wohlin 2014)`;
  return `round ${round} brought ${plural(included, 'new included report')}: a round from them is due (Wohlin 2014)`;
}
