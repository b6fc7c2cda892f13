/** What a column of a table holds: a field of a record, or a part of one. */
export const ROLES = [
  'type',
  'title',
  'authors',
  'year',
  'date',
  'venue',
  'volume',
  'issue',
  'pages',
  'startPage',
  'endPage',
  'articleNumber',
  'doi',
  'abstract',
  'keywords',
  'issn',
  'isbn',
  'language',
  'publisher',
  'url',
  'references',
  'timesCited',
  'pmid',
  'pmcid',
  'eid',
  'ut',
  'openalex',
  'accession',
] as const;
export type Role = (typeof ROLES)[number];

/** Of a role with several columns all are taken; of others the first that has something. */
export const LIST_ROLES: ReadonlySet<Role> = new Set(['doi', 'keywords', 'issn', 'isbn']);

/**
 * The names by which exports of all makes call their columns, in order of trust: case, spaces and signs left out. Those
 * of RIS and of Web of Science stand behind the words.
 */
const NAMES: Readonly<Record<Role, string>> = {
  type: 'documenttype publicationtype publicationtypes itemtype contenttype doctype typeofreference referencetype entrytype reftype type ty dt pt',
  title:
    'title articletitle documenttitle itemtitle primarytitle titleprimary papertitle titles titel titre titulo título titolo ti t1 displayname',
  authors:
    'authorfullnames fullauthornames authors author authorsprimary primaryauthors firstauthors authornames authorss authorname creators creator af au a1 autoren auteurs autores autori verfasser',
  year: 'publicationyear year pubyear publishedyear yearpublished py yr jahr erscheinungsjahr annee année ano año anno',
  date: 'datepublished publicationdate pubdate publisheddate dateofpublication date coverdate pubdatefreefrom da y1',
  venue:
    'sourcetitle journalfull periodicalfull journal journaltitle journalbook publicationtitle publicationname publication containertitle venue source secondarytitle titlesecondary booktitle so jo jf t2 hosttitle zeitschrift quelle revue revista rivista',
  volume: 'volume journalvolume vol vl band jahrgang volumen',
  issue: 'issue issuenumber journalissue number issueno no is heft ausgabe numéro numero número',
  pages: 'pages pagination pagerange page pg seiten paginas páginas pagine',
  startPage: 'startpage pagestart firstpage beginningpage beginpage spage sp bp',
  endPage: 'endpage pageend lastpage endingpage epage ep',
  articleNumber: 'articlenumber artno articleno elocationid ar c7',
  doi: 'doi itemdoi digitalobjectidentifier do di doilink',
  abstract:
    'abstract abstractnote notesabstract abstracttext summary ab n2 zusammenfassung resume résumé resumen resumo riassunto',
  keywords:
    'keywords keyword authorkeywords manualtags automatictags subjects descriptors de kw meshterms fieldsofstudy indexkeywords keywordsplus id1 schlagwörter schlagworte schlüsselwörter stichwörter motsclés motscles palabrasclave palavraschave parolechiave',
  issn: 'issn issns issnisbn printissn electronicissn eissn eissnelectronic sn ei',
  isbn: 'isbn isbns bn',
  language:
    'language languages languageoforiginaldocument languageofarticle outputlanguage articlelanguage la sprache langue idioma lingua',
  publisher: 'publisher publishername pb pu verlag éditeur editeur editorial editora',
  url: 'url link articleurl urls openurllink plink externalurl sourceurl fulltexturl landingpageurl ur',
  references: 'references citedreferences cr',
  timesCited: 'citedby timescited timescitedwoscore citations cites citedbycount citationcount tc',
  pmid: 'pmid pubmedid medlinepmid pubmed pm',
  pmcid: 'pmcid pmc pmcidentifier pubmedcentral',
  eid: 'eid',
  ut: 'utuniquewosid utuniqueid ut',
  openalex: 'openalexid',
  accession: 'accessionnumber accession an',
};

/** A column's name as it is compared: `Abstract Note`, `abstract_note` and `AbstractNote` are one. */
export function plainName(column: string): string {
  return column.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

const ROLE_NAMES: ReadonlyMap<Role, readonly string[]> = new Map(ROLES.map((role) => [role, NAMES[role].split(' ')]));
const ROLE_OF = new Map(ROLES.flatMap((role) => (ROLE_NAMES.get(role) ?? []).map((name) => [name, role] as const)));

/** What a column of this name holds, where it tells. */
export function roleOf(column: string): Role | undefined {
  return ROLE_OF.get(plainName(column));
}

/** Which columns hold what. */
export type ColumnRoles = ReadonlyMap<Role, readonly string[]>;

/**
 * The columns of a header by what they hold.
 *
 * @param own names of a dialect, which come before those that all share: an empty list leaves the role without a column.
 */
export function rolesOf(columns: readonly string[], own: Partial<Record<Role, readonly string[]>> = {}): ColumnRoles {
  const byName = new Map<string, string>();
  // Of columns that are called alike the first counts.
  for (const column of columns.toReversed()) byName.set(plainName(column), column);
  const given = new Set(Object.values(own).flatMap((names) => names.map(plainName)));
  const roles = new Map<Role, string[]>();
  for (const role of ROLES) {
    const names = own[role]?.map(plainName) ?? (ROLE_NAMES.get(role) ?? []).filter((name) => !given.has(name));
    const found = names.flatMap((name) => byName.get(name) ?? []);
    if (found.length > 0) roles.set(role, found);
  }
  return roles;
}
