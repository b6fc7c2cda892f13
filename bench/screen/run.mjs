// What a sitting at the screen costs in a large review, beside reading its records once: opening the review without and
// with its index, a record at random, an append to a long ledger, and what others have written meanwhile.
// Usage: node bench/screen/run.mjs [records] [rounds]. It needs the build, prints medians and ratios, and never fails.
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deriveState } from '../../dist/flow/derive.js';
import { LedgerWatch } from '../../dist/review/ledgers.js';
import { loadFacts } from '../../dist/review/load.js';
import { ReviewReader } from '../../dist/review/reader.js';
import { appendToLedger } from '../../dist/review/store.js';
import { makeReview, SEARCH_IDS, VOTERS } from './make.mjs';

const AIM = { keyMs: 50, warmMs: 500, cold: 2 };
const records = Math.max(100, Number(process.argv[2]) || 100_000);
const rounds = Math.max(1, Number(process.argv[3]) || 5);
const TIMES = 50;
const bin = fileURLToPath(new URL('../../bin/litscreen.js', import.meta.url));
const self = fileURLToPath(import.meta.url);

const place = { kind: 'votes', stage: 'title-abstract' };
const fileOf = (root, search) => join(root, `searches/${search}/records.jsonl`);
const dropState = (root) => rmSync(join(root, '.litscreen'), { recursive: true, force: true });

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function timed(work) {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The median of many short runs. */
const each = (work) => median(Array.from({ length: TIMES }, (_, turn) => timed(() => work(turn))));

function readThrough(root) {
  const buffer = Buffer.alloc(1 << 18);
  for (const search of SEARCH_IDS) {
    const handle = openSync(fileOf(root, search), 'r');
    while (readSync(handle, buffer) > 0);
    closeSync(handle);
  }
}

function parseAll(root) {
  for (const search of SEARCH_IDS) {
    for (const line of readFileSync(fileOf(root, search), 'utf8').split('\n')) if (line !== '') JSON.parse(line);
  }
}

/** Each in a process of its own, as a command is; in the process, without the start of Node and of the modules. */
const ONCE = {
  'bytes of the records, not looked at': readThrough,
  'one read of the records (JSON.parse of each line)': parseAll,
  'ids of the records, no index': (root) => idsOf(root),
  'ids of the records, with the index': (root) => idsOf(root),
  'opening (loadFacts), no index': (root) => loadFacts(new ReviewReader(root)),
  'opening (loadFacts), with the index': (root) => loadFacts(new ReviewReader(root)),
  'facts of each record, with the index': (root) => {
    const reader = new ReviewReader(root);
    for (const search of SEARCH_IDS) for (const fact of reader.recordFacts(search)) void fact;
  },
};

function idsOf(root) {
  const reader = new ReviewReader(root);
  for (const search of SEARCH_IDS) reader.recordIds(search);
}

/** One after the other in one process, as in a sitting. */
function sitting(root) {
  const reader = new ReviewReader(root);
  const facts = loadFacts(reader);
  const derived = timed(() => deriveState(facts));
  const ids = [...facts.recordIds.values()].flat();
  const idAt = (turn) => ids[(turn * 7919) % ids.length];
  const watch = new LedgerWatch(root, place);
  watch.lines();
  const began = Date.now();
  const vote = (turn) => {
    const at = new Date(began + turn).toISOString();
    const line = { report: idAt(turn), event: 'vote', vote: 'include', reason: '', note: '', labels: '' };
    appendToLedger(root, place, VOTERS[0], () => [{ ...line, round: 'all', protocol: '1', at }]);
  };
  return {
    deriveState: derived,
    'a record at random': each((turn) => reader.recordsById(new Set([idAt(turn)]))),
    'an append (with its flush)': each(vote),
    'the ledgers, nothing new': each(() => watch.lines()),
    'an append, then the ledgers': each((turn) => {
      vote(TIMES + turn);
      watch.lines();
    }),
  };
}

/** The milliseconds that a part took in a process of its own. */
function apart(root, name) {
  if (name.endsWith('no index')) dropState(root);
  const { stdout, stderr } = spawnSync(process.execPath, [self, '--part', root, name], { encoding: 'utf8' });
  if (stdout === '') process.stdout.write(`${name}: ${stderr}\n`);
  return JSON.parse(stdout || '{}');
}

function main() {
  const root = mkdtempSync(join(tmpdir(), 'litscreen-bench-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  makeReview(root, records);
  const names = [...Object.keys(ONCE), 'sitting'];
  const results = new Map();
  const note = (name, ms) => results.set(name, [...(results.get(name) ?? []), ms]);
  for (let round = 0; round < rounds; round++) {
    for (const name of names) for (const [part, ms] of Object.entries(apart(root, name))) note(part, ms);
    note(
      'node -e 0',
      timed(() => spawnSync(process.execPath, ['-e', '0'])),
    );
    note(
      'litscreen --version',
      timed(() => spawnSync(process.execPath, [bin, '--version'])),
    );
  }
  const one = median(results.get('one read of the records (JSON.parse of each line)'));
  const lines = [...results].map(([name, all]) => {
    const ms = median(all);
    return `${name.padEnd(50)} ${ms.toFixed(ms < 10 ? 2 : 0).padStart(8)} ms  ${(ms / one).toFixed(3).padStart(8)}\n`;
  });
  process.stdout.write(
    `${records} records, ${records} votes of each of two people; medians of ${rounds} rounds\n` +
      `${''.padEnd(50)}     time     ratio to one read of the records\n${lines.join('')}` +
      `the aims: opening with the index below ${AIM.warmMs} ms, without at most ${AIM.cold} reads; a key below ${AIM.keyMs} ms\n`,
  );
}

if (process.argv[2] === '--part') {
  const [root, name] = process.argv.slice(3);
  const once = ONCE[name];
  const told = once ? { [name]: timed(() => once(root)) } : sitting(root);
  process.stdout.write(JSON.stringify(told));
} else {
  main();
}
