import type { Author, BibRecord, RecordType } from '../../model/record.ts';
import { EXACT } from '../exact.ts';
import type { Writer } from './writer.ts';

const TYPES: Readonly<Record<RecordType, string>> = {
  article: 'article',
  'conference-paper': 'inproceedings',
  proceedings: 'proceedings',
  book: 'book',
  chapter: 'incollection',
  review: 'article',
  editorial: 'article',
  letter: 'article',
  erratum: 'article',
  preprint: 'unpublished',
  thesis: 'phdthesis',
  report: 'techreport',
  dataset: 'dataset',
  webpage: 'online',
  patent: 'patent',
  other: 'misc',
};
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** BibTeX in UTF-8, as Zotero, JabRef and BibLaTeX read it: what LaTeX would take for a command is escaped. */
export const bibtexWriter: Writer = {
  id: 'bibtex',
  reads: 'bibtex',
  extension: 'bib',
  frame: { begin: '', between: '\n', end: '' },
  write(record, exact) {
    const type = TYPES[record.type ?? 'other'];
    const isPart = type === 'inproceedings' || type === 'incollection';
    const fields: [string, string | undefined][] = [
      ['title', record.title && `{${latex(record.title)}}`],
      ['author', record.authors?.map(nameOf).join(' and ')],
      [isPart ? 'booktitle' : 'journal', record.venue && latex(record.venue)],
      ['year', record.year?.toString()],
      ['month', monthOf(record)],
      ['volume', record.volume && latex(record.volume)],
      ['number', record.issue && latex(record.issue)],
      ['pages', record.pages && latex(record.pages).replaceAll('-', '--')],
      ['articleno', record.articleNumber && latex(record.articleNumber)],
      ['doi', record.doi && address(record.doi)],
      ['abstract', record.abstract && latex(record.abstract)],
      ['keywords', record.keywords?.map(latex).join('; ')],
      ['issn', record.issn?.join(', ')],
      ['isbn', record.isbn?.join(', ')],
      ['language', record.language && latex(record.language)],
      ['publisher', record.publisher && latex(record.publisher)],
      ['url', record.url && address(record.url)],
      ['pmid', record.ids?.['pmid'] && latex(record.ids['pmid'])],
      [EXACT, withoutBraces(exact)],
    ];
    const lines = fields
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([name, value]) => `  ${name} = {${value}},\n`);
    return `@${type}{${record.id},\n${lines.join('')}}\n`;
  },
};

const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '%': '\\%',
  '#': '\\#',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function latex(text: string): string {
  return text.replace(/[\\{}$&%#_~^]/g, (char) => SPECIAL[char] ?? char);
}

/** Of an address, only braces have to be told apart. */
function address(text: string): string {
  return text.replace(/[{}\\]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** JSON in which no text has a brace: BibTeX counts them. */
function withoutBraces(json: string): string {
  return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) =>
    text.replace(/[{}]/g, (brace) => `\\u00${brace.charCodeAt(0).toString(16)}`),
  );
}

function nameOf(author: Author): string {
  if ('literal' in author) return `{${latex(author.literal)}}`;
  return author.given === undefined ? `{${latex(author.family)}}` : `${latex(author.family)}, ${latex(author.given)}`;
}

function monthOf({ date }: BibRecord): string | undefined {
  const month = /^\d{4}-(\d{2})/.exec(date ?? '')?.[1];
  return month === undefined ? undefined : MONTHS[Number(month) - 1];
}
