import { SaxesParser } from 'saxes';
import { KEPT_TEXT } from '../entry.ts';
import { piecesOf, type ExportText } from '../pieces.ts';
import { XmlElement } from './element.ts';

/** A record of an XML export; or what is wrong with one that cannot be read. */
export type XmlRecord =
  | { readonly ok: true; readonly line: number; readonly element: XmlElement }
  | { readonly ok: false; readonly line: number; readonly reason: string; readonly text: string };

/** What is given to the parser at once. */
const STEP = 1 << 16;
/** No record nests deeper, nor is longer. */
const DEEPEST = 60;
const LONGEST = 1 << 23;
/** What an element weighs against that length; how many may be open before the parser is begun anew. */
const ELEMENT = 60;
const MOST_OPEN = 1000;
/** What is meant as text, and breaks an element: an ampersand or a less-than sign alone. */
const BARE = /&(?!#?\w{1,32};)|<(?![a-z_:/!?])/gi;
/** What may be cut in two where a text is given in parts. */
const CUT = /(?:&#?\w{0,32}|<[^\s<>]{0,60})$/;

/**
 * The records of an XML document, one by one, as they are read. What is not well-formed costs the record that it stands in
 * and no other: where a record begins within another one, that one was never closed, and where it begins within a comment,
 * a tag or a quote that is never closed, they end there.
 *
 * Nothing is fetched, and entities that a document declares itself are not expanded: they stay as they are written.
 *
 * @param names the elements that are records; of nested ones the outer is the record.
 */
export function* readXmlRecords(text: ExportText, names: ReadonlySet<string>): Generator<XmlRecord> {
  const reader = new RecordReader(names);
  const beginning = new RegExp(`<(?=(?:${[...names].join('|')})[\\s>/])`, 'g');
  for (const { part, isRecord } of recordParts(text, beginning)) {
    reader.add(part, isRecord);
    yield* reader.taken();
  }
  reader.close();
  yield* reader.taken();
}

interface Part {
  readonly part: string;
  /** Whether the tag of a record begins it. */
  readonly isRecord: boolean;
}

/** The text parted before the beginnings of records, and where one is longer than any is. */
function* recordParts(text: ExportText, beginning: RegExp): Generator<Part> {
  let held = '';
  let isRecord = false;
  for (const piece of piecesOf(text)) {
    // What may be the first half of a tag was held too.
    const searched = Math.max(1, held.length - 60);
    held += piece;
    let from = 0;
    beginning.lastIndex = searched;
    for (let match = beginning.exec(held); match; match = beginning.exec(held)) {
      yield { part: held.slice(from, match.index), isRecord };
      isRecord = true;
      from = match.index;
    }
    held = held.slice(from);
    while (held.length > LONGEST) {
      const end = CUT.exec(held.slice(0, LONGEST))?.index ?? LONGEST;
      yield { part: held.slice(0, end), isRecord };
      isRecord = false;
      held = held.slice(end);
    }
  }
  yield { part: held, isRecord };
}

/** Goes on after what is not well-formed, and makes no error of it: one for each of a million letters would take long. */
class LenientParser extends SaxesParser {
  readonly #onFail: (message: string) => void;

  constructor(onFail: (message: string) => void) {
    super({ position: true, fragment: true });
    this.#onFail = onFail;
  }

  override fail(message: string): this {
    this.#onFail(message);
    return this;
  }
}

class RecordReader {
  readonly #names: ReadonlySet<string>;
  #parser = this.#begun();
  /** Elements that are open in the parser, inside of records and outside; and the lines that earlier parsers have seen. */
  #opened = 0;
  #lines = 0;
  /** How many tags have been opened in all, and the part before the one that is read. */
  #tags = 0;
  #before = '';
  #done: XmlRecord[] = [];
  /** The record that is open, with the elements in it that are. */
  #stack: XmlElement[] = [];
  #line = 0;
  #length = 0;
  #reason: string | undefined;

  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  #begun(): SaxesParser {
    const parser = new LenientParser((message) => this.#fail(message));
    parser.on('opentag', (tag) => {
      this.#opened++;
      this.#tags++;
      this.#open(tag.name, tag.attributes);
    });
    parser.on('closetag', (tag) => {
      this.#opened--;
      this.#close(tag.name);
    });
    parser.on('text', (text) => this.#add(text));
    parser.on('cdata', (text) => this.#add(text.replaceAll('&amp;', '&').replaceAll('&lt;', '<')));
    return parser;
  }

  /** @param isRecord whether the tag of a record begins this part of the text. */
  add(part: string, isRecord: boolean): void {
    const tag = isRecord ? part.slice(0, part.indexOf('>') + 1 || part.length) : '';
    if (isRecord) {
      const { line } = this.#parser;
      const seen = this.#tags;
      this.#write(tag);
      const isHidden = opensHidden(this.#before) && /-->|\]\]>/.test(part);
      if (this.#tags === seen && !isHidden) {
        this.#beginAnew('what is open before the next record is never closed', line);
        this.#write(tag);
      }
    }
    this.#write(part.slice(tag.length));
    this.#before = part;
  }

  #write(text: string): void {
    for (let at = 0; at < text.length;) {
      let end = Math.min(at + STEP, text.length);
      if (end < text.length) end -= CUT.exec(text.slice(end - 64, end))?.[0].length ?? 0;
      if (this.#opened > MOST_OPEN) this.#beginAnew('its elements are nested too deeply', this.#parser.line);
      this.#parser.write(text.slice(at, end).replace(BARE, (mark) => (mark === '&' ? '&amp;' : '&lt;')));
      at = end;
    }
  }

  /** @param line that of the parser, where the text begins that the new one will be given. */
  #beginAnew(reason: string, line: number): void {
    this.#end(reason);
    this.#lines += line - 1;
    this.#parser = this.#begun();
    this.#opened = 0;
  }

  close(): void {
    // The parser takes no half of a letter for the last one.
    if (/[\ud800-\udbff]$/.test(this.#before)) this.#parser.write('\ufffd');
    this.#parser.close();
    this.#end('the record is never closed');
  }

  taken(): XmlRecord[] {
    const done = this.#done;
    if (done.length > 0) this.#done = [];
    return done;
  }

  #open(name: string, attributes: Readonly<Record<string, string>>): void {
    const isRecord = this.#names.has(name);
    const root = this.#stack[0];
    // A record in a record of the same name: the first one has lost its end.
    if (isRecord && root?.name === name) this.#end('the record is never closed');
    if (this.#stack.length === 0) {
      if (!isRecord) return;
      this.#line = this.#lines + this.#parser.line;
      this.#length = 0;
      this.#reason = undefined;
    }
    if (this.#stack.length >= DEEPEST) this.#reason ??= 'its elements are nested too deeply';
    this.#length += ELEMENT;
    if (this.#length > LONGEST) this.#reason ??= 'it is longer than any record is';
    const element = new XmlElement(name, attributes);
    if (this.#reason === undefined) this.#stack.at(-1)?.children.push(element);
    this.#stack.push(element);
  }

  #close(name: string): void {
    if (this.#stack.length === 0) return;
    if (this.#stack.length > 1) {
      if (this.#stack.at(-1)?.name === name) this.#stack.pop();
      else if (this.#stack[0]?.name === name) this.#end(`</${name}> ends it amid ${this.#stack.at(-1)?.name ?? ''}`);
      return;
    }
    this.#end(undefined);
  }

  #add(text: string): void {
    const open = this.#stack.at(-1);
    if (!open) return;
    this.#length += text.length;
    if (this.#length > LONGEST) this.#reason ??= 'it is longer than any record is';
    if (this.#reason === undefined) open.children.push(text);
  }

  /** Only what parts the elements wrongly makes a record unreadable: an odd letter or entity in a text does not. */
  #fail(message: string): void {
    if (this.#stack.length === 0 || !/tag|attribute|quote/i.test(message)) return;
    this.#reason ??= message.replace(/\.$/, '');
  }

  #end(reason: string | undefined): void {
    const [root] = this.#stack;
    this.#stack = [];
    if (!root) return;
    const why = this.#reason ?? reason;
    if (why === undefined) this.#done.push({ ok: true, line: this.#line, element: root });
    else {
      const text = root.text.replace(/\s+/g, ' ').trim().slice(0, KEPT_TEXT);
      this.#done.push({ ok: false, line: this.#line, reason: why, text });
    }
  }
}

/** Whether a text ends within a comment or a section of plain characters, in which tags are none. */
function opensHidden(text: string): boolean {
  return text.lastIndexOf('<!--') > text.lastIndexOf('-->') || text.lastIndexOf('<![CDATA[') > text.lastIndexOf(']]>');
}
