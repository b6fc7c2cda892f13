import { repairMojibake } from './mojibake.ts';

// C0 and C1 controls but tab and line feed.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// Marks that change the direction of text, zero-width spaces, byte order marks and Unicode's noncharacters.
const INVISIBLE = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

// Most text is clean as it comes, and seen to be so in one look: Latin letters and signs, dashes and quotes, which are
// composed in one way only; and none of the letters that show that UTF-8 was misread before another one than of ASCII.
const UNSURE = /[^\x20-\x7e\u00a1-\u02ff\u2010-\u2027\u2030-\u205e]|[\u00c2\u00c3\u00e2-\u00ef](?![\x20-\x7e])/;
// Of other text, all that one of the steps below would change but the composition of letters.
const ODD =
  /[\u0000-\u001f\u007f-\u00a0\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff\ufffe\uffff]| {2}|^ | $/;

/**
 * Text from an export as we store it: NFC, one line, single spaces, no control characters and no bidirectional
 * overrides, and nothing that was misread on its way (see `repairMojibake`). Paragraph breaks become a space.
 */
export function cleanText(text: string): string {
  if (isSurelyClean(text)) return text;
  let clean = text;
  // What one step takes away may bring together what another one is there for; clean text stays as it is.
  for (let round = 0; round < 3; round++) {
    const before = clean;
    clean = steps(repairMojibake(clean));
    if (clean === before) break;
  }
  return clean;
}

function isSurelyClean(text: string): boolean {
  if (UNSURE.test(text) || text.includes('  ')) return false;
  return text.charCodeAt(0) !== 0x20 && text.charCodeAt(text.length - 1) !== 0x20;
}

function steps(text: string): string {
  if (!ODD.test(text)) return text.normalize('NFC');
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
