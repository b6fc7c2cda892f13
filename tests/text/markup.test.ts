import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntities, splitAtSemicolons, stripMarkup } from '../../src/text/markup.ts';

describe('decodeEntities', () => {
  it.each([
    ['R&amp;D', 'R&D'],
    ['p &lt; 0.05 &le; x', 'p < 0.05 ≤ x'],
    ['&quot;x&apos;s&quot;', '"x\'s"'],
    ['don&#8217;t &#x2019; &#X2019;', 'don’t ’ ’'],
    ['&#128512;', '😀'],
    ['Gonz&aacute;lez &Ouml;zt&uuml;rk &Ccedil;elik &Scaron;&#269;ek', 'González Öztürk Çelik Šček'],
    ['M&aring;rtensson, S&oslash;rensen, Wei&szlig;', 'Mårtensson, Sørensen, Weiß'],
    ['&alpha;-&Delta; &sigmaf;&omega; &Upsilon;', 'α-Δ ςω Υ'],
    ['38&ordm;C &frac14; &yuml; &THORN; &sup1; &yen;', '38ºC ¼ ÿ Þ ¹ ¥'],
    ['77 vs 80 mmHg&semi; p&equals;0.007 &lpar;n&rpar;', '77 vs 80 mmHg; p=0.007 (n)'],
    ['x&nbsp;y&thinsp;z soft&shy;ly &there4; &lang;&diams;&rang;', 'x y z softly ∴ ⟨♦⟩'],
    // One pass: what was escaped twice is resolved once.
    ['&amp;lt;', '&lt;'],
  ])('%s', (text, expected) => expect(decodeEntities(text)).toBe(expected));

  it.each(['AT&T; Bell', 'a & b;', '&unheardof;', '&toString;', '&constructor;', '&;', '&#;', '&amp', '&#xZZ;'])(
    'leaves %s as it is',
    (text) => expect(decodeEntities(text)).toBe(text),
  );

  it('never makes half a character, whatever the number', () => {
    const numbers = fc.oneof(fc.nat(9_999_999), fc.integer({ min: 0xd000, max: 0xe000 }));
    fc.assert(
      fc.property(numbers, (n) => {
        for (const text of [`&#${n};`, `&#x${n.toString(16)};`]) {
          const decoded = decodeEntities(text);
          expect(decoded).not.toMatch(/\p{Surrogate}|\0/u);
          expect([text, String.fromCodePoint(Math.min(n, 0x10ffff))]).toContain(decoded);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('stripMarkup', () => {
  it.each([
    ['Scopus', 'CO<inf>2</inf> and 10<sup>-3</sup>', 'CO2 and 10-3'],
    ['upper case', '<I>E. coli</I>', 'E. coli'],
    ['attributes', '<span class="italic">x</span><font color=red>y</font>', 'xy'],
    ['JATS', '<jats:p>On <jats:italic>x</jats:italic></jats:p>', ' On x '],
    ['MathML', '<mml:math xmlns:mml="m"><mml:mi>k</mml:mi></mml:math>-means', 'k-means'],
    ['IEEE', 'a <inline-formula><tex-math notation="LaTeX">$k$</tex-math></inline-formula>-set', 'a $k$-set'],
    ['JATS in any namespace', '<ns4:p>On <ns4:italic>x</ns4:italic></ns4:p>', ' On x '],
    ['MathML without a prefix', '<math><msub><mi>x</mi><mn>2</mn></msub></math>', 'x2'],
    ['PubMed', 'end.<CopyrightInformation>© 2022.</CopyrightInformation>', 'end. © 2022. '],
    ['R', 'P<U+2009>=<U+2009>.007 of <U+4E2D><U+534E>', 'P\u2009=\u2009.007 of 中华'],
    ['text that was escaped', '&lt;i&gt;in vitro&lt;/i&gt;', 'in vitro'],
    ['text that was escaped twice', '&amp;lt;i&amp;gt;in vitro&amp;lt;/i&amp;gt; R&amp;amp;D', 'in vitro R&D'],
  ])('removes the markup of %s', (_, text, expected) => expect(stripMarkup(text)).toBe(expected));

  it.each([
    ['one<br>two', 'one two'],
    ['one<br />two', 'one two'],
    ['<p>one</p><p>two</p>', 'one two'],
    ['<jats:title>Aims</jats:title><jats:p>To see</jats:p>', 'Aims To see'],
    ['<ul><li>one</li><li>two</li></ul>', 'one two'],
  ])('never joins the words of %s', (text, expected) => {
    expect(stripMarkup(text).replace(/\s+/g, ' ').trim()).toBe(expected);
  });

  it.each([
    'p<0.05',
    'x < y and y > z',
    'a <b',
    'n<i',
    'List<String> in Java',
    '<virus name>/<isolate>',
    'p<or=.05',
    '<U+D800>',
    'a<U+12>',
    '<unknown> tokens',
    '5 > 3',
  ])('takes signs for signs: %s', (text) => expect(stripMarkup(text)).toBe(text));

  it('takes hostile text in no time', () => {
    const started = performance.now();
    for (const piece of ['<', '<i ', '</', '<ns1:', '<jats:aaaa', '&', '&#', '&amp;', '<U+', '<a b=">"'])
      stripMarkup(piece.repeat(500_000));
    stripMarkup(`<i ${' '.repeat(2_000_000)}`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('leaves text without markup as it is', () => {
    const plain = fc.string({ unit: 'grapheme' }).filter((text) => !/[<&]/.test(text));
    fc.assert(
      fc.property(plain, (text) => {
        expect(stripMarkup(text)).toBe(text);
      }),
    );
  });
});

describe('splitAtSemicolons', () => {
  it.each([
    ['Smith, J.; Doe, A.', ['Smith, J.', ' Doe, A.']],
    ['M&uuml;ller A.;O&#39;Brien J.', ['M&uuml;ller A.', 'O&#39;Brien J.']],
    ['R&amp;D;R&amp;amp;D;', ['R&amp;D', 'R&amp;amp;D', '']],
    ['AT&T;R&D units; x&', ['AT&T', 'R&D units', ' x&']],
    ['R&amp;', ['R&amp;']],
  ])('parts %j', (list, items) => expect(splitAtSemicolons(list)).toEqual(items));
});
