import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fail, say } from './say.mjs';

export const root = path.resolve(import.meta.dirname, '..');
const at = (...parts) => path.join(root, ...parts);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Linli needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer one from https://nodejs.org.`);
}

const lockHash = () =>
  createHash('sha256')
    .update(fs.readFileSync(at('package-lock.json')))
    .update(fs.readFileSync(at('package.json')))
    .digest('hex');

/**
 * Installs what package-lock.json names, once for each of its versions. `npm install` and not `npm ci`, because npm 12 refuses a
 * lock without binaries of platforms that a registry lacks (docs/decisions/0003).
 * @param {'run' | 'all'} wanted all adds what tests need
 */
export function install(wanted) {
  checkNode();
  // Who has the test tools keeps them: a start after a test must not take them away.
  const scope = fs.existsSync(at('node_modules', 'vitest')) ? 'all' : wanted;
  const stamp = at('node_modules', '.linli.json');
  const want = lockHash();
  const have = fs.existsSync(stamp) ? JSON.parse(fs.readFileSync(stamp, 'utf8')) : {};
  if (have.lock === want && (have.scope === 'all' || have.scope === scope)) return;
  say(`installing packages (${scope === 'all' ? 'with what tests need' : 'to run'}), about a minute`);
  const flags = ['install', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
  if (scope === 'run') flags.push('--omit=dev');
  const result = spawnSync('npm', flags, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0)
    fail(`npm could not install the packages. Check the network and the npm registry, then start again.\n${result.stderr?.trim() ?? ''}`);
  fs.writeFileSync(stamp, JSON.stringify({ lock: want, scope }));
}

const sources = ['apps', 'database', 'demo', 'engines', 'modules', 'platform', 'ui', 'bin'];

function* files(directory) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* files(full);
    else if (!/\.test\.tsx?$|\.md$/.test(entry.name)) yield full;
  }
}

function sourceHash() {
  const hash = createHash('sha256').update(lockHash());
  for (const directory of sources) for (const file of [...files(at(directory))].sort()) hash.update(path.relative(root, file)).update(fs.readFileSync(file));
  return hash.digest('hex');
}

/** Builds server and pages when a source changed since the last build. */
export function build() {
  const stamp = at('dist', '.built');
  const want = sourceHash();
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === want) return;
  say('building server and pages');
  const result = spawnSync(process.execPath, [at('bin', 'build.mjs')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (result.status !== 0) fail(`The build failed. If you changed nothing, delete node_modules and dist and start again.\n${result.stderr}`);
  fs.writeFileSync(stamp, want);
}
