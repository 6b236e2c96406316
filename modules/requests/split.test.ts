import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setTime } from '../../tests/support/cases.ts';
import { openRequestHouse, type RequestHouse } from '../../tests/support/request-house.ts';

let r: RequestHouse;
beforeAll(async () => {
  r = await openRequestHouse();
});
beforeEach(() => setTime(r.house, '2026-11-23 10:00'));
afterAll(() => r.house.close());

const split = (who: typeof r.official, id: string, said: object = {}) =>
  who.send('POST', `/api/requests/${id}/parts`, { matter: '0301', words: '路灯下面堆着建筑垃圾', ...said });

test('a request about two matters is split; the reporter follows both, and the whole is answered when its part is', async () => {
  const receipt = (await r.tell(r.house.anyone, { words: '路灯不亮，下面还堆着建筑垃圾', phone: '13800001111' })).body;
  const id = await r.idOf(receipt.number);
  const part = (await split(r.dispatcher, id)).body;
  expect(part.number).toMatch(/^\d{12}$/);
  const follow = async (number: string) => (await r.house.anyone.get(`/api/requests/receipts/${number}?code=${receipt.code}`)).body;
  expect((await follow(receipt.number)).parts).toMatchObject([{ number: part.number, matter: { zh: '垃圾堆放' }, state: { code: 'received' } }]);
  expect((await follow(part.number)).words).toContain('建筑垃圾');
  expect((await r.house.anyone.get(`/api/requests/receipts/${part.number}?code=00000000`)).status).toBe(404);
  expect((await r.official.get(`/api/requests/${part.id}`)).body).toMatchObject({ whole: { number: receipt.number }, parts: [], hasReporter: true });
  expect((await r.official.get(`/api/requests/${id}`)).body).toMatchObject({ whole: null, parts: [{ number: part.number, state: 'received' }] });
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, id, 'sign');
  expect((await r.move(r.lights.a, id, 'answer', { text: '灯已修好' })).body).toMatchObject({ type: 'cases/not-now', because: 'childrenDone' });
  await r.move(r.dispatcher, part.id, 'dispatch', { unit: r.children.unit });
  await r.move(r.children.a, part.id, 'sign');
  expect((await r.children.a.send('POST', `/api/requests/${part.id}/openings`, { purpose: '联系' })).body.phone).toBe('13800001111');
  await r.move(r.children.a, part.id, 'answer', { text: '垃圾已清走' });
  expect((await r.move(r.lights.a, id, 'answer', { text: '灯已修好' })).body.state).toBe('answered');
  expect((await r.own(r.house.anyone, part.number, 'rate', { code: receipt.code, resolved: true, grade: 5 })).body.state).toBe('closed');
});

test('only who sends it on or has it splits it, a part is not split again, and the move is never made alone', async () => {
  const id = await r.idOf((await r.tell(r.house.anyone)).body.number);
  expect((await split(r.worker, id)).body.type).toBe('cases/not-yours');
  expect((await split(await r.house.staff('communityWorker', { areaCode: '330105002051' }), id)).body.type).toBe('cases/no-such-case');
  expect((await split(r.dispatcher, id, { matter: '77' })).body.type).toBe('requests/no-such-matter');
  expect((await r.move(r.dispatcher, id, 'split', { text: '拆开办' })).body.type).toBe('cases/not-alone');
  const part = (await split(r.dispatcher, id)).body;
  expect((await split(r.dispatcher, part.id)).body.type).toBe('requests/part-of-part');
  expect((await r.official.get(`/api/cases/${id}`)).body.events).toHaveLength(2);
});

test('of an answer and a split at the same moment one wins, and no part is left below an answered request', async () => {
  for (let round = 0; round < 5; round++) {
    const { number, code } = (await r.tell(r.house.anyone)).body;
    const id = await r.idOf(number);
    await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
    await r.move(r.lights.a, id, 'sign');
    const [answered, one, two] = await Promise.all([r.move(r.lights.a, id, 'answer', { text: '修好了' }), split(r.dispatcher, id), split(r.lights.head, id)]);
    const { parts } = (await r.house.anyone.get(`/api/requests/receipts/${number}?code=${code}`)).body;
    expect(parts).toHaveLength([one, two].filter(({ status }) => status === 200).length);
    expect(answered.status === 200).toBe(parts.length === 0);
  }
});

test('a part of a confidential request is confidential, too', async () => {
  const { number } = (await r.tell(r.house.anyone, { matter: '0802', words: '孩子晚上一个人在路灯下' })).body;
  const id = await r.idOf(number);
  await r.move(r.children.a, id, 'sign');
  const part = (await split(r.children.a, id, { matter: '0101', words: '路灯不亮，孩子害怕' })).body;
  expect((await r.official.get(`/api/requests/${part.id}`)).body.words).toBeNull();
  const opened = (await r.official.send('POST', `/api/requests/${part.id}/openings`, { purpose: '分派' })).body.words;
  expect(opened).toContain('路灯不亮');
  expect(opened).toContain('3 幢东侧');
  expect(opened).not.toContain('一个人');
  expect((await r.house.anyone.get(`/api/requests/near?lon=${r.at.lon}&lat=${r.at.lat}`)).body.map((one: { number: string }) => one.number)).not.toContain(
    part.number,
  );
});
