// Writes the table of docs/formats.md: what becomes of every export of the corpus. Needs the build and the corpus, which
// LITSCREEN_CORPUS names (default ../shared/data). `--check` writes nothing, and exits 1 where the table differs.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format as prettier, resolveConfig } from 'prettier';
import { openExport } from '../dist/formats/bytes/open-export.js';
import { FORMATS, sniffFormat } from '../dist/formats/registry.js';
import { readExport } from '../dist/records/read-export.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PAGE = join(ROOT, 'docs/formats.md');
const CORPUS = process.env.LITSCREEN_CORPUS ?? join(ROOT, '../shared/data');
const FIELDS = ['title', 'authors', 'year', 'doi', 'abstract'];
/** Of a folder with more files of one format, the sum is told. */
const ALONE = 12;

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((item) => (item.isDirectory() ? filesUnder(join(folder, item.name)) : [join(folder, item.name)]));
}

/** What is read of one file; undefined where no format claims it. */
async function readFile(path) {
  let texts = [];
  try {
    texts = await openExport(() => [readFileSync(path)], path);
  } catch {
    return [];
  }
  return texts.flatMap((text) => {
    const pieces = [...text.text()];
    const format = sniffFormat(pieces.join('').slice(0, 65_536));
    if (!format) return [];
    const counter = format.counter();
    for (const piece of pieces) counter.add(piece);
    const spool = { add: () => 0, get: () => '' };
    const read = readExport({ name: 'x', entries: format.parse(pieces) }, spool, undefined, []);
    const unreadable = read.rejected.filter((item) => item.kind === 'unreadable').length;
    const notices = read.rejected.length - unreadable;
    return [
      {
        format: format.id,
        files: 1,
        counted: counter.total() - (counter.counts === 'entries' ? 0 : notices),
        records: read.entry.length,
        unreadable,
        notices,
        filled: FIELDS.map((field) => read.filled[field]),
      },
    ];
  });
}

function sum(rows) {
  return rows.reduce((all, row) => ({
    ...all,
    files: all.files + row.files,
    counted: all.counted + row.counted,
    records: all.records + row.records,
    unreadable: all.unreadable + row.unreadable,
    notices: all.notices + row.notices,
    filled: all.filled.map((n, index) => n + row.filled[index]),
  }));
}

function line(name, row) {
  const share = (n) => (row.records === 0 ? '–' : `${Math.floor((1000 * n) / row.records) / 10} %`);
  const cells = [name, row.format, row.counted, row.records, row.unreadable, row.notices, ...row.filled.map(share)];
  return `| ${cells.join(' | ')} |\n`;
}

async function table() {
  const exports = join(CORPUS, 'exports');
  const groups = new Map();
  for (const path of filesUnder(exports)) {
    // What others expect of a file is no export.
    if (/\/expected\/|expected\.json$/.test(path)) continue;
    for (const row of await readFile(path)) {
      const name = relative(exports, path);
      const key = `${name.split('/')[0]} ${row.format}`;
      groups.set(key, [...(groups.get(key) ?? []), { name, row }]);
    }
  }
  const rows = [...groups.values()];
  const lines = rows.flatMap((group) => {
    if (group.length <= ALONE) return group.map(({ name, row }) => line(name, row));
    return [line(`${group[0].name.split('/')[0]}: ${group.length} files`, sum(group.map(({ row }) => row)))];
  });
  const all = sum(rows.flat().map(({ row }) => row));
  const head = ['File', 'Format', 'Counted', 'Records', 'Unreadable', 'Notices', ...FIELDS.map((field) => field)];
  return (
    `| ${head.join(' | ')} |\n| ${head.map((_, index) => (index < 2 ? '---' : '--:')).join(' | ')} |\n` +
    `${lines.join('')}${line(`all ${all.files} files`, { ...all, format: '' })}`
  );
}

function list() {
  return `| \`--format\` | What it is |\n| --- | --- |\n${FORMATS.map(({ id, name }) => `| \`${id}\` | ${name} |\n`).join('')}`;
}

/** The page with what stands between two marks written anew. */
function withPart(page, name, content) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  return page.slice(0, page.indexOf(begin) + begin.length) + `\n\n${content}\n` + page.slice(page.indexOf(end));
}

if (!statSync(CORPUS, { throwIfNoEntry: false })) {
  process.stderr.write(`no folder ${CORPUS}: name the corpus in LITSCREEN_CORPUS\n`);
  process.exitCode = 1;
} else {
  const page = readFileSync(PAGE, 'utf8');
  const written = withPart(withPart(page, 'formats', list()), 'corpus', await table());
  const text = await prettier(written, { ...(await resolveConfig(PAGE)), filepath: PAGE });
  if (!process.argv.includes('--check')) writeFileSync(PAGE, text);
  else if (text !== page) {
    process.stderr.write('docs/formats.md differs: node docs/formats.mjs writes it\n');
    process.exitCode = 1;
  }
}
