import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExport } from '../../../src/formats/bytes/open-export.ts';
import { CORPUS, hasCorpus } from '../../helpers/corpus.ts';

const open = (path: string) => openExport(() => [readFileSync(resolve(CORPUS, path))], path);
const textOf = (opened: { text: () => Iterable<string> } | undefined) => [...(opened?.text() ?? [])].join('');

describe.skipIf(!hasCorpus)('containers and encodings of real exports', () => {
  // Rows as `unzip -p … xl/worksheets/sheet1.xml | grep -o '<row'` counts them; of the XLS its ROW records in the BIFF stream.
  it.each([
    ['exports/colrev/loader_xlsx_data.xlsx', 'XLSX', 4],
    ['exports/embase/citation-file-formatting___baseline_embase.xlsx', 'XLSX', 14],
    ['exports/eppi/citation-file-formatting___baseline_eppireviewer.xlsx', 'XLSX', 11],
    ['exports/other/citation-file-formatting___baseline.xlsx', 'XLSX', 102],
    ['screening/llm_in_mde_2025/IEEE_Xplore.xlsx', 'XLSX', 453],
    ['screening/llm_in_mde_2025/ScienceDirect.xlsx', 'XLSX', 239],
    ['screening/llm_in_mde_2025/acm.xlsx', 'XLSX', 354],
    ['screening/llm_in_mde_2025/scopus.xlsx', 'XLSX', 382],
    ['screening/llm_in_mde_2025/web_of_science.xlsx', 'XLSX', 243],
    ['exports/wos_other/LLMinMDE2025__first_savedrecs_-_page_1.xls', 'XLS', 51],
  ])('%s is one table', async (path, container, rows) => {
    const [opened, ...others] = await open(path);
    expect(others).toEqual([]);
    expect(opened?.container).toBe(container);
    expect(textOf(opened).match(/\n/g)).toHaveLength(rows);
  });

  it('the zip of Rayyan has its records and its log', async () => {
    const [records, log, ...others] = await open('exports/rayyan/rayyanR__MLJ_includes.zip');
    expect(others).toEqual([]);
    expect(records).toMatchObject({ member: 'articles.ris', container: 'zip', encoding: 'UTF-8' });
    expect(textOf(records).match(/^TY {2}- /gm)).toHaveLength(5);
    expect(log?.member).toBe('customizations_log.csv');
  });

  it.each(['dedupe/diabetes/records.csv', 'screening/covid_suicide_living/all_results.csv'])(
    '%s is Windows-1252',
    async (path) => {
      const [opened] = await open(path);
      expect(opened?.encoding).toBe('Windows-1252');
      expect(textOf(opened)).not.toContain('\ufffd');
    },
  );
});
