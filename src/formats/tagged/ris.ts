import { addToGroup } from '../../model/group.ts';
import { pageRange, presentOnly } from '../tables/columns.ts';
import { countMatches } from '../count.ts';
import { rejected, type Format, type ParsedEntry, type RawFields } from '../entry.ts';
import { exactOf, isExact } from '../exact.ts';
import { linesOf } from '../pieces.ts';
import { keyOfNumber, numbersInAddresses } from './known-numbers.ts';
import { OpenEntry } from './open-entry.ts';
import { splitEach, type TaggedValues } from './tagged-values.ts';

/** A tag, a dash and a value as some vendors write it: one to three spaces, or tabs. In the midst of a text it is text. */
const LOOSE = /^([A-Z][A-Z0-9])[ \t]{1,3}-(?:\s+([^]*)|)$/;
/** What looks like a tag but is none of RIS's, such as `PMID- 33355555`. */
const FOREIGN = /^([A-Z]{3,6})[ \t]*-[ \t]+(\S[^]*)$/;

/** The one of these that is never a line of a text. */
const PUBMED_NUMBER = /^PMID[ \t]{0,3}-[ \t]{1,3}\d{1,8}$/;

/** The tags of RIS (its two-letter fields; a dialect's own ones are read only where they are written with two spaces). */
const TAGS = new Set(
  (
    'TY TI T1 T2 T3 CT BT AU A1 A2 A3 A4 AB N1 N2 KW PY Y1 Y2 DA DO SN IS CP VL VO SP EP JO JF JA J1 J2 PB PP CY CN CA AD AN ' +
    'AV C1 C2 C3 C4 C5 C6 C7 C8 DB DP ED ET ID LA LB LK L1 L2 L3 L4 M1 M2 M3 NV OP RI RN RP SE ST TA TT U1 U2 U3 U4 U5 UR UT'
  ).split(' '),
);
/** Tags that stand in references only. */
const BESIDE_TYPE = new Set('TI T1 AU A1 JO JF T2 PY Y1 AB'.split(' '));
/** Values that are text of many lines. */
const TEXT = new Set('TI T1 T2 T3 CT BT AB N2 N1 KW AD'.split(' '));
/** Values that are never wrapped: an untagged line after one of them is no part of it. */
const SHORT = new Set('TY PY Y1 DA Y2 VL VO IS CP SP EP SN DO LA AN ID M1 U1 C7 PMID'.split(' '));
/** Rayyan joins lines of Embase: `DO  - 10.1000/x     LK  - https://…`. */
const GLUED = /(?<!\s)\s+([A-Z][A-Z0-9]) {1,2}- /;
/** Where lines go that belong to no tag. */
const UNTAGGED = 'untagged';
/** Scopus puts the cited references below a note, one a line. */
const REFERENCES = 'REFERENCES';
/** Tags under which each line is a value of its own. */
const ONE_A_LINE = new Set(['KW', REFERENCES]);
/** Kinds of documents that a journal holds beside articles; other values of M3 are subjects, media or DOIs. */
const KIND =
  /^(?:(?:(?:systematic|literature) )?review|editorial|erratum|letter|note|short survey|conference (?:paper|abstract|review)|book (?:chapter|review))$/i;
/** `Cited By :7`, `Times Cited in Web of Science Core Collection:  7` */
const CITED = /\b(?:cited by|times cited(?: in web of science core collection)?) ?:? {0,2}(\d+)/i;

/**
 * RIS, as all vendors write it: tags of two characters, `TY` begins a reference, `ER` ends it. Lines without a tag go
 * on with the value before. What stands outside of references (Cochrane's and PsycINFO's preambles) is skipped.
 */
export const ris: Format = {
  id: 'ris',
  name: 'RIS',
  sniff: (head) => head.search(/^TY[ \t]{1,3}-/m),
  counter: () => countMatches(/^TY[ \t]{1,3}-/gm),
  *parse(text): Generator<ParsedEntry> {
    let entry = 0;
    let number = 0;
    let sawEnd = false;
    /** Of the first reference: others may have tags that are written loosely, but not all of one file. */
    let isStandard: boolean | undefined;
    let open: OpenEntry | undefined;
    let stray: OpenEntry | undefined;
    for (const written of linesOf(text)) {
      number++;
      const line = written.trimEnd();
      const match = tagOf(line, (isStandard ?? false) && TEXT.has(open?.tag ?? ''));
      const tag = match?.tag ?? '';
      if (tag === 'TY') {
        isStandard ??= line.startsWith('TY  -');
        if (open) yield endOf(open, ++entry, false);
        if (stray) yield rejected(entry, stray.line, 'not-a-record', 'text between references', stray.text);
        stray = undefined;
        open = new OpenEntry(number);
        open.keep(line);
        open.add('TY', match?.value ?? '');
      } else if (open && tag === 'ER') {
        yield { ok: true, entry: ++entry, line: open.line, fields: toFields(open) };
        open = undefined;
        sawEnd = true;
      } else if (open) {
        open.keep(line);
        if (tag === '') addLine(open, line.trim());
        else addValue(open, tag, match?.value ?? '');
      } else if (line.startsWith('  - ', 2) && BESIDE_TYPE.has(tag)) {
        // The type of a reference was lost, or stands behind its title.
        if (stray && entry === 0) yield rejected(0, stray.line, 'not-a-record', 'text between references', stray.text);
        open = new OpenEntry(entry === 0 ? number : (stray?.line ?? number));
        if (stray && entry > 0) open.keep(stray.text);
        stray = undefined;
        open.keep(line);
        addValue(open, tag, match?.value ?? '');
      } else if (line !== '' && tag !== 'ER') {
        stray ??= new OpenEntry(number);
        stray.keep(line);
      }
    }
    if (open) yield endOf(open, ++entry, sawEnd);
    if (stray) yield rejected(entry, stray.line, 'not-a-record', 'text between references', stray.text);
  },
};

interface TaggedLine {
  readonly tag: string;
  readonly value: string;
}

const isCapital = (code: number) => code >= 0x41 && code <= 0x5a;

/** The tag of a line and its value. "US - based ones" and "ER - emergency room" are lines of an abstract. */
function tagOf(line: string, isInText: boolean): TaggedLine | undefined {
  // A look at single letters tells most lines.
  const third = line.charCodeAt(2);
  if ((third !== 0x20 && third !== 0x09) || !isCapital(line.charCodeAt(0))) return undefined;
  const second = line.charCodeAt(1);
  if (!isCapital(second) && !(second >= 0x30 && second <= 0x39)) return undefined;
  if (third === 0x20 && line.charCodeAt(3) === 0x20 && line.charCodeAt(4) === 0x2d) {
    if (line.length === 5 || line.charCodeAt(5) <= 0x20) return { tag: line.slice(0, 2), value: line.slice(6).trim() };
  }
  const loose = LOOSE.exec(line);
  const tag = loose?.[1] ?? '';
  const value = (loose?.[2] ?? '').trim();
  if (!loose || (tag === 'ER' && value === '')) return loose ? { tag, value } : undefined;
  return tag === 'ER' || isInText || !TAGS.has(tag) ? undefined : { tag, value };
}

/**
 * A reference that the next one, or the end of the file, cuts off. Some writers never close a reference, so it counts
 * if it has a title; but where the others are closed, the last one of the file has been torn off.
 */
function endOf(open: OpenEntry, entry: number, isTorn: boolean): ParsedEntry {
  const fields = toFields(open);
  if (fields.title !== undefined && !isTorn) return { ok: true, entry, line: open.line, fields };
  return rejected(entry, open.line, 'unreadable', 'the reference has no end (ER)', open.text);
}

function addValue(open: OpenEntry, tag: string, value: string): void {
  if (value.includes('- ') && (SHORT.has(tag) || tag === 'UR')) addGlued(open, tag, value);
  else if (tag === 'N1' && /^references:/i.test(value)) open.add(REFERENCES, value.slice('references:'.length).trim());
  else open.add(tag, value);
}

function addGlued(open: OpenEntry, tag: string, written: string): void {
  const [value = '', ...glued] = written.split(GLUED);
  open.add(tag, value);
  for (let at = 0; at + 1 < glued.length; at += 2) open.add(glued[at] ?? '', (glued[at + 1] ?? '').trim());
}

/** A line without a tag goes on with the value before, where that can be wrapped. */
function addLine(open: OpenEntry, text: string): void {
  if (text === '') return;
  const { tag } = open;
  const foreign = SHORT.has(tag) || PUBMED_NUMBER.test(text) ? FOREIGN.exec(text) : null;
  if (foreign?.[1] && foreign[2]) addToGroup(open.values, foreign[1], foreign[2]);
  else if (SHORT.has(tag)) addToGroup(open.values, UNTAGGED, text);
  // Any other value is text that was wrapped.
  else open.goOn(text, ONE_A_LINE.has(tag));
}

function toFields(open: OpenEntry): RawFields {
  const values = open.tagged();
  const has = (...tags: string[]) => values.peek(...tags).length > 0;
  const isBookPart = has('BT') && has('TI', 'T1', 'CT');
  return {
    type: typesOf(values),
    title: values.first('TI', 'T1', 'CT') ?? (isBookPart ? undefined : values.first('BT')) ?? values.first('ST', 'TT'),
    authors: { order: 'family-first', names: values.allOfFirst('AU', 'A1') },
    year: values.find((value) => /\d{4}/.test(value), 'PY', 'Y1', 'DA') ?? values.first('PY', 'Y1', 'DA'),
    // A date whose month and day are left empty (`2024///`) is a year.
    date: values.first('DA', 'Y1', 'PY')?.replace(/^(\d{4})\/+$/, '$1'),
    venue: values.first('T2', 'JF', 'JO', 'JA', 'J2') ?? (isBookPart ? values.first('BT') : undefined),
    volume: values.first('VL', 'VO'),
    // Web of Science names a conference here.
    issue: values.first('IS') ?? values.find((value) => /^\S*\d\S*$/.test(value), 'CP'),
    pages: pageRange(values.first('SP'), values.first('EP')) ?? values.first('PG'),
    articleNumber: values.first('C7'),
    doi: [
      ...values.all('DO'),
      ...values.peek('M3', 'L3', 'UR', 'AN', 'L1', 'L2', 'SE').filter((value) => /10\.\d{4,9}\//.test(value)),
    ],
    abstract: values.allOfFirst('AB', 'N2').join(' ') || undefined,
    keywords: splitEach(values.all('KW')),
    issn: values.peek('SN'),
    isbn: values.all('SN'),
    language: values.first('LA'),
    publisher: values.first('PB', 'PU'),
    references: values.all(REFERENCES).map((reference) => reference.replace(/;$/, '')),
    timesCited: CITED.exec(values.peek('N1', 'U3').join(' '))?.[1],
    ids: presentOnly(numbersOf(values)),
    url: values.find((value) => /^https?:/i.test(value), 'UR', 'L2', 'L1') ?? values.first('UR'),
    exact: exactOf(values.find(isExact, 'U5')),
    // The last one: what nothing above has taken.
    extra: values.rest(),
  };
}

/** The type of a reference; of what is in a journal, its kind tells more. */
function typesOf(values: TaggedValues): string[] {
  const types = values.all('TY');
  const kinds = values.peek('M3').filter((value) => KIND.test(value));
  return /^E?JOUR$/.test(types[0] ?? '') ? [...kinds, ...types] : types;
}

/**
 * The numbers under which databases keep the report: by these the same record is known in a later export. Which database
 * a number is of shows in its form or, for one that is digits alone, in the vendor's tag.
 */
function numbersOf(values: TaggedValues): Record<string, string | undefined> {
  const isFrom = (database: RegExp) => values.peek('DB', 'DP').some((value) => database.test(value));
  const isFromProquest = values.peek('UR').some((address) => address.includes('proquest.com'));
  const isNumber = (value: string) => /^\d{1,8}$/.test(value);
  const isKnown = (value: string) => keyOfNumber(value) !== undefined;
  const addresses = numbersInAddresses(values.peek('UR', 'L1', 'L2'));
  const pmid =
    values.find(isNumber, 'PMID') ??
    // Scopus and Embase put it under tags of their own.
    (isFrom(/^scopus/i) ? values.find(isNumber, 'C2') : undefined) ??
    (values.peek('U2').some(isKnown) ? values.find(isNumber, 'C5') : undefined) ??
    // Who serves PubMed's records keeps their numbers; but ProQuest has its own there.
    (isFrom(/medline|pubmed|^nlm$/i) && !isFromProquest ? values.find(isNumber, 'AN') : undefined) ??
    /\bPUBMED (\d+)/.exec(values.peek('C3').join(' '))?.[1];
  const pmcid = values.find((value) => /^PMC\d+$/i.test(value), 'C2')?.toUpperCase();
  const known = values.find(isKnown, 'AN', 'UT', 'U2', 'ID');
  const isEppi = values.peek('KW').includes('eppi-reviewer');
  return {
    ...addresses,
    ...(pmid !== undefined && { pmid }),
    ...(pmcid !== undefined && { pmcid }),
    ...(known !== undefined && { [keyOfNumber(known) ?? '']: known }),
    eppi: isEppi ? values.find((value) => /^\d+$/.test(value), 'U1') : undefined,
    // PsycINFO's number stands where other writers have one that holds in one file alone.
    accession:
      values.find((value) => value !== pmid && !isKnown(value) && !/10\.\d{4,9}\//.test(value), 'AN') ??
      values.find((value) => /^\d{4}-\d{5}-\d{3}$/.test(value), 'ID'),
  };
}
