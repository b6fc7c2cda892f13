// Writes what the program itself says: commands.md from the help texts, the picture of the worked example, and the JSON
// Schema of the flow. Needs the build. `--check` writes nothing, and exits 1 with the names of files that differ;
// `--example <dir>` takes a finished worked example that is there already.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { buildProgram } from '../dist/cli/program.js';
import { FlowSchema } from '../dist/flow/model.js';

const DOCS = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = 100;

const { check: isCheck, example } = parseArgs({
  options: { check: { type: 'boolean', default: false }, example: { type: 'string' } },
}).values;

/** The full help of a command at a fixed width, examples and all. */
function helpOf(command) {
  let text = '';
  command.configureHelp({ ...command.configureHelp(), helpWidth: COLUMNS });
  command.configureOutput({ writeOut: (part) => (text += part), getOutHasColors: () => false });
  command.outputHelp();
  return text.trimEnd();
}

/** A command and all commands under it, each with its path, in the order of the tree. */
function withAll(command, path) {
  const under = command.commands.filter((item) => item.name() !== 'help');
  return [{ path, command }, ...under.flatMap((item) => withAll(item, [...path, item.name()]))];
}

function commandsPage() {
  const program = buildProgram(
    () => undefined,
    () => undefined,
  );
  const all = withAll(program, ['litscreen']);
  const sections = all.map(({ path, command }) => {
    const title = `${'#'.repeat(Math.min(path.length + 1, 4))} ${path.join(' ')}`;
    return `${title}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
  });
  return `<!-- Written by docs/generate.mjs from the help texts: edit those. -->

# Commands

All commands and options, as \`--help\` prints them; for looking up how one is called. What they do, and by which rules,
stands on [the pages of the stages](README.md#the-stages).

${sections.join('\n')}
## Where to go next

[Exit statuses](exit-statuses.md); [the stages](README.md#the-stages).
`;
}

/** The flow of the worked example, drawn by the program. */
function slmPicture() {
  const folder = mkdtempSync(join(tmpdir(), 'litscreen-docs-'));
  try {
    const review = example ?? join(folder, 'review');
    if (example === undefined) run(join(DOCS, '../fixtures/slm-review/demo.mjs'), '--into', review);
    const picture = join(folder, 'flow.svg');
    run(join(DOCS, '../bin/litscreen.js'), '-C', review, 'flow', '--output', picture);
    return readFileSync(picture, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
}

/** What the flow as JSON holds, for whoever reads it with a program. */
function flowSchema() {
  const schema = {
    title: 'The PRISMA 2020 flow of a review, as litscreen writes it',
    ...z.toJSONSchema(FlowSchema, { io: 'input' }),
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

for (const [name, make] of [
  ['commands.md', commandsPage],
  ['../assets/schemas/flow.schema.json', flowSchema],
  ['images/slm-flow.svg', slmPicture],
]) {
  const path = join(DOCS, name);
  const text = make();
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (isCheck) {
    process.stderr.write(`error: ${relative(ROOT, path)} is not what the program says\nhint: run  npm run docs\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`${relative(ROOT, path)} written\n`);
  }
}
