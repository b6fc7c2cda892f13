import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawFields } from '../../src/formats/entry.ts';
import { RECORD_KEYS, RecordSchema } from '../../src/model/record.ts';
import { inOrder, toRecord } from '../../src/records/canonical.ts';
import { hostileText } from '../text/hostile.ts';

const record = (fields: RawFields) => toRecord({ ok: true, entry: 3, line: 7, fields }, 'scopus.csv');
const withTitle = (fields: RawFields) => record({ title: 'A title', ...fields });

describe('toRecord', () => {
  it('says what the source says, in clean Unicode', () => {
    expect(
      record({
        type: ['Article'],
        title: ' Small <i>models</i>\n&amp; CO<inf>2</inf> ',
        authors: { order: 'family-first', names: ['Mu\u0308ller A.', 'et al.'] },
        year: '2024',
        date: 'MAY 21',
        venue: 'Journal &amp; Proceedings',
        volume: ' 12 ',
        issue: '3',
        pages: 'pp. 1–6',
        articleNumber: '101',
        doi: ['n/a', 'https://doi.org/10.1000/ABC', '10.1000/other'],
        abstract: '<p>One.</p><p>Two.</p>',
        keywords: ['Pruning', ' pruning', 'PRUNING', '', 'distillation'],
        issn: ['12345679', '1234-567x', 'ISSN: 0028-0836 (Print)', 'none'],
        isbn: ['978-3-16-148410-0', '9783161484100 (hbk)', '316148410X', '123'],
        language: 'English',
        publisher: 'Wiley &amp; Sons',
        url: 'https://example.org/?a=1&b=2',
        ids: { eid: ' 2-s2.0-1 ', pmid: ' ' },
        references: ['Doe, 2001 ', '', 'Roe, 2002'],
        timesCited: '1,234',
        extra: { Funding: 'none', Empty: ' ', Affiliations: ['A ', ''] },
      }),
    ).toEqual({
      type: 'article',
      title: 'Small models & CO2',
      authors: [{ family: 'Müller', given: 'A.' }],
      year: 2024,
      date: '2024-05-21',
      venue: 'Journal & Proceedings',
      volume: '12',
      issue: '3',
      pages: '1-6',
      articleNumber: '101',
      doi: '10.1000/abc',
      abstract: 'One. Two.',
      keywords: ['Pruning', 'distillation'],
      issn: ['1234-5679', '1234-567X', '0028-0836'],
      isbn: ['9783161484100', '316148410X'],
      language: 'English',
      publisher: 'Wiley & Sons',
      url: 'https://example.org/?a=1&b=2',
      ids: { eid: '2-s2.0-1' },
      references: ['Doe, 2001', 'Roe, 2002'],
      timesCited: 1234,
      extra: { Funding: 'none', Affiliations: 'A', doi: '10.1000/other', issn: '123' },
      source: { file: 'scopus.csv', entry: 3, line: 7 },
    });
  });

  it.each<[string, RawFields, Record<string, string | string[]>]>([
    [
      'types that say more',
      { type: ['Randomized Controlled Trial', 'Journal Article'] },
      { type: 'Randomized Controlled Trial' },
    ],
    [
      'a type with more behind it',
      { type: ['Article; Retracted Publication'] },
      { type: 'Article; Retracted Publication' },
    ],
    ['a type in other letters', { type: ['Диссертация'] }, { type: 'Диссертация' }],
    ['a DOI that is none', { doi: ['S0140-6736(20)30183-5'] }, { doi: 'S0140-6736(20)30183-5' }],
    ['the number of a patent', { issn: ['US12345678B2'] }, { issn: 'US12345678B2' }],
    ['a season', { year: '2019 Winter', date: '2019 Winter' }, { date: '2019 Winter' }],
    ['two months', { year: '2020', date: '2020 Jan-Feb' }, { date: '2020 Jan-Feb' }],
    ['citations that are no number', { timesCited: 'many' }, { timesCited: 'many' }],
    ['what has the name of an extra field', { doi: ['x y'], extra: { doi: 'z' } }, { doi: ['z', 'x y'] }],
  ])('keeps %s', (_, fields, extra) => expect(record({ title: 'One', ...fields })?.extra).toEqual(extra));

  it.each<[string, RawFields]>([
    ['a plain type', { type: ['Journal Article'] }],
    ['a year with empty parts behind it', { year: '2020', date: '2020///' }],
    ['an address that is no DOI', { doi: ['https://a.org/1'], url: 'https://a.org/1' }],
    ['the same DOI, written otherwise', { doi: ['10.1000/a', 'https://doi.org/10.1000/A'] }],
    ['a word for nothing', { doi: ['n/a'], issn: ['-'] }],
  ])('keeps nothing of %s', (_, fields) => expect(record({ title: 'One', ...fields })?.extra).toBeUndefined());

  it.each([
    ['nothing', {}, false],
    ['a title without text', { title: ' <i></i>\u200b' }, false],
    ['something that is no DOI', { doi: ['n/a', ''], abstract: 'text' }, false],
    ['a title', { title: 'x' }, true],
    ['a DOI', { doi: ['n/a', '10.1000/x'] }, true],
  ])('makes a record of %s or none', (_, fields, isRecord) => expect(record(fields) !== undefined).toBe(isRecord));

  it.each(['[No abstract available]', 'No abstract available.', '(No abstract is available)', ' ', '<p></p>'])(
    'takes the abstract %j for none',
    (abstract) => expect(withTitle({ abstract })).not.toHaveProperty('abstract'),
  );

  it('keeps an abstract that only begins like none', () => {
    const abstract = 'No abstract available models are compared here.';
    expect(withTitle({ abstract })).toMatchObject({ abstract });
  });

  it.each(['', '-', 'n/a', '1.5', '12345678901'])('takes %j for no number of citations', (timesCited) => {
    expect(withTitle({ timesCited })).not.toHaveProperty('timesCited');
  });

  it('counts no citations, where the source counts none', () => {
    expect(withTitle({ timesCited: '0' })).toMatchObject({ timesCited: 0 });
  });

  it('states its keys in the order on disk, only those that say something, and clean', () => {
    const text = fc.option(hostileText, { nil: undefined });
    const texts = fc.option(fc.array(hostileText, { maxLength: 3 }), { nil: undefined });
    const named = fc.dictionary(fc.constantFrom('eid', 'ut', 'pmid'), hostileText);
    const fields: fc.Arbitrary<RawFields> = fc.record({
      type: texts,
      title: text,
      authors: texts.map((names) => names && { order: 'family-first' as const, names }),
      year: fc.constantFrom('2024', 'n/a', undefined),
      date: fc.constantFrom('MAY 21', '2024-05', undefined),
      venue: text,
      volume: text,
      issue: text,
      pages: fc.constantFrom('1-6', '-', undefined),
      articleNumber: text,
      doi: fc.constantFrom(['10.1000/x'], [], undefined),
      abstract: text,
      keywords: texts,
      issn: texts,
      isbn: texts,
      language: text,
      publisher: text,
      url: text,
      ids: fc.option(named, { nil: undefined }),
      references: texts,
      timesCited: fc.constantFrom('7', '-', undefined),
      extra: fc.option(fc.dictionary(fc.constantFrom('A', 'B'), fc.oneof(hostileText, fc.array(hostileText))), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(fields, (raw) => {
        const read = record(raw);
        if (!read) return;
        const keys = Object.keys(read);
        expect(keys).toEqual(RECORD_KEYS.filter((key) => keys.includes(key)));
        expect(RecordSchema.safeParse({ id: 's-1', ...read }).success).toBe(true);
        const written = JSON.stringify(read);
        expect(JSON.parse(written)).toEqual(read);
        for (const value of leaves(read)) {
          expect(value).not.toBeUndefined();
          expect(value).not.toBe('');
          if (typeof value === 'string') expect(value).not.toMatch(/[\p{Cc}\p{Surrogate}\u202a-\u202e]|^\s|\s$/u);
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Every value that stands in a value, empty lists and objects told as absent. */
function leaves(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  const inside = Object.values(value);
  return inside.length === 0 ? [undefined] : inside.flatMap(leaves);
}

it('inOrder sorts the keys as on disk, whatever their order was, and drops what is absent', () => {
  const source = { file: 'x', entry: 1, line: 1 };
  const values = { source, absentSince: undefined, title: 'T', foundVia: [], type: 'article' as const, year: 0 };
  expect(Object.keys(inOrder(values))).toEqual(['type', 'title', 'year', 'foundVia', 'source']);
});
