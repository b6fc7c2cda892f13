import type { RecordType } from '../model/record.ts';

/** What the sources call their document types, tried in order: the more telling words first. */
const TYPES: readonly [RegExp, RecordType][] = [
  [/erratum|corrigend|correction|retract/, 'erratum'],
  [/conference review|^proceedings$|title page|front matter/, 'proceedings'],
  [/^review$|review article|^short survey/, 'review'],
  [/proceedings paper|conference|inproceedings|^cpaper$|^conf$|meeting abstract|^cp$|^s$/, 'conference-paper'],
  [/editorial/, 'editorial'],
  [/letter|^note$/, 'letter'],
  [/preprint|arxiv|^unpb$|^unpublished$|early access articles/, 'preprint'],
  [/chapter|incollection|inbook|^chap$|book section/, 'chapter'],
  [/^book|^b$|collection/, 'book'],
  [/thesis|dissertation|^thes$/, 'thesis'],
  [/^review|; ?review/, 'review'],
  [/article|journal|^jour$|^ejour$|^jfull$|magazine|^mgzn$|early access|^j$|standards/, 'article'],
  [/report|^rprt$|techreport/, 'report'],
  [/^data|dataset/, 'dataset'],
  [/patent|^pat$/, 'patent'],
  [/online|web|^elec$|^misc$/, 'webpage'],
];

/** The type of a document in our words; undefined where the source names none. */
export function normaliseType(text: string | undefined): RecordType | undefined {
  const name = text?.trim().toLowerCase();
  if (!name) return undefined;
  return TYPES.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
