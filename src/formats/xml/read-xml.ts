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
/** What may be cut in two at the end of a step. */
const CUT = /(?:&#?\w{0,32}|<)$/;

/**
 * The records of an XML document, one by one, as they are read. What is not well-formed costs the record that it stands in
 * and no other: where a record begins within another one, that one was never closed.
 *
 * Nothing is fetched, and entities that a document declares itself are not expanded: they stay as they are written.
 *
 * @param names the elements that are records; of nested ones the outer is the record.
 */
export function* readXmlRecords(text: ExportText, names: ReadonlySet<string>): Generator<XmlRecord> {
  const reader = new RecordReader(names);
  let carried = '';
  for (const piece of piecesOf(text)) {
    for (let at = 0; at < piece.length; at += STEP) {
      const step = carried + piece.slice(at, at + STEP);
      const cut = CUT.exec(step)?.index ?? step.length;
      carried = step.slice(cut);
      reader.write(step.slice(0, cut).replace(BARE, (mark) => (mark === '&' ? '&amp;' : '&lt;')));
      yield* reader.taken();
    }
  }
  reader.write(carried);
  reader.close();
  yield* reader.taken();
}

class RecordReader {
  readonly #names: ReadonlySet<string>;
  #parser = this.#begun();
  /** Elements that are open in the parser, inside of records and outside; and the lines that earlier parsers have seen. */
  #opened = 0;
  #lines = 0;
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
    const parser = new SaxesParser({ position: true, fragment: true });
    parser.on('opentag', (tag) => {
      this.#opened++;
      this.#open(tag.name, tag.attributes as Record<string, string>);
    });
    parser.on('closetag', (tag) => {
      this.#opened--;
      this.#close(tag.name);
    });
    parser.on('text', (text) => this.#add(text));
    parser.on('cdata', (text) => this.#add(text.replaceAll('&amp;', '&').replaceAll('&lt;', '<')));
    // Without a handler the parser would throw.
    parser.on('error', (error) => this.#fail(error.message));
    return parser;
  }

  write(text: string): void {
    if (this.#opened > MOST_OPEN) {
      this.#end('its elements are nested too deeply');
      this.#lines += this.#parser.line - 1;
      this.#parser = this.#begun();
      this.#opened = 0;
    }
    this.#parser.write(text);
  }

  close(): void {
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
    this.#reason ??= message.replace(/^\d+:\d+:\s*/, '').replace(/\.$/, '');
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
