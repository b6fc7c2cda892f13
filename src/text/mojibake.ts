import { fromWindows1252 } from './windows-1252.ts';

/** What bytes 0x80 to 0x9f are in Windows-1252; those that it leaves free stand for themselves. */
const WINDOWS_1252 = new Map(
  Array.from({ length: 32 }, (_, index) => [fromWindows1252(0x80 + index).charCodeAt(0), 0x80 + index] as const),
);

/**
 * Runs of letters that the bytes of one UTF-8 letter beyond ASCII become in Windows-1252 or Latin-1: a first byte (`Â` to
 * `ô`), and one to three more.
 */
const BROKEN =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}/g;

/**
 * What shows that it happened at all: the two letters before which accented ones of Western Europe stand, or a run of three.
 * `Ä…` alone may be what it says.
 */
const SIGN =
  /[\u00c2\u00c3][\u0080-\u00bf\u0152-\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|[\u00e2-\u00ef][\u0080-\u00bf\u0152-\u017e\u2013-\u203a\u20ac\u2122]{2}/;

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Whether something in a text would be mended. */
export function isMojibake(text: string): boolean {
  return repairMojibake(text) !== text;
}

/**
 * Text in which UTF-8 was read as Windows-1252 somewhere on its way (`Ã©` for é, `â€™` for ’), once or twice over, as it was
 * meant. Only what is certain is mended: the letters are whole UTF-8 again as bytes, and what they then say is a letter
 * or a sign, no control character.
 */
export function repairMojibake(text: string): string {
  let repaired = text;
  for (let round = 0; round < 3; round++) {
    if (!SIGN.test(repaired)) break;
    const next = repaired.replace(BROKEN, repairRun);
    if (next === repaired) break;
    repaired = next;
  }
  return repaired;
}

/** A word in capitals that ends in Ã (MANHÃ, IRMÃ) before a quotation mark or a dash is Portuguese. */
const LAST_LETTER = /^\u00c3[\u2013-\u203a]$/;

function repairRun(run: string, at: number, text: string): string {
  if (LAST_LETTER.test(run) && /\p{Lu}/u.test(text.charAt(at - 1)) && !/\p{L}/u.test(text.charAt(at + 2))) return run;
  // Of the letters behind the first byte, only so many belong to it as that byte says.
  const first = run.charCodeAt(0);
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (run.length < length) return run;
  const bytes = [...run.slice(0, length)].map((letter) => {
    const code = letter.charCodeAt(0);
    return WINDOWS_1252.get(code) ?? code;
  });
  if (bytes.some((byte) => byte > 0xff)) return run;
  try {
    const letter = UTF8.decode(Uint8Array.from(bytes));
    return /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}]$/u.test(letter) ? letter + run.slice(length) : run;
  } catch {
    return run;
  }
}
