import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wosTagged } from '../../../src/formats/tagged/wos-tagged.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const HEAD = 'FN Clarivate Analytics Web of Science\nVR 1.0\n';
const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const one = (...lines: string[]) => fieldsOf(wosTagged, text('PT J', ...lines, 'ER', '', 'EF'));
const record = (title: string) => text('PT J', `TI ${title}`, 'ER', '');

describe('wosTagged', () => {
  it.each([
    ['its head', `${HEAD}PT J\n`, 0],
    ['the head of Thomson Reuters', 'FN Thomson Reuters Web of Science™\nVR 1.0\nPT J\n', 0],
    ['blank lines before its head', `\n \n${HEAD}PT J\n`, 3],
    ['a record without a head', 'PT J\nAU Smith, J\nTI One\n', 0],
  ])('knows %s', (_, head, at) => expect(wosTagged.sniff(head)).toBe(at));

  it.each([
    ['a table of Web of Science', 'PT\tAU\tTI\tSO\tUT\nJ\tSmith, J\tOne\tJournal\tWOS:1\n'],
    ['MEDLINE', 'PMID- 1\nPT  - Journal Article\nTI  - One\nAU  - Smith J\n'],
    ['RIS', 'TY  - JOUR\nTI  - One\nER  - \n'],
    ['PT in prose', 'PT J stands for a journal\n'],
    ['nothing', ''],
  ])('does not know %s', (_, head) => expect(wosTagged.sniff(head)).toBe(-1));

  it('reads every field of a record', () => {
    expect(
      one(
        'AU Smith, J',
        '   Doe, AB',
        'AF Smith, John',
        '   Doe, Anna B.',
        'CA Models Consortium',
        'TI Distilling small',
        '   models',
        'SO JOURNAL OF MODELS',
        'LA English',
        'DT Article',
        'DE distillation; small language',
        '   models',
        'ID TEACHERS',
        'AB We distil.',
        '   PT J is no tag here.',
        'C1 [Smith, John] Uni A.',
        '   [Doe, Anna B.] Uni B.',
        'CR Hinton G, 2015, ARXIV',
        '   Brown T, 2020, NEURIPS, DOI 10.1/x',
        'TC 7',
        'PU PRESS',
        'SN 1234-5678',
        'EI 8765-4321',
        'BN 978-3-16-148410-0',
        'PD MAY 21',
        'PY 2024',
        'VL 12',
        'IS 3',
        'BP 101',
        'EP 110',
        'AR e101',
        'DI 10.1000/xyz',
        'UT WOS:000514379300001',
        'PM 33355555',
        'FX Thanks',
      ),
    ).toEqual({
      type: ['Article', 'J'],
      title: 'Distilling small models',
      authors: { order: 'family-first', names: ['Smith, John', 'Doe, Anna B.', { literal: 'Models Consortium' }] },
      year: '2024',
      date: 'MAY 21',
      venue: 'JOURNAL OF MODELS',
      volume: '12',
      issue: '3',
      pages: '101-110',
      articleNumber: 'e101',
      doi: ['10.1000/xyz'],
      abstract: 'We distil. PT J is no tag here.',
      keywords: ['distillation', ' small language models', 'TEACHERS'],
      issn: ['1234-5678', '8765-4321'],
      isbn: ['978-3-16-148410-0'],
      language: 'English',
      publisher: 'PRESS',
      ids: { ut: 'WOS:000514379300001', pmid: '33355555' },
      references: ['Hinton G, 2015, ARXIV', 'Brown T, 2020, NEURIPS, DOI 10.1/x'],
      timesCited: '7',
      extra: { C1: ['[Smith, John] Uni A.', '[Doe, Anna B.] Uni B.'], FX: 'Thanks' },
    });
  });

  it.each<[string, string[], unknown]>([
    ['full names where there are some', ['AU Smith, J', 'AF Smith, John'], ['Smith, John']],
    ['short ones where there are none', ['AU Smith, J', '   Doe, A'], ['Smith, J', 'Doe, A']],
    ['a group alone', ['CA Models', 'GP IEEE'], [{ literal: 'Models' }, { literal: 'IEEE' }]],
    ['none', [], []],
  ])('takes %s for the authors', (_, lines, names) => {
    const fields = one('TI One', ...lines);
    expect(fields.authors?.names).toEqual(names);
    expect(fields.extra).toBeUndefined();
  });

  it.each([
    ['the year of print before that of early access', ['PY 2024', 'EA DEC 2023'], '2024'],
    ['the year of early access alone', ['EA DEC 2023'], 'DEC 2023'],
  ])('takes %s', (_, lines, year) => expect(one('TI One', ...lines).year).toBe(year));

  it.each([
    [['TC 3', 'Z9 5'], '3'],
    [['Z9 5'], '5'],
  ])('takes the times cited of %j', (lines, count) => expect(one('TI One', ...lines).timesCited).toBe(count));

  it('keeps wrapped lines apart by one space, also after a line that is empty', () => {
    expect(one('TI One', 'AB First', '   ', '   second  third').abstract).toBe('First second  third');
  });

  it('keeps an empty tag out of the record', () => {
    expect(one('TI One', 'AB', 'DE ', 'VL 2')).toMatchObject({ abstract: undefined, keywords: [], volume: '2' });
  });

  const rest = text('EF');

  it.each([
    ['whole records', HEAD + record('One') + record('Two') + rest, ['1@3 One', '2@7 Two']],
    ['no head', record('One') + record('Two') + rest, ['1@1 One', '2@5 Two']],
    ['no end of the file', HEAD + record('One') + record('Two'), ['1@3 One', '2@7 Two']],
    ['no blank lines', (HEAD + record('One') + record('Two')).replaceAll('\n\n', '\n'), ['1@3 One', '2@6 Two']],
    ['no ER before PT', HEAD + text('PT J', 'TI One') + record('Two') + rest, ['1@3 One', '2@5 Two']],
    ['no ER before EF', HEAD + record('One') + text('PT J', 'TI Two', 'EF'), ['1@3 One', '2@7 Two']],
    ['no ER at all', HEAD + text('PT J', 'TI One', 'PT J', 'TI Two'), ['1@3 One', '2@5 Two']],
    ['a torn end', HEAD + record('One') + text('PT J', 'TI Two'), ['1@3 One', '2@7 unreadable']],
    ['an end torn in a value', `${HEAD}${record('One')}PT J\nTI Two\nAB We`, ['1@3 One', '2@7 unreadable']],
    ['an end torn at a tag', `${HEAD}${record('One')}PT J\nT`, ['1@3 One', '2@7 unreadable']],
    ['no title where ER is missing', HEAD + text('PT J', 'AU A, B') + record('Two'), ['1@3 unreadable', '2@5 Two']],
    [
      'text between records',
      `${HEAD}${record('One')}page 2 of 3\n${record('Two')}`,
      ['1@3 One', '1@7 not-a-record', '2@8 Two'],
    ],
    ['two exports joined', HEAD + record('One') + rest + HEAD + record('Two') + rest, ['1@3 One', '2@10 Two']],
    ['nothing but a head', HEAD + rest, []],
    ['nothing', '', []],
  ])('reads a file with %s', (_, content, expected) => expect(outline(wosTagged, content)).toEqual(expected));

  it('keeps what was torn off, and says why it is no record', () => {
    const items = [...wosTagged.parse(`${record('One')}PT J\nTI Two\nAB We`)];
    expect(items[1]).toEqual({
      ok: false,
      entry: 2,
      line: 5,
      kind: 'unreadable',
      reason: 'the record has no end (ER)',
      text: 'PT J\nTI Two\nAB We',
    });
  });

  const SAMPLE =
    HEAD + text('PT J', 'AU A, B', '   C, D', 'TI One', '   more', 'ER', '', 'PT C', 'TI Two', 'ER', '', 'EF');
  const PIECES = ['\n', 'PT J\n', 'ER\n', '\nER\n', 'EF\n', '\n   ', 'TI ', 'AU', ' ', 'FN x\nVR 1.0\n', 'x'];

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf(PIECES)), (content) => {
        wosTagged.sniff(content);
        expectWellFormed([...wosTagged.parse(content)], content);
      }),
      { numRuns: 500 },
    );
  });

  it('always reads a good record behind broken ones', () => {
    fc.assert(
      fc.property(mutationsOf(SAMPLE, PIECES), (broken) => {
        const content = `${broken}\n${record('Good one')}`;
        const line = broken.split('\n').length + 1;
        expect(outline(wosTagged, content).at(-1)).toMatch(new RegExp(`@${line} Good one$`));
      }),
      { numRuns: 500 },
    );
  });

  it('does not hang on 30,000 records without an end', { timeout: 60_000 }, () => {
    const content = text('PT J', 'TI One', '   more').repeat(30_000);
    expect([...wosTagged.parse(content)]).toHaveLength(30_000);
  });
});
