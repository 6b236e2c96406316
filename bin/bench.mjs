// npm run bench -- NAME: installs the peers (bench/package.json) and measures beside them in the same run.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, install, root } from './ready.mjs';
import { fail, say } from './say.mjs';

const names = [
  'import',
  'reach',
  'walks',
  'valhalla',
  'scenario',
  'drag',
  'growth',
  'site',
  'covering',
  'rules',
  'matching',
  'bookings',
  'races',
  'model',
  'crash',
  'allocate',
  'ledger',
  'storm',
  'meals',
  'requests',
  'signals',
  'dispatch',
  'open311',
  'api',
  'page',
];
const name = process.argv[2];
if (!names.includes(name)) fail(`Say which: npm run bench -- ${names.join('|')}`);
install('all');
build();
const bench = path.join(root, 'bench');
const peers = Object.keys(JSON.parse(fs.readFileSync(path.join(bench, 'package.json'), 'utf8')).dependencies);
if (!peers.every((peer) => fs.existsSync(path.join(bench, 'node_modules', peer)))) {
  say('installing the peers');
  spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'], {
    cwd: bench,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}
process.exitCode =
  spawnSync(process.execPath, ['--import', 'tsx', path.join(bench, `${name}.ts`), ...process.argv.slice(3)], {
    cwd: root,
    stdio: 'inherit',
  }).status ?? 1;
