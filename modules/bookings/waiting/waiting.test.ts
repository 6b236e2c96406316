import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bookable, book, makeBookable, sessionRules, slotRules, tally } from '../../../tests/support/bookings.ts';
import { type Caller, district, inDistrict, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';
import { moveOn } from '../jobs.ts';

let house: TestHouse;
let at: Bookable;
const start = new Date('2026-11-23T02:00:00Z');
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  at = await makeBookable(house);
});
afterAll(() => house.close());

const on = (day: number, time: string) => `2026-11-${day}T${time}:00+08:00`;
const later = async (minutes: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + minutes * 60_000);
  await moveOn(house.db, district, house.clock.now);
};
const waitingRule = { offerMinutes: 60, passOver: true, first: [] };
const people = (count: number) => Promise.all(Array.from({ length: count }, () => house.resident()));
const join = (by: Caller, session: string, places = 1) => by.send('POST', `/api/bookings/sessions/${session}/places`, { places });
const wait = (by: Caller, session: string, places = 1) => by.send('POST', `/api/bookings/sessions/${session}/waiting`, { places });
const mine = async (by: Caller) => (await by.get('/api/bookings/waiting/mine')).body[0];
const cancel = (by: Caller, id: string) => by.send('POST', `/api/bookings/${id}/cancel`, {});
/** A full session of some places, each taken by somebody else. */
async function fullSession(places: number, change: object = {}) {
  house.clock.now = start;
  const talk = await at.offering({ kind: 'session', rules: sessionRules({ waiting: { ...waitingRule, ...change } }) });
  const session = await at.session(talk, on(28, '14:00'), { places });
  const holders = await people(places);
  const bookings: string[] = [];
  for (const by of holders) bookings.push((await join(by, session)).body.id);
  return { talk, session, holders, bookings };
}

describe('who waits', () => {
  test('gets the place that becomes free in the order of coming; it is kept for a time, then goes to the next and never back', async () => {
    const { session, holders, bookings } = await fullSession(1);
    const [first, second, third] = (await people(3)) as [Caller, Caller, Caller];
    expect((await wait(first, session)).body).toMatchObject({ ahead: 0 });
    expect((await wait(second, session)).body).toMatchObject({ ahead: 1 });
    expect((await wait(first, session)).body.type).toBe('bookings/waiting-already');
    await cancel(holders[0]!, bookings[0]!);
    expect(await mine(first)).toMatchObject({ state: 'offered', offerUntil: '2026-11-23T03:00:00.000Z' });
    expect((await join(third, session)).body.type).toBe('bookings/full');
    await later(61);
    expect([(await mine(first)).state, (await mine(second)).state]).toEqual(['lapsed', 'offered']);
    const offer = (await mine(second)).bookingId;
    expect((await first.send('POST', `/api/bookings/${offer}/acceptance`)).status).toBe(404);
    expect((await second.send('POST', `/api/bookings/${offer}/acceptance`)).body.state).toBe('confirmed');
    expect((await second.send('POST', `/api/bookings/${offer}/acceptance`)).body.type).toBe('bookings/offer-over');
    expect((await mine(second)).steps.map(({ kind }: { kind: string }) => kind)).toEqual(['joined', 'offered', 'accepted']);
  });
  test('an offer that has run out cannot be taken, even before the clock has moved it on', async () => {
    const { session, holders, bookings } = await fullSession(1);
    const [first] = (await people(1)) as [Caller];
    await wait(first, session);
    await cancel(holders[0]!, bookings[0]!);
    house.clock.now = new Date(start.getTime() + 61 * 60_000);
    expect((await first.send('POST', `/api/bookings/${(await mine(first)).bookingId}/acceptance`)).body.type).toBe('bookings/offer-over');
  });
  test('declined, it goes to the next; who leaves is not asked', async () => {
    const { session, holders, bookings } = await fullSession(1);
    const [first, second, third] = (await people(3)) as [Caller, Caller, Caller];
    for (const by of [first, second, third]) await wait(by, session);
    expect((await second.send('DELETE', `/api/bookings/waiting/${(await mine(second)).id}`)).status).toBe(200);
    await cancel(holders[0]!, bookings[0]!);
    expect((await first.send('POST', `/api/bookings/${(await mine(first)).bookingId}/decline`)).status).toBe(200);
    expect([(await mine(first)).state, (await mine(second)).state, (await mine(third)).state]).toEqual(['left', 'left', 'offered']);
  });
  test('a group gets all its places or none: passed over it keeps its turn', async () => {
    const { session, holders, bookings } = await fullSession(3);
    const [family, single] = (await people(2)) as [Caller, Caller];
    await wait(family, session, 2);
    await wait(single, session);
    await cancel(holders[0]!, bookings[0]!);
    expect([(await mine(family)).state, (await mine(single)).state]).toEqual(['waiting', 'offered']);
    expect((await mine(family)).steps.map(({ kind }: { kind: string }) => kind)).toEqual(['joined', 'passedOver']);
    await Promise.all([cancel(holders[1]!, bookings[1]!), cancel(holders[2]!, bookings[2]!)]);
    expect(await mine(family)).toMatchObject({ state: 'offered', places: 2 });
  });
  test('where nobody is passed over, all behind a group wait with it, newcomers too', async () => {
    const { session, holders, bookings } = await fullSession(2, { passOver: false });
    const [family, single, newcomer] = (await people(3)) as [Caller, Caller, Caller];
    await wait(family, session, 2);
    await wait(single, session);
    await cancel(holders[0]!, bookings[0]!);
    expect([(await mine(family)).state, (await mine(single)).state]).toEqual(['waiting', 'waiting']);
    expect((await join(newcomer, session)).body.type).toBe('bookings/full');
    await family.send('DELETE', `/api/bookings/waiting/${(await mine(family)).id}`);
    expect((await mine(single)).state).toBe('offered');
  });
  test('more places are offered to as many as there are', async () => {
    const { session } = await fullSession(1);
    const waiting = await people(3);
    for (const by of waiting) await wait(by, session);
    await at.planner.send('PUT', `/api/bookings/sessions/${session}`, { places: 3 });
    expect((await Promise.all(waiting.map(mine))).map(({ state }) => state)).toEqual(['offered', 'offered', 'waiting']);
  });
  test('elders come before who came first, where the rules say so', async () => {
    const { session, holders, bookings } = await fullSession(1, { first: ['elder', 'disabled'] });
    const elder = await inDistrict(house.db, (tx) =>
      tx.selectFrom('people.person').select('id').where('bornOn', '<', '1950-01-01').where('deceasedOn', 'is', null).limit(1).executeTakeFirstOrThrow(),
    );
    const [young, old] = [await house.resident(), await house.resident({ personId: elder.id })];
    await wait(young, session);
    expect((await wait(old, session)).body.ahead).toBe(0);
    await cancel(holders[0]!, bookings[0]!);
    expect([(await mine(young)).state, (await mine(old)).state]).toEqual(['waiting', 'offered']);
  });
  test('nobody waits for what is free, and nobody is offered anything once booking has closed', async () => {
    const { talk, session, holders, bookings } = await fullSession(1);
    const [first] = (await people(1)) as [Caller];
    const open = await at.session(talk, on(29, '14:00'));
    expect((await wait(first, open)).body.type).toBe('bookings/still-free');
    await wait(first, session);
    house.clock.now = new Date('2026-11-28T05:30:00Z');
    await cancel(holders[0]!, bookings[0]!);
    expect(await mine(first)).toMatchObject({ state: 'offered', offerUntil: '2026-11-28T06:00:00.000Z' });
  });
  test('a cancelled session ends the waiting', async () => {
    const { session } = await fullSession(1);
    const [first] = (await people(1)) as [Caller];
    await wait(first, session);
    await at.planner.send('POST', `/api/bookings/sessions/${session}/cancel`, { reason: '讲师生病' });
    expect((await mine(first)).state).toBe('closed');
  });
  test('for an hour that is taken, gets it when it is given back, cancelled or moved', async () => {
    house.clock.now = start;
    const hall = await at.offering({ resources: [await at.resource('候补室')], rules: slotRules({ waiting: waitingRule }) });
    const [holder, first, second] = (await people(3)) as [Caller, Caller, Caller];
    const held = (await book(holder, hall, on(27, '10:00'), 120)).body.id;
    const waitFor = (by: Caller, time: string) => by.send('POST', `/api/bookings/offerings/${hall}/waiting`, { from: on(27, time), minutes: 60 });
    expect((await waitFor(first, '14:00')).body.type).toBe('bookings/still-free');
    expect((await waitFor(first, '08:00')).body.type).toBe('bookings/not-allowed');
    for (const [by, time] of [
      [first, '10:30'],
      [second, '11:00'],
    ] as const)
      expect((await waitFor(by, time)).status).toBe(200);
    await cancel(holder, held);
    expect([(await mine(first)).state, (await mine(second)).state]).toEqual(['offered', 'waiting']);
    await later(61);
    expect((await mine(second)).state).toBe('offered');
  });
});

describe('races', () => {
  test('of all who give back, wait, join and take at once no place is lost or given twice', async () => {
    const { session, holders, bookings } = await fullSession(5);
    const waiting = await people(12);
    await Promise.all([
      ...waiting.map((by) => wait(by, session)),
      ...holders.slice(0, 3).map((by, i) => cancel(by, bookings[i]!)),
      ...(await people(6)).map((by) => join(by, session)),
    ]);
    const { taken, places } = await house.db.selectFrom('bookings.session').select(['taken', 'places']).where('id', '=', session).executeTakeFirstOrThrow();
    const rows = await inDistrict(house.db, (tx) =>
      tx.selectFrom('bookings.booking').select('places').where('sessionId', '=', session).where('state', 'in', ['offered', 'confirmed']).execute(),
    );
    expect(rows.reduce((sum, row) => sum + row.places, 0)).toBe(taken);
    const left = await inDistrict(house.db, (tx) =>
      tx.selectFrom('bookings.waiting').select('id').where('sessionId', '=', session).where('state', '=', 'waiting').execute(),
    );
    expect(taken === places || left.length === 0).toBe(true);
  });
  test('an offer that is taken while it runs out is either taken or passed on, never both', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 6; round++) {
      const { session, holders, bookings } = await fullSession(1);
      const [first, second] = (await people(2)) as [Caller, Caller];
      await wait(first, session);
      await wait(second, session);
      await cancel(holders[0]!, bookings[0]!);
      const offer = (await mine(first)).bookingId;
      const until = new Date(start.getTime() + 60 * 60_000);
      house.clock.now = new Date(until.getTime() - 1);
      await Promise.all([first.send('POST', `/api/bookings/${offer}/acceptance`), moveOn(house.db, district, until)]);
      outcomes.add(`${(await mine(first)).state} ${(await mine(second)).state}`);
    }
    for (const outcome of outcomes) expect(['taken waiting', 'lapsed offered']).toContain(outcome);
  });
});

describe('who comes and who does not', () => {
  const rules = (change: object = {}) => slotRules({ checkIn: { opensMinutes: 30, releaseMinutes: 15 }, ...change });
  test('checks in by the code from half an hour before, once; leaving early gives the rest back', async () => {
    house.clock.now = start;
    const hall = await at.offering({ resources: [await at.resource('签到室')], rules: rules() });
    const [by, other] = (await people(2)) as [Caller, Caller];
    const { id, code } = (await book(by, hall, on(23, '11:00'), 120)).body;
    const arrive = () => at.planner.send('POST', `/api/bookings/places/${at.placeId}/arrivals`, { code: code.toLowerCase() });
    expect((await arrive()).body).toMatchObject({ type: 'bookings/not-now', opens: '2026-11-23T02:30:00.000Z' });
    house.clock.now = new Date('2026-11-23T02:40:00Z');
    expect([(await arrive()).body.state, (await arrive()).body.state]).toEqual(['checkedIn', 'checkedIn']);
    await later(40);
    expect((await book(other, hall, on(23, '12:00'))).body.reason).toBe('taken');
    expect((await at.planner.send('POST', `/api/bookings/${id}/departure`)).body.state).toBe('finished');
    expect((await book(other, hall, on(23, '12:00'))).status).toBe(200);
    const steps = await inDistrict(house.db, (tx) => tx.selectFrom('bookings.step').select('kind').where('bookingId', '=', id).orderBy('id').execute());
    expect(steps.map(({ kind }) => kind)).toEqual(['made', 'checkedIn', 'finished']);
  });
  test('whoever does not come loses the rest of the time, and it goes to who waits', async () => {
    house.clock.now = start;
    const hall = await at.offering({ resources: [await at.resource('放空室')], rules: rules({ waiting: { ...waitingRule, offerMinutes: 30 } }) });
    const [absent, next] = (await people(2)) as [Caller, Caller];
    await book(absent, hall, on(23, '11:00'), 180);
    await next.send('POST', `/api/bookings/offerings/${hall}/waiting`, { from: on(23, '12:00'), minutes: 60 });
    house.clock.now = new Date('2026-11-23T03:00:00Z');
    await later(14);
    expect((await mine(next)).state).toBe('waiting');
    await later(1);
    expect((await absent.get('/api/bookings/mine')).body.past[0].state).toBe('missed');
    expect((await mine(next)).state).toBe('offered');
  });
  test('missing twice within a month pauses booking there, until an excuse is accepted', async () => {
    house.clock.now = start;
    const hall = await at.offering({ resources: [await at.resource('爽约室')], rules: rules({ absence: [{ times: 2, withinDays: 30, pauseDays: 7 }] }) });
    const [by, other] = (await people(2)) as [Caller, Caller];
    const missed: string[] = [];
    for (const day of [24, 25]) missed.push((await book(by, hall, on(day, '10:00'))).body.id);
    house.clock.now = new Date('2026-11-26T02:00:00Z');
    await later(0);
    expect((await book(by, hall, on(27, '10:00'))).body).toMatchObject({ type: 'bookings/paused', until: '2026-12-02T02:00:00.000Z', missed: 2 });
    expect((await book(other, hall, on(27, '10:00'))).status).toBe(200);
    expect((await at.planner.send('POST', `/api/bookings/${missed[0]}/excuse`, { reason: '住院，有证明' })).status).toBe(200);
    expect((await book(by, hall, on(27, '12:00'))).status).toBe(200);
  });
  test('where arrivals are not recorded, what is over is finished', async () => {
    house.clock.now = start;
    const hall = await at.offering({ resources: [await at.resource('自由室')], rules: slotRules() });
    const [by] = (await people(1)) as [Caller];
    await book(by, hall, on(23, '11:00'));
    house.clock.now = new Date('2026-11-23T04:00:00Z');
    await later(0);
    expect((await by.get('/api/bookings/mine')).body.past[0].state).toBe('finished');
  });
  test('two clocks at once miss nobody twice', async () => {
    house.clock.now = start;
    const hall = await at.offering({ resources: [await at.resource('双钟室')], rules: rules() });
    const made = await Promise.all((await people(6)).map((by, i) => book(by, hall, on(24, `${10 + i}:00`))));
    expect(tally(made)).toEqual({ '200': 6 });
    const end = new Date('2026-11-25T00:00:00Z');
    await Promise.all([moveOn(house.db, district, end), moveOn(house.db, district, end), moveOn(house.db, district, end)]);
    const steps = await inDistrict(
      house.db,
      async (tx) =>
        (
          await sql<{
            n: number;
          }>`select count(*)::int as n from bookings.step where kind = 'missed' and booking_id = any(${made.map(({ body }) => body.id)}::uuid[])`.execute(tx)
        ).rows,
    );
    expect(steps[0]!.n).toBe(6);
  });
});

describe('what the plain model found', () => {
  test('who has places waits for no more of them, and who gets some ends the wait: nobody else’s cancelling ever fails for it', async () => {
    const { session, holders, bookings } = await fullSession(2);
    expect((await wait(holders[0]!, session, 1)).body.type).toBe('bookings/booked-already');
    const [group] = (await people(1)) as [Caller];
    await wait(group, session, 2);
    await cancel(holders[0]!, bookings[0]!);
    expect(await mine(group)).toMatchObject({ state: 'waiting' });
    expect((await join(group, session, 1)).status).toBe(200);
    expect(await mine(group)).toMatchObject({ state: 'left' });
    expect((await cancel(holders[1]!, bookings[1]!)).status).toBe(200);
  });
  test('who waits for the hall is offered it when a half becomes free that was booked as something else', async () => {
    house.clock.now = start;
    const rules = slotRules({ waiting: waitingRule });
    const [whole, half] = [await at.offering({ resources: [at.hall], rules }), await at.offering({ resources: [at.halves[0]], rules: slotRules() })];
    const [holder, waiter] = (await people(2)) as [Caller, Caller];
    const { id } = (await book(holder, half, on(29, '15:00'), 120)).body;
    expect((await waiter.send('POST', `/api/bookings/offerings/${whole}/waiting`, { from: on(29, '14:30'), minutes: 60 })).status).toBe(200);
    await cancel(holder, id);
    expect(await mine(waiter)).toMatchObject({ state: 'offered' });
  });
  test('what nobody decided before it began lapses, and the wait for it ends', async () => {
    house.clock.now = start;
    const offering = await at.offering({ resources: [at.hall], rules: slotRules({ approval: true, waiting: waitingRule }) });
    const [asker, waiter] = (await people(2)) as [Caller, Caller];
    await book(asker, offering, on(24, '18:00'));
    await waiter.send('POST', `/api/bookings/offerings/${offering}/waiting`, { from: on(24, '18:00'), minutes: 60 });
    house.clock.now = new Date('2026-11-24T10:00:00Z');
    await moveOn(house.db, district, house.clock.now);
    expect((await asker.get('/api/bookings/mine')).body.past[0].state).toBe('lapsed');
    expect((await mine(waiter)).state).toBe('closed');
  });
  test('an offer is not taken beyond the limit of the offering; with one booking less it is', async () => {
    house.clock.now = start;
    const rules = slotRules({ limits: [{ what: 'bookings', most: 1, per: 'ahead' }], waiting: waitingRule });
    const offering = await at.offering({ resources: [at.hall], rules });
    const [holder, waiter] = (await people(2)) as [Caller, Caller];
    const { id } = (await book(holder, offering, on(27, '09:00'))).body;
    await waiter.send('POST', `/api/bookings/offerings/${offering}/waiting`, { from: on(27, '09:00'), minutes: 60 });
    const other = (await book(waiter, offering, on(27, '11:00'))).body;
    await cancel(holder, id);
    const { bookingId } = await mine(waiter);
    expect((await waiter.send('POST', `/api/bookings/${bookingId}/acceptance`)).body.type).toBe('bookings/limit-reached');
    await cancel(waiter, other.id);
    expect((await waiter.send('POST', `/api/bookings/${bookingId}/acceptance`)).body.state).toBe('confirmed');
  });
});
