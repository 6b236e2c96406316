#!/usr/bin/env node
// The command line: npx linli study DIR, npx linli import …, npx linli audit verify.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './ready.mjs';
import { fail } from './say.mjs';

install('run');
build();
const { run } = await import(pathToFileURL(path.join(root, 'dist/server/cli.mjs')).href);
try {
  process.exitCode = await run({ root, words: process.argv.slice(2) });
} catch (error) {
  fail(error.message);
}
