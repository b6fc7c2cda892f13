// What matching makes of every labelled set, beside the peers' figures, and how long it takes beside csv-parse reading the
// same file. Usage: LITSCREEN_CORPUS=<folder> node bench/dedupe/run.mjs [rounds]
// It needs the build, prints figures and ratios of medians, and never fails.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { toComparable } from '../../dist/dedupe/comparable.js';
import { evaluateDedupe, namesOfRecords, readGold } from '../../dist/dedupe/evaluate.js';
import { planDedupe } from '../../dist/dedupe/plan-dedupe.js';
import { inCorpus, readRecords, readRows, SETS } from './sets.mjs';

const AIM = { ratio: 2, limit: 5, uncertain: 0.01 };
const corpus = process.env.LITSCREEN_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const rounds = Math.max(1, Number(process.argv[2]) || 5);
const print = (text) => process.stdout.write(`${text}\n`);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = (work) => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

if (!existsSync(inCorpus(corpus, '.'))) print(`skipped: the labelled sets are not in ${corpus} (LITSCREEN_CORPUS)`);
else for (const set of SETS) await measure(set);

async function measure({ name, records: files, gold: goldFile, peers }) {
  const paths = files.map((file) => inCorpus(corpus, file));
  const records = await readRecords(paths);
  const rows = readRows(inCorpus(corpus, goldFile));
  const ids = new Set(rows.flat().flatMap((cell) => cell.split(';').map((id) => id.trim())));
  const names = namesOfRecords(records, ids);
  const known = new Set(names);
  const result = evaluateDedupe(
    records,
    names,
    readGold(rows, (id) => known.has(id)),
    () => performance.now(),
  );
  print(`\n${name}: ${result.records} records, ${result.goldPairs} pairs in the gold`);
  const line = (who, found, wrong, missed, more = '') =>
    print(
      `  ${who.padEnd(34)} found ${String(found).padStart(5)}  wrong ${String(wrong).padStart(3)}  missed ${String(missed).padStart(4)}${more}`,
    );
  for (const [policy, told] of [
    ['separate', 'ours, errata and versions apart'],
    ['duplicates', 'ours, the same as duplicates'],
  ]) {
    const { tp, fp, fn, uncertain, uncertainTrue } = result[policy];
    const share = ((100 * uncertain) / result.records).toFixed(2);
    line(
      told,
      tp,
      fp,
      fn,
      `  uncertain ${uncertain} (${share} % of the records, aim ${100 * AIM.uncertain} %), of the missed ${uncertainTrue}`,
    );
    for (const [a, b] of result[policy].falsePositives) print(`      wrong by the gold: ${a}  ${b}`);
  }
  for (const [who, [tp, fp, fn]] of Object.entries(peers)) line(who, tp, fp, fn);

  const texts = paths.map((path) => readFileSync(path, 'utf8'));
  const numbered = records.map((record, index) => ({ ...record, id: `set-${index + 1}` }));
  const times = { read: [], match: [] };
  for (let round = 0; round < rounds; round++) {
    times.read.push(timed(() => texts.forEach((text) => parse(text, { columns: true, relax_quotes: true }))));
    times.match.push(timed(() => planDedupe(numbered.map(toComparable), [])));
  }
  const [read, match] = [median(times.read), median(times.match)];
  const first = times.match[0] / times.read[0];
  print(
    `  csv-parse ${read.toFixed(0)} ms, matching ${match.toFixed(0)} ms: ${(match / read).toFixed(2)} times (first round ${first.toFixed(2)}; aim ${AIM.ratio}, at most ${AIM.limit})`,
  );
}
