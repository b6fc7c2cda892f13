/** A place at which an entry may begin. */
export interface EntryStart {
  readonly at: number;
  readonly type: string;
  /** The first character after the opening brace. */
  readonly body: number;
  readonly close: '}' | ')';
  /** It cannot be anything else, not even inside another entry's value. */
  readonly isCertain: boolean;
}

const TYPES = new Set(
  (
    'article book booklet bookinbook collection comment conference dataset electronic inbook incollection inproceedings ' +
    'inreference manual mastersthesis mbook misc mvbook online patent periodical phdthesis preamble proceedings reference ' +
    'report software string suppbook techreport thesis unpublished www xdata'
  ).split(' '),
);

// An `@` begins an entry at the start of a line, after white space or after what ends another one; so an address in a
// note does not.
const START = /(?<=^|[\s,;})])@\s*([A-Za-z][\w-]*)\s*([{(])/y;
/** A key and a field, or a field at once. */
const KEY_AND_FIELD = /[^,{}()="]*,\s*[^\s=,{}"]+\s*=|\s*[A-Za-z][\w-]*\s*=\s*[{"\w]/y;
const COMMENT_LINE = /[ \t]*%/y;

/** The places at which an entry of a BibTeX file may begin, in order, in time in proportion to the text. */
export function* entryStarts(text: string): Generator<EntryStart> {
  const lines = new LineCounter(text);
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    START.lastIndex = at;
    const match = START.exec(text);
    if (!match) continue;
    lines.at(at);
    COMMENT_LINE.lastIndex = lines.start;
    if (COMMENT_LINE.test(text)) continue;
    const type = (match[1] ?? '').toLowerCase();
    const body = at + match[0].length;
    KEY_AND_FIELD.lastIndex = body;
    const isEntryLike = KEY_AND_FIELD.test(text);
    const isKnown = TYPES.has(type);
    const before = behindSpace(text, at, lines.start);
    const startsLine = before < lines.start;
    const isDirective = type === 'string' || type === 'comment' || type === 'preamble';
    const mayBeBroken = match[2] === '{' ? isKnown || startsLine : isDirective;
    if (!isEntryLike && !mayBeBroken) continue;
    const followsEntry = /[})]/.test(text[before] ?? '');
    const isCertain = startsLine ? isEntryLike || (isKnown && match[2] === '{') : followsEntry && isEntryLike;
    yield { at, type, body, close: match[2] === '(' ? ')' : '}', isCertain };
  }
}

/** How many blanks are looked through. */
const MOST_BLANKS = 200;

/** The last place of a line before another one at which there is something; one before the line where there is nothing. */
function behindSpace(text: string, at: number, lineStart: number): number {
  let place = at - 1;
  const least = Math.max(lineStart, at - MOST_BLANKS);
  while (place >= least && /[\s,;]/.test(text[place] ?? '')) place--;
  return place;
}

/** The lines of offsets that only grow. */
export class LineCounter {
  readonly #text: string;
  #line = 1;
  #next: number;
  /** Where the last line that was asked for begins. */
  start = 0;

  constructor(text: string) {
    this.#text = text;
    this.#next = text.indexOf('\n');
  }

  /** The number of the line of an offset, from 1. */
  at(offset: number): number {
    while (this.#next !== -1 && this.#next < offset) {
      this.#line++;
      this.start = this.#next + 1;
      this.#next = this.#text.indexOf('\n', this.start);
    }
    return this.#line;
  }
}
