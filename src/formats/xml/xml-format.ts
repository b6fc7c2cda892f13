import { countMarks } from '../count.ts';
import { rejected, type Format, type RawFields } from '../entry.ts';
import { TakenElements, type XmlElement } from './element.ts';
import { readXmlRecords } from './read-xml.ts';

/** The format of an XML export whose records are elements of some names. */
export function xmlFormat(format: {
  readonly id: string;
  readonly name: string;
  /** An element that only this format has, in the beginning of a file. */
  readonly telling: RegExp;
  /** The elements that are records; the first are those that are counted, the last may stand in one of them. */
  readonly records: readonly string[];
  readonly counted: RegExp;
  readonly toFields: (taken: TakenElements, element: XmlElement) => RawFields;
}): Format {
  const names = new Set(format.records);
  return {
    id: format.id,
    name: format.name,
    sniff: (head) => (/^\s*<[?!a-z]/i.test(head) ? head.search(format.telling) : -1),
    counter: () => countMarks(format.counted),
    *parse(text) {
      let entry = 0;
      for (const record of readXmlRecords(text, names)) {
        entry++;
        if (!record.ok) yield rejected(entry, record.line, 'unreadable', record.reason, record.text);
        else {
          const { line, element } = record;
          yield { ok: true, entry, line, fields: format.toFields(new TakenElements(element), element) };
        }
      }
    },
  };
}
