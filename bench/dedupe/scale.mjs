// How matching grows: libraries made of the labelled sets, each in a process of its own, from the smallest on.
// Usage: LITSCREEN_CORPUS=<folder> node bench/dedupe/scale.mjs [records …]     (default: 100000 1000000)
// It needs the build, prints times, memory and what was found of what was planted, and never fails.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toComparable } from '../../dist/dedupe/comparable.js';
import { planDedupe } from '../../dist/dedupe/plan-dedupe.js';
import { makeLibrary } from './make.mjs';
import { inCorpus, readRecords, SETS } from './sets.mjs';

const AIM = { growth: 15, gigabytes: 4 };
const corpus = process.env.LITSCREEN_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const here = fileURLToPath(import.meta.url);
const print = (text) => process.stdout.write(`${text}\n`);

if (process.env.LITSCREEN_BENCH_RECORDS) await match(Number(process.env.LITSCREEN_BENCH_RECORDS));
else if (!existsSync(inCorpus(corpus, '.')))
  print(`skipped: the labelled sets are not in ${corpus} (LITSCREEN_CORPUS)`);
else {
  const sizes = process.argv.slice(2).map(Number);
  let before;
  for (const size of sizes.length > 0 ? sizes : [100_000, 1_000_000]) {
    const env = { ...process.env, LITSCREEN_BENCH_RECORDS: String(size) };
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--max-old-space-size=3900', here], {
      env,
      encoding: 'utf8',
    });
    if (status !== 0) {
      print(`${size} records: ended with ${status}: ${stderr.slice(-400)}`);
      break;
    }
    const { told, seconds } = JSON.parse(stdout);
    print(
      told +
        (before
          ? `, ${(seconds / before).toFixed(1)} times the size before (aim: at most ${AIM.growth} for ten times the records)`
          : ''),
    );
    before = seconds;
  }
}

async function match(count) {
  const real = [];
  for (const { records } of SETS) real.push(...(await readRecords(records.map((file) => inCorpus(corpus, file)))));
  const reports = new Uint32Array(count);
  const comparables = [];
  let prepared = 0;
  for (const { report, record } of makeLibrary(real, count)) {
    const n = comparables.length;
    reports[n] = report;
    const start = performance.now();
    comparables.push(toComparable({ id: `made-${n + 1}`, ...record, source: { file: '', entry: 1, line: 1 } }));
    prepared += performance.now() - start;
  }
  const start = performance.now();
  const plan = planDedupe(comparables, []);
  const seconds = (prepared + performance.now() - start) / 1000;
  const reportOf = (id) => reports[Number(id.slice(5)) - 1];
  const wrong = plan.links.filter(({ record, duplicateOf }) => reportOf(record) !== reportOf(duplicateOf)).length;
  const copies = count - new Set(reports).size;
  const peak = process.resourceUsage().maxRSS / 1024 / 1024;
  const told =
    `${count} records: ${seconds.toFixed(1)} s, of it ${(prepared / 1000).toFixed(1)} s preparing; peak ${peak.toFixed(2)} GB (aim: below ${AIM.gigabytes}); ` +
    `${plan.links.length} links (${copies} copies planted), ${wrong} wrong, ${plan.uncertain.length} uncertain`;
  print(JSON.stringify({ told, seconds }));
}
