import fc from 'fast-check';
import { expect } from 'vitest';
import type { Format, ParsedEntry, RawFields, ReadEntry } from '../../src/formats/entry.ts';

/** Every entry on one line: `2@7 Title`, `3@12 unreadable`; text that is none: `3@15 not-a-record`. */
export function outline(format: Format, text: string): string[] {
  return [...format.parse(text)].map((item) => `${item.entry}@${item.line} ${item.ok ? item.fields.title : item.kind}`);
}

/** The fields of a text that holds one entry. */
export function fieldsOf(format: Format, text: string): RawFields {
  const items = [...format.parse(text)];
  expect(items.map((item) => (item.ok ? 'read' : item.reason))).toEqual(['read']);
  return (items[0] as ReadEntry).fields;
}

/** What holds for any text: entries are numbered from 1, text between them is not, and lines only grow. */
export function expectWellFormed(items: readonly ParsedEntry[], text: string): void {
  let entry = 0;
  let line = 1;
  const lines = text.split('\n').length;
  for (const item of items) {
    if (item.ok || item.kind === 'unreadable') entry++;
    expect(item.entry).toBe(entry);
    expect(item.line).toBeGreaterThanOrEqual(line);
    expect(item.line).toBeLessThanOrEqual(lines);
    if (!item.ok) expect(item.reason).not.toBe('');
    line = item.line;
  }
}

type Change = (text: string) => string;

/** A sample cut, doubled, shuffled and strewn with the given pieces, as edits and broken downloads leave a file. */
export function mutationsOf(sample: string, pieces: readonly string[]): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const length = fc.nat({ max: 80 });
  const span = fc.tuple(place, length);
  const from = (text: string, at: number) => Math.floor(at * text.length);
  const cut = span.map(([at, size]): Change => (text) => {
    const start = from(text, at);
    return text.slice(0, start) + text.slice(start + size);
  });
  const double = span.map(([at, size]): Change => (text) => {
    const start = from(text, at);
    return text.slice(0, start + size) + text.slice(start);
  });
  const insert = fc.tuple(place, fc.constantFrom(...pieces)).map(([at, piece]): Change => (text) => {
    const start = from(text, at);
    return text.slice(0, start) + piece + text.slice(start);
  });
  const move = fc.tuple(place, place).map(([a, b]): Change => (text) => {
    const lines = text.split('\n');
    const [line = ''] = lines.splice(Math.floor(a * lines.length), 1);
    lines.splice(Math.floor(b * lines.length), 0, line);
    return lines.join('\n');
  });
  const tear = place.map(
    (at): Change =>
      (text) =>
        text.slice(0, from(text, at)),
  );
  return fc
    .array(fc.oneof(cut, double, insert, insert, move, cut, insert, tear), { minLength: 1, maxLength: 6 })
    .map((changes) => changes.reduce((text, change) => change(text), sample));
}

/** Any text at all, of the characters that mean something to the format. */
export function soupOf(pieces: readonly string[]): fc.Arbitrary<string> {
  const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 3 }));
  return fc.array(piece, { maxLength: 60, size: 'max' }).map((parts) => parts.join('').replaceAll('\r', '\n'));
}
