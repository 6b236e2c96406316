// npm test: everything that must hold, on a bare machine, in one command. The last line says how many passed and failed.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, install, root } from './ready.mjs';
import { say } from './say.mjs';

install('all');
const bin = (name) => path.join(root, 'node_modules', name);
let passed = 0;
let failed = 0;

function step(name, file, args) {
  say(`${name} …`);
  const result = spawnSync(process.execPath, [file, ...args], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  if (result.status === 0) passed++;
  else {
    failed++;
    process.stdout.write(`${result.stdout}\n${result.stderr}\n`);
  }
  say(`${name}: ${result.status === 0 ? 'passed' : 'FAILED'}`);
}

step('format and lint (biome)', bin('@biomejs/biome/bin/biome'), ['check', '--diagnostic-level=warn', '--error-on-warnings', '.']);
step('promises (oxlint, type-aware)', bin('oxlint/bin/oxlint'), ['--type-aware', '--deny-warnings', '-c', 'oxlint.json', '.']);
step('types (TypeScript 7)', bin('typescript7/bin/tsc'), ['-p', '.']);
step('types (TypeScript 6)', bin('typescript/bin/tsc'), ['-p', '.']);
step('nothing unused (knip)', bin('knip/bin/knip.js'), ['--no-progress']);
build();

for (const project of ['server', 'journeys']) {
  say(`tests: ${project} …`);
  const report = path.join(root, 'var', `tests-${project}.json`);
  fs.rmSync(report, { force: true });
  const result = spawnSync(
    process.execPath,
    [bin('vitest/vitest.mjs'), 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${report}`],
    { cwd: root, stdio: 'inherit' },
  );
  const counts = fs.existsSync(report) ? JSON.parse(fs.readFileSync(report, 'utf8')) : { numPassedTests: 0, numFailedTests: 1 };
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  if (result.status !== 0 && counts.numFailedTests === 0) failed++;
}

process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);
