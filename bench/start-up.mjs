// How long `litscreen --version` takes, measured in runs of a bare `node -e 0` that alternate with it on the same
// machine. Usage: node bench/start-up.mjs [runs]. It prints, and never fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const AIM = 3;
const bin = fileURLToPath(new URL('../bin/litscreen.js', import.meta.url));
const runs = Math.max(1, Number(process.argv[2]) || 20);

/** How long one run of Node takes with these arguments, in milliseconds. */
function timed(args) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) process.stdout.write(`node ${args.join(' ')} ended with ${status}\n`);
  return performance.now() - start;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

// Once each beforehand, so that both are read from memory.
timed(['-e', '0']);
timed([bin, '--version']);
const bare = [];
const version = [];
for (let run = 0; run < runs; run++) {
  bare.push(timed(['-e', '0']));
  version.push(timed([bin, '--version']));
}
const ratio = median(version) / median(bare);
process.stdout.write(
  `node -e 0            ${median(bare).toFixed(0)} ms\n` +
    `litscreen --version  ${median(version).toFixed(0)} ms\n` +
    `ratio                ${ratio.toFixed(2)}, median of ${runs} runs (the aim: at most ${AIM})\n`,
);
