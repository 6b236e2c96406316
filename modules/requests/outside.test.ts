import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setTime } from '../../tests/support/cases.ts';
import { openRequestHouse, type RequestHouse, requestArea } from '../../tests/support/request-house.ts';

let r: RequestHouse;
const keys: Record<string, string> = {};
beforeAll(async () => {
  r = await openRequestHouse();
  for (const channel of ['open311', 'device', 'mail', 'hotline'])
    keys[channel] = (await r.official.send('POST', '/api/requests/intake-keys', { name: `${channel} 平台`, channel })).body.key;
});
beforeEach(() => setTime(r.house, '2026-11-23 10:00'));
afterAll(() => r.house.close());

const alarm = (more: object = {}) => ({ key: keys['device'], channel: 'device', outsideId: 'D-1', matter: '0106', words: '水位超限 38 cm', ...r.at, ...more });

test('an alarm that a device sends again and again, also at the same moment, is one request', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => r.house.anyone.send('POST', '/api/requests/outside', alarm())));
  expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
  expect(new Set(answers.map(({ body }) => body.number)).size).toBe(1);
  expect(answers.filter(({ body }) => !body.isRepeated)).toHaveLength(1);
  const id = await r.idOf(answers[0]!.body.number);
  expect((await r.official.get(`/api/requests/${id}`)).body).toMatchObject({ channel: 'device', words: '水位超限 38 cm' });
});

test('numbers of two systems are their own, and each key counts what came by it', async () => {
  const other = (await r.official.send('POST', '/api/requests/intake-keys', { name: '另一平台', channel: 'device' })).body;
  const mine = (await r.house.anyone.send('POST', '/api/requests/outside', alarm({ outsideId: 'D-7' }))).body;
  const theirs = (await r.house.anyone.send('POST', '/api/requests/outside', alarm({ outsideId: 'D-7', key: other.key }))).body;
  expect(theirs).toMatchObject({ isRepeated: false });
  expect(theirs.number).not.toBe(mine.number);
  const counted = (await r.official.get('/api/requests/intake-keys')).body as { id: string; requests: number }[];
  expect(counted.find(({ id }) => id === other.id)?.requests).toBe(1);
});

test('a key opens its own channel only, and nothing once it has ended', async () => {
  const refused = (body: object) => r.house.anyone.send('POST', '/api/requests/outside', body).then(({ body: said }) => said.type);
  expect(await refused(alarm({ key: 'not-a-key-at-all' }))).toBe('requests/no-such-key');
  expect(await refused(alarm({ key: keys['hotline'] }))).toBe('requests/no-such-key');
  const made = (await r.official.send('POST', '/api/requests/intake-keys', { name: '旧传感器', channel: 'device' })).body;
  expect((await r.official.send('DELETE', `/api/requests/intake-keys/${made.id}`)).status).toBe(200);
  expect((await r.official.send('DELETE', `/api/requests/intake-keys/${made.id}`)).body.type).toBe('requests/no-such-key');
  expect(await refused(alarm({ key: made.key }))).toBe('requests/no-such-key');
  expect(JSON.stringify((await r.official.get('/api/requests/intake-keys')).body)).not.toContain(keys['device']);
});

const mail = [
  'From: =?utf-8?B?546L5aWz5aOr?= <wang@example.org>',
  'To: tell@linli.example',
  'Subject: =?utf-8?B?5bCP5Yy66Lev54Gv5LiN5Lqu?=',
  'Message-ID: <m1@example.org>',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<style>p{}</style><p>三幢门口的路灯坏了，<b>太黑</b>。</p>',
].join('\r\n');

test('a mail becomes a request once, with its matter by its words and the sender sealed', async () => {
  const send = (message: string) => r.house.anyone.send('POST', '/api/requests/mail', { key: keys['mail'], message });
  const first = (await send(mail)).body;
  expect((await send(mail)).body).toMatchObject({ number: first.number, isRepeated: true, code: null });
  const id = await r.idOf(first.number);
  const seen = (await r.official.get(`/api/requests/${id}`)).body;
  expect(seen).toMatchObject({ channel: 'mail', matter: { code: '0101' } });
  expect(seen.words).toContain('小区路灯不亮');
  expect(seen.words).not.toContain('<');
  await r.move(r.official, id, 'dispatch', { unit: r.lights.unit });
  expect((await r.lights.a.send('POST', `/api/requests/${id}/openings`, { purpose: '回复邮件' })).body).toMatchObject({
    name: '王女士',
    mail: 'wang@example.org',
  });
  expect((await send('Subject: nothing\r\n\r\n')).body.type).toBe('requests/mail-unreadable');
});

const calls = [
  '工单编号,诉求内容,事项,社区代码,姓名,来电号码',
  `H1,井盖翘起来了很危险,,${requestArea},张三,13800000001`,
  `H2,想问高龄津贴怎么办,政策咨询,,,`,
  `H3,=1+1,,${requestArea},,`,
  `H4,食堂的菜太咸,没有这个事项,${requestArea},,`,
  `H5,路灯不亮,,330105999999,,`,
].join('\n');

test('a list of calls says every bad row and loads nothing until told to; brought in twice, each call is there once', async () => {
  const send = (fields: Record<string, string>, bytes = calls) =>
    r.official.upload('/api/requests/hotline-imports', fields, [{ field: 'file', name: 'calls.csv', bytes }]);
  const checked = (await send({})).body;
  expect(checked).toMatchObject({ rows: 5, good: 2, loaded: 0 });
  expect(checked.issues.map((issue: { row: number }) => issue.row)).toEqual([4, 5, 6]);
  expect((await send({ isLoad: 'true' })).body).toMatchObject({ type: 'requests/has-bad-rows', bad: 3 });
  expect((await send({ isLoad: 'true', skipBadRows: 'true' })).body).toMatchObject({ loaded: 2, repeated: 0 });
  expect((await send({ isLoad: 'true', skipBadRows: 'true' })).body).toMatchObject({ loaded: 0, repeated: 2 });
  const found = (await r.official.get(`/api/requests/search?text=${encodeURIComponent('井盖翘起')}`)).body.found;
  expect(found).toHaveLength(1);
  expect((await send({}, '内容\n没有编号')).body.type).toBe('requests/file-unusable');
});

test('the deadlines of a call run from when it was said, and a time that cannot be is a bad row', async () => {
  const bytes = [
    '工单编号,内容,事项,社区代码,来电时间',
    `T1,路灯不亮,0101,${requestArea},2026-11-20 09:30`,
    `T2,路灯不亮,0101,${requestArea},2026-12-20 09:30`,
  ].join('\n');
  const send = (fields: Record<string, string>) => r.official.upload('/api/requests/hotline-imports', fields, [{ field: 'file', name: 'calls.csv', bytes }]);
  expect((await send({})).body.issues).toMatchObject([{ row: 3, column: '来电时间' }]);
  await send({ isLoad: 'true', skipBadRows: 'true' });
  const [first] = (await r.official.get('/api/requests/search?text=%E8%B7%AF%E7%81%AF&before=2026-11-20T03:00:00Z')).body.found;
  expect(first.receivedAt).toBe('2026-11-20T01:30:00.000Z');
  expect((await r.official.get(`/api/cases/${first.id}`)).body.openedAt).toBe('2026-11-20T01:30:00.000Z');
});

const form = (fields: Record<string, string>) =>
  r.house.app.inject({
    method: 'POST',
    url: '/open311/v2/requests.json',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
const get = async (path: string) => {
  const answer = await r.house.app.inject({ method: 'GET', url: `/open311/v2/${path}` });
  return {
    status: answer.statusCode,
    type: String(answer.headers['content-type']),
    text: answer.body,
    body: answer.headers['content-type']?.toString().includes('json') ? answer.json() : null,
  };
};

test('Open311: services, a round trip from sending to closed, and nothing of what was said or by whom', async () => {
  const services = (await get('services.json')).body as { service_code: string; service_name: string; metadata: boolean; type: string }[];
  expect(services.find((one) => one.service_code === '0101')).toMatchObject({ metadata: false, type: 'realtime' });
  expect(services.some((one) => ['01', '0802'].includes(one.service_code))).toBe(false);
  expect((await get('services/0101.json')).body).toEqual({ service_code: '0101', attributes: [] });
  const sent = await form({
    api_key: keys['open311']!,
    service_code: '0101',
    lat: String(r.at.lat),
    long: String(r.at.lon),
    description: '路灯不亮，王先生',
    first_name: '先生',
    last_name: '王',
    phone: '13800000009',
    device_id: 'phone-1',
    account_id: 'wang',
  });
  expect(sent.statusCode).toBe(200);
  const [{ service_request_id: number }] = sent.json();
  // The same phone may tell of another lamp.
  const second = await form({
    api_key: keys['open311']!,
    service_code: '0101',
    lat: String(r.at.lat),
    long: String(r.at.lon),
    description: '西门路灯也不亮',
    device_id: 'phone-1',
    account_id: 'wang',
  });
  expect(second.json()[0].service_request_id).not.toBe(number);
  const [open] = (await get(`requests/${number}.json`)).body;
  expect(open).toMatchObject({ service_request_id: number, status: 'open', service_code: '0101', description: null });
  expect(JSON.stringify(open)).not.toContain('王');
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, id, 'sign');
  await r.move(r.lights.a, id, 'answer', { text: '已修好' });
  await r.move(r.worker, id, 'rate', { resolved: true, grade: 5, channel: 'phone' });
  expect((await get(`requests.json?service_request_id=${number},000000000000`)).body).toMatchObject([{ status: 'closed', agency_responsible: '路灯管理所' }]);
  expect((await get('requests.json?status=open&service_code=0101')).body.map((one: { service_request_id: string }) => one.service_request_id)).not.toContain(
    number,
  );
});

test('Open311: XML beside JSON, and errors as the standard writes them, with the cure', async () => {
  const xml = await get('services.xml');
  expect(xml.type).toContain('xml');
  expect(xml.text).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\s*<services><service><service_code>/);
  expect((await get('discovery.json')).body.endpoints[0]).toMatchObject({ specification: 'http://wiki.open311.org/GeoReport_v2' });
  const at = { lat: String(r.at.lat), long: String(r.at.lon), description: '路灯不亮' };
  expect((await form({ service_code: '0101', ...at })).json()).toMatchObject([{ code: 403 }]);
  expect((await form({ api_key: 'wrong-key-wrong', service_code: '0101', ...at })).statusCode).toBe(403);
  expect((await form({ api_key: keys['open311']!, service_code: '7777', ...at })).statusCode).toBe(404);
  expect((await form({ api_key: keys['open311']!, service_code: '0101', description: '路灯不亮' })).json()[0].description).toContain('lat and long');
  expect((await get('requests.json?start_date=yesterday')).status).toBe(400);
  expect((await get('requests.json?service_request_id=1&service_request_id=2')).body).toEqual([]);
  expect((await get('requests/000000000000.json')).status).toBe(404);
  expect((await get('services.json?jurisdiction_id=example.org')).status).toBe(404);
});
