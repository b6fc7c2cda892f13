import { describe, expect, it } from 'vitest';
import { buildSmallReview } from '../helpers/small-review.ts';
import { workdir } from '../helpers/workdir.ts';

const rayyan = (title: string, note: string, rest = '') =>
  `TY  - JOUR\nTI  - ${title}\nPY  - 2024\n${rest}N1  - RAYYAN-INCLUSION: ${note}\nER  - \n\n`;
const EXPORT = [
  rayyan(
    'Dogs in Large Towns and their Owners',
    '{"Ann"=>"Included", "Bo"=>"Excluded"} | RAYYAN-LABELS: cute | RAYYAN-EXCLUSION-REASONS: wrong animal',
    'AU  - Poe, Edgar\n',
  ),
  rayyan('Fish under thick ice', '{"Ann"=>"Excluded", "Bo"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: off-topic'),
  rayyan('Something else entirely', '{"Ann"=>"Included"}'),
].join('');

function smallReview() {
  const wd = workdir();
  buildSmallReview(wd);
  return wd;
}

const votesOf = (wd: ReturnType<typeof smallReview>, person: string) =>
  wd
    .read(`screening/title-abstract/votes/${person}.csv`)
    .split('\n')
    .filter((line) => /^a-[24],/.test(line))
    .map((line) => line.split(',').slice(0, 5).join(','));

describe('screen --import of another program’s export', () => {
  it('takes the votes of the people that are named, and tells the others', () => {
    const wd = smallReview();
    wd.write('rayyan.ris', EXPORT);
    const unnamed = wd.run(['screen', '--import', 'rayyan.ris']);
    expect(unnamed.status).toBe(2);
    expect(unnamed.stderr).toContain('the file has decisions of Ann, Bo');
    const args = [
      'screen',
      '--import',
      'rayyan.ris',
      '--reviewer',
      'Ann=R1',
      '--reviewer',
      'bo=R2',
      '--reason-map',
      'wrong animal=off-topic',
    ];
    expect(wd.ok([...args, '--dry-run'])).toContain('R1: 2 votes would be taken');
    expect(votesOf(wd, 'R1')).toEqual([]);
    const taken = wd.run(args);
    expect([taken.status, taken.stderr]).toEqual([
      0,
      expect.stringContaining('rayyan.ris:14: no report of this review: Something else') as string,
    ]);
    expect(votesOf(wd, 'R1')).toEqual(['a-2,vote,include,,labels: cute', 'a-4,vote,exclude,off-topic,']);
    expect(votesOf(wd, 'R2')).toEqual(['a-2,vote,exclude,off-topic,labels: cute', 'a-4,vote,exclude,off-topic,']);
    expect(wd.ok(['conflicts'])).toContain('a-2');
    // A second time there is nothing to take.
    expect(wd.ok(args)).toContain('0 votes taken, 2 as before');
    wd.ok(['agreement']);
    expect(wd.run(['check']).status).toBe(0);
  });

  it('takes nothing where a vote contradicts one that was cast here', () => {
    const wd = smallReview();
    wd.ok(['vote', 'a-4', 'include', '--as', 'R1']);
    wd.write('rayyan.ris', EXPORT);
    const refused = wd.run(['screen', '--import', 'rayyan.ris', '--reviewer', 'Ann=R1']);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toMatch(/rayyan\.ris:8: .*you voted include on a-4 before/);
  });

  it('takes the labels of ASReview as the votes of one person', () => {
    const wd = smallReview();
    wd.ok(['export', '--stage', 'title-abstract', '--outcome', 'pending', '--output', 'out.csv']);
    const [header = '', ...rows] = wd.read('out.csv').trim().split('\n');
    const labels: Readonly<Record<string, string>> = { 'a-2': '1', 'a-4': '0' };
    wd.write(
      'asreview.csv',
      [`${header},included`, ...rows.map((row) => `${row},${labels[row.split(',')[0] ?? ''] ?? ''}`)].join('\n'),
    );
    const unnamed = wd.run(['screen', '--import', 'asreview.csv']);
    expect([unnamed.status, unnamed.stderr]).toEqual([2, expect.stringContaining('who is acting?') as string]);
    expect(wd.ok(['screen', '--import', 'asreview.csv', '--as', 'R1'])).toContain('2 votes taken');
    expect(votesOf(wd, 'R1')).toEqual(['a-2,vote,include,,', 'a-4,vote,exclude,,']);
  });

  it('takes one vote for all records of a list of Covidence', () => {
    const wd = smallReview();
    wd.write(
      'irrelevant.csv',
      'Title,Authors,Published Year,Covidence #,Notes\nFish under thick ice,"Moe, M.",2024,#7,Exclusion reason: Off topic;\n',
    );
    expect(wd.run(['screen', '--import', 'irrelevant.csv', '--as', 'R2']).stderr).toContain('--all');
    wd.ok(['screen', '--import', 'irrelevant.csv', '--as', 'R2', '--all', 'exclude']);
    expect(votesOf(wd, 'R2')).toEqual(['a-4,vote,exclude,,reasons: Off topic']);
  });
});
