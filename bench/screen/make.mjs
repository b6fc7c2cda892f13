// Makes a review of many records, for measuring: its files are written directly, as an ingest, a dedupe and two people who
// screen would leave them. Usage: node bench/screen/make.mjs <folder> [records] [votes of each person]
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WORDS =
  'screening systematic review language model evaluation small clinical trial patients method outcome evidence data results we report a of the in with without for and learning accuracy cohort study analysis'.split(
    ' ',
  );
const SEARCHES = [
  { id: 'scopus', source: 'Scopus', share: 0.5 },
  { id: 'pubmed', source: 'PubMed', share: 0.3 },
  { id: 'ieee', source: 'IEEE Xplore', share: 0.2 },
];
export const SEARCH_IDS = SEARCHES.map(({ id }) => id);
export const VOTERS = ['AA', 'BB'];

/** Numbers that look random and are the same in each run. */
function numbers(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * @param votes how many votes each of the two people has cast, on the first records.
 * @returns the ids of all records, in their order.
 */
export function makeReview(folder, records = 100_000, votes = records) {
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const next = numbers(42);
  const words = (count) => Array.from({ length: count }, () => WORDS[next(WORDS.length)]).join(' ');
  const ids = [];
  for (const { id, source, share } of SEARCHES) {
    // A million records are more than one string may hold: they are written as they come.
    const hash = createHash('sha256');
    const file = join(folder, `searches/${id}/records.jsonl`);
    mkdirSync(dirname(file), { recursive: true });
    const handle = openSync(file, 'w');
    for (let n = 1; n <= Math.round(records * share); n++) {
      ids.push(`${id}-${n}`);
      const record = {
        id: `${id}-${n}`,
        type: 'article',
        title: `Ärzte${n % 8 === 0 ? ', 研究' : ''} and ${words(9)} ${n}`,
        authors: Array.from({ length: 4 }, () => ({ family: words(1), given: 'A. B.' })),
        ...(n % 50 === 0 ? {} : { year: 1990 + next(35) }),
        venue: `Journal of ${words(3)}`,
        volume: String(1 + next(80)),
        pages: `${n}-${n + 9}`,
        doi: `10.1000/${id}.${n}`,
        ...(n % 10 === 0 ? {} : { abstract: words(130) }),
        keywords: [words(2), words(2), words(1)],
        source: { file: 'export.csv', entry: n, line: n + 1 },
      };
      const line = `${JSON.stringify(record)}\n`;
      hash.update(line);
      writeSync(handle, line);
    }
    closeSync(handle);
    write(`searches/${id}/rejected.jsonl`, '');
    write(
      `searches/${id}/search.yaml`,
      `schemaVersion: 1\nid: ${id}\nsource: ${source}\nkind: database\ndate: '2025-01-01'\nfiles: []\n` +
        `recordsSha256: ${hash.digest('hex')}\nrejectedSha256: ${createHash('sha256').digest('hex')}\n`,
    );
  }
  write('dedupe/links.csv', 'record,duplicate_of,rule,score\n');
  write('review.yaml', PROTOCOL);
  const began = Date.UTC(2025, 1, 1);
  VOTERS.forEach((person, who) => {
    const lines = ids.slice(0, votes).map((id, index) => {
      const at = new Date(began + 7000 * index + 1000 * who).toISOString();
      return `${id},vote,${next(10) === 0 ? 'include' : 'exclude'},,${index % 40 === 0 ? '"a note, of some words"' : ''},,all,1,${at}\n`;
    });
    write(
      `screening/title-abstract/votes/${person}.csv`,
      `report,event,vote,reason,note,labels,round,protocol,at\n${lines.join('')}`,
    );
  });
  return ids;
}

const PROTOCOL = `schemaVersion: 1
protocol: 1
title: A review of many records
reviewers:
  - id: AA
    name: Anna Alpha
  - id: BB
    name: Bert Beta
  - id: CC
    name: Cleo Gamma
criteria:
  exclude:
    - { id: off-topic, label: not about it }
stages:
  title-abstract:
    reviewers: [AA, BB]
    adjudicators: [CC]
    votes: 2
    maybe: include
    conflicts: when-both-voted
    reasons: priority
    closed: false
  full-text:
    reviewers: [AA, BB]
    adjudicators: [CC]
    votes: 2
    maybe: conflict
    conflicts: when-both-voted
    reasons: priority
    closed: false
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, records = '100000', votes = records] = process.argv.slice(2);
  makeReview(folder, Number(records), Number(votes));
}
