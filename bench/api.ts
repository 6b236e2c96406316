// The API over HTTP beside a bare prepared query over as many connections, in the same run: what the door, the contract and the
// walking cost on top of the database.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import type pg from 'pg';
import { openPool } from '../platform/database.ts';
import { startPostgres } from '../platform/postgres.ts';
import { quantile, row } from './print.ts';

type Result = { requests: { average: number }; latency: { p50: number; p99: number }; non2xx: number };
const autocannon = createRequire(import.meta.url)('autocannon') as (options: object) => Promise<Result>;
const connections = 16;
const seconds = Number(process.argv[2] ?? 8);
const port = 7391;

const server = spawn(process.execPath, ['bin/start.mjs'], {
  env: { ...process.env, PORT: String(port), REQUESTS_PER_MINUTE: '100000000', LOG_LEVEL: 'fatal' },
  stdio: ['ignore', 'ignore', 'inherit'],
});
server.on('exit', (code) => {
  if (code) process.exit(code);
});
const address = `http://127.0.0.1:${port}`;
const alive = async () => (await fetch(`${address}/ready`).catch(() => null))?.ok;
for (let i = 0; i < 600 && !(await alive()); i++) await new Promise((resolve) => setTimeout(resolve, 500));
const postgres = await startPostgres({ dataDirectory: path.resolve('var/postgres') });
const pool: pg.Pool = openPool(postgres.url(), 'linli_app', connections);
const [complex] = (await (await fetch(`${address}/api/places?kind=complex&limit=1`)).json()) as {
  id: string;
  lon: number;
  lat: number;
}[];

async function bare(): Promise<{ perSecond: number; p50: number; p99: number }> {
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  const query = {
    name: 'place',
    text: 'select * from places.place where district = $1 and id = $2',
    values: ['330105', complex!.id],
  };
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await pool.connect();
      while (performance.now() < end) {
        const start = performance.now();
        await client.query(query);
        latencies.push(performance.now() - start);
      }
      client.release();
    }),
  );
  return { perSecond: latencies.length / seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) };
}

const ask = async (url: string) => {
  await autocannon({ url: address + url, connections, duration: 2 });
  const result = await autocannon({ url: address + url, connections, duration: seconds });
  if (result.non2xx > 0) throw new Error(`${url}: ${result.non2xx} answers were not 2xx`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
};

const floor = await bare();
const near = await ask(`/api/planning/near?lon=${complex!.lon}&lat=${complex!.lat}`);
const page = await ask(`/api/places/${complex!.id}`);
const again = await bare();
const query = {
  perSecond: (floor.perSecond + again.perSecond) / 2,
  p50: (floor.p50 + again.p50) / 2,
  p99: (floor.p99 + again.p99) / 2,
};
row(`${connections} connections, ${seconds} s each`, 'per second', 'p50 ms', 'p99 ms', 'query ÷ this');
for (const [name, figures] of Object.entries({
  'bare prepared pg query (one place by key)': query,
  'GET near me': near,
  'GET complex page': page,
})) {
  row(name, figures.perSecond.toFixed(0), figures.p50.toFixed(1), figures.p99.toFixed(1), (query.perSecond / figures.perSecond).toFixed(1));
}
await pool.end();
server.kill('SIGINT');
