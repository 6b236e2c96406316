// Bookings over HTTP beside the same rows with the same constraint written by bare pg, at the same concurrency and in the same run;
// free times of a hundred rooms; and both again with ten times as many bookings.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
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
  return rooms;
}

type Figures = { perSecond: number; p50: number; p99: number };
const figuresOf = (latencies: number[]): Figures => ({ perSecond: latencies.length / seconds, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) });

async function overHttp(token: string, rooms: Rooms): Promise<Figures> {
  const child = spawn(process.execPath, ['bench/load.mjs'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify({ port, connections, seconds, token, rooms, from: firstHour, hours }));
  let text = '';
  for await (const part of child.stdout) text += part;
  const { latencies, statuses } = JSON.parse(text);
  if (Object.keys(statuses).join() !== '200') throw new Error(`not all were booked: ${JSON.stringify(statuses)}`);
  return figuresOf(latencies);
}

/** The same rows: a booking, its step, its claim under the constraint; one prepared statement each, committed by itself. */
async function bare(rooms: Rooms): Promise<Figures> {
  const pool = openPool(postgres.url(), 'linli_app', connections);
  const latencies: number[] = [];
  let next = 0;
  const end = performance.now() + seconds * 1000;
  const text = `with held as (insert into bookings.claim (district, id, resource_id, holder, side, blocked) values ($1, $2, $3, $4, $4, tstzrange($5, $6)) on conflict do nothing returning 1),
    made as (insert into bookings.booking (district, id, offering_id, revision, resource_id, during, guest_cipher, places, state, channel, code, price_fen, price, made_by, made_at)
      select $1, $4, $7, 1, $3, tstzrange($5, $6), 'x', 1, 'confirmed', 'online', $8, 0, '[]', $4, now() from held returning 1)
    insert into bookings.step (district, id, booking_id, kind, at, by_id) select $1, $2, $4, 'made', now(), $4 from made`;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await pool.connect();
      await client.query(`select set_config('app.district', '${district}', false)`);
      while (performance.now() < end) {
        const n = next++;
        const [room, hour] = [n % rooms.length, Math.floor(n / rooms.length)];
        const from = new Date(firstHour + (Math.floor(hour / hours) * 24 + (hour % hours)) * 3_600_000);
        const [id, { offeringId, id: resource }] = [newId(), rooms[room]!];
        const start = performance.now();
        await client.query({ name: 'book', text, values: [district, newId(), resource, id, from, new Date(from.getTime() + 3_600_000), offeringId, id] });
        latencies.push(performance.now() - start);
      }
      client.release();
    }),
  );
  await pool.end();
  return figuresOf(latencies);
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
const token = await signIn(db);
await overHttp(token, await makeRooms(400));
const floor = await bare(await makeRooms(400));
const http = await overHttp(token, await makeRooms(400));
const again = await bare(await makeRooms(400));
const mean = (floor.perSecond + again.perSecond) / 2;
say('bare pg: booking, step and claim in one statement', floor);
say('POST /bookings', http, `ratio ${(http.perSecond / mean).toFixed(2)}`);
say('bare pg again', again);

const [hundred] = await makeRooms(100, 100);
await owner.query('analyze');
say('free times of 100 rooms x 30 days, none taken', await freeTimes(hundred!.offeringId));
await house.close();
await db.destroy();
await owner.end();
await postgres.stop();
rmSync(dataDirectory, { recursive: true, force: true });
