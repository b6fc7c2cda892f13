import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { workdir } from '../helpers/workdir.ts';

interface Told {
  readonly records: number;
  readonly files: readonly {
    readonly format: string;
    readonly encoding: string;
    readonly counted: number;
    readonly sha256: string;
    readonly filled: Readonly<Record<string, number>>;
    readonly extra: Readonly<Record<string, number>>;
    readonly repaired: number;
  }[];
}

const RIS = 'TY  - JOUR\nTI  - GrÃ¶Ãe\nAU  - Doe, J.\nPY  - 2024\nXX  - odd\nER  - \n\nTY  - JOUR\nTI  - Two\nER  - \n';

describe('ingest', () => {
  it('tells what is in a file without a review, and writes nothing', () => {
    const wd = workdir();
    wd.write('x.ris', RIS);
    const told = wd.json(['ingest', 'x.ris', '--dry-run', '--json']) as Told;
    expect(told.records).toBe(2);
    expect(told.files).toMatchObject(
      [{ format: 'ris', encoding: 'UTF-8', counted: 2, sha256: /^[0-9a-f]{64}$/, extra: { XX: 1 }, repaired: 1 }].map(
        ({ sha256: _, ...rest }) => rest,
      ),
    );
    expect(told.files[0]?.filled).toMatchObject({ title: 2, authors: 1, year: 1, doi: 0, abstract: 0 });
    expect(wd.ok(['ingest', 'x.ris', '--dry-run', '--fields'])).toMatch(
      /title +2 +100 %[^]*authors +1 +50 %[^]*\+ XX +1 +50 %/,
    );
    expect(wd.run(['ingest', 'x.ris']).status).toBe(2);
    expect(readdirSync(wd.path)).toEqual(['x.ris']);
  });

  it('reads a table of any make with a mapping file, and keeps that for the next time', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write(
      't.csv',
      'Titel der Arbeit;Wer;Wann\nKatzen in kleinen Orten und ihre Nachbarn;Müller, J. / Groß, E.;2024\n',
    );
    expect(wd.run(['ingest', 't.csv', '--dry-run']).stderr).toContain('--suggest-map');
    const draft = wd.ok(['ingest', 't.csv', '--suggest-map']);
    expect(draft).toContain('title: Titel der Arbeit');
    expect(draft).toContain('year: Wann');
    wd.write('columns.yaml', `${draft}authors: Wer\nauthorSeparator: " / "\n`);
    wd.ok(['ingest', 't.csv', '--map', 'columns.yaml', '--search', 't', '--date', '2025-01-01']);
    const records = wd.read('searches/t/records.jsonl');
    expect(records).toContain(
      '"authors":[{"family":"Müller","given":"J."},{"family":"Groß","given":"E."}],"year":2024',
    );
    expect(wd.ok(['ingest', 't.csv', '--search', 't'])).toContain('t is unchanged');
    expect(wd.read('searches/t/records.jsonl')).toBe(records);
    wd.write('columns.yaml', 'title: Thema\n');
    const wrong = wd.run(['ingest', 't.csv', '--map', 'columns.yaml', '--search', 't']);
    expect([wrong.status, wrong.stderr]).toEqual([
      3,
      expect.stringContaining('its columns are Titel der Arbeit, Wer, Wann') as string,
    ]);
  });

  it('tells where its count of the separators differs from what was read', () => {
    const wd = workdir();
    wd.ok(['init', '.']);
    // A reference that begins in an abstract looks like one to the eye too.
    wd.write('x.ris', 'TY  - JOUR\nTI  - One\nAB  - as in\nTY - JOUR\nTI  - more\nER  - \n');
    const { stderr } = wd.run(['ingest', 'x.ris', '--search', 'x', '--date', '2025-01-01']);
    expect(stderr).toContain('by its separators the file has 2 entries, read and rejected were 1');
  });
});
