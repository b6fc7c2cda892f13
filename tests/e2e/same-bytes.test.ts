import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildSlmReview, SLM, SLM_SEARCHES, slmExport } from '../helpers/slm-review.ts';
import { hashesOf } from '../helpers/hashes.ts';
import { workdir, type Workdir } from '../helpers/workdir.ts';

type Env = Readonly<Record<string, string>>;

/** The worked example, with its searches ingested in some order, under some environment. */
function build(env: Env, order: readonly string[]): Workdir {
  const wd = workdir();
  const run = (args: readonly string[]) => {
    const { status, stderr } = wd.run(args, env);
    expect([args, status, stderr.match(/^error.*/gm)]).toEqual([args, 0, null]);
  };
  run(['init', '.', '--template', 'slm']);
  for (const id of order) {
    const { file = '', date = '' } = SLM_SEARCHES.find((search) => search.id === id) ?? {};
    run(['ingest', join(SLM, 'exports', file), '--search', id, '--date', date]);
  }
  const citation = ['--kind', 'citation', '--direction', 'backward', '--via', 'C1', '--date', '2025-05-12'];
  run(['ingest', join(SLM, 'exports/snowballing.ris'), '--search', 'snowballing', ...citation]);
  cpSync(join(SLM, 'decisions'), wd.path, { recursive: true });
  run(['dedupe']);
  // Limits that remove something, so that there is a table of it: the votes on that wait.
  wd.write('review.yaml', `${wd.read('review.yaml')}filters:\n  dates: { from: 2023-01, to: 2025-01 }\n`);
  run(['filter']);
  run(['extract', 'init', '--template', 'slm']);
  for (const ending of ['json', 'svg', 'csv', 'md', 'mmd', 'dot', 'png', 'pdf', 'html', 'docx'])
    run(['flow', '--output', `output/prisma.${ending}`]);
  run(['extract', 'final', 'output/extraction.csv']);
  run(['extract', 'sheet', 'output/mp.csv', '--as', 'MP', '--quotes']);
  run(['screen', '--sheet', 'output/ml.csv', '--as', 'ML']);
  return wd;
}

/** Every file, and what commands print that derive numbers from them. */
function everythingOf(wd: Workdir, env: Env): unknown {
  const commands = [
    ['flow'],
    ['flow', '--json'],
    ['check', '--json'],
    ['status'],
    ['explain', 'scopus-103'],
    ['agreement'],
    ['filter', '--dry-run', '--json'],
    ['extract', 'summary'],
    ['snowball', 'status'],
  ];
  const printed = commands.map((args) => wd.run(args, env).stdout);
  const files = Object.entries(hashesOf(wd.path)).filter(([path]) => !path.startsWith('.litscreen/'));
  return { printed, files };
}

const HERE: Env = { TZ: 'UTC', LC_ALL: 'C' };

describe('the worked example has the same bytes', () => {
  it.each<[string, Env, readonly string[]]>([
    [
      'in Kiritimati, in Turkish',
      { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
      ['wos', 'acm', 'ieee', 'scopus'],
    ],
    [
      'in Newfoundland, in Japanese',
      { TZ: 'America/St_Johns', LC_ALL: 'ja_JP.UTF-8', LANG: 'ja_JP.UTF-8' },
      ['acm', 'scopus', 'wos', 'ieee'],
    ],
    [
      'without a locale',
      { TZ: 'Asia/Kathmandu', LC_ALL: 'C', LANG: 'C', LANGUAGE: 'de' },
      ['ieee', 'wos', 'scopus', 'acm'],
    ],
  ])('%s, whatever was ingested first', { timeout: 120_000 }, (_, env, order) => {
    const here = build(
      HERE,
      SLM_SEARCHES.map(({ id }) => id),
    );
    const there = build(env, order);
    expect(everythingOf(there, env)).toEqual(everythingOf(here, HERE));
  });
});

describe('the files of one search', () => {
  const NAMES = ['part-10.ris', 'part-2.ris', 'Part-3.ris', 'ä.ris'];
  const entries = (name: string) =>
    [1, 2, 3].map((n) => `TY  - JOUR\nTI  - Entry ${n} of the file ${name}\nPY  - 2024\nER  - \n\n`).join('') +
    // What one file holds another one holds too, and each holds a line that is no entry.
    `TY  - JOUR\nTI  - An entry of every file\nPY  - 2024\nDO  - 10.5555/all\nER  - \n\nTY  - JOUR\nPY  - 2024\nER  - \n`;

  function ingest(order: readonly string[], options: readonly string[]): unknown {
    const wd = workdir();
    wd.ok(['init', '.']);
    for (const name of NAMES) wd.write(name, entries(name));
    wd.ok(['ingest', ...order, ...options, '--date', '2025-01-01']);
    return Object.entries(hashesOf(wd.path)).filter(([path]) => path.startsWith('searches/'));
  }
  const ORDERS = [NAMES, NAMES.toReversed(), ['Part-3.ris', 'ä.ris', 'part-2.ris', 'part-10.ris']] as const;

  it('make the same records in whatever order they are named', () => {
    const [first, ...others] = ORDERS.map((order) => ingest(order, ['--search', 's']));
    for (const other of others) expect(other).toEqual(first);
  });

  it('give their search the same name', () => {
    const [first, ...others] = ORDERS.map((order) => ingest(order, []));
    for (const other of others) expect(other).toEqual(first);
  });
});

it('dedupe does not depend on how often it ran, nor on its own tables', { timeout: 120_000 }, () => {
  const wd = workdir();
  buildSlmReview(wd);
  const links = wd.read('dedupe/links.csv');
  wd.write('dedupe/links.csv', 'record,duplicate_of,rule,score\n');
  wd.write('dedupe/uncertain.csv', 'record_a,record_b,score,why\n');
  wd.ok(['dedupe']);
  wd.ok(['dedupe']);
  expect(wd.read('dedupe/links.csv')).toBe(links);
});

it('an export with other line ends or a mark has the same records', () => {
  const records = (text: string) => {
    const wd = workdir();
    wd.ok(['init', '.']);
    wd.write('ieee.csv', text);
    wd.ok(['ingest', 'ieee.csv', '--date', '2025-02-04']);
    return wd.read('searches/ieee/records.jsonl');
  };
  const text = slmExport('ieee.csv')
    .replace(/^\ufeff/, '')
    .replaceAll('\r\n', '\n');
  const plain = records(text);
  expect(records(text.replaceAll('\n', '\r\n'))).toBe(plain);
  expect(records(`\ufeff${text}`)).toBe(plain);
});
