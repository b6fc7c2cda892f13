import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExport } from '../../src/formats/bytes/open-export.ts';
import { sniffFormat } from '../../src/formats/registry.ts';
import { toRecord } from '../../src/records/canonical.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';

/** Of long texts the beginning and the length are enough to see that nothing was lost. */
const SHOWN = 60;

/** Files of the corpus, and the record of each that was read against the file by eye. */
const READ: readonly (readonly [file: string, entry: number])[] = [
  ['exports/scopus/citation-file-formatting___baseline_scopus.csv', 2],
  ['exports/scopus/tethne__scopus.csv', 1],
  ['exports/ieee/litstudy__ieee.csv', 1],
  ['exports/colrev/ieee_csv.csv', 1],
  ['exports/ris_generic/asreview___baseline.ris', 3],
  ['exports/embase/citation-file-formatting___baseline_embase.ris', 1],
  ['exports/pubmed/Reflib__blue-light.nbib', 2],
  ['exports/pubmed/buhos__pubmed-depression-set.nbib', 3],
  ['exports/pubmed/citation-file-formatting___baseline_pubmed.csv', 2],
  ['exports/pubmed/citation-file-formatting___baseline_pubmed.ris', 1],
  ['exports/wos_tagged/bibliometrix__wos_sample.txt', 1],
  ['exports/wos_tagged/python-wos__savedrecs.txt', 2],
  ['exports/wos_tagged/synthesisr__zoorec.txt', 1],
  ['exports/ris_generic/rispy__example_wos.ris', 1],
  ['exports/wos_tab/labnetwork__savedrecs.txt', 1],
  ['exports/wos_other/LLMinMDE2025__first_savedrecs_-_page_1.xls', 2],
  ['exports/acm/LLMinMDE2025__acm.bib', 1],
  ['exports/scopus/synthesisr__Scopus_bib_example.bib', 1],
  ['exports/endnote_xml/Reflib__blue-light.xml', 1],
  ['exports/endnote_xml/Reflib__Dump-Converted_test.xml', 2],
  ['exports/jabref_importers/medline/MedlineImporterTestArticleID.xml', 1],
  ['exports/zotero_translators/PubMed_XML/case05.input.txt', 1],
  ['exports/embase/citation-file-formatting___baseline_embase.csv', 1],
  ['exports/embase/asreview__embase_newpage.csv', 2],
  ['exports/lens/bibliometrix__lens_sample.csv', 1],
  ['exports/openalex/bibliometrix__openalex_sample.csv', 2],
  ['exports/openalex/citation-file-formatting___baseline_openalex.csv', 1],
  ['exports/zotero/citation-file-formatting___baseline_zotero.csv', 1],
  ['exports/rayyan/citation-file-formatting___baseline_rayyan.csv', 1],
  ['exports/covidence/citation-file-formatting___baseline_covidence.csv', 1],
  ['exports/cochrane/citation-file-formatting___baseline_cochrane.csv', 1],
];

describe.skipIf(!hasCorpus)('one record of a real file, field by field', () => {
  it.each(READ)('%s, entry %i', async (file, number) => {
    const [opened] = await openExport(() => [readFileSync(join(CORPUS, file))], file);
    const pieces = [...(opened?.text() ?? [])];
    const format = sniffFormat(pieces.join('').slice(0, 65_536));
    const items = [...(format?.parse(pieces) ?? [])];
    const item = items.find((one) => one.ok && one.entry === number);
    const record = item?.ok ? toRecord(item, '') : undefined;
    const shown = JSON.stringify({ format: format?.id, ...record }, shortened, 2);
    const name = file.replace(/^exports\//, '').replaceAll('/', '--');
    await expect(`${shown}\n`).toMatchFileSnapshot(`golden/${name}.json`);
  });
});

function shortened(_: string, value: unknown): unknown {
  if (typeof value === 'string' && value.length > 2 * SHOWN) return `${value.slice(0, SHOWN)}… (${value.length})`;
  if (Array.isArray(value) && value.length > 12) return [...(value as unknown[]).slice(0, 6), `… ${value.length}`];
  return value;
}
