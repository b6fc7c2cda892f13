import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { commandsIn, isAsShown, runPage, SET_UPS, setUpOf } from './console.mjs';

/** Pages run beside each other, and beside other tests. */
const SLOW = 240_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DOCS = pagesUnder('docs');
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

/** Markdown pages in a folder of the repository, by their paths from its root. */
function pagesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
    .sort();
}

const folder = mkdtempSync(join(tmpdir(), 'litscreen-docs-'));
const example = join(folder, 'example');
beforeAll(() => {
  const demo = spawnSync(process.execPath, [join(ROOT, 'fixtures/slm-review/demo.mjs'), '--into', example]);
  expect(demo.status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('what the pages show', () => {
  const shown = [...DOCS, 'README.md'].filter((page) => commandsIn(read(page)).length > 0);

  it.concurrent.each(shown)('%s is what the program prints', { timeout: SLOW }, async (page) => {
    const markdown = read(page);
    expect(SET_UPS).toContain(setUpOf(markdown));
    const ran = await runPage(markdown, example);
    ran.forEach(({ command, line, expected, lines, status }, index) => {
      const place = `${page}:${line}: ${command}`;
      if (!isAsShown(expected, lines)) expect([place, ...lines]).toEqual([place, ...expected]);
      // A command that fails does so in sight of the reader.
      const next = ran[index + 1]?.command;
      if (status !== 0) expect([place, next]).toEqual([place, 'echo $?']);
    });
  });

  it('compares as it says', () => {
    const lines = ['a', 'b', 'c', 'b', 'd'];
    const fitting = [['a', '…'], ['…', 'd'], ['a', '…', 'd'], ['…', 'b', 'd'], ['…', 'c', '…'], ['…'], lines];
    for (const shown of fitting) expect([shown, isAsShown(shown, lines)]).toEqual([shown, true]);
    const others = [['a'], ['b', '…'], ['…', 'b'], ['…', 'x', '…'], ['…', 'd', '…', 'b', 'd'], ['a', 'b', 'c', 'b']];
    for (const shown of others) expect([shown, isAsShown(shown, lines)]).toEqual([shown, false]);
    const page = '```console\n$ one \\\n>   two\n…\n$ three\n```\n\n```sh\n$ four\n```\n';
    expect(commandsIn(page)).toEqual([
      { line: 2, command: 'one \\\n  two', expected: ['…'] },
      { line: 5, command: 'three', expected: [] },
    ]);
  });
});

describe('links', () => {
  const pages = [...DOCS, 'README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'fixtures/slm-review/README.md'];

  it.each(pages)('of %s lead somewhere', (page) => {
    const text = read(page).replace(/^```[^]*?^```/gm, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const broken = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !leadsSomewhere(page, target));
    expect(broken).toEqual([]);
  });

  it('reach every page from the index', () => {
    const index = read('docs/README.md') + read('docs/decisions/README.md').replace(/\]\((?=\d)/g, '](decisions/');
    const missing = DOCS.filter((page) => page !== 'docs/README.md').filter(
      (page) => !index.includes(`](${relative('docs', page)})`),
    );
    expect(missing).toEqual([]);
  });
});

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', fragment] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(ROOT, file))) return false;
  return fragment === undefined || headingsIn(read(file)).includes(fragment);
}

/** The headings of a page as links name them. */
function headingsIn(markdown: string): string[] {
  const headings = [...markdown.replace(/^```[^]*?^```/gm, '').matchAll(/^#+ (.+)$/gm)];
  return headings.map(([, text = '']) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

describe('what the program says', () => {
  it('is in the reference and the picture as it is', () => {
    const generate = join(ROOT, 'docs/generate.mjs');
    const { status, stderr } = spawnSync(process.execPath, [generate, '--check', '--example', example], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('of findings stands on their page, in full', () => {
    const codes = findingCodes();
    expect(codes.length).toBeGreaterThan(30);
    const explained = headingsIn(read('docs/findings.md').replace(/^#{1,2} .*$/gm, ''));
    expect([...new Set(explained)].sort()).toEqual(codes);
  });

  it('of commands stands on a page of the stages', () => {
    const stages = pagesUnder('docs/stages').map(read).join('\n');
    const names = commandNames(
      buildProgram(
        () => undefined as never,
        () => undefined,
      ),
    );
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !stages.includes(name))).toEqual([]);
  });
});

/** The codes of findings in the source: `code: 'x'`, or the first of what makes one. */
function findingCodes(): string[] {
  const source = join(ROOT, 'src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = files.flatMap((name) => {
    const text = readFileSync(join(source, name), 'utf8');
    if (!text.includes('model/finding.ts')) return [];
    const named = /(?:\bcode: |\b(?:error|warn|found)\(\s*)'([a-z]+(?:-[a-z]+)*)'/g;
    const paired = /\['([a-z]+(?:-[a-z]+)+)', ['`]/g;
    return [...text.matchAll(named), ...text.matchAll(paired)].map((match) => match[1] ?? '');
  });
  return [...new Set(found)].sort();
}

/** Every command that does something by itself, as one types it. */
function commandNames(command: Command, path: readonly string[] = []): string[] {
  const under = command.commands.flatMap((item) => commandNames(item, [...path, item.name()]));
  return under.length > 0 && !['dedupe'].includes(command.name()) ? under : [path.join(' '), ...under];
}
