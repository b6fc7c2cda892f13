import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ovid } from '../../../src/formats/tagged/ovid.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const one = (...lines: string[]) => fieldsOf(ovid, text('<1>', ...lines));

describe('ovid', () => {
  it.each([
    ['its number', '<1>\nTitle\n  One\n', 0],
    ['its number with a dot', '\n<6. >\nTI  - One\n', 1],
  ])('is known by %s', (_, head, at) => expect(ovid.sniff(head)).toBe(at));

  it.each(['<html>\n', 'see <1>\n', '<1> and <2>\n', `<1${' '.repeat(10)}x>\n`, ''])('is not known by %j', (head) =>
    expect(ovid.sniff(head)).toBe(-1),
  );

  it('reads a record whose fields are named', () => {
    expect(
      one(
        'Accession Number',
        '  00006236-201504000-00002.',
        'Author',
        '  Bunkers, Sandra Schmidt RN; PhD, FAAN *; Doe, Anna (1)',
        'Title',
        '  Listening: Important to',
        '  the Stuff of a Life.[Miscellaneous]',
        'Source',
        '  Nursing Science Quarterly. 28(2):103-106, April 2015.',
        'Abstract',
        '  We listen.',
        'Score',
        '  *****',
      ),
    ).toMatchObject({
      title: 'Listening: Important to the Stuff of a Life',
      venue: 'Nursing Science Quarterly',
      volume: '28',
      issue: '2',
      pages: '103-106',
      abstract: 'We listen.',
      ids: { accession: '00006236-201504000-00002' },
      extra: { Score: '*****' },
    });
  });

  it.each([
    ['Walsdorf, Neill B. [Inventor, Reprint Author]', ['Walsdorf, Neill B.']],
    ['Werner, S. M. [Author, Reprint Author; E-mail: s@example.org]', ['Werner, S. M.']],
    ['Peterson, James A. Ph.D., FACSM', ['Peterson, James A.']],
    ['AHMED, Mughees.', ['AHMED, Mughees']],
    ['WIJERS, Gea D M.', ['WIJERS, Gea D M']],
    ['Verbeek, Jan MD *;  Hermans, Erik MD +', ['Verbeek, Jan', 'Hermans, Erik']],
  ])('reads the author %s', (written, names) =>
    expect(one('TI  - One', `AU  - ${written}`).authors?.names).toEqual(names),
  );

  it.each<[string, (string | undefined)[]]>([
    ['Ecology. 28(2):103-106, April 2015.', ['Ecology', '28', '2', '103-106', 'April 2015']],
    [
      'A Journal: With a Subtitle June 2019;1(6):123-456',
      ['A Journal: With a Subtitle', '1', '6', '123-456', 'June 2019'],
    ],
    ['Political Studies 12, Winter 2007: 7-14.', ['Political Studies', '12', undefined, '7-14', 'Winter 2007']],
    ['Patents Gazette. 1288(3), Nov. 16, 2004.', ['Patents Gazette', '1288', '3', undefined, 'Nov. 16, 2004']],
    [
      'Kamp, Roza [Editor, Reprint Author], Calvete, J. [Editor]. Methods in analysis.:371-397, 2004. Series Information: X.',
      ['Methods in analysis', undefined, undefined, '371-397', '2004'],
    ],
    ['Journal of Something.', ['Journal of Something', undefined, undefined, undefined, undefined]],
  ])('reads the source %s', (source, expected) => {
    const { venue, volume, issue, pages, date } = one('TI  - One', `SO  - ${source}`);
    expect([venue, volume, issue, pages, date?.trim()]).toEqual(expected);
  });

  it('takes the year of what is published ahead of print from its status', () => {
    expect(one('Title', '  One', 'Source', '  J Trauma.', 'Status', '  Ahead of Print, 30 November 2015').year).toMatch(
      /2015$/,
    );
  });

  it.each([
    ['records', '<1>\nTI  - One\n\n<2>\nTI  - Two\n', ['1@1 One', '2@4 Two']],
    ['text above', 'Database: Ovid\n<1>\nTI  - One\n', ['0@1 not-a-record', '1@2 One']],
    ['nothing', '', []],
  ])('reads and counts a file with %s', (_, content, expected) => {
    expect(outline(ovid, content)).toEqual(expected);
    const counter = ovid.counter();
    counter.add(content);
    expect(counter.total()).toBe(expected.filter((item) => !item.startsWith('0@')).length);
  });

  const PIECES = ['\n', '<3>\n', 'TI  - ', 'Title\n', '  ', 'AU  - ', 'SO  - ', '[', ']', ';', ',', '1(2):3'];

  it('reads anything, and a good record behind it', () => {
    const sample = '<1>\nTI  - One\nAU  - A, B [Author]\nSO  - J. 1(2):3-4, 2015.\n\n<2>\nTitle\n  Two\n';
    fc.assert(
      fc.property(fc.oneof(mutationsOf(sample, PIECES), soupOf(PIECES)), (broken) => {
        const content = `${broken}\n<9>\nTI  - Good one\n`;
        ovid.sniff(content);
        expectWellFormed([...ovid.parse(content)], content);
        expect(outline(ovid, content).at(-1)).toMatch(/ Good one$/);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['*', '[', '; ', ' ', '1,', 'a [Editor] '])('does not hang on a line of %j', { timeout: 20_000 }, (sign) => {
    const hostile = `a${sign.repeat(60_000)}x`;
    expect(one(`TI  - ${hostile}`, `AU  - ${hostile}`, `SO  - ${hostile}`).title).toBeDefined();
    expect(outline(ovid, `<1${hostile}\n`)).toEqual(['0@1 not-a-record']);
  });
});
