import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { measureDejaVu } from '../../../src/cli/assets.ts';
import type { FlowJson } from '../../../src/flow/model.ts';
import { renderDocx } from '../../../src/flow/render/docx.ts';
import { layoutFlow } from '../../../src/flow/render/layout.ts';
import { groupThousands } from '../../../src/text/thousands.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { anyFlow, flowSaying, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';

const measure = measureDejaVu();
const DATE = new Date('2025-03-04T23:30:01.500Z');
const draw = (flow: FlowJson, brokenRules = 0) => renderDocx(flow, measure, { date: DATE, brokenRules });
const partsOf = (docx: Uint8Array) =>
  Object.fromEntries(Object.entries(unzipSync(docx)).map(([name, bytes]) => [name, strFromU8(bytes)]));

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** All text in it. */
  text: string;
}

/** Every element of a part; throws where that is no XML with namespaces. */
function elements(xml: string): Element[] {
  const found: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]));
    const element = { name, attributes: values, text: '' };
    found.push(element);
    open.push(element);
  });
  parser.on('text', (text) => open.forEach((element) => (element.text += text)));
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
}

/** The paragraphs of each text box, in the order of the picture. */
function boxesOf(xml: string): string[][] {
  return xml
    .split('<w:txbxContent>')
    .slice(1)
    .map((rest) => {
      const content = rest.slice(0, rest.indexOf('</w:txbxContent>'));
      return (
        elements(`<x xmlns:w="w">${content}</x>`)
          .filter(({ name }) => name === 'w:p')
          // No number is broken: what holds it together is a space all the same.
          .map(({ text }) => text.replace(/\(n\u00a0=\u00a0/, '(n = '))
      );
    });
}

/** What the paragraphs of each box of the picture should say. */
function expectedBoxes(flow: FlowJson): string[][] {
  return layoutFlow(flow, measure, 0).boxes.map(({ content, lines }) => {
    if (content.length === 0) return lines.map(({ text }) => text);
    return content.flatMap(({ label, n, isBelow }) => {
      const number = n === undefined ? '' : `(n = ${groupThousands(n)})`;
      return isBelow ? [label, number] : [`${label} ${number}`.trim()];
    });
  });
}

/** What must hold of every document: parts that are XML, relations that lead somewhere, ids that are told apart. */
function expectWellFormed(docx: Uint8Array): Readonly<Record<string, string>> {
  const parts = partsOf(docx);
  expect(Object.keys(parts)).toEqual(['[Content_Types].xml', '_rels/.rels', 'word/document.xml', 'docProps/core.xml']);
  const [types, relations, document] = Object.values(parts).map(elements);
  for (const { attributes } of relations?.filter(({ name }) => name === 'Relationship') ?? []) {
    expect(attributes['TargetMode']).toBeUndefined();
    expect(Object.keys(parts)).toContain(attributes['Target']);
  }
  for (const { attributes } of types?.filter(({ name }) => name === 'Override') ?? [])
    expect(Object.keys(parts)).toContain(attributes['PartName']?.slice(1));
  const ids = document?.filter(({ name }) => name === 'wp:docPr').map(({ attributes }) => attributes['id']) ?? [];
  expect(ids.length).toBeGreaterThan(10);
  expect(new Set(ids).size).toBe(ids.length);
  expect(document?.filter(({ name }) => /hyperlink|instrText|fldSimple|object|altChunk|script/i.test(name))).toEqual(
    [],
  );
  for (const { attributes, text } of document ?? [])
    expect(text + Object.values(attributes).join('')).not.toMatch(
      /(?!\n)[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u,
    );
  return parts;
}

describe('renderDocx', () => {
  it('holds the text of each box as paragraphs, which can be edited', () => {
    const flow = flowWith(
      { excludedReports: [{ id: 'off', label: 'off topic', n: 1234 }] },
      { sources: [{ id: 'c', name: 'c', kind: 'citation', n: 3 }] },
    );
    const { 'word/document.xml': document = '' } = expectWellFormed(draw(flow));
    expect(boxesOf(document)).toEqual(expectedBoxes(flow));
    expect(boxesOf(document)).toContainEqual(['Records screened', '(n = 0)']);
    expect(boxesOf(document)).toContainEqual(['Reports excluded:', 'off topic (n = 1,234)']);
  });

  it('is dated as it is told', () => {
    const core = elements(partsOf(draw(flowWith()))['docProps/core.xml'] ?? '');
    const text = (name: string) => core.find((element) => element.name === name)?.text;
    expect(text('dcterms:created')).toBe('2025-03-04T23:30:01Z');
    expect(text('dcterms:modified')).toBe('2025-03-04T23:30:01Z');
    expect(text('dc:title')).toBe('PRISMA 2020 flow diagram');
  });

  it('is the same bytes each time, and in every time zone', () => {
    const module = (path: string) => JSON.stringify(new URL(`../../../dist/${path}`, import.meta.url).href);
    const script = `
      import { createHash } from 'node:crypto';
      import { renderDocx } from ${module('flow/render/docx.js')};
      import { measureDejaVu } from ${module('cli/assets.js')};
      const flow = ${JSON.stringify(UPDATED_SCOPING_REVIEW)};
      const hash = (text) => createHash('sha256').update(renderDocx(flow, measureDejaVu(), { date: new Date(text) })).digest('hex');
      console.log(hash('${DATE.toISOString()}'), hash('2025-03-30T01:30:00Z'));`;
    const hashes = ['UTC', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Kiritimati', 'Europe/Rome'].map((TZ) => {
      const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      return stdout;
    });
    expect(new Set(hashes).size).toBe(1);
    const [here] = hashes[0]?.split(' ') ?? [];
    expect(createHash('sha256').update(draw(UPDATED_SCOPING_REVIEW)).digest('hex')).toBe(here);
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const { 'word/document.xml': document = '', 'docProps/core.xml': core } = expectWellFormed(
      draw(UPDATED_SCOPING_REVIEW),
    );
    const said = boxesOf(document).map((paragraphs) => paragraphs.join(' '));
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(said.join('\n')).toContain(n === undefined ? label : `${label} (n = ${n})`);
    expect(core).toContain('<dc:title>PRISMA-ScR flow diagram</dc:title>');
    expect(
      boxesOf(partsOf(draw(flowWith()))['word/document.xml'] ?? '')
        .flat()
        .join(' '),
    ).not.toMatch(/previous|\bnew |total|evidence|no reason given/i);
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('holds %j as text', (_, said) => {
    const flow = flowSaying(said);
    const { 'word/document.xml': document = '' } = expectWellFormed(draw(flow));
    expect(boxesOf(document)).toEqual(expectedBoxes(flow));
  });

  it('is well-formed, whatever the labels and numbers', () => {
    fc.assert(
      fc.property(anyFlow, fc.nat({ max: 3 }), (flow, brokenRules) => {
        const docx = draw(flow, brokenRules);
        expectWellFormed(docx);
        expect(Buffer.from(draw(structuredClone(flow), brokenRules)).equals(docx)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
