import { countMatches, type EntryCounter } from '../count.ts';

const QUOTE = 0x22;
const LINE_END = 0x0a;
const isDelimiter = (code: number) => code === 0x2c || code === 0x3b || code === 0x09;
const isSpace = (code: number) => code === 0x20 || code === 0xa0 || code === 0x0d || code === 0xfeff;

/**
 * Counts the rows of a table but its header, where it has one: line ends outside of quotes (RFC 4180). Rows without a word are no rows, nor
 * is the line in which spreadsheets tell each other the delimiter.
 */
export function countRows(isHeaderless = false): EntryCounter {
  let rows = 0;
  let isFirst = true;
  let isBlank = true;
  let isCellStart = true;
  let isQuoted = false;
  /** A quote inside a quoted cell whose next character is not known yet. */
  let isPending = false;
  const endRow = () => {
    rows += isBlank ? 0 : 1;
    isBlank = true;
    isCellStart = true;
  };
  return {
    counts: 'entries and notices',
    add: (piece) => {
      const isMarked = isFirst && /^\s*sep=.\n/.test(piece);
      if (isMarked) rows = -1;
      isFirst = false;
      for (let at = 0; at < piece.length; at++) {
        if (isQuoted && !isPending) {
          const quote = piece.indexOf('"', at);
          if (quote > at || (quote === -1 && at < piece.length)) isBlank = false;
          if (quote === -1) return;
          at = quote;
          isPending = true;
          continue;
        }
        const code = piece.charCodeAt(at);
        if (isPending) {
          isPending = false;
          if (isDelimiter(code) || code === LINE_END || code === 0x20) isQuoted = false;
          else {
            isBlank = false;
            continue;
          }
        }
        if (code === LINE_END) endRow();
        else if (isDelimiter(code)) isCellStart = true;
        else if (code === QUOTE && isCellStart) isQuoted = true;
        else if (!isSpace(code)) {
          isCellStart = false;
          isBlank = false;
          // The rest of a bare cell holds nothing to look at.
          let next = at + 1;
          for (; next < piece.length; next++) {
            const after = piece.charCodeAt(next);
            if (isDelimiter(after) || after === LINE_END) break;
          }
          at = next - 1;
        }
      }
    },
    total: () => {
      if (!isBlank) endRow();
      return isHeaderless ? rows : Math.max(0, rows - 1);
    },
  };
}

/** The same of a table in which a quote is a quote: every line with a word in it but the first. */
export function countLines(): EntryCounter {
  const lines = countMatches(/^.*\S.*$/gm);
  return {
    counts: 'entries and notices',
    add: (piece) => lines.add(piece),
    total: () => Math.max(0, lines.total() - 1),
  };
}
