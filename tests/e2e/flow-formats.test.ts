import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildSlmReview } from '../helpers/slm-review.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

const BIN = fileURLToPath(new URL('../../bin/litscreen.js', import.meta.url));
const GOLDEN = new URL('../flow/render/golden/', import.meta.url);

/** Compares with a file of the folder golden, byte for byte; UPDATE_GOLDEN=1 writes it anew, but not in CI. */
function expectGolden(name: string, text: string): void {
  const file = new URL(name, GOLDEN);
  if (process.env['UPDATE_GOLDEN'] === '1' && process.env['CI'] === undefined) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** A review with one database, one citation search and one report found both ways, in which nobody voted. */
function openReview(): Workdir {
  const wd = workdir();
  wd.ok(['init', '.', '--template', 'slm']);
  const entry = (title: string) => `TY  - JOUR\nTI  - ${title}\nAU  - Smith, Ann\nPY  - 2024\nER  -\n`;
  wd.write('a.ris', `${entry('A study of small language models')}\n${entry('Another study of language models')}`);
  wd.write('b.ris', entry('A study of small language models').replace('PY', 'DO  - 10.1000/b\nPY'));
  wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', 'Scopus', '--date', '2025-01-01']);
  wd.ok(['ingest', 'b.ris', '--search', 'b', '--kind', 'citation', '--direction', 'backward', '--via', 'a-1']);
  wd.ok(['dedupe']);
  return wd;
}

it('refuses the name of a format that it does not have, and the files of the review', () => {
  const wd = workdir();
  wd.ok(['init', '.']);
  expect(wd.run(['flow', '--output', 'flow.tiff'])).toMatchObject({ status: 2 });
  expect(wd.run(['flow', '--output', '.gitattributes'])).toMatchObject({ status: 2 });
  wd.ok(['flow', '--output', 'flow.txt']);
  expect(wd.read('flow.txt')).toContain('Records identified');
});

describe('flow --format', () => {
  it('draws the worked example, and writes it for the R package PRISMA2020, the same every time', () => {
    const wd = workdir();
    buildSlmReview(wd);
    for (const format of ['svg', 'csv']) {
      const { status, stdout, stderr } = wd.run(['flow', '--format', format]);
      expect([status, stderr]).toEqual([0, '']);
      expectGolden(`slm-review.${format}`, stdout);
      wd.ok(['flow', '--output', `output/prisma.${format}`]);
      expect(wd.read(`output/prisma.${format}`)).toBe(stdout);
    }
  });

  it('goes by the name of the output, unless it is told', () => {
    const wd = openReview();
    wd.ok(['flow', '--output', 'output/flow.SVG']);
    expect(wd.read('output/flow.SVG')).toMatch(/^<svg /);
    wd.ok(['flow', '--output', 'output/flow.json']);
    expect(wd.read('output/flow.json')).toBe(wd.ok(['flow', '--json']));
    wd.ok(['flow', '--format', 'text', '--output', 'output/flow.csv']);
    expect(wd.read('output/flow.csv')).toBe(wd.ok(['flow']));
    expect(wd.run(['flow', '--format', 'tiff']).status).toBe(2);
  });

  it('writes each format under its ending, the same to a file as to a pipe', () => {
    const wd = openReview();
    const begins: Readonly<Record<string, string>> = {
      txt: ' Identification of studies via',
      json: '{\n  "schema": 1,',
      csv: 'data,node,box',
      md: '**PRISMA 2020 flow diagram (provisional)**',
      mmd: 'flowchart TB',
      dot: 'digraph prisma {',
      svg: '<svg xmlns=',
      png: '\u0089PNG\r\n',
      pdf: '%PDF-1.7',
      html: '<!doctype html>',
      docx: 'PK\u0003\u0004',
    };
    const formats: Readonly<Record<string, string>> = { txt: 'text', mmd: 'mermaid' };
    for (const [ending, start] of Object.entries(begins)) {
      wd.ok(['flow', '--output', `output/flow.${ending}`]);
      const written = readFileSync(`${wd.path}/output/flow.${ending}`);
      expect([ending, written.toString('latin1').startsWith(start)]).toEqual([ending, true]);
      const piped = spawnSync(process.execPath, [BIN, 'flow', '--format', formats[ending] ?? ending], { cwd: wd.path });
      expect([ending, piped.status, written.equals(piped.stdout)]).toEqual([ending, 0, true]);
      expect(wd.run(['flow', '--output', `output/flow.${ending}`]).stderr).toContain('is up to date');
    }
    wd.ok(['flow', '--output', 'output/print.svg', '--style', 'print']);
    expect(wd.read('output/print.svg')).not.toContain('#ffc000');
  });

  it('names what the font of PNG and PDF has no sign for', () => {
    const wd = openReview();
    wd.ok(['ingest', 'a.ris', '--search', 'a', '--database', '中国知网', '--date', '2025-01-01']);
    for (const format of ['png', 'pdf']) {
      const { status, stderr } = wd.run(['flow', '--output', `output/flow.${format}`]);
      expect([status, stderr.split('\n')[0]]).toEqual([
        0,
        'warning: the font that comes with litscreen has no 中 国 知 网',
      ]);
    }
    expect(wd.run(['flow', '--output', 'output/flow.svg']).stderr).toBe('output/flow.svg written\n');
  });

  it('says what is open on the picture, and what the CSV cannot say beside it', () => {
    const wd = openReview();
    expect(wd.ok(['flow', '--format', 'svg'])).toContain('2 reports with votes due at title-abstract');
    const { status, stderr } = wd.run(['flow', '--format', 'csv']);
    expect([status, stderr]).toEqual([
      0,
      'warning: the CSV has no place for this: that the flow is provisional\n' +
        'warning: the CSV has no place for this: 1 duplicate, via other methods before retrieval\n',
    ]);
    expect(wd.run(['flow', '--format', 'svg', '--final']).status).toBe(1);
  });
});
