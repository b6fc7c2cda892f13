import { describe, expect, it } from 'vitest';
import { parseLedger } from '../../src/review/parse-ledger.ts';

const HEADER = 'report,event,vote,reason,note,labels,round,protocol,at';
const FILE = 'screening/title-abstract/votes/A.csv';
const AT = (n: number) => `2025-03-01T09:00:00.${String(n).padStart(3, '0')}Z`;
const line = (n: number, note = '', said = 'include') => `s-${n},vote,${said},,${note},,all,1,${AT(n)}`;

const parse = (text: string) => parseLedger('votes', text, FILE, 'A');
const idsOf = (text: string) => parse(text).lines.map((item) => item.report);
const file = (...lines: string[]) => [HEADER, ...lines].map((item) => `${item}\n`).join('');

describe('parseLedger', () => {
  it('reads each decision with its person and place', () => {
    const { lines, torn, problems } = parse(file(line(1, '"a, ""b"""')));
    expect([torn, problems]).toEqual([[], []]);
    expect(lines).toEqual([
      {
        report: 's-1',
        event: 'vote',
        vote: 'include',
        reason: '',
        note: 'a, "b"',
        labels: '',
        round: 'all',
        protocol: '1',
        at: AT(1),
        person: 'A',
        where: { file: FILE, line: 2 },
      },
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\ufeff'],
    ['blank lines', '\n\r\n'],
    ['a header', `${HEADER}\n`],
    ['a header without a line end', HEADER],
  ])('reads %s as no decisions', (_, text) => expect(parse(text)).toEqual({ lines: [], torn: [], problems: [] }));

  it('orders by time, then by bytes, never by position', () => {
    expect(idsOf(file(line(3), line(1), line(2)))).toEqual(['s-1', 's-2', 's-3']);
    const [a, b] = [`s-1,vote,include,,,,all,1,${AT(1)}`, `s-1,vote,exclude,,,,all,1,${AT(1)}`];
    for (const text of [file(a, b), file(b, a)]) {
      expect(parse(text).lines.map((item) => item.vote)).toEqual(['exclude', 'include']);
    }
  });

  it.each([
    ['repeated lines', file(line(1), line(2), line(1))],
    ['a repeated header', file(line(1), HEADER, line(2))],
    ['CRLF', file(line(1), line(2)).replaceAll('\n', '\r\n')],
    ['CRLF for some lines, and each twice', file(line(1), line(2)) + file(line(1), line(2)).replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${file(line(1), line(2))}`],
    ['a byte order mark that a merge has carried into the middle', `${file(line(1))}\ufeff${file(line(2))}`],
    ['blank lines', file(line(1), '', ' ', line(2))],
    ['no last line end', file(line(1), line(2)).trimEnd()],
    ['the cells quoted as a spreadsheet does', file(line(1), line(2), line(2).replaceAll(/[^,]+/gu, '"$&"'))],
    ['a torn first write, joined with a whole file', `report,event,vo\n${file(line(1), line(2))}`],
  ])('reads the same through %s', (_, text) => {
    expect(idsOf(text)).toEqual(['s-1', 's-2']);
    expect(parse(text).problems).toEqual([]);
  });

  it.each([
    ['a line break', '"one\ntwo"', 'one\ntwo'],
    ['line breaks, quotes and commas', '"one, ""two""\n\n three,\nfour"', 'one, "two"\n\n three,\nfour'],
    ['CRLF', '"one\r\ntwo"', 'one\ntwo'],
    ['a conflict marker', '"one\n=======\n<<<<<<< HEAD\ntwo"', 'one\n=======\n<<<<<<< HEAD\ntwo'],
    ['the header', `"one\n${HEADER}\ntwo"`, `one\n${HEADER}\ntwo`],
  ])('joins a cell that a spreadsheet broke over lines: %s', (_, note, expected) => {
    const { lines, torn, problems } = parse(file(line(1), line(2, note), line(3)));
    expect([torn, problems]).toEqual([[], []]);
    expect(lines.map((item) => item.note)).toEqual(['', expected, '']);
  });

  it.each([
    ['another line', `"see s-9,vote,include,,,,all,1,${AT(9)}"`],
    ['a conflict marker', '<<<<<<< HEAD'],
    ['quotes', '""""""'],
    ['the header', `"${HEADER}"`],
    ['the beginning of a quoted cell', '","""'],
  ])('takes a note that looks like %s for a note', (_, note) => {
    const { lines, torn, problems } = parse(file(line(1, note), line(2)));
    expect([torn, problems, lines.map((item) => item.report)]).toEqual([[], [], ['s-1', 's-2']]);
  });

  it('never joins a torn line with a whole one', () => {
    const { lines, torn, problems } = parse(file(line(1), 's-2,vote,exclude,,"see', line(3, '"x, y"'), line(4)));
    expect(problems).toEqual([]);
    expect(torn).toEqual([{ file: FILE, line: 3, isTimed: false }]);
    expect(lines.map((item) => item.report)).toEqual(['s-1', 's-3', 's-4']);
  });

  describe('tells of', () => {
    it.each([
      ['another header', 'report,vote,at\ns-1,include,x\n', 1, 'header'],
      ['another ledger', 'report,status,file,sha256,url,note,at\n', 1, 'header'],
      ['a reordered header', `at,${HEADER.slice(0, -3)}\n`, 1, 'header'],
      ['a header that goes on', `${HEADER},more\n`, 1, 'header'],
      ['an unknown event', file(line(1), line(2).replace(',vote,', ',voted,')), 3, 'event is "voted"'],
      ['an unknown vote', file(line(1, '', 'yes')), 2, 'vote is not one of'],
      ['too many cells', file(line(1, 'a,b')), 2, '10 cells'],
      ['a time of a spreadsheet', file(line(1).replace(AT(1), '01/03/2025 09:00')), 2, 'no time'],
      ['a time with a space', file(line(1).replace(AT(1), '2025-03-01 09:00:00')), 2, 'no time'],
      ['a time with an offset', file(line(1).replace('Z', '+01:00')), 2, 'no time'],
      ['a time that is none', file(line(1).replace('T09', 'T25')), 2, 'no time'],
      ['a quote in a bare cell', file(line(1, 'he said "no"')), 2, 'double quote'],
      ['text after a quoted cell', file(line(1, '"no" he said')), 2, 'double quote'],
      ['a conflict marker', file(line(1), '<<<<<<< HEAD', line(2), '=======', line(3), '>>>>>>> b'), 3, 'merge'],
      ['a conflict marker first', `<<<<<<< HEAD\n${file(line(1))}`, 1, 'merge'],
      ['what a merge of three left', file('||||||| base', line(1)), 2, 'merge'],
    ])('%s', (_, text, at, message) => {
      const { problems } = parse(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]?.where).toEqual({ file: FILE, line: at });
      expect(problems[0]?.message).toContain(message);
    });

    it('all of them at once, and reads the rest', () => {
      const { lines, problems } = parse(file(line(1, '', 'yes'), line(2), line(3, 'a,b'), line(4, '', 'no')));
      expect(problems.map((problem) => problem.where?.line)).toEqual([2, 4, 5]);
      expect(lines.map((item) => item.report)).toEqual(['s-2']);
    });

    it('something, where a cell that is broken over lines holds a whole line', () => {
      expect(parse(file(line(1, `"one\n${line(9)}\ntwo"`))).problems).not.toEqual([]);
    });

    it('something, where a cell is broken over too many lines', () => {
      const { torn, problems } = parse(file(line(1, `"${'x\n'.repeat(60)}"`)));
      expect(torn.length).toBeGreaterThan(0);
      expect(problems).not.toEqual([]);
    });
  });

  it.each([
    ['rulings', 'record_a,record_b,verdict,note,at', `s-1,s-2,perhaps,,${AT(1)}`],
    [
      'resolutions',
      'report,decision,reason,method,settles,rationale,protocol,at',
      `s-1,keep,,discussion,,why,1,${AT(1)}`,
    ],
    ['retrieval', 'report,status,file,sha256,url,note,at', `s-1,lost,,,,,${AT(1)}`],
  ] as const)('knows the values of %s', (kind, header, wrong) => {
    const { problems } = parseLedger(kind, `${header}\n${wrong}\n`, 'x.csv', 'A');
    expect(problems.map((problem) => problem.where)).toEqual([{ file: 'x.csv', line: 2 }]);
  });
});
