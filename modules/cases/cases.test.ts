import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { faultOfType } from '../../engines/cases/case-type.ts';
import { inTransaction } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { makeUnit, setTime } from '../../tests/support/cases.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import request from './data/request.json' with { type: 'json' };
import { beginCase } from './move-case.ts';
import { reckonAnew, sweepCases } from './sweep.ts';

const areaCode = '330105001051';
const elsewhere = '330105002';
let house: TestHouse;
let official: Caller;
let dispatcher: Caller;
let clerk: Caller;
let supervisor: Caller;
let lights: Awaited<ReturnType<typeof makeUnit>>;
let water: Awaited<ReturnType<typeof makeUnit>>;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  dispatcher = await house.staff('subdistrictOfficial', { areaCode: areaCode.slice(0, 9) });
  clerk = await house.staff('communityWorker', { areaCode });
  supervisor = await house.staff('cityOfficial', { areaCode: '330100' });
  const far = (
    await house.db.selectFrom('areas.area').select('code').where('code', 'like', `${elsewhere}%`).where('level', '=', 'community').executeTakeFirstOrThrow()
  ).code;
  lights = await makeUnit(house, official, '路灯所', far);
  water = await makeUnit(house, official, '水务所', far);
});
beforeEach(() => setTime(house, '2026-11-23 10:00'));
afterAll(() => house.close());

const begin = async (kind = 'help') =>
  (
    await inTransaction(house.db, district, (tx) =>
      beginCase({ tx, district, now: house.clock.now, actor: null }, { kind: 'request', class: kind, title: '路灯不亮', areaCode, part: 'system' }),
    )
  ).id;
const move = (who: Caller, id: string, name: string, said: object = {}) => who.send('POST', `/api/cases/${id}/moves/${name}`, said);
const see = async (who: Caller, id: string) => (await who.get(`/api/cases/${id}`)).body;
const clock = async (id: string, name: string) => (await see(official, id)).clocks.find((one: { name: string }) => one.name === name);
const sweep = () => inTransaction(house.db, district, (tx) => sweepCases({ tx, district, now: house.clock.now }));
const inHand = async (kind?: string) => {
  const id = await begin(kind);
  await move(dispatcher, id, 'dispatch', { unit: lights.unit });
  await move(lights.a, id, 'sign');
  return id;
};
const dueHere = (iso: string) => new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

test('a case is sent to a unit, taken on, answered and rated; each step has its clock, and only those who may can make it', async () => {
  const id = await begin();
  expect((await move(lights.a, id, 'sign')).body.type).toBe('cases/not-yours');
  expect((await move(dispatcher, id, 'sign')).body.type).toBe('cases/not-here');
  expect((await move(dispatcher, id, 'dispatch')).body).toMatchObject({ type: 'cases/something-missing', fields: ['unit'] });
  expect((await move(dispatcher, id, 'dispatch', { unit: newId() })).body.type).toBe('cases/no-such-unit');
  expect((await move(dispatcher, id, 'dispatch', { unit: lights.unit })).body).toMatchObject({ state: 'dispatched', seq: 2 });
  expect(dueHere((await clock(id, 'dispatch')).dueAt)).toBe('2026-11-23 15:15');
  expect((await move(water.a, id, 'sign')).body.type).toBe('cases/not-yours');
  expect((await move(lights.b, id, 'sign', { expects: 1 })).body.type).toBe('cases/changed-meanwhile');
  await move(lights.a, id, 'sign');
  await move(lights.a, id, 'contact', { channel: 'phone' });
  expect((await move(lights.a, id, 'answer', { text: '灯已修好' })).body.state).toBe('answered');
  expect((await move(clerk, id, 'rate', { resolved: true, grade: 5 })).body.state).toBe('closed');
  const whole = await see(official, id);
  expect(whole.events.map((event: { move: string }) => event.move)).toEqual(['open', 'dispatch', 'sign', 'contact', 'answer', 'rate']);
  expect(whole.clocks.every((one: { stoppedAt: string | null; isLate: boolean }) => one.stoppedAt !== null && !one.isLate)).toBe(true);
  expect(dueHere(whole.dueAt)).toBe('2026-11-30 17:30');
});

test('a screen is sent the moves that its user can make and no others, and whoever has no part in a case does not see it', async () => {
  const id = await inHand();
  const names = (body: { moves: { name: string }[] }) => body.moves.map((one) => one.name);
  expect(names(await see(lights.a, id))).toEqual(expect.arrayContaining(['answer', 'askExtension', 'ask', 'return', 'takeOver']));
  expect(names(await see(lights.a, id))).not.toEqual(expect.arrayContaining(['assign']));
  expect(names(await see(supervisor, id))).toEqual(['note', 'issueSlip', 'escalate']);
  expect(names(await see(await house.staff('auditor', { areaCode: district }), id))).toEqual([]);
  expect((await water.head.get(`/api/cases/${id}`)).body.type).toBe('cases/no-such-case');
});

test('more time needs another person’s word, goes by the class, and only before the time is up; putting aside stops the clock until its day', async () => {
  const id = await inHand();
  expect((await move(lights.a, id, 'askExtension', { reason: '等配件', limit: { workingDays: 4 } })).body).toMatchObject({ because: 'tooLong' });
  await move(lights.a, id, 'askExtension', { reason: '等配件', limit: { workingDays: 3 } });
  expect((await move(lights.a, id, 'grantExtension')).body.type).toBe('cases/not-yours');
  await move(supervisor, id, 'grantExtension');
  expect(dueHere((await clock(id, 'close')).dueAt)).toBe('2026-12-03 17:30');
  await move(lights.head, id, 'askSuspension', { reason: '等规划', until: '2027-03-01T02:00:00Z' });
  setTime(house, '2026-11-24 10:00');
  await move(official, id, 'grantSuspension');
  expect((await see(official, id)).isPaused).toBe(true);
  setTime(house, '2027-03-01 10:00');
  await sweep();
  expect((await see(official, id)).state).toBe('suspended');
  setTime(house, '2027-03-01 10:01');
  await sweep();
  expect(await see(official, id)).toMatchObject({ state: 'handling', isPaused: false });
  const late = await inHand();
  setTime(house, '2027-03-20 10:00');
  expect((await move(lights.a, late, 'askExtension', { reason: '等配件', limit: { workingDays: 1 } })).body).toMatchObject({ because: 'extensionsLeft' });
});

test('a unit gives a case back within a working day; sent back to it, it goes to arbitration, and a ruling binds', async () => {
  const id = await begin();
  await move(dispatcher, id, 'dispatch', { unit: lights.unit });
  expect((await move(lights.a, id, 'return', { reason: '属于水务' })).body.state).toBe('returned');
  await move(dispatcher, id, 'sendBack', { reason: '清单第 12 条' });
  expect((await move(lights.a, id, 'dispute', { reason: '不同意' })).body.type).toBe('cases/not-yours');
  await move(lights.head, id, 'dispute', { reason: '井盖归水务' });
  const before = (await clock(id, 'close')).dueAt;
  expect((await move(official, id, 'rule', { unit: water.unit, reason: '井盖归水务所' })).body.state).toBe('dispatched');
  expect((await clock(id, 'close')).dueAt).toBe(before);
  expect((await move(water.a, id, 'return', { reason: '不归我们' })).body).toMatchObject({ because: 'notRuled' });
  const slow = await begin();
  await move(dispatcher, slow, 'dispatch', { unit: lights.unit });
  setTime(house, '2026-11-25 09:00');
  expect((await move(lights.a, slow, 'return', { reason: '属于水务' })).body).toMatchObject({ because: 'withinReturn' });
});

test('who asked that a case be not taken on cannot decide it; the second person says why, and the reporter reads it', async () => {
  const id = await begin();
  await move(official, id, 'proposeRefusal', { code: 'outOfMandate', reason: '外区' });
  expect((await move(official, id, 'confirmRefusal', { text: '外区的事' })).body.type).toBe('cases/second-person');
  expect((await move(supervisor, id, 'confirmRefusal', { text: '这是外区的事，已告诉您对方电话' })).body.state).toBe('refused');
  expect((await move(official, await begin(), 'proposeRefusal', { code: 'tooMuch', reason: '外区' })).body).toMatchObject({
    type: 'cases/unknown-code',
    codes: expect.arrayContaining(['malicious']),
  });
});

test('helpers must be done before the answer, and a handler works in the unit', async () => {
  const id = await inHand();
  await move(lights.head, id, 'addCoHandler', { unit: water.unit });
  expect((await move(lights.a, id, 'answer', { text: '好了' })).body).toMatchObject({ because: 'coHandlersDone' });
  expect((await move(water.a, id, 'coReport', { unit: lights.unit, text: '水排干了' })).body.type).toBe('cases/not-in-unit');
  expect((await water.a.get('/api/cases/queue?box=helping')).body.cases.map((one: { id: string }) => one.id)).toContain(id);
  await move(water.a, id, 'coReport', { unit: water.unit, text: '水排干了' });
  expect((await move(lights.head, id, 'assign', { handler: water.a.accountId })).body.type).toBe('cases/not-in-unit');
  await move(lights.b, id, 'takeOver', { handler: lights.b.accountId, reason: 'A 岗休假' });
  expect((await move(lights.b, id, 'answer', { text: '好了' })).body.state).toBe('answered');
});

test('time does what nobody did: taken on by silence, raised when nearly and when quite due, closed when no word comes', async () => {
  const id = await begin('question');
  await move(dispatcher, id, 'dispatch', { unit: lights.unit });
  setTime(house, '2026-11-23 15:15');
  await sweep();
  expect((await see(official, id)).state).toBe('dispatched');
  setTime(house, '2026-11-23 15:16');
  await sweep();
  expect((await see(official, id)).state).toBe('handling');
  setTime(house, '2026-11-25 14:30');
  await sweep();
  expect((await see(official, id)).level).toBe(1);
  expect((await official.get('/api/cases/queue?box=late')).body.cases.map((one: { id: string }) => one.id)).not.toContain(id);
  setTime(house, '2026-11-25 17:31');
  await sweep();
  expect((await see(official, id)).level).toBe(2);
  expect((await official.get('/api/cases/queue?box=late')).body.cases.map((one: { id: string }) => one.id)).toContain(id);
  await move(lights.a, id, 'answer', { text: '周一到周五都开' });
  setTime(house, '2026-12-02 17:31');
  await sweep();
  expect(await see(official, id)).toMatchObject({ state: 'closed' });
  expect((await clock(id, 'close')).isLate).toBe(true);
});

test('what is not solved is opened again within fifteen days, its time begins anew, and not for ever', async () => {
  const id = await inHand('urgent');
  await move(lights.a, id, 'answer', { text: '修好了' });
  await move(clerk, id, 'rate', { resolved: false, grade: 1 });
  setTime(house, '2026-11-26 10:00');
  expect((await move(clerk, id, 'reopen', { reason: '又不亮了' })).body.state).toBe('handling');
  expect(dueHere((await clock(id, 'close')).dueAt)).toBe('2026-11-27 10:00');
  await move(lights.a, id, 'answer', { text: '换了灯泡' });
  await move(clerk, id, 'rate', { resolved: true, grade: 4 });
  setTime(house, '2026-12-20 10:00');
  expect((await move(clerk, id, 'reopen', { reason: '又不亮了' })).body).toMatchObject({ because: 'withinReopen' });
});

test('ten people take on the same case at once: one does, the others are told, and its events have no gap', async () => {
  const id = await begin();
  await move(dispatcher, id, 'dispatch', { unit: lights.unit });
  const answers = await Promise.all(Array.from({ length: 10 }, (_, i) => move(i % 2 ? lights.a : lights.b, id, 'sign')));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
  expect(answers.filter((one) => one.status !== 200).every((one) => one.body.type === 'cases/not-here')).toBe(true);
  expect((await see(official, id)).events.map((event: { seq: number }) => event.seq)).toEqual([1, 2, 3]);
});

test('a page of the queue goes on where the last one ended, soonest due first, and a number finds its case', async () => {
  const many = await Promise.all(Array.from({ length: 55 }, () => begin('proposal')));
  const first = (await dispatcher.get('/api/cases/queue?box=dispatch')).body;
  expect(first).toMatchObject({ more: true });
  expect(first.cases).toHaveLength(50);
  const second = (await dispatcher.get(`/api/cases/queue?box=dispatch&after=${first.cases.at(-1).id}`)).body;
  const all = [...first.cases, ...second.cases];
  expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
  expect(many.every((id) => all.some((one) => one.id === id))).toBe(true);
  expect(all.map((one) => one.dueAt).toSorted()).toEqual(all.map((one) => one.dueAt));
  const { number } = all[7];
  expect(number).toMatch(/^2611\d{8}$/);
  expect((await dispatcher.get(`/api/cases/queue?box=all&number=${number}`)).body.cases).toHaveLength(1);
  const counts = (await dispatcher.get('/api/cases/queue/counts')).body;
  expect(counts.find((one: { box: string }) => one.box === 'dispatch').open).toBe(all.length);
});

test('a deadline in a year without a notice is reckoned anew when the notice comes', async () => {
  setTime(house, '2026-12-30 10:00');
  const id = await begin('complaint');
  expect((await clock(id, 'close')).provisional).toBe(true);
  expect(await inTransaction(house.db, district, (tx) => reckonAnew({ tx, district }))).toBe(0);
  // As if the deadline had been reckoned before the notice: New Year's Day was taken for a working day.
  await inTransaction(house.db, district, (tx) =>
    tx
      .updateTable('cases.caseFile')
      .set({ dueAt: new Date('2027-01-07T09:30:00Z') })
      .where('district', '=', district)
      .where('id', '=', id)
      .execute(),
  );
  const { dueAt } = await clock(id, 'close');
  expect(await inTransaction(house.db, district, (tx) => reckonAnew({ tx, district }))).toBe(1);
  expect((await see(official, id)).dueAt).toBe(dueAt);
});

test('a kind of case that leads nowhere or names what does not exist is refused before anybody uses it', () => {
  type Any = Parameters<typeof faultOfType>[0];
  const broken = (change: (type: any) => void) => {
    const type = structuredClone(request);
    change(type);
    return faultOfType(type as unknown as Any);
  };
  expect(broken(() => {})).toBeNull();
  expect(broken((type) => (type.moves.sign.to = 'nowhere'))).toMatch(/nowhere/);
  expect(broken((type) => delete type.moves.rule)).toMatch(/rule|disputed/);
  expect(broken((type) => (type.states.lost = { zh: '丢失', en: 'Lost' }))).toMatch(/lost is never reached/);
  expect(broken((type) => (type.timers[0].move = 'sign'))).toMatch(/system cannot make/);
  expect(broken((type) => (type.classes.help.limits.tea = { hours: 1 }))).toMatch(/tea/);
  expect(broken((type) => (type.moves.refer.codes = []))).toMatch(/needs a code/);
});
