import type { Workdir } from './workdir.ts';

const entry = (title: string, author: string, rest = '') =>
  `TY  - JOUR\nTI  - ${title}\nAU  - ${author}\nPY  - 2024\n${rest}ER  - \n\n`;

const A = [
  entry('Cats in small towns', 'Doe, Jane', 'DO  - 10.5555/cats\n'),
  entry('Dogs in large towns and their owners', 'Poe, Edgar'),
  entry('Birds of the far north', 'Roe, Richard'),
  entry('Fish under thick ice', 'Moe, Max'),
].join('');
const B = `@article{cats, title = {Cats in small towns}, author = {Doe, Jane}, year = {2024}, doi = {10.5555/cats}}

@article{dogs, title = {Dogs in large towns and the owners}, author = {Poe, Edgar}, year = {2024}}

@article{broken, title = {Never closed

@article{bees, title = {Bees in warm gardens}, author = {Zoe, Zara}, year = {2024}}

@article{ants, title = {Ants in old houses}, author = {Loe, Lara}, year = {1999}}
`;

/**
 * A small review that holds a file of every kind: two searches, an entry that could not be read, a link, an uncertain
 * pair, a ruling on a pair, a report that a limit removes and one that a person keeps, votes at both stages, a frozen
 * protocol, a resolution, a full text, two reports joined to a study, a form with an entry, a committed flow.
 */
export function buildSmallReview(wd: Workdir): void {
  wd.ok(['init', '.']);
  wd.write('review.yaml', `${wd.read('review.yaml')}filters:\n  dates: { from: 2020 }\n`);
  wd.write('exports/a.ris', A);
  wd.write('exports/b.bib', B);
  wd.ok(['ingest', 'exports/a.ris', '--search', 'a', '--database', 'Alpha', '--date', '2025-01-01']);
  wd.ok(['ingest', 'exports/b.bib', '--search', 'b', '--database', 'Beta', '--date', '2025-01-02']);
  wd.ok(['dedupe']);
  wd.ok(['dedupe', 'rule', 'b-3', 'b-4', 'different', '--as', 'R1']);
  wd.ok(['filter']);
  wd.ok(['keep', 'a-2', '--as', 'R1', '--reason', 'in English']);
  for (const person of ['R1', 'R2']) wd.ok(['vote', 'a-1', 'include', '--as', person]);
  wd.ok(['vote', 'a-3', 'include', '--as', 'R1']);
  wd.ok(['vote', 'a-3', 'exclude', '--reason', 'off-topic', '--as', 'R2']);
  const why = ['--method', 'adjudication', '--rationale', 'birds are no cats'];
  wd.ok(['resolve', 'a-3', 'exclude', '--reason', 'off-topic', '--as', 'R3', ...why]);
  wd.ok(['retrieve', 'mark', 'a-1', 'retrieved', '--as', 'R1', '--note', 'at the library']);
  for (const person of ['R1', 'R2']) wd.ok(['vote', 'a-1', 'include', '--stage', 'full-text', '--as', person]);
  wd.ok(['study', 'join', 'a-1', 'a-4', '--as', 'R1']);
  wd.ok(['extract', 'init']);
  wd.ok(['extract', 'fill', 'a-1', 'sample', '12', '--as', 'R1']);
  wd.ok(['flow', '--format', 'json', '--output', 'output/prisma.json']);
  wd.ok(['screen', '--as', 'R1', '--sheet', 'r1.csv']);
}
