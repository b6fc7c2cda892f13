// The import rule of ARCHITECTURE.md: data flows one way, and effects stand at the edge. Exit 1 names each violation.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What each folder may import of ours, besides itself. A folder that is not named here has no place, and fails. */
const FLOW = ['formats', 'records', 'dedupe', 'filters', 'screening', 'retrieval', 'citations', 'extraction', 'flow'];
const BASE = ['model', 'text'];
const ALLOWED = {
  model: ['text'],
  text: ['model'],
  ...Object.fromEntries(FLOW.map((folder, index) => [folder, [...BASE, ...FLOW.slice(0, index)]])),
  queries: BASE,
  sheets: BASE,
  ranking: [...BASE, 'screening'],
  review: [...BASE, ...FLOW, 'queries', 'ranking', 'sheets'],
  terminal: [...BASE, ...FLOW],
  cli: [...BASE, ...FLOW, 'queries', 'ranking', 'sheets', 'review', 'terminal'],
};
const EDGE = new Set(['review', 'terminal', 'cli']);
const EFFECTS =
  /^node:(?:fs|child_process|worker_threads|net|http|https|os|process)(?:\/|$)|^(?:fs|child_process|worker_threads)$/;
const CLOCK = /\bDate\.now\(|\bnew Date\(\s*\)|\bperformance\.now\(|\bprocess\.(?:env|cwd|argv|stdout|stderr|stdin)\b/;

/** The violations of the rule in a source tree, one sentence each. */
export function findViolations(source) {
  const violations = [];
  for (const file of filesUnder(source)) {
    const path = relative(source, file).split(sep).join('/');
    const folder = path.includes('/') ? path.split('/')[0] : '';
    const allowed = ALLOWED[folder];
    if (!allowed) {
      violations.push(`${path}: the folder "${folder}" has no place in the layers`);
      continue;
    }
    const text = readFileSync(file, 'utf8');
    for (const specifier of importsOf(text)) {
      if (EFFECTS.test(specifier) && !EDGE.has(folder))
        violations.push(`${path}: ${folder} must not import ${specifier}`);
      if (!specifier.startsWith('.')) continue;
      const target = relative(source, resolve(dirname(file), specifier)).split(sep)[0];
      if (target !== folder && !allowed.includes(target))
        violations.push(`${path}: ${folder} must not import ${target}`);
    }
    if (!EDGE.has(folder) && CLOCK.test(text))
      violations.push(`${path}: ${folder} must not read a clock or the process`);
  }
  return violations;
}

function importsOf(text) {
  const specifiers =
    /\b(?:import|export)\s[^'"`;(]*?\bfrom\s*['"]([^'"]+)['"]|\bimport\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(specifiers)].map((match) => match[1] ?? match[2] ?? match[3]);
}

function filesUnder(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesUnder(path);
    return name.endsWith('.ts') ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const source = process.argv[2] ?? fileURLToPath(new URL('../../src', import.meta.url));
  const violations = findViolations(source);
  for (const violation of violations) process.stderr.write(`${violation}\n`);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
