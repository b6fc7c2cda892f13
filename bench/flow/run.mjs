// What the flow of a large review costs, beside walking the same files with csv-parse and JSON.parse alone: with the index
// of its records, and without it as in a fresh clone. Usage: node bench/flow/run.mjs [records] [votes of each of two people]
// [rounds]. It needs the build, prints medians and ratios, and never fails.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeReview } from '../screen/make.mjs';

const AIM = 2;
const records = Math.max(100, Number(process.argv[2]) || 200_000);
const votes = Math.min(records, Number(process.argv[3]) || records);
const rounds = Math.max(1, Number(process.argv[4]) || 5);
const bin = fileURLToPath(new URL('../../bin/litscreen.js', import.meta.url));
const walk = fileURLToPath(new URL('walk.mjs', import.meta.url));

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function timed(args) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stderr}`);
  return performance.now() - start;
}

const root = mkdtempSync(join(tmpdir(), 'litscreen-bench-'));
try {
  makeReview(root, records, votes);
  const times = { walk: [], flow: [], cold: [] };
  timed([bin, '-C', root, 'flow']);
  for (let round = 0; round < rounds; round++) {
    times.walk.push(timed([walk, root]));
    times.flow.push(timed([bin, '-C', root, 'flow']));
    rmSync(join(root, '.litscreen'), { recursive: true, force: true });
    times.cold.push(timed([bin, '-C', root, 'flow']));
  }
  const base = median(times.walk);
  process.stdout.write(`${records} records, ${2 * votes} votes, ${rounds} rounds in turn\n`);
  for (const [name, list] of Object.entries(times)) {
    const ratio = median(list) / base;
    const aim = name === 'walk' ? '' : `   ${ratio.toFixed(2)} of the walk (aim ${AIM})`;
    process.stdout.write(`${name.padEnd(5)} ${String(Math.round(median(list))).padStart(7)} ms${aim}\n`);
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
