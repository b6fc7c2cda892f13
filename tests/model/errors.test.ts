import { expect, it } from 'vitest';
import { exitStatus, inputError, LitscreenError, usageError } from '../../src/model/errors.ts';

// Scripts depend on these.
it('has the exit statuses that are documented', () => {
  expect(exitStatus).toEqual({ done: 0, no: 1, usage: 2, input: 3, remote: 4, bug: 70, interrupted: 130 });
});

it('tells the first of several problems, and carries all', () => {
  const problems = [{ message: 'one', where: { file: 'a', line: 2 } }, { message: 'two' }];
  const error = new LitscreenError('input', problems);
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ message: 'one', kind: 'input', problems });
  expect(new LitscreenError('no', []).problems).toEqual([]);
});

it('names the place and the way out where they are known', () => {
  const where = { file: 'review.yaml', line: 3 };
  expect(usageError('m', 'h', where)).toMatchObject({ kind: 'usage', problems: [{ message: 'm', hint: 'h', where }] });
  expect(inputError('m', where, 'h')).toMatchObject({ kind: 'input', problems: [{ message: 'm', hint: 'h', where }] });
  for (const error of [usageError('m'), inputError('m')])
    expect(Object.keys(error.problems[0] ?? {})).toEqual(['message']);
});
