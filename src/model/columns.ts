import { z } from 'zod';

const column = z.string().min(1);
const columns = z.union([column, z.array(column).min(1)]);

/**
 * What the columns of a table hold, as a person says it in a mapping file: by the name of a field, the column or the columns
 * that hold it. Of several the first that says something counts; of keywords, ISSNs and ISBNs all do.
 */
export const ColumnsSchema = z
  .strictObject({
    title: columns,
    authors: columns,
    /** What parts the names in the column of authors, where it is no usual sign. */
    authorSeparator: z.string().min(1),
    year: columns,
    date: columns,
    venue: columns,
    type: columns,
    volume: columns,
    issue: columns,
    pages: columns,
    startPage: columns,
    endPage: columns,
    articleNumber: columns,
    doi: columns,
    abstract: columns,
    keywords: columns,
    issn: columns,
    isbn: columns,
    language: columns,
    publisher: columns,
    url: columns,
    references: columns,
    timesCited: columns,
    pmid: columns,
    pmcid: columns,
    eid: columns,
    ut: columns,
    openalex: columns,
    accession: columns,
    /** The names of the columns, where the table has no line that says them. */
    header: z.array(z.string()).min(1),
    delimiter: z.enum([',', ';', '\t', '|']),
  })
  .partial()
  .refine((value) => value.title !== undefined || value.doi !== undefined, {
    error: 'a mapping names the column of the title, or of the DOI',
  });
/** A mapping file. */
export type Columns = z.infer<typeof ColumnsSchema>;
