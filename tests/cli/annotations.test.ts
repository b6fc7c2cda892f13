import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotation } from '../../src/cli/annotations.ts';
import type { Finding } from '../../src/model/finding.ts';
import { HOSTILE_EXAMPLES, hostileText } from '../text/hostile.ts';

const WORKSPACE = join('/', 'home', 'runner', 'work');
const REVIEW = join(WORKSPACE, 'reviews', 'slm');
const finding = (rest: Partial<Finding> = {}): Finding => ({
  code: 'vote-unknown',
  level: 'error',
  message: 'no such report',
  ids: [],
  ...rest,
});
const annotate = (rest?: Partial<Finding>) => annotation(finding(rest), REVIEW, WORKSPACE);

/** What a runner of GitHub's reads from a line: the command, its properties and its message. */
function readCommand(line: string) {
  const [, name = '', list = '', message = ''] = /^::([a-z-]+) ([^\n]*?)::([^\n]*)\n$/.exec(line) ?? [];
  const unescape = (text: string) =>
    text.replace(/%3A/g, ':').replace(/%2C/g, ',').replace(/%0A/g, '\n').replace(/%0D/g, '\r').replace(/%25/g, '%');
  const properties = Object.fromEntries(
    list.split(',').map((part) => [part.slice(0, part.indexOf('=')), unescape(part.slice(part.indexOf('=') + 1))]),
  );
  return { name, properties, message: unescape(message) };
}

describe('annotation', () => {
  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['note', 'notice'],
  ] as const)('shows a finding of the level %s as %s', (level, command) => {
    expect(annotate({ level })).toBe(`::${command} title=litscreen%3A vote-unknown::no such report\n`);
  });

  it('shows it at its line of its file, as it is named from the workspace', () => {
    expect(annotate({ file: 'screening/votes/MP.csv', line: 7 })).toBe(
      '::error file=reviews/slm/screening/votes/MP.csv,line=7,title=litscreen%3A vote-unknown::no such report\n',
    );
    expect(annotation(finding({ file: 'a.csv' }), REVIEW, REVIEW)).toMatch(/^::error file=a\.csv,title=/);
  });

  it('keeps what would end a property or a message in it', () => {
    const file = 'a,line=9::b:100%.csv';
    const read = readCommand(annotate({ file, message: '100 %: a, b::c %0A' }));
    expect(read).toEqual({
      name: 'error',
      properties: { file: `reviews/slm/${file}`, title: 'litscreen: vote-unknown' },
      message: '100 %: a, b::c %0A',
    });
  });

  it.each([
    ['a line end', 'a\n::error::x'],
    ['a written line end', 'a%0A::error::x'],
    ['a carriage return', 'a\r::error::x'],
    ['another line end', 'a\u2028::error::x\u0085::error::y'],
  ])('begins no command after %s', (_, message) => {
    const line = annotate({ message });
    expect(line.split(/[\n\r\u0085\u2028\u2029]/)).toEqual([line.trimEnd(), '']);
    expect(readCommand(line).message).toMatch(/^a[^\n\r]*::error::x/);
  });

  it('is one command on one line, whatever a record says', () => {
    const text = fc.oneof(hostileText, fc.constantFrom(...HOSTILE_EXAMPLES));
    fc.assert(
      fc.property(text, text, (message, name) => {
        const line = annotate({ message, file: `searches/${name.replaceAll('/', '')}x`, line: 1 });
        expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
        expect(line).not.toMatch(/%0[AD]/i);
        const read = readCommand(line);
        expect(Object.keys(read.properties)).toEqual(['file', 'line', 'title']);
        expect(read.properties['title']).toBe('litscreen: vote-unknown');
      }),
      { numRuns: 300 },
    );
  });
});
