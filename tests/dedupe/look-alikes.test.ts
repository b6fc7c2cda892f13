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

  it('asks of a long title of which one record says nothing else', () => {
    const title = 'Small language models in the hands of many patient owls of the north';
    const bare = { title, authors: undefined, year: undefined, venue: undefined };
    expect(verdictOn({ title }, bare)).toBe('uncertain');
  });
});
