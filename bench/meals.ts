// Three tills without a connection for an hour, then back, with conflicts that were planted; and the settlement of a city's month,
// held against sums that do not come from the ledger.
import { createHmac } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { createLog, openHouse, prepareDatabase } from '../apps/server/open-house.ts';
import { checkBooks } from '../modules/ledger/index.ts';
import { exampleSchemes } from '../modules/meals/pricing/scheme.ts';
import { cardContext } from '../modules/meals/till/people.ts';
import { sealProfile } from '../modules/people/index.ts';
import { createVault, sha256 } from '../platform/crypto.ts';
import { inTransaction } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { startPostgres } from '../platform/postgres.ts';
import { row } from './print.ts';

const [sites, mealsInMonth] = [Number(process.argv[2] ?? 1000), Number(process.argv[3] ?? 700_000)];
const [district, elsewhere] = ['330105', '330106'];
const clock = { now: new Date('2026-11-23T04:00:00Z') };
const vault = createVault(Buffer.alloc(32, 7));
const dataDirectory = path.resolve('var/bench-meals');
rmSync(dataDirectory, { recursive: true, force: true });
const postgres = await startPostgres({ dataDirectory });
await prepareDatabase(postgres.url(), process.cwd(), clock.now);
const owner = new pg.Client({ connectionString: postgres.url() });
await owner.connect();
await owner.query("set timezone = 'Asia/Shanghai'");
await owner.query(`insert into areas.area (code, level, parent_code, name, path, valid_from, source) values
  ('330000', 'province', null, '浙江省', '330000', '2020-01-01', 'bench'), ('330100', 'city', '330000', '杭州市', '330000/330100', '2020-01-01', 'bench'),
  ('330105', 'district', '330100', '拱墅区', '330000/330100/330105', '2020-01-01', 'bench')`);
const settings = { demonstration: false, district, publicUrl: 'http://127.0.0.1', secureCookies: false, tianditu: null, smsGateway: null, oidc: null };
const house = await openHouse({
  databaseUrl: postgres.url(),
  root: process.cwd(),
  settings,
  vault,
  clock: () => clock.now,
  log: createLog('silent'),
  limits: { requestsPerMinute: 1e9 },
} as never);
const { db } = house;

async function signIn(grant: object): Promise<string> {
  const [id, token] = [newId(), `${district}.${newId()}`];
  await inTransaction(db, district, async (tx) => {
    await tx
      .insertInto('identity.account')
      .values({ district, id, name: '测试', createdAt: clock.now, kind: 'staff', loginName: id } as never)
      .execute();
    await tx
      .insertInto('identity.roleGrant')
      .values({ district, id: newId(), accountId: id, validFrom: new Date('2020-01-01'), ...grant } as never)
      .execute();
    const session = { tokenHash: sha256(token), id: newId(), accountId: id, createdAt: clock.now, lastSeenAt: clock.now, device: 'bench', ip: '127.0.0.1' };
    await tx
      .insertInto('identity.session')
      .values({ district, ...session, expiresAt: new Date('2099-01-01') })
      .execute();
  });
  return token;
}
const official = await signIn({ role: 'districtOfficial', areaCode: district });
async function send(url: string, payload: object = {}) {
  const response = await house.app.inject({ method: 'POST', url, headers: { authorization: `Bearer ${official}` }, payload });
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.body}`);
  return response.json();
}

const scheme = { ...exampleSchemes.find(({ code }) => code === 'example-ladder')!, isExample: false };
const enter = (home: string) =>
  inTransaction(db, home, (tx) =>
    tx
      .insertInto('meals.scheme')
      .values({ district: home, code: 'ladder', version: 1, rules: JSON.stringify(scheme), fromDay: '2026-01-01', enteredBy: newId(), enteredAt: clock.now })
      .execute(),
  );
await enter(district);
await enter(elsewhere);
const organisation = newId();
await owner.query(
  `insert into partners.organisation (district, id, name, kind, created_at) values ('${district}', '${organisation}', '餐饮公司', 'operator', now())`,
);
const sittings = [{ meal: 'lunch', from: 630, to: 780 }];
const makeSite = (n: number) =>
  send('/api/meals/sites', {
    kind: 'mealPoint',
    name: `助餐点${n}`,
    nameEn: `Point ${n}`,
    areaCode: district,
    organisationId: organisation,
    licenceNumber: 'JY1330105',
    licenceUntil: '2030-01-01',
    seats: 500,
    sittings,
    isOnPass: true,
  });

let cards = 20_000_000;
const sealed = sealProfile(vault, [
  { fact: 'isLocal', value: true, validFrom: '2020-01-01', validTo: null, statedOn: '2026-11-01', isFromKeeper: true },
  { fact: 'isMinimum', value: false, validFrom: '2020-01-01', validTo: null, statedOn: '2026-11-01', isFromKeeper: true },
]);
async function makeEater(bornOn = '1940-01-01'): Promise<string> {
  const [personId, card] = [newId(), String(++cards)];
  const numberIndex = vault.blindIndex(cardContext, card);
  await inTransaction(db, district, async (tx) => {
    const name = { nameCipher: vault.seal('person.name', '陈测试'), nameIndex: personId };
    await tx
      .insertInto('people.person')
      .values({ district, id: personId, areaCode: district, sex: 'female', bornOn, createdAt: clock.now, ...name })
      .execute();
    await tx.insertInto('people.profile').values({ district, personId, sealed }).execute();
    await tx.insertInto('meals.cardHome').values({ numberIndex, district }).execute();
    await tx
      .insertInto('meals.card')
      .values({ district, id: newId(), personId, numberIndex, issuedAt: new Date('2026-01-01') })
      .execute();
  });
  return card;
}

/* Three tills, 1,000 meals, 30 conflicts. */
type Till = { id: string; key: string; site: string; sales: object[]; expected: [number, string][]; last: string };
const tills: Till[] = [];
for (let i = 0; i < 3; i++) {
  const site = (await makeSite(i)).id;
  tills.push({ ...(await send(`/api/meals/sites/${site}/tills`, { name: '一号' })), site, sales: [], expected: [], last: '' });
}
function sellOffline(till: Till, card: string | null, minute: number, conflict: string | null = null): void {
  const soldAt = new Date(clock.now.getTime() + minute * 1000).toISOString();
  const [seq, discountFen, subsidyFen] = [till.sales.length + 1, card ? 300 : 0, card ? 300 : 0];
  const text = [till.id, till.last, seq, card ?? '', 'lunch', 'eatIn', 2000, discountFen, subsidyFen, 'cash', soldAt].join('|');
  till.last = createHmac('sha256', Buffer.from(till.key, 'hex')).update(text).digest('hex');
  till.sales.push({ seq, card, meal: 'lunch', how: 'eatIn', listFen: 2000, discountFen, subsidyFen, paidBy: 'cash', soldAt, signature: till.last });
  if (conflict) till.expected.push([seq, conflict]);
}
const plain: string[] = [];
for (let i = 0; i < 970; i++) plain.push(await makeEater());
const young = await makeEater('1990-01-01');
for (const [i, card] of plain.entries()) sellOffline(tills[i % 3]!, card, i);
// Ten who ate at another till as well, ten cards that nobody issued, ten uses of the card of somebody young (the third and later of a day are too many).
for (let i = 0; i < 10; i++) sellOffline(tills[(i + 1) % 3]!, plain[i]!, 1000 + i, 'servedAlready');
for (let i = 0; i < 10; i++) sellOffline(tills[i % 3]!, String(90_000_000 + i), 1100 + i, 'unknownCard');
const uses = [0, 0, 0];
for (let i = 0; i < 10; i++) sellOffline(tills[i % 3]!, young, 1200 + i, uses[i % 3]!++ < 2 ? 'notEntitled' : 'tooMany');
clock.now = new Date(clock.now.getTime() + 3600_000);
const began = performance.now();
let [taken, wrong] = [0, 0];
const found: { till: number; seq: number; why: string }[] = [];
// The tills come back one after the other, each in parts, and each part is sent twice, as after a lost answer.
for (const [n, till] of tills.entries()) {
  for (let i = 0; i < till.sales.length; i += 100) {
    const part = { sales: till.sales.slice(i, i + 100) };
    const answer = await send(`/api/meals/tills/${till.id}/offline-sales`, part);
    const repeated = await send(`/api/meals/tills/${till.id}/offline-sales`, part);
    taken += answer.taken;
    wrong += repeated.taken;
    found.push(...answer.conflicts.map(({ seq, why }: { seq: number; why: string }) => ({ till: n, seq, why })));
  }
}
// Whoever ate at two tills keeps the subsidy of the one that came back first.
const planted = tills.flatMap(({ expected }, n) => expected.map(([seq, why]) => ({ till: n, seq, why })));
const sorted = (list: { till: number; seq: number; why: string }[]) =>
  list
    .filter(({ why }) => why !== 'servedAlready')
    .map((it) => JSON.stringify(it))
    .sort()
    .join();
const isExact = sorted(found) === sorted(planted) && found.filter(({ why }) => why === 'servedAlready').length === 10;
const stored = await owner.query(
  'select count(*)::int n, sum(due_fen)::int due, sum(subsidy_fen)::int subsidy, count(conflict)::int conflicts from meals.sale',
);
const faults = await inTransaction(db, district, (tx) => checkBooks(tx, district));
row('three tills back after an hour', `${taken} meals`, `taken twice ${wrong}`, `${((performance.now() - began) / 1000).toFixed(1)} s`);
row('conflicts', `planted 30`, `found ${found.length}`, `list ${isExact ? 'exact' : 'NOT exact'}`);
row(
  'stored',
  `${stored.rows[0].n} meals`,
  `${stored.rows[0].conflicts} with a conflict`,
  `subsidies ${stored.rows[0].subsidy} fen for ${stored.rows[0].subsidy / 300} meals`,
  `faults in the books ${faults.length}`,
);

/* A city's month: written as tills would have, straight into the tables, then settled through the API. */
process.stdout.write(`writing ${mealsInMonth} subsidised meals at ${sites} sites\n`);
await owner.query(`insert into meals.site (district, id, kind, name, name_en, area_code, organisation_id, licence_number, licence_until, seats, sittings, is_on_pass, changed_at)
  select '${district}', gen_random_uuid(), 'mealPoint', '城市助餐点' || n, 'City point ' || n, '${district}', '${organisation}', 'JY1', '2030-01-01', 500, '${JSON.stringify(sittings)}', true, now() from generate_series(1, ${sites}) n;
  insert into meals.till (district, id, site_id, name, key_cipher, opened_at) select district, gen_random_uuid(), id, '二号', 'x', now() from meals.site where name like '城市%';
  insert into ledger.account (district, id, owner_kind, owner_id, unit, kind, name, is_kept, opened_at)
  select '${district}', gen_random_uuid(), 'canteen', id::text, 'fen', 'subsidyDue', 'x', false, now() from meals.site where name like '城市%';
  insert into ledger.account (district, id, owner_kind, owner_id, unit, kind, name, is_kept, opened_at) values
    ('${district}', gen_random_uuid(), 'district', '${elsewhere}', 'fen', 'clearing', 'x', false, now());
  insert into people.person (district, id, area_code, name_cipher, name_index, sex, born_on, created_at)
  select '${district}', gen_random_uuid(), '${district}', 'x', 'c' || n, 'female', '1945-01-01', now() from generate_series(1, 40000) n;`);
await owner.query(`
  create temp table s as select t.site_id, t.id as till_id, row_number() over () as n from meals.till t where t.name = '二号';
  create temp table p as select id, row_number() over () as n from people.person where name_index like 'c%';
  analyze s; analyze p;
  insert into meals.sale (district, id, site_id, till_id, home, person_id, identified_by, day, meal, how, list_fen, due_fen, subsidy_fen, subsidy_code, scheme, lines, paid_by, sold_at, received_at, sold_by)
  select '${district}', uuidv7(), s.site_id, s.till_id, case when g % 10 = 0 then '${elsewhere}' else '${district}' end, p.id, 'card', d.day, 'lunch', 'eatIn', 2000, 1400, 300, '80+', 'ladder', '[]', 'cash', d.at, d.at, p.id
  from (select g, date '2026-10-01' + (g / 40000) % 31 as day, 1 + g % ${sites} as site, 1 + g % 40000 as person from generate_series(0, ${mealsInMonth - 1}) g) x
  join s on s.n = x.site join p on p.n = x.person
  cross join lateral (select x.day, (x.day + time '10:40' + make_interval(secs => (x.g::bigint * 7919) % 7000))::timestamptz as at) d`);
await owner.query('analyze ledger.account');
await owner.query(`
  insert into ledger.transfer (district, id, flow, kind, debit_id, credit_id, amount, unit, reference, happened_at, posted_at)
  select s.district, uuidv7(), 'post', 'meals.subsidy', payer.id, due.id, s.subsidy_fen, 'fen', s.id::text, s.sold_at, s.sold_at from meals.sale s
  join ledger.account due on due.district = s.district and due.kind = 'subsidyDue' and due.owner_id = s.site_id::text
  join ledger.account payer on payer.district = s.district and payer.kind = case when s.home = s.district then 'mealSubsidy' else 'clearing' end
  where s.day < '2026-11-01'; analyze`);
clock.now = new Date('2026-11-24T02:00:00Z');
const before = process.memoryUsage().rss;
const settling = performance.now();
const drawn = await send('/api/meals/settlements/2026-10');
const drawnIn = (performance.now() - settling) / 1000;
await owner.query(`update meals.claim set state = 'submitted', submitted_at = now() where month = '2026-10-01'`);
await owner.query(`update meals.question set answer = 'fine', answer_note = '已核实', answered_at = now(), answered_by = gen_random_uuid()`);
const approving = performance.now();
const { rows: claims } = await owner.query<{ id: string }>("select id from meals.claim where month = '2026-10-01'");
for (const { id } of claims) await send(`/api/meals/claims/${id}/approve`);
const paid = await send('/api/meals/settlements/2026-10/payments', { reference: '十月助餐补贴' });
const paidIn = (performance.now() - approving) / 1000;
const own = (
  await owner.query(
    "select count(*)::int meals, sum(subsidy_fen)::int fen from meals.sale where state = 'sold' and subsidy_fen > 0 and day >= '2026-10-01' and day < '2026-11-01'",
  )
).rows[0];
const left = (
  await owner.query(`select coalesce(sum(case when t.credit_id = a.id then amount else -amount end), 0)::int n from ledger.account a join ledger.transfer t on t.district = a.district and a.id in (t.debit_id, t.credit_id)
  where a.kind = 'subsidyDue' and a.name = 'x'`)
).rows[0].n;
row(
  `a month of ${sites} sites`,
  `${drawn.claims} claims`,
  `${drawn.meals} meals`,
  `${drawn.amountFen} fen`,
  `${drawn.questions} questions`,
  `${drawnIn.toFixed(1)} s`,
);
row(
  'the same summed over the sales',
  '',
  `${own.meals} meals`,
  `${own.fen} fen`,
  own.meals === drawn.meals && own.fen === drawn.amountFen ? 'the same' : 'DIFFERENT',
);
row('approved one by one, paid together', `${paid.paid} paid`, `${paid.amountFen} fen`, `left on accounts ${left}`, `${paidIn.toFixed(1)} s`);
row(
  'memory of the server',
  `${Math.round(process.memoryUsage().rss / 1e6)} MB`,
  `${Math.round((process.memoryUsage().rss - before) / 1e6)} MB more than before`,
);
const monthFaults = await inTransaction(db, district, async (tx) => {
  await sql`set local statement_timeout = 0`.execute(tx);
  return checkBooks(tx, district);
});
row('books after it', `faults ${monthFaults.length}`);
await house.close();
await owner.end();
await postgres.stop();
rmSync(dataDirectory, { recursive: true, force: true });
process.exitCode = isExact && wrong === 0 && faults.length + monthFaults.length === 0 && own.fen === drawn.amountFen ? 0 : 1;
