import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExport } from '../../src/formats/bytes/open-export.ts';
import type { Format } from '../../src/formats/entry.ts';
import { sniffFormat } from '../../src/formats/registry.ts';
import { toRecord } from '../../src/records/canonical.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';

/** What an expression may try to match again from each of its places. */
const RUNS = [
  ' ',
  '\n',
  '\t',
  ',',
  ';',
  ':',
  '.',
  '-',
  "'",
  '"',
  '(',
  ')',
  '[',
  '{',
  '<',
  '&',
  '$',
  '\\',
  '1',
  'A',
  'é',
];
const MORE_RUNS = [' and ', 'A. ', '10.1234/', '1-', 'a@', '\n ', '<i', '&lt', '{}', '$x', 'http://a'];
const LENGTH = 100_000;
/** Time in proportion to the length takes some milliseconds; to its square, tens of seconds. */
const MOST_MS = 4000;

/** The beginning of a small file of each format. */
async function samples(): Promise<Map<Format, string>> {
  const found = new Map<Format, string>();
  for (const path of readdirSync(join(CORPUS, 'exports'), { recursive: true, encoding: 'utf8' }).sort()) {
    const file = join(CORPUS, 'exports', path);
    if (!statSync(file).isFile() || statSync(file).size > 100_000) continue;
    try {
      const [opened] = await openExport(() => [readFileSync(file)], path);
      const text = [...(opened?.text() ?? [])].join('').slice(0, 12_000);
      const format = sniffFormat(text);
      if (format && !found.has(format)) found.set(format, text);
    } catch {
      // What cannot be opened is no sample.
    }
  }
  return found;
}

const SAMPLES = hasCorpus ? [...(await samples())].map(([format, text]) => [format.id, format, text] as const) : [];

describe.skipIf(!hasCorpus)('a long run of one sign in a file', () => {
  it('is tried in most formats', () => expect(SAMPLES.length).toBeGreaterThan(25));

  it.each(SAMPLES)('takes no time to speak of in %s', { timeout: 600_000 }, (_, format, text) => {
    const slow: string[] = [];
    for (const [index, run] of [...RUNS, ...MORE_RUNS].entries()) {
      // Other places for each sign, spread over the text.
      for (const part of [0.21, 0.47, 0.83]) {
        const at = Math.floor(text.length * ((part + index * 0.0619) % 1));
        const filled = text.slice(0, at) + run.repeat(Math.ceil(LENGTH / run.length)) + text.slice(at);
        const begun = performance.now();
        format.sniff(filled.slice(0, 65_536));
        for (const item of format.parse(filled)) if (item.ok) toRecord(item, 'x');
        if (performance.now() - begun > MOST_MS)
          slow.push(`${JSON.stringify(run)} behind ${text.slice(Math.max(0, at - 40), at)}`);
      }
    }
    expect(slow).toEqual([]);
  });
});
