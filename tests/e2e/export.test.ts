import { describe, expect, it } from 'vitest';
import { buildSmallReview } from '../helpers/small-review.ts';
import { workdir } from '../helpers/workdir.ts';

describe('export', () => {
  it('writes the reports that are asked for, and they read back as they were', () => {
    const wd = workdir();
    buildSmallReview(wd);
    expect(wd.ok(['export', '--format', 'ris'])).toMatch(/^TY {2}- JOUR\nID {2}- a-1\nTI {2}- Cats in small towns\n/);
    expect(wd.run(['export', '--format', 'ris']).stderr).toContain('included reports: 1 record as ris');
    expect(wd.ok(['export', '--stage', 'title-abstract', '--outcome', 'excluded', '--format', 'bibtex'])).toContain(
      '@article{a-3,',
    );
    for (const file of ['all.csv', 'all.ris', 'all.bib', 'all.json', 'all.nbib', 'all.xml']) {
      wd.ok(['export', 'databases.screened', '--output', file]);
      const search = file.replace('.', '');
      wd.ok(['ingest', file, '--search', search, '--date', '2025-03-01']);
      const records = wd
        .read(`searches/${search}/records.jsonl`)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const own = wd
        .read('searches/a/records.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const plain = (record: Record<string, unknown> | undefined) => ({ ...record, id: '', source: '' });
      // The report is a record of another search too, which had a key.
      expect(plain(records.find(({ title }) => title === 'Cats in small towns'))).toEqual({
        ...plain(own[0]),
        extra: { 'citation-key': 'cats' },
      });
      expect(records.length).toBeGreaterThan(3);
    }
  });

  it.each([
    [['export'], 'in which format'],
    [['export', '--format', 'ris', 'databases.nothing'], 'databases.nothing is no record'],
    [['export', '--format', 'ris', 'a-1', '--outcome', 'included'], 'not both'],
    [['export', '--format', 'ris', '--stage', 'full-text'], '--stage goes with'],
    [['export', '--output', 'review.yaml', '--format', 'ris'], 'a file of the review'],
  ])('%j is refused', (args, message) => {
    const wd = workdir();
    buildSmallReview(wd);
    const { status, stderr } = wd.run(args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message) as string]);
  });
});
