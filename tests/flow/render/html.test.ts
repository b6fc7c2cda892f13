import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureDejaVu } from '../../../src/cli/assets.ts';
import type { FlowJson } from '../../../src/flow/model.ts';
import { renderHtml, type HtmlOptions, type OpenedBox } from '../../../src/flow/render/html.ts';
import { HOSTILE_EXAMPLES, hostileText } from '../../text/hostile.ts';
import { anyFlow, flowSaying, flowWith, UPDATED_SCOPING_REVIEW, UPDATED_SCOPING_WORDS } from './flows.ts';

const measure = measureDejaVu();

function draw(flow: FlowJson, rest: Partial<HtmlOptions> = {}): string {
  return renderHtml(flow, measure, { title: 'A review', open: () => undefined, ...rest });
}

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const VOID = new Set(['meta']);
/** A tag as we write them: names in small letters, values in quotes; only the picture closes tags by themselves. */
const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/g;
const REFERENCE = /&(?:amp|lt|gt|quot|apos);/g;

/** Every element of a page and all of its text; throws where tags are not balanced, or anything else is markup. */
function readPage(page: string): { readonly tags: readonly Tag[]; readonly text: string } {
  // What stands in a script or a style is no markup: it was written by nobody else.
  const body = page.replace(/^<!doctype html>\n/, '').replace(/(<(style|script)>)[^<]*(<\/\2>)/g, '$1$3');
  const tags: Tag[] = [];
  const open: string[] = [];
  const text = body.replace(TAG, (_, closes: string, name: string, list: string, alone: string) => {
    if (closes) {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
      return ' ';
    }
    const pairs = [...list.matchAll(/ ([a-zA-Z-]+)="([^"]*)"/g)].map(
      ([, key = '', value = '']) => [key, value] as const,
    );
    const attributes = Object.fromEntries(pairs);
    if (Object.keys(attributes).length !== pairs.length) throw new Error(`<${name}> has an attribute twice`);
    tags.push({ name, attributes });
    if (!alone && !VOID.has(name)) open.push(name);
    return ' ';
  });
  if (open.length > 0) throw new Error(`${open.join(', ')} are never closed`);
  const strange = text.replace(REFERENCE, '').match(/[<>&].{0,40}/g);
  if (strange) throw new Error(`this is markup: ${strange.join(' ')}`);
  return { tags, text };
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

/** What must hold of every page, whatever is on it. */
function expectHarmless(page: string): readonly Tag[] {
  const { tags, text } = readPage(page);
  const attributes = tags.flatMap((tag) => Object.entries(tag.attributes));
  expect(text + attributes.flat().join('')).not.toMatch(
    /(?![\n\r\t])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/u,
  );
  expect(attributes.filter(([name]) => /^on|^style$|^src|^action$|^formaction$|^srcdoc$/i.test(name))).toEqual([]);
  expect(attributes.filter(([name, value]) => /href/i.test(name) && !/^#[\w.-]+$/.test(value))).toEqual([]);
  const references = attributes.filter(([name]) => !/^(?:xmlns|aria-label|content)$/.test(name));
  expect(references.filter(([, value]) => /:\/\/|url\(|javascript:/i.test(value))).toEqual([]);
  const ids = attributes.flatMap(([name, value]) => (name === 'id' ? [value] : []));
  expect(new Set(ids).size).toBe(ids.length);
  for (const {
    attributes: { href },
  } of tags)
    if (href !== undefined) expect(ids).toContain(href.slice(1));
  for (const name of ['script', 'style', 'title', 'h1', 'svg', 'main'])
    expect(tags.filter((tag) => tag.name === name)).toHaveLength(1);
  const known = ['html', 'head', 'meta', 'title', 'style', 'body', 'header', 'h1', 'p', 'main', 'figure', 'svg', 'g', 'a', 'rect', 'text', 'polyline', 'polygon', 'h2', 'section', 'h3', 'div', 'span', 'details', 'summary', 'table', 'caption', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'footer', 'script']; // prettier-ignore
  expect(tags.filter(({ name }) => !known.includes(name))).toEqual([]);
  return tags;
}

describe('renderHtml', () => {
  const box: OpenedBox = {
    unit: 'report',
    n: 1203,
    rows: [{ id: 'scopus-1', title: 'Small models', told: 'MP exclude off: "no models" (2025-03-04)' }],
  };
  const opened = draw(flowWith({ excluded: 1203 }), {
    open: (path) => (path === 'databases.excluded' ? box : undefined),
  });

  it('lets nothing run but its own script, and loads nothing', () => {
    const tags = expectHarmless(opened);
    const policy = tags.find(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')?.attributes[
      'content'
    ];
    const inside = (name: string) =>
      [...opened.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, text]) => text ?? '');
    const [[style = ''], [script = '']] = [inside('style'), inside('script')];
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `style-src '${hashOf(style)}'`,
      `script-src '${hashOf(script)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(style).not.toMatch(/url\(|@import|expression/i);
    expect(script).not.toMatch(/fetch|XMLHttpRequest|innerHTML|eval|document\.write|https?:/);
    expect(opened.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(/https?:/);
  });

  it('opens a box with what is in it, and why', () => {
    expect(opened).toContain(
      '<summary><span class="label">Records excluded</span>\u00a0<span class="n">1,203</span></summary>',
    );
    expect(opened).toContain('<caption>Records excluded: 1203 reports</caption>');
    expect(opened).toContain(
      '<tr><th scope="row">scopus-1</th><td>Small models</td><td>MP exclude off: &quot;no models&quot; (2025-03-04)</td></tr>',
    );
    expect(opened).toContain('… and 1,202 more: <code>litscreen explain databases.excluded</code> lists them all.');
    expect(opened.match(/<details/g)).toHaveLength(1);
    expect(opened).toContain('<a href="#box-databases.excluded" aria-label="Records excluded (n = 1,203)">');
    expect(opened).toContain('<div class="box main aside" id="box-databases.excluded">');
  });

  it('does not open what is empty', () => {
    expect(draw(flowWith(), { open: () => ({ unit: 'study', n: 0, rows: [] }) })).not.toContain('<details');
  });

  it('says above the picture that it is provisional, and why', () => {
    const pending = { ...flowWith().pending, retrieval: 2 };
    const page = draw(flowWith({}, {}, { provisional: true, pending }), { brokenRules: 1 });
    expect(page).toContain('<title>A review: PRISMA 2020 flow diagram (provisional)</title>');
    expect(page).toMatch(
      /<p class="provisional">PROVISIONAL, while these are open: 2 full texts to retrieve, 1 broken rule[^<]*<\/p>/,
    );
  });

  it('says what an updated scoping review had and has, and why records were excluded', () => {
    const page = draw(UPDATED_SCOPING_REVIEW);
    expectHarmless(page);
    expect(page).toContain('<p>PRISMA-ScR flow diagram, version 2. ');
    for (const [label, n] of UPDATED_SCOPING_WORDS)
      expect(page).toContain(
        n === undefined ? `>${label}</h3>` : `<span class="label">${label}</span>\u00a0<span class="n">${n}</span>`,
      );
    expect(readPage(draw(flowWith())).text).not.toMatch(/previous|\bnew |total|evidence|no reason given/i);
  });

  it.each(HOSTILE_EXAMPLES.map((text) => [text.slice(0, 40), text]))('shows %j as text', (_, said) => {
    const open = (): OpenedBox => ({ unit: 'record', n: 2, rows: [{ id: said, title: said, told: said }] });
    const page = draw(flowSaying(said), { title: said, open });
    const plain = draw(flowSaying('said'), {
      title: 'said',
      open: () => ({ unit: 'record', n: 2, rows: [{ id: '', title: '', told: '' }] }),
    });
    const names = (tags: readonly Tag[]) => tags.map(({ name }) => name).filter((name) => name !== 'text');
    expect(names(expectHarmless(page))).toEqual(names(expectHarmless(plain)));
  });

  it('is balanced, harmless and the same every time, whatever is in the boxes', () => {
    const text = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_EXAMPLES));
    const rows = fc.array(fc.record({ id: text, title: text, told: text }), { maxLength: 3 });
    const opens = fc.record({ unit: fc.constantFrom('record', 'report', 'study'), n: fc.nat({ max: 5 }), rows });
    fc.assert(
      fc.property(anyFlow, text, opens, fc.nat({ max: 3 }), (flow, title, found, brokenRules) => {
        const page = draw(flow, { title, brokenRules, open: () => found });
        expectHarmless(page);
        expect(draw(structuredClone(flow), { title, brokenRules, open: () => found })).toBe(page);
      }),
      { numRuns: 20 },
    );
  });
});
