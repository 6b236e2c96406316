// Bookings over HTTP beside the same rows with the same constraint written by bare pg, at the same concurrency and in the same run;
// free times of a hundred rooms; and both again with ten times as many bookings.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import pg from 'pg';
import { createLog, openHouse, prepareDatabase } from '../apps/server/open-house.ts';
import { createVault, sha256 } from '../platform/crypto.ts';
import { type Database, inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { startPostgres } from '../platform/postgres.ts';
import { quantile, row } from './print.ts';

const seconds = Number(process.argv[2] ?? 8);
const connections = 16;
const district = '330105';
const now = new Date('2026-11-23T02:00:00Z');
const vault = createVault(Buffer.alloc(32, 7));
const dataDirectory = path.resolve('var/bench-bookings');
const [port, hours] = [7394, 12];
const firstHour = Date.parse('2026-11-24T01:00:00Z');

rmSync(dataDirectory, { recursive: true, force: true });
const postgres = await startPostgres({ dataDirectory });
await prepareDatabase(postgres.url(), process.cwd(), now);
const settings = { demonstration: false, district, publicUrl: 'http://127.0.0.1', secureCookies: false, tianditu: null, smsGateway: null, oidc: null };
const house = await openHouse({
  databaseUrl: postgres.url(),
  root: process.cwd(),
  settings,
  vault,
  clock: () => now,
  log: createLog('silent'),
  poolSize: connections,
  limits: { requestsPerMinute: 1e9 },
} as never);
const db = openDatabase(openPool(postgres.url(), 'linli_app', 2));
const owner = new pg.Client({ connectionString: postgres.url() });
await owner.connect();

async function signIn(db: Database): Promise<string> {
  const [id, token] = [newId(), `${district}.${randomBytes(24).toString('base64url')}`];
  const session = { tokenHash: sha256(token), id: newId(), accountId: id, createdAt: now, lastSeenAt: now, device: 'bench', ip: '127.0.0.1' };
  await inTransaction(db, district, async (tx) => {
    await tx
      .insertInto('identity.account')
      .values({ district, id, name: '测试', createdAt: now, kind: 'resident', phoneCipher: 'x', phoneIndex: id } as never)
      .execute();
    await tx
      .insertInto('identity.session')
      .values({ district, ...session, expiresAt: new Date('2099-01-01') })
      .execute();
  });
  return token;
}

type Rooms = { offeringId: string; id: string }[];
/** A place with rooms that are open from nine to nine, so many to an offering. */
async function makeRooms(count: number, each = 10): Promise<Rooms> {
  const placeId = newId();
  const rooms = Array.from({ length: count / each }, () => newId()).flatMap((offeringId) => Array.from({ length: each }, () => ({ offeringId, id: newId() })));
  const open = {
    allDay: false,
    weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: 540, to: 1260 }],
    onHoliday: 'asUsual',
    onMakeUpDay: 'asUsual',
    exceptions: [],
    vacations: [],
  };
  const slot = { gridMinutes: 30, shortestMinutes: 60, longestMinutes: 180, stepMinutes: 30, beforeMinutes: 0, afterMinutes: 0, mayPassMidnight: false };
  const book = {
    hours: [],
    noticeMinutes: 0,
    horizonDays: 366,
    approval: false,
    places: { least: 1, most: 9 },
    limits: [],
    price: { class: 'free' },
    cancelMinutes: 0,
    needs: [],
  };
  const rules = JSON.stringify({ slot, ...book });
  const placed = { lon: 120, lat: 30, sourceCrs: 'x', hours: JSON.stringify(open), updatedAt: now };
  await inTransaction(db, district, async (tx) => {
    await tx
      .insertInto('places.place')
      .values({ district, id: placeId, kind: 'complex', name: placeId, search: '', areaCode: district, ...placed })
      .execute();
    await tx
      .insertInto('bookings.resource')
      .values(rooms.map(({ id }) => ({ district, id, placeId, kind: 'room', name: id, nameEn: id })))
      .execute();
    const offering = { district, placeId, functionCode: 'x', kind: 'slot', nameEn: 'x', state: 'published', rules, changedBy: newId(), changedAt: now };
    for (let i = 0; i < count; i += each) {
      const { offeringId: id } = rooms[i]!;
      const resources = rooms.slice(i, i + each).map((room) => room.id);
      await tx
        .insertInto('bookings.offering')
        .values({ ...offering, id, name: id, resources })
        .execute();
    }
  });
  // As the database does by itself within a minute: without it the plans of the first seconds read every room.
  await owner.query('analyze');
  return rooms;
}

type Figures = { perSecond: number; p50: number; p99: number };
const figuresOf = (latencies: number[]): Figures => ({ perSecond: latencies.length / seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });

async function overHttp(port: number, tokens: string[], rooms: Rooms, from = firstHour): Promise<Figures> {
  const child = spawn(process.execPath, ['bench/load.mjs'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ port, connections, seconds, tokens, rooms, from, hours }));
  let text = '';
  for await (const part of child.stdout) text += part;
  const { latencies, statuses } = JSON.parse(text);
  if (Object.keys(statuses).join() !== '200') throw new Error(`not all were booked: ${JSON.stringify(statuses)}`);
  return figuresOf(latencies);
}

/** The same rows: a booking, its step, its claim under the constraint; one prepared statement, committed by itself. */
const statement = `with held as (insert into bookings.claim (district, id, resource_id, holder, side, blocked) values ($1, $2, $3, $4, $4, tstzrange($5, $6)) on conflict do nothing returning 1),
    made as (insert into bookings.booking (district, id, offering_id, revision, resource_id, during, guest_cipher, places, state, channel, code, price_fen, price, made_by, made_at)
      select $1, $4, $7, 1, $3, tstzrange($5, $6), 'x', 1, 'confirmed', 'online', $8, 0, '[]', $4, now() from held returning 1)
    insert into bookings.step (district, id, booking_id, kind, at, by_id) select $1, $2, $4, 'made', now(), $4 from made`;

/** Connections that have entered the district. */
async function openBare(): Promise<{ clients: pg.PoolClient[]; end(): Promise<void> }> {
  const pool = openPool(postgres.url(), 'linli_app', connections);
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  for (const client of clients) await client.query(`select set_config('app.district', '${district}', false)`);
  const end = async () => {
    for (const client of clients) client.release();
    await pool.end();
  };
  return { clients, end };
}

const write = (client: pg.PoolClient, { offeringId, resourceId, from }: { offeringId: string; resourceId: string; from: Date }) => {
  const id = newId();
  return client.query({
    name: 'book',
    text: statement,
    values: [district, newId(), resourceId, id, from, new Date(from.getTime() + 3_600_000), offeringId, id],
  });
};

async function bare(rooms: Rooms): Promise<Figures> {
  const { clients, end } = await openBare();
  const latencies: number[] = [];
  let next = 0;
  const until = performance.now() + seconds * 1000;
  const run = async (client: pg.PoolClient) => {
    while (performance.now() < until) {
      const n = next++;
      const [{ offeringId, id: resourceId }, hour] = [rooms[n % rooms.length]!, Math.floor(n / rooms.length)];
      const from = new Date(firstHour + (Math.floor(hour / hours) * 24 + (hour % hours)) * 3_600_000);
      const start = performance.now();
      await write(client, { offeringId, resourceId, from });
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(clients.map(run));
  await end();
  return figuresOf(latencies);
}

/** That statement behind node:http and nothing else: no session, no rules, no key, no limits. What any server here pays at least. */
async function bareHttp(rooms: Rooms): Promise<Figures> {
  const { clients, end } = await openBare();
  let turn = 0;
  const server = http.createServer((request, response) => {
    let body = '';
    request
      .setEncoding('utf8')
      .on('data', (part: string) => {
        body += part;
      })
      .on('end', async () => {
        const { offeringId, resourceId, from } = JSON.parse(body);
        await write(clients[turn++ % connections]!, { offeringId, resourceId, from: new Date(from) });
        const answer = JSON.stringify({ offeringId, resourceId, from });
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) }).end(answer);
      });
  });
  await new Promise<void>((resolve) => server.listen(port + 1, '127.0.0.1', resolve));
  const figures = await overHttp(port + 1, ['x'], rooms);
  server.closeAllConnections();
  server.close();
  await end();
  return figures;
}

/** Books every other hour of rooms on so many days, as if people had: bookings with their steps and claims. */
async function fill(rooms: Rooms, firstDay: number, days: number): Promise<number> {
  const { rowCount } = await owner.query(
    `with hour as (select gen_random_uuid() id, r.id resource, r.offering, $3::timestamptz + d * interval '1 day' + h * interval '1 hour' as begins
        from unnest($1::uuid[], $2::uuid[]) r (id, offering), generate_series($4::int, $5::int) d, generate_series(0, 10, 2) h),
      held as (insert into bookings.claim (district, id, resource_id, holder, side, blocked)
        select '${district}', gen_random_uuid(), resource, id, id, tstzrange(begins, begins + interval '1 hour') from hour),
      made as (insert into bookings.booking (district, id, offering_id, revision, resource_id, during, guest_cipher, places, state, channel, code, price_fen, price, made_by, made_at)
        select '${district}', id, offering, 1, resource, tstzrange(begins, begins + interval '1 hour'), 'x', 1, 'confirmed', 'online', id::text, 0, '[]', id, now() from hour)
    insert into bookings.step (district, id, booking_id, kind, at, by_id) select '${district}', gen_random_uuid(), id, 'made', now(), id from hour`,
    [rooms.map(({ id }) => id), rooms.map(({ offeringId }) => offeringId), new Date(firstHour), firstDay, firstDay + days - 1],
  );
  await owner.query('analyze');
  return rowCount ?? 0;
}

async function freeTimes(offeringId: string): Promise<Figures> {
  const latencies: number[] = [];
  const url = `/api/bookings/offerings/${offeringId}/starts?from=2026-11-24&days=30`;
  for (let i = 0; i < 120; i++) {
    const start = performance.now();
    const answer = await house.app.inject({ method: 'GET', url });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    if (i >= 20) latencies.push(performance.now() - start);
  }
  return figuresOf(latencies);
}

const say = (name: string, { perSecond, p50, p99 }: Figures, more = '') =>
  row(name, `${perSecond.toFixed(0)} per second`, `p50 ${p50.toFixed(1)} ms`, `p99 ${p99.toFixed(1)} ms`, more);

for (const [code, level, parent] of [
  ['330000', 'province', null],
  ['330100', 'city', '330000'],
  [district, 'district', '330100'],
])
  await owner.query(
    `insert into areas.area (code, level, parent_code, name, path, valid_from, source)
      select $1, $2, $3, $1, coalesce((select path || '/' from areas.area where code = $3), '') || $1, '2020-01-01', 'bench'`,
    [code, level, parent],
  );
await house.app.listen({ host: '127.0.0.1', port });
const tokens = await Promise.all(Array.from({ length: 100 }, () => signIn(db)));
await overHttp(port, tokens, await makeRooms(400));
const floor = await bare(await makeRooms(400));
const ours = await overHttp(port, tokens, await makeRooms(400));
const least = await bareHttp(await makeRooms(400));
const again = await bare(await makeRooms(400));
const mean = (floor.perSecond + again.perSecond) / 2;
say('bare pg: booking, step and claim in one statement', floor);
const beside = ({ perSecond }: Figures) => `ratio ${(perSecond / mean).toFixed(2)}`;
say('POST /bookings', ours, beside(ours));
say('that statement behind node:http, nothing else', least, beside(least));
say('bare pg again', again);

const hundred = await makeRooms(100, 100);
const { offeringId } = hundred[0]!;
say('free times of 100 rooms x 30 days, none taken', await freeTimes(offeringId));
await fill(hundred, 0, 30);
say('the same, every other hour taken', await freeTimes(offeringId));

// The same rooms with ten times as much booked on other days; what was written before is there all the time.
const growing = await makeRooms(400);
let stored = await fill(growing, 100, 8);
const few = await overHttp(port, tokens, growing);
say(`POST /bookings beside ${stored} bookings`, few);
stored += await fill(growing, 110, 72);
const many = await overHttp(port, tokens, growing, firstHour + 50 * 86_400_000);
say(`POST /bookings beside ${stored} bookings`, many, `${(few.perSecond / many.perSecond).toFixed(2)}x the time`);
say('free times of 100 rooms again', await freeTimes(offeringId));
await house.close();
await db.destroy();
await owner.end();
await postgres.stop();
rmSync(dataDirectory, { recursive: true, force: true });
