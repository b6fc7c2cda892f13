import type { BibRecord } from '../model/record.ts';
import { surnameOf } from '../records/authors.ts';
import { foldName, foldText } from '../text/fold.ts';

type Known = Pick<BibRecord, 'title' | 'year' | 'authors' | 'doi' | 'ids'>;

/** Finds the report that a record of another program's export is. */
export class KnownReports {
  readonly #reports = new Map<string, Set<string>>();
  readonly #titles = new Map<string, string>();

  /** @param records of each report, all of them; with the report. */
  constructor(records: Iterable<readonly [record: BibRecord, report: string]>) {
    for (const [record, report] of records) {
      const title = foldText(record.title ?? '');
      this.#titles.set(record.id, title);
      const byTitle = [`title ${title}`, ...(record.year === undefined ? [`undated ${title}`] : [])];
      for (const key of [`id ${record.id}`, ...keysOf(record), ...(title === '' ? [] : byTitle)]) {
        const known = this.#reports.get(key);
        if (known) known.add(report);
        else this.#reports.set(key, new Set([report]));
      }
    }
  }

  /**
   * The reports that a record may be: by the id that litscreen gave it, where the title is its own; by the number of a
   * database; by DOI; by title, year and first author; by title and year, and the years beside it, as a report appears
   * online before it is printed; by title alone where one of them has no year. The first of these keys that names any
   * decides: one report is certain, several are not.
   *
   * @param ids what may be ids of this review.
   */
  find(record: Known, ids: readonly string[]): readonly string[] {
    const title = foldText(record.title ?? '');
    const own = ids.filter((id) => title === '' || this.#titles.get(id) === title).map((id) => `id ${id}`);
    const byTitle = record.year === undefined ? `title ${title}` : `undated ${title}`;
    for (const key of [...own, ...keysOf(record), ...(title === '' ? [] : [byTitle])]) {
      const found = this.#reports.get(key);
      if (found) return [...found];
    }
    return [];
  }
}

function keysOf({ title: written, year, authors, doi, ids }: Known): string[] {
  const title = foldText(written ?? '');
  const [author] = authors ?? [];
  const surname = author === undefined ? undefined : foldName(surnameOf(author));
  const numbers = Object.entries(ids ?? {})
    .filter(([key]) => NUMBERS.has(key))
    .map(([key, value]) => `${key} ${value.toLowerCase()}`);
  const certain = [...numbers, ...(doi === undefined ? [] : [`doi ${doi}`])];
  if (title === '' || year === undefined) return certain;
  const all = surname === undefined ? [] : [`all ${title} ${year} ${surname}`];
  // Two years that follow each other have one of these in common.
  const beside = [`near ${title} ${year}`, `near ${title} ${year + 1}`];
  return [...certain, ...all, `dated ${title} ${year}`, ...beside];
}

/** Numbers that one document has in all exports. */
const NUMBERS = new Set(['pmid', 'pmcid', 'eid', 'ut', 'arxiv', 'ieee', 'openalex', 'lens']);
