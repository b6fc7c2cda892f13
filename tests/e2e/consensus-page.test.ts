import { describe, expect, it } from 'vitest';
import { END, ENTER, ESCAPE, Terminal } from '../helpers/terminal.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const entry = (title: string) => `TY  - JOUR\nTI  - ${title}\nAU  - Poe, Edgar\nPY  - 2024\nER  - \n\n`;
const HEADER = 'report,event,vote,reason,note,labels,round,protocol,at\n';

/** A review of three papers, on two of which R1 and R2 differ. */
function review(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  wd.write('a.ris', ['Cats at sea', 'Dogs on land', 'Birds in air'].map(entry).join(''));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  const cast = (person: string, said: readonly string[]) =>
    wd.write(
      `screening/title-abstract/votes/${person}.csv`,
      HEADER + said.map((cells, at) => `a-${at + 1},vote,${cells},,all,1,2025-03-01T09:00:0${at}.000Z\n`).join(''),
    );
  cast('R1', ['include,,it is about \u001b[31mcats', 'exclude,off-topic,', 'include,,']);
  cast('R2', ['exclude,off-topic,no sea', 'include,,', 'include,,']);
  wd.write('protocol/1.yaml', wd.read('review.yaml'));
  return wd;
}
const resolve = (wd: Workdir, person: string) => new Terminal(wd.path, ['resolve', '--as', person]);
const rulings = (wd: Workdir, person: string) =>
  wd.read(`screening/title-abstract/resolutions/${person}.csv`).trim().split('\n').slice(1);

describe('the consensus page', () => {
  it('shows the votes as A and B, never by name, and asks why before anything is written', async () => {
    const wd = review();
    const terminal = resolve(wd, 'R3');
    const first = await terminal.shows('conflict 1 of 2');
    expect(first).not.toMatch(/\bR[12]\b/);
    expect(first).toMatch(/^ [AB] {2}include +"it is about .\[31mcats"$/m);
    expect(first).toMatch(/^ [AB] {2}exclude \(off-topic\) +"no sea"$/m);
    terminal.type('1');
    await terminal.shows('exclude (off-topic) because: ▏');
    terminal.type(ENTER);
    // The question stays: what is typed on is no key.
    await terminal.shows('a ruling says why · exclude (off-topic) because: ▏');
    terminal.type(ESCAPE);
    await terminal.shows('c criteria');
    terminal.type('i');
    await terminal.shows('include because: ▏');
    terminal.type(ESCAPE);
    await terminal.shows('c criteria');
    terminal.type('i');
    await terminal.shows('include because: ▏');
    terminal.type(`the sea is there${ENTER}`);
    await terminal.shows('conflict 2 of 2');
    await terminal.shows('last: include a-1');
    terminal.type('q');
    expect(await terminal.ended).toMatchObject({ exitCode: 0 });
    expect(rulings(wd, 'R3')).toEqual([
      expect.stringMatching(/^a-1,include,,adjudication,R1=include\|R2=exclude:off-topic,the sea is there,1,.*Z$/),
    ]);
    const again = resolve(wd, 'R3');
    await again.shows('conflict 1 of 1');
    again.type(`1because${ENTER}`);
    expect(await again.ended).toMatchObject({ exitCode: 0 });
    expect(wd.ok(['conflicts'])).toContain('title-abstract: 0 conflicts');
  });

  it('lets those who voted discuss: one proposes, the other confirms', async () => {
    const wd = review();
    const one = resolve(wd, 'R1');
    expect(await one.shows('conflict 1 of 2')).toContain('include, yours');
    one.type(`iwe agreed${ENTER}`);
    await one.shows('last: include a-1, proposed');
    await one.shows('0 ruled on, 1 proposed');
    one.type('u');
    await one.shows('a ruling stays');
    one.type('q');
    await one.shows('0 conflicts ruled on, 1 proposed, 1 left');
    await one.ended;
    expect(wd.ok(['conflicts'])).toContain('title-abstract: 2 conflicts');
    expect(wd.ok(['status'])).toContain('2 conflicts, 1 with a ruling proposed');
    const other = resolve(wd, 'R2');
    await other.shows(/→ +[AB] proposes include: "we agreed"/);
    other.type('i');
    await other.shows('include because (enter: as proposed): ▏');
    other.type(ENTER);
    await other.shows('last: include a-1');
    other.type('q');
    await other.ended;
    expect(wd.ok(['conflicts'])).toContain('title-abstract: 1 conflict');
  });

  it('keeps the votes on the page, however long their notes, and in full below the report', async () => {
    const wd = review();
    const ledger = 'screening/title-abstract/votes/R2.csv';
    const note = `${'no word of the sea in it and '.repeat(30)}that is the end`;
    wd.write(ledger, wd.read(ledger).replace('no sea', note));
    const terminal = new Terminal(wd.path, ['resolve', '--as', 'R3'], { columns: 40, rows: 15 });
    const shown = await terminal.shows('conflict 1 of 2');
    expect(shown).toMatch(/^ [AB] {2}include/m);
    expect(shown).toMatch(/^ [AB] {2}exclude \(off-topic\).*…$/m);
    terminal.type(END);
    await terminal.shows(/that is\s+the end/);
    terminal.type('q');
    await terminal.ended;
  });

  it('is not for who still owes votes there', () => {
    const wd = review();
    wd.write('b.ris', entry('Newts in mud'));
    wd.ok(['ingest', 'b.ris', '--search', 'b', '--date', '2025-02-01']);
    wd.ok(['dedupe']);
    const refused = wd.run(['resolve', '--as', 'R1']);
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('R1 owes votes at title-abstract')]);
    // What they have talked about they can enter all the same.
    const ruling = ['resolve', 'a-1', 'include', '--method', 'discussion', '--rationale', 'so', '--as', 'R1'];
    expect(wd.ok(ruling)).toContain('a-1: title-abstract, include proposed');
    expect(wd.ok(['conflicts', '--as', 'R1'])).not.toContain('exclude');
    expect(wd.ok(['conflicts', '--as', 'R3'])).toContain('exclude (off-topic)');
  });
});
