import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workdir } from './workdir.ts';

export const SLM = new URL('../../fixtures/slm-review/', import.meta.url).pathname;

export const SLM_SEARCHES = [
  { id: 'scopus', file: 'scopus.csv', date: '2025-02-03' },
  { id: 'ieee', file: 'ieee.csv', date: '2025-02-04' },
  { id: 'acm', file: 'acm.bib', date: '2025-02-05' },
  { id: 'wos', file: 'wos.txt', date: '2025-02-06' },
] as const;

/** Builds the worked example from raw exports; `exports` may hold other versions of some of them. */
export function buildSlmReview(wd: Workdir, exports: Readonly<Record<string, string>> = {}): void {
  wd.ok(['init', '.', '--template', 'slm']);
  for (const { id, file, date } of SLM_SEARCHES) {
    const other = exports[file];
    if (other !== undefined) wd.write(`exports/${file}`, other);
    const path = other === undefined ? join(SLM, 'exports', file) : join(wd.path, 'exports', file);
    wd.ok(['ingest', path, '--search', id, '--date', date]);
  }
  const snowballing = join(SLM, 'exports/snowballing.ris');
  wd.ok([
    'ingest',
    snowballing,
    '--search',
    'snowballing',
    '--kind',
    'citation',
    '--direction',
    'backward',
    '--via',
    'C1',
    '--date',
    '2025-05-12',
  ]);
  cpSync(join(SLM, 'decisions'), wd.path, { recursive: true });
  wd.write('protocol/1.yaml', wd.read('review.yaml'));
  wd.ok(['extract', 'init', '--template', 'slm']);
  wd.ok(['dedupe']);
}

export function slmExport(file: string): string {
  return readFileSync(join(SLM, 'exports', file), 'utf8');
}
