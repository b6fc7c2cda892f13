import { z } from 'zod';
import { ColumnsSchema } from './columns.ts';
import { SEARCH_ID } from './ids.ts';

export const SEARCH_KINDS = ['database', 'register', 'website', 'organisation', 'citation', 'other'] as const;
export type SearchKind = (typeof SEARCH_KINDS)[number];

export const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/;

const SearchFileSchema = z.strictObject({
  name: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  format: z.string(),
  entries: z.int().nonnegative(),
  records: z.int().nonnegative(),
  rejected: z.int().nonnegative(),
});
export type SearchFile = z.infer<typeof SearchFileSchema>;

/** What PRISMA-S asks of one search, and the account of its export files: `searches/<id>/search.yaml`. */
export const SearchSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string().regex(SEARCH_ID),
  source: z.string(),
  platform: z.string().optional(),
  kind: z.enum(SEARCH_KINDS),
  /** The version of the review for which it was run; 1 where it is not said. */
  version: z.int().positive().optional(),
  date: z.string().regex(DATE, 'a date reads like 2025-02-03, 2025-02 or 2025').optional(),
  query: z.string().optional(),
  limits: z.string().optional(),
  declaredHits: z.int().nonnegative().optional(),
  /** Duplicates that were removed before the export was made: somebody says so, and no ids prove it. */
  declaredDuplicates: z.strictObject({ n: z.int().positive(), why: z.string() }).optional(),
  citation: z
    .strictObject({
      round: z.int().positive(),
      direction: z.enum(['backward', 'forward']),
      index: z.string().optional(),
      seeds: z.array(z.string()),
    })
    .optional(),
  /** What a person said of the columns of its tables: kept for the next ingest. */
  columns: ColumnsSchema.optional(),
  files: z.array(SearchFileSchema),
  recordsSha256: z.string(),
  rejectedSha256: z.string(),
});
export type Search = z.infer<typeof SearchSchema>;

/** PRISMA 2020 draws databases and registers in one column, every other way of finding reports in the other. */
export function columnOf(kind: SearchKind): 'databases' | 'other' {
  return kind === 'database' || kind === 'register' ? 'databases' : 'other';
}

/**
 * How many hits a search brought, where that differs from what the database showed; undefined where it does not. A
 * longer export that was downloaded anew repeats entries of the earlier file, so either count may be the right one: of
 * the entries in all files, or of what was identified. Duplicates that were removed elsewhere were hits too.
 *
 * @param identified the records of the search and its entries that could not be read.
 */
export function differingHits(
  search: Pick<Search, 'declaredHits' | 'declaredDuplicates' | 'files'>,
  identified: number,
): number | undefined {
  const entries = search.files.reduce((sum, file) => sum + file.entries, 0);
  const elsewhere = search.declaredDuplicates?.n ?? 0;
  const { declaredHits } = search;
  const isOne = [entries, identified].some((n) => declaredHits === n + elsewhere);
  return declaredHits === undefined || isOne ? undefined : identified;
}
