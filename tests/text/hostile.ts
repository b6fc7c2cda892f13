import fc from 'fast-check';

/** Characters that exports, ledgers and terminals stumble over. */
const character = fc.oneof(
  fc.constantFrom(...'\t\n\r\v\f\0\u001b\u007f\u0085\u009b\u009c\u00a0\u2003\u2028\u3000'),
  fc.constantFrom(...'\u200b\u200c\u200d\u200e\u200f\u202a\u202d\u202e\u2060\u2066\u2069\ufeff\ufffe\uffff'),
  fc.constantFrom(...'<>&;,"\'=+-@\\|`´’'),
  fc.constantFrom('é', 'e\u0301', 'Å', '\u212b', 'ß', 'ﬁ', 'İ', 'ı', '½', '日', '😀', '👩‍🔬', '\u0301', '\u0338'),
  fc.constantFrom('<i>', '</sub>', '<br/>', '&amp;', '&amp;lt;', '&#8217;', '&eacute;', '&#0;'),
  // Half a surrogate pair, as a cell that was cut at a fixed length ends in.
  fc.constantFrom('\ud83d', '\udc00'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 1 }),
);

export const hostileText = fc.string({ unit: character, maxLength: 20 });

/** What somebody would write who wants a page, a picture, a terminal or a workflow to do something. */
export const HOSTILE_EXAMPLES = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</text></svg></td></table></details>',
  ']]><!-- --><![CDATA[',
  '"\'\\`',
  '" onload="alert(1)',
  '\\',
  'ends in \\"',
  '\\n \\l \\N \\" &#92;n',
  '`code` ```',
  'a | b \\| c',
  '[x](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '[x]: https://evil.example "[x]"',
  '**bold** _it_ ~~gone~~ $x$ # = - 1.',
  '@everyone',
  'somebody@evil.example',
  'see #1 and org/repo#2 and GH-3',
  'https://evil.example www.evil.example ftp://evil.example mailto:a@evil.example',
  'a\n::error::x',
  '%0A::error::x',
  'a\n\n| n |\n| - |\n\n# Title',
  'style:"#" classDef:#; end; %%{init: {}}%%',
  'a"]:::main;b["c"] --> d',
  '&amp; &lt;i&gt; &#64; #35; #quot;',
  ')>> endobj /OpenAction << /S /JavaScript /JS (app.alert(1)) >>',
  'exclude\u202eedulcni\u202c \u2066a\u2069 \u200f\u061c',
  'nul\0 bell\u0007 del\u007f c1\u009b2J\u0085',
  '\u001b[2J\u001b]0;owned\u0007\u001b[31m',
  'cut \ud83d and \udc00',
  'line\u2028and\u2029paragraph',
  '👩‍🔬👨‍👩‍👧‍👦 🏳️‍🌈',
  '系统评价 小型语言模型',
  'مراجعة منهجية',
  'x'.repeat(10_000),
] as const;
