import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FlowDiff, Move } from '../../../src/flow/diff.ts';
import { tellDiffInMarkdown } from '../../../src/flow/render/diff-markdown.ts';
import { tellDiff } from '../../../src/flow/render/diff-text.ts';
import { HOSTILE_EXAMPLES, hostileText } from '../../text/hostile.ts';
import { markupIn, tablesOf } from './markdown-reading.ts';

const EXCLUDED = 'databases.excluded';
const SOUGHT = 'databases.sought';

function move(rest: Partial<Move> = {}): Move {
  return { id: 'scopus-1', from: [EXCLUDED], to: [SOUGHT], decisions: [], gone: [], why: [], ...rest };
}

const event = (text: string) => ({
  at: '2025-03-04T05:06:07.000Z',
  text,
  person: 'MP',
  where: { file: 'screening/title-abstract/votes/MP.csv', line: 9 },
});

function diffOf(moves: readonly Move[], settings: readonly string[] = []): FlowDiff {
  const ids = moves.map(({ id }) => id);
  return {
    changes: [
      { path: EXCLUDED, from: 270, to: 270 - ids.length, added: [], removed: ids },
      { path: SOUGHT, from: 55, to: 55 + ids.length, added: ids, removed: [] },
    ],
    moves,
    settings,
  };
}

const saying = (text: string) => diffOf([move({ decisions: [event(text)], gone: [event(text)], why: [text] })], [text]);

describe('tellDiffInMarkdown', () => {
  it('tells the boxes that moved, and what moved each id from where to where', () => {
    const text = tellDiffInMarkdown(diffOf([move({ decisions: [event('MP revised to include')] })]), () => 'A title');
    expect(text.split('\n')).toEqual([
      '2 boxes moved, by 1 id.',
      '',
      '| Box | Size |',
      '| :-- | :-- |',
      '| `databases.excluded` | 270 → 269   −1 |',
      '| `databases.sought` | 55 → 56   +1 |',
      '',
      '| Id | Title | From | To | By |',
      '| :-- | :-- | :-- | :-- | :-- |',
      '| scopus-1 | A title | `databases.excluded` | `databases.sought` | MP revised to include \\(2025-03-04, screening/title-abstract/votes/MP.csv:9\\) |',
      '',
      '',
    ]);
  });

  it('says so where no box has moved, and where nothing was decided', () => {
    expect(tellDiffInMarkdown({ changes: [], moves: [], settings: [] }, () => '')).toBe(
      'No box of the flow has moved.\n',
    );
    expect(tellDiffInMarkdown(diffOf([move()]), () => '')).toContain(
      '| no decision on it: what is around it has changed |',
    );
  });

  it('says how many moves it leaves out', () => {
    const moves = Array.from({ length: 203 }, (_, index) => move({ id: `scopus-${index + 1}` }));
    const text = tellDiffInMarkdown(diffOf(moves), () => '');
    expect(tablesOf(text)[1]).toHaveLength(202);
    expect(text).toContain('\n… and 3 more: `litscreen diff` tells them all.\n');
  });

  it('keeps a pair of records in its cell', () => {
    const text = tellDiffInMarkdown(diffOf([move({ id: 'scopus-1|wos-2' })]), () => '');
    expect(text).toContain('| scopus-1\\|wos-2 |');
    expect(tablesOf(text)[1]).toEqual([5, 5, 5]);
  });

  it('makes no markup of titles, notes and reasons, whatever they are', () => {
    const told = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_EXAMPLES));
    fc.assert(
      fc.property(told, told, (title, text) => {
        const markdown = tellDiffInMarkdown(saying(text), () => title);
        expect(markupIn(markdown)).toEqual([]);
        expect(tablesOf(markdown)).toEqual([Array(4).fill(2), Array(3).fill(5)]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('tellDiff', () => {
  it('moves no cursor and begins no line, whatever titles, notes and reasons are', () => {
    const told = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_EXAMPLES));
    const lines = tellDiff(saying('said'), () => 'title').split('\n').length;
    fc.assert(
      fc.property(told, told, (title, text) => {
        const shown = tellDiff(saying(text), () => `title ${title}`);
        expect(shown).not.toMatch(/(?!\n)[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
        expect(shown.split('\n')).toHaveLength(lines);
      }),
      { numRuns: 200 },
    );
  });
});
