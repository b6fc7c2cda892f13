import { addToGroup } from '../../model/group.ts';
import { splitAtSemicolons } from '../../text/markup.ts';
import { LINE_IN_CELL } from './line-in-cell.ts';
import type { Format, RawFields } from '../entry.ts';
import { doisInCell, pageRange, presentOnly } from './columns.ts';
import { countRows } from './count-rows.ts';
import { csvHeader, parseCsvRows, type Row } from './csv-table.ts';
import { namesInCell, quotedItems } from './names-in-cell.ts';
import { LIST_ROLES, plainName, rolesOf, type ColumnRoles, type Role } from './roles.ts';

/** How one maker writes a table of records: what tells its header, and where it differs from what all have in common. */
export interface Dialect {
  readonly id: string;
  readonly name: string;
  /** Columns of which one list is whole in each export of this maker, and none in any other's. */
  readonly telling: readonly (readonly string[])[];
  /** The columns of a role, where the common names would find others or none. */
  readonly columns?: Partial<Record<Role, readonly string[]>>;
  /** The columns of numbers under which databases keep a record. */
  readonly ids?: Readonly<Record<string, string>>;
  /** How the authors are parted, where not as `namesInCell` does. */
  readonly names?: (cell: string) => string[];
  /** What has to be read out of a cell that holds several things; what the columns say comes first. */
  readonly more?: (row: Row) => Partial<RawFields>;
  /** Columns that `more` has read as a whole. */
  readonly used?: readonly string[];
}

/** The format of a dialect. */
export function tableFormat(dialect: Dialect): Format {
  const telling = dialect.telling.map((columns) => columns.map(plainName));
  return {
    id: dialect.id,
    name: dialect.name,
    sniff: (head) => {
      const names = new Set(csvHeader(head).map(plainName));
      return telling.some((columns) => columns.every((name) => names.has(name))) ? 0 : -1;
    },
    counter: () => countRows(),
    parse: (text) => {
      const reader = new DialectReader(dialect);
      return parseCsvRows(text, (row, columns) => reader.fields(row, columns));
    },
  };
}

/** Reads rows of one table: what its columns hold is found out once. */
export class DialectReader {
  readonly #dialect: Dialect;
  #columns: readonly string[] | undefined;
  #roles: ColumnRoles = new Map();
  #unknown: readonly string[] = [];

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  fields(row: Row, columns: readonly string[]): RawFields {
    if (columns !== this.#columns) this.#learn(columns);
    const { ids = {}, names = namesInCell, more } = this.#dialect;
    const all = (role: Role) => (this.#roles.get(role) ?? []).flatMap((column) => row(column) ?? []);
    const first = (role: Role) => all(role)[0];
    const authors = first('authors');
    const read = more?.(row) ?? {};
    return {
      type: read.type ?? all('type'),
      title: first('title') ?? read.title,
      authors: authors === undefined ? read.authors : { order: 'family-first', names: names(authors) },
      year: first('year') ?? read.year ?? first('date'),
      date: first('date') ?? read.date,
      venue: first('venue') ?? read.venue,
      volume: first('volume') ?? read.volume,
      issue: first('issue') ?? read.issue,
      pages: pageRange(first('startPage'), first('endPage')) ?? first('pages') ?? read.pages,
      articleNumber: first('articleNumber') ?? read.articleNumber,
      doi: [...all('doi').flatMap(doisInCell), ...(read.doi ?? []), ...all('url').filter(namesDoi)],
      abstract: first('abstract') ?? read.abstract,
      keywords: [...all('keywords').flatMap(itemsInCell), ...(read.keywords ?? [])],
      issn: all('issn').flatMap((cell) => cell.split(/[;,|]/)),
      isbn: all('isbn').flatMap((cell) => cell.split(/[;,|]/)),
      language: first('language') ?? read.language,
      publisher: first('publisher') ?? read.publisher,
      url: first('url') ?? read.url,
      ids: presentOnly({
        pmid: first('pmid'),
        pmcid: first('pmcid'),
        eid: first('eid'),
        ut: first('ut'),
        openalex: first('openalex')?.replace(/^.*\//, ''),
        accession: first('accession'),
        ...read.ids,
        ...Object.fromEntries(Object.entries(ids).map(([key, column]) => [key, row(column)])),
      }),
      references: read.references ?? referencesInCell(first('references')),
      timesCited: first('timesCited'),
      extra: this.#extra(row, read.extra),
    };
  }

  #learn(columns: readonly string[]): void {
    const { columns: own, ids = {}, used = [] } = this.#dialect;
    this.#columns = columns;
    this.#roles = rolesOf(columns, own);
    const known = new Set([...Object.values(ids), ...used]);
    for (const [role, found] of this.#roles) {
      // The second-best column for a field says what the first does not.
      for (const column of LIST_ROLES.has(role) ? found : found.slice(0, 1)) known.add(column);
    }
    this.#unknown = columns.filter((column) => column !== '' && !known.has(column));
  }

  #extra(row: Row, read: RawFields['extra']): RawFields['extra'] {
    const extra = new Map<string, string[]>(Object.entries(read ?? {}).map(([key, value]) => [key, [value].flat()]));
    for (const column of this.#unknown) {
      const value = row(column);
      if (value !== undefined) addToGroup(extra, column, value);
    }
    if (extra.size === 0) return undefined;
    return Object.fromEntries([...extra].map(([key, list]) => [key, list.length === 1 ? (list[0] ?? '') : list]));
  }
}

/** Whether an address leads to a document by its DOI, which may be escaped in it. */
function namesDoi(address: string): boolean {
  return /10\.\d{4,9}(?:\/|%2f)/i.test(address);
}

/** The items of a cell: a list as Python prints it, or parted by `;`, `|`, line breaks; by commas where nothing else does. */
function itemsInCell(cell: string): string[] {
  if (/^\s*\[\s*['"]/.test(cell)) return quotedItems(cell);
  const between = splitAtSemicolons(cell);
  if (between.length > 1) return between;
  return cell.split(['|', '\n', LINE_IN_CELL].find((sign) => cell.includes(sign)) ?? ',');
}

function referencesInCell(cell: string | undefined): string[] | undefined {
  if (cell === undefined) return undefined;
  return cell.split(cell.includes('|') && !/;\s/.test(cell) ? '|' : /;\s+/);
}
