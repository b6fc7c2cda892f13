import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ReviewReader } from '../../src/review/reader.ts';

const SEARCH = `schemaVersion: 1
id: a
source: Alpha
kind: database
files: []
recordsSha256: x
rejectedSha256: x
`;

function reviewWith(files: Readonly<Record<string, string>>): ReviewReader {
  const root = mkdtempSync(join(tmpdir(), 'litscreen-reader-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return new ReviewReader(root);
}

function problemsOf(reader: ReviewReader): string[] {
  try {
    reader.throwProblems();
    return [];
  } catch (error) {
    const { problems } = error as { problems: { message: string; where: { file: string } }[] };
    return problems.map(({ message, where }) => `${where.file}: ${message}`);
  }
}

describe('searches', () => {
  const whole = { 'searches/a/search.yaml': SEARCH, 'searches/a/records.jsonl': '', 'searches/a/rejected.jsonl': '' };

  it.each(Object.keys(whole))('miss %s where it is not there', (missing) => {
    const reader = reviewWith(Object.fromEntries(Object.entries(whole).filter(([path]) => path !== missing)));
    reader.searches();
    expect(problemsOf(reader)).toEqual([`${missing}: the file is missing`]);
  });

  it('are whole where an ingest is about to put its last file in its place', () => {
    const { 'searches/a/search.yaml': last, ...others } = whole;
    const from = 'searches/a/.search.yaml.litscreen-tmp';
    const journal = JSON.stringify([{ from, to: 'searches/a/search.yaml' }]);
    const reader = reviewWith({ ...others, [from]: last, '.litscreen/apply.json': journal });
    expect(reader.searches().map(({ id }) => id)).toEqual(['a']);
    expect(problemsOf(reader)).toEqual([]);
  });
});
