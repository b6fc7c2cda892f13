import type { Format } from './entry.ts';
import { bibtex } from './bibtex.ts';
import { ieeeCsv } from './ieee-csv.ts';
import { ris } from './ris.ts';
import { scopusCsv } from './scopus-csv.ts';
import { wosTab } from './wos-tab.ts';
import { wosTagged } from './wos-tagged.ts';

/** Every format, the more specific ones first: the first that recognises the content reads it. */
export const FORMATS: readonly Format[] = [wosTagged, wosTab, scopusCsv, ieeeCsv, ris, bibtex];

/** How much of a file is looked at to find its format. */
const HEAD = 16_384;

/** The format of a file's text, found from its content alone; undefined where none fits. */
export function sniffFormat(text: string): Format | undefined {
  const head = text.slice(0, HEAD);
  return FORMATS.find((format) => format.sniff(head));
}
