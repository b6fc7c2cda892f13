import { describe, expect, it } from 'vitest';
import { evaluateDedupe, namesOfRecords, readGold } from '../../src/dedupe/evaluate.ts';
import type { BibRecord } from '../../src/model/record.ts';

const record = (n: number, title: string, rest: Partial<BibRecord> = {}): BibRecord => ({
  id: '',
  title,
  authors: [{ family: 'Doe', given: 'J.' }],
  year: 2024,
  extra: { record_id: String(n) },
  source: { file: 'x', entry: n, line: n },
  ...rest,
});
const TITLE = 'Teaching small language models to reason about gait';
const records = [
  record(1, TITLE),
  record(2, TITLE.toUpperCase()),
  record(3, `Erratum: ${TITLE}`),
  record(4, 'Bees in warm gardens of the far north'),
];

describe('readGold', () => {
  it.each([
    ['a group a row', [['merged_ids'], ['1;2;3']], [['1', '2', '3']]],
    [
      'pairs',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
      [['1', '2']],
    ],
    [
      'no header',
      [
        ['1', '2'],
        ['3', '4'],
      ],
      [
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['records that are alone, and blanks', [['id'], ['1'], [' 2 ; 3 ;']], [['2', '3']]],
  ])('%s', (_, rows, groups) => {
    expect(readGold(rows, (id) => ['1', '2', '3', '4'].includes(id))).toEqual(groups);
  });
});

describe('namesOfRecords', () => {
  it('takes the field that names most of what the gold names', () => {
    expect(namesOfRecords(records, new Set(['1', '2']))).toEqual(['1', '2', '3', '4']);
    expect(namesOfRecords(records, new Set(['id_0000001', 'id_0000004']))).toEqual([
      'id_0000001',
      '#2',
      '#3',
      'id_0000004',
    ]);
    expect(namesOfRecords(records, new Set(['nobody']))).toBeUndefined();
  });
});

describe('evaluateDedupe', () => {
  it('counts pairs after clustering, under both policies', () => {
    const names = ['1', '2', '3', '4'];
    const { separate, duplicates, goldPairs } = evaluateDedupe(records, names, [['1', '2', '3']], () => 0);
    expect(goldPairs).toBe(3);
    expect([separate.tp, separate.fp, separate.fn]).toEqual([1, 0, 2]);
    expect(separate.falseNegatives).toEqual([
      ['1', '3'],
      ['2', '3'],
    ]);
    expect([duplicates.tp, duplicates.fp, duplicates.fn]).toEqual([3, 0, 0]);
  });

  it('counts what the gold does not know as wrong, and what the file does not have as missed', () => {
    const { separate } = evaluateDedupe(records, ['1', '2', '3', '4'], [['1', '9']], () => 0);
    expect(separate.falsePositives).toEqual([['1', '2']]);
    expect(separate.falseNegatives).toEqual([['1', '9']]);
  });
});
