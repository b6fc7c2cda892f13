import { describe, expect, it } from 'vitest';
import { readTitle } from '../../src/dedupe/read-title.ts';
import { isSpelling, numbersIn, relateTitles } from '../../src/dedupe/titles.ts';

describe('readTitle', () => {
  it.each([
    ['Batroxobin for cognitive impairment. [Chinese]', 'batroxobin for cognitive impairment', 'work'],
    ['[Batroxobin for cognitive impairment]. [Chinese]', 'batroxobin for cognitive impairment', 'work'],
    ['Batroxobin for cognitive impairment. Russian', 'batroxobin for cognitive impairment', 'work'],
    ['Gait after stroke. [Review] [33 refs]', 'gait after stroke', 'work'],
    [
      'Gait after stroke.[Erratum appears in N Engl J Med. 2009 Jun 4;360(23):2487 Note: Doe, J [added]]',
      'gait after stroke',
      'work',
    ],
    ['Gait after stroke (vol 360, pg 542, 2009)', 'gait after stroke', 'correction'],
    ['Gait after stroke (New England Journal of Medicine (2009) 360 (542-544))', 'gait after stroke', 'correction'],
    ['Erratum: Gait after stroke (The Journal of Gaits (M', 'gait after stroke', 'correction'],
    ['Correction to: Gait after stroke', 'gait after stroke', 'correction'],
    ['Corrigendum to "Gait after stroke"', 'gait after stroke', 'correction'],
    ['Retraction: Gait after stroke', 'gait after stroke', 'retraction'],
    ['Gait after stroke - Reply', 'gait after stroke', 'reply'],
    ['Comment on: Gait after stroke', 'gait after stroke', 'comment'],
    ['Data security (panel session): will it last?', 'data security will it last', 'work'],
    ['DEVise (demo abstract): visual exploration', 'devise demo abstract visual exploration', 'work'],
    ['Correction of deformities of the foot', 'correction of deformities of the foot', 'work'],
    ['Response to chemotherapy in old age', 'response to chemotherapy in old age', 'work'],
    ['Response to the letter: Gait after stroke', 'gait after stroke', 'reply'],
    ['Retraction of the eyelid', 'retraction of the eyelid', 'work'],
    ['Ageing and the immune response', 'ageing and the immune response', 'work'],
    ['Surgery for scoliosis correction', 'surgery for scoliosis correction', 'work'],
  ])('%s', (title, text, kind) => {
    const read = readTitle(title);
    expect([read.text, read.kind]).toEqual([text, kind]);
  });

  it('keeps a translation in brackets', () => {
    expect(readTitle('Kleine Sprachmodelle im Unterricht [Small language models in teaching]')).toMatchObject({
      text: 'kleine sprachmodelle im unterricht',
      translation: 'small language models in teaching',
    });
  });

  it('knows a retracted paper as the paper', () => {
    expect(readTitle('RETRACTED: Gait after stroke')).toMatchObject({
      text: 'gait after stroke',
      kind: 'work',
      isRetracted: true,
    });
  });

  it('ends in time on hostile brackets', () => {
    const start = performance.now();
    for (const text of [
      '('.repeat(1e5),
      '['.repeat(1e5),
      '(2009 '.repeat(3e4),
      '[a '.repeat(3e4),
      '(vol 1'.repeat(3e4),
    ])
      readTitle(text);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe('relateTitles', () => {
  it.each([
    ['teaching models to reason', 'teaching models to reason', 'same'],
    ['health care data in use', 'healthcare data in use', 'same'],
    ['three lessons from models', '3 lessons from models', 'same'],
    ['the models in triage', 'models in triage', 'same'],
    ['responive web sites for all', 'responsive web sites for all', 'variant'],
    ['haemolytic uraemic syndrome', 'hemolytic uremic syndrome', 'variant'],
    ['enhancing small language models', 'enhancing slms', 'variant'],
    ['gait after stroke in old age', 'gait after stroke in old age a cohort study', 'other'],
    ['does depression predict chronic pain', 'does chronic pain predict depression', 'other'],
    ['transfer of patients to intensive care', 'transfer of patients from intensive care', 'other'],
    ['hepatitis a virus in travellers', 'hepatitis virus in travellers', 'other'],
    ['outcome of symptomatic stenosis', 'outcome of asymptomatic stenosis', 'other'],
    ['nitrate in rivers', 'nitrite in rivers', 'near'],
    ['alkaloids of lotus xvii', 'alkaloids of lotus xviii', 'other'],
    ['large language models llms at work', 'large language models at work', 'variant'],
    ['nan xing gao xue ya', 'nu xing gao xue ya', 'other'],
    ['eculizumab in plasma therapy resistant patients', 'eculizumab in plasma therapy sensitive patients', 'other'],
    ['hypertension in old age', 'hypotension in old age', 'other'],
    ['effects in rats', 'effects in cats', 'other'],
    ['', 'anything', 'unknown'],
  ] as const)('%s | %s: %s', (a, b, relation) => {
    expect(relateTitles(a, b)).toBe(relation);
    expect(relateTitles(b, a)).toBe(relation);
  });
});

describe('a title without its subtitle', () => {
  const relate = (a: string, b: string) => {
    const [x, y] = [readTitle(a), readTitle(b)];
    return relateTitles(x.text, y.text, { a: x.heads, b: y.heads });
  };
  it('ends where a sign stands in the other', () => {
    expect(relate('Gait after stroke in old age', 'Gait after stroke in old age: a cohort study')).toBe('cut');
    expect(relate('Gait after stroke in old age. A cohort study', 'Gait after stroke in old age')).toBe('cut');
    expect(relate('Gait after stroke in old age', 'Gait after stroke in old age in women')).toBe('other');
  });
});

describe('words and numbers', () => {
  it.each([
    ['behaviour', 'behavior', true],
    ['model', 'models', true],
    ['databates', 'databases', false],
    ['achitecture', 'architecture', true],
    ['mutli', 'multi', true],
    ['maternal', 'paternal', false],
    ['typical', 'atypical', false],
    ['prednisone', 'prednisolone', false],
    ['abduction', 'adduction', false],
    ['2009', '2008', false],
    ['gait', 'bait', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(isSpelling(a, b)).toBe(expected);
  });

  it('finds numbers in words, figures and Roman', () => {
    expect(numbersIn('part ii of the covid19 study in three towns')).toBe('19 2 3');
  });
});
