import type { Format, RawFields } from '../entry.ts';
import { invertedAbstract } from '../json/openalex-json.ts';
import { csvHeader, type Row } from './csv-table.ts';
import { numbersInAddresses } from '../tagged/known-numbers.ts';
import { tableFormat, type Dialect } from './dialect.ts';
import { namesInCell } from './names-in-cell.ts';
import { rolesOf } from './roles.ts';

/** `Eur J Med Genet. 2020 Feb;63(2):103640. doi: …`: what a citation of PubMed says behind its journal. */
const PUBMED_CITATION = /[;]\s*(?<volume>[^;():]*)(?:\((?<issue>[^()]*)\))?(?::(?<pages>[^.;]+))?\./;
/** `Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014`: Embase's sources. */
const EMBASE_SOURCE =
  /^(?<venue>.*?)\s*\((?<year>\d{4})\)(?:\s*(?<volume>[^\s:(]+)?(?::(?<issue>[^\s(]+))?)?(?:\s*\((?<pages>[^()]+)\))?/;

/** Of a cell that is longer, the beginning says where the report appeared. */
const LONGEST_SOURCE = 2000;

function parts(pattern: RegExp, text: string | undefined): Record<string, string | undefined> {
  const source = text?.slice(0, LONGEST_SOURCE).replace(/\s+/g, ' ');
  return (source === undefined ? undefined : pattern.exec(source)?.groups) ?? {};
}

function fromPubmedCitation(row: Row): Partial<RawFields> {
  const { volume, issue, pages } = parts(PUBMED_CITATION, row('Citation'));
  const isArticleNumber = pages !== undefined && /^(?:e?\d{5,}|e\d+)$/i.test(pages.trim());
  return { volume: volume?.trim(), issue, ...(isArticleNumber ? { articleNumber: pages } : { pages }) };
}

function fromEmbaseSource(row: Row): Partial<RawFields> {
  const { venue, year, volume, issue, pages } = parts(EMBASE_SOURCE, row('Source'));
  const articleNumber = /\bArticle Number:\s*(\w[\w.-]*\w|\w)/.exec(row('Source') ?? '')?.[1];
  const date = /\bDate of Publication: ([^.]{1,40})/.exec(row('Source') ?? '')?.[1];
  return { venue, year, date, volume, issue, pages, articleNumber };
}

/** `Andy SmithTom Weber`: nothing parts the names of SpringerLink but that one ends and the next one begins. */
function springerNames(cell: string): string[] {
  return cell.split(/(?<=[\p{Ll}.])(?<!\b(?:Mc|Mac|De|Di|Du|La|Le|Van|Von|Fitz))(?=\p{Lu}[\p{L}.'’-]*\s)/u);
}

/** `Zhang, H and Smith, A`: of a list that ends in ` and `, or has no other sign. */
function rayyanNames(cell: string): string[] {
  return cell.split(/(?<!\s)\s+and\s+|;/);
}

/** Rayyan keeps the tags that it does not know behind the address: `https://a.org     U2  - L1`. */
function rayyanAddress(cell: string | undefined): Partial<RawFields> {
  const [url, ...tags] = cell?.split(/(?<! ) {3,}(?=[A-Z][A-Z0-9] {1,2}- )/) ?? [];
  const named = tags.map((tag) => [tag.slice(0, 2), tag.slice(2).replace(/^ {1,2}- /, '')]);
  return { url, extra: tags.length > 0 ? (Object.fromEntries(named) as Record<string, string>) : undefined };
}

/** The makers of tables whose headers are known, the more telling ones first. */
const DIALECTS: readonly Dialect[] = [
  {
    id: 'wos-table',
    name: 'Web of Science table',
    telling: [['Publication Type', 'Authors', 'Article Title', 'Source Title', 'UT (Unique WOS ID)']],
    columns: {
      authors: ['Author Full Names', 'Authors'],
      type: ['Document Type', 'Publication Type'],
      date: ['Publication Date'],
      keywords: ['Author Keywords', 'Keywords Plus'],
      references: ['Cited References'],
      timesCited: ['Times Cited, WoS Core', 'Times Cited, All Databases'],
      pmid: ['Pubmed Id'],
    },
  },
  {
    id: 'embase-csv',
    name: 'Embase CSV',
    telling: [
      ['Title', 'Author Names', 'Source', 'Emtree Drug Index Terms'],
      ['Title', 'Author Names', 'Source title', 'Publication Year'],
    ],
    columns: {
      venue: ['Source title'],
      keywords: [
        'Author Keywords',
        'keywords',
        'Emtree Drug Index Terms (Major Focus)',
        'Emtree Drug Index Terms',
        'Emtree Medical Index Terms (Major Focus)',
        'Emtree Medical Index Terms',
      ],
      date: ['Date of Publication'],
      language: ['Article Language', 'Language of Article'],
      publisher: ['Book Publisher', 'Publisher Name'],
      pmid: ['Medline PMID', 'PubMed ID'],
      url: ['Full Text Link', 'Embase Link', 'Open URL Link'],
    },
    ids: { embase: 'PUI' },
    more: fromEmbaseSource,
    used: ['Source'],
  },
  {
    id: 'cochrane-csv',
    name: 'Cochrane CENTRAL CSV',
    telling: [['Author(s)', 'Title', 'Source', 'Cochrane Review Group Code']],
    columns: { authors: ['Author(s)'], venue: ['Source'], pmid: [] },
    ids: { cochrane: 'CENTRAL ID' },
    // The name of the database stands before its number: `PUBMED 21314913`, `EMBASE 643589775`.
    more: (row) => {
      const number = (column: string) => /\d{5,}/.exec(row(column) ?? '')?.[0];
      const [pmid, embase] = [number('PubMed ID'), number('Embase ID')];
      return { ids: { ...(pmid && { pmid }), ...(embase && { embase: `L${embase}` }) } };
    },
    used: ['PubMed ID', 'Embase ID'],
  },
  {
    id: 'ebsco-csv',
    name: 'EBSCOhost CSV',
    telling: [['Article Title', 'Author', 'Journal Title', 'PLink']],
    columns: { keywords: ['Subjects', 'Keywords'] },
  },
  {
    id: 'pubmed-csv',
    name: 'PubMed CSV',
    telling: [['PMID', 'Title', 'Authors', 'Citation', 'Journal/Book']],
    // The list ends with a full stop, initials do not.
    names: (cell) => namesInCell(cell.replace(/\.$/, '')),
    more: fromPubmedCitation,
  },
  {
    id: 'springer-csv',
    name: 'SpringerLink CSV',
    telling: [['Item Title', 'Publication Title', 'Item DOI', 'Content Type']],
    names: springerNames,
  },
  {
    id: 'ieee-csdl-csv',
    name: 'IEEE Computer Society CSV',
    telling: [['Title', 'Authors', 'Affiliations', 'Publication', 'Category', 'DOI']],
    columns: { type: ['Category'] },
  },
  {
    id: 'zotero-csv',
    name: 'Zotero CSV',
    telling: [['Key', 'Item Type', 'Publication Title']],
    columns: { type: ['Item Type'], keywords: ['Manual Tags', 'Automatic Tags'], references: [] },
    ids: { zotero: 'Key' },
    more: (row) => ({ ids: idsInText(row('Extra')) }),
  },
  {
    id: 'publish-or-perish-csv',
    name: 'Publish or Perish CSV',
    telling: [['Cites', 'Authors', 'Title', 'Year', 'Source', 'GSRank']],
    // Its type says what the link leads to: HTML, PDF, CITATION.
    columns: { type: [], url: ['ArticleURL', 'FullTextURL'] },
  },
  {
    id: 'openalex-csv',
    name: 'OpenAlex CSV',
    telling: [['id', 'display_name', 'publication_year', 'primary_location.source.display_name']],
    columns: {
      authors: ['authorships.author.display_name', 'author_names', 'authorships.raw_author_name'],
      venue: ['primary_location.source.display_name'],
      issn: ['primary_location.source.issn', 'primary_location.source.issn_l'],
      volume: ['biblio.volume'],
      issue: ['biblio.issue'],
      startPage: ['biblio.first_page'],
      endPage: ['biblio.last_page'],
      url: ['primary_location.landing_page_url', 'id'],
      publisher: ['primary_location.source.host_organization_name'],
      keywords: ['keywords.display_name', 'keywords'],
      references: ['referenced_works'],
      pmid: ['ids.pmid'],
      pmcid: ['ids.pmcid'],
      openalex: ['id'],
    },
    used: ['abstract_inverted_index'],
    more: (row) => ({ abstract: invertedAbstract(row('abstract_inverted_index')) }),
  },
  {
    id: 'lens-csv',
    name: 'The Lens CSV',
    telling: [['Lens ID', 'Title', 'Author/s', 'Source Title']],
    columns: {
      authors: ['Author/s'],
      keywords: ['Keywords', 'Fields of Study', 'MeSH Terms'],
      timesCited: ['Citing Works Count'],
      url: ['External URL', 'Source URLs'],
    },
    ids: { lens: 'Lens ID' },
  },
  {
    id: 'dimensions-csv',
    name: 'Dimensions CSV',
    telling: [['Publication ID', 'Title', 'PubYear']],
    columns: {
      venue: ['Source title', 'Source title/Anthology title', 'Anthology title'],
      date: ['Publication Date', 'Publication date', 'Publication Date (online)'],
      keywords: ['MeSH terms'],
      url: ['Source Linkout', 'Dimensions URL'],
      type: ['Publication Type', 'Document Type'],
    },
    ids: { dimensions: 'Publication ID' },
    more: (row) => ({ references: row('Cited references')?.split(/;(?=\[)/) }),
  },
  {
    id: 'refworks-table',
    name: 'RefWorks table',
    telling: [['Reference Type', 'Authors, Primary', 'Title Primary', 'Periodical Full']],
    columns: { pages: [], startPage: [], language: ['Language', 'Output Language'], isbn: ['ISSN/ISBN'] },
    // A name without a given one ends in `null`.
    names: (cell) => cell.split(';').map((name) => name.replace(/,\s*null$/, '')),
    more: fromRefworks,
    used: ['Start Page', 'Other Pages'],
  },
  {
    id: 'rayyan-csv',
    name: 'Rayyan CSV',
    telling: [['key', 'title', 'year', 'journal', 'authors', 'abstract', 'notes']],
    columns: { pmid: ['pubmed_id'], pmcid: ['pmc_id'], url: [] },
    ids: { rayyan: 'key' },
    names: rayyanNames,
    more: (row) => ({ date: dateOfParts(row('year'), row('month'), row('day')), ...rayyanAddress(row('url')) }),
    used: ['url'],
  },
  {
    id: 'covidence-csv',
    name: 'Covidence CSV',
    telling: [['Title', 'Authors', 'Published Year', 'Covidence #']],
    columns: { references: [] },
    ids: { covidence: 'Covidence #' },
    more: (row) => ({ date: dateOfParts(row('Published Year'), row('Published Month'), undefined) }),
  },
  {
    id: 'eppi-table',
    name: 'EPPI-Reviewer table',
    telling: [['ID', 'ShortTitle', 'Title', 'Year']],
    ids: { eppi: 'ID' },
  },
  {
    id: 'abstrackr-csv',
    name: 'Abstrackr CSV',
    telling: [['(internal) id', '(source) id', 'title', 'authors', 'consensus']],
    more: (row) => ({ ids: row('pubmed id') === '0' ? { pmid: '' } : {} }),
  },
  {
    id: 'acm-csv',
    name: 'ACM Digital Library CSV',
    telling: [['type', 'id', 'author', 'booktitle', 'acmid']],
    columns: { venue: ['journal', 'booktitle'] },
    ids: { acm: 'acmid' },
  },
];

function fromRefworks(row: Row): Partial<RawFields> {
  const [start, other] = [row('Start Page'), row('Other Pages')];
  const pages = start !== undefined && other !== undefined ? `${start}-${other}` : (start ?? other);
  return { pages, ids: numbersInAddresses([row('Links') ?? '']) };
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

function dateOfParts(year: string | undefined, month: string | undefined, day: string | undefined): string | undefined {
  if (year === undefined || month === undefined) return undefined;
  const named = MONTHS.indexOf(month.trim().slice(0, 3).toLowerCase()) + 1;
  const n = named > 0 ? named : Number(month);
  return Number.isInteger(n) ? [year, String(n), ...(day === undefined ? [] : [day])].join('-') : undefined;
}

/** `PMID: 123`, a line each: where Zotero keeps what it has no field for. */
function idsInText(text: string | undefined): RawFields['ids'] {
  const id = (name: string) => new RegExp(`\\b${name}:\\s*(\\S+)`, 'i').exec(text ?? '')?.[1];
  const found = { pmid: id('PMID'), pmcid: id('PMCID'), arxiv: id('arXiv') };
  return Object.fromEntries(Object.entries(found).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** The formats of all these makers. */
export const TABLE_FORMATS: readonly Format[] = DIALECTS.map(tableFormat);

const ANY: Dialect = { id: 'csv', name: 'CSV', telling: [] };

/**
 * A table of any other make whose header names a title, and one field more that only publications have. What its other
 * columns are called decides a person, with a mapping file.
 */
export const anyTable: Format = {
  ...tableFormat(ANY),
  sniff: (head) => {
    const roles = rolesOf(csvHeader(head));
    const isSure = ['abstract', 'doi', 'authors', 'venue', 'pmid'] as const;
    return roles.has('title') && isSure.some((role) => roles.has(role)) ? 0 : -1;
  },
};
