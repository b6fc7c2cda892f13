import { inputError } from '../../model/errors.ts';
import { gunzipped, unzipped } from './archive.ts';
import { bytesOf, headOf, startsWith, type ByteSource } from './byte-source.ts';
import { decodePieces, encodingOf, type WantedFile } from './decode.ts';
import type { FoundEncoding } from './encoding.ts';
import { workbookTables } from './workbook.ts';

/** The text of an export: of the file itself, or of one in an archive. */
export interface OpenedText {
  /** Of a file in an archive: its name there; of a sheet of several in a workbook: its name. */
  readonly member?: string;
  /** As shown to a person: `gzip`, `zip`, `XLSX`, `XLS`. */
  readonly container?: string;
  /** As shown to a person: `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`, `Windows-1252`, … */
  readonly encoding: string;
  readonly damaged?: FoundEncoding['damaged'];
  /** Its pieces, from the first one each time it is called. */
  readonly text: () => Iterable<string>;
}

const EXPORT: WantedFile = {
  name: 'an export of a database',
  hint: 'export the search as RIS, BibTeX, CSV or tagged text, and ingest that file',
};

/** A workbook is read as a whole. */
const LARGEST_WORKBOOK = 1 << 28;

/**
 * Opens an export, whatever it is packed into: the text of a file, of a gzip file, of each text in a zip archive, or of
 * each table in a workbook.
 *
 * @param named the encoding that a person knows.
 * @throws LitscreenError of kind `input` for a file that holds no text, or an archive that is damaged or not to be trusted.
 */
export async function openExport(source: ByteSource, file: string, named?: string): Promise<OpenedText[]> {
  const head = headOf(source, 8);
  if (startsWith(head, [0x1f, 0x8b])) {
    const unpacked = () => gunzipped(source, file);
    return [opened(unpacked, file, named, { container: 'gzip' })];
  }
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0])) return openWorkbook(source, file, 'XLS');
  if (!startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return [opened(source, file, named, {})];
  const names: string[] = [];
  unzipped(source, file, (name) => names.push(name) < 0);
  if (names.includes('xl/workbook.xml')) {
    refuseEntities(source, file);
    return openWorkbook(source, file, 'XLSX');
  }
  const isDocument = names.includes('[Content_Types].xml') || names.includes('mimetype');
  if (isDocument) return [opened(source, file, named, {})];
  return unzipped(source, file, isExportName).map(({ name, bytes }) =>
    opened(() => [bytes], `${file}!${name}`, named, { member: name, container: 'zip' }),
  );
}

function opened(source: ByteSource, file: string, named: string | undefined, place: Partial<OpenedText>): OpenedText {
  const { label, name, damaged } = encodingOf(source, file, EXPORT, named);
  return { ...place, encoding: name, ...(damaged && { damaged }), text: () => decodePieces(source, label) };
}

/** What an archive holds beside the exports: folders of a Mac, hidden files, papers, pictures. */
function isExportName(name: string): boolean {
  return !/(?:^|\/)(?:__MACOSX\/|\.(?!\.\/))|\.(?:pdf|docx?|png|jpe?g|gif|zip|gz|exe|html?)$/i.test(name);
}

async function openWorkbook(source: ByteSource, file: string, container: string): Promise<OpenedText[]> {
  const bytes = bytesOf(source, LARGEST_WORKBOOK);
  if (!bytes) {
    throw inputError('this workbook is larger than litscreen reads', { file }, 'save it as CSV, and ingest that file');
  }
  const tables = await workbookTables(bytes, file);
  return tables.map(({ name, csv }) => ({
    ...(tables.length > 1 && { member: name }),
    container,
    encoding: 'UTF-8',
    text: () => [csv],
  }));
}

/** A workbook declares no entities of its own; one that does would have them expanded, or fetched from elsewhere. */
function refuseEntities(source: ByteSource, file: string): void {
  for (const { name, bytes } of unzipped(source, file, (member) => /\.(?:xml|rels)$/i.test(member))) {
    const start = new TextDecoder('latin1').decode(bytes.subarray(0, 4096)).replaceAll('\0', '');
    if (!/<!DOCTYPE|<!ENTITY/i.test(start)) continue;
    throw inputError(`${name} in this workbook declares entities, as no spreadsheet does`, { file }, 'do not trust it');
  }
}
