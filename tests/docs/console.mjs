// The console blocks of a page, run as a reader would run them: lines beginning with `$ ` are commands, `> ` goes on
// with the command above, and everything else is what the command prints, stdout before stderr.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Where a page says what folder its commands begin in; at its top. */
const SET_UP = /^<!-- console: (.+?) -->$/m;
export const SET_UPS = ['an empty folder', 'the worked example', 'the worked example before screening'];

/** What a person would see differently on another day: the placeholders that stand for it in a page. */
const NOW = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** The commands of a page in their order, with what the page says that each prints. */
export function commandsIn(markdown) {
  const commands = [];
  const lines = markdown.split('\n');
  for (let index = 0, isConsole = false; index < lines.length; index++) {
    const line = lines[index];
    if (/^\s*```/.test(line)) isConsole = /^```console$/.test(line);
    else if (isConsole && line.startsWith('$ ')) {
      const command = { line: index + 1, command: line.slice(2), expected: [] };
      while (/^>( |$)/.test(lines[index + 1] ?? '')) command.command += `\n${lines[++index].slice(2)}`;
      commands.push(command);
    } else if (isConsole) commands.at(-1)?.expected.push(line);
  }
  return commands;
}

/** The set-up that a page names; undefined where it names none. */
export function setUpOf(markdown) {
  return SET_UP.exec(markdown)?.[1];
}

/**
 * Runs the commands of a page, one after the other, in one new folder.
 *
 * @param example a folder with the finished worked example, which is copied.
 * @returns of each command its lines and its exit status.
 */
export async function runPage(markdown, example) {
  const home = mkdtempSync(join(tmpdir(), 'litscreen-docs-'));
  const folder = join(home, 'review');
  const bin = join(home, '.bin');
  try {
    for (const path of [folder, bin]) mkdirSync(path);
    symlinkSync(ROOT, join(home, 'litscreen'));
    symlinkSync(process.execPath, join(bin, 'node'));
    const program = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin/litscreen.js')}' "$@"\n`;
    writeFileSync(join(bin, 'litscreen'), program, { mode: 0o755 });
    const identity = '[user]\n  name = Reader\n  email = reader@example.org\n[init]\n  defaultBranch = main\n';
    writeFileSync(join(home, '.gitconfig'), identity);
    const env = { PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, HOME: home, NO_COLOR: '1', LANG: 'C.UTF-8' };
    const setUp = setUpOf(markdown);
    if (setUp !== 'an empty folder') cpSync(example, folder, { recursive: true });
    if (setUp === 'the worked example before screening') await takeBack(folder, env);

    const state = join(home, '.state');
    writeFileSync(state, `cd '${folder}'\n`);
    const results = [];
    let status = 0;
    for (const item of commandsIn(markdown)) {
      // Folder, variables and the last status go on from one command to the next, as in one terminal.
      const script = [
        `. '${state}'; (exit ${status})`,
        item.command,
        `__status=$?; { printf 'cd %q\\n' "$PWD"; export -p; } > '${state}'; exit $__status`,
      ].join('\n');
      const run = await bash(script, folder, env);
      status = run.status;
      results.push({ ...item, status, lines: linesOf(run.stdout + run.stderr, home) });
    }
    return results;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Before the first vote: searches of databases, and rulings on duplicates. */
async function takeBack(folder, env) {
  const later = ['screening', 'retrieval', 'studies', 'extraction', 'protocol', 'output', 'searches/snowballing'];
  for (const name of later) rmSync(join(folder, name), { recursive: true, force: true });
  const { status, stderr } = await bash('litscreen dedupe', folder, env);
  if (status !== 0) throw new Error(stderr);
}

function linesOf(text, home) {
  const today = new Date().toISOString().slice(0, 10);
  const told = text.replaceAll(NOW, (at) => (at.startsWith(today) ? '<now>' : at)).replaceAll(today, '<today>');
  const lines = told.replaceAll(home, '~').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function bash(script, cwd, env) {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', script], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? -1, stdout, stderr }));
  });
}

/** Whether lines are as a page shows them; a line `…` stands for any lines, also for none. */
export function isAsShown(shown, lines) {
  const parts = [[]];
  for (const line of shown) {
    if (line === '…') parts.push([]);
    else parts.at(-1).push(line);
  }
  const fits = (part, at) => part.every((line, index) => lines[at + index] === line);
  if (parts.length === 1) return shown.length === lines.length && fits(shown, 0);
  const last = parts.pop();
  let at = 0;
  for (const [index, part] of parts.entries()) {
    while (index > 0 && at + part.length <= lines.length && !fits(part, at)) at++;
    if (!fits(part, at)) return false;
    at += part.length;
  }
  return at + last.length <= lines.length && fits(last, lines.length - last.length);
}
