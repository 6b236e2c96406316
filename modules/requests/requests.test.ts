import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { inTransaction } from '../../platform/database.ts';
import { makeUnit, setTime } from '../../tests/support/cases.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { faultOfList, findDuty, shippedMatters } from './duty/duty-list.ts';

const areaCode = '330105001051';
let house: TestHouse;
let official: Caller;
let dispatcher: Caller;
let worker: Caller;
let lights: Awaited<ReturnType<typeof makeUnit>>;
let children: Awaited<ReturnType<typeof makeUnit>>;
let at: { lon: number; lat: number };
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  dispatcher = await house.staff('subdistrictOfficial', { areaCode: areaCode.slice(0, 9) });
  worker = await house.staff('communityWorker', { areaCode });
  const community = await house.db.selectFrom('areas.area').select(['centreLon', 'centreLat']).where('code', '=', areaCode).executeTakeFirstOrThrow();
  at = { lon: community.centreLon!, lat: community.centreLat! };
  const far = await house.db
    .selectFrom('areas.area')
    .select('code')
    .where('level', '=', 'community')
    .where('code', 'like', `${district}%`)
    .where('code', 'not like', `${areaCode.slice(0, 9)}%`)
    .executeTakeFirstOrThrow();
  lights = await makeUnit(house, official, '路灯管理所', far.code);
  children = await makeUnit(house, official, '未成年人保护中心', far.code);
  await publish([
    { matter: '01', area: district, lead: lights.unit, clause: '第 1 条' },
    { matter: '0802', area: district, lead: children.unit, clause: '第 2 条' },
  ]);
});
beforeEach(() => setTime(house, '2026-11-23 10:00'));
afterAll(() => house.close());

async function publish(duties: object[], matters: object[] = shippedMatters()) {
  const { version } = (await official.send('POST', '/api/requests/duty-lists', { basis: '区政府令' })).body;
  const saved = await official.send('PUT', `/api/requests/duty-lists/${version}`, { revision: 1, content: { matters, duties } });
  const second = await house.staff('districtOfficial', { areaCode: district });
  return second.send('POST', `/api/requests/duty-lists/${version}/publication`, { revision: saved.body.revision });
}
const words = '单元门口的路灯三天不亮了，老人晚上不敢出门';
const tell = (who: Caller, more: object = {}) => who.send('POST', '/api/requests', { matter: '0101', words, ...at, placeText: '3 幢东侧', ...more });
const idOf = async (number: string) => (await official.get(`/api/cases/queue?box=all&number=${number}`)).body.cases[0].id as string;
const move = (who: Caller, id: string, name: string, said: object = {}) => who.send('POST', `/api/cases/${id}/moves/${name}`, said);
const own = (who: Caller, number: string, name: string, said: object = {}) => who.send('POST', `/api/requests/receipts/${number}/moves/${name}`, said);

test('a dark street lamp is told without signing in, followed by number and code, and nothing is shown without the code', async () => {
  const receipt = (await tell(house.anyone, { phone: '13800001234' })).body;
  expect(receipt).toMatchObject({ number: expect.stringMatching(/^\d{12}$/), code: expect.stringMatching(/^\d{8}$/), stop: null });
  const seen = (await house.anyone.get(`/api/requests/receipts/${receipt.number}?code=${receipt.code}`)).body;
  expect(seen).toMatchObject({ matter: { zh: '路灯不亮' }, words, state: { code: 'received' }, steps: [{ words: { zh: '已收到' } }] });
  const wrong = receipt.code === '00000000' ? '00000001' : '00000000';
  for (const path of ['', `?code=${wrong}`]) {
    expect((await house.anyone.get(`/api/requests/receipts/${receipt.number}${path}`)).body.type).toBe('requests/no-such-request');
  }
  expect((await own(house.anyone, receipt.number, 'withdraw', { code: wrong })).status).toBe(404);
});

test('from telling to rating: proposed by the duty list with its clause, sent, taken on, answered, found not solved, done again, rated', async () => {
  const resident = await house.resident();
  const { number } = (await tell(resident)).body;
  const id = await idOf(number);
  expect((await dispatcher.get(`/api/requests/${id}/proposals`)).body).toMatchObject([
    { unit: { id: lights.unit }, source: 'duty', clause: '第 1 条', matter: { zh: '公共设施' } },
  ]);
  await move(dispatcher, id, 'dispatch', { unit: lights.unit });
  await move(lights.a, id, 'sign');
  await move(lights.a, id, 'note', { text: '配件已订，周三到' });
  await move(lights.a, id, 'ask', { text: '是哪一盏？' });
  expect((await own(resident, number, 'supply', { text: '垃圾房旁边那盏' })).body.state).toBe('handling');
  const promised = async () => (await resident.get(`/api/requests/receipts/${number}`)).body.dueAt;
  expect(await promised()).not.toBeNull();
  await move(lights.a, id, 'answer', { text: '灯泡已换' });
  // What is answered is promised no more, and at the desk nothing runs against the unit.
  expect(await promised()).toBeNull();
  expect((await official.get(`/api/cases/queue?box=all&number=${number}`)).body.cases[0].isResting).toBe(true);
  expect((await own(resident, number, 'rate', { resolved: false, grade: 2, text: '还是不亮' })).body.state).toBe('handling');
  await move(lights.a, id, 'answer', { text: '线路已修' });
  expect((await own(resident, number, 'rate', { resolved: true, grade: 5 })).body.state).toBe('closed');
  const { steps, moves } = (await resident.get(`/api/requests/receipts/${number}`)).body;
  expect(steps.map((step: { text: string | null }) => step.text).filter(Boolean)).toEqual([
    '配件已订，周三到',
    '是哪一盏？',
    '垃圾房旁边那盏',
    '灯泡已换',
    '还是不亮',
    '线路已修',
  ]);
  expect(moves.map((one: { name: string }) => one.name)).toEqual(['reopen']);
  expect((await resident.get('/api/requests/mine')).body).toMatchObject([{ number, isOwn: true, isFinal: true }]);
});

test('told without a name, nothing of the account is kept: not in the request, not in the events, not among mine', async () => {
  const resident = await house.resident();
  const { number, code } = (await tell(resident, { isAnonymous: true })).body;
  expect((await resident.get('/api/requests/mine')).body).toEqual([]);
  await own(resident, number, 'withdraw', { code });
  const kept = await inTransaction(house.db, district, async (tx) => [
    await tx.selectFrom('requests.request').selectAll().where('district', '=', district).where('number', '=', number).executeTakeFirstOrThrow(),
    await tx
      .selectFrom('cases.event')
      .selectAll()
      .where('district', '=', district)
      .where('caseId', '=', await idOf(number))
      .execute(),
  ]);
  expect(JSON.stringify(kept)).not.toContain(resident.accountId);
});

test('harm to a child is sealed, goes at once to the unit of the law, and only those who work on it read it', async () => {
  const secret = '二楼的孩子常被打';
  const receipt = (await tell(house.anyone, { matter: '0802', words: secret })).body;
  expect(receipt.stop.zh).toContain('110');
  const id = await idOf(receipt.number);
  expect((await official.get(`/api/cases/${id}`)).body).toMatchObject({ state: 'dispatched', class: 'urgent', leadUnit: { id: children.unit } });
  expect((await children.a.get(`/api/requests/${id}`)).body.words).toBeNull();
  expect((await children.a.send('POST', `/api/requests/${id}/openings`, { purpose: '立即核查' })).body.words).toContain(secret);
  expect((await lights.a.send('POST', `/api/requests/${id}/openings`, { purpose: '看看' })).status).toBe(404);
  const rows = await inTransaction(house.db, district, (tx) =>
    tx.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', id).execute(),
  );
  expect(JSON.stringify(rows)).not.toContain(secret);
  const audit = (await official.get('/api/identity/audit?action=POST%20%2Frequests%2F%7Bid%7D%2Fopenings')).body;
  expect(JSON.stringify(audit)).toContain('立即核查');
  expect(
    (await house.anyone.get(`/api/requests/near?lon=${at.lon}&lat=${at.lat}`)).body.every((one: { matterCode: string }) => one.matterCode !== '0802'),
  ).toBe(true);
});

test('what a worker takes at the counter or by phone stands in the same queue, and the reporter’s phone is sealed', async () => {
  const taken = await worker.send('POST', '/api/requests/taken', {
    channel: 'phone',
    matter: '0106',
    words: '地下车库积水',
    areaCode,
    reporter: { name: '王阿姨', phone: '13912345678' },
  });
  expect(taken.status).toBe(200);
  const row = await inTransaction(house.db, district, (tx) =>
    tx.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', taken.body.id).executeTakeFirstOrThrow(),
  );
  expect(JSON.stringify(row)).not.toMatch(/王阿姨|13912345678/);
  expect((await dispatcher.get('/api/cases/queue?box=dispatch')).body.cases.map((one: { id: string }) => one.id)).toContain(taken.body.id);
  await move(dispatcher, taken.body.id, 'dispatch', { unit: lights.unit });
  expect((await lights.b.send('POST', `/api/requests/${taken.body.id}/openings`, { purpose: '电话联系' })).body).toMatchObject({
    name: '王阿姨',
    phone: '13912345678',
  });
  const outside = await worker.send('POST', '/api/requests/taken', { channel: 'phone', matter: '0106', words: '地下车库积水', areaCode: '330105002051' });
  expect([403, 404, 422]).toContain(outside.status);
});

test('what others told near here is shown without persons, and joined by following instead of telling again', async () => {
  const spot = { lon: at.lon + 0.0004, lat: at.lat };
  const { number } = (await tell(await house.resident(), { ...spot, matter: '0103', words: '井盖翘起来了很危险' })).body;
  const near = (await house.anyone.get(`/api/requests/near?lon=${at.lon}&lat=${at.lat}&matter=0103`)).body;
  expect(near).toMatchObject([{ number, matterCode: '0103', followers: 0 }]);
  // To a hundred metres only, though it is forty: nobody finds a door by asking from three sides.
  expect(near[0].metres).toBe(100);
  expect((await house.anyone.get('/api/requests/near?lon=0&lat=90')).body).toEqual([]);
  expect(Object.keys(near[0])).not.toContain('words');
  const neighbour = await house.resident();
  await neighbour.send('POST', `/api/requests/receipts/${number}/followers`);
  await neighbour.send('POST', `/api/requests/receipts/${number}/followers`);
  expect((await house.anyone.get(`/api/requests/near?lon=${at.lon}&lat=${at.lat}&matter=0103`)).body[0].followers).toBe(1);
  expect((await neighbour.get('/api/requests/mine')).body).toMatchObject([{ number, isOwn: false, placeText: '' }]);
  expect((await neighbour.get(`/api/requests/receipts/${number}`)).status).toBe(404);
  const quiet = (await tell(house.anyone, { matter: '0402', words: '楼下广场舞太吵了' })).body;
  expect((await neighbour.send('POST', `/api/requests/receipts/${quiet.number}/followers`)).body.type).toBe('requests/not-public');
  expect((await house.anyone.get(`/api/requests/near?lon=${at.lon + 0.01}&lat=${at.lat}&matter=0103`)).body).toEqual([]);
});

test('what cannot be taken is refused with its cure: unknown matters, places nobody can tell', async () => {
  expect((await tell(house.anyone, { matter: '7777' })).body.type).toBe('requests/no-such-matter');
  expect((await tell(house.anyone, { lon: 121.5, lat: 31.2 })).body.type).toBe('requests/place-unknown');
  expect((await tell(house.anyone, { phone: '12345' })).body).toMatchObject({ status: 400, fields: [{ field: 'phone' }] });
});

test('of duties the nearest matter and then the nearest area holds, and a list with a gap or a pair told twice is refused', () => {
  const duties = [
    { matter: '01', area: '330105', lead: 'a' },
    { matter: '0101', area: '330105', lead: 'b' },
    { matter: '0101', area: '330105001', lead: 'c' },
    { matter: '01', area: '330105001051', lead: 'd' },
  ].map((duty) => ({ ...duty, co: [], supervising: null, clause: '-' }));
  const list = { version: 1, content: { matters: shippedMatters(), duties } };
  const lead = (matter: string, area: string) => findDuty(list, matter, area)?.lead;
  expect([
    lead('0101', '330105001051'),
    lead('0101', '330105002001'),
    lead('0102', '330105001051'),
    lead('0102', '330105001052'),
    lead('02', '330105001051'),
  ]).toEqual(['c', 'b', 'd', 'a', undefined]);
  expect(faultOfList(list.content)).toBeNull();
  expect(faultOfList({ ...list.content, duties: [...duties, duties[0]!] })).toMatchObject({ field: 'duties.4' });
  expect(faultOfList({ matters: [...shippedMatters(), { ...shippedMatters()[0]!, code: '3101' }], duties: [] })).toMatchObject({
    en: expect.stringContaining('31'),
  });
});

test('a duty list is drafted by one and published by another; what was told before keeps the words of its version', async () => {
  const { number, code } = (await tell(house.anyone)).body;
  const draft = (await official.send('POST', '/api/requests/duty-lists', { basis: '更名' })).body;
  expect((await official.send('POST', '/api/requests/duty-lists', { basis: '更名' })).body.type).toBe('requests/draft-there');
  const matters = shippedMatters().map((matter) => (matter.code === '0101' ? { ...matter, zh: '照明故障' } : matter));
  const put = (revision: number, duties: object[]) =>
    official.send('PUT', `/api/requests/duty-lists/${draft.version}`, { revision, content: { matters, duties } });
  expect((await put(1, [{ matter: '01', area: district, lead: '00000000-0000-7000-8000-000000000000', clause: '第 1 条' }])).body).toMatchObject({
    type: 'requests/list-faulty',
    field: 'duties.0',
  });
  const saved = (await put(1, [{ matter: '01', area: district, lead: lights.unit, clause: '第 1 条' }])).body;
  expect((await put(1, [])).body.type).toBe('requests/no-draft');
  const publication = `/api/requests/duty-lists/${draft.version}/publication`;
  expect((await official.send('POST', publication, { revision: saved.revision })).body.type).toBe('requests/own-draft');
  const second = await house.staff('districtOfficial', { areaCode: district });
  expect((await second.send('POST', publication, { revision: saved.revision })).body).toEqual({ version: draft.version });
  expect((await house.anyone.get('/api/requests/matters')).body.matters.find((one: { code: string }) => one.code === '0101').zh).toBe('照明故障');
  expect((await house.anyone.get(`/api/requests/receipts/${number}?code=${code}`)).body.matter.zh).toBe('路灯不亮');
  expect((await official.get('/api/requests/duty-lists')).body.filter((one: { status: string }) => one.status === 'effective')).toHaveLength(1);
});

test('a request that is sent again with its key is one request', async () => {
  const headers = { 'idempotency-key': 'phone-1-7' };
  const body = { matter: '0301', words: '门口堆了建筑垃圾', ...at };
  const answers = await Promise.all(Array.from({ length: 6 }, () => house.anyone.send('POST', '/api/requests', body, headers)));
  expect(new Set(answers.map((one) => one.body.number)).size).toBe(1);
});
