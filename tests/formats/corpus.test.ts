import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/formats/bytes/decode.ts';
import type { ReadEntry } from '../../src/formats/entry.ts';
import { FORMATS, sniffFormat } from '../../src/formats/registry.ts';
import { LitscreenError } from '../../src/model/errors.ts';
import { toRecord } from '../../src/records/canonical.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';
import { expectWellFormed } from './reading.ts';

const textOf = (file: string) =>
  decodeText(readFileSync(join(CORPUS, file)), file, { name: 'an export', hint: '' }).text;

describe.skipIf(!hasCorpus)('real exports', () => {
  // Counted by tag, by row and by hand, not by these parsers: entries read and unreadable; with DOI, abstract, year.
  it.each<
    [file: string, format: string, read: number, unreadable: number, doi: number, abstract: number, year: number]
  >([
    ['exports/scopus/citation-file-formatting___baseline_scopus.csv', 'scopus-csv', 10, 0, 10, 10, 10],
    ['exports/scopus/bibliometrix__scopus_sample.csv', 'scopus-csv', 8, 0, 8, 8, 8],
    ['exports/scopus/tethne__scopus.csv', 'scopus-csv', 20, 0, 20, 20, 20],
    ['exports/scopus/ukb_sr__scopus.csv', 'scopus-csv', 558, 0, 558, 0, 558],
    ['exports/ieee/litstudy__ieee.csv', 'ieee-csv', 10, 0, 10, 10, 10],
    ['exports/wos_tab/labnetwork__savedrecs.txt', 'wos-tab', 212, 0, 179, 161, 212],
    ['exports/wos_tagged/python-wos__savedrecs.txt', 'wos-tagged', 500, 0, 485, 499, 500],
    ['exports/wos_tagged/synthesisr__WoS_ciw_example.ciw', 'wos-tagged', 5, 0, 5, 5, 5],
    ['exports/wos_tagged/synthesisr__zoorec.txt', 'wos-tagged', 134, 0, 27, 80, 134],
    ['exports/wos_tagged/tethne__wos2.txt', 'wos-tagged', 100, 0, 93, 94, 100],
    ['exports/wos_tagged/tethne__wos3.txt', 'wos-tagged', 500, 0, 381, 220, 500],
    ['exports/wos_tagged/bibliometrix__wos_sample.txt', 'wos-tagged', 8, 0, 8, 7, 8],
    ['exports/ris_generic/rispy__example_wos.ris', 'wos-tagged', 2, 0, 2, 2, 2],
    ['exports/acm/LLMinMDE2025__first_ACM_results.bib', 'bibtex', 431, 0, 431, 430, 431],
    ['exports/ieee/LLMinMDE2025__IEEE_Xplore.bib', 'bibtex', 452, 0, 449, 0, 452],
    ['exports/sciencedirect/LLMinMDE2025__ScienceDirect.bib', 'bibtex', 238, 0, 238, 238, 238],
    ['exports/scopus/LLMinMDE2025__scopus.bib', 'bibtex', 390, 0, 317, 0, 390],
    ['exports/scopus/ukb_sr__200210_scopus_search.bib', 'bibtex', 558, 0, 558, 0, 558],
    ['exports/wos_bibtex/LLMinMDE2025__web_of_science.bib', 'bibtex', 242, 0, 238, 0, 242],
    // Its second entry has a value that is never closed.
    ['exports/colrev/ebsco_bib.bib', 'bibtex', 1, 1, 0, 1, 1],
    ['exports/colrev/scopus_bib.bib', 'bibtex', 11, 0, 10, 0, 11],
    [
      'exports/bibtex_hard/bbt__Issues_with_round_instead_of_curly_braces_do_not_import_corr_48.bib',
      'bibtex',
      1,
      0,
      0,
      0,
      1,
    ],
    ['exports/bibtex_hard/bbt__Jabref_groups_import_does_not_work_717.3.8_50.bib', 'bibtex', 4, 0, 0, 0, 1],
    ['exports/bibtex_hard/bbt__space_after_citekey_creates_confusion_716_88.bib', 'bibtex', 2, 0, 0, 0, 0],
    ['screening/hannousse_cs/Goulao-2016-Excluded.bib', 'bibtex', 387, 0, 371, 387, 387],
    ['exports/scopus/synthesisr__scopus_extdata.ris', 'ris', 92, 0, 82, 89, 92],
    ['exports/ovid/synthesisr__Ovid_ris_example.ris', 'ris', 4, 0, 3, 4, 4],
    ['exports/ovid/asreview__ovid_psycinfo.ris', 'ris', 6, 0, 6, 6, 6],
    ['exports/cochrane/citation-file-formatting___baseline_cochrane_refman.ris', 'ris', 3, 0, 3, 3, 3],
    ['exports/ebsco/citation-file-formatting___baseline_cinahl.ris', 'ris', 9, 0, 9, 9, 9],
    ['exports/ebsco/synthesisr__ASP_ris_example.ris', 'ris', 4, 0, 2, 4, 4],
    ['exports/embase/asreview__embase.ris', 'ris', 6, 0, 6, 6, 6],
    ['exports/proquest/asreview__proquest.ris', 'ris', 6, 0, 6, 6, 6],
    ['exports/google_scholar/citation-file-formatting___baseline_googlescholar.ris', 'ris', 10, 0, 0, 0, 10],
    ['exports/colrev/jstor_ris.ris', 'ris', 4, 0, 1, 3, 4],
    ['exports/colrev/loader_ris_data.ris', 'ris', 2, 0, 2, 0, 2],
    ['exports/ris_generic/Reflib__blue-light.ris', 'ris', 102, 0, 72, 98, 102],
    ['exports/ris_generic/asreview___baseline.ris', 'ris', 100, 0, 100, 98, 100],
    ['exports/ris_generic/asreview__ris_issue_992.txt', 'ris', 19, 0, 3, 8, 19],
    ['dedupe/citesource_gambling/20221207_gambling-harms_lens_49.ris', 'ris', 49, 0, 44, 49, 49],
    ['dedupe/citesource_valid/benchmark.ris', 'ris', 13, 0, 8, 2, 13],
    // Some DOIs stand on the second line of an address.
    ['screening/van_de_Schoot_2017_ptsd/included-3.ris', 'ris', 8, 0, 7, 8, 8],
  ])('%s is %s: %i and %i entries', (file, format, read, unreadable, doi, abstract, year) => {
    const text = textOf(file);
    const found = sniffFormat(text);
    expect(found?.id).toBe(format);
    const items = [...(found?.parse(text) ?? [])];
    expectWellFormed(items, text);
    const entries = items.filter((item): item is ReadEntry => item.ok);
    const records = entries.map((entry) => toRecord(entry, file));
    const withField = (name: 'doi' | 'abstract' | 'year') =>
      records.filter((record) => record?.[name] !== undefined).length;
    expect({
      read: entries.length,
      unreadable: items.filter((item) => !item.ok && item.kind === 'unreadable').length,
      doi: withField('doi'),
      abstract: withField('abstract'),
      year: withField('year'),
    }).toEqual({ read, unreadable, doi, abstract, year });
  });

  it.each([
    'exports/pubmed/Reflib__blue-light.nbib',
    'exports/pubmed/nbib__pmc_medlars.txt',
    'exports/pubmed/citation-file-formatting___baseline_pubmed.ris',
    'exports/pubmed/citation-file-formatting___baseline_pubmed.csv',
    'exports/colrev/eric_nbib.nbib',
    'exports/colrev/loader_enl_data.enl',
    'exports/endnote_enw/srdedupe__mini_endnote.enw',
    'exports/endnote_xml/Reflib__blue-light.xml',
    'dedupe/tafenoquine/endnote.xml',
    'exports/api_responses/findpapers__scopus-api-search.json',
    'exports/api_responses/findpapers__arxiv-api-search.xml',
    'exports/other/Reflib__blue-light.json',
    'exports/covidence/citation-file-formatting___baseline_covidence.csv',
    'exports/rayyan/citation-file-formatting___baseline_rayyan.csv',
    'exports/lens/bibliometrix__lens_sample.csv',
    'exports/openalex/citation-file-formatting___baseline_openalex.csv',
    'exports/embase/asreview__embase.csv',
    'exports/ebsco/citation-file-formatting___baseline_cinahl.csv',
    'exports/google_scholar/citation-file-formatting___baseline_googlescholar.csv',
    'exports/zotero/citation-file-formatting___baseline_zotero.csv',
    'exports/colrev/springer_csv.csv',
    'exports/colrev/ieee_csv.csv',
    'exports/cochrane/citation-file-formatting___baseline_cochrane.csv',
    'exports/proquest/metaknowledge__ProQuest_TestFile.txt',
    'exports/asreview/asreview__generic.csv',
  ])('%s is none of the formats', (file) => expect(sniffFormat(textOf(file))?.id).toBeUndefined());

  it.each([
    ['exports/embase/citation-file-formatting___baseline_embase.xlsx', 'Office document'],
    ['exports/rayyan/rayyanR__MLJ_includes.zip', 'ZIP archive'],
    ['exports/wos_other/LLMinMDE2025__first_savedrecs_-_page_1.xls', 'old Excel'],
    ['dedupe/diabetes/records.csv', 'UTF-8'],
  ])('%s is no text, but %s', (file, kind) => expect(() => textOf(file)).toThrow(kind));

  it('never throws on any file that is text', { timeout: 300_000 }, () => {
    let read = 0;
    for (const file of filesBelow('')) {
      let text: string;
      try {
        text = textOf(file);
      } catch (error) {
        if (error instanceof LitscreenError) continue;
        throw error;
      }
      const found = sniffFormat(text);
      // Every format has to get through what is not its own, too.
      for (const format of text.length < 200_000 ? FORMATS : found ? [found] : []) {
        for (const item of format.parse(text)) if (item.ok) read++;
      }
    }
    expect(read).toBeGreaterThan(10_000);
  });
});

function* filesBelow(folder: string): Generator<string> {
  for (const item of readdirSync(join(CORPUS, folder), { withFileTypes: true })) {
    const path = join(folder, item.name);
    if (item.isDirectory()) yield* filesBelow(path);
    else if (item.isFile()) yield path;
  }
}
