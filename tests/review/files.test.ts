import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { openExport } from '../../src/formats/bytes/open-export.ts';
import { chunksOf } from '../../src/review/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'litscreen-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of many chunks, which does not shrink when it is packed. */
const BYTES = Uint8Array.from({ length: 1_500_000 }, (_, index) => (Math.imul(index, 2654435761) >>> 13) & 0xff);
const file = (name: string, bytes: Uint8Array) => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe('chunksOf', () => {
  it('gives a file in parts, of which a slice may be kept', () => {
    const kept = [...chunksOf(file('bytes', BYTES))].length;
    expect(kept).toBeGreaterThan(4);
    const slices: Uint8Array[] = [];
    for (const part of chunksOf(join(folder, 'bytes'))) slices.push(part.slice());
    expect(Buffer.concat(slices).equals(BYTES)).toBe(true);
  });

  it('gives a large archive and the text in it as they are', async () => {
    const ris = strToU8('TY  - JOUR\nTI  - One\nER  - \n');
    const path = file('large.zip', zipSync({ 'a.ris': ris, 'b.bin': [BYTES, { level: 0 }] }));
    const opened = await openExport(() => chunksOf(path), 'large.zip');
    expect(opened.map((text) => [text.member, [...text.text()].join('')])).toEqual([
      ['a.ris', 'TY  - JOUR\nTI  - One\nER  - \n'],
      expect.arrayContaining(['b.bin']),
    ]);
  });

  it('gives a large text in UTF-8 whole, wherever its letters are cut', async () => {
    for (const shift of ['', 'x']) {
      const text = `TY  - JOUR\nAB  - ${shift}${'éü '.repeat(200_000)}\nER  - \n`;
      const path = file('large.ris', strToU8(text));
      const [opened] = await openExport(() => chunksOf(path), 'large.ris');
      expect([opened?.encoding, opened?.damaged]).toEqual(['UTF-8', undefined]);
      expect([...(opened?.text() ?? [])].join('') === text).toBe(true);
    }
  });
});
