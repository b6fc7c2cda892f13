import type { BibRecord } from '../model/record.ts';
import { surnameOf } from '../records/authors.ts';
import { foldName, foldText } from '../text/fold.ts';
import { isGenericTitle } from './generic-titles.ts';
import { readPages, type Pages } from './pages.ts';
import { readTitle, type DocumentKind } from './read-title.ts';
import { numbersIn } from './titles.ts';

/**
 * What matching needs of a record, computed once: folded, and small enough to hold a million of them. Each has every field:
 * objects of one shape are read fastest.
 */
export interface Comparable {
  readonly id: string;
  readonly title: string;
  /** Lengths of the title's beginnings behind which a subtitle may stand. */
  readonly heads: readonly number[] | undefined;
  /** A translation that stands behind the title in brackets. */
  readonly translation: string | undefined;
  readonly numbers: string;
  readonly kind: DocumentKind;
  /** Volume and first page of each correction that it names. */
  readonly correctedAt: readonly string[] | undefined;
  /** A title that many papers carry ("Editorial"): equal titles say little. */
  readonly isGeneric: boolean;
  /** A title so short that others may have it by chance. */
  readonly isBrief: boolean;
  readonly doi: string | undefined;
  /** Numbers that an index gives one document only: PubMed's, Scopus's, … */
  readonly ids: Readonly<Record<string, string>> | undefined;
  readonly year: number | undefined;
  /** Surnames of the first authors, folded, without particles. */
  readonly surnames: readonly string[];
  /** The first author's given names, folded: some sources swap the two. */
  readonly firstGiven: string;
  readonly venue: string;
  readonly venueKind: VenueKind;
  readonly volume: string | undefined;
  readonly issue: string | undefined;
  readonly pages: Pages | undefined;
  /** The first words of the abstract, folded. */
  readonly abstract: string | undefined;
  readonly isPreprint: boolean;
}

export type VenueKind = 'journal' | 'meeting' | 'unknown';

/** Shorter titles than this are shared by chance. */
const TELLING_WORDS = 3;
const TELLING_LENGTH = 16;
/** Authors beyond these tell nothing more. */
const AUTHORS = 20;
/** Letters of an abstract that are compared. */
const ABSTRACT = 160;

/** Shorter ones say little. */
const SHORTEST_ABSTRACT = 60;

/** Indexes whose numbers name one document. */
const ONE_DOCUMENT = ['pmid', 'pmcid', 'eid', 'ut', 'arxiv', 'ieee', 'openalex', 's2', 'embase', 'psycinfo', 'eric'];

export function toComparable(record: BibRecord): Comparable {
  const { text, heads, translation, kind, correctedAt, isRetracted } = readTitle(record.title);
  const venue = readVenue(record.venue ?? '');
  // A title that is only the journal's name is none: landing pages of journals come as records.
  const title = text === 'unknown' || isNameOf(venue, text) ? '' : text;
  const authors = (record.authors ?? []).slice(0, AUTHORS);
  const first = authors[0];
  const pages = readPages(record.pages, record.articleNumber, record.year);
  const [volume, supplement] = readVolume(record.volume);
  const issue = readIssue(record.issue) ?? supplement;
  const abstract =
    record.abstract === undefined ? '' : foldText(record.abstract.slice(0, ABSTRACT * 2)).slice(0, ABSTRACT);
  const ids = oneDocumentIds(record.ids);
  const venueKind = kindOfVenue(record, venue);
  return {
    id: record.id,
    title,
    heads,
    translation,
    numbers: numbersIn(title),
    kind: kind === 'work' && record.type === 'erratum' && !isRetracted ? 'correction' : kind,
    correctedAt,
    isGeneric: isGenericTitle(title) || isFrontMatter(record, title),
    isBrief: title.length < TELLING_LENGTH || title.split(' ', TELLING_WORDS).length < TELLING_WORDS,
    doi: record.doi,
    ids,
    year: record.year,
    surnames: authors
      .map((author) => readSurname(surnameOf(author)))
      .filter((name) => name !== '' && name !== 'unknown'),
    firstGiven: first && !('literal' in first) ? readGiven(first.given ?? '') : '',
    venue,
    venueKind,
    volume,
    issue,
    pages,
    abstract: abstract.length >= SHORTEST_ABSTRACT ? abstract : undefined,
    isPreprint: isPreprint(record, venue),
  };
}

/** The name of the journal, perhaps twice, perhaps with a volume and a number. */
function isNameOf(venue: string, title: string): boolean {
  if (venue === '' || !title.startsWith(venue)) return false;
  return /^(?:(?:vol|volume|no|issue|number|paper|article|part|the|of) |\d+ )*$/.test(
    `${title.replaceAll(venue, ' ').replace(/ +/g, ' ').trim()} `.trimStart(),
  );
}

function oneDocumentIds(ids: BibRecord['ids']): Record<string, string> | undefined {
  if (!ids) return undefined;
  const kept = ONE_DOCUMENT.flatMap((kind) => (ids[kind] ? [[kind, ids[kind].toLowerCase()] as const] : []));
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

const PARTICLES =
  /^(?:(?:corporate|the|van|von|der|den|de|del|della|di|da|dos|das|do|du|la|le|el|al|ter|ten|af|av|zu|zur|st)\s+)+(?=\S)|(?:\s+(?:van|von|der|den|de|del|di|da|le|la|jr|sr|ii|iii))+$/g;

const LOST_LETTERS = /[?\ufffd]+/g;
/** Letters that no name has in a row: what is lost passes the folding under them. */
const LOST = 'qxq';

/**
 * `Le Quintrec`, `Quintrec` and `Quintrec Le` are one name; so are `Müller` and `Mueller`. The parts of a double name stay
 * parted. A letter that an encoding has lost (`M?ller`) stays a `?`, which stands for whatever letter the other has.
 */
function readSurname(name: string): string {
  const isDamaged = name.includes('?') || name.includes('\ufffd');
  const letters = foldText(isDamaged ? name.replace(LOST_LETTERS, LOST) : name);
  const folded = (letters.includes(' ') ? letters.replace(PARTICLES, '') : letters).replace(
    /([aou])e(?=[^aeiou ])/g,
    '$1',
  );
  if (!isDamaged) return folded;
  const known = folded.replaceAll(LOST, '?');
  return known.replace(/[? ]/g, '').length < 2 ? '' : known;
}

/** Given names whose first letter is lost say nothing. */
function readGiven(names: string): string {
  return names.trim().search(LOST_LETTERS) === 0 ? '' : foldName(names);
}

/** What names of venues bring along: `Nature.Conference: 5th …`, `(London, England)`, `[Electronic Resource]`. */
function readVenue(name: string): string {
  const plain = name.includes('(') || name.includes('[') ? name.replace(/\([^()]*\)|\[[^[\]]*\]/g, ' ') : name;
  return foldText(plain.slice(0, 200))
    .replace(/^the /, '')
    .replace(/^proceedings of the (?!national)/, '');
}

function kindOfVenue(record: BibRecord, venue: string): VenueKind {
  if (/\b(?:conference|workshop|symposium|congress|proceedings of|meeting|proc (?:int|ieee|acm)|conf)\b/.test(venue))
    return /\b(?:transactions|journal|national academy)\b/.test(venue) ? 'unknown' : 'meeting';
  if (record.type === 'conference-paper' || record.type === 'proceedings') return 'meeting';
  if (venue === '') return 'unknown';
  return 'journal';
}

/** `4 (1) (no pagination)` is volume 4, `35 Suppl 1` a supplement of 35; `2015-April` is none, and half of a bracket neither. */
function readVolume(written: string | undefined): [volume?: string, issue?: string] {
  if (written === undefined || (written.includes(')') && !written.includes('('))) return [];
  const supplement = /^(\d+)\W+(sup[^)]*)/i.exec(written);
  if (supplement?.[1] !== undefined) return [supplement[1], foldText(supplement[2] ?? '')];
  // Bound volumes keep their dash: `5/6` is as often an issue behind its volume.
  const bound = /^\s*(\d+)\s*[-–]\s*(\d+)\s*$/.exec(written);
  if (bound?.[1] !== undefined && bound[2] !== undefined) return [`${bound[1]}-${bound[2]}`];
  const folded = foldText(written.replace(/\(.*$/, '')).replace(/^(?:vol|volume) /, '');
  if (folded === '' || folded === 'na' || /^(?:19|20)\d\d [a-z]+$/.test(folded)) return [];
  return [folded.replace(/^0+(?=\d)/, '')];
}

function readIssue(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  const folded = foldText(written).replace(/^(?:no|issue|number|iss) (?=\d)/, '');
  return folded === '' || folded === 'na' ? undefined : folded;
}

const PREPRINT_DOI =
  /^10\.(?:48550|1101\/(?:19|20)\d\d\.|2139\/ssrn|21203|20944|31234|31219|31235|36227|26434|33774|22541|32942|14293|55277|2196\/preprints)/;

function isPreprint(record: BibRecord, venue: string): boolean {
  return (
    record.type === 'preprint' ||
    PREPRINT_DOI.test(record.doi ?? '') ||
    /\(preprint\)\s*$/i.test(record.title ?? '') ||
    /^(?:corr|ssrn.*)$|\b(?:arxiv|biorxiv|medrxiv|chemrxiv|psyarxiv|osf preprints?|research square|preprints? org)\b/.test(
      venue,
    )
  );
}

/** The volumes of a conference's proceedings share its name, and have no authors. */
function isFrontMatter(record: BibRecord, title: string): boolean {
  if (record.type === 'proceedings') return true;
  const isNamedSo = /\b(?:conference|workshop|symposium|congress|proceedings)\b/.test(title);
  return (
    isNamedSo &&
    (record.authors === undefined ||
      /^(?:\d+(?:st|nd|rd|th) |international conference|proceedings of|ieee |acm )/.test(title))
  );
}
