import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dejaVu, measureDejaVu } from '../../../src/cli/assets.ts';
import type { FlowJson } from '../../../src/flow/model.ts';
import { layoutFlow } from '../../../src/flow/render/layout.ts';
import { renderPdf } from '../../../src/flow/render/pdf.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { flowSaying, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';

const hasPdftotext = spawnSync('pdftotext', ['-v']).status === 0;
const measure = measureDejaVu();
const fonts = dejaVu();
const DATE = new Date('2025-03-04T23:30:01.500Z');
const draw = (flow: FlowJson) => renderPdf(flow, measure, { date: DATE, fonts });

interface Pdf {
  /** All but the strings and what streams hold. */
  readonly syntax: string;
  readonly strings: readonly string[];
}

/** Takes a PDF apart; throws where a string does not end. */
function readPdf(bytes: Uint8Array): Pdf {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/(?<=>>\s*)stream\n.*?\nendstream/gs, 'stream');
  const strings: string[] = [];
  let syntax = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '(') {
      syntax += text[at] ?? '';
      continue;
    }
    const from = at + 1;
    for (let depth = 1; depth > 0;) {
      at++;
      if (at >= text.length) throw new Error(`this string never ends: ${text.slice(from, from + 40)}`);
      if (text[at] === '\\') at++;
      else if (text[at] === '(') depth++;
      else if (text[at] === ')') depth--;
    }
    strings.push(textOf(text.slice(from, at)));
    syntax += '()';
  }
  return { syntax, strings };
}

/** A string without its escapes; those that begin with a byte order mark are UTF-16. */
function textOf(string: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  const raw = string.replace(/\\([0-7]{1,3}|.)/gs, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : (escapes[code] ?? code),
  );
  return raw.startsWith('\xfe\xff') ? Buffer.from(raw.slice(2), 'latin1').swap16().toString('utf16le') : raw;
}

/** What must hold of every document: nothing in it does anything, and all that it refers to is in it. */
function expectHarmless(bytes: Uint8Array): Pdf {
  const pdf = Buffer.from(bytes).toString('latin1');
  expect(pdf).toMatch(/^%PDF-1\.7\n/);
  expect(pdf).toMatch(/\n%%EOF\s*$/);
  const read = readPdf(bytes);
  expect(read.syntax).not.toMatch(
    /\/(?:JavaScript|JS|URI|Launch|OpenAction|AA|GoToR|SubmitForm|ImportData|EmbeddedFiles?|RichMedia|AcroForm|Annots|XFA)\b/,
  );
  const objects = new Set([...read.syntax.matchAll(/^(\d+) 0 obj$/gm)].map(([, id]) => id));
  for (const [, id] of read.syntax.matchAll(/\b(\d+) 0 R\b/g)) expect(objects).toContain(id);
  return read;
}

function textIn(pdf: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'litscreen-pdf-'));
  try {
    writeFileSync(join(folder, 'flow.pdf'), pdf);
    const { stdout, status } = spawnSync('pdftotext', ['-raw', 'flow.pdf', '-'], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(0);
    return stdout.replace(/\s+/g, ' ');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('renderPdf', () => {
  it('has a title, and is dated as it is told', async () => {
    const { syntax, strings } = expectHarmless(await draw(flowWith()));
    expect(syntax).toMatch(/\/Title \d+ 0 R/);
    expect(strings).toContain('PRISMA 2020 flow diagram');
    expect(syntax).toMatch(/\/CreationDate \d+ 0 R/);
    expect(syntax).toMatch(/\/ModDate \d+ 0 R/);
    expect(strings.filter((text) => text.startsWith('D:'))).toEqual(['D:20250304233001Z', 'D:20250304233001Z']);
    expect(syntax).toContain('/DisplayDocTitle true');
  });

  it('is one page of the size of the picture', async () => {
    const { width, height } = layoutFlow(flowWith(), measure, 0);
    const { syntax } = readPdf(await draw(flowWith()));
    expect(syntax.match(/\/Type \/Page\b/g)).toHaveLength(1);
    expect(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(syntax)?.slice(1).map(Number)).toEqual([
      0.75 * width,
      0.75 * height,
    ]);
  });

  it('is the same bytes each time', async () => {
    expect(Buffer.from(await draw(UPDATED_SCOPING_REVIEW)).equals(await draw(UPDATED_SCOPING_REVIEW))).toBe(true);
  });

  it('tells an updated scoping review to those who cannot see it', async () => {
    const { strings } = expectHarmless(await draw(UPDATED_SCOPING_REVIEW));
    expect(strings).toContain('PRISMA-ScR flow diagram');
    const told = strings.find((text) => text.includes('Records screened')) ?? '';
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(told).toContain(n === undefined ? label : `${label} (n = ${n})`);
    expect(readPdf(await draw(flowWith())).strings.join('\n')).not.toMatch(
      /previous|\bnew |total|evidence|no reason given/i,
    );
  });

  it.skipIf(!hasPdftotext)('holds text that can be searched, as pdftotext finds where it is installed', async () => {
    const text = textIn(await draw(UPDATED_SCOPING_REVIEW));
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(text).toContain(n === undefined ? label : `${label} (n = ${n})`);
    expect(textIn(await draw(flowSaying('Ünïcödé – <b>"x"</b> (y) \\')))).toContain(
      'Ünïcödé – <b>"x"</b> (y) \\ (n = 3)',
    );
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('holds %j as text', async (_, said) => {
    const flow = flowSaying(said);
    const { strings } = expectHarmless(await draw(flow));
    const told = layoutFlow(flow, measure, 0).boxes.filter(({ look }) => look !== 'phase');
    expect(strings).toContain(told.map((box) => box.told).join('\n'));
    expect(strings.join('')).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
  });
});
