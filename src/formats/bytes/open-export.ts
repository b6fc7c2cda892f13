import { inputError } from '../../model/errors.ts';
import { bytesOf, headOf, startsWith, type ByteSource } from './byte-source.ts';
import { decodePieces, encodingOf, encodingOrKind, type WantedFile } from './decode.ts';
import type { FoundEncoding } from './encoding.ts';
import { gunzipped } from './gzip.ts';
import { refuseHostileParts, workbookTables } from './workbook.ts';
import { membersOf, type Member } from './zip.ts';

/** The text of an export: of the file itself, or of one in an archive. */
export interface OpenedText {
  /** Of a file in an archive: its name there; of a sheet of several in a workbook: its name. */
  readonly member?: string;
  /** As shown to a person: `gzip`, `zip`, `XLSX`, `XLS`. */
  readonly container?: string;
  /** As shown to a person: `UTF-8`, `UTF-8 with BOM`, `UTF-16LE`, `Windows-1252`, … */
  readonly encoding: string;
  readonly damaged?: FoundEncoding['damaged'];
  readonly isGuessed?: FoundEncoding['isGuessed'];
  /** Its pieces, from the first one each time it is called. */
  readonly text: () => Iterable<string>;
}

const EXPORT: WantedFile = {
  name: 'an export of a database',
  hint: 'export the search as RIS, BibTeX, CSV or tagged text, and ingest that file',
};

const GZIP = [0x1f, 0x8b];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const EMPTY_ZIP = [0x50, 0x4b, 0x05, 0x06];
const OLE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Opens an export, whatever it is packed into: the text of a file, of a gzip file, of each file in a zip archive, or of
 * each table in a workbook. A file in an archive that is no text, such as a paper, comes without one.
 *
 * @param named the encoding that a person knows.
 * @throws LitscreenError of kind `input` for a file that holds no text, or an archive that is damaged or not to be trusted.
 */
export async function openExport(source: ByteSource, file: string, named?: string): Promise<OpenedText[]> {
  const head = headOf(source, 8);
  if (startsWith(head, GZIP)) return [opened(() => gunzipped(source, file), file, named, { container: 'gzip' })];
  if (startsWith(head, OLE)) return openWorkbook(wholeArchive(source, file), file, 'XLS');
  if (!startsWith(head, ZIP) && !startsWith(head, EMPTY_ZIP)) return [opened(source, file, named, {})];
  const archive = wholeArchive(source, file);
  const members = membersOf(archive, file);
  const names = new Set(members.map(({ name }) => name));
  if (names.has('xl/workbook.xml')) {
    refuseHostileParts(members, file);
    return openWorkbook(archive, file, 'XLSX');
  }
  // Any other document is refused as what it is.
  if (names.has('[Content_Types].xml') || names.has('mimetype')) return [opened(source, file, named, {})];
  return members.filter(({ name }) => !HIDDEN.test(name)).map((member) => openMember(member, file, named));
}

function opened(source: ByteSource, file: string, named: string | undefined, place: Partial<OpenedText>): OpenedText {
  return asText(source, encodingOf(source, file, EXPORT, named), place);
}

function asText(source: ByteSource, found: FoundEncoding, place: Partial<OpenedText>): OpenedText {
  const { label, name, damaged, isGuessed } = found;
  const doubt = { ...(damaged && { damaged }), ...(isGuessed && { isGuessed }) };
  return { ...place, encoding: name, ...doubt, text: () => decodePieces(source, label) };
}

/** Hidden files, and what a Mac puts beside each file. */
const HIDDEN = /(?:^|\/)(?:__MACOSX\/|\.)/;
/** What a person may have put beside the exports. */
const PAPER = /\.(?:docx?|pptx?|od[tp]|rtf)$/i;

function openMember({ name, bytes }: Member, file: string, named: string | undefined): OpenedText {
  const head = headOf(bytes, 8);
  if ([GZIP, ZIP, OLE].some((signature) => startsWith(head, signature)) && !PAPER.test(name)) {
    const hint = 'unpack the archive, and ingest the files in it one by one';
    throw inputError(`${name} in this archive is packed once more, or a workbook`, { file }, hint);
  }
  const place = { member: name, container: 'zip' };
  const found = encodingOrKind(bytes, named);
  return typeof found === 'string' ? { ...place, encoding: found, text: () => [] } : asText(bytes, found, place);
}

/** An archive's directory stands at its end, and a workbook is read as a whole. */
const LARGEST_ARCHIVE = 1 << 28;

function wholeArchive(source: ByteSource, file: string): Uint8Array {
  const bytes = bytesOf(source, LARGEST_ARCHIVE);
  if (bytes) return bytes;
  const hint = 'unpack it, or save the workbook as CSV, and ingest that file';
  throw inputError(`this file is larger than litscreen unpacks (${LARGEST_ARCHIVE >> 20} MB)`, { file }, hint);
}

async function openWorkbook(bytes: Uint8Array, file: string, container: string): Promise<OpenedText[]> {
  const tables = await workbookTables(bytes, file);
  return tables.map(({ name, csv }) => ({
    ...(tables.length > 1 && { member: name }),
    container,
    encoding: 'UTF-8',
    text: () => [csv],
  }));
}
