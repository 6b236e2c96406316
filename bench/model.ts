// Bookings in the database beside the plain model (booking-model.ts): random operations, each answer and then everything that is stored
// and shown compared. A difference is made as small as it can be and printed.
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { startData } from './booking-world.ts';
import { runEpisode, shrink } from './model-compare.ts';
import { drawOps } from './model-ops.ts';
import { openWorlds } from './model-world.ts';
import { row } from './print.ts';

const [seconds, seed, url] = [Number(process.argv[2] ?? 600), Number(process.argv[3] ?? 20_261_123), process.argv[4]];
const opsEach = 400;

/** Worlds beside each other in one process, one episode after another, until the time is over. */
async function work(databaseUrl: string): Promise<void> {
  const worlds = await openWorlds(databaseUrl);
  const end = Date.now() + seconds * 1000;
  const counts = new Map<string, number>();
  let [operations, episodes, differences] = [0, 0, 0];
  const one = async (lane: number) => {
    for (let n = 0; Date.now() < end && differences < 3; n++) {
      const ops = drawOps(seed * 1000 + lane * 100_000 + n, opsEach);
      const result = await runEpisode(worlds, ops, counts);
      operations += result.done;
      episodes++;
      if (result.difference === null) continue;
      differences++;
      const smallest = await shrink(worlds, ops.slice(0, result.done));
      process.stdout.write(`DIFFERENCE ${smallest.difference}\n${smallest.ops.map((op) => `  ${JSON.stringify(op)}`).join('\n')}\n`);
    }
  };
  await Promise.all(Array.from({ length: 5 }, (_, lane) => one(lane)));
  process.stdout.write(`${JSON.stringify({ operations, episodes, differences, counts: [...counts] })}\n`);
  await worlds.close();
}

type Done = { operations: number; episodes: number; differences: number; counts: [string, number][] };
async function inProcess(databaseUrl: string, own: number): Promise<Done> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/model.ts', String(seconds), String(own), databaseUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const part of child.stdout) text += part;
  const lines = text.trim().split('\n');
  const last = lines.pop()!;
  for (const line of lines) process.stdout.write(`${line}\n`);
  return JSON.parse(last);
}

if (url !== undefined) await work(url);
else {
  const { postgres, db, owner, dataDirectory } = await startData('bench-model');
  const start = performance.now();
  const parts = await Promise.all([0, 1].map((n) => inProcess(postgres.url(), seed + n * 7919)));
  const sum = (of: (part: Done) => number) => parts.reduce((n, part) => n + of(part), 0);
  const took = (performance.now() - start) / 1000;
  row('operations compared', `${sum((it) => it.operations)}`, `${took.toFixed(0)} s`, `${(sum((it) => it.operations) / took).toFixed(0)} per second`);
  row('episodes', `${sum((it) => it.episodes)}`, `differences ${sum((it) => it.differences)}`);
  const counts = new Map<string, number>();
  for (const [kind, n] of parts.flatMap((it) => it.counts)) counts.set(kind, (counts.get(kind) ?? 0) + n);
  for (const [kind, n] of [...counts].sort((a, b) => b[1] - a[1])) row(`  ${kind}`, String(n));
  await db.destroy();
  await owner.end();
  await postgres.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
  process.exitCode = sum((it) => it.differences) > 0 ? 1 : 0;
}
