#!/usr/bin/env node
// Plain JavaScript that any Node can parse, so that an old Node or a missing build is told in words, not as a stack.
'use strict';

const MAIN = '../dist/bundle/main.js';
const [major, minor] = process.versions.node.split('.').map(Number);
// Those can require a module when text asks for it, and do not warn of it.
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major > 22)) {
  process.stderr.write(`error: litscreen needs Node 20.19, or 22.13 or later, this is ${process.versions.node}\n`);
  process.exitCode = 70;
} else {
  run().catch((error) => {
    const notBuilt =
      error?.code === 'MODULE_NOT_FOUND' && String(error.message).startsWith(`Cannot find module '${MAIN}'`);
    if (notBuilt) process.stderr.write('error: litscreen is not built\nhint: run  npm run build\n');
    else {
      const details = process.env.LITSCREEN_DEBUG ? `\n${String(error?.stack)}` : '';
      process.stderr.write(
        `error: a bug in litscreen: ${String(error?.message ?? error)}${details}\n` +
          'hint: please report it, with the command and what it prints when LITSCREEN_DEBUG=1 is set\n',
      );
    }
    process.exitCode = 70;
  });
}

async function run() {
  const { main } = require(MAIN);
  process.exitCode = await main(process.argv.slice(2));
}
