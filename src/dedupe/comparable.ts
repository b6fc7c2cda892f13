import type { BibRecord } from '../model/record.ts';
import { surnameOf } from '../records/authors.ts';
import { startPage } from '../records/pages.ts';
import { foldName, foldText } from '../text/fold.ts';

/** What matching needs of a record, computed once: folded, and small enough to hold a million of them. */
export interface Comparable {
  readonly id: string;
  readonly title: string;
  readonly words: readonly string[];
  readonly doi?: string;
  readonly year?: number;
  readonly surnames: readonly string[];
  readonly venue: string;
  readonly volume?: string;
  readonly page?: string;
  readonly isPreprint: boolean;
  /** A title that many papers carry ("Editorial"): equal titles say little. */
  readonly isGeneric: boolean;
}

const GENERIC =
  /^(?:guest )?(?:editorial|editors?|introduction|preface|foreword|book reviews?|letters?|comments?|reply|response|index|contents|table of contents|title page|front matter|back matter|cover|committees?|message|welcome|in this issue|news|announcements?|abstracts?|posters?|keynotes?|erratum|corrigendum|correction|retraction|acknowledge?ments?|author index|proceedings)\b/;

/** Shorter titles than this are shared by chance. */
const TELLING_WORDS = 3;
const TELLING_LENGTH = 16;

export function toComparable(record: BibRecord): Comparable {
  const title = foldText(record.title ?? '');
  const words = title === '' ? [] : title.split(' ');
  const page = startPage(record.pages) ?? record.articleNumber?.toLowerCase();
  const volume = record.volume === undefined ? undefined : foldText(record.volume);
  const venue = foldText(record.venue ?? '');
  return {
    id: record.id,
    title,
    words,
    ...(record.doi !== undefined && { doi: record.doi }),
    ...(record.year !== undefined && { year: record.year }),
    surnames: (record.authors ?? []).slice(0, 10).map((author) => foldName(surnameOf(author))),
    venue,
    ...(volume && { volume }),
    ...(page && { page }),
    isPreprint:
      record.type === 'preprint' ||
      /^10\.48550\//.test(record.doi ?? '') ||
      /\b(?:arxiv|biorxiv|medrxiv|ssrn)\b/.test(venue),
    isGeneric:
      isFrontMatter(record, title) ||
      words.length < TELLING_WORDS ||
      title.length < TELLING_LENGTH ||
      GENERIC.test(title),
  };
}

/** The volumes of a conference's proceedings share its name, and have no authors. */
function isFrontMatter(record: BibRecord, title: string): boolean {
  if (record.authors !== undefined) return false;
  return (
    record.type === 'proceedings' || /\b(?:conference|workshop|symposium|congress|meeting|proceedings)\b/.test(title)
  );
}
