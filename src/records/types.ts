import type { RecordType } from '../model/record.ts';

/** What the sources call their document types, tried in order: the more telling words first. */
const TYPES: readonly [RegExp, RecordType][] = [
  [/^case reports?$/, 'article'],
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

/**
 * The type of a document in our words; undefined where the source names none.
 * @param candidates what the source calls it, in order of trust: the first that we have a word for counts.
 */
export function normaliseType(candidates: readonly string[]): RecordType | undefined {
  const names = candidates.map((text) => text.trim().toLowerCase()).filter((name) => name !== '');
  const types = names.map((name) => TYPES.find(([pattern]) => pattern.test(name))?.[1]);
  return types.find((type) => type !== undefined) ?? (names.length > 0 ? 'other' : undefined);
}
