import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDayLine } from '../../engines/calendar/day-line.ts';
import { type Bookable, book, makeBookable, sessionRules, slotRules, tally } from '../../tests/support/bookings.ts';
import { type Caller, district, inDistrict, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { priceOf } from './offerings/rules.ts';

let house: TestHouse;
let at: Bookable;
let resident: Caller;
let other: Caller;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  at = await makeBookable(house);
  [resident, other] = [await house.resident(), await house.resident()];
});
afterAll(() => house.close());

/** Times of Tuesday 24 November 2026 and later; it is Monday, ten in the morning. */
const on = (day: number, time: string) => `2026-11-${day}T${time}:00+08:00`;
const listed = async (offering: string, day: string) => {
  const { body } = await house.anyone.get(`/api/bookings/offerings/${offering}/starts?from=${day}&days=1`);
  const clock = (minute: number) => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  return readDayLine(body.resources[0].days[0], body).map(({ minute, ...start }) => ({ time: clock(minute), ...start }));
};
const claims = async (id: string) => (await sql`select 1 from bookings.claim where holder = ${id}`.execute(house.db)).rows.length;

describe('a time', () => {
  test('is booked, shown as taken, and free again when cancelled', async () => {
    const hall = await at.offering({ resources: [at.hall], rules: slotRules() });
    expect((await listed(hall, '2026-11-24')).filter(({ time }) => ['10:00', '11:00'].includes(time))).toEqual([
      { time: '10:00', longestMinutes: 180, why: null },
      { time: '11:00', longestMinutes: 180, why: null },
    ]);
    const made = await book(resident, hall, on(24, '11:00'));
    expect(made.body).toMatchObject({
      state: 'confirmed',
      places: 1,
      channel: 'online',
      priceFen: 0,
      from: '2026-11-24T03:00:00.000Z',
      freeUntil: '2026-11-23T03:00:00.000Z',
    });
    expect(made.body.code).toMatch(/^[A-Z2-9]{8}$/);
    expect((await listed(hall, '2026-11-24')).filter(({ time }) => ['10:00', '11:00'].includes(time))).toEqual([
      { time: '10:00', longestMinutes: 60, why: null },
      { time: '11:00', longestMinutes: 0, why: 'taken' },
    ]);
    expect((await book(other, hall, on(24, '11:30'))).body).toMatchObject({ type: 'bookings/not-free', reason: 'taken', from: '2026-11-24T03:30:00.000Z' });
    expect((await other.send('POST', `/api/bookings/${made.body.id}/cancel`, {})).status).toBe(404);
    expect((await resident.send('POST', `/api/bookings/${made.body.id}/cancel`, {})).body.state).toBe('cancelled');
    expect(await claims(made.body.id)).toBe(0);
    expect((await book(other, hall, on(24, '11:30'))).status).toBe(200);
    const mine = (await resident.get('/api/bookings/mine')).body;
    expect([mine.ahead.length, mine.past[0].state]).toEqual([0, 'cancelled']);
  });
  test.each([
    ['2026-11-24T03:15:00Z', 60, 'offGrid'],
    ['2026-11-24T03:00:00Z', 30, 'tooShort'],
    ['2026-11-24T03:00:00Z', 240, 'tooLong'],
    ['2026-11-24T03:00:00Z', 75, 'oddLength'],
    ['2026-11-23T01:00:00Z', 60, 'past'],
    ['2026-12-25T03:00:00Z', 60, 'tooFar'],
    ['2026-11-24T00:30:00Z', 60, 'closed'],
    ['2026-11-24T12:30:00Z', 60, 'closed'],
    ['2026-11-24T03:00:30Z', 60, 'offGrid'],
  ])('%s for %s minutes is refused: %s', async (from, minutes, reason) => {
    const hall = await at.offering({ resources: [at.hall], rules: slotRules() });
    expect((await book(resident, hall, from, minutes)).body).toMatchObject({ type: 'bookings/not-allowed', reason });
  });
  test('is kept apart by the time after, in the list and in the write', async () => {
    const room = await at.resource('清洁室');
    const hall = await at.offering({ resources: [room], rules: slotRules({}, { afterMinutes: 30 }) });
    expect((await book(resident, hall, on(25, '10:00'))).status).toBe(200);
    const starts = await listed(hall, '2026-11-25');
    const shown = (wanted: string) => starts.find(({ time }) => time === wanted)!;
    expect([shown('09:00').why, shown('11:00').why, shown('11:30').why]).toEqual(['buffer', 'taken', null]);
    expect((await book(other, hall, on(25, '11:00'))).body).toMatchObject({ reason: 'taken' });
    expect((await book(other, hall, on(25, '09:00'))).body).toMatchObject({ reason: 'buffer' });
    expect((await book(other, hall, on(25, '11:30'))).status).toBe(200);
  });
  test('on whichever room is free; a named one only if that is', async () => {
    const rooms = [await at.resource('一号场'), await at.resource('二号场')];
    const courts = await at.offering({ resources: rooms, rules: slotRules() });
    const made = [await book(resident, courts, on(25, '10:00')), await book(other, courts, on(25, '10:00'))];
    expect(made.map(({ body }) => body.resourceId)).toEqual(rooms);
    expect((await book(resident, courts, on(25, '10:00'))).body.reason).toBe('taken');
    expect((await book(resident, courts, on(25, '12:00'), 60, { resourceId: rooms[1] })).body.resource.zh).toBe('二号场');
    expect((await book(resident, courts, on(25, '12:00'), 60, { resourceId: at.hall })).body.type).toBe('bookings/wrong-resource');
  });
  test('closes on a legal holiday for the list and for the write alike', async () => {
    house.clock.now = new Date('2026-12-28T02:00:00Z');
    const hall = await at.offering({ resources: [at.hall], rules: slotRules() });
    expect((await listed(hall, '2026-12-31')).some(({ why }) => why === null)).toBe(true);
    expect((await book(resident, hall, '2026-12-31T10:00:00+08:00')).status).toBe(200);
    house.clock.now = new Date('2026-09-20T02:00:00Z');
    const holiday = (await Promise.all([1, 4, 7].map((day) => listed(hall, `2026-10-0${day}`)))).flat();
    expect(new Set(holiday.map(({ why }) => why))).toEqual(new Set(['closed']));
    expect((await book(resident, hall, '2026-10-02T10:00:00+08:00')).body.reason).toBe('closed');
    house.clock.now = new Date('2026-11-23T02:00:00Z');
  });
  test('moves, or stays where it was', async () => {
    const room = await at.resource('可移室');
    const hall = await at.offering({ resources: [room], rules: slotRules() });
    const [mine, theirs] = [(await book(resident, hall, on(25, '10:00'))).body, (await book(other, hall, on(25, '13:00'))).body];
    const move = (id: string, from: string) => at.planner.send('POST', `/api/bookings/${id}/move`, { from, minutes: 60 });
    expect((await move(mine.id, on(25, '10:30'))).body.from).toBe('2026-11-25T02:30:00.000Z');
    expect((await move(mine.id, on(25, '12:30'))).body).toMatchObject({ type: 'bookings/not-free', reason: 'taken' });
    expect(await claims(mine.id)).toBe(1);
    expect((await move(theirs.id, on(25, '11:30'))).status).toBe(200);
    expect((await book(other, hall, on(25, '10:00'))).body.reason).toBe('taken');
  });
  test('past and finished ones are not changed', async () => {
    const room = await at.resource('旧室');
    const hall = await at.offering({ resources: [room], rules: slotRules() });
    const { id } = (await book(resident, hall, on(23, '11:00'))).body;
    house.clock.now = new Date('2026-11-23T03:00:00Z');
    expect((await resident.send('POST', `/api/bookings/${id}/cancel`, {})).body.type).toBe('bookings/too-late');
    expect((await at.planner.send('POST', `/api/bookings/${id}/move`, { from: on(25, '10:00'), minutes: 60 })).body.type).toBe('bookings/too-late');
    house.clock.now = new Date('2026-11-23T02:00:00Z');
  });
});

describe('the tree of rooms', () => {
  test('the hall is not to be had while a half is taken, nor a half while the hall is; the halves stand beside each other', async () => {
    const tree = await makeBookable(house);
    const [hall, east, west] = [
      await tree.offering({ resources: [tree.hall], rules: slotRules() }),
      await tree.offering({ resources: [tree.halves[0]], rules: slotRules() }),
      await tree.offering({ resources: [tree.halves[1]], rules: slotRules() }),
    ];
    expect((await book(resident, east, on(24, '10:00'))).status).toBe(200);
    expect((await book(resident, west, on(24, '10:00'))).status).toBe(200);
    expect((await book(resident, hall, on(24, '10:00'))).body.reason).toBe('taken');
    expect((await book(resident, hall, on(24, '11:00'))).status).toBe(200);
    expect((await book(resident, east, on(24, '11:30'))).body.reason).toBe('taken');
  });
});

describe('rules', () => {
  test('a limit counts one person and one offering, by the period it names', async () => {
    const room = await at.resource('限次室');
    const rules = slotRules({
      limits: [
        { what: 'bookings', most: 2, per: 'week' },
        { what: 'minutes', most: 120, per: 'day' },
      ],
    });
    const [hall, another] = [await at.offering({ resources: [room], rules }), await at.offering({ resources: [await at.resource('另一室')], rules })];
    expect((await book(resident, hall, on(24, '10:00'), 120)).status).toBe(200);
    expect((await book(resident, hall, on(24, '14:00'))).body).toMatchObject({
      type: 'bookings/limit-reached',
      what: 'minutes',
      most: 120,
      per: 'day',
      used: 120,
    });
    expect((await book(resident, another, on(24, '14:00'))).status).toBe(200);
    expect((await book(other, hall, on(24, '14:00'))).status).toBe(200);
    expect((await book(resident, hall, on(25, '10:00'))).status).toBe(200);
    expect((await book(resident, hall, on(26, '10:00'))).body).toMatchObject({ what: 'bookings', most: 2, per: 'week', used: 2 });
    expect((await book(resident, hall, on(30, '10:00'))).status).toBe(200);
  });
  test('what has to be asked for holds its time until it is confirmed or refused', async () => {
    const hall = await at.offering({ resources: [await at.resource('审批室')], rules: slotRules({ approval: true }) });
    const asked = (await book(resident, hall, on(24, '10:00'))).body;
    expect(asked.state).toBe('requested');
    expect((await book(other, hall, on(24, '10:00'))).body.reason).toBe('taken');
    const decide = (id: string, body: object) => at.planner.send('POST', `/api/bookings/${id}/decision`, body);
    expect((await decide(asked.id, { confirm: false })).status).toBe(400);
    expect((await decide(asked.id, { confirm: false, reason: '当天维修' })).body).toMatchObject({ state: 'refused', reason: '当天维修' });
    const again = (await book(other, hall, on(24, '10:00'))).body;
    expect((await decide(again.id, { confirm: true })).body.state).toBe('confirmed');
    expect((await decide(again.id, { confirm: true })).body.type).toBe('bookings/too-late');
  });
  test('equipment and people come with it while there are enough', async () => {
    for (const name of ['投影仪1', '投影仪2']) await at.resource(name, { kind: 'equipment', skills: ['projector'] });
    const rooms = [await at.resource('甲室'), await at.resource('乙室'), await at.resource('丙室')];
    const talks = await at.offering({ resources: rooms, rules: slotRules({ needs: [{ skill: 'projector', count: 1 }] }) });
    const made = [];
    for (let i = 0; i < 3; i++) made.push(await book(resident, talks, on(24, '10:00')));
    expect(made.map(({ status }) => status)).toEqual([200, 200, 409]);
    expect(made[2]!.body).toMatchObject({ reason: 'short', pool: 'projector' });
    expect(await claims(made[0]!.body.id)).toBe(2);
    await resident.send('POST', `/api/bookings/${made[0]!.body.id}/cancel`, {});
    expect((await book(resident, talks, on(24, '10:00'))).status).toBe(200);
  });
  test('the price is explained line by line', async () => {
    const hall = await at.offering({ resources: [await at.resource('收费室')], rules: slotRules({ price: { class: 'lowFee', per: 'hour', fen: 3000 } }) });
    expect((await book(resident, hall, on(24, '10:00'), 90)).body).toMatchObject({
      priceFen: 6000,
      price: [{ zh: '2 小时 × 30.00 元', en: '2 hours × ¥30.00', fen: 6000 }],
    });
  });
  test.each([
    ['hour', 61, 1, 2],
    ['halfDay', 240, 1, 1],
    ['halfDay', 241, 1, 2],
    ['day', 1441, 1, 2],
    ['booking', 600, 9, 1],
    ['place', 60, 3, 3],
  ] as const)('a price per %s for %i minutes and %i places counts %i times', (per, minutes, places, times) => {
    expect(priceOf({ price: { class: 'market', per, fen: 100, halfDayMinutes: 240 } }, minutes, places).fen).toBe(100 * times);
  });
  test('drafts are not for residents, and rules must fit the kind', async () => {
    const fields = { placeId: at.placeId, name: '草稿', nameEn: 'Draft', functionCode: 'CUL-ICH', resources: [at.hall] };
    const draft = await at.planner.send('POST', '/api/bookings/offerings', { ...fields, kind: 'slot', rules: slotRules() });
    expect((await book(resident, draft.body.id, on(24, '10:00'))).body.type).toBe('bookings/no-such-offering');
    expect((await at.planner.send('POST', '/api/bookings/offerings', { ...fields, kind: 'slot', rules: sessionRules() })).body.type).toBe(
      'bookings/wrong-rules',
    );
    const unknown = await at.planner.send('POST', '/api/bookings/offerings', { ...fields, functionCode: 'NO-SUCH', kind: 'slot', rules: slotRules() });
    expect(unknown.body).toMatchObject({ type: 'bookings/wrong-function', field: 'functionCode' });
    const edit = (revision: number) =>
      at.planner.send('PUT', `/api/bookings/offerings/${draft.body.id}`, { ...fields, rules: slotRules(), state: 'published', revision });
    expect([(await edit(1)).status, (await edit(1)).body.type]).toEqual([200, 'bookings/changed-meanwhile']);
    const versions = await house.db
      .selectFrom('bookings.offeringVersion')
      .select('revision')
      .where('offeringId', '=', draft.body.id)
      .orderBy('revision')
      .execute();
    expect(versions.map(({ revision }) => revision)).toEqual([1, 2]);
  });
});

describe('the day board', () => {
  test('stands on rooms with their parts behind them, opening hours of the day, activities with who has a place, and the grid of each offering', async () => {
    const own = await makeBookable(house);
    const offering = await own.offering({ resources: [own.hall], rules: slotRules() });
    const talk = await own.offering({ kind: 'session', rules: sessionRules({ places: { least: 1, most: 5 } }) });
    const session = await own.session(talk, on(24, '14:00'), { places: 9, resourceId: own.halves[0] });
    await resident.send('POST', `/api/bookings/sessions/${session}/places`, { places: 3 });
    const board = (await own.planner.get(`/api/bookings/places/${own.placeId}/board?day=2026-11-24`)).body;
    const rooms = board.resources.map(({ id }: { id: string }) => id);
    expect(rooms.slice(rooms.indexOf(own.hall)).slice(0, 3)).toEqual([own.hall, ...own.halves]);
    expect(board.resources.find(({ id }: { id: string }) => id === own.halves[0]).above).toEqual([own.hall]);
    expect(board.open).toEqual([{ from: 540, to: 1260 }]);
    expect(board.sessions).toMatchObject([{ id: session, resourceId: own.halves[0], places: 9, taken: 3 }]);
    expect(board.offerings.find(({ id }: { id: string }) => id === offering)).toMatchObject({
      resources: [own.hall],
      gridMinutes: slotRules().slot.gridMinutes,
    });
    expect((await resident.get(`/api/bookings/places/${own.placeId}/board?day=2026-11-24`)).status).toBe(403);
  });
});

describe('sessions', () => {
  test('places are taken until there are none, once by each person', async () => {
    const talk = await at.offering({ kind: 'session', rules: sessionRules({ places: { least: 1, most: 2 } }) });
    const session = await at.session(talk, on(24, '14:00'), { places: 3 });
    const join = (by: Caller, places = 1) => by.send('POST', `/api/bookings/sessions/${session}/places`, { places });
    const made = await join(resident, 2);
    expect(made.body).toMatchObject({ places: 2, state: 'confirmed' });
    expect((await join(resident)).body.type).toBe('bookings/booked-already');
    expect((await join(other, 3)).body).toMatchObject({ type: 'bookings/wrong-places', most: 2 });
    expect((await join(other, 2)).body.type).toBe('bookings/full');
    expect((await join(other)).status).toBe(200);
    await resident.send('POST', `/api/bookings/${made.body.id}/cancel`, {});
    expect((await house.anyone.get(`/api/bookings/offerings/${talk}/sessions`)).body).toMatchObject([{ places: 3, taken: 1 }]);
    expect((await at.planner.send('PUT', `/api/bookings/sessions/${session}`, { places: 1 })).status).toBe(200);
    expect((await join(resident)).body.type).toBe('bookings/full');
  });
  test('open and close as the rules say', async () => {
    const talk = await at.offering({ kind: 'session', rules: sessionRules({ horizonDays: 2, noticeMinutes: 120 }) });
    const [soon, far] = [await at.session(talk, on(23, '11:00')), await at.session(talk, on(26, '11:00'))];
    const join = (id: string) => resident.send('POST', `/api/bookings/sessions/${id}/places`, {});
    expect((await join(soon)).body.type).toBe('bookings/not-open');
    expect((await join(far)).body).toMatchObject({ type: 'bookings/not-open', opens: '2026-11-23T16:00:00.000Z' });
    house.clock.now = new Date('2026-11-23T16:00:00Z');
    expect((await join(far)).status).toBe(200);
    house.clock.now = new Date('2026-11-23T02:00:00Z');
  });
  test('a series tells what became of each date, and takes its room', async () => {
    const room = await at.resource('课室');
    const lessons = await at.offering({ kind: 'session', rules: sessionRules() });
    const rent = await at.offering({ resources: [room], rules: slotRules({ horizonDays: 60 }) });
    await book(resident, rent, '2026-12-10T09:00:00+08:00');
    const series = await at.planner.send('POST', `/api/bookings/offerings/${lessons}/series`, {
      start: '2026-12-03T09:30',
      rule: 'FREQ=WEEKLY;COUNT=5',
      minutes: 60,
      places: 20,
      resourceId: room,
      except: ['2026-12-24'],
    });
    expect(series.body.dates.map((it: { at: string; state: string; why: string | null }) => [it.at.slice(5, 10), it.state, it.why])).toEqual([
      ['12-03', 'planned', null],
      ['12-10', 'clashes', 'taken'],
      ['12-17', 'planned', null],
      ['12-24', 'leftOut', 'excepted'],
      ['12-31', 'planned', null],
    ]);
    expect((await book(other, rent, '2026-12-03T10:00:00+08:00')).body.reason).toBe('taken');
    const whole = { start: '2026-12-03T10:00', rule: 'FREQ=WEEKLY;COUNT=2', minutes: 60, places: 20, resourceId: room, onlyWhole: true };
    expect((await at.planner.send('POST', `/api/bookings/offerings/${lessons}/series`, whole)).body.type).toBe('bookings/not-free');
    expect((await at.planner.send('POST', `/api/bookings/offerings/${lessons}/series`, { ...whole, rule: 'FREQ=SOMETIMES' })).body).toMatchObject({
      type: 'bookings/wrong-recurrence',
      part: 'FREQ=SOMETIMES',
    });
  });
  test('a session that is cancelled gives back its room and ends its bookings with the reason', async () => {
    const room = await at.resource('讲堂');
    const talk = await at.offering({ kind: 'session', rules: sessionRules() });
    const session = await at.session(talk, on(24, '14:00'), { resourceId: room });
    await resident.send('POST', `/api/bookings/sessions/${session}/places`, {});
    expect((await at.planner.send('POST', `/api/bookings/sessions/${session}/cancel`, { reason: '讲师生病' })).body.bookings).toBe(1);
    expect((await resident.get('/api/bookings/mine')).body.past).toEqual(
      expect.arrayContaining([expect.objectContaining({ sessionId: session, state: 'cancelled', reason: '讲师生病' })]),
    );
    expect(await claims(session)).toBe(0);
    expect((await at.planner.send('POST', `/api/bookings/sessions/${session}/cancel`, { reason: '再次' })).body.type).toBe('bookings/too-late');
  });
});

describe('at the counter', () => {
  test('whoever is on record or a guest gets the same times; the day board masks names', async () => {
    const hall = await at.offering({ resources: [await at.resource('柜台室')], rules: slotRules() });
    const worker = await house.staff('communityWorker', { areaCode: at.areaCode });
    const make = (body: object) => worker.send('POST', `/api/bookings/offerings/${hall}/bookings`, { minutes: 60, ...body });
    expect((await make({ from: on(27, '10:00'), guest: { name: '王小明' }, channel: 'phone' })).body).toMatchObject({ channel: 'phone', state: 'confirmed' });
    expect((await make({ from: on(27, '10:00'), guest: { name: '李四' } })).body.reason).toBe('taken');
    expect((await make({ from: on(27, '12:00') })).status).toBe(400);
    const person = await inDistrict(house.db, (tx) =>
      tx.selectFrom('people.person').select('id').where('district', '=', district).limit(1).executeTakeFirstOrThrow(),
    );
    const made = await make({ from: on(27, '12:00'), personId: person.id });
    expect((await (await house.resident({ personId: person.id })).get('/api/bookings/mine')).body.ahead).toMatchObject([
      { id: made.body.id, channel: 'counter' },
    ]);
    const day = (await worker.get(`/api/bookings/places/${at.placeId}/day?day=2026-11-27`)).body;
    expect(day.map((it: { who: string }) => it.who)[0]).toBe('王**');
    expect((await worker.send('POST', `/api/bookings/${made.body.id}/withdrawal`, { reason: '家里有事' })).body.reason).toBe('家里有事');
  });
});

describe('races', () => {
  const rush = async (count: number, ask: (by: Caller, i: number) => Promise<{ status: number; body: any }>) => {
    const callers = await Promise.all(Array.from({ length: 12 }, () => house.resident()));
    return Promise.all(Array.from({ length: count }, (_, i) => ask(callers[i % 12]!, i)));
  };
  test('of many who want one hour one gets it, and all others are told so', async () => {
    const hall = await at.offering({ resources: [await at.resource('抢手室')], rules: slotRules() });
    expect(tally(await rush(120, (by, i) => book(by, hall, on(24, i % 2 ? '10:00' : '10:30'))))).toEqual({ '200': 1, '409 bookings/not-free': 119 });
  });
  test('of those who ask for the hall and for its halves, never both get it', async () => {
    const tree = await makeBookable(house);
    const kinds = await Promise.all([tree.hall, ...tree.halves].map((id) => tree.offering({ resources: [id], rules: slotRules() })));
    for (let round = 0; round < 5; round++) {
      const from = on(24, `${10 + round}:00`);
      const answers = await rush(60, (by, i) => book(by, kinds[i % 3]!, from));
      const won = answers.flatMap(({ status }, i) => (status === 200 ? [i % 3] : [])).sort();
      expect([[0], [1, 2]]).toContainEqual(won);
      expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    }
  });
  test('the last places go to as many as there are', async () => {
    const talk = await at.offering({ kind: 'session', rules: sessionRules() });
    const session = await at.session(talk, on(24, '16:00'), { places: 5 });
    const callers = await Promise.all(Array.from({ length: 60 }, () => house.resident()));
    const answers = await Promise.all(callers.map((by) => by.send('POST', `/api/bookings/sessions/${session}/places`, {})));
    expect(tally(answers)).toEqual({ '200': 5, '409 bookings/full': 55 });
  });
  test('of two that ask for approval of one hour only one holds it', async () => {
    const hall = await at.offering({ resources: [await at.resource('双审室')], rules: slotRules({ approval: true }) });
    expect(tally(await rush(40, (by) => book(by, hall, on(24, '10:00'))))).toEqual({ '200': 1, '409 bookings/not-free': 39 });
  });
  test('one person who presses twice does not pass the limit', async () => {
    const hall = await at.offering({ resources: [await at.resource('连点室')], rules: slotRules({ limits: [{ what: 'bookings', most: 1, per: 'day' }] }) });
    const answers = await Promise.all(['10:00', '12:00', '14:00', '16:00'].map((time) => book(resident, hall, on(24, time))));
    expect(tally(answers)).toEqual({ '200': 1, '422 bookings/limit-reached': 3 });
  });
  test('a request sent again with its key is one booking', async () => {
    const hall = await at.offering({ resources: [await at.resource('重试室')], rules: slotRules() });
    const send = () => resident.send('POST', '/api/bookings', { offeringId: hall, from: on(24, '10:00'), minutes: 60 }, { 'idempotency-key': 'again-1' });
    const answers = await Promise.all([send(), send(), send()]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(tally(answers)).toEqual({ '200': 3 });
  });
  test('two who move onto one hour: one moves, the other stays', async () => {
    const rooms = [await at.resource('左室'), await at.resource('右室')];
    const hall = await at.offering({ resources: rooms, rules: slotRules() });
    const made = await Promise.all(
      ['10:00', '12:00'].map(async (time) => (await book(resident, hall, on(24, time), 60, { resourceId: rooms[0] })).body.id as string),
    );
    const moved = await Promise.all(
      made.map((id) => at.planner.send('POST', `/api/bookings/${id}/move`, { from: on(24, '15:00'), minutes: 60, resourceId: rooms[1] })),
    );
    expect(tally(moved)).toEqual({ '200': 1, '409 bookings/not-free': 1 });
    expect(await Promise.all(made.map(claims))).toEqual([1, 1]);
  });
});
