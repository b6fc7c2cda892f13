// What `litscreen dedupe` takes as a command, on a review of many records: reading, matching, writing. The library is made
// of the labelled sets and ingested as one CSV first. Usage: LITSCREEN_CORPUS=<folder> node bench/dedupe/whole.mjs [records]
// It needs the build, prints time and memory, and never fails.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'csv-stringify/sync';
import { makeLibrary } from './make.mjs';
import { inCorpus, readRecords, SETS } from './sets.mjs';

const AIM = { gigabytes: 4 };
const corpus = process.env.LITSCREEN_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const count = Math.max(1, Number(process.argv[2]) || 100_000);
const litscreen = fileURLToPath(new URL('../../bin/litscreen.js', import.meta.url));
const PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`))';

function run(args) {
  const start = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', PEAK, litscreen, ...args], {
    encoding: 'utf8',
  });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) process.stdout.write(`${args.join(' ')} ended with ${status}: ${stderr}\n`);
  return { seconds, stdout, gigabytes: Number(/^peak (\d+)$/m.exec(stderr)?.[1] ?? 0) / 1024 / 1024 };
}

if (!existsSync(inCorpus(corpus, '.')))
  process.stdout.write(`skipped: the labelled sets are not in ${corpus} (LITSCREEN_CORPUS)\n`);
else {
  const room = mkdtempSync(join(tmpdir(), 'litscreen-bench-'));
  process.on('exit', () => rmSync(room, { recursive: true, force: true }));
  const real = [];
  for (const { records } of SETS) real.push(...(await readRecords(records.map((file) => inCorpus(corpus, file)))));
  const file = openSync(join(room, 'library.csv'), 'w');
  const fields = ['title', 'authors', 'year', 'journal', 'volume', 'number', 'pages', 'doi', 'abstract'];
  writeSync(file, `${fields.join(',')}\n`);
  for (const { record } of makeLibrary(real, count)) {
    const authors = record.authors.map(({ family, given = '' }) => `${family}, ${given}`).join('; ');
    const { title, year, venue, volume, issue, pages, doi, abstract } = record;
    writeSync(file, stringify([[title, authors, year, venue, volume, issue, pages, doi, abstract]]));
  }
  closeSync(file);
  const review = join(room, 'review');
  run(['init', review]);
  run(['-C', review, 'ingest', join(room, 'library.csv'), '--search', 'library', '--date', '2025-01-01']);
  for (const what of [['dedupe'], ['dedupe'], ['status']]) {
    const { seconds, stdout, gigabytes } = run(['-C', review, ...what]);
    process.stdout.write(
      `${what.join(' ')}, ${count} records: ${seconds.toFixed(1)} s, peak ${gigabytes.toFixed(2)} GB (aim: below ${AIM.gigabytes})\n` +
        (what[0] === 'dedupe' ? stdout.split('\n').slice(0, 2).join('\n') + '\n' : ''),
    );
  }
}
