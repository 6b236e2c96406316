import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
let official: Caller;
let placeId: string;
const community = '330105001051';
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  house.clock.now = new Date('2026-11-23T03:00:00Z');
  official = await house.staff('districtOfficial', { areaCode: district });
  placeId = (await house.anyone.get('/api/places?kind=complex&limit=1')).body[0].id;
});
afterAll(() => house.close());

const space = (name: string) => ({
  name,
  areaCode: community,
  lon: 120.15,
  lat: 30.305,
  owner: '某国资公司',
  kind: 'stateOwned',
  floorArea: 320,
  acquisition: 'provision',
  rentFen: 0,
});
const offer = async (name: string) => (await official.send('POST', '/api/planning/spaces', space(name))).body as { id: string; revision: number };
const begin = async (title: string, more = {}) =>
  (await official.send('POST', '/api/planning/projects', { title, areaCode: community, acquisition: 'rebuild', ...more })).body as {
    id: string;
    revision: number;
  };
const find = async (path: string, id: string) => (await official.get(path)).body.find((row: { id: string }) => row.id === id);

describe('idle spaces', () => {
  test('go from offered to in use, and count as floor area revived only then', async () => {
    const { id } = await offer('桥西旧仓库');
    const target = { measure: 'revivedArea', areaCode: district, value: 300, dueOn: '2027-12-31', basis: '测试' };
    const targetId = (await official.send('POST', '/api/planning/targets', target)).body.id;
    const status = (revision: number, status: string, more = {}) => official.send('POST', `/api/planning/spaces/${id}/status`, { revision, status, ...more });
    expect((await status(1, 'agreed')).body.revision).toBe(2);
    const before = (await find('/api/planning/targets', targetId)).actual as number;
    expect((await status(2, 'converted')).body.type).toBe('planning/space-needs-place');
    expect((await status(1, 'converted', { placeId })).body.type).toBe('planning/changed-meanwhile');
    expect((await status(2, 'converted', { placeId })).status).toBe(200);
    expect(await find('/api/planning/spaces', id)).toMatchObject({ status: 'converted', placeId, floorArea: 320, areaName: '夹城巷社区' });
    expect(await find('/api/planning/targets', targetId)).toMatchObject({ actual: before + 320, state: 'reached' });
    expect((await official.send('POST', '/api/planning/spaces', space('桥西旧仓库'))).body.type).toBe('planning/space-name-taken');
  });
  test('a correction changes what it names and nothing else; the reason of a withdrawal is asked for', async () => {
    const { id } = await offer('沿街底商');
    await official.send('PUT', `/api/planning/spaces/${id}`, { revision: 1, address: '某路 3 号', termMonths: 60 });
    await official.send('PUT', `/api/planning/spaces/${id}`, { revision: 2, rentFen: 1_200_00 });
    expect(await find('/api/planning/spaces', id)).toMatchObject({ address: '某路 3 号', termMonths: 60, rentFen: 120_000, revision: 3 });
    expect((await official.send('POST', `/api/planning/spaces/${id}/status`, { revision: 3, status: 'withdrawn' })).body.type).toBe(
      'planning/space-needs-reason',
    );
  });
  test('a community official registers in the own community and nowhere else', async () => {
    const own = await house.staff('communityOfficial', { areaCode: community });
    expect((await own.send('POST', '/api/planning/spaces', space('自己社区的房'))).status).toBe(200);
    expect((await own.send('POST', '/api/planning/spaces', { ...space('别处的房'), areaCode: '330105002051' })).status).toBe(403);
  });
});

describe('projects', () => {
  const pass = (id: string, revision: number, passedOn: string, more = {}) =>
    official.send('POST', `/api/planning/projects/${id}/stages`, { revision, passedOn, evidence: '会议纪要第 3 号', ...more });
  test('keep what was found for each item of the checklist, and take no answer to an item that is not on it', async () => {
    const { id } = await begin('清单项目');
    const put = (revision: number, checks: object) => official.send('PUT', `/api/planning/projects/${id}`, { revision, checks });
    const checks = { transit: { answer: 'no', note: '最近的公交站走 9 分钟' }, area: { answer: 'yes' } };
    expect((await put(1, checks)).body.revision).toBe(2);
    expect((await put(1, {})).body.type).toBe('planning/changed-meanwhile');
    const wrong = await put(2, { parking: { answer: 'yes' }, area: { answer: 'maybe' } });
    expect(wrong.status).toBe(400);
    expect(JSON.stringify(wrong.body)).toMatch(/parking/);
    expect((await find('/api/planning/projects', id)).checks).toEqual({ ...checks, area: { answer: 'yes', note: '' } });
    await official.send('PUT', `/api/planning/projects/${id}`, { revision: 2, title: '清单项目二' });
    expect((await find('/api/planning/projects', id)).checks).toHaveProperty('transit.answer', 'no');
  });
  test('pass their stages in order, each with evidence and a day not before the last, and open with a registered place', async () => {
    const { id } = await begin('和睦幸福家园');
    expect((await pass(id, 1, '2026-12-01')).body.type).toBe('planning/gate-too-early');
    for (const [i, day] of ['2026-03-01', '2026-05-01', '2026-09-01'].entries()) expect((await pass(id, i + 1, day)).body.revision).toBe(i + 2);
    expect((await pass(id, 4, '2026-08-01')).body.type).toBe('planning/gate-too-early');
    expect((await pass(id, 4, '2026-10-01')).body.type).toBe('planning/stage-needs-place');
    expect((await find('/api/planning/projects', id)).gates).toHaveLength(3);
    expect((await pass(id, 4, '2026-10-01', { placeId })).status).toBe(200);
    const open = await find('/api/planning/projects', id);
    expect(open).toMatchObject({ stage: 'open', placeId });
    expect(open.gates.map((gate: { stage: string }) => gate.stage)).toEqual(['survey', 'site', 'build', 'accept']);
    expect((await official.send('PUT', `/api/planning/projects/${id}`, { revision: 5, title: '改名' })).body.type).toBe('planning/project-ended');
  });
  test('two officials pass the same stage at once: it is passed once', async () => {
    const { id } = await begin('同时推进的项目');
    const answers = await Promise.all([1, 2, 3, 4].map(() => pass(id, 1, '2026-10-01')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(await find('/api/planning/projects', id)).toMatchObject({ stage: 'site', gates: [{ stage: 'survey' }] });
  });
  test('one room goes to one living project, also when two ask at once; a dropped project frees it', async () => {
    const { id: spaceId } = await offer('抢手的房');
    const answers = await Promise.all(
      ['甲', '乙', '丙'].map((name) =>
        official.send('POST', '/api/planning/projects', { title: `${name}项目`, areaCode: community, acquisition: 'lease', spaceId }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const { id } = answers.find(({ status }) => status === 200)!.body;
    expect((await official.send('POST', `/api/planning/projects/${id}/drop`, { revision: 1, reason: '产权不清' })).status).toBe(200);
    await begin('丁项目', { spaceId });
    expect(await find('/api/planning/projects', id)).toMatchObject({ droppedOn: '2026-11-23', dropReason: '产权不清' });
  });
  test('lists keep their history: joined, left, joined again', async () => {
    const { id } = await begin('试点候选');
    const on = (day: string) => official.send('POST', `/api/planning/projects/${id}/lists`, { list: 'pilot', on: day, basis: '文件 1' });
    const off = (day: string) => official.send('POST', `/api/planning/projects/${id}/lists/pilot/end`, { on: day, basis: '文件 2' });
    expect((await off('2026-01-01')).body.type).toBe('planning/not-on-list');
    expect((await on('2026-02-01')).status).toBe(200);
    expect((await on('2026-02-02')).body.type).toBe('planning/on-list-already');
    expect((await off('2026-01-01')).body.type).toBe('planning/listed-later');
    expect((await off('2026-06-01')).status).toBe(200);
    expect((await on('2026-07-01')).status).toBe(200);
    expect((await find('/api/planning/projects', id)).lists).toMatchObject([
      { list: 'pilot', removedOn: '2026-06-01' },
      { list: 'pilot', removedOn: null },
    ]);
  });
});

describe('targets', () => {
  const set = (value: number, more = {}) =>
    official.send('POST', '/api/planning/targets', { measure: 'complexes', areaCode: district, value, dueOn: '2025-12-31', basis: 'S0:32', ...more });
  test('say whether they are reached, open or missed; set again they change; parts hang on the whole', async () => {
    const whole = (await set(1)).body.id;
    expect(await find('/api/planning/targets', whole)).toMatchObject({ state: 'reached', value: 1 });
    expect((await set(100_000)).body.id).toBe(whole);
    expect(await find('/api/planning/targets', whole)).toMatchObject({ state: 'missed', value: 100_000 });
    const part = (await set(50_000, { areaCode: '330105001', parentId: whole, dueOn: '2027-12-31' })).body.id;
    expect(await find('/api/planning/targets', part)).toMatchObject({ state: 'open', parentId: whole });
    expect((await official.send('DELETE', `/api/planning/targets/${whole}`)).body.type).toBe('planning/target-has-parts');
    expect((await set(1, { measure: 'canteens', parentId: whole })).body.type).toBe('planning/no-such-target');
    for (const id of [part, whole]) expect((await official.send('DELETE', `/api/planning/targets/${id}`)).status).toBe(200);
  });
  test('every measure has a figure of today', async () => {
    for (const measure of ['complexes', 'complexArea', 'revivedArea', 'nurseryPlaces', 'elderCentreStreets', 'canteens', 'pilots'])
      await set(1, { measure, dueOn: '2028-12-31' });
    const rows = (await official.get('/api/planning/targets')).body.filter((row: { dueOn: string }) => row.dueOn === '2028-12-31');
    expect(rows).toHaveLength(7);
    const today = Object.fromEntries(rows.map((row: { measure: string; actual: number }) => [row.measure, row.actual]));
    expect(today.canteens).toBeGreaterThan(50);
    expect(today.nurseryPlaces).toBeGreaterThan(1);
    expect(today.elderCentreStreets).toBeGreaterThan(50);
  });
});
