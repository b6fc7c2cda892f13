import { describe, expect, it } from 'vitest';
import { sniffFormat } from '../../src/formats/registry.ts';
import { LitscreenError } from '../../src/model/errors.ts';

const PIECE = 'An abstract that goes on, and on. '.repeat(2000);
const LENGTH = 100e6;

/** A file whose last line is of 100 MB and never ends; and how much memory is in use while it is read. */
function endless(head: string) {
  const memory = { peak: 0 };
  const pieces = function* () {
    yield head;
    for (let given = 0; given < LENGTH; given += PIECE.length) {
      memory.peak = Math.max(memory.peak, process.memoryUsage().rss);
      // A text of its own, as each piece of a file is.
      yield ` ${PIECE}`.slice(1);
    }
  };
  return { memory, pieces: pieces() };
}

describe('100 MB on one line', () => {
  it.each([
    ['ris', 'TY  - JOUR\nTI  - One\nER  - \n\nTY  - JOUR\nTI  - Two\nAB  - '],
    ['nbib', 'PMID- 1\nOWN - NLM\nTI  - One\n\nPMID- 2\nOWN - NLM\nTI  - '],
    ['wos-tagged', 'FN Clarivate\nVR 1.0\nPT J\nTI One\nUT WOS:1\nER\n\nPT J\nTI '],
    ['enw', '%0 Journal Article\n%T One\n\n%0 Journal Article\n%T '],
    ['refworks-tagged', 'RT Journal Article\nT1 One\nA1 Doe\nYR 2024\n\nRT Journal Article\nT1 '],
    ['ovid', '<1>\nTitle\n  One\nAuthors\n  Doe J.\n\n<2>\nTitle\n  '],
    ['proquest', 'Document 1 of 2\n\nOne\n\nAuthor: Doe\n\n____________________\n\nDocument 2 of 2\n\n'],
    ['bibtex', '@article{a,\n  title = {One}\n}\n@article{b,\n  title = {'],
    ['scopus-csv', 'Authors,Title,Source title,EID\nDoe J.,One,Journal,2-s2.0-1\nRoe A.,"'],
    ['ieee-csv', '"Document Title",Authors,"Publication Title"\n"One",J. Doe,Journal\n"Two",'],
    ['wos-tab', 'PT\tAU\tTI\tUT\nJ\tDoe, J\tOne\tWOS:1\nJ\t'],
    ['embase-rows', '"TITLE","One"\n"AUTHOR NAMES","Doe J."\n"TITLE","Two"\n"ABSTRACT","'],
    [
      'endnote-xml',
      '<xml><records><record><ref-type>17</ref-type><titles><title>One</title></titles></record><record><titles><title>',
    ],
    ['pubmed-xml', '<PubmedArticleSet><PubmedArticle><PMID>1</PMID></PubmedArticle><PubmedArticle><ArticleTitle>'],
    [
      'csl-json',
      '[{"type": "article-journal", "title": "One", "issued": {"raw": "2024"}}, {"type": "article-journal", "title": "',
    ],
    ['openalex-json', '{"results": [{"id": "https://openalex.org/W1", "display_name": "One"}, {"display_name": "'],
  ])('of %s is read in a part, or told', { timeout: 120_000 }, (id, head) => {
    const format = sniffFormat(head);
    expect(format?.id).toBe(id);
    const before = process.memoryUsage().rss;
    const { memory, pieces } = endless(head);
    const titles: (string | undefined)[] = [];
    let told: string | undefined;
    try {
      for (const item of format?.parse(pieces) ?? [])
        titles.push(item.ok ? item.fields.title?.slice(0, 20) : item.kind);
    } catch (error) {
      if (!(error instanceof LitscreenError)) throw error;
      told = `${error.kind}: ${error.message}`;
    }
    if (told !== undefined) expect(told).toMatch(/^input: .* is longer than litscreen reads at once$/);
    else expect(titles.length).toBeLessThan(2000);
    expect(memory.peak - before).toBeLessThan(600e6);
  });
});
