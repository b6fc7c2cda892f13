import { doisInCell, pageRange, presentOnly, unknownColumns } from './columns.ts';
import { countRows } from './count-rows.ts';
import { csvHeader, parseCsvRows, type Row } from './csv-table.ts';
import { splitAtSemicolons } from '../../text/markup.ts';
import type { Format, RawAuthors, RawFields } from '../entry.ts';

const KNOWN = new Set([
  'Authors',
  'Author Names',
  'Author full names',
  'Title',
  'Titles',
  'Year',
  'Publication Year',
  'Source title',
  'Volume',
  'Issue',
  'Art. No.',
  'Page start',
  'Page end',
  'Cited by',
  'DOI',
  'Link',
  'Abstract',
  'Author Keywords',
  'Index Keywords',
  'References',
  'Publisher',
  'ISSN',
  'ISBN',
  'PubMed ID',
  'Language of Original Document',
  'Document Type',
  'EID',
]);
const TELLING = ['Source title', 'Cited by', 'EID', 'Author full names', 'Author(s) ID', 'Art. No.', 'Index Keywords'];

/**
 * The CSV export of Scopus. Its columns are those that the user ticked, in any order, so they are found by name; older
 * exports call some of them differently.
 */
export const scopusCsv: Format = {
  id: 'scopus-csv',
  name: 'Scopus CSV',
  sniff(head) {
    const columns = new Set(csvHeader(head));
    const has = (...names: string[]) => names.some((name) => columns.has(name));
    const isScopus =
      has('Title', 'Titles') &&
      has('Authors', 'Author Names') &&
      TELLING.filter((name) => columns.has(name)).length >= 2;
    return isScopus ? 0 : -1;
  },
  parse: (text) => parseCsvRows(text, toFields),
  counter: () => countRows(),
};

function toFields(row: Row, columns: readonly string[]): RawFields {
  const url = row('Link');
  return {
    type: [row('Document Type') ?? ''],
    title: row('Title') ?? row('Titles'),
    authors: authors(row),
    year: row('Year') ?? row('Publication Year'),
    venue: row('Source title'),
    volume: row('Volume'),
    issue: row('Issue'),
    pages: pageRange(row('Page start'), row('Page end')),
    articleNumber: row('Art. No.'),
    doi: doisInCell(row('DOI')),
    abstract: row('Abstract'),
    keywords: splitAtSemicolons(`${row('Author Keywords') ?? ''};${row('Index Keywords') ?? ''}`),
    issn: row('ISSN')?.split(/[;,]/),
    isbn: row('ISBN')?.split(/[;,]/),
    language: row('Language of Original Document'),
    publisher: row('Publisher'),
    url,
    ids: presentOnly({
      eid: row('EID') ?? /[?&]eid=(2-s2\.0-\d+)/.exec(url ?? '')?.[1],
      pmid: row('PubMed ID'),
    }),
    references: splitReferences(row('References')),
    timesCited: row('Cited by'),
    extra: unknownColumns(row, columns, KNOWN),
  };
}

/**
 * Full names (`Smith, John (57193852372); …`) where the export has them. The short form separates authors by `;` in
 * new exports and by `,` in old ones (`Smith J., Doe A.B.`, or `Smith, J., Doe, A.B.`).
 */
function authors(row: Row): RawAuthors | undefined {
  const full = row('Author full names');
  const short = row('Authors') ?? row('Author Names');
  if ([full, short].some((cell) => cell !== undefined && /^\[no author/i.test(cell.trim()))) return undefined;
  if (full)
    return {
      order: 'family-first',
      names: splitAtSemicolons(full).map((name) => name.replace(/(?<!\s)\s*\(\d+\)\s*$/, '')),
    };
  if (!short) return undefined;
  return { order: 'family-first', names: short.includes(';') ? splitAtSemicolons(short) : splitAtCommas(short) };
}

const INITIALS_OR_SUFFIX = /^(?:(?:\p{Lu}\p{Ll}?\.[\s-]*)+|Jr\.?|Sr\.?|I{2,3}|IV)$/u;

/** The names of a list in which a comma stands between names, and before their initials too. */
function splitAtCommas(list: string): string[] {
  const names: string[] = [];
  for (const piece of list.split(/,\s+|,$/)) {
    const last = names.length - 1;
    if (last >= 0 && INITIALS_OR_SUFFIX.test(piece.trim())) names[last] = `${names[last]}, ${piece}`;
    else names.push(piece);
  }
  return names;
}

/**
 * The cells of a references column. In the newer grammar `;` also separates a reference's authors, and the year ends
 * it: `Anderson E.W.; Fornell C., Title, …, (1993); …`. In the older one `;` stands between references only, and each
 * of the pieces has its year.
 */
export function splitReferences(cell: string | undefined): string[] | undefined {
  if (!cell) return undefined;
  const byYear = cell.split(/(?<=\(\d{4}\))\s*;\s*/);
  const pieces = cell.split(/;\s+/);
  const dated = pieces.filter((piece) => /\(\d{4}\)/.test(piece)).length;
  const isNewer = (byYear.length > 1 || /\(\d{4}\)\s*$/.test(cell)) && dated <= byYear.length;
  return isNewer ? byYear : pieces;
}
