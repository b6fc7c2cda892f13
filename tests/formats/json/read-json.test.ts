import { describe, expect, it } from 'vitest';
import { anyJson } from '../../../src/formats/json/any-json.ts';
import { cslJson } from '../../../src/formats/json/csl-json.ts';
import { openalexJson } from '../../../src/formats/json/openalex-json.ts';
import { zoteroJson } from '../../../src/formats/json/zotero-json.ts';
import { fieldsOf, outline } from '../reading.ts';

const item = (title: string) =>
  `{"type": "article-journal", "title": "${title}", "author": [{"family": "Doe"}, {"family": "Poe"}]}`;

describe('JSON exports', () => {
  it.each([
    ['a list', `[\n${item('One')},\n${item('Two')}\n]`, ['1@2 One', '2@3 Two']],
    ['an envelope', `{"meta": {"a": [1]},\n"items": [${item('One')}, ${item('Two')}]}`, ['1@2 One', '2@2 Two']],
    ['one a line', `${item('One')}\n${item('Two')}\n`, ['1@1 One', '2@2 Two']],
    [
      'a broken object',
      `[\n${item('One')},\n{"title": "Torn, "author": []},\n${item('Two')}\n]`,
      ['1@2 One', '2@3 unreadable', '3@4 Two'],
    ],
    ['an envelope on one line', `{"items": [${item('One')}, ${item('Two')}]}\n`, ['1@1 One', '2@1 Two']],
    ['lines of which the last has no end', `${item('One')}\n${item('Two')}`, ['1@1 One', '2@2 Two']],
    ['one object', item('One'), ['1@1 One']],
    ['a bracket too many', `[${item('One')}}, ${item('Two')}]`, ['1@1 One', '2@1 Two']],
    [
      'a value that nests too deeply',
      `[${item('One')},{"title": "x", "y": ${'['.repeat(60_000)}${']'.repeat(60_000)}},${item('Two')}]`,
      ['1@1 One', '2@1 unreadable', '3@1 Two'],
    ],
    ['one that is cut', `[${item('One')}, {"title": "Tw`, ['1@1 One', '2@1 unreadable']],
  ])('are read from %s', (_, text, expected) => expect(outline(cslJson, text)).toEqual(expected));

  it('are counted without the titles of their journals', () => {
    const counter = anyJson.counter();
    counter.add('[{"title": "One", "journal": {');
    counter.add(' "title": "J"}}, {"journal": {"title": "J"}, "title": "Two"}]');
    expect(counter.total()).toBe(2);
  });

  it('give back what a broken one has swallowed', () => {
    const text = `[${item('One')},{"title": "Torn, "author": [{"family": "A"}]},${item('Two')},${item('Three')}]`;
    const told = outline(cslJson, text).map((line) => line.replace(/^.* /, ''));
    expect([told[0], ...told.slice(-2)]).toEqual(['One', 'Two', 'Three']);
  });

  it('take a hundred brackets and long texts in no time', () => {
    expect(outline(cslJson, '['.repeat(200_000))).toEqual([]);
    expect(outline(cslJson, `[{"title": "${'\\"'.repeat(200_000)}`)).toHaveLength(1);
  });

  it('read CSL’s dates, names and numbers', () => {
    const text = `[{"id": "x", "type": "paper-conference", "title": "One", "DOI": "10.1000/x", "PMID": 7, "issued": {"date-parts": [["2024", 5, 1]]},
      "author": [{"family": "Beethoven", "non-dropping-particle": "van", "given": "Ludwig"}, {"literal": "The Group"}], "keyword": "a; b"}]`;
    expect(fieldsOf(cslJson, text)).toMatchObject({
      year: '2024-5-1',
      authors: { names: [{ family: 'van Beethoven', given: 'Ludwig' }, { literal: 'The Group' }] },
      ids: { pmid: '7' },
      keywords: ['a', ' b'],
    });
  });

  it('put the abstracts of OpenAlex together, whatever their places say', () => {
    const text = `{"results": [{"id": "https://openalex.org/W1", "title": "One", "abstract_inverted_index": {"words": [1], "Two": [0, -1, 1e12, "x"]}, "authorships": [{"author": {"display_name": "Jane Doe"}}]}]}`;
    expect(fieldsOf(openalexJson, text)).toMatchObject({
      abstract: 'Two words',
      ids: { openalex: 'W1' },
      authors: { names: ['Jane Doe'] },
    });
  });

  it('give a work that stands alone in an envelope, and not what it cites', () => {
    const work = {
      reference: [{ key: 'r1', DOI: '10.1000/cited' }],
      DOI: '10.1000/x',
      type: 'journal-article',
      title: ['The work'],
      author: [{ family: 'Doe', given: 'J', ORCID: 'https://orcid.org/0', affiliation: [] }],
    };
    const text = JSON.stringify({ status: 'ok', 'message-type': 'work', 'message-version': '1.0.0', message: work });
    expect(outline(cslJson, text)).toEqual(['1@1 The work']);
    expect(fieldsOf(cslJson, text).extra).toMatchObject({ author: JSON.stringify(work.author) });
    const list = JSON.stringify({ status: 'ok', message: { title: 'Results', items: [work, work] } });
    expect(outline(cslJson, list)).toEqual(['1@1 The work', '2@1 The work']);
  });

  it('know items of Zotero from what hangs on them, and Publish or Perish by its names', () => {
    const text =
      '[{"itemType": "journalArticle", "title": "One", "creators": [{"creatorType": "author", "lastName": "Doe", "firstName": "J"}], "tags": [{"tag": "a"}]}, {"itemType": "note", "note": "x"}]';
    expect(outline(zoteroJson, text)).toEqual(['1@1 One', '1@1 not-a-record']);
    const pop =
      '[{"title": "One", "authors": ["A Doe", "B Poe"], "year": 2024, "source": "J", "volume": 0, "cites": 3, "abstract": "…"}]';
    expect(fieldsOf(anyJson, pop)).toMatchObject({
      venue: 'J',
      volume: undefined,
      timesCited: '3',
      authors: { names: ['A Doe', 'B Poe'] },
    });
  });
});
