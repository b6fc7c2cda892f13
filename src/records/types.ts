import type { RecordType } from '../model/record.ts';

/** What the sources call their document types, tried in order: the more telling words first. */
const TYPES: readonly [RegExp, RecordType][] = [
  [/^case reports?$|consensus development/, 'article'],
  // A retracted article is one; what retracts it is another document.
  [/erratum|corrigend|correction|\bretraction\b/, 'erratum'],
  [/conference review|^proceedings$|title page|front matter/, 'proceedings'],
  [/(?:book|software|film|hardware|database) review/, 'other'],
  [/^review$|review article|(?:systematic|literature|scoping) review|^short survey/, 'review'],
  [/proceedings paper|conference|inproceedings|^cpaper$|^conf$|meeting abstract|^cp?$|^s$/, 'conference-paper'],
  [/editorial/, 'editorial'],
  [/\bletter|^note$/, 'letter'],
  [/preprint|arxiv|^unpb$|^unpublished$/, 'preprint'],
  [/chapter|incollection|inbook|^e?chap$|book section/, 'chapter'],
  [/^book|^b$|collection|^e(?:d)?book$|^ser$/, 'book'],
  [/thesis|dissertation|^thes$/, 'thesis'],
  [/^review|; ?review/, 'review'],
  [/article|journal|^e?jour$|^jfull$|magazine|^mgzn$|early access|^j$|standards|^inpr$|data paper/, 'article'],
  [/report|^rprt$|techreport/, 'report'],
  [/^data|dataset/, 'dataset'],
  [/patent|^pat$|^p$/, 'patent'],
  [/online|web|^elec(?:tronic)?$|^blog$/, 'webpage'],
];

/** What is known of a source's word for a type. */
interface Word {
  readonly type: RecordType | undefined;
  /** Whether it is no more than that: `Randomized Controlled Trial` says more than any type does. */
  readonly isPlain: boolean;
}

/** Sources have few words for types, and use one for each record. */
const WORDS = new Map<string, Word>();
const MOST_WORDS = 1000;

function wordOf(written: string): Word {
  const known = WORDS.get(written);
  if (known) return known;
  const name = written.trim().toLowerCase();
  const word = { type: TYPES.find(([pattern]) => pattern.test(name))?.[1], isPlain: PLAIN.test(name) };
  if (WORDS.size < MOST_WORDS) WORDS.set(written, word);
  return word;
}

/**
 * The type of a document in our words; undefined where the source names none.
 * @param candidates what the source calls it, in order of trust: the first that we have a word for counts.
 */
export function normaliseType(candidates: readonly string[]): RecordType | undefined {
  const names = candidates.filter((text) => text.trim() !== '');
  for (const name of names) {
    const { type } = wordOf(name);
    if (type !== undefined) return type;
  }
  return names.length > 0 ? 'other' : undefined;
}

/**
 * What formats call the types above, and nothing more. `Randomized Controlled Trial` or `Article; Retracted Publication`
 * say more than any type does.
 */
const PLAIN = new RegExp(
  `^(?:${[
    'article|journal|journal articles?|journal paper|article-journal|research article|research paper|jour|ejour|jfull|j|ar|mgzn|magazine|magazinearticle',
    'review|review article|re|editorial|ed|letter|le|note|no|erratum|er|correction|short survey|sh|preprint|posted-content|unpb|unpublished|inpr',
    'conference|conference papers?|conference article|conference proceedings?|conference publication|proceedings|proceedings paper|proceedings-article',
    'inproceedings|paper-conference|conferencepaper|cpaper|conf|cp|c|s',
    'book|book-chapter|book chapter|book section|booksection|chapter|chap|echap|ch|bk|b|edbook|ebook|ser|incollection|inbook|collection',
    'thesis|thes|phdthesis|mastersthesis|dissertation|report|rprt|techreport|dataset|data|patent|pat|p',
    'web ?page|web|website|online|elec|electronic|blog|gen|generic|misc|other|document',
    'journalarticle|journal-article|ieee (?:journals|conferences|magazines)|ieee (?:journal|conference)|serial',
  ].join('|')})?$`,
);

/** Whether a source's word for a type is no more than that. */
export function isPlainType(name: string): boolean {
  return wordOf(name).isPlain;
}
