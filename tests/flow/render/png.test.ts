import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { dejaVuFiles, measureDejaVu } from '../../../src/cli/assets.ts';
import type { FlowJson } from '../../../src/flow/model.ts';
import { renderPng } from '../../../src/flow/render/png.ts';
import { renderSvg } from '../../../src/flow/render/svg.ts';
import { HOSTILE_EXAMPLES } from '../../text/hostile.ts';
import { flowSaying, flowWith, UPDATED_SCOPING_REVIEW } from './flows.ts';

const measure = measureDejaVu();
const draw = (flow: FlowJson) => renderPng(renderSvg(flow, measure), dejaVuFiles());

/** The size of a PNG, and all of its pixels as they are filtered. */
function readPng(bytes: Uint8Array) {
  const png = Buffer.from(bytes);
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const parts: Buffer[] = [];
  const names: string[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const name = png.toString('latin1', at + 4, at + 8);
    names.push(name);
    if (name === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), names, data: inflateSync(Buffer.concat(parts)) };
}

const sizeOf = (svg: string) =>
  ['width', 'height'].map((name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(svg)?.[1]));

describe('renderPng', () => {
  it.each([
    ['a review without records', flowWith()],
    ['an updated scoping review', UPDATED_SCOPING_REVIEW],
  ])('is twice as large as the picture of %s, and holds nothing but it', async (_, flow) => {
    const { width, height, names } = readPng(await draw(flow));
    const [w = 0, h = 0] = sizeOf(renderSvg(flow, measure));
    expect([width, height]).toEqual([2 * w, 2 * h]);
    expect([...new Set(names)]).toEqual(['IHDR', 'IDAT', 'IEND']);
  });

  it('is the same bytes each time', async () => {
    expect(Buffer.from(await draw(UPDATED_SCOPING_REVIEW)).equals(await draw(UPDATED_SCOPING_REVIEW))).toBe(true);
  });

  it('draws the boxes and their text', async () => {
    const { data: plain } = readPng(await draw(flowWith()));
    expect(new Set(plain).size).toBeGreaterThan(50);
    const said = (label: string) => flowWith({ excludedReports: [{ id: 'x', label, n: 1 }] });
    const [one, other] = [await draw(said('one')), await draw(said('two'))];
    expect(Buffer.from(one).equals(other)).toBe(false);
  });

  it('draws whatever the labels say', async () => {
    for (const label of HOSTILE_EXAMPLES) {
      const { width, height } = readPng(await draw(flowSaying(label.slice(0, 400))));
      expect(Math.min(width, height)).toBeGreaterThan(0);
    }
  });
});
