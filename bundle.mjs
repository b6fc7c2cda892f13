import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';

// The executable in a few files: to find and open some 340 of them took a third of the time to the first page of a sitting.
// They are CommonJS, whose loader Node has at hand when it starts: another tenth.
// All stand in one folder, as deep as dist/cli, so that paths to assets hold, with the worker beside whoever starts it.

/** What others wrote is shipped within the bundle, and its licence beside it. */
const licences = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => chunk.moduleIds ?? []);
    const packages = new Set(modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []));
    const texts = [...packages].sort().map((folder) => {
      const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const holder = typeof author === 'string' ? author : author?.name;
      const text = file === undefined ? `Copyright ${holder}` : readFileSync(join(folder, file), 'utf8').trim();
      return `${name} ${version} (${license})\n\n${text}\n`;
    });
    this.emitFile({ type: 'asset', fileName: 'LICENCES.txt', source: texts.join(`\n${'-'.repeat(80)}\n\n`) });
  },
};

/** Node takes what stands here for CommonJS, and not for modules as the package says. */
const commonJs = {
  name: 'module-kind',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
};

await build({
  input: { main: 'dist/cli/main.js', 'matching-worker': 'dist/review/matching-worker.js' },
  platform: 'node',
  // The same code as modules can be joined function by function: loading it takes half as long.
  // A library with a part that is not JavaScript is found where npm puts it.
  external: ['@resvg/resvg-js'],
  resolve: { alias: { yaml: join(import.meta.dirname, 'node_modules/yaml/browser/dist/index.js') } },
  output: {
    dir: 'dist/bundle',
    cleanDir: true,
    format: 'cjs',
    banner: "'use strict';",
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  },
  plugins: [licences, commonJs],
});
