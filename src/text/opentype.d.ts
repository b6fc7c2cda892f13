// What we use of opentype.js 2. The types on npm are those of version 1, and bring the browser's globals along.
declare module 'opentype.js' {
  interface Font {
    readonly unitsPerEm: number;
    readonly glyphs: { get(index: number): { readonly advanceWidth?: number } };
    /** The index of the glyph of a character; 0 where the font has none. */
    charToGlyphIndex(character: string): number;
  }
  const opentype: {
    parse(bytes: ArrayBuffer, options?: { readonly lowMemory?: boolean }): Font;
  };
  export default opentype;
}
