import { describe, expect, it } from 'vitest';
import { misplacedTitles, titleProblems } from '../../src/screening/sheet-titles.ts';
import { reportsOf } from './lines.ts';

const TITLES: Readonly<Record<string, string>> = {
  's-1': 'Naïve “Cats”',
  's-2': 'Dogs',
  's-3': 'Editorial',
  's-4': '猫',
};
const records = Object.entries(TITLES).map(([id, title]) => ({ id, title }));

/** What is wrong with rows such as `s-1: Cats`. */
function wrong(rows: readonly string[], merged: readonly string[] = []): string[] {
  const reports = reportsOf(...merged);
  const read = rows.map((row, index) => {
    const [report = '', title = ''] = row.split(': ');
    return { row: index + 2, line: index + 2, report, title };
  });
  const misplaced = misplacedTitles(read, reports, new Map(records.map((record) => [record.id, record])));
  return titleProblems(misplaced, read, reports, records).map(({ message }) => message);
}

describe('titleProblems', () => {
  it.each<[string, string[], string[]]>([
    ['the same in other signs', ['s-1: Naive "cats"', 's-2: DOGS'], []],
    ['what an old encoding makes of it', ['s-1: Na?ve ?Cats?', 's-4: ?'], []],
    ['none', ['s-1: ', 's-2'], []],
    ['that of an unknown report, which is told elsewhere', ['s-9: Dogs'], []],
    ['that of a record which was one report with it', ['s-1: Dogs'], []],
  ])('are none for a title that is %s', (_, rows, problems) => expect(wrong(rows)).toEqual(problems));

  it('are none for the title of any record of the report', () =>
    expect(wrong(['s-1: Dogs', 's-3: Editorial'], ['s-1', 's-2'])).toEqual([]));

  it('name the report whose title it is', () =>
    expect(wrong(['s-1: Dogs', 's-2: Naïve “Cats”', 's-3: Editorial'])).toEqual([
      'row 2, title: this is the title of s-2, not of s-1: were columns sorted apart?',
      'row 3, title: this is the title of s-1, not of s-2: were columns sorted apart?',
    ]));

  it('name a title that nothing has', () =>
    expect(wrong(['s-1: Bees', 's-4: 犬'])).toEqual([
      'row 2, title: this is not the title of s-1',
      'row 3, title: this is not the title of s-4',
    ]));
});
