import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ReviewFacts } from '../flow/facts.ts';
import type { Finding } from '../model/finding.ts';
import { inputError, usageError } from '../model/errors.ts';
import type { Stage } from '../model/protocol.ts';
import type { Rejected } from '../model/record.ts';
import { openVotes } from '../screening/seal.ts';
import { PROTOCOL_FILE } from './paths.ts';
import type { ReviewReader } from './reader.ts';
import { recoverApply } from './store.ts';

/**
 * The nearest folder upwards that holds a review.
 * @throws LitscreenError of kind `usage` where there is none.
 */
export function findReview(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROTOCOL_FILE))) {
      recoverApply(folder);
      return folder;
    }
    if (folder === dirname(folder)) {
      throw usageError(
        `no review in ${resolve(from)} or above it`,
        'make one with  litscreen init <dir>  or name it with  -C <dir>',
      );
    }
  }
}

/**
 * Everything that the flow is derived from.
 * @throws LitscreenError of kind `input` with the problems of all files at once.
 */
export function loadFacts(reader: ReviewReader): ReviewFacts {
  const protocol = reader.protocol();
  const searches = reader.searches();
  const byStage = <T>(read: (stage: Stage) => T) => ({
    'title-abstract': read('title-abstract'),
    'full-text': read('full-text'),
  });
  const seals: Finding[] = [];
  const facts = {
    searches,
    recordIds: new Map(searches.map(({ id }) => [id, reader.recordIds(id)])),
    unreadable: new Map(searches.map((search) => [search.id, unreadableIds(reader.rejected(search.id))])),
    versions: reader.versions(),
    rulings: reader.ledger({ kind: 'rulings' }),
    links: reader.links(),
    uncertain: reader.uncertain(),
    related: reader.related(),
    removed: reader.removed(),
    manual: reader.ledger({ kind: 'manual' }),
    rounds: byStage((stage) => reader.rounds(stage)),
    votes: byStage((stage) => {
      const opened = openVotes(reader.ledger({ kind: 'votes', stage }), reader.ledger({ kind: 'openings', stage }));
      seals.push(...opened.findings);
      return opened.votes;
    }),
    resolutions: byStage((stage) => reader.ledger({ kind: 'resolutions', stage })),
    retrieval: reader.ledger({ kind: 'retrieval' }),
    studies: reader.ledger({ kind: 'studies' }),
  };
  const damage = searches.flatMap((search) => reader.damage(search));
  reader.throwProblems();
  if (!protocol) throw inputError('the protocol could not be read', { file: PROTOCOL_FILE });
  return { ...facts, protocol, damage: [...damage, ...seals, ...reader.findings] };
}

/** The ids of the entries that could not be read. */
function unreadableIds(rejected: readonly Rejected[]): string[] {
  return [...new Set(rejected.flatMap((item) => (item.kind === 'unreadable' && item.id ? [item.id] : [])))];
}
