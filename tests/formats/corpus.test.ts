import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/formats/bytes/decode.ts';
import { openExport } from '../../src/formats/bytes/open-export.ts';
import type { Format, ReadEntry } from '../../src/formats/entry.ts';
import { FORMATS, sniffFormat } from '../../src/formats/registry.ts';
import { LitscreenError } from '../../src/model/errors.ts';
import { toRecord } from '../../src/records/canonical.ts';
import { readExport } from '../../src/records/read-export.ts';
import { CORPUS, hasCorpus } from '../helpers/corpus.ts';
import { expectWellFormed } from './reading.ts';

const textOf = (file: string) =>
  decodeText(readFileSync(join(CORPUS, file)), file, { name: 'an export', hint: '' }).text;

/** What is in the folder of exports, but is none: no title, no header, or of a kind that is not read. */
const NOT_EXPORTS: Readonly<Record<string, string>> = {
  'exports/asreview/asreview__generic_labels_no_title.csv': 'a table without titles',
  'exports/jabref_importers/inspec/InspecImportTest2.txt': 'INSPEC text',
  'exports/other/katiedrax_ukb_sr__04_csv.csv': 'a table without a header',
  'exports/rayyan/rayyanR__example_inputs_customizations_log.csv': 'a log of decisions',
  'exports/rayyan/rayyanR__test_MLJ_includes_customizations_log.csv': 'a log of decisions',
};

/** Where the index counted something else than entries. */
const OTHERWISE_COUNTED: Readonly<Record<string, number>> = {
  // Of records that begin with %T, those that state a type (%0) were counted.
  'exports/colrev/ais_enl.txt': 6,
  'exports/colrev/loader_enl_data.enl': 3,
  // A %0 without a value is a record too.
  'exports/jabref_importers/endnote/Endnote.entries.enw': 13,
  // Articles, but not the book.
  'exports/jabref_importers/medline/MedlineImporterTestNbib.xml': 2,
  // The header, a preamble and rows of which quotes were lost.
  'exports/other/citation-file-formatting___baseline_abstrackr.csv': 10,
  'exports/other/citation-file-formatting___baseline_excel.csv': 10,
  // Ruled lines, of which five part no documents.
  'exports/proquest/metaknowledge__ProQuest_TestFile.txt': 100,
};

const WITHOUT_TITLES = new Set([
  'exports/jabref_importers/medline/MedlinePlainImporterTestDOI.bib',
  'exports/jabref_importers/ris/RisImporterTest1.ris',
  'exports/ris_generic/rispy__example_bom.ris',
]);

/** The files of the corpus by their paths, with the number of records that its index gives. */
function* readIndex(): Generator<[string, number]> {
  if (!hasCorpus) return;
  let folder = '';
  for (const line of readFileSync(join(CORPUS, 'INDEX.md'), 'utf8').split('\n')) {
    folder = /^## (.*)/.exec(line)?.[1] ?? folder;
    const cells = line.split('|').map((cell) => cell.trim());
    // Items that a test expects are no export.
    if (/^[1-9]\d*$/.test(cells[4] ?? '') && !/expected\.json/.test(cells[1] ?? '')) {
      yield [`${folder}/${cells[1]}`, Number(cells[4])];
    }
  }
}

function readWhole(text: Iterable<string>) {
  const pieces = [...text];
  const format = sniffFormat(pieces.join('').slice(0, 65_536));
  expect(format).toBeDefined();
  const counter = (format as Format).counter();
  for (const piece of pieces) counter.add(piece);
  const spool = { add: () => 0, get: () => '' };
  const read = readExport({ name: 'x', entries: (format as Format).parse(pieces) }, spool, undefined, []);
  return { format: format?.id ?? '', counter, read };
}

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
    // Its second entry has a value whose braces do not pair.
    ['exports/colrev/ebsco_bib.bib', 'bibtex', 2, 0, 0, 2, 1],
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

  describe('in the index', () => {
    // The numbers of records were counted by tag and by row, before any of these parsers read them.
    const indexed = [...readIndex()].filter(([file]) => file.startsWith('exports/'));

    it.each(indexed.filter(([file]) => !(file in NOT_EXPORTS)))('%s: %i entries', async (file, records) => {
      const texts = await openExport(() => [readFileSync(join(CORPUS, file))], file);
      expect(texts).toHaveLength(1);
      const { read, counter, format } = readWhole(texts[0]?.text() ?? []);
      const unreadable = read.rejected.filter((item) => item.kind === 'unreadable').length;
      const notices = read.rejected.length - unreadable;
      const entries = read.entry.length + unreadable;
      expect(entries, format).toBe(OTHERWISE_COUNTED[file] ?? records);
      expect(counter.total()).toBe(entries + (counter.counts === 'entries' ? 0 : notices));
      // Nearly every record has a title; in a few files made for tests one has a DOI alone.
      if (!WITHOUT_TITLES.has(file)) expect(read.filled.title).toBeGreaterThanOrEqual(0.995 * read.entry.length);
    });

    it.each(Object.entries(NOT_EXPORTS))('%s is %s', async (file) => {
      const texts = await openExport(() => [readFileSync(join(CORPUS, file))], file);
      expect(texts.map((text) => sniffFormat([...text.text()].join('').slice(0, 65_536))?.id)).toEqual([undefined]);
    });
  });

  it.each([
    ['exports/rayyan/rayyanR__MLJ_includes.zip', 'articles.ris', 'zip', 'ris', 5],
    ['exports/wos_other/LLMinMDE2025__first_savedrecs_-_page_1.xls', undefined, 'XLS', 'wos-table', 50],
    ['exports/embase/citation-file-formatting___baseline_embase.xlsx', undefined, 'XLSX', 'embase-csv', 10],
    ['exports/eppi/citation-file-formatting___baseline_eppireviewer.xlsx', undefined, 'XLSX', 'eppi-table', 10],
    ['exports/other/citation-file-formatting___baseline.xlsx', undefined, 'XLSX', 'lens-csv', 100],
    ['exports/colrev/loader_xlsx_data.xlsx', undefined, 'XLSX', 'csv', 3],
    ['dedupe/diabetes/records.csv', undefined, undefined, 'csv', 1845],
  ])('%s is opened', async (file, member, container, format, records) => {
    const [text] = await openExport(() => [readFileSync(join(CORPUS, file))], file);
    expect([text?.member, text?.container]).toEqual([member, container]);
    const whole = readWhole(text?.text() ?? []);
    expect([whole.format, whole.read.entry.length]).toEqual([format, records]);
  });

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
      for (const format of text.length < 40_000 ? FORMATS : found ? [found] : []) {
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
