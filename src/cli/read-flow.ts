import { FlowSchema, type FlowJson } from '../flow/model.ts';
import { inputError } from '../model/errors.ts';
import { inWords } from '../model/schema-words.ts';
import { readNamedFile, type Context } from './context.ts';

/**
 * A flow that litscreen wrote.
 * @throws LitscreenError of kind `input` where the file holds none.
 */
export function readFlow(context: Context, file: string): FlowJson {
  const hint = 'name a flow that was written by  litscreen flow --format json --output output/prisma.json';
  const where = { file, line: 1 };
  let value: unknown;
  try {
    value = JSON.parse(
      readNamedFile(context, file)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
  } catch (error) {
    if (error instanceof SyntaxError) throw inputError('this is no JSON', where, hint);
    throw error;
  }
  const parsed = FlowSchema.safeParse(value, { error: inWords });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const what = issue ? ` (${issue.path.join('.')}: ${issue.message})` : '';
  throw inputError(`this is no flow that litscreen wrote${what}`, where, hint);
}
