// Whether the rules' numbers are fitted to a set: each labelled set is left out in turn, the numbers are set from the others
// alone, and the set that was left out is judged by them, beside what it gives with the numbers of the program.
// Usage: LITSCREEN_CORPUS=<folder> node bench/dedupe/left-out.mjs
// It needs the build, prints found, wrong, missed and uncertain pairs, and never fails.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { evaluateDedupe, namesOfRecords, readGold } from '../../dist/dedupe/evaluate.js';
import { THRESHOLDS } from '../../dist/dedupe/thresholds.js';
import { inCorpus, readRecords, readRows, SETS } from './sets.mjs';

/** A number is tried at its value and so far below and above. */
const STEPS = [-0.2, -0.1, 0.1, 0.2];
const corpus = process.env.LITSCREEN_CORPUS ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const print = (text) => process.stdout.write(`${text}\n`);
const given = { ...THRESHOLDS };

function figures({ records, names, gold }) {
  const { tp, fp, fn, uncertain, uncertainTrue } = evaluateDedupe(records, names, gold, () =>
    performance.now(),
  ).separate;
  return { tp, fp, fn, uncertain, uncertainTrue };
}

/** No wrong pair first, then few missed, of which a person may find half a pair each; of equals the fewer for a person. */
const cost = (all) =>
  all.reduce(
    (sum, { fp, fn, uncertain, uncertainTrue }) => sum + fp * 1000 + fn - uncertainTrue / 2 + uncertain / 10,
    0,
  );
const under = (numbers, sets) => {
  Object.assign(THRESHOLDS, numbers);
  return sets.map(figures);
};

/** One number after the other is set to what costs least on the sets. */
function setFrom(sets) {
  const numbers = { ...given };
  let least = cost(under(numbers, sets));
  for (const name of Object.keys(given)) {
    for (const step of STEPS) {
      const tried = { ...numbers, [name]: Math.round((given[name] + step) * 100) / 100 };
      if (tried[name] <= 0 || tried[name] >= 1) continue;
      const costs = cost(under(tried, sets));
      if (costs < least) [least, numbers[name]] = [costs, tried[name]];
    }
  }
  return numbers;
}

if (!existsSync(inCorpus(corpus, '.'))) print(`skipped: the labelled sets are not in ${corpus} (LITSCREEN_CORPUS)`);
else {
  const sets = [];
  for (const { name, records: files, gold: goldFile } of SETS) {
    const records = await readRecords(files.map((file) => inCorpus(corpus, file)));
    const rows = readRows(inCorpus(corpus, goldFile));
    const names = namesOfRecords(
      records,
      new Set(rows.flat().flatMap((cell) => cell.split(';').map((id) => id.trim()))),
    );
    const known = new Set(names);
    sets.push({ name, records, names, gold: readGold(rows, (id) => known.has(id)) });
  }
  const told = ({ tp, fp, fn, uncertain }) => `${tp} found, ${fp} wrong, ${fn} missed, ${uncertain} uncertain`;
  for (const set of sets) {
    const others = sets.filter((other) => other !== set);
    const numbers = setFrom(others);
    const changed = Object.keys(given).filter((name) => numbers[name] !== given[name]);
    print(`${set.name}`);
    print(`  with the program's numbers     ${told(under(given, [set])[0])}`);
    print(`  set from the others alone      ${told(under(numbers, [set])[0])}`);
    print(
      `  which changes                  ${changed.map((name) => `${name} ${given[name]} → ${numbers[name]}`).join(', ') || 'nothing'}`,
    );
  }
}
