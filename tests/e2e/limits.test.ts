import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const LIMITS = `filters:
  languages: [English]
  dates: { from: 2022-12, to: 2025-01 }
`;
const entry = (title: string, year: string, language?: string) =>
  `TY  - JOUR\nTI  - ${title}\nAU  - ${title.split(' ')[0] ?? ''}, A\nPY  - ${year}\n${language ? `LA  - ${language}\n` : ''}ER  - \n`;

/** Five reports of two databases: one in French, one too old, one that may be too new, one that says no language. */
function review(limits = LIMITS): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('review.yaml', wd.read('review.yaml') + limits);
  wd.write(
    'a.ris',
    [
      entry('Cats in small towns', '2024', 'English'),
      entry('Chiens des grandes villes', '2024', 'French'),
      entry('Birds of the far north', '2019', 'English'),
      entry('Fishes in deep seas', '2025', 'English'),
      entry('Horses on wide plains', '2023'),
    ].join('\n'),
  );
  wd.write(
    'b.ris',
    [entry('Cats in small towns', '2024'), entry('Chiens des grandes villes', '2024', 'fre')].join('\n'),
  );
  for (const name of ['a', 'b']) wd.ok(['ingest', `${name}.ris`, '--search', name, '--date', '2025-03-01']);
  wd.ok(['dedupe']);
  return wd;
}

interface Flow {
  readonly databases: Record<string, number>;
  readonly ids: Record<string, string[]>;
}
const flowOf = (wd: Workdir) => wd.json(['flow', '--json']) as Flow;
const codes = (wd: Workdir, level: string) =>
  (wd.json(['check', '--json']) as { findings: { code: string; level: string }[] }).findings
    .filter((finding) => finding.level === level)
    .map((finding) => finding.code);

describe('filter', () => {
  it('removes what the limits decide, and leaves the rest to people', () => {
    const wd = review();
    expect(codes(wd, 'error')).toEqual(['stale-filters']);
    expect(wd.run(['flow']).stderr).toContain('litscreen filter');
    const { removed, undecided } = wd.json(['filter', '--dry-run', '--json']) as Record<string, unknown[]>;
    expect(removed).toEqual([
      { report: 'a-2', filter: 'languages', detail: 'French (a-2) · fre (b-2)' },
      { report: 'a-3', filter: 'dates', detail: '2019 (a-3)' },
    ]);
    expect(undecided).toEqual([
      { report: 'a-4', filter: 'dates', detail: '2025 (a-4)' },
      { report: 'a-5', filter: 'languages', detail: '' },
    ]);
    expect(() => wd.read('filters/removed.csv')).toThrow();

    expect(wd.ok(['filter'])).toMatch(
      /5 reports, 2 removed[^]*a-4 +Fishes in deep seas\n +dates: 2025 \(a-4\)\n +a-5 +Horses on wide plains\n +languages: not stated/,
    );
    expect(wd.read('filters/removed.csv')).toBe(
      'report,filter,detail\na-2,languages,French (a-2) · fre (b-2)\na-3,dates,2019 (a-3)\n',
    );
    const { databases, ids } = flowOf(wd);
    expect(databases).toMatchObject({ identified: 7, duplicates: 2, automation: 2, otherRemoved: 0, screened: 3 });
    expect(ids['databases.automation']).toEqual(['a-2', 'a-3']);
    expect([codes(wd, 'error'), codes(wd, 'note')]).toEqual([[], ['filter-undecided', 'open']]);
    expect(wd.ok(['explain', 'a-3'])).toContain('removed by the limits: dates: 2019 (a-3)');
    expect(wd.ok(['status'])).toMatch(/removed +2 +2 by limits/);
    expect((wd.json(['filter', '--json']) as { changed: string[] }).changed).toEqual([]);
  });

  it('a person keeps what the limits remove, and removes what they let through', () => {
    const wd = review();
    wd.ok(['filter']);
    expect(wd.ok(['keep', 'b-2', '--as', 'R1', '--reason', 'has an English translation'])).toContain('it is screened');
    expect(wd.ok(['remove', 'a-1', '--as', 'R2', '--reason', 'retracted'])).toContain('it is removed');
    expect(flowOf(wd).databases).toMatchObject({ duplicates: 2, automation: 1, otherRemoved: 1, screened: 3 });
    expect(flowOf(wd).ids['databases.otherRemoved']).toEqual(['a-1']);
    expect(wd.ok(['explain', 'databases.otherRemoved'])).toContain('R2 removed it: retracted');
    expect(wd.ok(['explain', 'b-1'])).toContain('R2 removed it: retracted');
    expect(codes(wd, 'error')).toEqual([]);
    expect(wd.run(['vote', 'a-1', 'include', '--as', 'R1']).status).toBe(2);

    wd.ok(['remove', 'a-1', '--as', 'R2', '--withdraw']);
    wd.ok(['keep', 'a-2', '--as', 'R1', '--withdraw']);
    expect(flowOf(wd).databases).toMatchObject({ automation: 2, otherRemoved: 0, screened: 3 });
    expect(wd.run(['keep', 'a-2', '--as', 'R1', '--withdraw']).status).toBe(2);
    expect(wd.run(['remove', 'a-1', '--as', 'R2']).stderr).toContain('--reason');
  });

  it('is stale when limits, records or links change, until it is run again', () => {
    const wd = review();
    wd.ok(['filter']);
    wd.write('review.yaml', wd.read('review.yaml').replace('2022-12', '2018'));
    expect(codes(wd, 'error')).toEqual(['stale-filters']);
    wd.ok(['filter']);
    expect(flowOf(wd).ids['databases.automation']).toEqual(['a-2']);
    wd.ok(['dedupe', 'rule', 'a-1', 'a-2', 'same', '--as', 'R1']);
    expect(codes(wd, 'error')).toEqual(['stale-filters']);
    wd.ok(['filter']);
    // One of the records is in English.
    expect(flowOf(wd).ids['databases.automation']).toEqual([]);
    wd.write('review.yaml', wd.read('review.yaml').replace(/^filters:[^]*$/m, ''));
    expect(wd.ok(['filter'])).toContain('sets no limits');
    expect(codes(wd, 'error')).toEqual([]);
  });

  it.each([
    ['languages: [Englisch]', 'filters.languages.0: Englisch is no language that litscreen knows'],
    ['dates: { from: 2025-01, to: 2023-01 }', 'filters.dates.to: it ends (2023-01) before it begins (2025-01)'],
    ['dates: { from: soon }', 'filters.dates.from'],
    ['types: [paper]', 'filters.types.0'],
    ['language: [English]', 'filters.language is no setting'],
  ])('names a limit that it does not understand: %s', (limit, message) => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('review.yaml', `${wd.read('review.yaml')}filters:\n  ${limit}\n`);
    const { status, stderr } = wd.run(['filter']);
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^error: review.yaml:\d+: /)]);
    expect(stderr).toContain(message);
  });
});
