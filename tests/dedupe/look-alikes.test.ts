import { describe, expect, it } from 'vitest';
import { toComparable, type Comparable } from '../../src/dedupe/comparable.ts';
import { decide } from '../../src/dedupe/decide.ts';
import type { BibRecord } from '../../src/model/record.ts';

describe('what looks alike and is not', () => {
  const base: Partial<BibRecord> = {
    authors: ['Poe', 'Roe', 'Doe'].map((family) => ({ family, given: 'A' })),
    year: 2020,
    venue: 'Journal of Stroke',
  };
  const verdictOn = (a: Partial<BibRecord>, b: Partial<BibRecord>) => {
    const [x, y] = [a, b].map((fields, at) =>
      toComparable({ id: `a-${at + 1}`, ...base, ...fields, source: { file: 'x', entry: 1, line: 1 } }),
    ) as [Comparable, Comparable];
    expect(decide(y, x)).toEqual(decide(x, y));
    return decide(x, y).kind;
  };

  it.each([
    ['Does depression predict chronic pain?', 'Does chronic pain predict depression?'],
    ['From images to text in clinical notes', 'From text to images in clinical notes'],
    ['Outcome of symptomatic carotid stenosis', 'Outcome of asymptomatic carotid stenosis'],
    ['Effects of maternal smoking on growth', 'Effects of paternal smoking on growth'],
    ['Prednisone in polymyalgia of the elderly', 'Prednisolone in polymyalgia of the elderly'],
    ['Sitagliptin in diabetes and heart failure', 'Linagliptin in diabetes and heart failure'],
    ['Predictors of outcome after stroke', 'Predictors of outcome after stroke in women'],
    ['Exercise after stroke in old age', 'Exercise after stroke in old age: study protocol for a randomised trial'],
    ['Studies on the alkaloids of lotus. XVII', 'Studies on the alkaloids of lotus. XVIII'],
    ['男性高血压患者的血压控制研究', '女性高血压患者的血压控制研究'],
    ['Hepatitis A virus infection in travellers', 'Hepatitis virus infection in travellers'],
  ])('%s | %s', (a, b) => {
    expect(verdictOn({ title: a }, { title: b })).not.toBe('linked');
  });

  it('chapters under the DOI of their book', () => {
    const doi = '10.1000/book';
    const [a, b] = ['Diseases of the liver in children', 'Diseases of the kidney in children'];
    expect(verdictOn({ title: a, doi, pages: '12-30' }, { title: b, doi, pages: '45-60' })).not.toBe('linked');
  });

  it('two authors of like names, each alone', () => {
    const title = 'A study of gait in the elderly of the town';
    const by = (family: string, given: string) => ({ title, authors: [{ family, given }] });
    expect(verdictOn(by('Chen', 'X'), by('Cheng', 'Y'))).not.toBe('linked');
    expect(verdictOn(by('Smith', 'J'), by('Smith', 'K'))).not.toBe('linked');
    expect(verdictOn(by('Mann', 'X'), by('Hoffmann', 'Y'))).not.toBe('linked');
    expect(verdictOn(by('Garcia Molina', 'H'), by('García-Molina', 'Hector'))).toBe('linked');
  });

  it('but one document is one, whatever letters were lost', () => {
    const title = 'Text message reminders to improve adherence to therapy';
    expect(verdictOn({ title }, { title })).toBe('linked');
    const by = (family: string) => ({ title, authors: [{ family, given: 'T' }] });
    expect(verdictOn(by('van der M?ller'), by('van der Müller'))).toBe('linked');
    expect(verdictOn(by(`${'a?'.repeat(60)}b`), by('a'.repeat(120)))).not.toBe('linked');
    const place = { title: 'Dementia', volume: '396', issue: '3' };
    expect(verdictOn({ ...place, pages: '1150-1160' }, { ...place, pages: '1150' })).toBe('linked');
  });

  it('an erratum whose title one source gives without the word', () => {
    const place = { doi: '10.1136/bmj.m2832', volume: '370', pages: 'm2832', venue: 'BMJ' };
    const title = 'Open letter from scientists to the government';
    expect(verdictOn({ ...place, title }, { ...place, title: `Erratum: ${title}` })).toBe('linked');
  });

  it('one document, whatever column a source puts its numbers in', () => {
    const title = 'Incretins and atherosclerosis in mice without apolipoprotein';
    const at = (fields: Partial<BibRecord>) => ({ title, volume: '10', ...fields });
    expect(verdictOn(at({ issue: '11', pages: 'e0143396' }), at({ issue: 'e0143396' }))).toBe('linked');
    expect(verdictOn(at({ issue: '2', pages: '1704' }), at({ issue: '1704' }))).toBe('linked');
    expect(verdictOn(at({ issue: '2', pages: '1704' }), at({ issue: '1705' }))).not.toBe('linked');
    expect(verdictOn(at({ volume: '96-98' }), at({ volume: '97' }))).toBe('linked');
    expect(verdictOn(at({ volume: '96-98' }), at({ volume: '99' }))).not.toBe('linked');
    expect(verdictOn(at({ volume: '1 96' }), at({ volume: '95' }))).not.toBe('linked');
  });

  it('as many given names as surnames, where the pages are the same from first to last', () => {
    const place = { title: 'Sitagliptin protects the vessels in metabolic syndrome', volume: '41' };
    const given = ['Amber', 'Zeynep', 'Evren'].map((family) => ({ family }));
    const range = { ...place, pages: '4853-4863' };
    expect(verdictOn(range, { ...range, authors: given })).toBe('linked');
    expect(verdictOn(range, { ...range, authors: given.slice(1) })).toBe('uncertain');
    expect(verdictOn({ ...place, pages: '4853' }, { ...place, pages: '4853', authors: given })).toBe('uncertain');
  });

  it('names with their particle glued on, ordinals, and words glued or parted', () => {
    const by = (family: string) => ({
      title: 'Parallelising the traversals of stores',
      authors: [{ family, given: 'D' }],
    });
    expect(verdictOn(by('De Witt'), by('DeWitt'))).toBe('linked');
    expect(verdictOn(by('Wu'), by('Lewu'))).not.toBe('linked');
    const [a, b] = ['fourth', '4th'].map((nth) => ({ title: `Report on the ${nth} workshop on stores` }));
    expect(verdictOn(a as Partial<BibRecord>, b as Partial<BibRecord>)).toBe('linked');
    const [x, y] = ['TimesTen', 'Times Ten'].map((name) => ({ title: `Memory for transactions: the ${name} way` }));
    expect(verdictOn(x as Partial<BibRecord>, y as Partial<BibRecord>)).toBe('linked');
  });

  it('a review of a book by the same hand, but not the book by its author', () => {
    const title = 'Introduction to constraint databases';
    const by = (family: string, words: string) => ({ title: words, authors: [{ family, given: 'B' }] });
    expect(verdictOn(by('Poe', title), by('Poe', `${title} (book review)`))).toBe('linked');
    expect(verdictOn(by('Roe', title), by('Poe', `${title} (book review)`))).not.toBe('linked');
  });

  it('a column of which nobody says the year', () => {
    const column = { title: 'Trade press news', authors: [{ family: 'Poe', given: 'E' }], year: undefined };
    expect(verdictOn(column, column)).not.toBe('linked');
  });

  it('a supplement of abstracts, by its volume and issue', () => {
    const of = (issue: string, title = 'Abstracts of the 79th congress of the society') => ({
      title,
      authors: undefined,
      volume: '12',
      issue,
    });
    expect(verdictOn(of('1'), of('1'))).toBe('linked');
    expect(verdictOn(of('1'), of('2'))).not.toBe('linked');
    expect(verdictOn(of('1', 'Editorial'), of('1', 'Editorial'))).not.toBe('linked');
  });

  it('asks of a long title of which one record says nothing else', () => {
    const title = 'Small language models in the hands of many patient owls of the north';
    const bare = { title, authors: undefined, year: undefined, venue: undefined };
    expect(verdictOn({ title }, bare)).toBe('uncertain');
  });
});
