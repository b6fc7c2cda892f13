// Walks a review's records with JSON.parse and its votes with csv-parse, and does nothing with them: what a flow cannot be
// much faster than. Usage: node bench/flow/walk.mjs <review>
import { createReadStream, readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { parse } from 'csv-parse';

const root = process.argv[2];
let [records, votes] = [0, 0];
for (const search of readdirSync(join(root, 'searches'))) {
  const lines = createInterface({ input: createReadStream(join(root, 'searches', search, 'records.jsonl')) });
  for await (const line of lines) if (JSON.parse(line)) records++;
}
for (const stage of readdirSync(join(root, 'screening'))) {
  for (const ledger of readdirSync(join(root, 'screening', stage, 'votes'))) {
    const rows = createReadStream(join(root, 'screening', stage, 'votes', ledger)).pipe(parse({ from_line: 2 }));
    for await (const row of rows) if (row) votes++;
  }
}
process.stdout.write(`${records} records, ${votes} votes\n`);
