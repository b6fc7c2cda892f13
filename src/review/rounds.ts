import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../model/protocol.ts';
import type { Round } from '../model/rounds.ts';
import { isCode, withLock } from './lock.ts';
import { roundsFile } from './paths.ts';
import { ReviewReader } from './reader.ts';
import { applyWrites } from './store.ts';

const HEAD =
  '# Who votes on what, a round a line; litscreen writes them, and a merge keeps the lines of both branches.\n';

/** Adds a round to those of a stage, on a line of its own. JSON is YAML too, and no line of it can be torn in two. */
export function addRound(root: string, stage: Stage, round: Round): void {
  const path = roundsFile(stage);
  withLock(root, path, () => {
    const present = readIfThere(join(root, path));
    // A list that somebody has written in another way is written anew, or a line after it would be no part of it.
    const isPlain = present.split('\n').every((line) => line === '' || /^(?:#|- )/.test(line));
    const known = isPlain ? present : linesOf(new ReviewReader(root).rounds(stage));
    const body = known === '' ? HEAD : known.endsWith('\n') ? known : `${known}\n`;
    applyWrites(root, [{ path, content: body + linesOf([round]) }]);
  });
}

function linesOf(rounds: readonly Round[]): string {
  return rounds.map((round) => `- ${JSON.stringify(round)}\n`).join('');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return '';
    throw error;
  }
}
