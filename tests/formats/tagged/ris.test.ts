import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ris } from '../../../src/formats/tagged/ris.ts';
import { expectWellFormed, fieldsOf, mutationsOf, outline, soupOf } from '../reading.ts';

const text = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const one = (...lines: string[]) => fieldsOf(ris, text('TY  - JOUR', ...lines, 'ER  - '));
const record = (title: string) => text('TY  - JOUR', `TI  - ${title}`, 'ER  - ', '');
/** The same as vendors write it who leave out one space. */
const loose = (content: string) => content.replaceAll(/^([A-Z][A-Z0-9]) {2}-/gm, '$1 -');

describe('ris', () => {
  it.each([
    ['a reference', 'TY  - JOUR\n', 0],
    ['one space', 'TY - JOUR\n', 0],
    ['a tab', 'TY\t- JOUR\n', 0],
    ['no value', 'TY  -\n', 0],
    ['a preamble', 'Provider: Ovid\nContent: text\n\nTY  - JOUR\n', 30],
  ])('is known by %s', (_, head, at) => expect(ris.sniff(head)).toBe(at));

  it.each([
    ['MEDLINE', 'PMID- 33355555\nOWN - NLM\nTI  - One\nAU  - Smith J\n'],
    ['a tag in the midst of a line', 'see TY  - JOUR\n'],
    ['EndNote', '%0 Journal Article\n%T One\n'],
    ['a word', 'TY-phoid\nTYPE - x\n'],
    ['nothing', ''],
  ])('is not known by %s', (_, head) => expect(ris.sniff(head)).toBe(-1));

  it('reads every field of a record', () => {
    expect(
      one(
        'AU  - Smith, John',
        'AU  - Doe, Anna B.',
        'TI  - Distilling small models',
        'T2  - Journal of Models',
        'PY  - 2024',
        'DA  - 2024/05/21/',
        'VL  - 12',
        'IS  - 3',
        'SP  - 101',
        'EP  - 110',
        'C7  - e101',
        'DO  - 10.1000/xyz',
        'AB  - We distil.',
        'KW  - distillation',
        'KW  - SLM',
        'SN  - 1234-5678',
        'LA  - English',
        'PB  - Press',
        'UR  - https://www.scopus.com/record?eid=2-s2.0-1&x=y',
        'AN  - WOS:000514379300001',
        'N1  - Cited By :7',
        'DB  - Scopus',
      ),
    ).toEqual({
      type: ['JOUR'],
      title: 'Distilling small models',
      authors: { order: 'family-first', names: ['Smith, John', 'Doe, Anna B.'] },
      year: '2024',
      date: '2024/05/21/',
      venue: 'Journal of Models',
      volume: '12',
      issue: '3',
      pages: '101-110',
      articleNumber: 'e101',
      doi: ['10.1000/xyz'],
      abstract: 'We distil.',
      keywords: ['distillation', 'SLM'],
      issn: ['1234-5678'],
      isbn: ['1234-5678'],
      language: 'English',
      publisher: 'Press',
      url: 'https://www.scopus.com/record?eid=2-s2.0-1&x=y',
      ids: { eid: '2-s2.0-1', ut: 'WOS:000514379300001' },
      references: [],
      timesCited: '7',
      extra: { N1: 'Cited By :7', DB: 'Scopus' },
    });
  });

  it.each([
    ['title', ['T1  - One'], 'One'],
    ['title', ['CT  - One'], 'One'],
    ['title', ['T1  - Two', 'TI  - One'], 'One'],
    ['title', ['BT  - One'], 'One'],
    ['title', ['TI  -', 'T1  - One'], 'One'],
    ['venue', ['TI  - One', 'BT  - Book'], 'Book'],
    ['venue', ['JO  - J. Models', 'JF  - Journal of Models'], 'Journal of Models'],
    ['venue', ['JA  - J. Models'], 'J. Models'],
    ['venue', ['J2  - J. Models', 'T2  - Journal of Models'], 'Journal of Models'],
    ['year', ['Y1  - 2024/05/21/'], '2024/05/21/'],
    ['year', ['DA  - 2024'], '2024'],
    ['year', ['Y1  - 4-8 Aug. 2023', 'PY  - 2024'], '2024'],
    ['volume', ['VO  - 3'], '3'],
    ['volume', ['VO  - 3', 'VL  - 3'], '3'],
    ['issue', ['CP  - 3'], '3'],
    ['pages', ['SP  - 101-110'], '101-110'],
    ['pages', ['SP  - 101-110', 'EP  - 110'], '101-110'],
    ['abstract', ['N2  - Text.'], 'Text.'],
    ['abstract', ['AB  - Text.', 'N2  - Other.'], 'Text.'],
    ['abstract', ['AB  - Background.', 'AB  - Methods.'], 'Background. Methods.'],
    ['url', ['UR  - see below', 'L2  - https://a.org'], 'https://a.org'],
    ['url', ['L1  - file.pdf', 'UR  - a.org'], 'a.org'],
    ['timesCited', ['U3  - cited by: 12'], '12'],
    ['timesCited', ['N1  - Times Cited in Web of Science Core Collection:  5', 'Total Times Cited:  6'], '5'],
    ['title', ['ST  - One'], 'One'],
    ['issue', ['CP  - 14th World Congress of Sociology'], undefined],
    ['date', ['DA  - 2024///'], '2024'],
    ['pages', ['PG  - 6528'], '6528'],
    ['publisher', ['PU  - PRESS'], 'PRESS'],
  ] as const)('finds the %s in %j', (name, lines, expected) => expect(one(...lines)[name]).toBe(expected));

  it.each<[string[], Record<string, string> | undefined]>([
    [['AN  - 21553931', 'DP  - NLM'], { pmid: '21553931' }],
    [['AN  - 21553931', 'DB  - PTSDpubs'], { accession: '21553931' }],
    [['AN  - 2214991469; 51887', 'DB  - MEDLINE'], { accession: '2214991469; 51887' }],
    [['AN  - 21553931', 'DB  - MEDLINE'], { pmid: '21553931' }],
    [
      ['AN  - 73456789', 'DB  - MEDLINE', 'UR  - https://search.proquest.com/docview/73456789'],
      { accession: '73456789' },
    ],
    [['PMID  - 33355555', 'ID  - 2020-55555-005'], { pmid: '33355555', accession: '2020-55555-005' }],
    [['DB  - Scopus', 'C2  - 31421429'], { pmid: '31421429' }],
    [['C2  - 31421429'], undefined],
    [['C2  - Pmc2214645'], { pmcid: 'PMC2214645' }],
    [['U2  - L39097156', 'C5  - 15368318', 'DB  - Medline'], { embase: 'L39097156', pmid: '15368318' }],
    [['AN  - CN-02677909', 'C3  - PUBMED 38407106,EMBASE 643589775'], { cochrane: 'CN-02677909', pmid: '38407106' }],
    [['AN  - rayyan-229697632'], { rayyan: 'rayyan-229697632' }],
    [['KW  - eppi-reviewer', 'U1  - 102199191'], { eppi: '102199191' }],
    [['U1  - 102199191'], undefined],
    [['ID  - EJ389705', 'DB  - ERIC'], { eric: 'EJ389705' }],
    [['ID  - 369'], undefined],
    [['AN  - doi:10.1000/a'], undefined],
  ])('knows the numbers in %j', (lines, ids) => expect(one('TI  - One', ...lines).ids).toEqual(ids));

  it('reads the references that Scopus puts below a note, one a line', () => {
    const fields = one(
      'TI  - One',
      'N1  - Export Date: 1',
      'N1  - References: A., Title (2019);',
      'B., (2018)',
      'N1  - x',
    );
    expect(fields.references).toEqual(['A., Title (2019)', 'B., (2018)']);
    expect(fields.extra).toEqual({ N1: ['Export Date: 1', 'x'] });
  });

  it.each([
    ['JOUR', 'Review', ['Review', 'JOUR']],
    ['JOUR', 'Conference Abstract', ['Conference Abstract', 'JOUR']],
    ['JOUR', 'Literature & Reviews [2100]', ['JOUR']],
    ['CHAP', 'Book Review', ['CHAP']],
  ])('takes for the type of %s with %s: %j', (type, kind, types) =>
    expect(fieldsOf(ris, text(`TY  - ${type}`, 'TI  - One', `M3  - ${kind}`, 'ER  - ')).type).toEqual(types),
  );

  it('reads a tag behind a text, whatever its value holds', () => {
    expect(one('TI  - One', 'AB  - a\u2028b\u0085c\vd', 'KW  - e\u2029f')).toMatchObject({
      title: 'One',
      abstract: 'a\u2028b\u0085c\vd',
      keywords: ['e\u2029f'],
    });
  });

  it.each([
    ['A1', ['A1  - Smith, J'], ['Smith, J']],
    ['AU before A1', ['A1  - Editor, E', 'AU  - Smith, J'], ['Smith, J']],
    ['no tag', [], []],
  ])('finds the authors in %s', (_, lines, names) => expect(one(...lines).authors?.names).toEqual(names));

  it.each([
    ['DO', ['DO  - 10.1000/a'], ['10.1000/a']],
    ['an address', ['UR  - https://doi.org/10.1000/a'], ['https://doi.org/10.1000/a']],
    ['the kind of work', ['M3  - doi: 10.1000/a'], ['doi: 10.1000/a']],
    ['the kind of work, which says no DOI', ['M3  - Article'], []],
    ['DO before an address', ['UR  - https://x/10.1000/b', 'DO  - 10.1000/a'], ['10.1000/a', 'https://x/10.1000/b']],
  ])('finds the DOI in %s', (_, lines, doi) => expect(one(...lines).doi).toEqual(doi));

  it.each([
    ['one a tag', ['KW  - a', 'KW  - b c'], ['a', 'b c']],
    ['one a line', ['KW  - a', 'b c', 'd'], ['a', 'b c', 'd']],
    ['one a line, the first of them empty', ['KW  - ', 'a', 'b c'], ['a', 'b c']],
    ['in one line', ['KW  - a;b c'], ['a', 'b c']],
    ['one a line, with dashes', ['KW  - a', 'US - economy'], ['a', 'US - economy']],
  ])('reads keywords %s', (_, lines, keywords) =>
    expect(one(...lines, 'PY  - 2024')).toMatchObject({ keywords, year: '2024' }),
  );

  it.each([
    ['no space', '-'],
    ['a space', '- '],
    ['spaces', '-   '],
  ])('takes a tag with %s behind its dash for empty', (_, end) => {
    expect(one('TI  - One', `AB  ${end}`, `VL  ${end}`, 'IS  - 3')).toMatchObject({
      abstract: undefined,
      volume: undefined,
      issue: '3',
      extra: undefined,
    });
  });

  describe('joins lines that were wrapped', () => {
    it.each([
      ['as they come', ['AB  - One', 'two'], 'One two'],
      ['indented', ['AB  - One', '      two', '', '\tthree'], 'One two three'],
      ['with dashes', ['AB  - One', '- two', 'three - four'], 'One - two three - four'],
      [
        'that begin like a loose tag',
        ['AB  - Of the', 'US - based ones', 'ER - emergency', 'TI\t- x'],
        'Of the US - based ones ER - emergency TI\t- x',
      ],
      ['that begin like a longer tag', ['AB  - Of the', 'NATO - states'], 'Of the NATO - states'],
      ['that begin like a tag in lower case', ['AB  - Of', 'ti  - tles'], 'Of ti  - tles'],
      ['that hold a tag', ['AB  - Of', 'the TY  - JOUR kind'], 'Of the TY  - JOUR kind'],
      [
        'and what only some programs take for one',
        ['AB  - One\u2028ER  - \u2028TY  - two\u0085three'],
        'One\u2028ER  - \u2028TY  - two\u0085three',
      ],
    ])('%s', (_, lines, abstract) => {
      expect(one(...lines, 'PY  - 2024')).toMatchObject({ abstract, year: '2024', extra: undefined });
    });

    it('but not into values that are never wrapped', () => {
      expect(one('TI  - One', 'PY  - 2024', 'stray', 'PMID - 33355555', 'VL  - 3')).toMatchObject({
        year: '2024',
        volume: '3',
        ids: { pmid: '33355555' },
        extra: { untagged: 'stray' },
      });
    });
  });

  describe('of one space', () => {
    it('is read like that of two', () => {
      const content = record('One') + text('TY  - JOUR', 'TI  - Two', 'AB  - text', '   more', 'PY  - 2024', 'ER  - ');
      expect([...ris.parse(loose(content))]).toEqual([...ris.parse(content)]);
    });

    it('may hold some tags of two, and the other way round', () => {
      const strict = text('TY  - JOUR', 'PY  - 2024', 'VL - 3', 'ER  - ') + record('Two');
      const mixed = text('TY - JOUR', 'TI - One', 'AB  - Text', 'PY - 2024', 'ER - ') + loose(record('Two'));
      expect([...ris.parse(strict)][0]).toMatchObject({ fields: { year: '2024', volume: '3' } });
      expect([...ris.parse(mixed)][0]).toMatchObject({ fields: { title: 'One', abstract: 'Text', year: '2024' } });
      expect(outline(ris, mixed)).toEqual(['1@1 One', '2@6 Two']);
    });

    it('ends in a line that says no more, not in one of its abstract', () => {
      const content = text('TY - JOUR', 'TI - One', 'AB - Of the', 'ER - emergency room', 'PY - 2024', 'ER - ');
      expect(fieldsOf(ris, content)).toMatchObject({ abstract: 'Of the ER - emergency room', year: '2024' });
    });
  });

  const open = text('TY  - JOUR', 'TI  - Two');

  it.each([
    ['whole references', record('One') + record('Two'), ['1@1 One', '2@5 Two']],
    [
      'no blank lines',
      text('TY  - JOUR', 'TI  - One', 'ER  - ', 'TY  - JOUR', 'TI  - Two', 'ER  -'),
      ['1@1 One', '2@4 Two'],
    ],
    ['no space behind ER', record('One').replace('ER  - ', 'ER  -') + record('Two'), ['1@1 One', '2@5 Two']],
    ['ER with a value', record('One').replace('ER  - ', 'ER  - 1') + record('Two'), ['1@1 One', '2@5 Two']],
    ['ER twice', record('One') + text('ER  - ') + record('Two'), ['1@1 One', '2@6 Two']],
    ['no ER before TY', open + record('Three'), ['1@1 Two', '2@3 Three']],
    ['no ER at all', open + open, ['1@1 Two', '2@3 Two']],
    ['a torn end', record('One') + open, ['1@1 One', '2@5 unreadable']],
    ['an end torn in a tag', `${record('One')}TY  - JOUR\nT`, ['1@1 One', '2@5 unreadable']],
    ['an end torn in TY', `${record('One')}TY  -`, ['1@1 One', '2@5 unreadable']],
    ['no title where ER is missing', text('TY  - JOUR', 'PY  - 2024') + record('Two'), ['1@1 unreadable', '2@3 Two']],
    ['a preamble', text('Provider: Ovid', 'Content: text', '') + record('One'), ['0@1 not-a-record', '1@4 One']],
    [
      'a line before each reference',
      text('1.') + record('One') + text('2.') + record('Two'),
      ['0@1 not-a-record', '1@2 One', '1@6 not-a-record', '2@7 Two'],
    ],
    ['a search history below', record('One') + text('1 exp model/', '2 or/1'), ['1@1 One', '1@5 not-a-record']],
    ['nothing', '\n\n', []],
  ])('reads a file with %s', (_, content, expected) => {
    expect(outline(ris, content)).toEqual(expected);
    expect(outline(ris, content.trimEnd())).toEqual(expected);
  });

  it('keeps what it could not read, and says why', () => {
    expect([...ris.parse(`Ovid\n\n1.\n${record('One')}${open}`)]).toMatchObject([
      { ok: false, kind: 'not-a-record', reason: 'text between references', text: 'Ovid\n1.' },
      { ok: true },
      { ok: false, kind: 'unreadable', reason: 'the reference has no end (ER)', text: 'TY  - JOUR\nTI  - Two\n' },
    ]);
  });

  const SAMPLE =
    record('One') +
    text('TY  - CONF', 'T1  - Two', 'AB  - Of', 'the US - based', 'KW  - a', 'b', 'PMID - 3', 'ER  - ') +
    record('Three');
  const PIECES = [
    '\n',
    'TY  - JOUR\n',
    'ER  - \n',
    '\nER  - ',
    '  - ',
    ' - ',
    '\nTI  - ',
    '\u2028',
    '\nUS - ',
    'KW',
    ' ',
    '\t',
  ];

  it('reads anything', () => {
    fc.assert(
      fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf(PIECES)), (content) => {
        ris.sniff(content);
        expectWellFormed([...ris.parse(content)], content);
      }),
      { numRuns: 500 },
    );
  });

  it('reads a reference whose type was lost, and one whose type is broken', () => {
    const content =
      record('One') + text('T  - JOUR', 'TI  - Two', 'ER  - ', '') + text('AU  - Doe, J.', 'TI  - Three', 'ER  - ');
    expect(outline(ris, content)).toEqual(['1@1 One', '2@5 Two', '3@9 Three']);
  });

  it('parts lines that Rayyan has joined', () => {
    expect(one('TI  - One', 'DO  - 10.1000/x     LK  - https://a.org/?doi:10.1000', 'N1  - a  TI  - b')).toMatchObject({
      doi: ['10.1000/x'],
      extra: { LK: 'https://a.org/?doi:10.1000', N1: 'a  TI  - b' },
    });
  });

  it('always reads a good reference behind broken ones', () => {
    fc.assert(
      fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), mutationsOf(loose(SAMPLE), PIECES)), (broken) => {
        const content = `${broken}\n${record('Good one')}`;
        const line = broken.split('\n').length + 1;
        const read = [...ris.parse(content)].filter((item) => item.ok);
        expect(read.at(-1)).toMatchObject({ line, fields: { title: 'Good one' } });
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['references without an end', text('TY  - JOUR', 'TI  - One', 'more').repeat(30_000), 30_000],
    ['lines of one keyword', text('TY  - JOUR', 'TI  - One', 'KW  - x') + 'more\n'.repeat(100_000), 1],
  ])('does not hang on many %s', { timeout: 60_000 }, (_, content, expected) => {
    expect([...ris.parse(content)]).toHaveLength(expected);
  });
});

it('reads a very long wrapped text in a time that grows with its length', () => {
  const text = `TY  - JOUR\nTI  - T\nAB  - a\n${'b\n'.repeat(200_000)}ER  - \n`;
  expect(fieldsOf(ris, text).abstract).toHaveLength(400_001);
});

it('takes no words for tags in a text of a file whose tags have one space', () => {
  const fields = fieldsOf(ris, 'TY - JOUR\nTI - T\nAB - Of the\nUS - based ones\nPY - 2020\nER -\n');
  expect([fields.abstract, fields.year]).toEqual(['Of the US - based ones', '2020']);
});
