import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bookable, book, makeBookable, makePerson, slotRules, tally } from '../../tests/support/bookings.ts';
import { type Caller, openTestHouse, type TestHouse } from '../../tests/support/house.ts';

let house: TestHouse;
let at: Bookable;
const start = new Date('2026-11-23T02:00:00Z');
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
});
afterAll(() => house.close());

/** A place with a queue and two windows. */
async function open(more: object = {}) {
  house.clock.now = start;
  at = await makeBookable(house);
  const post = async (path: string, body: object) => {
    const answer = await at.planner.send('POST', path, body);
    expect([answer.status, answer.body]).toEqual([200, expect.objectContaining({ id: expect.any(String) })]);
    return answer.body.id as string;
  };
  const line = await post('/api/counters/lines', { placeId: at.placeId, prefix: 'A', name: '社保医保', nameEn: 'Insurance', minutes: 6, ...more });
  const window = (name: string, own: object = {}) =>
    post('/api/counters/posts', { placeId: at.placeId, name, nameEn: name, lines: [line], firstHolder: '小王', secondHolder: '小李', ...own });
  return { line, windows: [await window('1号窗口'), await window('2号窗口')] as const, window };
}
const walkIn = (line: string, isFirst = false) => at.planner.send('POST', `/api/counters/lines/${line}/tickets-at-counter`, { isFirst });
const next = (window: string) => at.planner.send('POST', `/api/counters/posts/${window}/next`);
const step = (id: string, what: string) => at.planner.send('POST', `/api/counters/tickets/${id}/step`, { step: what });
const board = async () => (await house.anyone.get(`/api/counters/places/${at.placeId}/board`)).body;

describe('numbers', () => {
  test('a hundred who come at once have a hundred numbers, one after another', async () => {
    const { line } = await open();
    const answers = await Promise.all(Array.from({ length: 100 }, () => walkIn(line)));
    expect(answers.map(({ body }) => body.number).sort()).toEqual(Array.from({ length: 100 }, (_, i) => `A${String(i + 1).padStart(3, '0')}`));
    expect((await board()).lines[0]).toMatchObject({ waiting: 100, aboutMinutes: 300 });
  });
  test('one who has a number takes no second, however often it is pressed; given back, another can be had', async () => {
    const { line } = await open();
    const by = await house.resident();
    const take = () => by.send('POST', `/api/counters/lines/${line}/tickets`);
    const answers = await Promise.all(Array.from({ length: 8 }, take));
    expect(tally(answers)).toEqual({ '200': 1, '409 counters/queued-already': 7 });
    const [mine] = (await by.get('/api/counters/tickets/mine')).body;
    expect(mine).toMatchObject({ ahead: 0, state: 'waiting' });
    expect((await (await house.resident()).send('DELETE', `/api/counters/tickets/${mine.id}`)).status).toBe(404);
    expect((await by.send('DELETE', `/api/counters/tickets/${mine.id}`)).status).toBe(200);
    expect((await take()).status).toBe(200);
  });
  test('begin anew every day', async () => {
    const { line } = await open();
    await walkIn(line);
    house.clock.now = new Date('2026-11-24T02:00:00Z');
    expect((await walkIn(line)).body.number).toBe('A001');
    expect((await board()).lines[0].waiting).toBe(1);
  });
});

describe('whose turn it is', () => {
  test('appointments before those who come first, those before others, each in the order of coming; an elder on the phone is known as one', async () => {
    const rules = slotRules(
      { checkIn: { opensMinutes: 30, releaseMinutes: null } },
      { gridMinutes: 15, shortestMinutes: 15, longestMinutes: 15, stepMinutes: 15 },
    );
    at = await makeBookable(house);
    const offering = await at.offering({ resources: [at.hall], rules });
    const { planner, placeId } = at;
    const line = (
      await planner.send('POST', '/api/counters/lines', { placeId, prefix: 'B', name: '养老助残', nameEn: 'Elders', minutes: 10, offeringId: offering })
    ).body.id;
    const window = (await planner.send('POST', '/api/counters/posts', { placeId, name: '1号', nameEn: 'One', lines: [line], firstHolder: '小王' })).body.id;
    house.clock.now = start;
    const booked = (await book(await house.resident(), offering, '2026-11-23T10:15:00+08:00', 15)).body;
    const numbers = [(await walkIn(line)).body, (await walkIn(line, true)).body];
    const elder: Caller = await house.resident({ personId: await makePerson(house, '1948-01-01') });
    numbers.push((await elder.send('POST', `/api/counters/lines/${line}/tickets`)).body);
    numbers.push((await planner.send('POST', `/api/counters/places/${placeId}/appointments`, { code: booked.code })).body);
    expect(numbers.map(({ isFirst, channel }) => [isFirst, channel])).toEqual([
      [false, 'walkIn'],
      [true, 'walkIn'],
      [true, 'online'],
      [true, 'appointment'],
    ]);
    const order: string[] = [];
    for (let i = 0; i < 4; i++) {
      const called = (await next(window)).body;
      order.push(called.number);
      await step(called.id, 'begin');
      await step(called.id, 'done');
    }
    expect(order).toEqual(['B004', 'B002', 'B003', 'B001']);
    expect((await next(window)).body.type).toBe('counters/nobody-waits');
    expect((await planner.send('POST', `/api/counters/places/${placeId}/appointments`, { code: 'ABCDEFGH' })).status).toBe(404);
  });
  test('ten windows that press at once call ten different numbers', async () => {
    const { line, window } = await open();
    const windows = await Promise.all(Array.from({ length: 10 }, (_, i) => window(`窗口${i}`)));
    for (let i = 0; i < 12; i++) await walkIn(line);
    const called = await Promise.all(windows.map(next));
    expect(new Set(called.map(({ body }) => body.number)).size).toBe(10);
    expect(called.every(({ status }) => status === 200)).toBe(true);
  });
  test('a window has one number at a time, also when it presses twice at once; put aside, it takes another and comes back to it', async () => {
    const { line, windows } = await open();
    for (let i = 0; i < 3; i++) await walkIn(line);
    expect(tally(await Promise.all([1, 2, 3].map(() => next(windows[0]))))).toEqual({ '200': 1, '409 counters/busy-still': 2 });
    const [first] = (await at.planner.get(`/api/counters/places/${at.placeId}/queue`)).body;
    expect((await step(first.id, 'done')).body).toMatchObject({ type: 'counters/wrong-step', state: 'called' });
    await step(first.id, 'begin');
    expect((await step(first.id, 'hold')).body.state).toBe('held');
    const second = (await next(windows[0])).body;
    expect((await step(first.id, 'resume')).body.type).toBe('counters/busy-still');
    await step(second.id, 'left');
    expect((await step(first.id, 'resume')).body.state).toBe('serving');
    expect((await step(first.id, 'done')).body.state).toBe('done');
  });
});

describe('windows', () => {
  test('when A is away B takes over at once, and stands on what is asked first from then on', async () => {
    const { line, windows, window } = await open();
    await walkIn(line);
    await walkIn(line);
    const away = (id: string, isAway: boolean) => at.planner.send('POST', `/api/counters/posts/${id}/away`, { isAway });
    await next(windows[0]);
    expect((await away(windows[1], true)).body.holder).toBe('小李');
    await next(windows[1]);
    const { called } = await board();
    expect(called.map(({ number, holder }: { number: string; holder: string }) => [number, holder]).sort()).toEqual([
      ['A001', '小王'],
      ['A002', '小李'],
    ]);
    const queue = (await at.planner.get(`/api/counters/places/${at.placeId}/queue`)).body;
    expect(queue.map(({ firstAsked }: { firstAsked: string }) => firstAsked).sort()).toEqual(['小李', '小王']);
    expect((await away(await window('3号窗口', { secondHolder: null }), true)).body.type).toBe('counters/no-second');
  });
  test('the wall shows numbers, windows and how many wait, and nothing about anybody', async () => {
    const { line, windows } = await open();
    const by = await house.resident({ personId: await makePerson(house, '1990-01-01') });
    await by.send('POST', `/api/counters/lines/${line}/tickets`);
    await next(windows[0]);
    const shown = await board();
    expect(shown.called).toEqual([{ number: 'A001', post: { zh: '1号窗口', en: '1号窗口' }, isNew: true, holder: '小王' }]);
    expect(JSON.stringify(shown)).not.toContain(by.accountId);
  });
  test('about how long one waits follows how long it took today', async () => {
    const { line, windows } = await open();
    for (let i = 0; i < 6; i++) await walkIn(line);
    const { id } = (await next(windows[0])).body;
    await step(id, 'begin');
    house.clock.now = new Date(start.getTime() + 20 * 60_000);
    await step(id, 'done');
    expect((await board()).lines[0]).toMatchObject({ waiting: 5, aboutMinutes: 50 });
  });
});
