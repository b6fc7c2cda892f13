import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LitscreenError, usageError, type Problem } from '../model/errors.ts';
import { isCode } from './lock.ts';
import { PROTOCOL_FILE, SEARCHES } from './paths.ts';

/** A raw export is not needed to read a review, and may be large. */
const RAW = new RegExp(`^${SEARCHES}/[^/]+/raw/`);
/** What `git ls-files` prints of a large review. */
const MOST_OUTPUT = 1 << 28;

/**
 * Lays a review out as it was at a revision, in a folder of its own that is gone afterwards. Nothing of the repository is
 * touched: neither its index nor its work tree nor its branches.
 *
 * @param root the review, in a work tree of git.
 * @param revision whatever git takes for a commit: `main`, `HEAD~2`, a hash.
 * @param work is given the folder.
 * @throws LitscreenError of kind `usage` where git does not know the revision, or there is no review in it.
 */
export async function atRevision<Result>(
  root: string,
  revision: string,
  work: (folder: string) => Result | Promise<Result>,
): Promise<Result> {
  const commit = commitOf(root, revision);
  const prefix = git(root, ['rev-parse', '--show-prefix']).trim();
  const folder = mkdtempSync(join(tmpdir(), 'litscreen-revision-'));
  try {
    const environment = { GIT_INDEX_FILE: join(folder, 'index') };
    const tree = prefix === '' ? commit : `${commit}:${prefix.replace(/\/$/, '')}`;
    if (!exists(root, `${commit}:${prefix}${PROTOCOL_FILE}`)) {
      const hint = 'name a commit in which the review was there; git log -- review.yaml  lists them';
      throw usageError(`there is no review here at ${revision}`, hint);
    }
    // A tree that is read as a whole has its files at the top, wherever the review is.
    const top = git(root, ['rev-parse', '--show-toplevel']).trim();
    git(top, ['read-tree', tree], environment);
    const files = git(top, ['ls-files', '-z'], environment).split('\0');
    const wanted = files.filter((file) => file !== '' && !RAW.test(file));
    const target = join(folder, 'review');
    // The bytes are those that git keeps, whatever this machine makes of line ends.
    const exact = ['-c', 'core.autocrlf=false', '-c', 'core.eol=lf', '-c', 'core.attributesFile=/dev/null'];
    git(top, [...exact, 'checkout-index', '-z', '--stdin', `--prefix=${target}/`], environment, wanted.join('\0'));
    return await work(target);
  } catch (error) {
    throw told(error, revision);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is wrong with a file is wrong in that revision. */
function told(error: unknown, revision: string): unknown {
  if (!(error instanceof LitscreenError) || error.kind !== 'input') return error;
  const at = ({ where, ...problem }: Problem): Problem =>
    where ? { ...problem, where: { ...where, file: `${revision}:${where.file}` } } : problem;
  return new LitscreenError('input', error.problems.map(at));
}

/** The hash of the commit that a revision names. */
export function commitOf(root: string, revision: string): string {
  try {
    // A name that begins with a dash is no option.
    return git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
  } catch (error) {
    if (isCode(error, 'ENOENT'))
      throw usageError('git is not installed', 'install it: the history of a review is git’s');
    const isRepository = exists(root, 'HEAD');
    const hint = isRepository
      ? 'name a branch, a tag or a commit: git log --oneline  lists them; a shallow clone lacks the older ones (git fetch --unshallow)'
      : 'the review is in no git repository with a commit: git init, then commit it';
    throw usageError(`git knows no commit ${revision} here`, hint);
  }
}

function exists(root: string, object: string): boolean {
  try {
    git(root, ['cat-file', '-e', object]);
    return true;
  } catch {
    return false;
  }
}

function git(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  input?: string,
): string {
  return execFileSync('git', args, {
    cwd: folder,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: MOST_OUTPUT,
    ...(input !== undefined && { input }),
  });
}
