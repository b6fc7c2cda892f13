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
