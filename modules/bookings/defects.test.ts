import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readDayLine } from '../../engines/calendar/day-line.ts';
import { type Bookable, book, makeBookable, makePerson, sessionRules, slotRules, speaksFor, tally } from '../../tests/support/bookings.ts';
import { careRules } from '../../tests/support/care.ts';
import { district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { moveOn } from './jobs.ts';

/** Defects that recur in every system we looked at, by the numbers of our study; what belongs to requests and meals is shown here by its like. */
describe('defects that recur elsewhere', () => {
  let house: TestHouse;
  let at: Bookable;
  const start = new Date('2026-11-23T02:00:00Z');
  beforeAll(async () => {
    house = await openTestHouse({ demo: true });
    at = await makeBookable(house);
  });
  afterAll(() => house.close());

  const on = (day: number, time: string) => `2026-11-${day}T${time}:00+08:00`;
  const residents = (count: number) => Promise.all(Array.from({ length: count }, () => house.resident()));
  const room = (rules: object = {}, slot: object = {}) => at.offering({ resources: [at.hall], rules: slotRules(rules, slot) });
  const starts = async (offering: string, day: string) => {
    const { body } = await house.anyone.get(`/api/bookings/offerings/${offering}/starts?from=${day}&days=1`);
    return new Map(readDayLine(body.resources[0].days[0], body).map(({ minute, longestMinutes, why }) => [minute, longestMinutes > 0 ? longestMinutes : why]));
  };

  test('1: two people, one slot: one of resident, counter, move, series and an offer has it', async () => {
    const [offering, activity] = [await room(), await at.offering({ kind: 'session', rules: sessionRules() })];
    const [mover, ...others] = await residents(12);
    const moving = (await book(mover!, offering, on(24, '15:00'))).body.id;
    const slot = { from: on(24, '10:00'), minutes: 60 };
    const answers = await Promise.all([
      ...others.map((by) => book(by, offering, slot.from)),
      at.planner.send('POST', `/api/bookings/${moving}/move`, slot),
      at.planner.send('POST', `/api/bookings/offerings/${offering}/bookings`, { ...slot, guest: { name: '来客' } }),
      at.planner.send('POST', `/api/bookings/offerings/${activity}/sessions`, { ...slot, places: 9, resourceId: at.hall }),
    ]);
    expect(tally(answers)).toEqual({ '200': 1, '409 bookings/not-free': 13 });
  });
  test('2: a moment is a moment, whatever the zone it is written in; a week later it is the same hour on the wall', async () => {
    const offering = await room();
    const [by] = await residents(1);
    const made = await book(by!, offering, '2026-11-25T03:00:00+01:00');
    expect(made.body.from).toBe('2026-11-25T02:00:00.000Z');
    expect((await starts(offering, '2026-11-25')).get(600)).toBe('taken');
    const talk = await at.offering({ kind: 'session', rules: sessionRules() });
    const series = await at.planner.send('POST', `/api/bookings/offerings/${talk}/series`, {
      ...{ start: '2027-03-10T19:00', minutes: 60, places: 5, rule: 'FREQ=WEEKLY;COUNT=6' },
    });
    expect(series.body.dates.map((date: { at: string }) => date.at.slice(11, 16))).toEqual(Array(6).fill('19:00'));
  });
  test('3: the time between two is kept in the list and in the write', async () => {
    const offering = await room({}, { afterMinutes: 30, beforeMinutes: 30 });
    const [a, b] = await residents(2);
    await book(a!, offering, on(26, '12:00'));
    const shown = await starts(offering, '2026-11-26');
    for (const [minute, what] of [
      [630, 'buffer'],
      [810, 'buffer'],
      [840, 180],
    ] as const) {
      expect(shown.get(minute)).toBe(what);
      const time = `${Math.floor(minute / 60)}:${minute % 60 === 0 ? '00' : '30'}`;
      expect((await book(b!, offering, on(26, time))).status).toBe(what === 'buffer' ? 409 : 200);
    }
  });
  test('4: a day that is closed by exception is closed in the list, in the write and in a move', async () => {
    const other = await makeBookable(house);
    const offering = await other.offering({ resources: [other.hall], rules: slotRules() });
    const [by] = await residents(1);
    const { id } = (await book(by!, offering, on(25, '10:00'))).body;
    await other.closeOn({ from: '2026-11-27', to: '2026-11-27', intervals: [], note: '检修' });
    expect([...(await starts(offering, '2026-11-27')).values()].every((what) => what === 'closed')).toBe(true);
    expect((await book(by!, offering, on(27, '10:00'))).body.reason).toBe('closed');
    expect((await other.planner.send('POST', `/api/bookings/${id}/move`, { from: on(27, '10:00'), minutes: 60 })).body.reason).toBe('closed');
  });
  test('5: a place given back goes to who is next, not to who gave it, and not to who asks meanwhile', async () => {
    const talk = await at.offering({ kind: 'session', rules: sessionRules({ waiting: { offerMinutes: 60, passOver: true, first: [] } }) });
    const session = await at.session(talk, on(28, '14:00'), { places: 1 });
    const [holder, next, newcomer] = await residents(3);
    const { id } = (await holder!.send('POST', `/api/bookings/sessions/${session}/places`, {})).body;
    await next!.send('POST', `/api/bookings/sessions/${session}/waiting`, {});
    await holder!.send('POST', `/api/bookings/${id}/cancel`, {});
    for (const by of [holder!, newcomer!]) expect((await by.send('POST', `/api/bookings/sessions/${session}/places`, {})).body.type).toBe('bookings/full');
    expect((await next!.get('/api/bookings/waiting/mine')).body[0].state).toBe('offered');
  });
  test('6: a limit counts one person in one offering, and nothing that was cancelled', async () => {
    const rules = { limits: [{ what: 'bookings', most: 1, per: 'ahead' }] };
    const [one, two] = [await room(rules), await room(rules)];
    const [a, b] = await residents(2);
    const first = (await book(a!, one, on(29, '09:00'))).body;
    expect((await book(a!, one, on(29, '11:00'))).body.type).toBe('bookings/limit-reached');
    expect((await book(a!, two, on(29, '11:00'))).status).toBe(200);
    expect((await book(b!, one, on(29, '13:00'))).status).toBe(200);
    await a!.send('POST', `/api/bookings/${first.id}/cancel`, {});
    expect((await book(a!, one, on(29, '15:00'))).status).toBe(200);
  });
  test('7: over is not satisfied: what is finished carries no stars that nobody gave', async () => {
    const offering = await room();
    const [by] = await residents(1);
    await book(by!, offering, on(24, '17:00'));
    house.clock.now = new Date('2026-11-24T12:00:00Z');
    await moveOn(house.db, district, house.clock.now);
    expect((await by!.get('/api/bookings/mine')).body.past[0]).toMatchObject({ state: 'finished', stars: null });
    house.clock.now = start;
  });
  test('8: rules that change hold for what is booked from then on; the order in which conditions are written changes nothing', async () => {
    const price = (fen: number) => ({ price: { class: 'lowFee', per: 'hour', fen } });
    const who = (conditions: object[]) => ({ who: { condition: { all: conditions }, guardianBelow: null } });
    const [age, alive] = [
      { age: 'birth', op: '>=', value: 60 },
      { field: 'isAlive', op: '=', value: true },
    ];
    const fields = { name: '改价项目', nameEn: 'Changing', functionCode: 'CUL-ICH', resources: [at.hall], state: 'published' };
    const { id, revision } = (
      await at.planner.send('POST', '/api/bookings/offerings', { ...fields, placeId: at.placeId, kind: 'slot', rules: slotRules(price(1000)) })
    ).body;
    const edit = (rules: object, was: number) => at.planner.send('PUT', `/api/bookings/offerings/${id}`, { ...fields, rules, revision: was });
    await edit(slotRules(price(1000)), revision);
    const [by] = await residents(1);
    const before = (await book(by!, id, on(30, '09:00'))).body;
    await edit(slotRules({ ...price(2000), ...who([age, alive]) }), revision + 1);
    expect((await by!.get('/api/bookings/mine')).body.ahead[0]).toMatchObject({ id: before.id, priceFen: 1000 });
    const elder = await house.resident({ personId: await makePerson(house, '1950-01-01') });
    const young = await house.resident({ personId: await makePerson(house, '1990-01-01') });
    expect((await book(elder, id, on(30, '11:00'))).body.priceFen).toBe(2000);
    const first = (await book(young, id, on(30, '13:00'))).body;
    await edit(slotRules({ ...price(2000), ...who([alive, age]) }), revision + 2);
    expect((await book(young, id, on(30, '13:00'))).body.needs).toEqual(first.needs);
  });
  test('9: who may book is checked by every way in, without being switched on', async () => {
    const who = { condition: { age: 'birth', op: '>=', value: 60 }, guardianBelow: null };
    const [slot, talk] = [await room({ who }), await at.offering({ kind: 'session', rules: sessionRules({ who }) })];
    const session = await at.session(talk, on(30, '16:00'));
    const personId = await makePerson(house, '1990-01-01');
    const young = await house.resident({ personId });
    const answers = [
      await book(young, slot, on(30, '17:00')),
      await young.send('POST', `/api/bookings/sessions/${session}/places`, {}),
      await at.planner.send('POST', `/api/bookings/offerings/${slot}/bookings`, { personId, from: on(30, '17:00'), minutes: 60 }),
      await at.planner.send('POST', `/api/bookings/sessions/${session}/bookings`, { personId }),
    ];
    expect(answers.map(({ body }) => body.type)).toEqual(Array(4).fill('bookings/not-eligible'));
  });
  test('10: limits refuse, and a request that is sent again is not a second booking', async () => {
    const offering = await room({ limits: [{ what: 'minutes', most: 60, per: 'day' }] });
    const [by] = await residents(1);
    const ask = { offeringId: offering, from: on(27, '18:00'), minutes: 60 };
    const answers = await Promise.all(Array.from({ length: 6 }, () => by!.send('POST', '/api/bookings', ask, { 'idempotency-key': 'again' })));
    expect(new Set(answers.filter(({ status }) => status === 200).map(({ body }) => body.id)).size).toBe(1);
    expect((await book(by!, offering, on(27, '19:00'))).body.type).toBe('bookings/limit-reached');
  });
  test('11: nothing is planned by default: a contract alone brings no child and needs no carer', async () => {
    const { planner, placeId } = at;
    const group = (
      await planner.send('POST', '/api/care/groups', {
        placeId,
        kind: 'nursery',
        ageClass: 'twos',
        name: '默认班',
        nameEn: 'Default',
        places: 5,
        rules: careRules,
      })
    ).body.id;
    const personId = await makePerson(house, '2024-05-05');
    await planner.send('POST', `/api/care/groups/${group}/contracts`, { personId, mode: 'fullDay', from: '2026-11-01' });
    const day = (await planner.get(`/api/care/groups/${group}/day?day=2026-11-24`)).body;
    expect([day.stays, Math.max(...day.steps.map(({ needed }: { needed: number }) => needed))]).toEqual([[], 0]);
  });
  test('12: what is cancelled, refused or lapsed holds nothing', async () => {
    const offering = await room({ approval: true });
    const [a, b] = await residents(2);
    for (const end of ['cancel', 'refuse'] as const) {
      const { id } = (await book(a!, offering, on(26, '18:00'))).body;
      expect((await book(b!, offering, on(26, '18:00'))).status).toBe(409);
      if (end === 'cancel') await a!.send('POST', `/api/bookings/${id}/cancel`, {});
      else await at.planner.send('POST', `/api/bookings/${id}/decision`, { confirm: false, reason: '场地检修' });
    }
    expect((await book(b!, offering, on(26, '18:00'))).status).toBe(200);
  });
  test('13: while opening hours are set anew nobody ever meets a place without hours', async () => {
    const other = await makeBookable(house);
    const offering = await other.offering({ resources: [other.hall], rules: slotRules() });
    let isOver = false;
    const setting = (async () => {
      for (let i = 0; i < 12; i++) await other.closeOn({ from: '2026-12-24', to: '2026-12-24', intervals: [], note: `第 ${i} 次` });
      isOver = true;
    })();
    const seen = new Set<unknown>();
    while (!isOver) seen.add((await starts(offering, '2026-11-25')).get(600));
    await setting;
    expect([...seen]).toEqual([180]);
  });
  test('14: the same queue by another way: what the phone cannot reach, the counter and the paper still do, for a child with its guardian there', async () => {
    const talk = await at.offering({
      kind: 'session',
      rules: sessionRules({ who: { condition: null, guardianBelow: 18 }, waiting: { offerMinutes: 60, passOver: true, first: [] } }),
    });
    const session = await at.session(talk, on(29, '16:00'), { places: 1 });
    const [child, mother] = [await makePerson(house, '2016-01-01'), await makePerson(house, '1988-01-01')];
    await speaksFor(house, mother, child, '母亲');
    const path = `/api/bookings/sessions/${session}`;
    expect((await at.planner.send('POST', `${path}/bookings`, { personId: child, channel: 'paper', guardianAgrees: true })).body.state).toBe('confirmed');
    const [online] = await residents(1);
    expect((await at.planner.send('POST', `${path}/waiting-at-counter`, { guest: { name: '来客' }, channel: 'phone' })).body.ahead).toBe(0);
    expect((await online!.send('POST', `${path}/waiting`, {})).body.ahead).toBe(1);
    const parent = await house.resident({ personId: mother });
    expect((await parent.get('/api/bookings/mine')).body.ahead).toMatchObject([{ channel: 'paper', forName: '测**' }]);
  });
});
