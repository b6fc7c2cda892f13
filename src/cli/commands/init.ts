import { existsSync, mkdirSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { usageError } from '../../model/errors.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { applyWrites } from '../../review/store.ts';
import { GITATTRIBUTES, GITIGNORE, TEMPLATES, type TemplateName } from '../../review/templates.ts';
import type { Context } from '../context.ts';

/** `init [dir]`: a review folder that can be committed at once. */
export function init(context: Context, dir: string | undefined, options: { template: TemplateName }): number {
  const root = resolve(context.folder, dir ?? '.');
  if (existsSync(join(root, PROTOCOL_FILE))) {
    throw usageError(`${root} holds a review already (${PROTOCOL_FILE})`, 'choose another folder, or edit that file');
  }
  mkdirSync(root, { recursive: true });
  const files = [
    { path: '.gitattributes', content: GITATTRIBUTES },
    { path: '.gitignore', content: GITIGNORE },
    { path: PROTOCOL_FILE, content: TEMPLATES[options.template] },
  ].filter(({ path }) => !existsSync(join(root, path)));
  const written = applyWrites(root, files);
  const shown = relative(context.folder, root) || '.';
  context.out(`${basename(root)}: ${written.join(', ')}\n`);
  const cd = shown === '.' ? '' : `cd ${shown}, `;
  context.note(
    `Next: ${cd}edit review.yaml, then  litscreen ingest <export> --search <id> --database <name> --date <YYYY-MM-DD>\n`,
  );
  return 0;
}
