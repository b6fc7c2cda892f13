import { presentOnly } from '../tables/columns.ts';
import type { RawFields, RawName } from '../entry.ts';
import type { TakenElements, XmlElement } from './element.ts';
import { xmlFormat } from './xml-format.ts';

/** PubMed's XML: articles and book chapters, as the website and the E-utilities give them (NLM's DTD of 2019 and later). */
export const pubmedXml = xmlFormat({
  id: 'pubmed-xml',
  name: 'PubMed XML',
  telling: /<(?:PubmedArticleSet|PubmedArticle|PubmedBookArticle|MedlineCitationSet|MedlineCitation)\b/,
  records: ['PubmedArticle', 'PubmedBookArticle', 'MedlineCitation'],
  counted:
    /<(?:PubmedArticle|PubmedBookArticle)[\s>]|<MedlineCitationSet\b[^>]*>\s*<MedlineCitation[\s>]|<\/MedlineCitation>\s*<MedlineCitation[\s>]/g,
  toFields,
});

function toFields(taken: TakenElements, root: XmlElement): RawFields {
  if (root.name === 'PubmedBookArticle') return bookFields(taken);
  const citation = root.name === 'MedlineCitation' ? '' : 'MedlineCitation/';
  const article = `${citation}Article/`;
  const at = (path: string) => `${article}${path}`;
  const ids = taken.peek('PubmedData/ArticleIdList/ArticleId');
  const locations = taken.all(at('ELocationID'));
  const idOf = (kind: string) => taken.take(ids.filter((id) => id.attributes['IdType'] === kind))[0]?.text.trim();
  const located = (kind: string) =>
    locations.find((id) => id.attributes['EIdType'] === kind && id.attributes['ValidYN'] !== 'N')?.text.trim();
  const types = taken.texts(at('PublicationTypeList/PublicationType'));
  const medlinePages = taken.first(at('Pagination/MedlinePgn'));
  const [start, end] = [taken.first(at('Pagination/StartPage')), taken.first(at('Pagination/EndPage'))];
  const published = taken.all(at('Journal/JournalIssue/PubDate'))[0];
  const online = taken.all(at('ArticleDate'))[0];
  const isUntitled = /^\[?not available\]?\.?$/i.test(taken.peek(at('ArticleTitle'))[0]?.text.trim() ?? '');
  const pii = located('pii');
  const isNumber = medlinePages === undefined && start === undefined && /^e?\d{1,8}$/i.test(pii ?? '');
  const headings = taken.all(`${citation}MeshHeadingList/MeshHeading`).map((heading) =>
    heading
      .elements()
      .map((part) => part.text.trim())
      .join('/'),
  );
  return {
    type: [...types.filter((type) => type !== 'Journal Article'), ...types],
    title: taken.first(
      ...(isUntitled ? ['VernacularTitle', 'ArticleTitle'] : ['ArticleTitle', 'VernacularTitle']).map(at),
    ),
    authors: { order: 'family-first', names: taken.peek(at('AuthorList')).flatMap((list) => namesIn(taken, list)) },
    year: yearOf(published) ?? yearOf(online),
    date: dateOf(published) ?? dateOf(online),
    venue: taken.first(at('Journal/Title'), at('Journal/ISOAbbreviation'), `${citation}MedlineJournalInfo/MedlineTA`),
    volume: taken.first(at('Journal/JournalIssue/Volume')),
    issue: taken.first(at('Journal/JournalIssue/Issue')),
    pages: medlinePages ?? (start !== undefined && end !== undefined ? `${start}-${end}` : start),
    articleNumber: isNumber ? pii : undefined,
    doi: [idOf('doi'), located('doi')].filter((doi) => doi !== undefined),
    abstract: abstractOf(taken.all(at('Abstract/AbstractText'))),
    keywords: [...taken.texts(`${citation}KeywordList/Keyword`), ...headings],
    issn: taken.texts(at('Journal/ISSN')),
    language: taken.first(at('Language')),
    ids: presentOnly({
      pmid: [taken.first(`${citation}PMID`), idOf('pubmed')].find((id) => id !== undefined),
      pmcid: idOf('pmc'),
      pii: idOf('pii') ?? located('pii'),
    }),
    references: referencesOf(taken),
    extra: taken.rest(),
  };
}

function bookFields(taken: TakenElements): RawFields {
  const at = (path: string) => `BookDocument/${path}`;
  const ids = [...taken.peek('PubmedBookData/ArticleIdList/ArticleId'), ...taken.peek(at('ArticleIdList/ArticleId'))];
  const idOf = (kind: string) => taken.take(ids.filter((id) => id.attributes['IdType'] === kind))[0]?.text.trim();
  const published = taken.all(at('Book/PubDate'))[0];
  const chapter = taken.first(at('ArticleTitle'));
  const book = taken.first(at('Book/BookTitle'));
  const isAuthors = (list: XmlElement) => list.attributes['Type'] !== 'editors';
  const own = taken.peek(at('AuthorList')).filter(isAuthors);
  const authors = own.length > 0 ? own : taken.peek(at('Book/AuthorList')).filter(isAuthors);
  return {
    type: [...(chapter === undefined ? ['book'] : ['chapter']), ...taken.texts(at('PublicationType'))],
    title: chapter ?? book,
    authors: { order: 'family-first', names: authors.flatMap((list) => namesIn(taken, list)) },
    year: yearOf(published),
    date: dateOf(published),
    venue: chapter === undefined ? undefined : book,
    doi: [idOf('doi')].filter((doi) => doi !== undefined),
    abstract: abstractOf(taken.all(at('Abstract/AbstractText'))),
    keywords: taken.texts(at('KeywordList/Keyword')),
    isbn: taken.texts(at('Book/Isbn')),
    language: taken.first(at('Language')),
    publisher: taken.first(at('Book/Publisher/PublisherName')),
    ids: presentOnly({ pmid: taken.first(at('PMID')), accession: idOf('bookaccession') }),
    extra: taken.rest(),
  };
}

const NAMES = new Set(['CollectiveName', 'LastName', 'ForeName', 'Initials', 'Suffix']);

function child(element: XmlElement, name: string): string | undefined {
  return (
    element
      .elements()
      .find((item) => item.name === name)
      ?.text.trim() || undefined
  );
}

/** The names of a list; where people work, and their numbers, are left. */
function namesIn(taken: TakenElements, list: XmlElement): RawName[] {
  return list.elements().flatMap((author): RawName[] => {
    taken.take(author.elements().filter(({ name }) => NAMES.has(name)));
    const body = child(author, 'CollectiveName');
    if (body !== undefined) return [{ literal: body }];
    const family = child(author, 'LastName');
    const only = child(author, 'ForeName');
    if (family === undefined) return only === undefined ? [] : [{ literal: only }];
    const given = child(author, 'ForeName') ?? child(author, 'Initials');
    const suffix = child(author, 'Suffix');
    return [{ family, given: [given, suffix].filter((part) => part !== undefined).join(' ') }];
  });
}

/** Sections of a structured abstract keep their headings: `METHODS: We …`. */
function abstractOf(sections: readonly XmlElement[]): string | undefined {
  const texts = sections.map((section) => {
    const label = section.attributes['Label'];
    const text = section.text.trim();
    return label !== undefined && label !== 'UNLABELLED' ? `${label}: ${text}` : text;
  });
  return texts.join(' ').trim() || undefined;
}

function yearOf(date: XmlElement | undefined): string | undefined {
  return date && (child(date, 'Year') ?? child(date, 'MedlineDate'));
}

function dateOf(date: XmlElement | undefined): string | undefined {
  const year = date && child(date, 'Year');
  const month = date && child(date, 'Month');
  const season = date && child(date, 'Season');
  if (year !== undefined && season !== undefined) return `${year} ${season}`;
  if (year === undefined || month === undefined) return date && child(date, 'MedlineDate');
  const day = child(date as XmlElement, 'Day');
  return /^\d+$/.test(month)
    ? [year, month, ...(day === undefined ? [] : [day])].join('-')
    : `${year} ${month} ${day ?? ''}`.trim();
}

function referencesOf(taken: TakenElements): string[] {
  const citations = (list: XmlElement): string[] =>
    list
      .elements()
      .flatMap((item) => (item.name === 'ReferenceList' ? citations(item) : (child(item, 'Citation') ?? [])));
  return taken.all('PubmedData/ReferenceList').flatMap(citations);
}
