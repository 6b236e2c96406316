import { afterAll, beforeAll, expect, test } from 'vitest';
import { momentAt, wallMinute } from '../../platform/clock.ts';
import { setTime } from '../../tests/support/cases.ts';
import { openRequestHouse, type RequestHouse } from '../../tests/support/request-house.ts';
import { figuresOf, hideSmall, isSmall, type Outcome } from './rates/figures.ts';

let r: RequestHouse;
beforeAll(async () => {
  r = await openRequestHouse();
});
afterAll(() => r.house.close());

const plain: Outcome = {
  unit: 'u',
  area: '330105001',
  matter: '01',
  contactDue: true,
  contacted: true,
  answerDue: true,
  onTime: true,
  closed: true,
  resolved: true,
  grade: 5,
  cameBack: false,
  dispatches: 1,
  returned: false,
  extended: false,
  excluded: null,
};
const of = (...more: Partial<Outcome>[]) => more.map((one) => ({ ...plain, ...one }));

test('the three rates are what a pencil gives, each with what it is a share of', () => {
  const figures = figuresOf(
    of({}, { grade: 3 }, { resolved: false, grade: 2 }, { resolved: null, grade: null }, { contacted: false, closed: false, resolved: null, grade: null }),
  );
  expect(figures.response).toEqual({ is: 4, of: 5, value: 0.8 });
  expect(figures.solved).toEqual({ is: 2, of: 3, value: 2 / 3 });
  expect(figures.satisfied.of).toBe(3);
  expect(figures.satisfied.value).toBeCloseTo(1.6 / 3, 12);
  expect(figures.content).toEqual({ is: 2, of: 3, value: 2 / 3 });
  expect(figures.composite).toBeCloseTo(0.2 * 0.8 + 0.4 * (2 / 3) + 0.4 * (1.6 / 3), 12);
  expect(figures.unrated).toEqual({ is: 1, of: 4, value: 0.25 });
});

test('no figure gets better by what is counted beside it: silence, exclusion, coming back and sending twice all show', () => {
  const figures = figuresOf(
    of(
      {},
      { excluded: 'outOfMandate', resolved: false },
      { cameBack: true },
      { dispatches: 3 },
      { dispatches: 2, returned: true },
      { extended: true, onTime: false },
    ),
  );
  expect(figures.excluded).toEqual({ outOfMandate: 1 });
  expect(figures.solved.of).toBe(5);
  expect(figures.cameBack.is).toBe(1);
  expect(figures.firstDispatch).toEqual({ is: 3, of: 5, value: 0.6 });
  expect(figures.returned.is).toBe(1);
  expect(figures.extended.is).toBe(1);
  expect(figures.onTime).toEqual({ is: 4, of: 5, value: 0.8 });
  expect(figuresOf([]).composite).toBeNull();
  expect([isSmall(of({}, {}, {}, {})), isSmall(of({}, {}, {}, {}, {}))]).toEqual([true, false]);
  expect(isSmall(of({}, {}, {}, {}, { resolved: null, grade: null }))).toBe(true);
});

test('where one row is too small to be shown, the next smallest is hidden with it, so that no difference tells it', () => {
  const group = (n: number) => ({ n, group: Array.from({ length: n }, () => plain) });
  const hidden = (...sizes: number[]) => hideSmall(sizes.map(group)).flatMap(({ n, isHidden }) => (isHidden ? n : []));
  expect(hidden(9, 2, 7, 20)).toEqual([2, 7]);
  expect(hidden(9, 2, 3)).toEqual([2, 3]);
  expect(hidden(9, 8)).toEqual([]);
});

/** A request from telling to rating, with what is said on the way. */
async function run(at: string, { contact = true, resolved = true, grade = 5 as number | null, phone = '13800000000' } = {}) {
  setTime(r.house, at);
  const later = (minutes: number) => {
    r.house.clock.now = momentAt(wallMinute(r.house.clock.now) + minutes);
  };
  const receipt = (await r.tell(r.house.anyone, { phone })).body;
  const id = await r.idOf(receipt.number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  later(5);
  await r.move(r.lights.a, id, 'sign');
  if (contact) await r.move(r.lights.a, id, 'contact', { channel: 'phone' });
  later(5);
  await r.move(r.lights.a, id, 'answer', { text: '已修好' });
  later(60);
  if (grade !== null) await r.move(r.worker, id, 'rate', { resolved, grade });
  return { id, ...receipt };
}
const rates = async (month: string) => (await r.official.get(`/api/requests/rates?month=${month}`)).body;

test('a month is counted from the events: contacts that were made, ratings that were given, requests that came back', async () => {
  await run('2026-08-03 09:00', { phone: '13800000001' });
  await run('2026-08-04 09:00', { contact: false, phone: '13800000002' });
  await run('2026-08-05 09:00', { resolved: false, grade: 2, phone: '13800000003' });
  await run('2026-08-06 09:00', { phone: '13800000004' });
  await run('2026-08-07 09:00', { phone: '13800000005' });
  const again = await run('2026-08-20 09:00', { phone: '13800000004' });
  setTime(r.house, '2026-09-02 09:00');
  const august = await rates('2026-08');
  expect(august).toMatchObject({
    requests: 6,
    overall: { response: { is: 5, of: 6 }, solved: { is: 5, of: 6 }, satisfied: { is: 5, of: 6 }, cameBack: { is: 1, of: 6 }, firstDispatch: { is: 6, of: 6 } },
  });
  expect(august.units).toMatchObject([{ code: r.lights.unit, class: 'bureau', requests: 6 }]);
  // Opened again in September: the figures of August see it, too.
  expect((await r.move(r.worker, again.id, 'reopen', { reason: '又坏了' })).status).toBe(200);
  expect((await rates('2026-08')).overall).toMatchObject({ cameBack: { is: 2, of: 6 }, solved: { is: 5, of: 6 } });
  expect((await rates('2026-07')).overall.solved).toEqual({ is: 0, of: 0, value: null });
});

test('who says “not solved” stays in the figures of the month, though the request is taken up again at once; lateness stays, too', async () => {
  setTime(r.house, '2026-05-06 09:00');
  const { number, code } = (await r.tell(r.house.anyone)).body;
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, id, 'sign');
  setTime(r.house, '2026-05-20 09:00');
  await r.move(r.lights.a, id, 'answer', { text: '已修好' });
  expect((await r.own(r.house.anyone, number, 'rate', { code, resolved: false, grade: 1 })).body.state).toBe('handling');
  const figures = { solved: { is: 0, of: 1 }, satisfied: { is: 0, of: 1 }, cameBack: { is: 1, of: 1 }, onTime: { is: 0, of: 1 } };
  expect((await rates('2026-05')).overall).toMatchObject(figures);
  setTime(r.house, '2026-06-01 09:00');
  await r.move(r.lights.a, id, 'answer', { text: '换了线路' });
  await r.own(r.house.anyone, number, 'rate', { code, resolved: true, grade: 5 });
  expect((await rates('2026-05')).overall).toMatchObject(figures);
  expect((await rates('2026-06')).overall).toMatchObject({ solved: { is: 1, of: 1 }, cameBack: { is: 0, of: 1 } });
});

test('what is opened again before anybody rated it came back, too', async () => {
  setTime(r.house, '2026-03-10 09:00');
  const { number, code } = (await r.tell(r.house.anyone)).body;
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, id, 'sign');
  await r.move(r.lights.a, id, 'answer', { text: '已修好' });
  expect((await r.move(r.worker, id, 'reopen', { reason: '来电说没修好' })).status).toBe(200);
  await r.move(r.lights.a, id, 'answer', { text: '换了灯泡' });
  await r.own(r.house.anyone, number, 'rate', { code, resolved: true, grade: 5 });
  expect((await rates('2026-03')).overall).toMatchObject({ solved: { is: 1, of: 1 }, cameBack: { is: 1, of: 1 } });
});

test('an answer that is not due yet, or waits for the reporter, is not missed', async () => {
  setTime(r.house, '2026-04-28 09:00');
  const { number, code } = (await r.tell(r.house.anyone)).body;
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, id, 'sign');
  const before = (await rates('2026-05')).overall.onTime.of;
  await r.move(r.lights.a, id, 'ask', { text: '是哪一盏？' });
  setTime(r.house, '2026-05-08 17:00');
  expect((await rates('2026-05')).overall.onTime.of).toBe(before);
  await r.own(r.house.anyone, number, 'supply', { code, text: '东边那盏' });
  await r.move(r.lights.a, id, 'answer', { text: '已修好' });
  expect((await rates('2026-05')).overall.onTime.of).toBe(before + 1);
});

test('what is not taken on counts in no rate, is shown by its reason, and needs two persons', async () => {
  setTime(r.house, '2026-07-06 09:00');
  const { number } = (await r.tell(r.house.anyone)).body;
  const id = await r.idOf(number);
  await r.move(r.dispatcher, id, 'proposeRefusal', { code: 'outOfMandate', reason: '属于外区' });
  expect((await r.move(r.dispatcher, id, 'confirmRefusal', { text: '请联系外区' })).body.type).toBe('cases/second-person');
  await r.move(r.official, id, 'confirmRefusal', { text: '请联系外区' });
  const { overall } = await rates('2026-07');
  expect(overall).toMatchObject({ excluded: { outOfMandate: 1 }, response: { of: 0 } });
});

test('a bulletin is published once, after the month is over, and stays as it was; small groups have no figures', async () => {
  setTime(r.house, '2026-08-25 09:00');
  const publish = (who = r.official) => who.send('POST', '/api/requests/bulletins', { month: '2026-08' });
  expect((await publish()).body.type).toBe('requests/month-not-over');
  setTime(r.house, '2026-09-03 09:00');
  expect((await Promise.all([publish(), publish(r.second)])).map(({ status }) => status).toSorted()).toEqual([200, 409]);
  const read = async () => (await r.house.anyone.get('/api/requests/bulletins/2026-08')).body;
  const before = await read();
  expect(before.overall.solved.of).toBeGreaterThan(3);
  await run('2026-09-04 09:00', { phone: '13800000005' });
  setTime(r.house, '2026-09-28 09:00');
  expect(await read()).toEqual(before);
  expect((await r.house.anyone.get('/api/requests/bulletins')).body).toMatchObject([{ month: '2026-08' }]);
  expect((await rates('2026-09')).units.every((unit: { figures: unknown; requests: unknown }) => unit.figures === null && unit.requests === null)).toBe(true);
});

test('who is asked again is drawn by a lot that anybody can draw again, and never by the unit that answered', async () => {
  setTime(r.house, '2026-10-10 09:00');
  const drawn = (await r.official.send('POST', '/api/requests/recontacts', { month: '2026-08' })).body;
  expect(drawn.drawn).toBe(drawn.closed);
  expect((await r.official.send('POST', '/api/requests/recontacts', { month: '2026-08' })).body.type).toBe('requests/already-drawn');
  const list = (await r.official.get('/api/requests/recontacts?month=2026-08')).body as { requestId: string; outcome: null; canBeAsked: boolean }[];
  expect(list.every(({ canBeAsked }) => canBeAsked)).toBe(true);
  const record = (who: typeof r.official, requestId: string, said: object) => who.send('PUT', `/api/requests/recontacts/2026-08/${requestId}`, said);
  await record(r.official, list[0]!.requestId, { outcome: 'notSolved', grade: 2 });
  await record(r.official, list[1]!.requestId, { outcome: 'unreachable', grade: 1 });
  await record(r.official, list[2]!.requestId, { outcome: 'solved', grade: 4 });
  await r.official.send('PUT', `/api/cases/units/${r.lights.unit}/members/${r.second.accountId}`, { post: 'a' });
  expect((await record(r.second, list[3]!.requestId, { outcome: 'solved' })).body.type).toBe('requests/own-work');
  expect((await rates('2026-08')).recontact).toEqual({ drawn: drawn.drawn, unreachable: 1, solved: { is: 1, of: 2, value: 0.5 } });
});
