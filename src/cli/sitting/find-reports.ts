import type { ReportId } from '../../model/ids.ts';
import type { BibRecord } from '../../model/record.ts';
import { readRecordLine } from '../../review/record-line.ts';
import type { Hidden } from '../../terminal/report-body.ts';
import { termFinder } from '../../text/terms.ts';
import type { OpenReview } from '../open.ts';

/**
 * The reports, in the order of the list, of which some record has all the words: in its id, title, abstract or keywords,
 * and among its authors, venue and DOI where these are shown. `*` stands for any letters, and quotes hold a phrase together.
 */
export function findReports(review: OpenReview, list: readonly ReportId[], query: string, hidden: Hidden): ReportId[] {
  const { state, reader } = review;
  const terms = [...query.matchAll(/"([^"]+)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  if (terms.length === 0) return [];
  const finders = terms.map((term) => termFinder({ include: [term], exclude: [] }));
  // Most lines are left out by their bytes, and never parsed.
  const parts = terms.flatMap((term) => term.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((part) => part !== '');
  const wanted = new Set(list);
  const found = new Set<ReportId>();
  for (const { id } of state.facts.searches) {
    for (const { text } of reader.numberedLines(id)) {
      const lower = text.toLowerCase();
      if (!parts.every((part) => lower.includes(part))) continue;
      const { record } = readRecordLine(text);
      const report = record && state.reports.of(record.id)?.id;
      if (!record || report === undefined || !wanted.has(report)) continue;
      const searched = searchedText(record, hidden);
      if (finders.every((find) => find(searched).length > 0)) found.add(report);
    }
  }
  return list.filter((report) => found.has(report));
}

function searchedText(record: BibRecord, hidden: Hidden): string {
  const authors = (record.authors ?? []).map((author) =>
    'literal' in author ? author.literal : `${author.given ?? ''} ${author.family}`,
  );
  return [
    record.id,
    record.title,
    record.abstract,
    ...(record.keywords ?? []),
    ...(hidden.has('authors') ? [] : authors),
    ...(hidden.has('venue') ? [] : [record.venue, record.doi]),
  ]
    .filter((part) => part !== undefined)
    .join('\n')
    .normalize('NFC');
}
