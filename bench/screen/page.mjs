// How long a person waits at the screening page of a large review, in a real pseudo-terminal: until the first report shows,
// without an index and with one, and from a key to the next report. Beside it one plain read of the records, in the same
// run. Usage: node bench/screen/page.mjs [records] [votes of each person]
import { spawn } from '@lydell/node-pty';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeReview, SEARCH_IDS, VOTERS } from './make.mjs';

const BIN = fileURLToPath(new URL('../../bin/litscreen.js', import.meta.url));
const [records = 100_000, votes = records / 2] = process.argv.slice(2).map(Number);
const KEYS = 60;
const READING = 400;
const folder = mkdtempSync(join(tmpdir(), 'litscreen-bench-'));
const ms = (n) => `${n.toFixed(0)} ms`.padStart(9);

/** One read of all records, each line parsed. */
function plainRead() {
  const started = performance.now();
  for (const id of SEARCH_IDS) {
    for (const line of readFileSync(join(folder, `searches/${id}/records.jsonl`), 'utf8').split('\n'))
      if (line !== '') JSON.parse(line);
  }
  return performance.now() - started;
}

/** A sitting: the time to the first report, then of each of so many keys to the report after it. */
async function sitting(keys) {
  const started = performance.now();
  const terminal = spawn(process.execPath, [BIN, 'screen', '--as', VOTERS[0]], { cwd: folder, cols: 100, rows: 40 });
  let text = '';
  let wake = () => undefined;
  terminal.onData((data) => {
    text += data;
    wake();
  });
  const until = async (pattern) => {
    while (!pattern.test(text)) await new Promise((resolve) => (wake = resolve));
  };
  await until(/ of \d+ done · \d+%[\s\S]*q.{0,12} quit/);
  const first = performance.now() - started;
  const waits = [];
  // Nobody decides on what was not read; meanwhile the page makes ready what the first key needs.
  await new Promise((resolve) => setTimeout(resolve, READING));
  for (let key = 0; key < keys; key++) {
    text = '';
    const pressed = performance.now();
    terminal.write('i');
    await until(/last: include/);
    waits.push(performance.now() - pressed);
  }
  const ended = new Promise((resolve) => terminal.onExit(resolve));
  terminal.write('q');
  await ended;
  return { first, waits: waits.sort((a, b) => a - b) };
}

try {
  makeReview(folder, records, votes);
  const cold = await sitting(0);
  console.log(`${records} records, ${votes} votes of each of ${VOTERS.length} people`);
  for (let round = 1; round <= 3; round++) {
    const read = plainRead();
    const warm = await sitting(KEYS);
    const median = warm.waits[KEYS >> 1];
    if (round === 1)
      console.log(`first report, no index   ${ms(cold.first)}   ${(cold.first / read).toFixed(2)} × one read`);
    console.log(
      `round ${round}: one read ${ms(read)}   first report ${ms(warm.first)}, ${(warm.first / read).toFixed(2)} × one read`,
    );
    console.log(`         key to next report: median ${ms(median)}, most ${ms(warm.waits.at(-1))}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
