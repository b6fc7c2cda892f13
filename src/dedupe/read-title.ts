import { foldText } from '../text/fold.ts';

/** What kind of document a title says it is. */
export type DocumentKind = 'work' | 'correction' | 'retraction' | 'comment' | 'reply';

/** A title as matching reads it. */
export interface MatchableTitle {
  /** Folded, without what databases add to it: a language, a note in brackets, the kind of document. */
  readonly text: string;
  /** Lengths of its beginnings behind which a subtitle may stand, where there are any. */
  readonly heads: readonly number[] | undefined;
  /** A translation that the title brings along in brackets, folded. */
  readonly translation: string | undefined;
  readonly kind: DocumentKind;
  /** Volume and first page of each correction that the title names. */
  readonly correctedAt: readonly string[] | undefined;
  /** A retracted paper's title says so; it is the paper all the same. */
  readonly isRetracted: boolean;
}

/** Titles longer than this are compared by their beginning: no title is, and the cost grows with the square. */
const LONGEST = 400;

/** `[Erratum appears in Blood 2009;3:4]`, `[see comment]`, `[Review] [33 refs]`, `[Chinese]`: notes of a database. */
const NOTES = /\s*\[(?<note>[^[\]]*(?:\[[^[\]]*\][^[\]]*)*)\]?\s*\.?\s*$/;
/** `Erratum appears in Am J Transplant. 2009 Sep;9(9):2205; 2009 Nov;9(11):2600`. */
const CORRECTION_NOTE = /^(?:published )?(?:erratum|errata|corrigendum|correction)s? /i;
const PLACES = /\b(?:19|20)\d\d[^;:]{0,12};\s?(\d+)[^:;]{0,20}:[a-z]{0,2}(\d+)/gi;
const LANGUAGE =
  /\.\s*(?:chinese|czech|danish|dutch|english|french|german|hungarian|italian|japanese|korean|norwegian|polish|portuguese|russian|spanish|swedish|turkish)\s*$/i;
/** `(vol 360, pg 542, 2009)`, `(New England Journal of Medicine (2009) 360 (542-544))`: how errata name the paper. */
const NAMES_A_PAPER =
  /\s*\((?:vol(?:ume)?\.? ?\d+[^()]*|(?:[^()]|\([^()]*\))*\((?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*)*|[^()]*\b(?:19|20)\d\d ?[;:,] ?\d+[^()]*(?:\([^()]*\)[^()]*)*)\)?\s*\.?$/i;

/** `(panel session)`, `(tutorial)`, `(abstract only)`: what a programme says of a talk. A demonstration is another document. */
const SESSION = /\((?:preprint|panel|tutorial|abstract|invited|keynote|industrial|experience)\b[^()]{0,30}\)/gi;
/** The same before the title: `Tutorial: …`, `Panel on …`. */
const SESSION_BEFORE =
  /^(?:(?:invited |keynote )?(?:talk|address|tutorial|panel)(?: session| discussion)?(?:: ?| on ))(?=\S+ \S+ \S)/i;

/** A letter is answered, or a person; a treatment is responded to as well. */
const TO_SOMEBODY = String.raw`(?: (?:to|by) (?:the )?(?:letters?|comments?|commentar\w+|editors?|editorial|reply|dr|drs|prof|[^.:]{1,40} et al)\b)`;

const KINDS: readonly (readonly [DocumentKind, RegExp])[] = [
  [
    'correction',
    /^(?:(?:publisher|author|editorial|published)s?\W+)?(?:(?:corrigend(?:um|a)|errat(?:um|a)|addendum|expression of concern)\b(?: (?:to|for|in|on|of)(?: the article(?: titled| entitled)?)?(?=[ :]))?|corrections?(?: to(?: the article(?: titled| entitled)?)?(?=[ :])|(?= *[:.“"'‘[(-])| (?:for|in|on|of)(?= *[:“"‘])|\s*$))\W*/i,
  ],
  [
    'retraction',
    /^(?:notice of retraction|retraction (?:note|notice)|withdrawal notice|(?:retraction|withdrawal)(?= *[:.“"‘[(-]| (?:to|for|of) *[:“"‘]))(?: (?:to|for|of|on)(?=[ :]))?\W*(?=.)/i,
  ],
  [
    'reply',
    new RegExp(
      String.raw`^(?:(?:the )?authors?(?:'s?|s')? )?(?:(?:reply|rejoinder)(?: (?:to|by)\b| from the authors?\b|:)|response(?:${TO_SOMEBODY}| from the authors?\b|:))\W*(?:comments? (?:on|to)\b\W*)?`,
      'i',
    ),
  ],
  [
    'comment',
    new RegExp(
      String.raw`^(?:(?:invited )?comment(?:ary)?s?(?: (?:on|to)\b|:)|re:|discussion (?:of|on)\b|letter(?: to the editor)?:|in (?:reply|response)(?:${TO_SOMEBODY}|:))\W*`,
      'i',
    ),
  ],
];
/** At the end of a title a sign stands before such a word: an immune response is a subject. */
const KIND_AT_END: readonly (readonly [DocumentKind, RegExp])[] = [
  ['correction', /(?:[.:([]|\s[-–—])\s*(?:a )?(?:correction|corrigendum|erratum)[)\]]?\s*\.?$/i],
  ['retraction', /(?:[.:([]|\s[-–—])\s*(?:retraction)[)\]]?\s*\.?$/i],
  ['reply', /(?:[.:([]|\s[-–—])\s*(?:(?:the )?authors?'? )?(?:reply|response|rejoinder)[)\]]?\s*\.?$/i],
  ['comment', /(?:[.:([]|\s[-–—])\s*(?:a )?(?:comment|commentary)[)\]]?\s*\.?$/i],
];
/** What those have in common: a look at the last letters spares nearly all titles the search. */
const ENDS_SO =
  /(?:correction|corrigendum|erratum|retraction|reply|response|rejoinder|comment|commentary)[)\]]?\s*\.?$/i;
const RETRACTED = /^\W*(?:retracted|withdrawn)(?: article| paper| chapter)?\W+/i;

/** Reads a title for matching: its words, and the kind of document that it says it is. */
export function readTitle(title: string | undefined): MatchableTitle {
  let text = (title ?? '').slice(0, LONGEST * 2);
  let kind: DocumentKind = 'work';
  let translation: string | undefined;
  let isRetracted = false;
  const correctedAt: string[] = [];
  const mayBeRetracted = /^[rw[{]/i.test(text);
  if (text.includes('(') || text.includes('[')) {
    // What looks for notes at the end tries every white space.
    text = text.replace(/\s+/g, ' ');
    // A title wholly in brackets is a translation by the database.
    const whole = /^\s*\[(.*)\]\s*\.?\s*$/s.exec(text);
    if (whole?.[1] !== undefined && !whole[1].includes('][') && balanced(whole[1])) text = whole[1];
    for (let notes = NOTES.exec(text); notes && notes.index > 0; notes = NOTES.exec(text)) {
      const note = notes.groups?.['note'] ?? '';
      const isTitle = note.split(/\s+/).length > 3 && !/\b(?:appears?|published|comment|refs?|retract)/i.test(note);
      if (isTitle) translation = foldText(note).slice(0, LONGEST);
      if (/^(?:reply|response)$/i.test(note)) kind = 'reply';
      if (CORRECTION_NOTE.test(note))
        for (const [, volume, page] of note.matchAll(PLACES)) correctedAt.push(`${volume ?? ''} ${page ?? ''}`);
      text = text.slice(0, notes.index);
    }
    text = text.replace(SESSION, ' ');
    const named = NAMES_A_PAPER.exec(text);
    if (named && named.index > 0 && /\d/.test(named[0])) {
      if (/retract/i.test(named[0])) isRetracted = true;
      else kind = 'correction';
      text = text.slice(0, named.index);
    }
  }
  if (/^[ikpt]/i.test(text)) text = text.replace(SESSION_BEFORE, '');
  if (text.includes('.')) text = text.replace(LANGUAGE, '');
  if (mayBeRetracted) {
    const without = text.replace(RETRACTED, '');
    isRetracted ||= without !== text;
    text = without;
  }
  for (const [each, begins] of KINDS) {
    const without = text.replace(begins, '');
    if (without === text) continue;
    if (without.trim() !== '' || each === 'correction') kind = each;
    if (without.trim() !== '') text = without;
    break;
  }
  // A database cuts long titles, amid the brackets in which an erratum names its paper.
  if (kind === 'correction' && text.lastIndexOf('(') > text.lastIndexOf(')'))
    text = text.slice(0, text.indexOf('(', 12));
  if (kind === 'work' && ENDS_SO.test(text.slice(-24))) {
    for (const [each, ends] of KIND_AT_END) {
      const without = text.replace(ends, '');
      if (without === text || without.trim().length < 12) continue;
      kind = each;
      text = without;
      break;
    }
  }
  const { text: folded, heads } = foldInParts(text);
  return {
    text: folded,
    heads,
    translation,
    kind,
    correctedAt: correctedAt.length > 0 ? correctedAt : undefined,
    isRetracted,
  };
}

/** Signs behind which a subtitle may begin. */
const SUBTITLE = /[:.?!;(–—]|\s-\s/;
/** A beginning shorter than this is no title of its own. */
const SHORTEST_HEAD = 20;

/** Folds a title, and keeps where in the folded text a subtitle may begin. */
function foldInParts(text: string): { readonly text: string; readonly heads: readonly number[] | undefined } {
  if (!SUBTITLE.test(text)) return { text: foldText(text).slice(0, LONGEST), heads: undefined };
  const folded = foldText(text).slice(0, LONGEST);
  const heads: number[] = [];
  for (const part of text.matchAll(SUBTITLES)) {
    const head = foldText(text.slice(0, part.index));
    if (head.length >= SHORTEST_HEAD && head.length < folded.length && folded.startsWith(`${head} `))
      heads.push(head.length);
    if (heads.length === MOST_HEADS) break;
  }
  return { text: folded, heads: heads.length > 0 ? heads : undefined };
}

const SUBTITLES = new RegExp(SUBTITLE, 'g');
const MOST_HEADS = 3;

function balanced(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '[') depth++;
    else if (char === ']' && --depth < 0) return false;
  }
  return depth === 0;
}
