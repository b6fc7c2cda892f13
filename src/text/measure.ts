import opentype from 'opentype.js';

/** How a text is set. */
export interface TextStyle {
  /** The size of the font, in the units of the width. */
  readonly size: number;
  readonly bold?: boolean;
}

/** The width of a text on one line. Widths add up: a text is as wide as its characters together. */
export type MeasureText = (text: string, style: TextStyle) => number;

/**
 * Measures text by the advance widths of two TrueType fonts. Kerning is left out: it moves letters closer together.
 * A character that the font lacks is counted as one em, the width of a CJK character and more than that of most
 * others; marks and format characters that it lacks take no room of their own.
 */
export function measureWith(regular: Uint8Array, bold: Uint8Array): MeasureText {
  const styles = { regular: advances(regular), bold: advances(bold) };
  return (text, style) => {
    const advance = style.bold ? styles.bold : styles.regular;
    let width = 0;
    for (const character of text) width += advance(character);
    return width * style.size;
  };
}

/** Tells whether a TrueType font has a sign for a character. Spaces, marks and format characters are no signs. */
export function glyphsOf(bytes: Uint8Array): (character: string) => boolean {
  const font = opentype.parse(Uint8Array.from(bytes).buffer, { lowMemory: true });
  return (character) => /[\s\p{Cf}]/u.test(character) || font.charToGlyphIndex(character) > 0;
}

/** The advance width of a character in em. */
function advances(bytes: Uint8Array): (character: string) => number {
  const font = opentype.parse(Uint8Array.from(bytes).buffer, { lowMemory: true });
  const known = new Map<string, number>();
  const look = (character: string): number => {
    const index = font.charToGlyphIndex(character);
    if (index > 0) return (font.glyphs.get(index).advanceWidth ?? 0) / font.unitsPerEm;
    return /[\p{Mn}\p{Me}\p{Cf}]/u.test(character) ? 0 : 1;
  };
  return (character) => {
    const width = known.get(character) ?? look(character);
    known.set(character, width);
    return width;
  };
}
