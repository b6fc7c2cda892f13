import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { usageError } from '../../model/errors.ts';
import { PROTOCOL_FILE } from '../../review/paths.ts';
import { applyWrites, type FileWrite } from '../../review/store.ts';
import { GITATTRIBUTES, GITIGNORE, missingLines, TEMPLATES, type TemplateName } from '../../review/templates.ts';
import type { Context } from '../context.ts';
import { FIRST_INGEST } from '../next-steps.ts';

/** `init [dir]`: a review folder that can be committed at once. */
export function init(context: Context, dir: string | undefined, options: { template: TemplateName }): number {
  const root = resolve(context.folder, dir ?? '.');
  const forGit = [
    { path: '.gitattributes', content: joined(root, '.gitattributes', GITATTRIBUTES) },
    { path: '.gitignore', content: joined(root, '.gitignore', GITIGNORE) },
  ];
  if (existsSync(join(root, PROTOCOL_FILE))) return complete(context, root, forGit);
  mkdirSync(root, { recursive: true });
  const written = applyWrites(root, [...forGit, { path: PROTOCOL_FILE, content: TEMPLATES[options.template] }]);
  const shown = relative(context.folder, root) || '.';
  context.out(`${basename(root)}: ${written.join(', ')}\n`);
  const cd = shown === '.' ? '' : `cd ${shown}, `;
  context.note(`Next: ${cd}edit review.yaml, then  ${FIRST_INGEST}\n`);
  return 0;
}

/** Gives a review that is there what its git files lack. */
function complete(context: Context, root: string, forGit: readonly FileWrite[]): number {
  const isLacking = forGit.some(
    ({ path, content }) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== content,
  );
  if (!isLacking) {
    throw usageError(`${root} holds a review already (${PROTOCOL_FILE})`, 'choose another folder, or edit that file');
  }
  context.out(`${basename(root)}: ${applyWrites(root, forGit).join(', ')} completed; the review is as it was\n`);
  return 0;
}

/** What a file that is there already lacks is put behind what it says: without it, merges of ledgers would conflict. */
function joined(root: string, path: string, content: string): string {
  const present = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '';
  if (present.trim() === '') return content;
  const missing = missingLines(present, content);
  if (missing.length === 0) return present;
  return `${present.replace(/\n*$/, '\n')}\n# litscreen\n${missing.join('\n')}\n`;
}
