import { z } from 'zod';

export const AuthorSchema = z.union([
  z.strictObject({ family: z.string(), given: z.string().optional() }),
  z.strictObject({ literal: z.string() }),
]);
export type Author = z.infer<typeof AuthorSchema>;

export const RECORD_TYPES = [
  'article',
  'conference-paper',
  'proceedings',
  'book',
  'chapter',
  'review',
  'editorial',
  'letter',
  'erratum',
  'preprint',
  'thesis',
  'report',
  'dataset',
  'webpage',
  'patent',
  'other',
] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

export const FoundViaSchema = z.strictObject({ report: z.string(), direction: z.enum(['backward', 'forward']) });

/**
 * One entry of one search's export, as the source states it, in clean Unicode. The order of the keys is the order on
 * disk; a key is absent where the source says nothing.
 */
export const RecordSchema = z.strictObject({
  id: z.string(),
  type: z.enum(RECORD_TYPES).optional(),
  title: z.string().optional(),
  authors: z.array(AuthorSchema).optional(),
  year: z.int().optional(),
  date: z.string().optional(),
  venue: z.string().optional(),
  volume: z.string().optional(),
  issue: z.string().optional(),
  pages: z.string().optional(),
  articleNumber: z.string().optional(),
  doi: z.string().optional(),
  abstract: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  issn: z.array(z.string()).optional(),
  isbn: z.array(z.string()).optional(),
  language: z.string().optional(),
  publisher: z.string().optional(),
  url: z.string().optional(),
  ids: z.record(z.string(), z.string()).optional(),
  references: z.array(z.string()).optional(),
  timesCited: z.int().optional(),
  extra: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
  foundVia: z.array(FoundViaSchema).optional(),
  absentSince: z.string().optional(),
  source: z.strictObject({ file: z.string(), entry: z.int(), line: z.int() }),
});
export type BibRecord = z.infer<typeof RecordSchema>;

/** The keys of a record in their order on disk. */
export const RECORD_KEYS = Object.keys(RecordSchema.shape) as (keyof BibRecord)[];

export const RejectedSchema = z.strictObject({
  /** Of an unreadable entry: the id under which the flow counts it, given once and kept. */
  id: z.string().optional(),
  /** Of an entry that is a record of another file of the search: that record. */
  record: z.string().optional(),
  file: z.string(),
  entry: z.int(),
  line: z.int(),
  kind: z.enum(['unreadable', 'not-a-record']),
  reason: z.string(),
  text: z.string(),
});
/** An entry of an export that could not become a record. */
export type Rejected = z.infer<typeof RejectedSchema>;
