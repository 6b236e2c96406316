import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setTime } from '../../tests/support/cases.ts';
import { district, inDistrict } from '../../tests/support/house.ts';
import { openRequestHouse, type RequestHouse, requestArea } from '../../tests/support/request-house.ts';
import { cellOf, cellsAround } from './found/words.ts';
import { forgetOld } from './retention.ts';

let r: RequestHouse;
beforeAll(async () => {
  r = await openRequestHouse();
});
beforeEach(() => setTime(r.house, '2026-11-23 10:00'));
afterAll(() => r.house.close());
const search = async (text: string) => (await r.official.get(`/api/requests/search?text=${encodeURIComponent(text)}`)).body;

test('whatever words were told are found again, whole or in part, and what is confidential is not', async () => {
  const { number } = (await r.tell(r.house.anyone, { matter: '0401', words: '中山路工地夜里灯火通明还打桩' })).body;
  for (const text of ['中山路', '路工', '灯火通明', '打桩', '通明还打']) {
    expect((await search(text)).found.map((one: { number: string }) => one.number)).toContain(number);
  }
  expect((await search('路灯火')).found).toEqual([]);
  await r.tell(r.house.anyone, { matter: '0802', words: '楼上传来奇怪的哭喊声' });
  expect((await search('哭喊')).found).toEqual([]);
  expect((await r.worker.get('/api/requests/search?text=x')).status).toBe(400);
});

test('a reader finds only what lies in their areas, page after page', async () => {
  for (let i = 0; i < 33; i++) await r.tell(r.house.anyone, { matter: '0303', words: `第${i}棵梧桐树枝压到电线` });
  const first = (await r.dispatcher.get(`/api/requests/search?text=${encodeURIComponent('梧桐')}`)).body;
  expect(first.found).toHaveLength(30);
  expect(first.more).toBe(true);
  const elsewhere = await r.house.staff('communityWorker', { areaCode: '330105002051' });
  expect((await elsewhere.get(`/api/requests/search?text=${encodeURIComponent('梧桐')}`)).body.found).toEqual([]);
});

test('what is near in place, time and words is suggested first, and joining is one move', async () => {
  const spot = { lon: r.at.lon + 0.0021, lat: r.at.lat + 0.0003, matter: '0102' };
  const first = (await r.tell(r.house.anyone, { ...spot, words: '人行道地砖破损翘起绊倒老人' })).body;
  await r.tell(r.house.anyone, { ...spot, lon: spot.lon + 0.0002, words: '马路上有一个大坑' });
  const same = (await r.tell(r.house.anyone, { ...spot, lat: spot.lat + 0.0001, words: '地砖翘起来了，老人差点绊倒' })).body;
  const near = (await r.house.anyone.get(`/api/requests/near?lon=${spot.lon}&lat=${spot.lat}&matter=0102&words=${encodeURIComponent('地砖翘起绊倒人')}`)).body;
  expect(near[0]).toMatchObject({ isAlike: true });
  expect(near.at(-1)).toMatchObject({ isAlike: false });
  const [id, firstId] = [await r.idOf(same.number), await r.idOf(first.number)];
  const [similar] = (await r.dispatcher.get(`/api/requests/${id}/similar`)).body;
  expect(similar).toMatchObject({ id: firstId, isSame: true });
  expect((await r.move(r.dispatcher, id, 'join', { case: firstId })).body.state).toBe('joined');
  setTime(r.house, '2027-02-23 10:00');
  expect((await r.house.anyone.get(`/api/requests/near?lon=${spot.lon}&lat=${spot.lat}`)).body).toEqual([]);
});

test('squares of the map cover every point that is as near as asked', () => {
  for (let i = 0; i < 2000; i++) {
    const [lon, lat] = [120 + Math.random(), 30 + Math.random()];
    const [bearing, metres] = [Math.random() * 2 * Math.PI, Math.random() * 299];
    const other = cellOf(lon + (metres * Math.sin(bearing)) / (111_195 * Math.cos((lat * Math.PI) / 180)), lat + (metres * Math.cos(bearing)) / 111_195);
    expect(cellsAround(lon, lat, 300)).toContain(other);
  }
});

test('a photo is kept without what the camera wrote; its place only where the reporter allows it; strangers do not see it', async () => {
  const bytes = await sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#335' } })
    .withExif({ IFD0: { Make: 'SecretCam' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '30/1 18/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '120/1 9/1 0/1' } })
    .jpeg()
    .toBuffer();
  const { number, code } = (await r.tell(r.house.anyone)).body;
  const send = (keepPlace: string) =>
    r.house.anyone.upload(`/api/requests/receipts/${number}/photos`, { code, keepPlace }, [{ field: 'file', name: 'lamp.jpg', bytes }]);
  expect((await send('false')).status).toBe(200);
  expect((await send('true')).status).toBe(200);
  const photos = (await r.house.anyone.get(`/api/requests/receipts/${number}?code=${code}`)).body.photos;
  expect(photos).toMatchObject([
    { lon: null, byPart: 'reporter', width: 1600 },
    { lon: 120.15, lat: 30.3 },
  ]);
  const kept = await inDistrict(r.house.db, (tx) => tx.selectFrom('requests.photo').select('large').where('district', '=', district).execute());
  for (const { large } of kept) expect(Buffer.from(large).includes('SecretCam')).toBe(false);
  const path = `/api/requests/receipts/${number}/photos/${photos[0].id}`;
  expect((await r.house.anyone.get(`${path}?code=${code}&size=large`)).headers['content-type']).toBe('image/webp');
  expect((await r.house.anyone.get(path)).body.type).toBe('requests/no-such-request');
  expect(
    (await r.house.anyone.upload(`/api/requests/receipts/${number}/photos`, { code }, [{ field: 'file', name: 'x.jpg', bytes: 'no picture' }])).body.type,
  ).toBe('requests/photo-unreadable');
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  expect((await r.lights.a.upload(`/api/requests/${id}/photos`, {}, [{ field: 'file', name: 'done.jpg', bytes }])).status).toBe(200);
  expect((await r.official.get(`/api/requests/${id}/photos`)).body.map((one: { byPart: string }) => one.byPart)).toEqual(['reporter', 'reporter', 'staff']);
  expect((await r.official.get(`/api/requests/${id}/photos/${photos[0].id}`)).status).toBe(200);
  for (let i = 0; i < 4; i++) await send('false');
  expect((await send('false')).body.type).toBe('requests/too-many-photos');
});

test('when its time is over, who reported is forgotten first, then what was said; what was done stays and can still be counted', async () => {
  const { number, code } = (await r.tell(r.house.anyone, { phone: '13800001234', words: '路灯杆上有广告招贴很难看' })).body;
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, id, 'sign');
  await r.move(r.lights.a, id, 'answer', { text: '已清理张三家门口' });
  await r.own(r.house.anyone, number, 'rate', { code, resolved: true, grade: 5, text: '谢谢李四' });
  const forgetAt = (day: string) => inDistrict(r.house.db, (tx) => forgetOld(tx, district, new Date(day)));
  const row = () =>
    inDistrict(r.house.db, (tx) =>
      tx.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', id).executeTakeFirstOrThrow(),
    );
  await forgetAt('2027-11-01');
  expect((await row()).phoneIndex).not.toBeNull();
  expect(await forgetAt('2027-12-01')).toBeGreaterThan(0);
  expect(await row()).toMatchObject({ phoneIndex: null, reporterSealed: null, words: '路灯杆上有广告招贴很难看' });
  await forgetAt('2031-12-01');
  expect((await row()).words).toContain('forgotten');
  expect((await search('广告招贴')).found).toEqual([]);
  const seen = (await r.official.get(`/api/cases/${id}`)).body;
  expect(seen.state).toBe('closed');
  expect(seen.events).toHaveLength(5);
  expect(JSON.stringify(seen)).not.toMatch(/张三|李四/);
  expect(await forgetAt('2031-12-01')).toBe(0);
});

test('the public map shows neither words nor persons, and places only to about a hundred metres', async () => {
  await r.tell(r.house.anyone, { matter: '0301', words: '垃圾堆在王五家楼下', lon: r.at.lon + 0.00123456 });
  await r.tell(r.house.anyone, { matter: '0402', words: '楼上吵闹' });
  const map = (await r.house.anyone.get('/api/requests/map')).body as { matter: { zh: string }; lon: number }[];
  expect(JSON.stringify(map)).not.toMatch(/王五|吵闹|广场舞/);
  expect(map.some((one) => one.matter.zh === '垃圾堆放')).toBe(true);
  for (const { lon } of map) expect(Math.abs(lon * 1000 - Math.round(lon * 1000))).toBeLessThan(1e-6);
});

test('a unit asks for another duty, somebody else grants it into the draft, and it holds when the list is published', async () => {
  const ask = { matter: '0105', area: requestArea.slice(0, 9), lead: r.children.unit, reason: '电梯归口调整到本单位' };
  const asked = (await r.lights.head.send('POST', '/api/requests/duty-changes', ask)).body;
  const decide = (who = r.official) => who.send('POST', `/api/requests/duty-changes/${asked.id}/decision`, { isAccepted: true, answer: '同意' });
  expect((await decide()).body.type).toBe('requests/no-draft');
  const { version } = (await r.official.send('POST', '/api/requests/duty-lists', { basis: '调整' })).body;
  expect((await decide()).status).toBe(200);
  expect((await decide()).body.type).toBe('requests/no-such-change');
  const own = (await r.official.send('POST', '/api/requests/duty-changes', ask)).body;
  expect((await r.official.send('POST', `/api/requests/duty-changes/${own.id}/decision`, { isAccepted: false, answer: '不同意' })).body.type).toBe(
    'requests/own-change',
  );
  const draft = (await r.official.get(`/api/requests/duty-lists/${version}`)).body;
  expect(draft.content.duties).toContainEqual(expect.objectContaining({ matter: '0105', lead: r.children.unit }));
  const publish = (who: typeof r.official, revision: number) => who.send('POST', `/api/requests/duty-lists/${version}/publication`, { revision });
  const save = (who: typeof r.official, revision: number, content: object) => who.send('PUT', `/api/requests/duty-lists/${version}`, { revision, content });
  const matters = draft.content.matters.map((matter: object) => ({ ...matter, class: 'complain' }));
  expect((await save(r.official, draft.revision, { ...draft.content, matters })).body).toMatchObject({
    type: 'requests/list-faulty',
    field: 'matters.0.class',
  });
  // Who changed it last does not publish it, though somebody else began it.
  const saved = (await save(r.second, draft.revision, draft.content)).body;
  expect((await publish(r.second, saved.revision)).body.type).toBe('requests/own-draft');
  const third = await r.house.staff('districtOfficial', { areaCode: district });
  expect((await publish(third, saved.revision)).status).toBe(200);
  const { number } = (await r.tell(r.house.anyone, { matter: '0105', words: '电梯停在三楼不动了' })).body;
  expect((await r.dispatcher.get(`/api/requests/${await r.idOf(number)}/proposals`)).body[0]).toMatchObject({ unit: { id: r.children.unit }, source: 'duty' });
});

test('a ruling of the arbiter is proposed for the next request of the same matter at the same place', async () => {
  const { number } = (await r.tell(r.house.anyone, { matter: '0104', words: '健身器材螺丝松了' })).body;
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.head, id, 'dispute', { reason: '不归路灯所' });
  expect((await r.move(r.official, id, 'rule', { unit: r.children.unit, reason: '儿童设施归未保中心' })).body.state).toBe('dispatched');
  const again = (await r.tell(r.house.anyone, { matter: '0104', words: '秋千绳子断了' })).body;
  expect((await r.dispatcher.get(`/api/requests/${await r.idOf(again.number)}/proposals`)).body).toMatchObject([
    { unit: { id: r.children.unit }, source: 'ruling', reason: '儿童设施归未保中心' },
    { unit: { id: r.lights.unit }, source: 'duty' },
  ]);
});
