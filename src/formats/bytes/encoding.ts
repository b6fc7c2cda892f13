import { isUtf8 } from 'node:buffer';
import type { analyse } from 'chardet';
import { usageError } from '../../model/errors.ts';
import { loadLate } from '../../text/load-late.ts';
import { headOf, startsWith, type ByteSource } from './byte-source.ts';

/** The encoding of a file's text. */
export interface FoundEncoding {
  /** As a TextDecoder takes it. */
  readonly label: string;
  /** As a person reads it. */
  readonly name: string;
  /** Bytes that are no text in it: how many places, and the line of the first. */
  readonly damaged?: { readonly count: number; readonly line: number };
  /** Whether only the statistics of its letters speak for it. */
  readonly isGuessed?: true;
}

const HEAD = 1 << 16;

/**
 * The encoding of a text, from its content: a byte order mark; zeros beside Latin letters (UTF-16 without its mark); UTF-8
 * where all bytes are, or nearly all; else what the letters beyond ASCII look like, Windows-1252 in doubt.
 *
 * @param named the encoding that a person knows, by any label of the WHATWG Encoding Standard.
 * @returns undefined for bytes that are no text.
 * @throws LitscreenError of kind `usage` where `named` is no encoding.
 */
export function findEncoding(source: ByteSource, named?: string): FoundEncoding | undefined {
  const head = headOf(source, HEAD);
  if (named !== undefined) return { label: named, name: nameOf(named) };
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return utf8(source, 'UTF-8 with BOM') ?? undefined;
  if (startsWith(head, [0xff, 0xfe])) return { label: 'utf-16le', name: 'UTF-16LE' };
  if (startsWith(head, [0xfe, 0xff])) return { label: 'utf-16be', name: 'UTF-16BE' };
  if (head.includes(0)) {
    const order = unmarkedUtf16(head);
    return order && { label: `utf-16${order}`, name: `UTF-16${order.toUpperCase()}` };
  }
  return utf8(source, 'UTF-8') ?? otherEncoding(source);
}

function nameOf(label: string): string {
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith('utf') ? encoding.toUpperCase() : (NAMES[encoding] ?? encoding);
  } catch {
    throw usageError(`${label} is no encoding`, 'such as utf-8, utf-16le, windows-1252, windows-1251, shift_jis, gbk');
  }
}

const NAMES: Readonly<Record<string, string>> = {
  'windows-1252': 'Windows-1252',
  'windows-1251': 'Windows-1251',
  'windows-1250': 'Windows-1250',
  shift_jis: 'Shift_JIS',
  gbk: 'GBK',
  gb18030: 'GB18030',
  big5: 'Big5',
  'euc-jp': 'EUC-JP',
  'euc-kr': 'EUC-KR',
  macintosh: 'Mac OS Roman',
};

/** Latin letters in UTF-16 have a zero beside each: all zeros stand at odd places, or all at even ones. */
function unmarkedUtf16(head: Uint8Array): 'le' | 'be' | undefined {
  const zeros = [0, 0];
  head.forEach((byte, position) => {
    if (byte === 0) zeros[position % 2] = (zeros[position % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if (Math.min(even, odd) * 50 > Math.max(even, odd) || Math.max(even, odd) * 4 < head.length) return undefined;
  return odd > even ? 'le' : 'be';
}

/**
 * UTF-8, where the file is. A field that a vendor has cut amid a letter leaves a few bytes that are none, among letters
 * that are: so it is UTF-8 still. Undefined where other letters than these would be lost.
 */
function utf8(source: ByteSource, name: string): FoundEncoding | undefined {
  if (isWholeUtf8(source)) return { label: 'utf-8', name };
  const { letters, count, line } = utf8Damage(source);
  return count * 10 <= letters || name !== 'UTF-8' ? { label: 'utf-8', name, damaged: { count, line } } : undefined;
}

function isWholeUtf8(source: ByteSource): boolean {
  /** The beginning of a letter that the next part ends. */
  let begun = new Uint8Array(0);
  for (const part of source()) {
    let bytes = part;
    if (begun.length > 0) {
      bytes = new Uint8Array(begun.length + part.length);
      bytes.set(begun);
      bytes.set(part, begun.length);
    }
    const end = bytes.length - lengthOfBegun(bytes);
    if (!isUtf8(bytes.subarray(0, end))) return false;
    begun = bytes.slice(end);
  }
  return begun.length === 0;
}

/** How many bytes at the end begin a letter that is not whole. */
function lengthOfBegun(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? back : 0;
  }
  return 0;
}

/** How many letters beyond ASCII the text has as UTF-8, and how many places are none. */
function utf8Damage(source: ByteSource): { letters: number; count: number; line: number } {
  const decoder = new TextDecoder('utf-8');
  let letters = 0;
  let count = 0;
  let line = 1;
  let first = 0;
  const look = (text: string) => {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0x0a && first === 0) line++;
      else if (code === 0xfffd) {
        count++;
        first ||= line;
      } else if (code > 0x7f) letters++;
    }
  };
  for (const part of source()) look(decoder.decode(part, { stream: true }));
  look(decoder.decode());
  return { letters, count, line: first || line };
}

/** How sure the statistics have to be before a text is taken for another one than of Western Europe. */
const SURE = 40;
/** The same where it is none by the way that its letters stand. */
const LIKELY = 10;

function otherEncoding(source: ByteSource): FoundEncoding {
  const sample = around(source, HEAD);
  const chosen =
    likeliest(sample, SURE) ?? (isOtherScript(sample) ? likeliest(withoutLatin(sample), LIKELY) : undefined);
  const label = chosen ?? 'windows-1252';
  return { label, name: nameOf(label), ...(chosen !== undefined && { isGuessed: true }) };
}

function likeliest(sample: Uint8Array, least: number): string | undefined {
  // Loaded for the few files that are not UTF-8, and for no others.
  const chardet = loadLate('chardet') as { analyse: typeof analyse };
  const best = chardet.analyse(sample).find(({ name }) => OTHERS[name] !== undefined || WESTERN.has(name));
  return best && best.confidence >= least ? OTHERS[best.name] : undefined;
}

/** Whether most bytes beyond ASCII stand four and more together, as no language in Latin letters has them. */
function isOtherScript(sample: Uint8Array): boolean {
  let all = 0;
  let together = 0;
  let run = 0;
  for (let at = 0; at <= sample.length; at++) {
    if ((sample[at] ?? 0) >= 0x80) {
      run++;
      continue;
    }
    all += run;
    if (run >= 4) together += run;
    run = 0;
  }
  return together * 2 > all;
}

/** The tags and the English of an export hide from statistics what the rest is. */
function withoutLatin(sample: Uint8Array): Uint8Array {
  return sample.map((byte) => (byte < 0x80 ? 0x20 : byte));
}

const WESTERN = new Set(['ISO-8859-1', 'windows-1252', 'ISO-8859-15']);
/** By the name that the statistics give it: what TextDecoder calls it. */
const OTHERS: Readonly<Record<string, string>> = {
  'ISO-8859-2': 'windows-1250',
  'windows-1250': 'windows-1250',
  'ISO-8859-5': 'iso-8859-5',
  'windows-1251': 'windows-1251',
  'KOI8-R': 'koi8-r',
  'ISO-8859-7': 'windows-1253',
  'windows-1253': 'windows-1253',
  'ISO-8859-9': 'windows-1254',
  'windows-1254': 'windows-1254',
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  Big5: 'big5',
  GB18030: 'gb18030',
};

/** The lines that hold letters beyond ASCII, up to so many bytes: statistics see little in a text that is mostly ASCII. */
function around(source: ByteSource, most: number): Uint8Array {
  const found = new Uint8Array(most);
  let filled = 0;
  for (const part of source()) {
    for (let at = 0; at < part.length && filled < most;) {
      let next = at;
      while (next < part.length && (part[next] ?? 0) < 0x80) next++;
      if (next === part.length) break;
      const piece = part.subarray(Math.max(at, next - 20), Math.min(part.length, next + 20, next + most - filled));
      found.set(piece.subarray(0, most - filled), filled);
      filled += Math.min(piece.length, most - filled);
      at = next + 20;
    }
    if (filled >= most) break;
  }
  return found.subarray(0, filled);
}
