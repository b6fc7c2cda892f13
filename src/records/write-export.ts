import { FORMATS } from '../formats/registry.ts';
import type { ToldDecision } from '../formats/writers/decided.ts';
import type { Writer } from '../formats/writers/writer.ts';
import { asreviewWriter } from '../formats/writers/asreview-writer.ts';
import { bibtexWriter } from '../formats/writers/bibtex-writer.ts';
import { covidenceWriter } from '../formats/writers/covidence-writer.ts';
import { cslJsonWriter } from '../formats/writers/csl-json-writer.ts';
import { csvWriter } from '../formats/writers/csv-writer.ts';
import { endnoteXmlWriter } from '../formats/writers/endnote-xml-writer.ts';
import { nbibWriter } from '../formats/writers/nbib-writer.ts';
import { rayyanWriter } from '../formats/writers/rayyan-writer.ts';
import { risWriter } from '../formats/writers/ris-writer.ts';
import { RECORD_KEYS, type BibRecord } from '../model/record.ts';
import { toRecord } from './canonical.ts';

/** Every format that records can be written in. */
export const WRITERS: readonly Writer[] = [
  risWriter,
  bibtexWriter,
  csvWriter,
  cslJsonWriter,
  nbibWriter,
  endnoteXmlWriter,
  rayyanWriter,
  covidenceWriter,
  asreviewWriter,
];

/** What is ours to know of a record, and no part of what it says. */
const OWN = new Set(['id', 'source', 'foundVia', 'absentSince']);

/**
 * Records in a format, as text in parts. Each is read back while it is written: what the format's own fields would lose or
 * change goes out beside them, so that reading the file gives equal records.
 *
 * @param decisionsOn the decisions that go out with a record.
 */
export function* writeExport(
  writer: Writer,
  records: Iterable<BibRecord>,
  decisionsOn: (id: string) => readonly ToldDecision[] = () => [],
): Generator<string> {
  const { begin, between, end } = writer.frame;
  let isFirst = true;
  yield begin;
  for (const record of records) {
    if (!isFirst) yield between;
    isFirst = false;
    const exact = JSON.stringify(differences(record, readBack(writer, record)));
    yield writer.write(record, exact, decisionsOn(record.id));
  }
  yield end;
}

/** What the format's own fields say when they are read; undefined where they name neither a title nor a DOI. */
function readBack(writer: Writer, record: BibRecord): Partial<BibRecord> | undefined {
  const format = FORMATS.find((item) => item.id === writer.reads);
  const { begin, end } = writer.frame;
  const [entry] = format?.parse(begin + writer.write(record, '{}') + end) ?? [];
  return entry?.ok ? toRecord(entry, '') : undefined;
}

/** What one record says and the other does not, by the names of fields; null where the other says too much. */
function differences(record: BibRecord, other: Partial<BibRecord> | undefined): Record<string, unknown> {
  const differs = (name: keyof BibRecord) => JSON.stringify(record[name]) !== JSON.stringify(other?.[name]);
  const different = RECORD_KEYS.filter((name) => !OWN.has(name) && (other === undefined || differs(name)));
  return Object.fromEntries(different.map((name) => [name, record[name] ?? null]));
}
