import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBibEntries } from '../../../src/formats/bibtex/bibtex-entries.ts';
import { mutationsOf, soupOf } from '../reading.ts';

const read = (text: string) => [...readBibEntries(text)];
/** Every entry on one line: `3 article key`, or `3 broken`. */
const outline = (text: string) =>
  read(text).map((item) => `${item.line} ${item.kind === 'entry' ? `${item.type} ${item.key}`.trim() : item.kind}`);
/** The values of the one entry of a text, by name. */
function valuesOf(text: string): Record<string, readonly string[]> {
  const items = read(text);
  expect(items.map((item) => (item.kind === 'entry' ? 'entry' : item.reason))).toEqual(['entry']);
  return items[0]?.kind === 'entry' ? Object.fromEntries(items[0].values) : {};
}
const entry = (key: string) => `@article{${key},\n  title = {About ${key}},\n  year = 2024\n}\n`;

describe('readBibEntries', () => {
  it.each([
    ['braces', '@article{k, title = {One}, year = {2024}}'],
    ['quotes', '@article{k, title = "One", year = "2024"}'],
    ['parentheses', '@article(k, title = {One}, year = 2024)'],
    ['a word', '@article{k, title = One, year = 2024}'],
    ['a comma at the end', '@article{k, title = {One}, year = 2024,}'],
    ['no comma between fields', '@article{k, title = {One}\n year = 2024}'],
    ['two commas', '@article{k,, title = {One},, year = 2024}'],
    ['white space', '@ Article { k ,\n\ttitle\n=\n{One} , year = 2024 }'],
    ['no white space', '@article{k,title={One},year=2024}'],
    ['names in capitals', '@ARTICLE{k, TITLE = {One}, Year = 2024}'],
    ['lines that are comments', '@article{k,\n% title = {Two},\n title = {One},\n  %\n year = 2024\n%}\n}'],
    ['text around it', 'saved by me\n@article{k, title = {One}, year = 2024}\nbye'],
  ])('reads an entry with %s', (_, text) => {
    const items = read(text);
    expect(items).toMatchObject([{ kind: 'entry', type: 'article', key: 'k' }]);
    expect(valuesOf(text)).toEqual({ title: ['One'], year: ['2024'] });
  });

  it.each([
    ['a key', '@article{k, title = {One}}', 'k'],
    ['a key with spaces', '@article{Smith 2024 a, title = {One}}', 'Smith 2024 a'],
    ['a DOI', '@article{10.1145/1.2, title = {One}}', '10.1145/1.2'],
    ['a key with odd signs', "@article{a:b/c_d-e.f'g+h, title = {One}}", "a:b/c_d-e.f'g+h"],
    ['an empty key', '@article{, title = {One}}', ''],
    ['no key', '@article{title = {One}}', ''],
    ['no key, on the next line', '@article{\n  title = {One}}', ''],
  ])('reads %s', (_, text, key) => {
    expect(read(text)).toMatchObject([{ kind: 'entry', key }]);
    expect(valuesOf(text)).toEqual({ title: ['One'] });
  });

  it.each([
    ['nested braces', '{The {DNA} of {{A}} B}', 'The {DNA} of {{A}} B'],
    ['quotes in braces', '{The "best" way}', 'The "best" way'],
    ['braces in quotes', '"The {"}best{"} way"', 'The {"}best{"} way'],
    ['an escaped quote in quotes', '"\\"Uber"', '\\"Uber'],
    ['escaped braces', '{a \\{ b}', 'a \\{ b'],
    ['escaped braces that pair', '{a \\{b\\} c}', 'a \\{b\\} c'],
    ['a backslash before its brace', '{C:\\dir\\}', 'C:\\dir\\'],
    ['a backslash before its brace, and escaped braces', '{\\{a\\} C:\\\\}', '\\{a\\} C:\\\\'],
    ['an equals sign and commas', '{a = {b}, c = d}', 'a = {b}, c = d'],
    ['line breaks', '{one\n\n  two}', 'one\n\n  two'],
    ['an address', '{me@x.org (@me), cc@y.org}', 'me@x.org (@me), cc@y.org'],
    ['a parenthesis', '{:-)}', ':-)'],
    ['a percent sign', '{10% of\n% all}', '10% of\n% all'],
    ['a hash', '{C# and F#}', 'C# and F#'],
    ['nothing', '{}', ''],
    ['empty quotes', '""', ''],
    ['words put together', '"a" # { b } # 3', 'a b 3'],
    ['a month', '"5~" # may', '5~may'],
    [
      'annotations of Java',
      '{We use\n@Override(foo, bar)\nand @Test here}',
      'We use\n@Override(foo, bar)\nand @Test here',
    ],
    ['a mention at the start of a line', '{We thank\n@someone and\n@other{x}}', 'We thank\n@someone and\n@other{x}'],
  ])('reads a value with %s', (_, value, expected) => {
    expect(valuesOf(`@article{k, title = ${value}, year = 2024}\n${entry('x')}`.split('@article{x')[0] ?? '')).toEqual({
      title: [expected],
      year: ['2024'],
    });
    const text = `@article{k,\n  title = ${value}\n}\n${entry('next')}`;
    expect(outline(text)).toEqual(['1 article k', `${3 + value.split('\n').length} article next`]);
  });

  it.each([
    ['spaces', 'funding_text 1', 'funding_text 1'],
    ['a hash', 'note#2', 'note#2'],
    ['hyphens', 'Times-Cited', 'times-cited'],
    ['a colon', 'bdsk:url', 'bdsk:url'],
    ['a dot', 'dc.title', 'dc.title'],
    ['digits', '2nd', '2nd'],
    ['letters of other languages', 'Größe', 'größe'],
    ['spaces in a row', 'funding   text', 'funding text'],
  ])('reads a field whose name has %s', (_, written, name) => {
    expect(valuesOf(`@article{k, ${written} = {x}, title = {One}}`)).toEqual({ [name]: ['x'], title: ['One'] });
  });

  it('keeps every value of a field that comes again', () => {
    expect(valuesOf('@article{k, note = {a}, title = {One}, NOTE = {b}}')).toEqual({
      note: ['a', 'b'],
      title: ['One'],
    });
  });

  it.each([
    ['abbreviations', '@string{acm = "ACM Press"}\n@article{k, p = acm}', 'ACM Press'],
    ['abbreviations in any case', '@STRING{Acm = {ACM Press}}\n@article{k, p = aCM}', 'ACM Press'],
    ['abbreviations in parentheses', '@string(acm = "ACM Press")\n@article{k, p = acm}', 'ACM Press'],
    ['abbreviations made of others', '@string{a = "ACM"}\n@string{b = a # " Press"}\n@article{k, p = b}', 'ACM Press'],
    ['several of one entry', '@string{a = "ACM", b = " Press"}\n@article{k, p = a # b}', 'ACM Press'],
    ['one that is not known', '@article{k, p = acm}', 'acm'],
    ['one that is broken, and the next', '@string{x = {a\n@string{acm = "ACM"}\n@article{k, p = acm}', 'ACM'],
  ])('resolves %s', (_, text, expected) => {
    const last = read(text).at(-1);
    expect(last?.kind === 'entry' && last.values.get('p')).toEqual([expected]);
  });

  it.each([
    ['a comment with braces', '@comment{jabref-meta: {a}{b}}', 1],
    ['a comment with an entry', '@comment{x @article{no, title = {No}} y}', 1],
    ['a comment over lines', '@comment{\nx\n\ny}', 4],
    ['a comment without an end', '@comment{x {', 1],
    ['a comment without braces', '@comment no', 1],
    ['a preamble', '@preamble{"\\def\\a{b}" # {c}}', 1],
    ['a line that is a comment', '%@article{no, title = {No}}', 1],
    ['an indented line that is a comment', '  % @article{no, title = {No}}', 1],
    ['an address', 'write to me@article.org or @us', 1],
    ['mentions', 'see @us (all of us) and @them{x}', 1],
    ['an abbreviation', '@string{a = "b"}', 1],
    ['nothing', '', 1],
  ])('passes over %s', (_, text, lines) => {
    expect(outline(`${entry('a')}${text}\n${entry('b')}`)).toEqual(['1 article a', `${5 + lines} article b`]);
  });

  it.each([
    ['an entry on the line of another', '@article{a, t = {A}} @book{b, t = {B}}', ['1 article a', '1 book b']],
    ['an entry right behind another', '@article{a, t = {A}}@book{b, t = {B}}', ['1 article a', '1 book b']],
    [
      'an entry behind a comma',
      '@article{a,\n t = {A}\n},@book{b,\n t = {B}\n},@misc{c, t = 1}',
      ['1 article a', '3 book b', '5 misc c'],
    ],
    ['an indented entry', '  @article{a, t = {A}}\n\t@book{b, t = {B}}', ['1 article a', '2 book b']],
    ['a type of its own', '@jurthesis{a, t = {A}}\n@my-type{b, t = {B}}', ['1 jurthesis a', '2 my-type b']],
    ['an entry without fields', '@article{a}\n@article{b,}\n@article{}\n', ['1 article a', '2 article b', '3 article']],
  ])('reads %s', (_, text, expected) => expect(outline(text)).toEqual(expected));

  describe('takes no neighbour along with', () => {
    it.each([
      ['an unclosed quote', '@article{x,\n  title = "About x,\n  year = 2024\n}'],
      ['an entry torn in a value', '@article{x,\n  title = {Abo'],
      ['an entry torn in a name', '@article{x,\n  ti'],
      ['an entry torn in its key', '@article{x'],
      ['an entry torn at its start', '@article{'],
      ['no equals sign', '@article{x,\n  title {About x},\n  year = 2024\n}'],
      ['an unclosed brace on the line of others', '@article{x, title = {About {x}, year = 2024\n}'],
      ['a value that ends with no brace', '@article{x,\n  title = {About {x,\n  year = 2024\n}'],
      ['a parenthesis for a brace', '@article{x,\n  title = {About x}\n)'],
      ['an unclosed quote and an address', '@article{x,\n  title = "About @x{y},\n}'],
    ])('%s', (_, broken) => {
      const lines = broken.split('\n').length;
      const expected = ['1 article a', '5 broken', `${5 + lines} article b`, `${9 + lines} article c`];
      expect(outline(`${entry('a')}${broken}\n${entry('b')}${entry('c')}`)).toEqual(expected);
    });

    it('a brace too many behind an entry', () => {
      expect(outline(`${entry('a')}@article{x, title = {X}}}\n${entry('b')}`)).toEqual([
        '1 article a',
        '5 article x',
        '6 article b',
      ]);
    });

    it('an unclosed brace, and an entry on its last line', () => {
      const text = `@article{x,\n  title = {About {x}\n},@article{b,\n  title = {B}\n}\n`;
      expect(outline(text)).toEqual(['1 article x', '3 article b']);
    });

    it('an entry that is broken, too', () => {
      const text = `@article{x, title = {X\n@article{y\n@comment{z}\n@book{\n${entry('b')}`;
      expect(outline(text)).toEqual(['1 broken', '2 broken', '4 broken', '5 article b']);
    });

    it('the last of broken ones', () => {
      const broken = '@article{x, title = {X\n';
      expect(outline(broken.repeat(3) + entry('b'))).toEqual(['1 broken', '2 broken', '3 broken', '4 article b']);
    });
  });

  it.each([
    ['@article{x,\n  title = {About x', 'a brace is never closed'],
    ['@article{x,\n  title = "About x', 'a quote is never closed'],
    ['@article{x, title = {About x}', 'the entry is never closed'],
    ['@article{x,\n  title {About x}}', 'no field begins with "title {About x}}"'],
    ['@article{x, title = {X}}, year = {2024}}', 'a brace closes it before its last field'],
  ])('says why %j is none', (text, reason) => {
    expect(read(`${text}\n\n${entry('b')}`)[0]).toEqual({ kind: 'broken', line: 1, reason, text });
  });

  it.each([
    ['an unclosed brace', '@article{x,\n  title = {About {x},\n  year = {2024}\n}', 'About {x'],
    ['an unclosed quote', '@article{x,\n  title = "About "x",\n  year = {2024}\n}', 'About "x'],
    ['a brace too many', '@article{x,\n  title = {About} x},\n  year = {2024}\n}', 'About} x'],
    ['a brace too many at the end', '@article{x,\n  title = {About x}},\n  year = {2024}\n}', 'About x}'],
    ['a value of many lines', '@article{x,\n  title = {About\n    {x},\n  year = {2024}\n}', 'About\n    {x'],
    ['no end', '@article{x,\n  title = {About x},\n  year = 2024', 'About x'],
  ])('reads an entry line by line that has %s', (_, text, title) => {
    const items = read(`${text}\n\n${entry('b')}`);
    expect(items).toMatchObject([{ kind: 'entry', key: 'x' }, { key: 'b' }]);
    expect(items[0]?.kind === 'entry' && Object.fromEntries(items[0].values)).toEqual({
      title: [title],
      year: ['2024'],
    });
  });

  it('takes an entry that the end of the file tears off for broken, where others are closed', () => {
    const torn = '@article{x,\n  title = {About x},\n  year = 2024\n';
    expect(outline(`${entry('a')}${torn}`)).toEqual(['1 article a', '5 broken']);
    expect(outline(torn)).toEqual(['1 article x']);
  });

  it('does not let abbreviations grow with every use', () => {
    const doubled = Array.from({ length: 60 }, (_, n) => `@string{s${n + 1} = s${n} # s${n}}\n`).join('');
    const items = read(`@string{s0 = "0123456789"}\n${doubled}@article{k, title = s60}\n${entry('good')}`);
    expect(items.at(-1)).toMatchObject({ key: 'good' });
    expect(items.every((item) => item.kind === 'entry')).toBe(true);
    const long = `@string{s = "${'x'.repeat(9000)}"}\n@article{k, title = ${'s # '.repeat(2000)} s}\n${entry('good')}`;
    expect(outline(long)).toEqual(['2 broken', '3 article good']);
  });

  const SAMPLE =
    `@string{acm = "ACM"}\n${entry('a')}@comment{x {y}}\n` +
    '@inproceedings(b,\n  title = "The {DNA} of \\"U",\n  publisher = acm # " Press",\n  note = {C:\\dir\\},\n)\n' +
    `% a comment\n${entry('c')}`;
  const PIECES = [
    '{',
    '}',
    '"',
    '\\',
    '\n',
    ',',
    '=',
    '#',
    '%',
    '(',
    ')',
    '@',
    '\n@',
    '@article{',
    '@comment{',
    '@string{',
    'k, t = {',
    '\n%',
  ];

  const expectInOrder = (text: string) => {
    let line = 1;
    for (const item of read(text)) {
      expect(item.line).toBeGreaterThanOrEqual(line);
      expect(item.line).toBeLessThanOrEqual(text.split('\n').length);
      if (item.kind === 'broken') expect(text).toContain(item.text);
      line = item.line;
    }
  };

  it('reads anything', () => {
    fc.assert(fc.property(fc.oneof(mutationsOf(SAMPLE, PIECES), soupOf(PIECES)), expectInOrder), { numRuns: 1000 });
  });

  it('always reads a good entry behind broken ones', () => {
    fc.assert(
      fc.property(mutationsOf(SAMPLE, PIECES), (broken) => {
        const line = broken.split('\n').length + 1;
        const last = read(`${broken}\n${entry('good')}`).at(-1);
        expect(last).toMatchObject({ kind: 'entry', key: 'good', line });
        expect(last?.kind === 'entry' && Object.fromEntries(last.values)).toEqual({
          title: ['About good'],
          year: ['2024'],
        });
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['that never close', (n: number) => `@article{k${n},\n  title = {Open\n`],
    ['with a quote that never closes', (n: number) => `@article{k${n},\n  title = "Open\n`],
    ['in a row that are on one line', (n: number) => `@article{k${n}, title = {One}} `],
    ['that are torn at their start', () => '@article{\n'],
    ['of which only the beginning is certain', (n: number) => `@article{k${n}, title = {see @misc{a, b = {c\n`],
    ['that are comments which never close', () => '@comment{\n'],
    ['in a row on one line, none of which closes', (n: number) => `@article{k${n}, title = {Open `],
    ['behind blanks', (n: number) => `${' '.repeat(300)}@article{k${n}, title = {One}}`],
  ])('does not hang on 3,000 entries %s', { timeout: 60_000 }, (_, open) => {
    const text = Array.from({ length: 3000 }, (__, index) => open(index)).join('');
    const items = read(`${text}\n${entry('good')}`);
    expect(items.at(-1)).toMatchObject({ kind: 'entry', key: 'good' });
  });
});

it.each([
  [
    'debris behind a whole entry',
    '@article{a, title = {A}\n}\nitle = {X},\n}\n@article{b, title = {B}}',
    '1 article a, 5 article b',
  ],
  [
    'prose with an @',
    '@article{a, title = {A}}\nas in @article(s) we saw\n@article{b, title = {B}}',
    '1 article a, 3 article b',
  ],
])('takes %s for a comment', (_, text, expected) => expect(outline(text).join(', ')).toBe(expected));
