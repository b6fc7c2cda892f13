import { cleanText } from '../../text/clean.ts';
import { csvCell } from '../../text/csv.ts';
import { plural } from '../../text/plural.ts';
import type { FlowColumn, FlowJson, FlowReason } from '../model.ts';
import { lostBeforeRetrieval, removedElsewhere } from './notes.ts';
import { isUpdate } from './prisma-boxes.ts';

/** What hides a line or a column. */
const HIDDEN = 'NA';
type Cell = string | number;

/**
 * The flow as the CSV that the R package PRISMA2020 reads (Haddaway et al. 2022, doi:10.1002/cl2.1230): its template with
 * the column `n` filled in, all else byte for byte.
 *
 * @param template the package's `PRISMA.csv`, version 1.1.4.
 */
export function renderPrismaCsv(flow: FlowJson, template: string): string {
  const numbers = new Map(Object.entries(numbersOf(flow)));
  return template
    .split('\r\n')
    .map((row) => {
      const n = numbers.get(row.slice(0, row.indexOf(',')));
      return n === undefined ? row : row.replace(/(?:"[^"]*"|[^",]*)$/, () => csvCell(String(n)));
    })
    .join('\r\n');
}

/** What the CSV has no place for, one phrase each. */
export function leftOutOfPrismaCsv(flow: FlowJson): string[] {
  const { databases, other } = flow;
  const strangers = sumOf(ofKind(other, 'other'));
  const awaiting = databases.awaiting + other.awaiting;
  const early = lostBeforeRetrieval(flow);
  return [
    ...(flow.provisional ? ['that the flow is provisional'] : []),
    ...(flow.wording === 'prisma-scr' ? ['the words of PRISMA-ScR'] : []),
    ...(flow.titleAbstractReasons && used(databases.excludedReasons).length > 0
      ? ['the reasons for exclusion on title and abstract']
      : []),
    ...(databases.excludedByAutomation > 0
      ? [`that automation tools excluded ${databases.excludedByAutomation} of the records excluded`]
      : []),
    ...(strangers > 0 ? [`${plural(strangers, 'record')} of sources of the kind other`] : []),
    ...(awaiting > 0 ? [`${plural(awaiting, 'report')} awaiting classification`] : []),
    ...(removedElsewhere(flow).length > 0 ? ['duplicates that were removed elsewhere, as declared'] : []),
    ...(early.length > 0 ? [`${early.join(', ')}, via other methods before retrieval`] : []),
  ];
}

/** The column `n` by the column `data`. */
function numbersOf(flow: FlowJson): Readonly<Record<string, Cell>> {
  const { databases, other, previous, included, total } = flow;
  const isUpdated = isUpdate(flow);
  return {
    previous_studies: isUpdated ? previous.studies : HIDDEN,
    previous_reports: isUpdated ? previous.reports : HIDDEN,
    database_results: sumOf(ofKind(databases, 'database')),
    database_specific_results: listOf(ofKind(databases, 'database')),
    register_results: sumOf(ofKind(databases, 'register')),
    register_specific_results: listOf(ofKind(databases, 'register')),
    ...otherSources(other),
    duplicates: databases.duplicates,
    excluded_automatic: databases.automation,
    excluded_other: databases.otherRemoved,
    records_screened: databases.screened,
    records_excluded: databases.excluded,
    dbr_sought_reports: databases.sought,
    dbr_notretrieved_reports: databases.notRetrieved,
    other_sought_reports: other.sought,
    other_notretrieved_reports: other.notRetrieved,
    dbr_assessed: databases.assessed,
    dbr_excluded: listOf(used(databases.excludedReports)),
    other_assessed: other.assessed,
    other_excluded: listOf(used(other.excludedReports)),
    new_studies: included.studies,
    new_reports: included.reports,
    total_studies: total.studies,
    total_reports: total.reports,
    total_studies_ma: HIDDEN,
    total_reports_ma: HIDDEN,
  };
}

/** A kind without sources has no line. Where none has one, the column is hidden, unless it holds sources of no kind. */
function otherSources(other: FlowColumn): Readonly<Record<string, Cell>> {
  const kinds = { website_results: 'website', organisation_results: 'organisation', citations_results: 'citation' };
  const parts = Object.entries(kinds).map(([key, kind]) => [key, ofKind(other, kind)] as const);
  const isShown = other.sources.length > 0 && parts.every(([, sources]) => sources.length === 0);
  return Object.fromEntries(
    parts.map(([key, sources]) => [key, sources.length > 0 || isShown ? sumOf(sources) : HIDDEN]),
  );
}

function ofKind(column: FlowColumn, kind: string): readonly FlowReason[] {
  return column.sources.filter((source) => source.kind === kind).map(({ id, name, n }) => ({ id, label: name, n }));
}

function used(reasons: readonly FlowReason[]): readonly FlowReason[] {
  return reasons.filter((reason) => reason.n > 0);
}

function sumOf(parts: readonly FlowReason[]): number {
  return parts.reduce((sum, part) => sum + part.n, 0);
}

/** `Label, n; Label, n`; a single number, which the package prints without a label, where there is nothing to list. */
function listOf(parts: readonly FlowReason[]): Cell {
  return parts.length === 0 ? 0 : parts.map(({ id, label, n }) => `${labelCell(label) || id}, ${n}`).join('; ');
}

/**
 * A label without what the package takes for structure: commas, semicolons, and the quotes and backslashes that would
 * end its strings; `@@` stands for a reference in its drawing language. No leading sign makes a spreadsheet take the
 * cell for a formula.
 */
function labelCell(label: string): string {
  return cleanText(label)
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')
    .replace(/\s*[,;]\s*/g, ' – ')
    .replace(/"/g, '”')
    .replace(/['`]/g, '’')
    .replaceAll('\\', '/')
    .replace(/@{2,}/g, '@')
    .replace(/^[\s=+@–-]+|[\s–]+$/g, '');
}
