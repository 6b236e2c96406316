// npm start: install, build when something changed, then run the server in this process.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, install, root } from './ready.mjs';
import { fail, say } from './say.mjs';

install('run');
build();
process.chdir(root);
const { start } = await import(pathToFileURL(path.join(root, 'dist/server/server.mjs')).href);
try {
  await start({ root, say });
} catch (error) {
  fail(error.message);
}
