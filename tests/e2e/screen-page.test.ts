import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, describe, it } from 'vitest';
import { DOWN, END, ENTER, ESCAPE, LEFT, RIGHT, Terminal } from '../helpers/terminal.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const ABSTRACT = 'Small language models are tuned on worked solutions. '.repeat(4);
const entry = (title: string, rest = `AB  - ${ABSTRACT}\n`) =>
  `TY  - JOUR\nTI  - ${title}\nAU  - Poe, Edgar\nJO  - Journal of Tests\nPY  - 2024\n${rest}ER  - \n\n`;

/** A review of so many papers, read in the order of ingest. */
function review(count: number, more = ''): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  const titles = Array.from({ length: count }, (_, at) =>
    entry(`${WORDS[at % WORDS.length] ?? ''} ${at + 1} of things`),
  );
  wd.write('a.ris', titles.join('') + more);
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  set(wd, 'votes: 2', 'votes: 2\n    order: ingested');
  return wd;
}
const WORDS = ['Cats', 'Dogs', 'Birds', 'Fish', 'Bees'];

/** Changes what review.yaml says of both stages. */
function set(wd: Workdir, from: string, to: string): void {
  wd.write('review.yaml', wd.read('review.yaml').replaceAll(from, to));
}

const screen = (
  wd: Workdir,
  person = 'R1',
  options: ConstructorParameters<typeof Terminal>[2] = {},
  more: string[] = [],
) => new Terminal(wd.path, ['screen', '--as', person, ...more], options);

const ledger = (wd: Workdir, person = 'R1', stage = 'title-abstract') =>
  wd
    .read(`screening/${stage}/votes/${person}.csv`)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('the screening page', () => {
  it('takes what is typed ahead in its order, undoes any number of steps, and goes on where it was', async () => {
    const wd = review(200);
    const first = screen(wd);
    expect(await first.shows('0 of 200')).toContain('Cats 1 of things');
    first.type('i1em'.repeat(25));
    await first.shows('100 of 200 done · 50%');
    first.type('uuu');
    await first.shows('undone: a-98');
    await first.shows('97 of 200');
    first.type('q');
    expect(await first.ended).toMatchObject({ exitCode: 0 });
    expect(ledger(wd)).toHaveLength(103);
    const second = screen(wd);
    expect(await second.shows('97 of 200 done · 48%')).toContain('Birds 98 of things');
    second.type('i'.repeat(103));
    await second.shows('200 of 200 done · 100%');
    await second.shows('nothing waits for you here');
    second.type('q');
    await second.ended;
    expect(wd.ok(['status'])).toContain('R1 200 done · R2 0 done, 200 to go');
  });

  it('has each decision on disk before the next report shows', async () => {
    const wd = review(60);
    const terminal = screen(wd);
    await terminal.shows('0 of 60');
    terminal.type('i'.repeat(25));
    await terminal.shows(/\b(?:[5-9]|1\d|2[0-5]) of 60/);
    terminal.kill('SIGKILL');
    const shown = Number(/(\d+) of 60/.exec(terminal.text)?.[1]);
    await terminal.ended;
    expect(ledger(wd).length).toBeGreaterThanOrEqual(shown);
    expect(wd.ok(['check'])).not.toContain('torn');
    const again = screen(wd);
    await again.shows(`${ledger(wd).length} of 60`);
    again.type('q');
    await again.ended;
  });

  it('fits every terminal, and another size at once', async () => {
    const wd = review(3, entry('A long one', `AB  - ${'A sentence of a long abstract. '.repeat(120)}\n`));
    const terminal = screen(wd);
    await terminal.shows('0 of 4');
    for (const [columns, rows] of [
      [80, 24],
      [120, 40],
      [40, 15],
      [20, 8],
      [200, 60],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.shows(/q quit/);
      await terminal.shows(columns < 60 ? /^ .*of 4/ : /░░░/);
      expect(terminal.lines).toHaveLength(rows);
      expect(terminal.text).toContain('Cats 1');
    }
    expect(terminal.text).toContain('include if');
    // What was done last takes the place of no reason: nobody excludes blindly.
    terminal.resize(40, 15);
    await terminal.shows('exclude because');
    terminal.type('i');
    await terminal.shows('last: include');
    await terminal.shows(/^ exclude because /m);
    terminal.resize(80, 24);
    terminal.type('ii');
    await terminal.shows('A long one');
    await terminal.shows(/↓ \d+ more/);
    terminal.type(DOWN);
    await terminal.shows('↑ 1 more');
    expect(terminal.text).not.toContain('A long one');
    terminal.type(END);
    await terminal.shows(/↑ \d+ more ──/);
    terminal.type('q');
    await terminal.ended;
  });

  it('shows every script in its place, and no escape code that a title brings along', async () => {
    const odd = [
      entry('\u001b[2J\u001b]0;owned\u0007Cleared \u202eabc'),
      entry(
        '小型语言模型的蒸馏方法研究与应用',
        'AB  - 本文研究小型语言模型。'.repeat(1) + '小型语言模型'.repeat(40) + '\n',
      ),
      entry('نماذج لغوية صغيرة للأجهزة المحمولة'),
      entry('Cafe\u0301 cre\u0300me et nai\u0308ve re\u0301sume\u0301 👩‍👩‍👧‍👦 family'),
    ].join('');
    const wd = review(0, odd);
    const terminal = screen(wd, 'R1', { columns: 40, rows: 20 });
    expect(await terminal.shows('Cleared')).toMatch(/^ title-abstract/);
    terminal.type('i');
    await terminal.shows('小型语言模型的蒸馏方法研究与应用');
    terminal.type('i');
    await terminal.shows('لغوية');
    terminal.type('i');
    await terminal.shows('Café crème');
    terminal.type('q');
    await terminal.ended;
  });

  it('keeps a note and labels with the vote, takes no pasted text for keys, and leaves a control key alone', async () => {
    const wd = review(3);
    const terminal = screen(wd);
    await terminal.shows('0 of 3');
    terminal.type('n');
    await terminal.shows('note: ▏');
    terminal.type('\u001b[200~is it, realy?\nyes\u001b[201~');
    await terminal.shows('note: is it, realy? yes▏');
    // A slip is mended where it stands.
    terminal.type(LEFT.repeat('y? yes'.length));
    await terminal.shows('note: is it, real▏y? yes');
    terminal.type('l');
    await terminal.shows('note: is it, reall▏y? yes');
    terminal.type(ENTER);
    terminal.type('l');
    await terminal.shows('labels: ▏');
    terminal.type(`check twice${ENTER}`);
    await terminal.shows('2 labels · note: is it, really? yes · labels: check twice');
    terminal.type('\u001b[200~eeiimm\u001b[201~\u0013\u0005');
    terminal.type('2');
    await terminal.shows('1 of 3');
    terminal.type('l');
    await terminal.shows('labels: ▏');
    terminal.type(`bulk${ENTER}`);
    await terminal.shows('bulk can be no label');
    terminal.type(ESCAPE);
    await terminal.shows('i include');
    terminal.type('q');
    await terminal.ended;
    expect(wd.read('screening/title-abstract/votes/R1.csv').split('\n').slice(1)).toEqual([
      expect.stringMatching(/^a-1,vote,exclude,wrong-type,"is it, really\? yes",check twice,all,1,.*Z$/),
      '',
    ]);
  });

  it('goes back to what was decided, and changes it; undo brings back what stood before', async () => {
    const wd = review(3);
    const terminal = screen(wd);
    await terminal.shows('0 of 3');
    terminal.type('ie');
    await terminal.shows('2 of 3');
    terminal.type(LEFT + LEFT);
    await terminal.shows('you said include');
    terminal.type(`nwhy?${ENTER}m`);
    await terminal.shows('last: maybe a-1');
    terminal.type('u');
    // What was written for the vote that is taken back waits for the next one.
    await terminal.shows('you said include · note: why?');
    terminal.type(RIGHT);
    await terminal.shows('you said exclude');
    terminal.type('q');
    await terminal.shows('2 reports decided, 1 left');
    await terminal.ended;
    expect(ledger(wd).map(([report, event, vote]) => `${report} ${event} ${vote}`)).toEqual([
      'a-1 vote include',
      'a-2 vote exclude',
      'a-1 vote maybe',
      'a-1 vote include',
    ]);
  });

  it('tells on the page that records have changed since the last dedupe', async () => {
    const wd = review(2);
    wd.write('b.ris', entry('Newts in mud'));
    wd.ok(['ingest', 'b.ris', '--search', 'b', '--date', '2025-02-01']);
    wd.write('c.ris', entry('Newts in mud'));
    wd.ok(['ingest', 'c.ris', '--search', 'c', '--date', '2025-02-01']);
    const terminal = screen(wd);
    expect(await terminal.shows('0 of 4')).toContain('warning: records have changed since the last dedupe');
    terminal.type('i');
    expect(await terminal.shows('last: include')).not.toContain('warning');
    terminal.type('q');
    await terminal.ended;
  });

  it('keeps what is written on a report with that report, wherever one goes before its vote', async () => {
    const wd = review(5);
    const terminal = screen(wd);
    await terminal.shows('0 of 5');
    terminal.type(`nabout cats${ENTER}i`);
    await terminal.shows('last: include a-1');
    terminal.type(`ndogs, perhaps${ENTER}s`);
    await terminal.shows('Birds 3');
    terminal.type(`/bees${ENTER}`);
    await terminal.shows('Bees 5');
    // Undo of the skip and of the vote leave the search, to where they were done.
    terminal.type('u');
    await terminal.shows('Dogs 2');
    await terminal.shows('undone: a skip · note: dogs, perhaps');
    terminal.type('u');
    await terminal.shows('undone: a-1 · note: about cats');
    terminal.type('ie');
    await terminal.shows('last: exclude a-2');
    terminal.type('q');
    await terminal.ended;
    expect(ledger(wd).map(([report, event, vote, , note]) => `${report} ${event} ${vote} ${note}`)).toEqual([
      'a-1 vote include about cats',
      'a-1 withdraw  ',
      'a-1 vote include about cats',
      'a-2 vote exclude "dogs',
    ]);
  });

  it('skips, searches, and votes on all hits at once after one confirmation', async () => {
    const wd = review(20);
    const terminal = screen(wd);
    await terminal.shows('0 of 20');
    terminal.type('s');
    await terminal.shows('Dogs 2');
    terminal.type('/');
    await terminal.shows('search: ▏');
    terminal.type(`bird* thing*${ENTER}`);
    await terminal.shows('4 hits');
    await terminal.shows('Birds 3 of things');
    terminal.type('/');
    expect(await terminal.shows('search: ▏')).toContain('enter find');
    terminal.type(ESCAPE);
    await terminal.shows('i include');
    terminal.type('b');
    await terminal.shows('vote on 4 reports');
    terminal.type(`1${ENTER}`);
    await terminal.shows('exclude (off-topic) all 4?');
    terminal.type(`no${ENTER}`);
    await terminal.shows('nothing was decided');
    terminal.type(`b1${ENTER}yes${ENTER}`);
    await terminal.shows('4 of 20');
    terminal.type(ESCAPE);
    await terminal.shows('Dogs 2');
    terminal.type('u');
    await terminal.shows('undone: 4 votes');
    await terminal.shows('0 of 20');
    // One hit is many too; what comes after it is a vote of its own.
    terminal.type(`/"birds 8"${ENTER}`);
    await terminal.shows('1 hit');
    terminal.type(`b1${ENTER}yes${ENTER}`);
    await terminal.shows('1 of 20');
    terminal.type('u');
    await terminal.shows('undone: a-8');
    terminal.type('i');
    await terminal.shows('last: include a-8');
    terminal.type('q');
    await terminal.ended;
    const lines = ledger(wd);
    expect(lines.map(([report, event, , , , labels]) => `${report} ${event} ${labels}`)).toEqual([
      ...['vote bulk', 'withdraw blind'].flatMap((what) => ['a-3', 'a-8', 'a-13', 'a-18'].map((id) => `${id} ${what}`)),
      'a-8 vote bulk',
      'a-8 withdraw blind',
      'a-8 vote ',
    ]);
  });

  it('marks terms by more than colour, and by brackets where there is none', async () => {
    const wd = review(1);
    wd.write(
      'review.yaml',
      `${wd.read('review.yaml')}highlights: { include: ['language model*'], exclude: [solutions] }\n`,
    );
    const plain = screen(wd, 'R1', { env: { NO_COLOR: '1' } });
    await plain.shows('Small [language models] are tuned on worked {solutions}.');
    plain.type('h');
    await plain.shows('highlight');
    plain.type(`small, -tuned${ENTER}`);
    await plain.shows('[Small] [language models] are {tuned} on');
    plain.type('q');
    await plain.ended;
    const coloured = screen(wd);
    await coloured.shows('Small language models are tuned on worked solutions.');
    coloured.type('q');
    await coloured.ended;
  });

  it('gives the terminal back at ctrl-c, with status 130', async () => {
    const wd = review(2);
    const terminal = screen(wd);
    await terminal.shows('0 of 2');
    terminal.type('i');
    await terminal.shows('1 of 2');
    terminal.type('\u0003');
    expect(await terminal.ended).toMatchObject({ exitCode: 130 });
    expect(terminal.text).toContain('1 report decided, 1 left');
    expect(terminal.text).not.toContain('q quit');
  });

  it('gives the terminal back to the shell as it was when it is told to end', async () => {
    const wd = review(2);
    const script = `sh -c 'echo $$ > pid; exec "$@"' sh "$@"; echo "ended by $?"; stty -a; sleep 1`;
    const terminal = new Terminal(wd.path, ['screen', '--as', 'R1'], { script });
    await terminal.shows('0 of 2');
    process.kill(Number(wd.read('pid')), 'SIGTERM');
    await terminal.shows('ended by 143');
    await terminal.shows(/(?<!-)\bicanon\b[^]*(?<!-)\becho\b/);
    await terminal.ended;
    expect(terminal.text).not.toContain('q quit');
  });

  it('shows a vote whose seal nobody can open here as such, and what replaces it', async () => {
    const wd = review(1);
    wd.write('review.yaml', `${wd.read('review.yaml')}seal: true\n`);
    wd.ok(['vote', 'a-1', 'exclude', '--reason', 'off-topic', '--as', 'R1']);
    rmSync(join(wd.path, 'screening/title-abstract/sealed'), { recursive: true });
    const terminal = screen(wd, 'R1', {}, ['--only', 'search=a']);
    // Nothing is offered there that votes.
    const last = await terminal.shows('That was the last one');
    expect(last).toContain('u undo');
    expect(last).not.toMatch(/i include|m maybe/);
    terminal.type(LEFT);
    await terminal.shows('something that is sealed, and not on this machine');
    terminal.type('i');
    await terminal.shows('last: include');
    terminal.type('q');
    await terminal.ended;
    const opened = wd.read('screening/title-abstract/sealed/R1.csv');
    expect(opened).toMatch(/\na-1,[0-9a-f]+,include,,,,[0-9a-f]+,/);
    expect(wd.ok(['check'])).toContain('every rule holds');
  });

  it('says which vote of another window the last one has replaced', async () => {
    const wd = review(2);
    const terminal = screen(wd);
    await terminal.shows('0 of 2');
    wd.ok(['vote', 'a-1', 'maybe', '--as', 'R1']);
    terminal.type('i');
    await terminal.shows('last: include a-1, in the place of maybe from another window');
    terminal.type('q');
    await terminal.ended;
  });

  it('hides authors and venue where the protocol says so', async () => {
    const wd = review(1, entry('With a DOI', 'DO  - 10.1000/jot.1\n'));
    wd.write('review.yaml', `${wd.read('review.yaml')}hide: [authors, venue]\n`);
    const terminal = screen(wd);
    const shown = await terminal.shows('Cats 1');
    expect(shown).toContain('(2024)');
    expect(shown).not.toMatch(/Poe|Journal/);
    terminal.type(RIGHT);
    expect(await terminal.shows('With a DOI')).not.toContain('10.1000');
    terminal.type('o');
    await terminal.shows('hides where reports appeared');
    terminal.type('q');
    await terminal.ended;
  });

  it('names its twins where there is no terminal, or one that cannot show a page', async () => {
    const wd = review(1);
    const { status, stderr } = wd.run(['screen', '--as', 'R1']);
    expect([status, stderr]).toEqual([2, expect.stringContaining('litscreen screen --as R1 --sheet <file>')]);
    const dumb = screen(wd, 'R1', { env: { TERM: 'dumb' } });
    expect(await dumb.ended).toMatchObject({ exitCode: 2 });
    expect(existsSync(join(wd.path, 'screening'))).toBe(false);
  });
});

describe('the order of reading', () => {
  const orderOf = async (wd: Workdir, person: string, more: string[] = []) => {
    const terminal = screen(wd, person, { rows: 10 }, more);
    const seen: string[] = [];
    await terminal.shows(/\w+ \d+ of things/);
    for (;;) {
      const now = /(\w+ \d+) of things/.exec(terminal.text)?.[1];
      if (now === undefined) break;
      seen.push(now);
      terminal.type(RIGHT);
      const next = await terminal.shows(new RegExp(`^(?!.*${now} of things)`, 's'));
      if (!next.includes('of things')) break;
    }
    terminal.type('q');
    await terminal.ended;
    return seen;
  };

  it('is random by the seed, the same for all or not, or as it is asked for', async () => {
    const wd = review(9);
    set(wd, '\n    order: ingested', '');
    const [mine, theirs] = [await orderOf(wd, 'R1'), await orderOf(wd, 'R2')];
    expect(mine).toHaveLength(9);
    expect(theirs).toEqual(mine);
    expect(await orderOf(wd, 'R1', ['--order', 'ingested'])).toEqual(
      [...mine].sort((a, b) => Number(a.split(' ')[1]) - Number(b.split(' ')[1])),
    );
    set(wd, 'votes: 2', 'votes: 2\n    sameOrder: false');
    expect(await orderOf(wd, 'R2')).not.toEqual(await orderOf(wd, 'R1'));
    set(wd, 'sameOrder: false', 'sameOrder: true');
    wd.write('review.yaml', `${wd.read('review.yaml')}seed: 7\n`);
    expect(await orderOf(wd, 'R1')).not.toEqual(mine);
  });

  it('may be of a part, and put those without an abstract last', async () => {
    const wd = review(2, entry('Ants 3 of things', '').replace('2024', '1999'));
    expect(await orderOf(wd, 'R1', ['--only', 'year=..2000'])).toEqual(['Ants 3']);
    expect(await orderOf(wd, 'R1', ['--order', 'oldest'])).toEqual(['Ants 3', 'Cats 1', 'Dogs 2']);
    expect(await orderOf(wd, 'R1', ['--order', 'oldest', '--abstracts-first'])).toEqual(['Cats 1', 'Dogs 2', 'Ants 3']);
    expect(wd.run(['screen', '--as', 'R1', '--only', 'colour=red'])).toMatchObject({ status: 2 });
  });
});

describe('what happens beside a sitting', () => {
  it('is not undone with it, and a refused undo can be repeated', async () => {
    const wd = review(4);
    const terminal = screen(wd);
    await terminal.shows('0 of 4');
    terminal.type('i');
    await terminal.shows('1 of 4');
    wd.ok(['vote', 'a-2', 'include', '--note', 'careful', '--as', 'R1']);
    terminal.type('e');
    await terminal.shows('last: exclude a-2');
    set(wd, 'votes: 2', 'votes: 2\n    closed: true');
    terminal.type('u');
    await terminal.shows('title-abstract is closed');
    set(wd, '\n    closed: true', '');
    terminal.type('u');
    await terminal.shows('undone: a-2');
    terminal.type('q');
    await terminal.ended;
    expect(ledger(wd).map(([report, event, vote, , note]) => [report, event, vote, note].join(' '))).toEqual([
      'a-1 vote include ',
      'a-2 vote include careful',
      'a-2 vote exclude ',
      'a-2 vote include careful',
    ]);
  });

  it('leaves a note for the next try, decides nothing behind a panel, and leaves from a prompt', async () => {
    const wd = review(3);
    const terminal = screen(wd);
    await terminal.shows('0 of 3');
    terminal.type(`nsee again${ENTER}`);
    await terminal.shows('note: see again');
    terminal.type('1u');
    await terminal.shows('undone: a-1');
    await terminal.shows('note: see again');
    terminal.type('c');
    await terminal.shows('esc back to the report');
    terminal.type('111i');
    terminal.type(ESCAPE);
    await terminal.shows('i include');
    expect(terminal.text).toContain('0 of 3');
    terminal.type('n');
    await terminal.shows('esc take back');
    terminal.type('\u0003');
    // What was written and not voted on is told, and so not lost.
    await terminal.shows('warning: not kept, for no vote followed: "see again" on a-1');
    expect(await terminal.ended).toMatchObject({ exitCode: 130 });
    expect(ledger(wd)).toHaveLength(2);
  });
});
