import { describe, expect, it } from 'vitest';
import { buildSmallReview } from '../helpers/small-review.ts';
import { workdir } from '../helpers/workdir.ts';

interface Checked {
  readonly findings: { readonly code: string; readonly ids: string[]; readonly message: string }[];
}

describe('a newer export of a search that was voted on', () => {
  it('is told by check where it says something else, until the people have read it again', () => {
    const wd = workdir();
    buildSmallReview(wd);
    const changed = () =>
      (wd.json(['check', '--json']) as Checked).findings.filter(({ code }) => code === 'changed-after-vote');
    const ingest = () => wd.ok(['ingest', 'exports/a.ris', '--search', 'a']);
    // Case and signs are no other words.
    wd.write(
      'exports/a.ris',
      wd
        .read('exports/a.ris')
        .replace('Cats in small towns', 'Cats in small towns.')
        .replace('DO  - 10.5555/cats', 'DO  - 10.5555/cats\nAB  - '),
    );
    ingest();
    expect(changed()).toEqual([]);
    wd.write('exports/a.ris', wd.read('exports/a.ris').replace('Cats in small towns.', 'Cats in large towns'));
    ingest();
    expect(changed()).toMatchObject([
      {
        ids: ['a-1'],
        message: expect.stringContaining(
          'title of a-1 changed after R1, R2 voted at title-abstract; the title was “Cats in small towns.”',
        ) as string,
      },
      { ids: ['a-1'], message: expect.stringContaining('at full-text') as string },
    ]);
    for (const stage of ['title-abstract', 'full-text']) {
      for (const person of ['R1', 'R2'])
        wd.ok(['vote', 'a-1', 'include', '--stage', stage, '--note', 'read again', '--as', person]);
    }
    expect(changed()).toEqual([]);
    expect(wd.read('searches/a/changed.jsonl').trim().split('\n')).toHaveLength(1);
    // The same export again changes nothing.
    const before = wd.read('searches/a/changed.jsonl');
    expect(ingest()).toContain('a is unchanged');
    expect(wd.read('searches/a/changed.jsonl')).toBe(before);
  });
});
