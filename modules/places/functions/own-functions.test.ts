import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
let worker: Caller;
let subdistrict: Caller;
let official: Caller;
const here = '330105001051';
const proposal = (name: string, more: object = {}) => ({ areaCode: here, name, purpose: '居民议事会提出，帮困难家庭', serves: 'all', ...more });
const propose = async (name: string, more: object = {}) => (await worker.send('POST', '/api/places/own-functions', proposal(name, more))).body.code as string;
const act = (as: Caller, code: string, verb: string, body: object = {}) =>
  as.send('POST', `/api/places/own-functions/${code}/${verb}`, { reason: '会议同意', ...body });
const complexIn = async (areaCode: string) =>
  (await official.send('POST', '/api/places', { kind: 'complex', name: '特色家园', areaCode, lon: 120.15, lat: 30.31 })).body.id as string;
const room = (functions: string[], name = '慈善超市') => ({ name, usableArea: 40, operatorClass: 'social', functions });
const known = async (areaCode: string) =>
  (await house.anyone.get(`/api/places/functions?for=${areaCode}`)).body.functions.map((entry: { code: string }) => entry.code) as string[];

beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  worker = await house.staff('communityWorker', { areaCode: here });
  subdistrict = await house.staff('subdistrictOfficial', { areaCode: '330105001' });
  official = await house.staff('districtOfficial', { areaCode: district });
});
afterAll(() => house.close());

describe('functions beyond the catalogue', () => {
  test('a proposed one cannot be chosen yet; accepted, it can in its area and nowhere else', async () => {
    const code = await propose('慈善超市');
    const [home, away] = [await complexIn(here), await complexIn('330105002051')];
    expect((await official.send('POST', `/api/places/${home}/rooms`, room([code]))).body.type).toBe('places/no-such-function');
    expect((await act(subdistrict, code, 'review', { accept: true })).body).toEqual({ code, status: 'accepted' });
    expect((await official.send('POST', `/api/places/${home}/rooms`, room([code]))).status).toBe(200);
    expect((await official.send('POST', `/api/places/${away}/rooms`, room([code]))).body).toMatchObject({ type: 'places/no-such-function', codes: [code] });
    expect([(await known(here)).includes(code), (await known('330105002051')).includes(code)]).toEqual([true, false]);
    expect((await house.anyone.get(`/api/places/${home}`)).body.functions).toEqual([code]);
    expect((await house.anyone.get(`/api/places?function=${code}`)).body.map((place: { id: string }) => place.id)).toEqual([home]);
    expect((await official.send('PUT', `/api/places/${home}`, { revision: 2, areaCode: '330105002051' })).body.type).toBe('places/no-such-function');
  });
  test('promoted, it joins the catalogue of the whole district with the next number', async () => {
    const [first, second] = [await propose('就业创业服务'), await propose('新市民之家', { nameEn: 'New citizens’ home', domain: 'culture' })];
    for (const code of [first, second]) await act(subdistrict, code, 'review', { accept: true });
    expect((await act(subdistrict, first, 'promote')).status).toBe(403);
    const answers = await Promise.all([act(official, first, 'promote'), act(official, second, 'promote')]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    const { functions, groups } = (await house.anyone.get('/api/places/functions?for=330105002051')).body;
    expect(functions.slice(33).map((entry: { number: number }) => entry.number)).toEqual([34, 35]);
    expect(functions.find((entry: { code: string }) => entry.code === second)).toMatchObject({ nameEn: 'New citizens’ home', areaCode: null, basic: false });
    const culture = groups.find((group: { grouping: string; code: string }) => group.grouping === 'seven-domains' && group.code === 'culture');
    expect(culture.functions).toContain(second);
  });
  test('a room can have it by the hour, and the database holds the code to be real', async () => {
    const code = await propose('社区社会工作室');
    await act(subdistrict, code, 'review', { accept: true });
    const home = await complexIn(here);
    const { id } = (await official.send('POST', `/api/places/${home}/rooms`, room([], '多功能厅'))).body;
    const times = [{ functionCode: code, weekday: 1, from: 540, to: 600 }];
    expect((await official.send('PUT', `/api/places/${home}/rooms/${id}/times`, { times })).status).toBe(200);
    expect((await house.anyone.get(`/api/places/${home}`)).body.rooms[0].times).toEqual(times);
    const values = { district, id, roomId: id, weekday: 2, fromMinute: 0, toMinute: 60 };
    for (const functionCode of ['own-00000000', 'POOL']) {
      await expect(
        house.db
          .insertInto('places.roomTime')
          .values({ ...values, functionCode })
          .execute(),
      ).rejects.toThrow(/foreign key/);
    }
  });
  test('nobody reviews what they proposed, of two reviewers one decides, and a refusal says why', async () => {
    const own = (await official.send('POST', '/api/places/own-functions', proposal('自提自审'))).body.code;
    expect((await act(official, own, 'review', { accept: true })).body.type).toBe('places/own-proposal');
    const answers = await Promise.all([true, false, true].map((accept) => act(subdistrict, own, 'review', { accept })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    expect((await act(subdistrict, 'own-00000000', 'review', { accept: true })).body.type).toBe('places/no-such-own-function');
    expect((await act(subdistrict, own, 'review', { accept: true, reason: '' })).body.fields[0].field).toBe('reason');
  });
  test('a name stands once in the district, also when proposed at once; refused, it may come again', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => worker.send('POST', '/api/places/own-functions', proposal('扶弱助困站'))));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    const { code } = answers.find((answer) => answer.status === 200)!.body;
    await act(subdistrict, code, 'review', { accept: false });
    expect(await propose('扶弱助困站')).toMatch(/^own-/);
    expect((await worker.send('POST', '/api/places/own-functions', proposal('社区食堂'))).body).toMatchObject({ type: 'places/function-named', code: 'MEAL' });
    expect((await worker.send('POST', '/api/places/own-functions', proposal('某功能', { domain: 'space' }))).body.type).toBe('places/no-such-domain');
  });
  test('retired, it keeps its name where it is in use and cannot be chosen any more', async () => {
    const code = await propose('旧时光照相馆');
    await act(subdistrict, code, 'review', { accept: true });
    const home = await complexIn(here);
    const { id } = (await official.send('POST', `/api/places/${home}/rooms`, room([code]))).body;
    expect((await act(subdistrict, code, 'retire')).body.status).toBe('retired');
    expect(await known(here)).not.toContain(code);
    const named = (await house.anyone.get('/api/places/functions')).body.functions.find((entry: { code: string }) => entry.code === code);
    expect(named).toMatchObject({ name: '旧时光照相馆', retired: true });
    expect((await official.send('PUT', `/api/places/${home}/rooms/${id}`, { ...room([code]), usableArea: 41 })).status).toBe(200);
    expect((await official.send('POST', `/api/places/${await complexIn(here)}/rooms`, room([code]))).body.type).toBe('places/no-such-function');
    expect((await act(subdistrict, code, 'promote')).status).toBe(403);
    expect((await act(official, code, 'promote')).body.type).toBe('places/other-status');
  });
  test('a place takes along what holds in the whole district, retired or not, and leaves what holds in one area', async () => {
    const [wide, local] = [await propose('便民修车铺'), await propose('社区戏台')];
    for (const code of [wide, local]) await act(subdistrict, code, 'review', { accept: true });
    await act(official, wide, 'promote');
    const home = await complexIn(here);
    await official.send('POST', `/api/places/${home}/rooms`, room([wide]));
    await act(official, wide, 'retire');
    const move = async () => {
      const { revision } = (await house.anyone.get(`/api/places/${home}`)).body;
      return (await official.send('PUT', `/api/places/${home}`, { revision, areaCode: '330105002051' })).body.type ?? 'moved';
    };
    await official.send('POST', `/api/places/${home}/rooms`, room([local], '戏台'));
    expect(await move()).toBe('places/no-such-function');
    const { rooms } = (await house.anyone.get(`/api/places/${home}`)).body;
    await official.send('DELETE', `/api/places/${home}/rooms/${rooms.find((entry: { name: string }) => entry.name === '戏台').id}`);
    expect(await move()).toBe('moved');
  });
  test('an area beyond the district cannot propose, and a promoted function is not for a subdistrict to retire', async () => {
    const city = await house.staff('cityOfficial', { areaCode: '330100' });
    expect((await city.send('POST', '/api/places/own-functions', proposal('全市功能', { areaCode: '330100' }))).body.type).toBe('places/outside-district');
    const code = await propose('邻里厨房');
    await act(subdistrict, code, 'review', { accept: true });
    await act(city, code, 'promote');
    expect((await act(subdistrict, code, 'retire')).status).toBe(403);
  });
  test('the list tells each reader what they may do, and where it is used', async () => {
    const code = await propose('邻里修补坊');
    const mayOf = async (as: Caller) => (await as.get('/api/places/own-functions')).body.find((entry: { code: string }) => entry.code === code);
    expect([await mayOf(worker), await mayOf(subdistrict)].map((entry) => entry.may.review)).toEqual([false, true]);
    const elsewhere = await house.staff('subdistrictOfficial', { areaCode: '330105002' });
    expect((await mayOf(elsewhere)).may).toEqual({ review: false, promote: false, retire: false });
    await act(subdistrict, code, 'review', { accept: true });
    await official.send('POST', `/api/places/${await complexIn(here)}/rooms`, room([code]));
    expect(await mayOf(official)).toMatchObject({ status: 'accepted', places: 1, may: { review: false, promote: true, retire: true } });
  });
});

describe('sites of a complex', () => {
  test('are added, changed and removed; a room stands at a site of its own place only', async () => {
    const [home, other] = [await complexIn(here), await complexIn(here)];
    const site = { name: '北点', address: '某路 2 号', lon: 120.151, lat: 30.312 };
    const { id } = (await official.send('POST', `/api/places/${home}/sites`, site)).body;
    expect((await official.send('POST', `/api/places/${home}/sites`, site)).body.type).toBe('places/site-named');
    const made = await official.send('POST', `/api/places/${home}/rooms`, { ...room([]), siteId: id });
    expect(made.status).toBe(200);
    expect((await official.send('POST', `/api/places/${other}/rooms`, { ...room([]), siteId: id })).body.type).toBe('places/site-elsewhere');
    expect((await official.send('DELETE', `/api/places/${home}/sites/${id}`)).body.type).toBe('places/site-in-use');
    expect((await official.send('PUT', `/api/places/${home}/sites/${id}`, { ...site, name: '北区' })).status).toBe(200);
    expect((await house.anyone.get(`/api/places/${home}`)).body.sites).toEqual([{ ...site, id, name: '北区' }]);
    await official.send('DELETE', `/api/places/${home}/rooms/${made.body.id}`);
    expect((await official.send('DELETE', `/api/places/${home}/sites/${id}`)).status).toBe(200);
    expect((await official.send('DELETE', `/api/places/${home}/sites/${id}`)).body.type).toBe('places/no-such-site');
    expect((await house.anyone.get(`/api/places/${home}`)).body.sites).toEqual([]);
  });
  test('a place is closed once', async () => {
    const home = await complexIn(here);
    const answers = await Promise.all([1, 2].map(() => official.send('POST', `/api/places/${home}/close`, { closedOn: '2026-11-20' })));
    expect(answers.map((answer) => answer.body.type ?? 'done').sort()).toEqual(['done', 'places/already-closed']);
  });
});

describe('when communities merge', () => {
  test('after a merge the function serves the merged community', async () => {
    const code = await propose('手作工坊');
    await act(subdistrict, code, 'review', { accept: true });
    const merged = { with: ['330105001052'], newCode: '330105001451', newName: '合并社区', effectiveOn: '2026-11-01', basis: '测试文件' };
    expect((await official.send('POST', `/api/areas/${here}/merge`, merged)).status).toBe(200);
    await house.startJobs();
    await expect.poll(async () => (await known('330105001451')).includes(code), { timeout: 10_000 }).toBe(true);
  });
});
