// kill -9 under load: of the server, and of PostgreSQL, again and again. What the clients were told must be stored, nothing half made.
import type { ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from '../platform/postgres.ts';
import { ask, makeOffering, makePlace, makeResource, sessionRules, signIn, slotRules, startData, startServer } from './booking-world.ts';
import { row } from './print.ts';

const times = Number(process.argv[2] ?? 20);
const port = 7392;
const clients = 12;
const postgresPort = 7391;
const { postgres, db, owner, dataDirectory } = await startData('bench-crash', postgresPort);
const url = postgres.url();
const place = await makePlace(db);
const rooms: string[] = [];
for (let i = 0; i < 6; i++) rooms.push(await makeResource(db, place));
const offering = await makeOffering(db, place, 'slot', slotRules(), rooms);
const talk = await makeOffering(db, place, 'session', sessionRules());
const planner = (await signIn(db, 'staff')).token;
const tokens = await Promise.all(Array.from({ length: clients }, async () => (await signIn(db, 'resident')).token));
let stop = postgres.stop;
let server: ChildProcess = await startServer(url, port);
const { id: session } = (
  await ask(port, planner, 'POST', `/api/bookings/offerings/${talk}/sessions`, { from: '2026-12-24T10:00:00+08:00', minutes: 60, places: 10_000 })
).body;
await db.destroy();
await owner.end();

/** What each client knows for certain: what it was told, by the key that it sent. Without an answer it asks again with the same key. */
type Told = { key: string; id: string; isCancelled: boolean };
const told: Told[] = [];
let [isOver, asked, again, refused] = [false, 0, 0, 0];

async function until(token: string, method: string, url: string, body: object, key: string) {
  for (;;) {
    asked++;
    const answer = await ask(port, token, method, url, body, key);
    if (answer.status === 200 || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) return answer;
    again++;
    await setTimeout(50);
  }
}

async function work(n: number): Promise<void> {
  for (let i = 0; !isOver; i++) {
    const key = `client-${n}-${i}`;
    const slot = Math.floor(Math.random() * 12 * 60);
    const from = new Date(Date.UTC(2026, 11, 1 + Math.floor(slot / 12), 1 + (slot % 12))).toISOString();
    const answer =
      i % 4 === 3
        ? await until(planner, 'POST', `/api/bookings/sessions/${session}/bookings`, { guest: { name: '某' } }, key)
        : await until(tokens[n]!, 'POST', '/api/bookings', { offeringId: offering, from, minutes: 60 }, key);
    if (answer.status !== 200) {
      refused++;
      continue;
    }
    const mine: Told = { key, id: answer.body.id, isCancelled: false };
    told.push(mine);
    if (i % 5 !== 4 || i % 4 === 3) continue;
    const ended = await until(tokens[n]!, 'POST', `/api/bookings/${mine.id}/cancel`, {}, `${key}-cancel`);
    if (ended.status === 200) mine.isCancelled = true;
  }
}

/** A killed server of PostgreSQL leaves processes that end by themselves; until then no other may start on their data. */
async function restart(): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      stop = (await startPostgres({ dataDirectory, flags: [`port=${postgresPort}`] })).stop;
      return;
    } catch (error) {
      if (attempt > 50) throw error;
      await setTimeout(100);
    }
  }
}

const workers = Promise.all(Array.from({ length: clients }, (_, n) => work(n)));
for (let n = 0; n < times; n++) {
  await setTimeout(500 + Math.random() * 1000);
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGKILL');
  await ended;
  server = await startServer(url, port);
  await setTimeout(500 + Math.random() * 1000);
  const pid = Number(readFileSync(path.join(postgres.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  await setTimeout(300);
  await restart();
  process.stdout.write(`killed ${n + 1} of ${times}: ${told.length} told, ${again} asked again\n`);
}
await setTimeout(1000);
isOver = true;
await workers;
server.kill('SIGKILL');

const client = new pg.Client({ connectionString: postgres.url() });
await client.connect();
const one = async (text: string) => Number((await client.query(text)).rows[0].n);
const { rows } = await client.query<{ id: string; state: string }>('select id, state from bookings.booking');
const stored = new Map(rows.map(({ id, state }) => [id, state]));
const lost = told.filter(({ id, isCancelled }) => stored.get(id) !== (isCancelled ? 'cancelled' : 'confirmed'));
const twice = told.length - new Set(told.map(({ id }) => id)).size;
const untold = rows.filter(({ id }) => !told.some((it) => it.id === id)).length;
row('killed', `server ${times} times`, `PostgreSQL ${times} times`);
row('requests', `${asked}`, `asked again ${again}`, `refused ${refused}`);
row('told to a client', `${told.length}`, `lost ${lost.length}`, `two keys with one booking ${twice}`);
row('stored and never told', `${untold}`);
row(
  'half made: bookings without a step',
  `${await one('select count(*) n from bookings.booking b where not exists (select from bookings.step s where s.booking_id = b.id)')}`,
);
row(
  'half made: times without their claim, or claims of nobody',
  `${await one("select count(*) n from bookings.booking b where session_id is null and state = 'confirmed' and not exists (select from bookings.claim c where c.holder = b.id)")}`,
  `${await one("select count(*) n from bookings.claim c where not exists (select from bookings.booking b where b.id = c.holder and b.state = 'confirmed')")}`,
);
row(
  'places taken beside places booked',
  `${await one('select taken n from bookings.session')}`,
  `${await one("select coalesce(sum(places), 0) n from bookings.booking where session_id is not null and state = 'confirmed'")}`,
);
await client.end();
await stop();
rmSync(dataDirectory, { recursive: true, force: true });
process.exitCode = lost.length + twice + untold > 0 ? 1 : 0;
