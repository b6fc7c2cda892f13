import type { Comparable } from '../../dedupe/comparable.ts';
import { compare } from '../../dedupe/compare.ts';
import { decide } from '../../dedupe/decide.ts';
import { describeComparison, describeVerdict } from '../../dedupe/explain.ts';
import { rulingsInForce, validRulings } from '../../dedupe/rulings.ts';
import { toReports, inRecordOrder } from '../../dedupe/reports.ts';
import { usageError } from '../../model/errors.ts';
import { surnameOf } from '../../records/authors.ts';
import { comparablesOf } from '../../review/dedupe.ts';
import { findReview } from '../../review/load.ts';
import { ReviewReader } from '../../review/reader.ts';
import { citationLine, table, titleLine } from '../../terminal/report-card.ts';
import { terminalSafe } from '../../text/terminal-safe.ts';
import { printJson, type Context } from '../context.ts';

/** `dedupe explain <a> <b>`: every comparison of two records, the rule that decides, what people ruled, what holds. */
export function explainPair(context: Context, pair: readonly [string, string], options: { json?: boolean }): number {
  const reader = new ReviewReader(findReview(context.folder));
  const protocol = reader.protocol();
  const searches = reader.searches();
  const known = new Set(searches.flatMap((search) => reader.recordIds(search.id)));
  for (const id of pair)
    if (!known.has(id))
      throw usageError(`${id} is no record of this review`, 'name two records, such as scopus-17 and wos-4');
  const [a, b] = inRecordOrder(pair, searches) as [string, string];
  if (a === b) throw usageError('these are one record, not two', 'name two records');
  const records = reader.recordsById(new Set([a, b]));
  const people = new Set(protocol?.reviewers.map((person) => person.id));
  const rulings = rulingsInForce(validRulings(reader.ledger({ kind: 'rulings' }), people, (id) => known.has(id)).lines);
  const reports = toReports(inRecordOrder(known, searches), reader.links());
  const uncertain = reader.uncertain();
  const related = reader.related();
  reader.throwProblems();
  const [x, y] = [records.get(a), records.get(b)];
  if (!x || !y) throw usageError('a record is missing', 'litscreen check  says what is wrong');
  const [one, other] = comparablesOf(reader, [x, y]) as [Comparable, Comparable];
  reader.throwProblems();
  const [comparison, verdict] = [compare(one, other), decide(one, other)];
  const ruling = rulings.find((item) => new Set([item.a, item.b, a, b]).size === 2);
  const isOne = reports.of(a) === reports.of(b);
  const between = (item: { readonly a: string; readonly b: string }) => {
    const [ofA, ofB] = [reports.of(item.a), reports.of(item.b)];
    return new Set([ofA, ofB, reports.of(a), reports.of(b)]).size === 2 && ofA !== ofB;
  };
  const holds = isOne
    ? 'one report'
    : uncertain.some(between)
      ? 'uncertain: a person decides'
      : related.some(between)
        ? 'two reports that belong together'
        : 'two reports';
  if (options.json) {
    printJson(context, { schema: 1, a, b, comparison, verdict, ruling: ruling?.verdict ?? null, holds });
    return 0;
  }
  for (const record of [x, y])
    context.out(
      `${record.id}  ${titleLine(record, 76)}\n${' '.repeat(record.id.length + 2)}${citationLine(record, 76)}\n`,
    );
  context.out('\n');
  const fields = ['title', 'authors', 'year', 'venue', 'volume', 'issue', 'pages', 'doi'] as const;
  const shown = (value: unknown) =>
    terminalSafe(typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '').slice(0, 34);
  const names = (record: typeof x) => (record.authors ?? []).map(surnameOf).join(', ');
  const rows = fields.map((field) => {
    const relation =
      field === 'year'
        ? comparison.years === undefined
          ? 'unknown'
          : comparison.years === 0
            ? 'same'
            : `${comparison.years} apart`
        : comparison[field];
    const cell = (record: typeof x) => shown(field === 'authors' ? names(record) : record[field]);
    return [`  ${field}`, relation, cell(x), cell(y)];
  });
  for (const line of table([...rows, ['  abstract', comparison.abstract, '', ''], ['  ids', comparison.ids, '', '']]))
    context.out(`${line}\n`);
  context.out(`\n  ${describeComparison(comparison)}\n`);
  context.out(`  by rule    ${describeVerdict(verdict, protocol?.dedupe)}\n`);
  if (ruling) {
    const said = ruling.lines.map(({ person, verdict: own, at, note }) => {
      const what = ruling.verdict === own ? '' : ` says ${own}`;
      return `${person}${what}, ${at.slice(0, 10)}${note ? ` (${terminalSafe(note)})` : ''}`;
    });
    context.out(`  by people  ${ruling.verdict}: ${said.join('; ')}\n`);
  }
  context.out(`  they are   ${holds}\n`);
  return 0;
}
