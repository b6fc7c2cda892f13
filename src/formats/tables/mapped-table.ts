import { stringify } from 'yaml';
import type { Columns } from '../../model/columns.ts';
import type { Format } from '../entry.ts';
import { wholeText } from '../pieces.ts';
import { countRows } from './count-rows.ts';
import { csvHeader, parseCsvRows, type Row } from './csv-table.ts';
import { DialectReader } from './dialect.ts';
import { plainName, ROLES, rolesOf, type Role } from './roles.ts';

/** The format of a table whose columns a person has named. What is not named is kept under the column's own name. */
export function mappedTable(mapping: Columns): Format {
  const columns = Object.fromEntries(ROLES.map((role) => [role, [mapping[role] ?? []].flat()]));
  const { authorSeparator, header, delimiter } = mapping;
  const names = authorSeparator === undefined ? {} : { names: (cell: string) => cell.split(authorSeparator) };
  return {
    id: 'mapped',
    name: 'a table read with a mapping file',
    sniff: () => -1,
    counter: () => countRows(header !== undefined),
    parse: (text) => {
      const reader = new DialectReader({ id: 'mapped', name: '', telling: [], columns, ...names });
      const known = { ...(delimiter !== undefined && { delimiter }), ...(header && { columns: header }) };
      return parseCsvRows(text, (row, all) => reader.fields(row, all), known);
    },
  };
}

/** The columns that a mapping names and a table does not have; with those that it has. */
export function missingColumns(mapping: Columns, head: string): { missing: string[]; present: string[] } {
  const present = mapping.header ?? csvHeader(head);
  const known = new Set(present.map(plainName));
  const named = ROLES.flatMap((role) => [mapping[role] ?? []].flat());
  return { missing: named.filter((name) => !known.has(plainName(name))), present };
}

/** So many rows are looked at, and so much of a cell is shown. */
const SAMPLE_ROWS = 50;
const SHOWN = 60;

/**
 * A draft of a mapping file for a table: columns are found by what they are called, and by what their cells look like. A
 * person reads it, mends it, and takes out what is wrong; all other columns stand below, with what they hold.
 *
 * @param head the beginning of the table.
 */
export function suggestMapping(head: string, file: string): string {
  const first = csvHeader(head);
  // A first row with a DOI or an abstract in it names no columns.
  const isHeaderless = first.some((cell) => cell.length > 200 || /^\s*(?:\S*\/)?10\.\d{4,9}\//.test(cell));
  const columns = isHeaderless ? first.map((_, index) => `column ${index + 1}`) : first;
  const cells = sampleOf(head, columns, isHeaderless);
  const roles = new Map(rolesOf(columns));
  const used = new Set([...roles.values()].flat());
  for (const [role, looksSo] of LOOKS) {
    if (roles.has(role)) continue;
    const found = columns.find((column) => !used.has(column) && looksLike(cells.get(column) ?? [], looksSo));
    if (found === undefined) continue;
    roles.set(role, [found]);
    used.add(found);
  }
  const found = Object.fromEntries(
    ROLES.flatMap((role) => {
      const held = roles.get(role);
      return held ? [[role, held.length === 1 ? held[0] : [...held]]] : [];
    }),
  );
  const mapping = { ...found, ...(isHeaderless && { header: columns }) };
  const others = columns.filter((column) => column !== '' && !used.has(column));
  const shown = (column: string) => {
    const [first = ''] = cells.get(column) ?? [];
    return `#   ${column}: ${first.replace(/\s+/g, ' ').slice(0, SHOWN)}\n`;
  };
  return [
    `# What the columns of ${file} hold. Read it, and mend what is wrong:\n`,
    `# on the left the field, on the right the column, or several: [Tags, Subjects].\n`,
    stringify(mapping, { lineWidth: 0 }),
    roles.has('title') ? '' : '# title: which column holds the titles? Without it, or a DOI, nothing can be read.\n',
    others.length > 0 ? `\n# These columns are kept as they are. Fields that they may be: ${unnamed(roles)}\n` : '',
    ...others.map(shown),
  ].join('');
}

function unnamed(roles: ReadonlyMap<Role, readonly string[]>): string {
  return ROLES.filter((role) => !roles.has(role)).join(', ');
}

function sampleOf(head: string, columns: readonly string[], isHeaderless: boolean): Map<string, string[]> {
  const cells = new Map(columns.map((column) => [column, [] as string[]]));
  let rows = 0;
  const take = (row: Row) => {
    for (const column of columns) cells.get(column)?.push(row(column) ?? '');
    return {};
  };
  for (const item of parseCsvRows(wholeText(head), take, isHeaderless ? { columns } : {}))
    if (item.ok && ++rows >= SAMPLE_ROWS) break;
  return new Map([...cells].map(([column, values]) => [column, values.filter((value) => value !== '')]));
}

/** What cells of a column look like, whatever it is called: told of one cell. The more certain ones first. */
const LOOKS: readonly [Role, (cell: string) => boolean][] = [
  ['doi', (cell) => /\b10\.\d{4,9}\/\S+/.test(cell) && cell.length < 200],
  ['issn', (cell) => /^\d{4}-?\d{3}[\dXx](?:[;,\s]+\d{4}-?\d{3}[\dXx])*$/.test(cell)],
  ['isbn', (cell) => /^97[89][\d-]{10,14}$/.test(cell)],
  ['url', (cell) => /^https?:\/\/\S+$/.test(cell)],
  ['year', (cell) => /^(?:19|20)\d\d$/.test(cell)],
  ['date', (cell) => /^(?:19|20)\d\d[-/]\d{1,2}/.test(cell) || /^\d{1,2}[./]\d{1,2}[./](?:19|20)\d\d/.test(cell)],
  ['abstract', (cell) => cell.length > 400],
  ['authors', (cell) => /^\p{Lu}[\p{L}'’-]+,? (?:\p{Lu}\.?[\s-]?)+(?:[;,]|$| and )/u.test(cell)],
  ['pages', (cell) => /^[A-Za-z]?\d+\s*[-–]\s*[A-Za-z]?\d+$/.test(cell)],
  ['title', (cell) => cell.length > 30 && cell.split(' ').length > 4],
];

/** Most cells of a column look so. */
function looksLike(cells: readonly string[], looksSo: (cell: string) => boolean): boolean {
  return cells.length > 0 && cells.filter(looksSo).length * 5 >= cells.length * 4;
}
