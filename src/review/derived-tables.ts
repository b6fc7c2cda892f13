import type { Link, RelatedPair, UncertainPair } from '../dedupe/plan-dedupe.ts';
import { LINK_RULES } from '../dedupe/verdict.ts';
import { FILTERS } from '../filters/limits.ts';
import type { Filtered } from '../filters/plan-filter.ts';
import type { Problem } from '../model/errors.ts';
import { RELATIONS } from '../model/relation.ts';
import { splitCsvRecord } from '../text/csv.ts';
import type { NumberedLine } from './lines.ts';
import {
  LINK_COLUMNS,
  LINKS_FILE,
  RELATED_COLUMNS,
  RELATED_FILE,
  REMOVED_COLUMNS,
  REMOVED_FILE,
  UNCERTAIN_COLUMNS,
  UNCERTAIN_FILE,
} from './paths.ts';

/** A table that litscreen derives from what people and databases said. */
export interface DerivedTable<Row> {
  readonly file: string;
  readonly columns: readonly string[];
  /** The command that writes it. */
  readonly writer: 'dedupe' | 'filter';
  /** What a line says; undefined where litscreen wrote no such line. */
  readonly toRow: (cells: readonly string[]) => Row | undefined;
}

const SCORE = /^[01]\.\d{3}$/;

export const LINKS: DerivedTable<Link> = {
  file: LINKS_FILE,
  columns: LINK_COLUMNS,
  writer: 'dedupe',
  toRow([record = '', duplicateOf = '', rule = '', score = '']) {
    const known = LINK_RULES.find((name) => name === rule);
    return known !== undefined && SCORE.test(score)
      ? { record, duplicateOf, rule: known, score: Number(score) }
      : undefined;
  },
};

export const UNCERTAIN: DerivedTable<UncertainPair> = {
  file: UNCERTAIN_FILE,
  columns: UNCERTAIN_COLUMNS,
  writer: 'dedupe',
  toRow: ([a = '', b = '', score = '', why = '']) =>
    SCORE.test(score) ? { a, b, score: Number(score), why } : undefined,
};

export const RELATED: DerivedTable<RelatedPair> = {
  file: RELATED_FILE,
  columns: RELATED_COLUMNS,
  writer: 'dedupe',
  toRow([a = '', b = '', relation = '', why = '']) {
    const known = RELATIONS.find((name) => name === relation);
    return known && { a, b, relation: known, why };
  },
};

export const REMOVED: DerivedTable<Filtered> = {
  file: REMOVED_FILE,
  columns: REMOVED_COLUMNS,
  writer: 'filter',
  toRow([report = '', filter = '', detail = '']) {
    const known = FILTERS.find((name) => name === filter);
    return known && { report, filter: known, detail };
  },
};

/** The rows of a table from the lines of its file, and what is wrong with them. */
export function readTable<Row>(
  { file, columns, writer, toRow }: DerivedTable<Row>,
  lines: Iterable<NumberedLine>,
): { rows: Row[]; problems: Problem[] } {
  const rows: Row[] = [];
  const problems: Problem[] = [];
  const notWritten = (line: number, message = 'this line is not what litscreen wrote') => {
    const hint = `it is derived: write it anew with  litscreen ${writer}`;
    problems.push({ message, where: { file, line }, hint });
  };
  const seen = new Set<string>();
  for (const { text, line } of lines) {
    // A merge joins two branches' tables: their headers and lines may stand twice.
    if (text === '' || seen.has(text)) continue;
    seen.add(text);
    if (line === 1) {
      if (text === columns.join(',')) continue;
      notWritten(line, `its first line is not  ${columns.join(',')}`);
      break;
    }
    const cells = splitCsvRecord(text);
    const row = cells?.length === columns.length ? toRow(cells) : undefined;
    if (row === undefined) notWritten(line);
    else rows.push(row);
  }
  return { rows, problems };
}
