import { cpSync, mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findViolations } from './check-layers.mjs';

const SOURCE = new URL('../../src', import.meta.url).pathname;

it('finds nothing in the source', () => {
  expect(findViolations(SOURCE)).toEqual([]);
});

it.each([
  [
    'an import against the flow',
    'records/planted.ts',
    "import { decide } from '../dedupe/decide.ts';\nexport const x = decide;\n",
    'records must not import dedupe',
  ],
  [
    'the disk in the core',
    'flow/planted.ts',
    "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
    'flow must not import node:fs',
  ],
  [
    'a clock in the core',
    'screening/planted.ts',
    'export const x = () => new Date();\n',
    'screening must not read a clock',
  ],
  [
    'a dynamic import',
    'text/planted.ts',
    "export const x = () => import('../review/load.ts');\n",
    'text must not import review',
  ],
  ['a folder without a place', 'helpers/planted.ts', 'export const x = 1;\n', 'has no place'],
])('finds %s', (_, file, content, violation) => {
  const folder = mkdtempSync(join(tmpdir(), 'litscreen-layers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(SOURCE, folder, { recursive: true });
  mkdirSync(join(folder, file, '..'), { recursive: true });
  writeFileSync(join(folder, file), content);
  expect(findViolations(folder)).toEqual([expect.stringContaining(violation)]);
});
