import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ProtocolSchema } from '../../src/model/protocol.ts';
import { TEMPLATES } from '../../src/review/templates.ts';
import { editYaml, lineInYaml, parseYaml, setInYaml } from '../../src/review/yaml.ts';

const Schema = z.strictObject({
  schemaVersion: z.literal(1),
  title: z.string(),
  size: z.int().positive().optional(),
  people: z.array(z.strictObject({ id: z.string() })).default([]),
  rules: z.strictObject({ votes: z.int() }).optional(),
});

function problemsOf(text: string): (readonly [number | undefined, string])[] {
  return parseYaml(text, 'review.yaml', Schema, 1).problems.map(({ message, where }) => [where?.line, message]);
}

describe('parseYaml', () => {
  it('gives the value, with what the schema adds', () => {
    const parsed = parseYaml('schemaVersion: 1\ntitle: A\n', 'review.yaml', Schema, 1);
    expect(parsed).toEqual({ value: { schemaVersion: 1, title: 'A', people: [] }, problems: [] });
  });

  it.each(['blank', 'slm'] as const)('reads the template %s', (name) => {
    expect(parseYaml(TEMPLATES[name], 'review.yaml', ProtocolSchema, 1).problems).toEqual([]);
  });

  it('tells all errors at once, each with its line', () => {
    const text = `schemaVersion: 1
size: much
colour:
  red: 1
people:
  - id: A
  - name: B
    id: 7
rules:
  votes: 1.5
  speed: fast
`;
    const problems = problemsOf(text);
    expect(problems.map(([line]) => line).sort((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 7, 8, 10, 11]);
    const messageAt = (line: number) => problems.find(([at]) => at === line)?.[1];
    expect(messageAt(1)).toContain('title');
    expect(messageAt(3)).toContain('colour is no setting');
    expect(messageAt(7)).toContain('people.1.name is no setting');
    expect(messageAt(8)).toContain('people.1.id');
    expect(messageAt(11)).toContain('rules.speed is no setting');
  });

  it.each([
    ['a mapping that is cut off', 'title: {a: 1\n', [2]],
    ['two slips', 'title: a\ntitle: b\nsize: 1\nsize: 2\n', [2, 4]],
    ['a tab', 'rules:\n\tvotes: 1\n', [2]],
    ['several errors in a line, as one', '- a\nb: 1\n', [2]],
    ['an alias of nothing', 'schemaVersion: 1\ntitle: *star\n', [2]],
    ['two documents', 'title: a\n---\ntitle: b\n', [2]],
    ['nothing', '', [1]],
    ['a list', '- a\n', [1]],
    ['a text', 'hello\n', [1]],
  ])('tells the line of %s', (_, text, lines) => {
    expect(problemsOf(text).map(([line]) => line)).toEqual(lines);
  });

  it.each([
    ['a key without a value', 'schemaVersion: 1\ntitle:\n', 'title: it is empty, and must be a text'],
    ['a key that is not there', 'schemaVersion: 1\n', 'title: it is missing'],
    ['a number for a text', 'schemaVersion: 1\ntitle: 7\n', 'title: it must be a text'],
    ['a text for a number', 'schemaVersion: 1\ntitle: a\nsize: much\n', 'size: it must be a number'],
    ['half a number', 'schemaVersion: 1\ntitle: a\nsize: 1.5\n', 'size: it must be a whole number'],
    ['too small a number', 'schemaVersion: 1\ntitle: a\nsize: 0\n', 'size: it must be greater than 0'],
    ['a text for a list', 'schemaVersion: 1\ntitle: a\npeople: A\n', 'people: it must be a list'],
    ['a text for a mapping', 'schemaVersion: 1\ntitle: a\nrules: A\n', 'rules: it must be a mapping of keys to values'],
    ['another layout', 'schemaVersion: one\ntitle: a\n', 'schemaVersion: it must be 1'],
    ['a list', '- a\n', 'the file: it must be a mapping of keys to values'],
    ['nothing', '', 'the file is empty'],
    ['a comment', '# to be written\n', 'the file is empty'],
  ])('says in words what is wrong with %s', (_, text, message) => {
    expect(problemsOf(text).map(([, said]) => said)).toEqual([message]);
  });

  it('knows a file of a newer program, and says no more', () => {
    const [problem, ...others] = parseYaml('title: A\nschemaVersion: 2\nnews: 1\n', 'review.yaml', Schema, 1).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ where: { file: 'review.yaml', line: 2 } });
    expect(problem?.message).toContain('newer');
    expect(problem?.hint).toContain('update');
  });

  it.each([
    ['at the top', '<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> b\n', 1],
    ['in the middle', 'schemaVersion: 1\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> b\n', 2],
    ['with CRLF', 'schemaVersion: 1\r\n<<<<<<< HEAD\r\ntitle: A\r\n=======\r\n>>>>>>> b\r\n', 2],
    ['that was half taken away', 'schemaVersion: 1\ntitle: A\n=======\n', 3],
    ['that is valid by chance', 'schemaVersion: 1\ntitle: [a,\n<<<<<<< HEAD\n b]\n', 3],
  ])('recognises a conflict marker %s', (_, text, line) => {
    expect(problemsOf(text)).toEqual([[line, 'it holds the markers of an unfinished merge']]);
  });
});

describe('lineInYaml', () => {
  const text = 'a: 1\nb:\n  - x\n  - y: 2\n    z: 3\n';

  it.each([
    [['a'], 1],
    [['b'], 2],
    [['b', 1], 4],
    [['b', 1, 'z'], 5],
    [['b', 1, 'missing'], 4],
    [['missing'], 1],
  ])('%j is in line %i', (path, line) => expect(lineInYaml(text, path)).toBe(line));
});

describe('editYaml', () => {
  const text = `# The search of the year.
id: scopus # never changes
date: 2025-03-01 # when it was run

# Files as downloaded
files:
  # the first
  - name: a.csv # from the site
    entries: 3
  - name: b.csv # by mail
limits:
  year: 2020 # as agreed
  language: en
note: 'quoted'
`;

  it('changes nothing where the values are those', () => {
    const same = {
      id: 'scopus',
      files: [{ name: 'a.csv', entries: 3 }, { name: 'b.csv' }],
      limits: { year: 2020, language: 'en' },
    };
    expect(editYaml(text, same)).toBe(text);
  });

  it('changes a value and keeps its comment', () => {
    expect(editYaml(text, { date: '2025-04-01' })).toBe(text.replace('2025-03-01', '2025-04-01'));
  });

  it('keeps comments inside what changes', () => {
    expect(editYaml(text, { limits: { year: 2021, language: 'en' } })).toBe(text.replace('2020', '2021'));
    const files = [{ name: 'a.csv', entries: 5 }, { name: 'b.csv' }];
    expect(editYaml(text, { files })).toBe(text.replace('entries: 3', 'entries: 5'));
  });

  it('adds and takes away', () => {
    expect(editYaml(text, { note: undefined, kind: 'database' })).toBe(
      text.replace("note: 'quoted'", 'kind: database'),
    );
    expect(editYaml(text, { files: [{ name: 'a.csv' }] })).toBe(
      text.replace('    entries: 3\n  - name: b.csv # by mail\n', ''),
    );
    const added = editYaml(text, { files: [{ name: 'a.csv', entries: 3 }, { name: 'b.csv' }, { name: 'c.csv' }] });
    expect(added).toBe(text.replace('# by mail\n', '# by mail\n  - name: c.csv\n'));
    expect(editYaml(text, { limits: { year: 2020 } })).toBe(text.replace('  language: en\n', ''));
  });

  it('replaces a value by one of another kind', () => {
    const parsed = parseYaml(editYaml(text, { limits: ['x'], id: { a: 1 } }), 'f', z.looseObject({}), 1);
    expect(parsed.value).toMatchObject({ limits: ['x'], id: { a: 1 }, note: 'quoted' });
  });

  it('begins an empty file', () => {
    expect(editYaml('', { a: 1, b: [1, 2] })).toBe('a: 1\nb:\n  - 1\n  - 2\n');
  });

  it.each(['yes', '1', 'a: b', '# no comment', '*star', "it's", 'null', '2025-03-01', ' x '])(
    'writes "%s" as a text',
    (value) => {
      const written = editYaml(text, { note: value, id: value });
      expect(parseYaml(written, 'f', z.looseObject({}), 1).value).toMatchObject({ note: value, id: value });
    },
  );
});

describe('setInYaml', () => {
  const amendment = { protocol: 2, why: 'a: b' };
  it.each([
    ['a scalar, its comment kept', 'a: 1 # one\nb: [x,  y]\n', ['a'], 2, 'a: 2 # one\nb: [x,  y]\n'],
    [
      'a scalar in a flow map',
      's: { t: { closed: false } }\n',
      ['s', 't', 'closed'],
      true,
      's: { t: { closed: true } }\n',
    ],
    ['a new key at the top', 'a: 1\n# the end\n', ['b'], 2, 'a: 1\nb: 2\n# the end\n'],
    ['a new key, without a last line end', 'a: 1', ['b'], true, 'a: 1\nb: true\n'],
    [
      'a new key of a block map, before what follows',
      's:\n  t:\n    r: [A, B] # who\n  u: 1\nv: 2\n',
      ['s', 't', 'closed'],
      true,
      's:\n  t:\n    r: [A, B] # who\n    closed: true\n  u: 1\nv: 2\n',
    ],
    ['a new key of a flow map', 's: { t: 1 }\n', ['s', 'closed'], true, 's: { t: 1, closed: true }\n'],
    ['the first item of a list', 'a: 1\n', ['l', 0], amendment, 'a: 1\nl:\n  - protocol: 2\n    why: "a: b"\n'],
    [
      'a further item of a list',
      'l:\n  - x: 1\n    y: 2\n\nz: 3\n',
      ['l', 1],
      amendment,
      'l:\n  - x: 1\n    y: 2\n  - protocol: 2\n    why: "a: b"\n\nz: 3\n',
    ],
    ['an empty list', 'l: []\nz: 3\n', ['l', 0], 'x', 'l: [ x ]\nz: 3\n'],
  ])('%s', (_, text, path, value, expected) => {
    expect(setInYaml(text, path, value)).toBe(expected);
  });

  it('refuses to change what an anchor shares', () => {
    const text = 's:\n  a: &rules { closed: false }\n  b: *rules\n';
    expect(() => setInYaml(text, ['s', 'a', 'closed'], true)).toThrow(/shared by an anchor/);
    expect(() => setInYaml(text, ['s', 'b', 'closed'], true)).toThrow();
  });

  it('sets what it says, in any map', () => {
    const key = fc.constantFrom('a', 'b', 'c');
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.string());
    const map = fc.dictionary(key, fc.oneof(leaf, fc.dictionary(key, leaf, { minKeys: 1 })), { minKeys: 1 });
    const flow = fc.boolean();
    fc.assert(
      fc.property(map, key, key, leaf, flow, (before, outer, inner, value, isFlow) => {
        const text = stringify(before, isFlow ? { collectionStyle: 'flow' } : {});
        const path = typeof before[outer] === 'object' ? [outer, inner] : [outer];
        const after = parse(setInYaml(text, path, value)) as unknown;
        const inside = typeof before[outer] === 'object' ? { ...before[outer], [inner]: value } : value;
        expect(after).toEqual({ ...before, [outer]: inside });
      }),
    );
  });
});
