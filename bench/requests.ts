// 600,000 requests in the books: intake, queue, duplicates and search through the server, each beside bare SQL on the same tables in the same run.
import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { createLog, openHouse, prepareDatabase } from '../apps/server/open-house.ts';
import { loadDemo } from '../demo/load.ts';
import { createRandom } from '../demo/random.ts';
import { drawMatter, sentences, starts } from '../demo/voices.ts';
import { gramsOf } from '../engines/stats/grams.ts';
import { cellsAround } from '../modules/requests/found/words.ts';
import { createVault } from '../platform/crypto.ts';
import { inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { startPostgres } from '../platform/postgres.ts';
import { signIn } from './booking-world.ts';
import { median, quantile, row } from './print.ts';

const total = Number(process.argv[2] ?? 600_000);
const district = '330105';
const dataDirectory = path.resolve('var/bench-requests');
rmSync(dataDirectory, { recursive: true, force: true });
const postgres = await startPostgres({ dataDirectory });
const now = new Date();
await prepareDatabase(postgres.url(), process.cwd(), now);
const vault = createVault(Buffer.alloc(32, 9));
const db = openDatabase(openPool(postgres.url(), 'linli_app', 10));
process.stdout.write('drawing the district\n');
await loadDemo(db, vault, createLog('silent'), () => {}, { households: 500, reports: 200, now });
const owner = new pg.Client({ connectionString: postgres.url() });
await owner.connect();

process.stdout.write(`writing ${total} requests\n`);
const random = createRandom(5);
const texts = Object.entries(sentences).flatMap(([matter, { texts: own }]) =>
  own.flatMap((text) => starts.map((start) => ({ matter, words: text, place: start, grams: gramsOf(`${text} ${start}`).join(' ') }))),
);
await owner.query('create temp table said (n int primary key, matter text, words text, place text, grams tsvector)');
const pickFor = Array.from({ length: 4000 }, () => {
  const matter = drawMatter(random, 1 + Math.floor(random.next() * 12));
  return texts.indexOf(random.pick(texts.filter((one) => one.matter === matter)));
});
await owner.query(
  `insert into said select n, matter, words, place, array_to_tsvector(string_to_array(grams, ' ')) from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[]) as t (n, matter, words, place, grams)`,
  [
    pickFor.map((_, n) => n),
    pickFor.map((at) => texts[at]!.matter),
    pickFor.map((at) => texts[at]!.words),
    pickFor.map((at) => texts[at]!.place),
    pickFor.map((at) => texts[at]!.grams),
  ],
);
await owner.query(`set app.district = '${district}'`);
await owner.query(`create temp table drawn as
  with area as (select row_number() over (order by code) as n, code, name, centre_lon, centre_lat from areas.area
    where level = 'community' and code like '${district}%' and valid_to is null and centre_lon is not null),
  unit as (select row_number() over (order by name) as n, id from cases.unit where district = '${district}'),
  k as materialized (select i, 1 + floor(random() * (select max(n) from area))::int as a, 1 + floor(random() * (select max(n) from unit))::int as u, floor(random() * 4000)::int as s
    from generate_series(1, ${total}) i)
  select gen_random_uuid() as id, i, now() - random() * interval '365 days' as at, s.matter, s.words, s.place, s.grams, a.code, a.name,
    a.centre_lon + (random() - 0.5) * 0.02 as lon, a.centre_lat + (random() - 0.5) * 0.016 as lat, u.id as unit, random() < 0.02 as is_open
  from k join area a on a.n = k.a join unit u on u.n = k.u join said s on s.n = k.s`);
await owner.query(`insert into cases.case_file (district, id, number, kind, type_version, class, title, area_code, state, lead_unit, seq, opened_at, closed_at, due_at)
  select '${district}', id, 'B' || lpad(i::text, 11, '0'), 'request', '2026-12-01', 'help', matter || ' · ' || name, code, case when is_open then 'handling' else 'closed' end, unit, 5, at,
    case when is_open then null else at + interval '3 days' end, at + interval '7 days' from drawn`);
await owner.query(`insert into requests.request (district, id, number, matter, list_version, channel, area_code, lon, lat, place_text, words, is_public, secret_hash, received_at, cell)
  select '${district}', id, 'B' || lpad(i::text, 11, '0'), matter, 1, 'portal', code, lon, lat, place, words, true, 'b' || i, at,
    floor((lat + 90) * 400)::bigint * 144000 + floor((lon + 180) * 400)::bigint from drawn`);
await owner.query(`insert into requests.words select '${district}', id, at, grams from drawn`);
await owner.query(
  `insert into cases.event (district, case_id, seq, move, to_state, at, part, detail) select '${district}', id, 1, 'open', 'received', at, 'reporter', '{"class":"help"}' from drawn`,
);
// As a house is that has run for a while: what the load wrote is written out, and the pages are marked.
await owner.query('vacuum analyze');
await owner.query('checkpoint');

const house = await openHouse({
  databaseUrl: postgres.url(),
  root: process.cwd(),
  vault,
  log: createLog('silent'),
  poolSize: 10,
  settings: { demonstration: false, district, publicUrl: 'http://127.0.0.1:7398', secureCookies: false, tianditu: null, smsGateway: null, oidc: null },
  limits: { requestsPerMinute: 10_000_000 },
});
await house.app.listen({ host: '127.0.0.1', port: 7398 });
const official = await signIn(db, 'staff');
const call = async (url: string, init: RequestInit = {}, token?: string) => {
  const answer = await fetch(`http://127.0.0.1:7398/api${url}`, {
    ...init,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }), ...init.headers },
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(`${url}: ${JSON.stringify(body)}`);
  return body;
};

async function time(times: number, work: (i: number) => Promise<unknown>): Promise<number[]> {
  for (let i = 0; i < Math.min(50, times / 4); i++) await work(i);
  const taken: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work(i + 1000);
    taken.push(performance.now() - started);
  }
  return taken;
}
const shown = (taken: number[]) => [`${median(taken).toFixed(2)} ms`, `${quantile(taken, 0.99).toFixed(2)} ms`];
function print(name: string, ours: number[], bare: number[]) {
  row(name, ...shown(ours), ...shown(bare), `${(median(ours) / median(bare)).toFixed(1)}x`);
}

const areas = (
  await owner.query(
    `select code, centre_lon as lon, centre_lat as lat from areas.area where level = 'community' and code like '${district}%' and centre_lon is not null`,
  )
).rows;
const areaAt = (i: number) => areas[(i * 37) % areas.length]!;
row(`${total} requests`, 'server p50', 'server p99', 'bare SQL p50', 'bare SQL p99', 'p50 ratio');
await owner.query('create table public.plain (id uuid primary key, matter text, words text, lon float8, lat float8, at timestamptz)');
print(
  'intake: one request',
  await time(600, (i) =>
    call('/requests', {
      method: 'POST',
      body: JSON.stringify({ matter: '0101', words: `路灯不亮 ${i}`, areaCode: areaAt(i).code, lon: areaAt(i).lon, lat: areaAt(i).lat }),
    }),
  ),
  await time(600, (i) =>
    owner.query({
      name: 'plain',
      text: 'insert into public.plain values (gen_random_uuid(), $1, $2, $3, $4, now())',
      values: ['0101', `路灯不亮 ${i}`, areaAt(i).lon, areaAt(i).lat],
    }),
  ),
);
print(
  'queue: 50 of a district, soonest due first',
  await time(200, () => call('/cases/queue?box=late', {}, official.token)),
  await time(200, () =>
    owner.query({
      name: 'queue',
      text: `select * from cases.case_file where district = $1 and closed_at is null and not is_paused and due_at < now() and state <> 'answered' order by due_at, id limit 51`,
      values: [district],
    }),
  ),
);
print(
  'near: the same within 300 m and 60 days, by words',
  await time(400, (i) => call(`/requests/near?lon=${areaAt(i).lon}&lat=${areaAt(i).lat}&matter=0101&words=${encodeURIComponent('三幢门口路灯不亮')}`)),
  await time(400, (i) =>
    owner.query({
      name: 'near',
      text: `select id, words, lon, lat from requests.request where district = $1 and cell = any($2::bigint[]) and received_at > now() - interval '60 days' and matter = '0101'`,
      values: [district, cellsAround(areaAt(i).lon, areaAt(i).lat, 300)],
    }),
  ),
);
const some = (await owner.query(`select id from cases.case_file where district = '${district}' and state = 'handling' and number like 'B%' limit 300`))
  .rows as { id: string }[];
print(
  'similar: beside a case at the desk',
  await time(300, (i) => call(`/requests/${some[i % some.length]!.id}/similar`, {}, official.token)),
  await time(300, (i) =>
    owner.query({
      name: 'similar',
      text: `select o.id, o.words, o.lon, o.lat from requests.request r join requests.request o on o.district = r.district and o.cell = any(array(select r.cell + dy * 144000 + dx from generate_series(-2, 2) dy, generate_series(-2, 2) dx)) and o.received_at between r.received_at - interval '60 days' and r.received_at + interval '60 days' where r.district = $1 and r.id = $2`,
      values: [district, some[i % some.length]!.id],
    }),
  ),
);
const queries = ['地砖翘起', '老年食堂', '电梯抖动', '油烟很大', '梧桐树枝压到电线'];
print(
  'search: latest 30 by words in them',
  await time(100, (i) => call(`/requests/search?text=${encodeURIComponent(queries[i % queries.length]!)}`, {}, official.token)),
  await time(100, (i) =>
    owner.query({
      name: 'search',
      text: `select w.request_id from requests.words w where w.district = $1 and w.grams @@ $2::tsquery order by w.received_at desc limit 30`,
      values: [
        district,
        gramsOf(queries[i % queries.length]!)
          .map((g) => `'${g}'`)
          .join(' & '),
      ],
    }),
  ),
);

const { readHistory } = await import('../modules/signals/history.ts');
const { expectedOf, scanDays } = await import('../engines/stats/scan.ts');
print(
  'weak signals: read two years, scan every day of one',
  await time(3, () =>
    inTransaction(db, district, async (tx) => {
      const history = await readHistory(tx, district, new Date());
      const from = history.days - 365;
      for (const counted of history.matters.values())
        scanDays(counted, expectedOf(counted, from - 14), history.near, { mostDays: 14, mostAreas: 12, least: 3 }, { from, to: history.days - 1 }, () => {});
    }),
  ),
  await time(3, () =>
    owner.query(
      `select matter, area_code, date_trunc('week', received_at) as week, count(*) from requests.request where district = '${district}' group by 1, 2, 3 having count(*) >= 3`,
    ),
  ),
);

process.stdout.write('\nplanting 500 requests with words of their own\n');
const letters = [...'琉璃瓦檐雀巢砖窑麒麟榫卯斗拱牌坊碑亭藻井楹联匾额照壁垂花抱鼓石敢当'];
const planted = Array.from(
  { length: 500 },
  (_, i) =>
    `${letters[i % letters.length]}${letters[(i * 7 + 3) % letters.length]}${letters[(i * 11 + 5) % letters.length]}${letters[(i * 13 + 1 + Math.floor(i / 30)) % letters.length]}`,
);
const numbers: string[] = [];
for (const [i, phrase] of planted.entries())
  numbers.push(
    (await call('/requests', { method: 'POST', body: JSON.stringify({ matter: '0102', words: `门口的${phrase}坏了，路灯火通明`, areaCode: areaAt(i).code }) }))
      .number,
  );
let [found, extra] = [0, 0];
for (const [i, phrase] of planted.entries()) {
  const hits = (await call(`/requests/search?text=${encodeURIComponent(phrase)}`, {}, official.token)).found as { number: string; words: string }[];
  if (hits.some(({ number }) => number === numbers[i])) found++;
  extra += hits.filter(({ words }) => !words.includes(phrase)).length;
}
row('planted requests found by their words', `${found} of ${planted.length}`, `${extra} found that lack them`);
await house.close();
await db.destroy();
await owner.end();
await postgres.stop();
