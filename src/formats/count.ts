/**
 * Counts the entries of a text by what separates them in its format, with no regard to what the parser makes of them:
 * where the two numbers differ, one of them has missed something.
 */
export interface EntryCounter {
  /** Takes the next piece of the text. */
  add(piece: string): void;
  total(): number;
  /** Whether notices between the entries are counted too, as the rows of a table all are. */
  readonly counts: 'entries' | 'entries and notices';
}

/** Counts the matches of a pattern (flags `g` and `m`) that stands on the line on which an entry begins. */
export function countMatches(pattern: RegExp): EntryCounter {
  let total = 0;
  return {
    counts: 'entries',
    add: (piece) => {
      total += piece.match(pattern)?.length ?? 0;
    },
    total: () => total,
  };
}

/** What a mark can have of its beginning at the end of a piece. */
const TAIL = 80;

/** Counts marks in a text that may be one line: one that two pieces share is seen with the end of the first. */
export function countMarks(pattern: RegExp): EntryCounter {
  let total = 0;
  let tail = '';
  return {
    counts: 'entries',
    add: (piece) => {
      const text = tail + piece;
      total += text.match(pattern)?.length ?? 0;
      tail = text.slice(-TAIL);
      // What stands in the tail is counted with the next piece.
      total -= tail.match(pattern)?.length ?? 0;
    },
    total: () => total + (tail.match(pattern)?.length ?? 0),
  };
}
