// How long an ingest takes, beside csv-parse walking the same CSV, and how much memory it needs: each command in a process
// of its own, one after the other, in rounds. Usage: node bench/ingest/run.mjs [records] [rounds]
// It needs the build, prints ratios of medians, and never fails. A million records are a CSV of 1.8 GB.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FORMATS, makeExport } from './make.mjs';

const AIM = { ratio: 2, megabytes: 600 };
const records = Math.max(1, Number(process.argv[2]) || 100_000);
const rounds = Math.max(1, Number(process.argv[3]) || 3);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const litscreen = at('../../bin/litscreen.js');
const room = mkdtempSync(join(tmpdir(), 'litscreen-bench-'));
process.on('exit', () => rmSync(room, { recursive: true, force: true }));

/** Tells the peak of a process's memory when it ends. */
const PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`))';

function run(args) {
  const start = performance.now();
  const { stderr, status } = spawnSync(process.execPath, ['--import', PEAK, ...args], { encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) process.stdout.write(`${args.join(' ')} ended with ${status}: ${stderr}\n`);
  return { seconds, megabytes: Number(/^peak (\d+)$/m.exec(stderr)?.[1] ?? 0) / 1024 };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const sizes = Object.fromEntries(
  Object.keys(FORMATS).map((format) => [format, makeExport(join(room, `big.${format}`), format, records)]),
);
const tasks = {
  'csv-parse walks the CSV': () => run([at('walk.mjs'), join(room, 'big.csv')]),
  'ingest of the CSV': (review) =>
    run([...review, 'ingest', join(room, 'big.csv'), '--search', 'big', '--date', '2025-01-01']),
  'the same CSV again': (review) => run([...review, 'ingest', join(room, 'big.csv'), '--search', 'big']),
  ...Object.fromEntries(
    ['ris', 'nbib', 'wos'].map((format) => [
      `reading ${format} (dry run)`,
      () => run([litscreen, '-C', room, 'ingest', join(room, `big.${format}`), '--dry-run']),
    ]),
  ),
};
const results = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  const folder = join(room, `review-${round}`);
  run([litscreen, '-C', room, 'init', folder]);
  for (const [name, task] of Object.entries(tasks)) results[name].push(task([litscreen, '-C', folder]));
  rmSync(folder, { recursive: true, force: true });
}
const walked = median(results['csv-parse walks the CSV'].map(({ seconds }) => seconds));
const lines = Object.entries(results).map(([name, runs]) => {
  const seconds = median(runs.map((item) => item.seconds));
  const peak = Math.max(...runs.map((item) => item.megabytes));
  const perRecord = (1e6 * seconds) / records;
  return `${name.padEnd(26)} ${seconds.toFixed(1).padStart(7)} s  ${(seconds / walked).toFixed(2).padStart(5)}  ${perRecord.toFixed(0).padStart(5)} µs a record  ${peak.toFixed(0).padStart(5)} MB`;
});
process.stdout.write(
  `${records} records; CSV of ${(sizes.csv / 1e6).toFixed(0)} MB; medians of ${rounds} rounds, peak memory of all\n` +
    `${''.padEnd(26)}    time  ratio to csv-parse (the aim: at most ${AIM.ratio}), memory (the aim: below ${AIM.megabytes} MB)\n` +
    lines.map((line) => `${line}\n`).join(''),
);
