import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latexToText, withoutBraces } from '../../../src/formats/bibtex/latex.ts';
import { mutationsOf } from '../reading.ts';

describe('latexToText', () => {
  it.each([
    // One accent has many spellings.
    ['\\"u', 'ü'],
    ['\\"{u}', 'ü'],
    ['{\\"u}', 'ü'],
    ['{\\"{u}}', 'ü'],
    ['\\" u', 'ü'],
    ["\\'{\\i}", 'í'],
    ["\\'\\i", 'í'],
    ["{\\'{\\i}}", 'í'],
    ['\\^\\j', 'ĵ'],
    ['\\c{c}\\c c', 'çç'],
    ['\\v{s}\\v s{\\v s}', 'ššš'],
    ['{\\vs}', 'š'],
    ['\\H{o}', 'ő'],
    ['\\k{a}\\r{a}\\u{g}\\d{s}\\.z\\=a', 'ąåğṣżā'],
    ["G\\'omez-P\\'erez", 'Gómez-Pérez'],
    ['\\~n\\~{}x', 'ñ~x'],
    ['\\v{r}eho\\v{r}', 'řehoř'],
    // A letter that a command names, and the space that ends the name.
    ['Stra\\ss e', 'Straße'],
    ['Stra{\\ss}e', 'Straße'],
    ['\\ss{}x \\o\\ y', 'ßx ø y'],
    ["\\L{}\\'od\\'z", 'Łódź'],
    ['{\\AA}rhus, {\\O}rsted, {\\ae}r{\\oe}', 'Århus, Ørsted, ærœ'],
    ['\\alpha-helix and \\beta', 'α-helix and β'],
    ['{\\textregistered} 20{\\textdegree}C', '® 20°C'],
    ['a \\textendash{} b\\textemdash c', 'a – b—c'],
    ['x \\textless 5 \\textgreater{} y', 'x <5 > y'],
  ])('%j is %j', (source, expected) => expect(latexToText(source)).toBe(expected));

  it.each([
    ['{DNA} and {{RNA}}', 'DNA and RNA'],
    ['pages 1--5', 'pages 1–5'],
    ['a --- b', 'a — b'],
    ["``quoted''", '“quoted”'],
    ["it's", "it's"],
    ["5'-end and 3'", "5'-end and 3'"],
    ['R\\&D, 100\\%, \\$5, a\\_b, \\#1', 'R&D, 100%, $5, a_b, #1'],
    ['\\{x\\}', '{x}'],
    ['{\\bf style} of {\\rm CO}_2 in {\\tt code}', 'style of CO_2 in code'],
    ['\\unknown alone', 'unknown alone'],
    ['Fig.~1', 'Fig. 1'],
    ['a\\,b\\;c\\!d\\ e', 'a b c d e'],
    ['hy\\-phen', 'hyphen'],
    ['one\\\\two', 'one two'],
    ['one\\\\[2pt]two', 'one two'],
    ['$x$ and $\\alpha_1$', 'x and α1'],
    ['and $-$50 dB', 'and -50 dB'],
    ['$8.90 and $9.20, from 3$4$5', '$8.90 and $9.20, from 3$4$5'],
    ['800 $^{\\circ}$C, 5$^\\circ$ and $a \\circ b$', '800 °C, 5° and a ∘b'],
    ['$ \\alpha $-helix', ' α-helix'],
    ['CO$_2$ and CO$_{2}$', 'CO2 and CO2'],
    ['10$^{-6}$', '10-6'],
    ['$\\frac{1}{2}$ of $\\frac{\\alpha}{b}$', '1/2 of α/b'],
    // Sums of money are no formula.
    ['costs \\$5 and \\$6', 'costs $5 and $6'],
    ['costs $5 and $6', 'costs $5 and $6'],
    ['from $5 to US$6 (a $ sign)', 'from $5 to US$6 (a $ sign)'],
    ['see \\url{https://a.org/~b_c--d}', 'see https://a.org/~b_c--d'],
    ['see \\href{https://a.org/x}{the {page}}', 'see the page'],
    ['\\textcolor{red}{hot}\\label{a} end', 'hot end'],
    ['a\\\\[2 pt]b \\[x', 'a b \\[x'],
    ['5 \\textbackslash n', '5 \\n'],
    // What a command hides as text is no markup any more.
    ['\\textasciitilde{}a\\textbackslash{}b', '~a\\b'],
    ['\\textasciicircum\\textunderscore{}x', '^_x'],
    ['\\texttildelow{}\\textquotesingle\\textquotesingle', "~''"],
  ])('%j is %j', (source, expected) => expect(latexToText(source)).toBe(expected));

  it.each([
    ['\\emph{bold} words', 'bold words'],
    ['\\textit{\\textbf{deep}} words', 'deep words'],
    ['{\\it old} {\\em style}', 'old style'],
    ['{\\bfseries x}', 'x'],
    ['H\\textsubscript{2}O', 'H2O'],
    ['\\unknown{kept}', 'kept'],
    ['\\begin{itemize}a\\end{itemize}', ' a '],
    ['\\mathrm{SLM}', 'SLM'],
    ['The \\LaTeX{} book', 'The LaTeX book'],
    ['\\constructor{x}', 'x'],
    ['{\\toString}', 'toString'],
  ])('drops a command, never its words: %j', (source, expected) => expect(latexToText(source)).toBe(expected));

  it('leaves text without markup as it is', () => {
    const plain = fc
      .string({ unit: 'binary' })
      .filter((text) => !/[\\{}$~]|--|``|''/.test(text) && !/[\ue000-\ue00c]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(latexToText(text)).toBe(text);
      }),
    );
  });

  it('reads every letter with every accent as Unicode has it', () => {
    const marks = {
      "'": '\u0301',
      '`': '\u0300',
      '^': '\u0302',
      '"': '\u0308',
      '~': '\u0303',
      v: '\u030c',
      c: '\u0327',
    };
    const letter = fc.constantFrom(...'aceinosuyzACEINOSUYZ');
    fc.assert(
      fc.property(letter, fc.constantFrom(...Object.entries(marks)), letter, (base, [accent, mark], next) => {
        const expected = `${(base + mark).normalize('NFC')}${next}`;
        expect(latexToText(`\\${accent}{${base}}${next}`)).toBe(expected);
        expect(latexToText(`{\\${accent}{${base}}}${next}`)).toBe(expected);
        expect(latexToText(`{\\${accent} ${base}}${next}`)).toBe(expected);
        if (/\W/.test(accent)) expect(latexToText(`\\${accent}${base}${next}`)).toBe(expected);
      }),
    );
  });

  it('reads anything, and leaves no brace of LaTeX', () => {
    const sample = "A {\\\"u}ber $x_{1}$ \\emph{deep {\\ss}} --- ``q'' \\cite[p.~3]{key} 50\\% \\begin{a}b\\end{a}";
    fc.assert(
      fc.property(
        mutationsOf(sample, ['\\', '{', '}', '$', '\\\\', '\\"', '\\i', '~', '\\textbf', '[', '\n']),
        (text) => {
          expect(latexToText(text)).not.toMatch(/[\ue000-\ue00c]/);
          expect(latexToText(text.replaceAll('\\', ''))).not.toMatch(/[{}]/);
          expect(withoutBraces(text)).not.toMatch(/[\ue000-\ue00c]/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['backslashes', '\\'.repeat(50_000)],
    ['open braces', '\\emph{'.repeat(20_000)],
    ['dollars', '$'.repeat(50_001)],
    ['dollars apart', 'a $ b'.repeat(20_000)],
    ['formulas that never close', '$x \\\\'.repeat(20_000)],
    ['line breaks with a length that never ends', '\\\\['.repeat(50_000)],
    ['addresses that never close', '\\url{a'.repeat(20_000)],
    ['addresses with braces', `\\url{${'{}'.repeat(50_000)}`],
    ['environments that never close', '\\begin{'.repeat(20_000)],
    ['spaces behind a command', `\\it${' '.repeat(50_000)}x`],
    ['spaces behind an accent', `\\"${' '.repeat(50_000)}`],
  ])('does not hang on %s', { timeout: 20_000 }, (_, text) => {
    expect(latexToText(text).length).toBeLessThanOrEqual(text.length);
  });
});

describe('withoutBraces', () => {
  it.each([
    ['10.1000/a--b', '10.1000/a--b'],
    ['10.1000/a\\_b', '10.1000/a_b'],
    ['10.1000/a\\textunderscore{}b', '10.1000/a_b'],
    ['{10.1000/AB}', '10.1000/AB'],
    [
      '10.1002/(SICI)1097-4571(199806)49:8$<$693::AID-ASI4$>$3.0.CO;2-O',
      '10.1002/(SICI)1097-4571(199806)49:8$<$693::AID-ASI4$>$3.0.CO;2-O',
    ],
    ['\\url{https://a.org/~b?c=1\\&d=2}', 'https://a.org/~b?c=1&d=2'],
    ['https://a.org/{\\%}20x', 'https://a.org/%20x'],
    [' 123 ', '123'],
  ])('%j is %j', (source, expected) => expect(withoutBraces(source)).toBe(expected));
});
