import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** The folder of real exports and labelled benchmarks; it is no part of the project. */
export const CORPUS = resolve(
  process.env['LITSCREEN_CORPUS'] ?? new URL('../../../shared/data', import.meta.url).pathname,
);

/** Tests on real exports skip, and say so, where the corpus is missing. */
export const hasCorpus = existsSync(CORPUS);
if (!hasCorpus) process.stderr.write(`skipped: tests on real exports need LITSCREEN_CORPUS (no folder ${CORPUS})\n`);
