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

  it('ordinals, and words glued or parted, but not their numbers and negations', () => {
    const go = (a: string, b: string) => verdictOn({ title: a }, { title: b });
    expect(go('Report on the fourth workshop on stores', 'Report on the 4th workshop on stores')).toBe('linked');
    expect(go('Memory for trades: the TimesTen way', 'Memory for trades: the Times Ten way')).toBe('linked');
    for (const [a, b] of [
      ['A symptomatic patient with Brugada syndrome', 'Asymptomatic patient with Brugada syndrome'],
      ['Cytokine responses in active tuberculosis', 'Cytokine responses inactive tuberculosis'],
      ['Rivaroxaban 2.5 mg twice daily after stroke', 'Rivaroxaban 25 mg twice daily after stroke'],
      ['Outcome at 3 to 6 months after stroke', 'Outcome at 36 months after stroke'],
      ['A phase 1/2 vaccine trial in adults', 'A phase 12 vaccine trial in adults'],
    ] as const)
      expect(go(a, b)).not.toBe('linked');
  });

  it('other people whose names end alike, on one range of pages or none', () => {
    const title = 'Vitamin D and the risk of cardiovascular disease';
    const range = { title, volume: '303', issue: '5', pages: '417-418' };
    const by = (...families: string[]) => ({ authors: families.map((family) => ({ family, given: 'J' })) });
    expect(verdictOn({ ...range, ...by('Bolland', 'Grey') }, { ...range, ...by('Pittas', 'Chung') })).toBe('uncertain');
    expect(verdictOn({ title, ...by('Ford') }, { title, ...by('Alford') })).not.toBe('linked');
  });

  it('an issue with the number of a page', () => {
    const at = (fields: Partial<BibRecord>) => ({
      volume: '10',
      title: 'Recent advances in vascular medicine',
      ...fields,
    });
    expect(verdictOn(at({ issue: '5' }), at({ issue: '2', pages: '5-12' }))).not.toBe('linked');
    expect(verdictOn(at({ issue: 'S5' }), at({ issue: '2', pages: '5' }))).not.toBe('linked');
    const editorial = (fields: Partial<BibRecord>) => at({ title: 'Editorial', ...fields });
    expect(verdictOn(editorial({ issue: '3' }), editorial({ issue: '2', pages: '3-4' }))).not.toBe('linked');
    const [bound, one] = [
      editorial({ volume: '12, 13', pages: '3' }),
      editorial({ volume: '13', pages: '3', issue: '1' }),
    ];
    expect(verdictOn(bound, one)).not.toBe('linked');
  });

  it('supplements of other numbers, and sessions of one volume', () => {
    const of = (fields: Partial<BibRecord>) => ({ authors: undefined, volume: '12', issue: '1', ...fields });
    const title = 'Abstracts of the annual meeting of the society';
    expect(verdictOn(of({ title, issue: 'S1' }), of({ title, issue: 'Suppl 2' }))).not.toBe('linked');
    const session = { title: 'Session details: industrial and applications session' };
    expect(verdictOn(of(session), of({ ...session, pages: '40' }))).not.toBe('linked');
  });

  it('an abstract of a page, which one source calls by its number', () => {
    const of = (pages: string, issue?: string) => ({
      title: 'Function of the kidney despite discontinuation of exchange',
      volume: '15',
      pages,
      ...(issue !== undefined && { issue }),
    });
    expect(verdictOn(of('22-22'), of('52'))).toBe('linked');
    expect(verdictOn(of('22-29'), of('52'))).not.toBe('linked');
    expect(verdictOn(of('22', '1'), of('52', '2'))).not.toBe('linked');
    expect(verdictOn(of('22'), { ...of('52'), authors: [{ family: 'Poe', given: 'A' }] })).not.toBe('linked');
    expect(verdictOn(of('22'), { ...of('52'), venue: 'Journal of Kidneys' })).not.toBe('linked');
  });

  it('one letter of a long word, in one issue by the same authors', () => {
    const of = (drug: string, issue = '201') => ({ title: `Safety of ${drug} in patients`, volume: '21', issue });
    expect(verdictOn(of('eculizumab'), of('eculizamab'))).toBe('linked');
    expect(verdictOn(of('eculizumab'), of('eculizamab', '202'))).not.toBe('linked');
    expect(verdictOn(of('nitrate'), of('nitrite'))).not.toBe('linked');
    expect(verdictOn(of('prednisolone'), of('prednisone'))).not.toBe('linked');
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
    const two = { ...column, authors: [...column.authors, { family: 'Roe', given: 'R' }] };
    expect(verdictOn(column, two)).not.toBe('linked');
    const [garcia, molina] = [
      ['Garcia', 'Garcia Molina'],
      ['Garcia Molina', 'Molina'],
    ].map((names) => ({ authors: names.map((family) => ({ family })) })) as [Partial<BibRecord>, Partial<BibRecord>];
    const [x, y] = ['Randomised', 'Randomized'].map((how) => `${how} outcome of surgery`) as [string, string];
    // verdictOn expects the same both ways round.
    expect(verdictOn({ title: x, ...garcia }, { title: y, ...molina })).toBe('uncertain');
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
