import type { Format } from './entry.ts';
import { bibtex } from './bibtex/bibtex.ts';
import { anyJson } from './json/any-json.ts';
import { cslJson } from './json/csl-json.ts';
import { eppiJson } from './json/eppi-json.ts';
import { openalexJson } from './json/openalex-json.ts';
import { zoteroJson } from './json/zotero-json.ts';
import { anyTable, TABLE_FORMATS } from './tables/dialects.ts';
import { embaseRows } from './tables/embase-rows.ts';
import { ieeeCsv } from './tables/ieee-csv.ts';
import { cochraneText } from './tagged/cochrane-text.ts';
import { enw } from './tagged/enw.ts';
import { nbib } from './tagged/nbib.ts';
import { ovid } from './tagged/ovid.ts';
import { proquest } from './tagged/proquest.ts';
import { refworksTagged } from './tagged/refworks-tagged.ts';
import { ris } from './tagged/ris.ts';
import { scopusCsv } from './tables/scopus-csv.ts';
import { litscreenCsv } from './tables/litscreen-csv.ts';
import { wosTab } from './tables/wos-tab.ts';
import { wosTagged } from './tagged/wos-tagged.ts';
import { endnoteXml } from './xml/endnote-xml.ts';
import { pubmedXml } from './xml/pubmed-xml.ts';

/** Every format. Of two that recognise a file at the same place the first one reads it. */
export const FORMATS: readonly Format[] = [
  wosTagged,
  wosTab,
  litscreenCsv,
  embaseRows,
  ...TABLE_FORMATS,
  scopusCsv,
  ieeeCsv,
  ris,
  nbib,
  enw,
  refworksTagged,
  ovid,
  proquest,
  cochraneText,
  endnoteXml,
  pubmedXml,
  openalexJson,
  zoteroJson,
  eppiJson,
  cslJson,
  anyJson,
  bibtex,
  anyTable,
];

/** How much of a file is looked at to find its format: what shows only behind this much else is not what the file is. */
const HEAD = 16_384;

/** The format of a file's text, found from its content alone: the one that shows first. Undefined where none fits. */
export function sniffFormat(text: string): Format | undefined {
  const head = text.slice(0, HEAD);
  const found = FORMATS.map((format) => ({ format, at: format.sniff(head) })).filter(({ at }) => at >= 0);
  return found.reduce<(typeof found)[number] | undefined>(
    (first, other) => (first && first.at <= other.at ? first : other),
    undefined,
  )?.format;
}
