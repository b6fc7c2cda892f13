import type { RecordChange } from '../model/change.ts';
import type { BibRecord } from '../model/record.ts';
import { foldText } from '../text/fold.ts';

/**
 * What reviewers judge by (title and abstract), where a newer version of an export says it in other words; undefined
 * where it does not. Case, markup and punctuation are no other words.
 */
export function changeOf(before: BibRecord, now: BibRecord): Omit<RecordChange, 'at'> | undefined {
  const differs = (field: 'title' | 'abstract') =>
    before[field] !== now[field] && foldText(before[field] ?? '') !== foldText(now[field] ?? '');
  const [title, abstract] = [differs('title'), differs('abstract')];
  if (!title && !abstract) return undefined;
  return {
    record: before.id,
    ...(title && { title: before.title ?? '' }),
    ...(abstract && { abstract: before.abstract ?? '' }),
  };
}
