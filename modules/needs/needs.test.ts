import { afterAll, beforeAll, expect, test } from 'vitest';
import { setTime } from '../../tests/support/cases.ts';
import { requestArea as areaCode, openRequestHouse, type RequestHouse } from '../../tests/support/request-house.ts';

let r: RequestHouse;
const receipts: { number: string; code: string }[] = [];
beforeAll(async () => {
  r = await openRequestHouse();
  setTime(r.house, '2026-11-23 10:00');
  for (const words of ['希望在小区附近开一个老年食堂', '小区附近能不能开老年食堂', '想要一个老年食堂，小区附近没有', '建议增加晚上的瑜伽课'])
    receipts.push((await r.tell(r.house.anyone, { matter: '1001', words })).body);
});
afterAll(() => r.house.close());
const official = () => r.official;
const ofReceipt = async (i: number) => (await r.house.anyone.get(`/api/needs/receipts/${receipts[i]!.number}?code=${receipts[i]!.code}`)).body;

test('wishes that are alike are suggested as one need; a person writes it down, and each wish counts in one need only', async () => {
  const suggested = (await r.worker.get('/api/needs/suggestions')).body;
  expect(suggested).toHaveLength(1);
  expect(suggested[0].requests).toHaveLength(3);
  const requestIds = suggested[0].requests.map(({ id }: { id: string }) => id);
  const fields = { title: '小区附近的老年食堂', areaCode, functionCode: 'MEAL', requestIds };
  const opened = await Promise.all([r.worker.send('POST', '/api/needs', fields), r.official.send('POST', '/api/needs', fields)]);
  expect(opened.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  expect((await r.worker.get('/api/needs/suggestions')).body).toEqual([]);
  const neighbour = await r.house.resident();
  await neighbour.send('POST', `/api/requests/receipts/${receipts[0]!.number}/followers`);
  expect((await official().get('/api/needs')).body).toMatchObject({
    needs: [{ title: '小区附近的老年食堂', voices: 4, state: 'open' }],
    conversion: { is: 0, of: 1 },
  });
  expect(await ofReceipt(0)).toMatchObject({ need: { title: '小区附近的老年食堂', voices: 4 }, project: null });
  expect(await ofReceipt(3)).toBeNull();
});

test('a need shows the services of its function that are near those who ask', async () => {
  const [need] = (await official().get('/api/needs')).body.needs;
  const match = (await official().get(`/api/needs/${need.id}/match`)).body;
  expect(match.voices).toHaveLength(3);
  for (const { metres } of match.resources) expect(metres).toBeLessThanOrEqual(1000);
});

test('a need becomes a project that is handed over, decided, built and done; who asked first is told, asked, and only then', async () => {
  const [need] = (await official().get('/api/needs')).body.needs;
  const fields = { title: '香积寺路老年食堂', summary: '利用闲置房屋改造为老年食堂，设 60 座', areaCode, budgetFen: 30_000_000, needIds: [need.id] };
  const { id } = (await official().send('POST', '/api/needs/projects', fields)).body;
  expect((await official().send('POST', '/api/needs/projects', fields)).body.type).toBe('needs/need-taken');
  expect((await official().send('POST', `/api/needs/${need.id}/end`, { isMet: true, because: '已有' })).body.type).toBe('needs/need-taken');
  const move = (to: string, outcome?: string) => official().send('POST', `/api/needs/projects/${id}/moves`, { to, ...(outcome && { outcome }) });
  expect((await move('building')).body.type).toBe('needs/not-now');
  for (const to of ['handedOver', 'decided', 'building']) expect((await move(to)).body.state).toBe(to);
  expect(await ofReceipt(1)).toMatchObject({ project: { title: fields.title, state: 'building', mayAnswer: false } });
  const answer = (i: number, isMet: boolean) =>
    r.house.anyone.send('POST', `/api/needs/receipts/${receipts[i]!.number}/answer`, { code: receipts[i]!.code, isMet });
  expect((await answer(0, true)).body.type).toBe('needs/not-yet-done');
  expect((await move('done')).body.type).toBe('needs/not-now');
  expect((await move('done', '2027 年 3 月开业，每餐 8 元')).body.state).toBe('done');
  expect(await ofReceipt(0)).toMatchObject({ project: { mayAnswer: true, outcome: '2027 年 3 月开业，每餐 8 元' } });
  await answer(0, true);
  await answer(1, false);
  await answer(1, true);
  expect((await answer(3, true)).body.type).toBe('needs/not-yet-done');
  expect((await r.house.anyone.get('/api/needs/projects')).body).toMatchObject([{ id, state: 'done', asked: { answered: 2, met: 2 } }]);
  expect((await official().get('/api/needs')).body.conversion).toMatchObject({ is: 1, of: 1 });
});

test('a project that is dropped gives its needs back', async () => {
  const requestId = await r.idOf(receipts[3]!.number);
  const need = (await r.worker.send('POST', '/api/needs', { title: '晚间瑜伽课程', areaCode, requestIds: [requestId] })).body;
  const { id } = (
    await official().send('POST', '/api/needs/projects', { title: '晚间课程', summary: '周二周四晚间开设瑜伽课程', areaCode, needIds: [need.id] })
  ).body;
  expect((await official().send('POST', `/api/needs/projects/${id}/moves`, { to: 'dropped', outcome: '场地另有安排' })).status).toBe(200);
  expect((await official().get('/api/needs')).body.needs.find((one: { id: string }) => one.id === need.id)).toMatchObject({ state: 'open' });
  expect(await ofReceipt(3)).toMatchObject({ need: { state: 'open' }, project: { state: 'dropped', outcome: '场地另有安排', mayAnswer: false } });
  expect((await r.worker.send('POST', `/api/needs/${need.id}/end`, { isMet: true, because: '夜校已开设' })).status).toBe(200);
  expect(await ofReceipt(3)).toMatchObject({ need: { state: 'met', because: '夜校已开设' } });
});

test('requests and needs of other areas are not taken', async () => {
  const far = { lon: undefined, lat: undefined, areaCode: '330105002051' };
  const told = (await r.tell(r.house.anyone, { matter: '0901', words: '想要一个晚上开门的舞蹈室', ...far })).body;
  const requestId = await r.idOf(told.number);
  const fields = { title: '晚间舞蹈室', areaCode, requestIds: [requestId] };
  expect((await r.worker.send('POST', '/api/needs', fields)).body.type).toBe('needs/no-such-voice');
  const need = (await r.official.send('POST', '/api/needs', { ...fields, areaCode: far.areaCode })).body;
  const project = { title: '晚间舞蹈室', summary: '利用闲置房间改造为舞蹈室', areaCode, needIds: [need.id] };
  const neighbour = await r.house.staff('communityOfficial', { areaCode });
  expect((await neighbour.send('POST', '/api/needs/projects', project)).body.type).toBe('needs/need-taken');
});
