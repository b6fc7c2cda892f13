import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from 'vitest';
import { buildSlmReview } from '../helpers/slm-review.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

/** Three included reports, the first by a title that a spreadsheet would take for a formula. */
function included(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.']);
  const titles = ['=SUM(A1:A9) of cats', 'Dogs in large towns', 'Birds of the far north'];
  wd.write('a.ris', titles.map((title, n) => `TY  - JOUR\nTI  - ${title}\nAU  - Author${n}, A\nER  - \n`).join('\n'));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--date', '2025-01-01']);
  wd.ok(['dedupe']);
  const at = (n: number) => `2025-01-0${n}T00:00:00.000Z`;
  const lines = (make: (report: string) => string) => ['a-1', 'a-2', 'a-3'].map((id) => `${make(id)}\n`).join('');
  for (const [stage, n] of [
    ['title-abstract', 2],
    ['full-text', 4],
  ] as const) {
    const votes = lines((id) => `${id},vote,include,,,,all,1,${at(n)}`);
    const header = 'report,event,vote,reason,note,labels,round,protocol,at\n';
    for (const person of ['R1', 'R2']) wd.write(`screening/${stage}/votes/${person}.csv`, header + votes);
  }
  wd.write(
    'retrieval/R1.csv',
    `report,status,file,sha256,url,note,at\n${lines((id) => `${id},retrieved,,,,,${at(3)}`)}`,
  );
  return wd;
}

type Rows = Record<string, string>[];
const readSheet = (wd: Workdir, file: string) => parse(wd.read(file), { columns: true, bom: true }) as unknown as Rows;
const writeSheet = (wd: Workdir, file: string, rows: Rows, delimiter = ',') =>
  wd.write(file, stringify(rows, { header: true, delimiter, bom: true }));
const summary = (wd: Workdir) =>
  wd.json(['extract', 'summary', '--json']) as {
    complete: number;
    items: { id: string; filled: number; options?: { id: string; n: number }[] }[];
  };

describe('extract', () => {
  it('goes out as a sheet and comes back, all of it or nothing', () => {
    const wd = included();
    expect(wd.run(['extract', 'summary'])).toMatchObject({ status: 2 });
    wd.ok(['extract', 'init']);
    expect(wd.run(['extract', 'init']).status).toBe(2);
    wd.ok(['extract', 'sheet', 'r1.csv', '--as', 'R1']);
    const rows = readSheet(wd, 'r1.csv');
    expect(rows.map(({ report, title }) => [report, title])).toEqual([
      ['a-1', "'=SUM(A1:A9) of cats"],
      ['a-2', 'Dogs in large towns'],
      ['a-3', 'Birds of the far north'],
    ]);

    const bad = rows.map((row) => ({ ...row, design: 'novel', sample: '12 or so' }));
    writeSheet(wd, 'r1.csv', bad);
    const refused = wd.run(['extract', 'import', 'r1.csv', '--as', 'R1']);
    expect(refused.status).toBe(3);
    expect(refused.stderr).toContain(
      'error: r1.csv:2: row 2, design: "novel" is no option\nhint: its options are experiment',
    );
    expect(refused.stderr).toContain('error: r1.csv:4: row 4, sample: "12 or so" is no whole number');
    expect(() => wd.read('extraction/entries/R1.csv')).toThrow();

    const filled = rows.map((row, n) => ({
      ...row,
      design: 'Survey',
      sample: String(n),
      finding: n === 0 ? '+1, at once' : '',
    }));
    writeSheet(wd, 'r1.csv', filled, ';');
    expect(wd.ok(['extract', 'import', 'r1.csv', '--as', 'R1'])).toContain('7 entries taken from 3 rows');
    expect(wd.read('extraction/entries/R1.csv')).toMatch(/^a-1,design,1,survey,,,1,.*Z$/m);
    expect(wd.ok(['extract', 'import', 'r1.csv', '--as', 'R1'])).toContain('0 entries taken');
    // What goes out again is what was entered, guarded where it must be.
    wd.ok(['extract', 'sheet', 'again.csv', '--as', 'R1']);
    expect(readSheet(wd, 'again.csv')[0]).toMatchObject({ design: 'survey', sample: '0', finding: "'+1, at once" });
    expect(wd.ok(['extract', 'import', 'again.csv', '--as', 'R1'])).toContain('0 entries taken');
    // Nobody sees what somebody else entered.
    wd.ok(['extract', 'sheet', 'r2.csv', '--as', 'R2']);
    expect(readSheet(wd, 'r2.csv')[0]).toMatchObject({ design: '', sample: '' });
  });

  it('changes what was entered only where that is asked for', () => {
    const wd = included();
    wd.ok(['extract', 'init']);
    wd.ok(['extract', 'fill', 'a-1', 'sample', '12', '--as', 'R1', '--page', '3']);
    expect(wd.ok(['extract', 'fill', 'a-1', 'sample', '12', '--as', 'R1', '--page', '3'])).toContain('as before');
    expect(wd.run(['extract', 'fill', 'a-1', 'sample', 'some', '--as', 'R1']).status).toBe(2);
    expect(wd.run(['extract', 'fill', 'a-1', 'weight', '1', '--as', 'R1']).stderr).toContain(
      'its items are design, sample',
    );
    wd.ok(['extract', 'sheet', 'r1.csv', '--as', 'R1', '--quotes']);
    const rows = readSheet(wd, 'r1.csv');
    expect(rows[0]).toMatchObject({ sample: '12', 'sample:page': '3' });
    writeSheet(
      wd,
      'r1.csv',
      rows.map((row) => ({ ...row, sample: row['report'] === 'a-1' ? '13' : '' })),
    );
    expect(wd.run(['extract', 'import', 'r1.csv', '--as', 'R1']).stderr).toContain('you entered "12" before');
    wd.ok(['extract', 'import', 'r1.csv', '--as', 'R1', '--revise']);
    expect(wd.read('extraction/entries/R1.csv').trim().split('\n').slice(1)).toEqual([
      expect.stringMatching(/^a-1,sample,1,12,,3,1,/),
      expect.stringMatching(/^a-1,sample,1,13,,3,1,/),
    ]);
  });

  it('loses nothing of a sheet in silence: shifted cells are refused, strange columns told', () => {
    const wd = included();
    wd.ok(['extract', 'init']);
    wd.write('e.csv', 'report,finding\na-1,small models, which are cheap, win\n');
    const { status, stderr } = wd.run(['extract', 'import', 'e.csv', '--as', 'R1']);
    expect([status, stderr]).toEqual([3, expect.stringContaining('e.csv:2: row 2: 4 cells where the header has 2')]);
    wd.write('e.csv', 'report,finding,smaple\na-1,"small models, which are cheap",12\n');
    expect(wd.run(['extract', 'import', 'e.csv', '--as', 'R1'])).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('left out: smaple') as string,
    });
    wd.ok(['extract', 'fill', 'a-1', 'sample', '-5', '--as', 'R1']);
    wd.ok(['extract', 'final', 'table.csv']);
    expect(wd.read('table.csv')).toMatch(/^a-1,.*,-5,"small models, which are cheap"\r$/m);
  });

  it('leaves open what people say differently, and tells check', () => {
    const wd = included();
    wd.ok(['extract', 'init']);
    for (const [person, design] of [
      ['R1', 'survey'],
      ['R2', 'experiment'],
    ] as const) {
      wd.ok(['extract', 'fill', 'a-1', 'design', design, '--as', person]);
      wd.ok(['extract', 'fill', 'a-2', 'design', 'other', '--as', person]);
    }
    wd.write(
      'extraction/entries/R3.csv',
      'unit,item,position,value,quote,page,form,at\na-1,design,1,novel,,,1,2025-05-01T00:00:00.000Z\n',
    );
    const { findings } = wd.json(['check', '--json']) as { findings: { code: string; level: string; file?: string }[] };
    expect(findings.map(({ code, level }) => [code, level])).toEqual(
      expect.arrayContaining([
        ['entries-differ', 'warning'],
        ['entry-invalid', 'error'],
        ['open', 'note'],
      ]),
    );
    expect(summary(wd)).toMatchObject({
      complete: 1,
      items: [{ id: 'design', filled: 1, differing: 1, missing: 1 }, {}, {}],
    });
    expect(wd.ok(['extract', 'final', 'output/table.csv'])).toContain('3 rows, 1 complete');
    expect(readSheet(wd, 'output/table.csv').map((row) => row['design'])).toEqual(['', 'other', '']);
    expect(wd.ok(['status'])).toMatch(/extracted +1 +of 3/);
  });

  it('a study joins reports: it is counted once, and extracted once where the form says so', () => {
    const wd = included();
    wd.ok(['study', 'join', 'a-2', 'a-1', '--as', 'R1', '--note', 'a preprint']);
    expect(wd.json(['flow', '--json'])).toMatchObject({
      included: { studies: 2, reports: 3 },
      total: { studies: 2, reports: 3 },
    });
    expect(wd.ok(['explain', 'included.studies'])).toMatch(/a-1 .*reports a-1, a-2\n/);
    expect(wd.ok(['explain', 'a-2'])).toContain('study: R1 joined it to a-1: "a preprint"');
    wd.ok(['extract', 'init']);
    wd.write('extraction/form.yaml', wd.read('extraction/form.yaml').replace('unit: report', 'unit: study'));
    wd.ok(['extract', 'fill', 'a-2', 'sample', '5', '--as', 'R1']);
    wd.ok(['extract', 'sheet', 'r1.csv', '--as', 'R1']);
    expect(readSheet(wd, 'r1.csv').map((row) => [row['study'], row['sample']])).toEqual([
      ['a-1', '5'],
      ['a-3', ''],
    ]);
    expect(wd.run(['study', 'join', 'a-1', 'a-1', '--as', 'R1']).status).toBe(2);
    wd.ok(['study', 'leave', 'a-1', 'a-2', '--as', 'R1']);
    expect(wd.json(['flow', '--json'])).toMatchObject({ included: { studies: 3, reports: 3 } });
  });

  it.each([
    ['a type that is none', 'type: integer', 'type: count', 'items.1.type'],
    ['options where there is nothing to choose', 'type: integer', 'type: integer\n    options: [a]', 'items.1.options'],
    [
      'a choice without options',
      'options: [experiment, survey, case-study, other]',
      'options: []',
      'items.0: design is one-of',
    ],
    ['an id of a column', 'id: finding', 'id: title', 'items.2.id: title is a column'],
    ['an id twice', 'id: finding', 'id: Sample', 'items.2: "Sample" stands here twice'],
    ['a newer form', 'schemaVersion: 1', 'schemaVersion: 9', 'newer litscreen'],
  ])('names what is wrong with the form: %s', (_, from, to, message) => {
    const wd = included();
    wd.ok(['extract', 'init']);
    wd.write('extraction/form.yaml', wd.read('extraction/form.yaml').replace(from, to));
    for (const command of [['extract', 'summary'], ['check'], ['status']]) {
      const { status, stderr } = wd.run(command);
      expect([status, stderr]).toEqual([3, expect.stringMatching(/^error: extraction\/form.yaml:\d+: /)]);
      expect(stderr).toContain(message);
    }
  });
});

describe('the worked example', () => {
  it('has its extraction and its snowballing', () => {
    const wd = workdir();
    buildSlmReview(wd);
    const { complete, items } = summary(wd);
    const item = (id: string) => items.find((known) => known.id === id);
    expect([complete, item('paper-type')?.options?.map(({ id, n }) => [id, n])]).toEqual([
      70,
      [
        ['model', 28],
        ['method', 42],
      ],
    ]);
    // The shares that the review reports: 43 %, 27 % and 18 % of papers.
    const shares = (item('optimisation')?.options ?? []).slice(0, 3).map(({ n }) => Math.floor((100 * n) / 70 + 0.2));
    expect(shares).toEqual([43, 27, 18]);
    expect(wd.json(['snowball', 'status', '--json'])).toMatchObject({
      searches: [{ round: 1, direction: 'backward', new: { length: 15 }, included: { length: 15 }, known: [] }],
    });
    // What the paper does not state is marked.
    const entries = ['MP', 'ML'].flatMap(
      (person) => parse(wd.read(`extraction/entries/${person}.csv`), { columns: true }) as unknown as Rows,
    );
    const stated = entries.filter(({ quote = '' }) => !quote.startsWith('synthetic'));
    expect(new Set(stated.map((row) => row['item']))).toEqual(new Set(['paper-type', 'model-name', 'parameters']));
  });
});
