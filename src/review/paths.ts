import type { Problem } from '../model/errors.ts';
import type { Stage } from '../model/protocol.ts';

/** The names of all files of a review folder, relative to it. Nothing else in the program knows them. */
export const PROTOCOL_FILE = 'review.yaml';
export const ATTRIBUTES_FILE = '.gitattributes';
export const SEARCHES = 'searches';
export const LINKS_FILE = 'dedupe/links.csv';
export const UNCERTAIN_FILE = 'dedupe/uncertain.csv';
export const RELATED_FILE = 'dedupe/related.csv';
export const REMOVED_FILE = 'filters/removed.csv';
export const FORM_FILE = 'extraction/form.yaml';
export const STATE_FOLDER = '.litscreen';

export const LINK_COLUMNS = ['record', 'duplicate_of', 'rule', 'score'] as const;
export const UNCERTAIN_COLUMNS = ['record_a', 'record_b', 'score', 'why'] as const;
export const RELATED_COLUMNS = ['report_a', 'report_b', 'relation', 'why'] as const;
export const REMOVED_COLUMNS = ['report', 'filter', 'detail'] as const;

export const VERSIONS = 'versions';
export const versionFile = (n: number) => `${VERSIONS}/${n}.json`;
export const frozenProtocolFile = (n: number) => `protocol/${n}.yaml`;
export const searchFile = (search: string) => `${SEARCHES}/${search}/search.yaml`;
export const recordsFile = (search: string) => `${SEARCHES}/${search}/records.jsonl`;
export const rejectedFile = (search: string) => `${SEARCHES}/${search}/rejected.jsonl`;
export const roundsFile = (stage: Stage) => `screening/${stage}/rounds.yaml`;
export const changesFile = (search: string) => `${SEARCHES}/${search}/changed.jsonl`;
/** A file inside an archive, `export.zip!articles.csv`, stands in the review as its archive. */
export const rawFile = (search: string, name: string) => `${SEARCHES}/${search}/raw/${name.replace(/!.*/, '')}`;

/** What is known of a search's records without reading them. */
export const indexFile = (search: string) => `${STATE_FOLDER}/index/${search}.idx`;

/** A kind of ledger, and the stage where it has one for each. */
export type LedgerPlace =
  | { readonly kind: 'rulings' | 'manual' | 'retrieval' | 'studies' | 'entries' }
  | { readonly kind: 'votes' | 'resolutions' | 'openings' | 'secrets'; readonly stage: Stage };

/** The folder that holds one ledger for each person. */
export function ledgerFolder(place: LedgerPlace): string {
  switch (place.kind) {
    case 'rulings':
      return 'dedupe/rulings';
    case 'manual':
      return 'filters/manual';
    case 'retrieval':
    case 'studies':
      return place.kind;
    case 'entries':
      return 'extraction/entries';
    case 'votes':
    case 'resolutions':
    case 'openings':
      return `screening/${place.stage}/${place.kind}`;
    case 'secrets':
      // A person's alone until all votes are in, and left out of git.
      return `screening/${place.stage}/sealed`;
  }
}

export function ledgerFile(place: LedgerPlace, person: string): string {
  return `${ledgerFolder(place)}/${person}.csv`;
}

const OWN =
  'protocol versions searches dedupe filters screening retrieval studies extraction .git .gitattributes .gitignore'.split(
    ' ',
  );

/** Whether a path in the review begins with a name that holds what people decided, or what that is derived from. */
export function isReviewPath(first: string): boolean {
  return OWN.includes(first) || first === PROTOCOL_FILE || first === STATE_FOLDER;
}

/** The problem of a folder that stands where a file of the review belongs. */
export function folderInPlaceOf(path: string): Problem {
  const hint = 'move the folder away, and restore the file from git';
  return { message: 'a folder stands where a file belongs', where: { file: path }, hint };
}
