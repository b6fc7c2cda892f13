import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const entry = (title: string) =>
  `TY  - JOUR\nTI  - ${title}\nAU  - Poe, Edgar\nPY  - 2024\nAB  - About ${title}.\nER  - \n\n`;
const WORDS = ['Cats', 'Dogs', 'Birds', 'Fish', 'Bees', 'Ants', 'Mice', 'Owls', 'Bats', 'Elks'];

/** A review of ten papers, or fewer, and four people; what is given is said of both stages. */
function review(stage = '', papers = WORDS.length): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write(
    'a.ris',
    WORDS.slice(0, papers)
      .map((word) => entry(`${word} of the world`))
      .join(''),
  );
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  const people =
    '  - { id: R4, name: Fourth Reviewer }\n  - { id: M1, name: Model, automation: { tool: M, version: "1" } }\n';
  wd.write(
    'review.yaml',
    wd
      .read('review.yaml')
      .replace('  - { id: R3, name: Third Reviewer }\n', `  - { id: R3, name: Third Reviewer }\n${people}`)
      .replace('    votes: 2\n', `    votes: 2\n${stage}`),
  );
  return wd;
}
const vote = (wd: Workdir, report: string, said: string, person: string) =>
  wd.ok(['vote', report, said, '--as', person, ...(said === 'exclude' ? ['--reason', 'off-topic'] : [])]);
/** The same of many reports at once, as lines of the ledger. */
const cast = (wd: Workdir, person: string, said: Readonly<Record<string, string>>, round = 'all') => {
  const lines = Object.entries(said).map(
    ([report, word], at) =>
      `${report},vote,${word},,,,${round},1,2025-03-01T09:00:00.${String(at).padStart(3, '0')}Z\n`,
  );
  const header = 'report,event,vote,reason,note,labels,round,protocol,at\n';
  wd.write(`screening/title-abstract/votes/${person}.csv`, header + lines.join(''));
};
const due = (wd: Workdir) => {
  const { stages } = wd.json(['status', '--json']) as { stages: { people: { person: string; due: number }[] }[] };
  return Object.fromEntries((stages[0]?.people ?? []).map(({ person, due: n }) => [person, n]));
};
const reviewers = (wd: Workdir, people: string) =>
  wd.write('review.yaml', wd.read('review.yaml').replace('reviewers: [R1, R2]', `reviewers: [${people}]`));
interface RoundJson {
  readonly round: {
    readonly name: string;
    readonly groups: { readonly people: string[]; readonly reports: string }[];
  } | null;
}

describe('assign', () => {
  it('deals the reports out, balanced, once; those that come later in a round of their own', () => {
    const wd = review('    split: { overlap: 0.2 }\n');
    reviewers(wd, 'R1, R2, R4');
    expect(wd.ok(['assign', '--dry-run'])).toContain('dry run: nothing was written');
    expect(existsSync(join(wd.path, 'screening'))).toBe(false);
    expect(wd.run(['status']).stderr).toContain('Next: litscreen assign');
    const early = ['vote', 'a-1', 'include', '--as', 'R1'];
    expect(wd.run(early).stderr).toContain('a-1 is dealt to nobody yet; your vote takes a seat (litscreen assign)');
    wd.ok(['vote', 'a-1', 'withdraw', '--as', 'R1']);
    rmSync(join(wd.path, 'screening'), { recursive: true });
    const { round } = JSON.parse(wd.ok(['assign', '--json'])) as RoundJson;
    expect(round?.name).toBe('split-1');
    const all = due(wd);
    // 8 reports of 2 readers, 2 of all three.
    expect((all['R1'] ?? 0) + (all['R2'] ?? 0) + (all['R4'] ?? 0)).toBe(22);
    expect(Math.max(...Object.values(all)) - Math.min(...Object.values(all))).toBeLessThanOrEqual(1);
    expect(wd.ok(['assign'])).toContain('there is nothing to assign');
    const pair = round?.groups.find(({ people }) => people.join(' ') === 'R1 R2')?.reports.split(' ')[0] ?? '';
    const report = pair.replace(/\.\..*$/, '');
    const refused = wd.run(['vote', report, 'include', '--as', 'R4']);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining(`${report} is read by R1 and R2`)]);
    wd.write('b.ris', entry('Newts of the world') + entry('Toads of the world'));
    wd.ok(['ingest', 'b.ris', '--search', 'b', '--date', '2025-02-01']);
    wd.ok(['dedupe']);
    expect(wd.ok(['assign'])).toContain('split-2: 2 reports');
    expect(wd.read('screening/title-abstract/rounds.yaml').trim().split('\n')).toHaveLength(3);
    expect(wd.ok(['check'])).toContain('every rule holds');
  });

  it('gives single reading a sample that two read', () => {
    const wd = review('    split: { overlap: 0.3 }\n');
    wd.write('review.yaml', wd.read('review.yaml').replace('votes: 2', 'votes: 1'));
    wd.ok(['assign']);
    expect(due(wd)).toEqual({ R1: expect.any(Number) as number, R2: expect.any(Number) as number });
    expect(Object.values(due(wd)).reduce((sum, n) => sum + n, 0)).toBe(13);
  });

  it('hands over what somebody has left, and keeps what they have voted on', () => {
    const wd = review();
    vote(wd, 'a-1', 'include', 'R2');
    vote(wd, 'a-1', 'include', 'R1');
    vote(wd, 'a-2', 'include', 'R2');
    reviewers(wd, 'R1, R2, R4');
    expect(wd.run(['assign', '--from', 'R2', '--to', 'R3']).stderr).toContain('R3 is not a reviewer of title-abstract');
    expect(wd.run(['assign', '--from', 'R2']).status).toBe(2);
    expect(wd.ok(['assign', '--from', 'R2', '--to', 'R4'])).toContain('handover-1: 8 reports that R2 had left');
    expect(due(wd)).toMatchObject({ R2: 0, R4: 9 });
    vote(wd, 'a-3', 'include', 'R4');
    vote(wd, 'a-3', 'include', 'R1');
    expect(wd.run(['vote', 'a-3', 'include', '--as', 'R2'])).toMatchObject({ status: 2 });
    expect(wd.ok(['explain', 'a-3'])).toContain('in boxes');
    expect(wd.ok(['assign', '--from', 'R2', '--to', 'R4'])).toContain('nothing to assign');
  });

  it('says what to do where the protocol deals nothing out', () => {
    const { status, stderr } = review().run(['assign']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('split: { overlap: 0.1 }')]);
  });
});

describe('a pilot', () => {
  const drawn = (wd: Workdir) => {
    const { drawn: round } = JSON.parse(wd.ok(['pilot', '--size', '4', '--json'])) as {
      drawn: { groups: { reports: string }[] };
    };
    return (round.groups[0]?.reports ?? '').split(' ').flatMap((item) => {
      const [, from = item, to] = /^a-(\d+)\.\.(\d+)$/.exec(item) ?? [];
      return to === undefined
        ? [item]
        : Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `a-${Number(from) + at}`);
    });
  };

  const pilotVotes = (wd: Workdir, sample: readonly string[]) => {
    for (const person of ['R1', 'R2'])
      cast(wd, person, Object.fromEntries(sample.map((report) => [report, 'include'])), 'pilot-1');
    wd.write('protocol/1.yaml', wd.read('review.yaml'));
  };

  it('is drawn by the seed for all reviewers, and tells where they differed when all are done', () => {
    const wd = review();
    expect(wd.run(['pilot']).stderr).toContain('litscreen pilot --size 25');
    expect(wd.run(['pilot', '--size', '11'])).toMatchObject({ status: 2 });
    const sample = drawn(wd);
    expect(sample).toHaveLength(4);
    expect(wd.run(['pilot', '--size', '2']).stderr).toContain('pilot-1 is not done');
    const [first = '', second = '', ...others] = sample;
    const rest = Object.fromEntries(others.map((report) => [report, 'include']));
    cast(wd, 'R1', { [second]: 'include', ...rest }, 'pilot-1');
    cast(wd, 'R2', { [first]: 'exclude', [second]: 'include', ...rest }, 'pilot-1');
    expect(wd.ok(['pilot'])).not.toContain('agreed');
    expect(wd.ok(['screen', '--as', 'R2', '--sheet', 'r2.csv'])).toBe(
      'pilot-1 comes first: votes are due from R1 (1)\n',
    );
    expect(wd.ok(['screen', '--as', 'R2', '--sheet', 'r2.csv', '--round', 'all'])).toContain('6 reports, 6 to decide');
    expect(wd.ok(['status'])).toMatch(/ pilot-1 +4 {3}first of all: R1 1 to go · R2 is done\n/);
    expect(wd.json(['status', '--json'])).toMatchObject({
      stages: [
        {
          pilots: [
            {
              round: 'pilot-1',
              reports: 4,
              people: [
                { person: 'R1', due: 1 },
                { person: 'R2', due: 0 },
              ],
            },
          ],
        },
        { pilots: [] },
      ],
    });
    // Who has done the pilot waits; nobody is told how far they agree yet.
    expect(wd.json(['status', '--json'])).toMatchObject({ next: 'litscreen screen --as R1' });
    const early = wd.run(['agreement', '--stage', 'title-abstract', '--round', 'pilot-1', '--as', 'R1']);
    expect([early.status, early.stderr]).toEqual([2, expect.stringContaining('R1 has 7 votes due')]);
    vote(wd, first, 'include', 'R1');
    // Votes are due after it, and a pilot that is done can be talked about all the same, and ruled on.
    const told = ['agreement', '--stage', 'title-abstract', '--round', 'pilot-1', '--as', 'R1'];
    expect(wd.ok(told)).toContain('the same on 3 of 4');
    expect(wd.ok(['conflicts', '--as', 'R1'])).toContain('R2  exclude');
    const ruling = ['resolve', first, 'include', '--method', 'discussion', '--rationale', 'so'];
    expect(wd.ok([...ruling, '--as', 'R1'])).toContain('include proposed');
    expect(wd.read('screening/title-abstract/votes/R1.csv')).toMatch(/\n.*,pilot-1,1,20(?!25-03)/);
    expect(wd.ok(['pilot'])).toContain('agreed on 3 of 4 (75%)');
    expect(wd.ok(['status'])).not.toContain('pilot-1');
    expect(wd.ok(['pilot'])).toContain(first);
    // Under the same protocol its votes decide.
    expect(wd.json(['status', '--json'])).toMatchObject({ pending: { 'title-abstract': { votes: 6, conflicts: 1 } } });
  });

  it('is not drawn in silence where the criteria have changed and nobody has amended the protocol', () => {
    const wd = review();
    wd.write('protocol/1.yaml', wd.read('review.yaml'));
    wd.write('review.yaml', wd.read('review.yaml').replace('label: not about …', 'label: not about that at all'));
    const { status, stderr } = wd.run(['pilot', '--size', '2']);
    expect([status, stderr]).toEqual([
      0,
      expect.stringMatching(/^warning: 1 setting changed since protocol 1 .*amend/),
    ]);
  });

  it('decides nothing any more when its criteria change', () => {
    const wd = review();
    const sample = drawn(wd);
    pilotVotes(wd, sample);
    wd.write('review.yaml', wd.read('review.yaml').replace('label: not about …', 'label: not about that at all'));
    expect(wd.ok(['protocol', 'amend', '--as', 'R1', '--why', 'clearer', '--affects', 'none'])).toContain(
      'due again at title-abstract: 4 reports   R1 4 · R2 4',
    );
    expect(wd.read('review.yaml')).toContain('title-abstract:pilot');
    expect(due(wd)).toEqual({ R1: 10, R2: 10 });
    vote(wd, sample[0] ?? '', 'include', 'R1');
    expect(wd.read('screening/title-abstract/votes/R1.csv').trim().split('\n').at(-1)).toContain(',all,2,');
    expect(drawn(wd)).not.toContain(sample[0]);
  });

  it('goes on deciding when something else changes', () => {
    const wd = review();
    pilotVotes(wd, drawn(wd));
    reviewers(wd, 'R1, R2, R4');
    wd.ok(['protocol', 'amend', '--as', 'R1', '--why', 'R4 joins', '--affects', 'none']);
    expect(wd.read('review.yaml')).not.toContain('title-abstract:pilot');
    expect(wd.json(['status', '--json'])).toMatchObject({ pending: { 'title-abstract': { votes: 6 } } });
  });
});

describe('liberal-accelerated screening', () => {
  it('passes a report by one include, and excludes it by two votes', () => {
    const wd = review('    rule: liberal-accelerated\n');
    vote(wd, 'a-1', 'include', 'R1');
    vote(wd, 'a-2', 'exclude', 'R1');
    expect(due(wd)).toEqual({ R1: 8, R2: 9 });
    const late = wd.run(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R2']).stderr;
    expect(late).toContain('note: a-1 had the votes it needs; yours is kept, and decides nothing');
    vote(wd, 'a-2', 'include', 'R2');
    vote(wd, 'a-3', 'exclude', 'R2');
    vote(wd, 'a-3', 'exclude', 'R1');
    const { databases, pending } = wd.json(['flow', '--format', 'json']) as {
      databases: { sought: number; excluded: number };
      pending: { 'title-abstract': object };
    };
    expect([databases.sought, databases.excluded, pending['title-abstract']]).toEqual([
      2,
      1,
      { votes: 7, conflicts: 0 },
    ]);
    expect(wd.ok(['check'])).toContain('every rule holds');
  });
});

describe('sealed votes', () => {
  function sealed(): Workdir {
    const wd = review('', 3);
    wd.write('review.yaml', `${wd.read('review.yaml')}seal: true\n`);
    return wd;
  }
  const all = ['a-1', 'a-2', 'a-3'];

  it('give nothing away until the round is complete, and then open to what was cast', () => {
    const wd = sealed();
    for (const report of all) vote(wd, report, 'include', 'R1');
    const ledger = wd.read('screening/title-abstract/votes/R1.csv');
    expect(ledger).not.toContain('include');
    expect(ledger).toContain('a-1,vote,sealed,,,sha256:');
    expect(readFileSync(join(wd.path, '.gitignore'), 'utf8')).toContain('screening/*/sealed/');
    const early = wd.run(['unseal', '--as', 'R1']);
    expect([early.status, early.stderr]).toEqual([1, expect.stringContaining('votes are due from R2 (3)')]);
    expect(wd.ok(['check'])).toContain('3 reports wait for votes at title-abstract');
    expect(vote(wd, 'a-1', 'include', 'R1')).toContain('as before');
    for (const report of all) vote(wd, report, report === 'a-3' ? 'exclude' : 'include', 'R2');
    expect(wd.json(['status', '--json'])).toMatchObject({
      pending: { 'title-abstract': { votes: 3 } },
      next: 'litscreen unseal --as R1',
    });
    expect(wd.ok(['check'])).toContain('3 reports have all votes at title-abstract, and wait for them to be unsealed');
    expect(wd.run(['conflicts']).stderr).toContain('are in, and sealed: litscreen unseal --as R1');
    expect(wd.ok(['unseal', '--as', 'R1'])).toContain('3 votes of R1 at title-abstract opened');
    expect(wd.json(['status', '--json'])).toMatchObject({ pending: { 'title-abstract': { votes: 3 } } });
    wd.ok(['unseal', '--as', 'R2']);
    expect(wd.ok(['unseal', '--as', 'R2'])).toContain('0 votes');
    expect(wd.json(['status', '--json'])).toMatchObject({ pending: { 'title-abstract': { votes: 0, conflicts: 1 } } });
    expect(wd.ok(['check'])).toContain('every rule holds');
    vote(wd, 'a-3', 'include', 'R2');
    expect(wd.read('screening/title-abstract/votes/R2.csv')).toMatch(/a-3,revise,include,/);
  });

  it('of a pilot are opened before anything else: who does not know how it went, cannot talk about it', () => {
    const wd = sealed();
    const { drawn } = wd.json(['pilot', '--size', '1', '--json']) as { drawn: { groups: { reports: string }[] } };
    const report = drawn.groups[0]?.reports ?? '';
    vote(wd, report, 'include', 'R1');
    const early = wd.run(['unseal', '--as', 'R1']);
    expect([early.status, early.stderr]).toEqual([1, expect.stringMatching(/^pilot-1: votes are due from R2 \(1\);/)]);
    vote(wd, report, 'exclude', 'R2');
    const told = wd.run(['pilot']);
    expect(told.stdout).toContain('all votes are in, and sealed');
    expect(told.stderr).toContain('litscreen unseal --as R1, litscreen unseal --as R2; then  litscreen pilot');
    expect(wd.run(['agreement', '--round', 'pilot-1']).stderr).toContain('litscreen unseal --as R1');
    for (const person of ['R1', 'R2']) {
      expect(wd.json(['status', '--json'])).toMatchObject({ next: `litscreen unseal --as ${person}` });
      expect(wd.run(['unseal', '--as', person])).toMatchObject({ status: 0, stderr: '' });
    }
    expect(wd.ok(['pilot'])).toContain('agreed on 0 of 1 (0%)');
  });

  it('that somebody changes when they are opened are found, and do not count', () => {
    const wd = sealed();
    for (const report of all) for (const person of ['R1', 'R2']) vote(wd, report, 'include', person);
    for (const person of ['R1', 'R2']) wd.ok(['unseal', '--as', person]);
    const file = 'screening/title-abstract/openings/R2.csv';
    wd.write(file, wd.read(file).replace(/^(a-2,[0-9a-f]+),include,/m, '$1,exclude,'));
    const { status, stdout } = wd.run(['check']);
    expect([status, stdout]).toEqual([1, expect.stringContaining('[seal-broken]')]);
    const next = 'litscreen unseal --as R2';
    expect(wd.json(['status', '--json'])).toMatchObject({ pending: { 'title-abstract': { votes: 1 } }, next });
    // Who cast the vote still knows what was sealed.
    expect(wd.ok(['unseal', '--as', 'R2'])).toContain('1 vote of R2 at title-abstract opened');
    expect(wd.json(['status', '--json'])).toMatchObject({ pending: { 'title-abstract': { votes: 0 } } });
    expect(wd.run(['check']).stdout).toContain('it opens no vote that waits for it: take it out');
    wd.write(file, wd.read(file).replace(/^a-2,[0-9a-f]+,exclude,.*\n/m, ''));
    expect(wd.ok(['check'])).toContain('every rule holds');
  });

  it('whose secret was changed too are told, and not opened', () => {
    const wd = sealed();
    for (const report of all) for (const person of ['R1', 'R2']) vote(wd, report, 'include', person);
    const file = 'screening/title-abstract/sealed/R1.csv';
    wd.write(file, wd.read(file).replace(/^(a-2,[0-9a-f]+),include,/m, '$1,exclude,'));
    const { stdout, stderr } = wd.run(['unseal', '--as', 'R1']);
    expect(stdout).toContain('2 votes of R1 at title-abstract opened');
    expect(stderr).toContain(
      'what 1 sealed vote says in screening/title-abstract/sealed/R1.csv is not what was sealed (a-2)',
    );
    expect(wd.read('screening/title-abstract/openings/R1.csv')).not.toContain('exclude');
  });

  it('whose secret is lost are told, and can be cast anew', () => {
    const wd = sealed();
    for (const report of all) for (const person of ['R1', 'R2']) vote(wd, report, 'include', person);
    rmSync(join(wd.path, 'screening/title-abstract/sealed/R1.csv'));
    expect(wd.run(['unseal', '--as', 'R1']).stderr).toContain('what 3 sealed votes say is not here');
    wd.ok(['vote', 'a-1', 'withdraw', '--as', 'R1']);
    vote(wd, 'a-1', 'exclude', 'R1');
    expect(wd.run(['unseal', '--as', 'R1'])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('1 vote of R1') as string,
    });
  });
});

describe('automated votes', () => {
  it('are kept and count nothing, unless the protocol makes the tool a reviewer; then the flow tells them apart', () => {
    const wd = review();
    cast(wd, 'M1', Object.fromEntries(WORDS.map((_, at) => [`a-${at + 1}`, 'exclude'])));
    expect(due(wd)).toEqual({ R1: 10, R2: 10 });
    const { findings } = wd.json(['check', '--json']) as { findings: { code: string; level: string }[] };
    expect(findings.filter(({ code }) => code === 'automated-vote')[0]).toMatchObject({ level: 'note' });
    expect(wd.run(['vote', 'a-1', 'include', '--as', 'M1'])).toMatchObject({ status: 2 });
    reviewers(wd, 'M1');
    wd.write('review.yaml', wd.read('review.yaml').replace('votes: 2', 'votes: 1'));
    const { databases } = wd.json(['flow', '--format', 'json']) as { databases: Record<string, number> };
    expect([databases['excluded'], databases['excludedByAutomation']]).toEqual([10, 10]);
    wd.write('review.yaml', wd.read('review.yaml').replace('adjudicators: [R3]', 'adjudicators: [M1]'));
    expect(wd.run(['status'])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('only people rule') as string,
    });
  });
});

describe('two branches', () => {
  const git = (wd: Workdir, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], {
      cwd: wd.path,
      stdio: 'pipe',
    });

  it('join without a conflict, whoever voted, made rounds and ruled on which', () => {
    const wd = review();
    git(wd, 'init', '-q', '-b', 'main');
    vote(wd, 'a-1', 'include', 'R1');
    git(wd, 'add', '-A');
    git(wd, 'commit', '-qm', 'start');
    git(wd, 'checkout', '-qb', 'other');
    vote(wd, 'a-1', 'exclude', 'R2');
    vote(wd, 'a-2', 'include', 'R1');
    wd.ok(['pilot', '--size', '2']);
    git(wd, 'add', '-A');
    git(wd, 'commit', '-qm', 'other');
    git(wd, 'checkout', '-q', 'main');
    vote(wd, 'a-3', 'include', 'R1');
    vote(wd, 'a-2', 'include', 'R2');
    wd.ok(['pilot', '--size', '3', '--seed', '5']);
    git(wd, 'add', '-A');
    git(wd, 'commit', '-qm', 'main');
    git(wd, 'merge', '-q', '--no-edit', 'other');
    expect(git(wd, 'status', '--porcelain').toString()).toBe('');
    expect(wd.read('screening/title-abstract/votes/R1.csv').match(/^a-\d/gm)).toHaveLength(3);
    expect(wd.ok(['conflicts'])).toContain('a-1');
    const { findings } = wd.json(['check', '--json']) as { findings: { code: string }[] };
    expect(findings.map(({ code }) => code)).toContain('round-twice');
  });
});
