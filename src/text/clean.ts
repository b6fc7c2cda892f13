// C0 and C1 controls but tab and line feed.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// Marks that change the direction of text, zero-width spaces, byte order marks and Unicode's noncharacters.
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Text from an export as we store it: NFC, one line, single spaces, no control characters and no bidirectional
 * overrides. Paragraph breaks become a space.
 */
export function cleanText(text: string): string {
  return text
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(CONTROLS, ' ')
    .replace(INVISIBLE, '')
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
}

/** `cleanText`, or undefined where nothing is left. */
export function cleanOrAbsent(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const clean = cleanText(text);
  return clean === '' ? undefined : clean;
}
