import { readFileSync } from 'node:fs';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { renderAgreementSvg } from '../../../src/flow/render/agreement-svg.ts';
import { measureStage } from '../../../src/screening/agreement/measure-stage.ts';
import { measureWith } from '../../../src/text/measure.ts';
import { outcome, protocolWith, votes } from '../../screening/lines.ts';

const font = (name: string) => readFileSync(new URL(`../../../assets/fonts/${name}.ttf`, import.meta.url));
const measure = measureWith(font('DejaVuSans'), font('DejaVuSans-Bold'));

function picture(reports: readonly (readonly [n: number, text: string])[], rules = {}): string {
  const protocol = protocolWith(rules);
  const outcomes = reports.flatMap(([n, text]) => Array.from({ length: n }, () => outcome(votes(text), { protocol })));
  const measured = measureStage(outcomes, protocol.stages['title-abstract']);
  return renderAgreementSvg([{ stage: 'title-abstract', ...measured }], measure);
}

/** Every element with its attributes; throws where it is no XML. */
function elements(svg: string) {
  const found: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes }));
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(svg).close();
  return found;
}

describe('the picture of the agreement', () => {
  const svg = picture([[90, 'A:x B:x'], [5, 'A:i B:x'], [6, 'A:x B:m'], [40, 'A:i B:i']]); // prettier-ignore

  it('is well-formed, has a title, and says in words what it shows', () => {
    const [root] = elements(svg);
    expect(root).toMatchObject({ name: 'svg', attributes: { role: 'img', 'aria-labelledby': 'agreement-title agreement-desc' } }); // prettier-ignore
    expect(svg).toContain('<title id="agreement-title">Agreement on first votes</title>');
    expect(svg).toMatch(/<desc [^>]*>title-abstract: A and B, 141 reports: agreement 92\.2 % \(86\.6 to 95\.6\), Cohen&apos;s kappa 0\.\d+ \(.*; kappa over time: up to report 28 /); // prettier-ignore
  });

  it('is the same bytes each time, and in shades of grey', () => {
    const again = picture([[90, 'A:x B:x'], [5, 'A:i B:x'], [6, 'A:x B:m'], [40, 'A:i B:i']]); // prettier-ignore
    expect(again).toBe(svg);
    const colours = [...svg.matchAll(/#([0-9a-f]{6})/g)].map(([, colour = '']) => colour);
    expect(colours.filter((colour) => !/^(..)\1\1$/.test(colour))).toEqual([]);
  });

  it('keeps everything on the page', () => {
    const all = elements(svg);
    const [width, height] = ['width', 'height'].map((name) => Number(all[0]?.attributes[name]));
    for (const { attributes } of all) {
      for (const [name, size] of [['x', width], ['x1', width], ['x2', width], ['cx', width], ['y', height], ['y1', height], ['y2', height], ['cy', height]] as const) {
        if (attributes[name] === undefined) continue;
        expect(Number(attributes[name])).toBeGreaterThanOrEqual(0);
        expect(Number(attributes[name])).toBeLessThanOrEqual(size ?? 0);
      } // prettier-ignore
    }
  });

  it('has a mark for what is defined only', () => {
    const undefinedKappa = picture([[9, 'A:x B:x']]);
    // Agreement, PABAK, AC1 and negative agreement: kappa, pi, alpha and positive agreement are not defined.
    expect(elements(undefinedKappa).filter(({ name }) => name === 'circle')).toHaveLength(4);
    expect(undefinedKappa.match(/>not defined</g)).toHaveLength(4);
    expect(undefinedKappa).not.toMatch(/NaN|null|undefined"/);
  });

  it('says so where there is nothing to draw', () => {
    expect(picture([[1, 'A:x']]).match(/No report has all votes yet/g)).toHaveLength(2);
  });

  it('draws many pairs in a line each', () => {
    const many = picture([[3, 'A:x B:x'], [3, 'A:x C:i'], [3, 'B:i C:i'], [3, 'A:i D:i']], { reviewers: ['A', 'B', 'C', 'D'] }); // prettier-ignore
    expect(many).toContain('Cohen&apos;s kappa of each pair (reports)');
    expect(many).toContain('all reviewers, 12 reports');
  });
});
