import fs from 'node:fs';
import path from 'node:path';
import { build as bundle } from 'esbuild';
import { build as buildPages } from 'vite';
import { root } from './ready.mjs';
import { say } from './say.mjs';

const dist = path.join(root, 'dist');
fs.rmSync(dist, { recursive: true, force: true });

await bundle({
  entryPoints: {
    server: path.join(root, 'apps/server/main.ts'),
    jobs: path.join(root, 'apps/server/jobs.ts'),
    cli: path.join(root, 'apps/cli/main.ts'),
  },
  outdir: path.join(dist, 'server'),
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
say('server built');
for (const app of ['portal', 'desk']) {
  await buildPages({ configFile: path.join(root, 'apps', app, 'vite.config.ts'), logLevel: 'error' });
  say(`${app} built`);
}
