import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LitscreenError, usageError, type Problem } from '../model/errors.ts';
import { isCode } from './lock.ts';
import { isReviewPath, PROTOCOL_FILE, SEARCHES } from './paths.ts';

/** A raw export is not needed to read a review, and may be large. */
const RAW = new RegExp(`^${SEARCHES}/[^/]+/raw/`);
/** What git prints of the names in a large review. */
const MOST_OUTPUT = 1 << 28;
/** What git sets for its hooks, which run litscreen too: here the folder alone says which repository is meant. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR'];
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lays a review out as it was at a revision, in a folder of its own that is gone afterwards. Its bytes are those that git
 * keeps: no filter or hook of the repository runs, and nothing of it is touched.
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
  const prefix = oneLineOf(git(root, ['rev-parse', '--show-prefix']));
  const files = filesAt(root, prefix === '' ? commit : `${commit}:${prefix.replace(/\/$/, '')}`);
  if (!files.some(({ path }) => path === PROTOCOL_FILE)) {
    const hint = 'name a commit in which the review was in this folder; git log -- review.yaml  lists them';
    throw usageError(`there is no review here at ${revision}`, hint);
  }
  const folder = mkdtempSync(join(tmpdir(), 'litscreen-revision-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  const stop = (signal: NodeJS.Signals) => {
    clear();
    for (const name of SIGNALS) process.off(name, stop);
    process.kill(process.pid, signal);
  };
  for (const name of SIGNALS) process.on(name, stop);
  try {
    for (const { path, hash } of files) layOut(root, hash, join(folder, path));
    return await work(folder);
  } catch (error) {
    throw told(error, revision);
  } finally {
    for (const name of SIGNALS) process.off(name, stop);
    clear();
  }
}

interface KeptFile {
  readonly path: string;
  readonly hash: string;
}

/** The files of the review in a tree; links and submodules are none. */
function filesAt(root: string, tree: string): KeptFile[] {
  const listed = listTree(root, tree).split('\0');
  return listed.flatMap((entry): KeptFile[] => {
    const [, mode = '', hash = '', path = ''] = /^(\d+) blob ([0-9a-f]+)\t([^]+)$/.exec(entry) ?? [];
    const isOurs = isReviewPath(path.split('/')[0] ?? '') && !RAW.test(path);
    return mode.startsWith('100') && isOurs ? [{ path, hash }] : [];
  });
}

function listTree(root: string, tree: string): string {
  try {
    return git(root, ['ls-tree', '-r', '-z', '--full-tree', tree]);
  } catch {
    // The folder of the review was not there then.
    return '';
  }
}

function layOut(root: string, hash: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, 'w');
  try {
    execFileSync('git', [...QUIET, 'cat-file', 'blob', hash], {
      cwd: root,
      env: environment(),
      stdio: ['ignore', handle, 'pipe'],
    });
  } finally {
    closeSync(handle);
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
function commitOf(root: string, revision: string): string {
  const hashOf = (name: string) =>
    // A name that begins with a dash is no option.
    oneLineOf(git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]));
  try {
    return hashOf(revision);
  } catch (error) {
    if (isCode(error, 'ENOENT'))
      throw usageError('git is not installed', 'install it: the history of a review is git’s');
    throw usageError(
      `git knows no commit ${revision} here`,
      hintFor(() => hashOf('HEAD')),
    );
  }
}

function hintFor(findHead: () => string): string {
  try {
    findHead();
    return 'name a branch, a tag or a commit: git log --oneline  lists them; a shallow clone lacks the older ones (git fetch --unshallow)';
  } catch {
    return 'the review is in no git repository with a commit: git init, then commit it';
  }
}

/** No hook and no monitor of the repository runs. */
const QUIET = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];

function git(folder: string, args: readonly string[]): string {
  return execFileSync('git', [...QUIET, ...args], {
    cwd: folder,
    env: environment(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: MOST_OUTPUT,
  });
}

function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !OF_HOOKS.includes(name)));
}

/** A name may begin or end with a space. */
function oneLineOf(printed: string): string {
  return printed.replace(/\r?\n$/, '');
}
