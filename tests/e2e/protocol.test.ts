import { describe, expect, it } from 'vitest';
import { workdir, type Workdir } from '../helpers/workdir.ts';

function review(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  const titles = ['Cats in small towns', 'Dogs in large towns', 'Birds of the far north'];
  wd.write('a.ris', titles.map((title, n) => `TY  - JOUR\nTI  - ${title}\nAU  - Author${n}, A\nER  - \n`).join('\n'));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  return wd;
}

/** One excluded, one included, one with one vote. */
function voted(): Workdir {
  const wd = review();
  for (const person of ['R1', 'R2']) {
    wd.ok(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', person]);
    wd.ok(['vote', 'a-2', 'include', '--as', person]);
  }
  wd.ok(['vote', 'a-3', 'include', '--as', 'R1']);
  return wd;
}

function edit(wd: Workdir, from: string, to: string): void {
  const text = wd.read('review.yaml');
  expect(text).toContain(from);
  wd.write('review.yaml', text.replace(from, to));
}

const findings = (wd: Workdir, ...flags: string[]) =>
  (wd.json(['check', '--json', ...flags]) as { findings: { code: string; level: string; ids: string[] }[] }).findings;
const levelOf = (wd: Workdir, code: string, ...flags: string[]) =>
  findings(wd, ...flags).find((finding) => finding.code === code)?.level;
const AMEND = ['protocol', 'amend', '--as', 'R1', '--why', 'cats count'];

describe('the protocol', () => {
  it('is frozen with the first decision, byte by byte, and not before', () => {
    const wd = review();
    edit(wd, 'not about …', 'not about animals');
    expect(wd.run([...AMEND, '--affects', 'none'])).toMatchObject({ status: 2 });
    expect(() => wd.read('protocol/1.yaml')).toThrow();
    expect(wd.run(['vote', 'a-1', 'exclude', '--reason', 'nonsense', '--as', 'R1']).status).toBe(2);
    expect(() => wd.read('protocol/1.yaml')).toThrow();
    wd.ok(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R1']);
    expect(wd.read('protocol/1.yaml')).toBe(wd.read('review.yaml'));
  });

  it('that was changed without an amendment is a warning, and an error in the end; names may change', () => {
    const wd = voted();
    edit(wd, 'First Reviewer', 'Ada Lovelace');
    expect(levelOf(wd, 'protocol-changed')).toBeUndefined();
    edit(wd, 'not about …', 'not about dogs');
    expect([levelOf(wd, 'protocol-changed'), levelOf(wd, 'protocol-changed', '--final')]).toEqual(['warning', 'error']);
  });

  it('is amended with a reason and what it affects; those decisions are due again', () => {
    const wd = voted();
    edit(wd, 'not about …', 'not about cats or dogs');
    expect(wd.run(AMEND).stderr).toContain('--affects');
    expect(wd.run([...AMEND, '--affects', 'title-abstract:exclude']).status).toBe(2);
    expect(wd.run([...AMEND, '--affects', 'title-abstract:excluded:nonsense']).status).toBe(2);
    expect(wd.run(['protocol', 'amend', '--as', 'R1', '--affects', 'none']).stderr).toContain('--why');
    const before = wd.read('review.yaml');
    const dry = wd.ok([...AMEND, '--affects', 'title-abstract:excluded', '--dry-run']);
    expect(wd.read('review.yaml')).toBe(before);

    const told = wd.ok([...AMEND, '--affects', 'title-abstract:excluded']);
    expect(told).toContain('criteria.exclude.off-topic.label: "not about …" → "not about cats or dogs"');
    // a-3 has one vote, and is due again whichever way that was cast
    expect(told).toContain('due again at title-abstract: 2 reports   R1 2 · R2 1');
    expect(dry).toBe(`${told}dry run: nothing was written\n`);
    expect(wd.read('protocol/2.yaml')).toBe(wd.read('review.yaml'));
    const added = wd
      .read('review.yaml')
      .split('\n')
      .filter((line) => !before.includes(line));
    expect(added.map((line) => line.trim())).toEqual([
      expect.stringMatching(/^protocol: 2 #/),
      'amendments:',
      '- protocol: 2',
      expect.stringMatching(/^date: \d{4}-\d\d-\d\d$/),
      'by: R1',
      'why: cats count',
      'affects:',
      '- title-abstract:excluded',
    ]);

    const due = findings(wd).find(({ code }) => code === 'due-again');
    expect(due).toMatchObject({ level: 'note', ids: ['a-1', 'a-3'] });
    expect(wd.json(['flow', '--json'])).toMatchObject({
      provisional: true,
      databases: { excluded: 0, sought: 1 },
      pending: { 'title-abstract': { votes: 2, conflicts: 0 } },
    });
    wd.ok(['vote', 'a-1', 'include', '--as', 'R1']);
    wd.ok(['vote', 'a-1', 'include', '--as', 'R2']);
    wd.ok(['vote', 'a-3', 'include', '--as', 'R1']);
    expect(levelOf(wd, 'due-again')).toBeUndefined();
    expect(wd.json(['flow', '--json'])).toMatchObject({ databases: { sought: 2 } });
    expect(wd.read('screening/title-abstract/votes/R1.csv')).toMatch(
      /a-1,revise,include,,,,all,2,.*\na-3,vote,include,,,,all,2,/,
    );
    // First votes stay first votes.
    expect(wd.json(['agreement', '--stage', 'title-abstract', '--json'])).toMatchObject({
      stages: [
        {
          pairs: [
            {
              n: 2,
              table: [
                [1, 0],
                [0, 1],
              ],
            },
          ],
        },
      ],
    });
  });

  it('that was counted up by hand is found, and cannot be amended', () => {
    const wd = voted();
    edit(wd, 'protocol: 1', 'protocol: 2');
    expect([levelOf(wd, 'protocol-unamended'), levelOf(wd, 'protocol-unamended', '--final')]).toEqual([
      'warning',
      'error',
    ]);
    expect(wd.run([...AMEND, '--affects', 'none']).stderr).toContain('set  protocol: 1  again');
    edit(wd, 'protocol: 2', 'protocol: 1');
    expect(levelOf(wd, 'protocol-unamended')).toBeUndefined();
  });

  it('names as due again only what the amendment itself makes so', () => {
    const wd = voted();
    edit(wd, 'not about …', 'not about cats');
    wd.ok([...AMEND, '--affects', 'title-abstract']);
    edit(wd, 'not about cats', 'not about dogs');
    expect(wd.ok([...AMEND, '--affects', 'none'])).toContain('no decision is due again');
    expect(levelOf(wd, 'due-again')).toBe('note');
  });

  it('adds the reasons that it takes away to what it affects, and shows no open vote by that', () => {
    const [one, two] = ['off-topic', 'wrong-type'].map((reason) => {
      const wd = review();
      wd.ok(['vote', 'a-1', 'exclude', '--reason', reason, '--as', 'R1']);
      edit(wd, '    - { id: wrong-type, label: no primary study }\n', '');
      const told = wd.ok([...AMEND, '--affects', 'none']);
      expect(told).toContain('title-abstract:excluded:wrong-type, full-text:excluded:wrong-type');
      return [told, ...['status', 'check', 'flow'].map((command) => wd.run([command]).stdout)];
    });
    expect(one).toEqual(two);
  });

  it('never writes a frozen protocol again', () => {
    const wd = voted();
    edit(wd, 'protocol: 1', 'protocol: 2');
    wd.ok(['vote', 'a-3', 'include', '--as', 'R2']);
    const frozen = wd.read('protocol/2.yaml');
    edit(wd, 'protocol: 2', 'protocol: 1');
    edit(wd, 'not about …', 'not about dogs');
    expect(wd.ok([...AMEND, '--affects', 'none'])).toContain('protocol 3 (');
    expect(wd.read('protocol/2.yaml')).toBe(frozen);
  });

  it('loses no amendment where two are made at once', async () => {
    const wd = voted();
    edit(wd, 'not about …', 'not about dogs');
    const amend = () =>
      wd.start([...AMEND, '--affects', 'none']).then(
        () => 1,
        () => 0,
      );
    const done = await Promise.all([amend(), amend(), amend()]);
    // The first one leaves nothing to amend for the others.
    expect(done.reduce((sum: number, n) => sum + n, 0)).toBe(1);
    expect(wd.read('review.yaml').match(/why: /g)).toHaveLength(1);
  });

  it('tells nobody how an open vote was cast, whatever the amendment affects', () => {
    const [one, two] = ['include', 'exclude'].map((said) => {
      const wd = review();
      const reason = said === 'exclude' ? ['--reason', 'off-topic'] : [];
      wd.ok(['vote', 'a-1', said, ...reason, '--as', 'R1']);
      edit(wd, 'not about …', 'not about cats');
      wd.ok([...AMEND, '--affects', 'title-abstract:excluded:off-topic']);
      return ['status', 'check', 'flow', 'conflicts'].map((command) => wd.run([command]).stdout);
    });
    expect(one).toEqual(two);
  });
});

describe('close', () => {
  it('refuses a stage in which work is open, and then votes and rulings', () => {
    const wd = voted();
    const { status, stderr } = wd.run(['close', '--stage', 'title-abstract']);
    expect([status, stderr]).toEqual([1, expect.stringContaining('1 report waits for votes')]);
    wd.ok(['vote', 'a-3', 'include', '--as', 'R2']);
    wd.ok(['close', '--stage', 'title-abstract']);
    expect(wd.read('review.yaml')).toMatch(/title-abstract:\n(?: {4}.*\n)+ {4}closed: true\n {2}full-text:/);
    expect(wd.run(['vote', 'a-1', 'include', '--as', 'R1'])).toMatchObject({ status: 2 });
    expect(wd.ok(['close', '--stage', 'title-abstract'])).toContain('closed already');
    expect(levelOf(wd, 'protocol-changed')).toBeUndefined();
    expect(wd.run(['close', '--stage', 'full-text']).status).toBe(1);
  });
});
