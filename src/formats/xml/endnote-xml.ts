import { presentOnly } from '../tables/columns.ts';
import { exactOf, isExact } from '../exact.ts';
import type { RawFields } from '../entry.ts';
import type { TakenElements, XmlElement } from './element.ts';
import { xmlFormat } from './xml-format.ts';

/** What EndNote writes for a line break. */
const LINES = /[\r\n]+/;

/** EndNote's XML (RSXML): `xml/records/record`, each text in elements of style. */
export const endnoteXml = xmlFormat({
  id: 'endnote-xml',
  name: 'EndNote XML',
  telling: /<xml>\s*<records>|<record>\s*<(?:database|source-app|rec-number|ref-type|contributors)\b/,
  records: ['record'],
  counted: /<record[\s>]/g,
  toFields,
});

function toFields(taken: TakenElements, record: XmlElement): RawFields {
  const [refType] = taken.all('ref-type');
  const kind = refType?.attributes['name'] ?? refType?.text ?? '';
  const numbers = taken.texts('isbn').flatMap((text) => text.split(LINES));
  const urls = taken.texts('urls/related-urls/url', 'urls/web-urls/url', 'urls/text-urls/url');
  const isPart = /section|chapter|conference|proceedings/i.test(kind);
  const secondary = taken.first('titles/secondary-title');
  const journal = taken.first('periodical/full-title');
  // The two say the same in nearly all records.
  const venue = isPart ? (secondary ?? journal) : (journal ?? secondary);
  const accession = taken.first('accession-num');
  const provider = taken.peek('remote-database-name').map((element) => element.text.trim())[0];
  const says = (path: string, so: RegExp) => taken.peek(path).some((element) => so.test(element.text.trim()));
  // EndNote's import of PubMed writes the day of the record where an edition would stand.
  const isOfPubmed = says('edition', /^\d{4}\/?\d\d\/?\d\d$/) || says('custom2', /^PMC\d+$/);
  const isPubmed =
    /^\d{5,8}$/.test(accession ?? '') &&
    (/medline|pubmed|nlm/i.test(provider ?? '') || (provider === undefined && isOfPubmed));
  return {
    type: [kind, ...taken.peek('work-type').map((element) => element.text)],
    title: taken.first('titles/title', 'titles/short-title'),
    authors: { order: 'family-first', names: taken.texts('contributors/authors/author') },
    year: taken.first('dates/year') ?? taken.peek('dates/pub-dates/date')[0]?.text,
    date: dateOf(taken.first('dates/pub-dates/date'), record),
    venue,
    volume: taken.first('volume'),
    issue: taken.first('number'),
    pages: taken.first('pages')?.replace(LINES, ' '),
    doi: [...taken.texts('electronic-resource-num'), ...urls.filter((url) => /10\.\d{4,9}\//.test(url))],
    abstract: taken.first('abstract')?.replace(/[\r\n]+/g, ' '),
    keywords: taken.texts('keywords/keyword').flatMap((text) => text.split(/[\r\n;]+/)),
    issn: numbers,
    language: taken.first('language'),
    publisher: taken.first('publisher'),
    url: urls[0],
    ids: presentOnly({
      // The Cochrane Library writes `PUBMED 30388194` where others have notes.
      pmid: isPubmed ? accession : /^PUBMED (\d{1,9})$/.exec(taken.peek('custom3')[0]?.text.trim() ?? '')?.[1],
      pmcid: taken
        .peek('custom2')
        .map((element) => element.text.trim())
        .find((text) => /^PMC\d+$/.test(text)),
      accession: isPubmed ? undefined : accession,
    }),
    exact: exactOf(taken.find('custom7', isExact)),
    // The last one: what nothing above has taken.
    extra: { ...taken.rest(), ...(urls.length > 1 && { urls: urls.slice(1) }) },
  };
}

/** A day without its year: `Apr 20` in a record of 2018. */
function dateOf(text: string | undefined, record: XmlElement): string | undefined {
  if (text === undefined || /\d{4}/.test(text)) return text;
  const dates = record.elements().find((element) => element.name === 'dates');
  const year = dates
    ?.elements()
    .find((element) => element.name === 'year')
    ?.text.trim();
  return year === undefined ? text : `${text} ${year}`;
}
