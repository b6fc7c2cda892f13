import { countMarks } from '../count.ts';
import type { Format, RawFields } from '../entry.ts';
import { pageRange, presentOnly } from '../tables/columns.ts';
import {
  listOf,
  objectOf,
  parseJsonRecords,
  parseObject,
  restOf,
  textOf,
  textsOf,
  type JsonRecord,
} from './read-json.ts';

const USED = new Set(
  (
    'id doi title display_name publication_year publication_date ids language primary_location type type_crossref authorships ' +
    'biblio keywords referenced_works cited_by_count abstract_inverted_index'
  ).split(' '),
);
/** An abstract has no more words; an index that says so is not to be believed. */
const MOST_WORDS = 50_000;

/** OpenAlex works as its API gives them: a page of results, a list, or one a line (docs.openalex.org, “Work object”). */
export const openalexJson: Format = {
  id: 'openalex-json',
  name: 'OpenAlex JSON',
  sniff: (head) =>
    /^\s*[[{]/.test(head) && /"id"\s*:\s*"https:\/\/openalex\.org\/W\d/.test(head)
      ? Math.max(0, head.search(/\S/))
      : -1,
  counter: () => countMarks(/"id"\s*:\s*"https:\/\/openalex\.org\/W\d+"/g),
  parse: (text) => parseJsonRecords(text, toFields),
};

function toFields(work: JsonRecord): RawFields | undefined {
  const id = textOf(work['id']);
  if (!id?.includes('openalex.org/W')) return undefined;
  const location = objectOf(work['primary_location']);
  const source = objectOf(location['source']);
  const biblio = objectOf(work['biblio']);
  const ids = objectOf(work['ids']);
  const authors = listOf(work['authorships']).map(objectOf);
  return {
    type: [...textsOf(work['type']), ...textsOf(work['type_crossref'])],
    title: textOf(work['title']) ?? textOf(work['display_name']),
    authors: {
      order: 'given-first',
      names: authors.flatMap(
        (one) => textOf(objectOf(one['author'])['display_name']) ?? textOf(one['raw_author_name']) ?? [],
      ),
    },
    year: textOf(work['publication_year']),
    date: textOf(work['publication_date']),
    venue: textOf(source['display_name']),
    volume: textOf(biblio['volume']),
    issue: textOf(biblio['issue']),
    pages: pageRange(textOf(biblio['first_page']), textOf(biblio['last_page'])),
    doi: textsOf(work['doi']),
    abstract: invertedAbstract(work['abstract_inverted_index'] ?? {}),
    keywords: listOf(work['keywords']).flatMap((item) => textOf(item) ?? textOf(objectOf(item)['display_name']) ?? []),
    issn: textsOf(source['issn']),
    language: textOf(work['language']),
    publisher: textOf(source['host_organization_name']),
    url: textOf(location['landing_page_url']) ?? id,
    ids: presentOnly({
      openalex: id.replace(/^.*\//, ''),
      pmid: textOf(ids['pmid'])?.replace(/^.*\//, ''),
      pmcid: textOf(ids['pmcid'])?.replace(/^.*\//, ''),
    }),
    references: textsOf(work['referenced_works']),
    timesCited: textOf(work['cited_by_count']),
    extra: restOf(work, USED),
  };
}

/** The words of an abstract by their places, in the order of these: as an object, or written as JSON in a table's cell. */
export function invertedAbstract(written: unknown): string | undefined {
  const index = typeof written === 'string' ? parseObject(written) : objectOf(written);
  // Some tables hold the abstract itself there.
  if (index === undefined) return textOf(written);
  const words: string[] = [];
  for (const [word, places] of Object.entries(index)) {
    for (const place of listOf(places)) {
      if (typeof place === 'number' && Number.isInteger(place) && place >= 0 && place < MOST_WORDS) words[place] = word;
    }
  }
  return words.filter((word) => word !== undefined).join(' ') || undefined;
}
