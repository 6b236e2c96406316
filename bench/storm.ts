// Ten minutes of transfers, holds, captures, releases, reversals and retries by 64 clients, while the server and PostgreSQL are killed
// with -9 again and again. Afterwards the books are recomputed, and each client's own log is held against them.
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { prepareDatabase } from '../apps/server/open-house.ts';
import { checkBooks, getTrialBalance, openAccount, sealDistrict, verifyChain } from '../modules/ledger/index.ts';
import { inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { startPostgres } from '../platform/postgres.ts';
import { row } from './print.ts';

const [minutes, times] = [Number(process.argv[2] ?? 10), Number(process.argv[3] ?? 20)];
const [port, postgresPort, clients, accounts] = [7388, 7387, 64, 40];
const districts = ['330105', '330106'];
const dataDirectory = path.resolve('var/bench-storm');
rmSync(dataDirectory, { recursive: true, force: true });
const startData = () => startPostgres({ dataDirectory, flags: [`port=${postgresPort}`] });
const postgres = await startData();
const url = postgres.url().replace(`:${postgres.port}/`, `:${postgresPort}/`);
let stop = postgres.stop;
await prepareDatabase(url, process.cwd(), new Date());
let db = openDatabase(openPool(url, 'linli_app', 4));

// Few accounts, so that they meet: a source and a sink without limits, wallets that cannot go below zero, some with a ceiling, some with lots.
type World = { source: string; sink: string; wallets: string[] };
const worlds = new Map<string, World>();
for (const district of districts) {
  const world = await inTransaction(db, district, async (tx): Promise<World> => {
    const open = (id: string, more: object) =>
      openAccount({ tx, district, now: new Date() }, { owner: { kind: 'fund', id }, unit: 'points', kind: 'storm', name: id, isKept: true, floor: 0, ...more });
    const wallets: string[] = [];
    for (let i = 0; i < accounts; i++) wallets.push(await open(`wallet${i}`, { ceiling: i % 4 === 0 ? 500 : null, hasLots: i % 5 === 0 }));
    return { source: await open('source', { isKept: false, floor: null }), sink: await open('sink', { isKept: false, floor: null }), wallets };
  });
  worlds.set(district, world);
}

type Sent = { id: string; flow: string; kind: string; debitId?: string; creditId?: string; amount?: number; ofId?: string; expiresAt?: string };
/** What a client knows for certain. */
type Told = { district: string; sent: Sent; outcome: string };
const told: Told[] = [];
let [isOver, asked, again, failed] = [false, 0, 0, 0];

async function startServer(): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['--import', 'tsx', 'bench/ledger-server.ts', url, `${port}`], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise((resolve) => server.stdout!.once('data', resolve));
  return server;
}

/** Asked until there is an answer, always with the same ids. */
async function post(district: string, transfers: Sent[]): Promise<string[]> {
  for (;;) {
    asked++;
    try {
      const response = await fetch(`http://127.0.0.1:${port}/post`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ district, transfers }),
      });
      if (response.ok) return ((await response.json()) as { outcome: string }[]).map(({ outcome }) => outcome);
      failed++;
    } catch {
      again++;
    }
    await setTimeout(50);
  }
}

const pick = <T>(list: T[]) => list[Math.floor(Math.random() * list.length)]!;
async function work(): Promise<void> {
  const [mine, holds]: [Told[], Told[]] = [[], []];
  while (!isOver) {
    const district = pick(districts);
    const { source, sink, wallets } = worlds.get(district)!;
    const [n, amount] = [Math.random(), 1 + Math.floor(Math.random() * 60)];
    const named = (flow: string) => ({ id: newId(), flow, kind: 'storm.move' });
    const between = () => ({ debitId: pick(wallets), creditId: pick(wallets), amount });
    const [first, last] = [pick(mine), mine.at(-1)];
    let transfers: Sent[];
    let where = district;
    if (n < 0.25) transfers = [{ ...named('post'), debitId: source, creditId: pick(wallets), amount }];
    else if (n < 0.45) transfers = [{ ...named('post'), ...between() }];
    else if (n < 0.55) transfers = [{ ...named('post'), debitId: pick(wallets), creditId: sink, amount }];
    else if (n < 0.65) transfers = [{ ...named('hold'), ...between(), expiresAt: new Date(Date.now() + 1000 + Math.random() * 60_000).toISOString() }];
    else if (n < 0.78 && holds.length > 0) {
      const hold = holds.pop()!;
      where = hold.district;
      const flow = Math.random() < 0.7 ? 'capture' : 'release';
      transfers = [{ ...named(flow), ofId: hold.sent.id, ...(flow === 'capture' && { amount: 1 + Math.floor(Math.random() * hold.sent.amount!) }) }];
    } else if (n < 0.85 && first) [where, transfers] = [first.district, [{ ...named('reverse'), ofId: first.sent.id }]];
    else if (n < 0.93 && last) [where, transfers] = [last.district, [last.sent]];
    else
      transfers = Array.from({ length: 80 }, () => ({ ...named('post'), debitId: pick([source, ...wallets]), creditId: pick([sink, ...wallets]), amount: 1 }));
    const outcomes = await post(where, transfers);
    for (const [i, sent] of transfers.entries()) {
      const known = { district: where, sent, outcome: outcomes[i]! };
      told.push(known);
      if (outcomes[i] !== 'posted') continue;
      if (sent.flow === 'hold') holds.push(known);
      else if (mine.push(known) > 50) mine.shift();
    }
  }
}

/** A killed PostgreSQL leaves processes that end by themselves; until then no other may start on its data. */
async function restart(): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      stop = (await startData()).stop;
      return;
    } catch (error) {
      if (attempt > 50) throw error;
      await setTimeout(100);
    }
  }
}

let server = await startServer();
const until = Date.now() + minutes * 60_000;
const workers = Promise.all(Array.from({ length: clients }, work));
for (let n = 0; n < times; n++) {
  const pause = (until - Date.now()) / (times - n);
  await setTimeout(pause * 0.5);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
  server = await startServer();
  await setTimeout(Math.max(0, pause * 0.5 - 3000));
  process.kill(Number(readFileSync(path.join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  await setTimeout(300);
  await restart();
  process.stdout.write(`killed ${n + 1} of ${times}: ${told.length} answers, ${again} asked again\n`);
}
await setTimeout(Math.max(1000, until - Date.now()));
isOver = true;
await workers;
server.kill('SIGKILL');
await setTimeout(500);

await db.destroy().catch(() => {});
db = openDatabase(openPool(url, 'linli_app', 2));
const confirmed = told.filter(({ outcome }) => outcome === 'posted' || outcome === 'already');
let wrong = 0;
const words = new Map<string, number>();
for (const { outcome } of told) words.set(outcome, (words.get(outcome) ?? 0) + 1);
row('killed', `server ${times} times`, `PostgreSQL ${times} times`, `in ${minutes} minutes`);
row('requests', `${asked}`, `asked again ${again}`, `answered 5xx ${failed}`);
row('transfers answered', `${told.length}`, [...words].map(([word, n]) => `${word} ${n}`).join(', '));
for (const district of districts) {
  await inTransaction(db, district, async (tx) => {
    const { rows } = await sql<{ id: string; flow: string; amount: number; debitId: string; creditId: string; ofId: string | null }>`
      select id, flow, amount, debit_id as "debitId", credit_id as "creditId", of_id as "ofId" from ledger.transfer where district = ${district}`.execute(tx);
    const stored = new Map(rows.map((it) => [it.id, it]));
    const mine = confirmed.filter((it) => it.district === district);
    const lost = mine.filter(({ sent }) => !stored.has(sent.id)).length;
    const other = mine.filter(({ sent }) => {
      const found = stored.get(sent.id);
      return found && (['flow', 'amount', 'debitId', 'creditId', 'ofId'] as const).some((field) => sent[field] !== undefined && sent[field] !== found[field]);
    }).length;
    const known = new Set(told.filter((it) => it.district === district && ['posted', 'already'].includes(it.outcome)).map(({ sent }) => sent.id));
    const untold = rows.filter(({ id }) => !known.has(id)).length;
    const faults = await checkBooks(tx, district);
    while ((await sealDistrict(tx, district, new Date())).entries > 0);
    const chain = await verifyChain(tx, district);
    const trial = await getTrialBalance(tx, district);
    wrong += lost + other + untold + faults.length + (chain.broken || chain.unsealed > 0 ? 1 : 0);
    row(
      `${district}: transfers stored`,
      `${rows.length}`,
      `confirmed and lost ${lost}`,
      `stored with other content ${other}`,
      `stored and never confirmed ${untold}`,
    );
    row(
      `${district}: books`,
      `faults ${faults.length}`,
      trial.map(({ unit, balance, credits }) => `${unit} ${credits} on both sides, in all ${balance}`).join(', '),
    );
    row(
      `${district}: chain`,
      chain.broken ? `broken at ${chain.broken.number}: ${chain.broken.why}` : 'holds',
      `${chain.blocks} blocks`,
      `${chain.entries} transfers`,
    );
  });
}
await db.destroy();
await stop();
rmSync(dataDirectory, { recursive: true, force: true });
process.exitCode = wrong > 0 ? 1 : 0;
