import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bookable, book, makeBookable, makePerson, sessionRules, slotRules, speaksFor } from '../../tests/support/bookings.ts';
import { district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { moveOn } from './jobs.ts';

let house: TestHouse;
let at: Bookable;
const start = new Date('2026-11-23T02:00:00Z');
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  at = await makeBookable(house);
});
afterAll(() => house.close());

const on = (day: number, time: string) => `2026-11-${day}T${time}:00+08:00`;
const sixty = { age: 'birth', op: '>=', value: 60 };
const born = { elder: '1950-05-05', adult: '1985-05-05', child: '2016-05-05' };
const person = (bornOn: string) => makePerson(house, bornOn);
const residentOf = async (bornOn: string) => house.resident({ personId: await person(bornOn) });
const room = (rules: object) => at.offering({ resources: [at.hall], rules: slotRules(rules) });
const forElders = () => room({ who: { condition: { all: [sixty, { field: 'district', op: '=', value: '330105' }] }, guardianBelow: null } });

describe('who may book', () => {
  test('is asked of the record: who is of age has it at once, who surely is not is told which condition, in words', async () => {
    const offering = await forElders();
    expect((await book(await residentOf(born.elder), offering, on(24, '09:00'))).body).toMatchObject({ state: 'confirmed', doubts: [] });
    const refused = await book(await residentOf(born.adult), offering, on(24, '11:00'));
    expect([refused.status, refused.body.type]).toEqual([422, 'bookings/not-eligible']);
    expect(refused.body.needs).toEqual([{ zh: '出生日期起满 60 周年（岁）', en: 'at least 60 years since date of birth' }]);
  });
  test('what is not known refuses nobody: the time is held until the counter has checked', async () => {
    const offering = await forElders();
    const asked = await book(await house.resident(), offering, on(25, '09:00'));
    expect(asked.body).toMatchObject({ state: 'requested' });
    expect(asked.body.doubts).toHaveLength(2);
    expect((await book(await residentOf(born.elder), offering, on(25, '09:00'))).body.type).toBe('bookings/not-free');
    expect((await at.planner.send('POST', `/api/bookings/${asked.body.id}/decision`, { confirm: true })).body).toMatchObject({
      state: 'confirmed',
      doubts: [],
    });
  });
  test('holds for the waiting list and what it offers, too', async () => {
    const waiting = { offerMinutes: 60, passOver: true, first: [] };
    const talk = await at.offering({ kind: 'session', rules: sessionRules({ waiting, who: { condition: sixty, guardianBelow: null } }) });
    const session = await at.session(talk, on(26, '14:00'), { places: 1 });
    const [first, second, third] = [await residentOf(born.elder), await residentOf(born.adult), await house.resident()];
    const { id } = (await first.send('POST', `/api/bookings/sessions/${session}/places`, {})).body;
    expect((await second.send('POST', `/api/bookings/sessions/${session}/waiting`, {})).body.type).toBe('bookings/not-eligible');
    expect((await third.send('POST', `/api/bookings/sessions/${session}/waiting`, {})).status).toBe(200);
    await first.send('POST', `/api/bookings/${id}/cancel`, {});
    const offer = (await third.get('/api/bookings/waiting/mine')).body[0].bookingId;
    expect((await third.send('POST', `/api/bookings/${offer}/acceptance`)).body.state).toBe('requested');
  });
  test('a condition on a fact that nobody knows is refused when it is written, by its place', async () => {
    const rules = slotRules({ who: { condition: { field: 'shoeSize', op: '=', value: 38 }, guardianBelow: null } });
    const refused = await at.planner.send('POST', '/api/bookings/offerings', {
      placeId: at.placeId,
      kind: 'slot',
      name: '鞋码',
      nameEn: 'Shoes',
      functionCode: 'CUL-ICH',
      resources: [at.hall],
      rules,
    });
    expect(refused.body).toMatchObject({ type: 'bookings/wrong-rules', field: 'rules.who' });
    expect(refused.body.why).toContain('shoeSize');
  });
});

describe('family', () => {
  test('a child does not book alone; the guardian books for it, in its name, and sees it among the bookings', async () => {
    const offering = await room({ who: { condition: null, guardianBelow: 18 } });
    const [child, mother] = [await person(born.child), await person(born.adult)];
    await speaksFor(house, mother, child, '母亲');
    const [alone, parent, stranger] = [await house.resident({ personId: child }), await house.resident({ personId: mother }), await residentOf(born.adult)];
    expect((await book(alone, offering, on(27, '09:00'))).body.type).toBe('bookings/guardian-needed');
    expect((await book(stranger, offering, on(27, '09:00'), 60, { forPerson: child })).body.type).toBe('bookings/not-yours');
    const made = await book(parent, offering, on(27, '09:00'), 60, { forPerson: child });
    expect(made.body).toMatchObject({ state: 'confirmed', channel: 'online' });
    expect((await parent.get('/api/bookings/mine')).body.ahead).toMatchObject([{ id: made.body.id, forName: '测**' }]);
    expect((await stranger.send('POST', `/api/bookings/${made.body.id}/cancel`, {})).status).toBe(404);
    expect((await parent.send('POST', `/api/bookings/${made.body.id}/cancel`, {})).body.state).toBe('cancelled');
  });
  test('a daughter books for her father once he has agreed, and no more once he has taken that back', async () => {
    const offering = await forElders();
    const [father, daughter] = [await person(born.elder), await person(born.adult)];
    await speaksFor(house, daughter, father, '女儿');
    const by = await house.resident({ personId: daughter });
    expect((await by.get('/api/people/me/family')).body).toEqual([]);
    expect((await book(by, offering, on(28, '09:00'), 60, { forPerson: father })).body.type).toBe('bookings/not-yours');
    const self = await house.resident({ personId: father });
    const consent = (await self.send('POST', '/api/people/me/consents', { purpose: 'proxy', textVersion: '2026-11' })).body;
    expect((await by.get('/api/people/me/family')).body).toEqual([{ id: father, name: '测**', relation: '女儿', isMinor: false }]);
    const { id } = (await book(by, offering, on(28, '09:00'), 60, { forPerson: father })).body;
    expect((await self.get('/api/bookings/mine')).body.ahead).toMatchObject([{ id, forName: null }]);
    expect((await self.send('POST', `/api/people/me/consents/${consent.id}/withdraw`)).status).toBe(200);
    expect((await by.get('/api/bookings/mine')).body.ahead).toEqual([]);
    expect((await by.send('POST', `/api/bookings/${id}/cancel`, {})).status).toBe(404);
  });
  test('at the counter a guardian who is there agrees', async () => {
    const offering = await room({ who: { condition: null, guardianBelow: 14 } });
    const ask = { personId: await person(born.child), from: on(27, '13:00'), minutes: 60 };
    const path = `/api/bookings/offerings/${offering}/bookings`;
    expect((await at.planner.send('POST', path, ask)).body.type).toBe('bookings/guardian-needed');
    expect((await at.planner.send('POST', path, { ...ask, guardianAgrees: true })).body.state).toBe('confirmed');
  });
});

describe('prices', () => {
  const price = { class: 'lowFee', per: 'hour', fen: 1505 };
  test('the largest reduction that surely applies is taken off, half a fen for the resident; others pay the price', async () => {
    const reductions = [
      { name: { zh: '老年人', en: 'elders' }, condition: sixty, percent: 50 },
      { name: { zh: '杭州居民', en: 'residents' }, condition: { field: 'isAlive', op: '=', value: true }, percent: 10 },
    ];
    const offering = await room({ price, reductions });
    const elder = (await book(await residentOf(born.elder), offering, on(29, '09:00'))).body;
    expect([elder.priceFen, elder.price.map(({ fen }: { fen: number }) => fen)]).toEqual([752, [1505, -753]]);
    expect((await book(await residentOf(born.adult), offering, on(29, '10:00'))).body.priceFen).toBe(1354);
    expect((await book(await house.resident(), offering, on(29, '11:00'))).body.priceFen).toBe(1505);
  });
  test('free use is asked for with a reason and granted by a person; what it is worth stays beside it', async () => {
    const offering = await room({ price, freeOnRequest: true });
    const by = await house.resident();
    const asked = (await book(by, offering, on(29, '13:00'), 60, { freeReason: '社区义诊，不收费' })).body;
    expect(asked).toMatchObject({ state: 'requested', priceFen: 1505, freeReason: '社区义诊，不收费' });
    const granted = (await at.planner.send('POST', `/api/bookings/${asked.id}/decision`, { confirm: true, waive: true })).body;
    expect([granted.priceFen, granted.price.map(({ fen }: { fen: number }) => fen)]).toEqual([0, [1505, -1505]]);
    expect((await book(by, await room({ price }), on(29, '15:00'), 60, { freeReason: '社区义诊，不收费' })).body.type).toBe('bookings/not-free-of-charge');
  });
  test('a deposit is held once, and given back or kept once, with the reason', async () => {
    const offering = await room({ depositFen: 20_000 });
    const { id, deposit, depositFen } = (await book(await house.resident(), offering, on(29, '17:00'))).body;
    expect([deposit, depositFen]).toEqual(['none', 20_000]);
    const act = (what: string, more: object = {}) => at.planner.send('POST', `/api/bookings/${id}/deposit`, { what, ...more });
    expect((await act('giveBack')).body.type).toBe('bookings/wrong-deposit');
    const held = await Promise.all([act('hold'), act('hold'), act('hold')]);
    expect(held.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect((await act('keep')).status).toBe(400);
    const ends = await Promise.all([act('giveBack'), act('keep', { reason: '椅子损坏' })]);
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('a resident', () => {
  test('moves a booking within the limits of the new day, as long as cancelling has no consequence', async () => {
    const offering = await room({ limits: [{ what: 'minutes', most: 120, per: 'day' }], cancelMinutes: 120 });
    const by = await house.resident();
    const first = (await book(by, offering, on(30, '09:00'), 120)).body;
    const second = (await book(by, offering, '2026-12-01T09:00:00+08:00', 60)).body;
    const move = (id: string, from: string, minutes: number) => by.send('POST', `/api/bookings/${id}/change`, { from, minutes });
    expect((await move(first.id, on(30, '10:00'), 120)).body.from).toBe('2026-11-30T02:00:00.000Z');
    expect((await move(second.id, on(30, '14:00'), 60)).body.type).toBe('bookings/limit-reached');
    expect((await (await house.resident()).send('POST', `/api/bookings/${first.id}/change`, { from: on(30, '15:00'), minutes: 60 })).status).toBe(404);
    house.clock.now = new Date('2026-11-30T00:30:00Z');
    expect((await move(first.id, on(30, '15:00'), 60)).body.type).toBe('bookings/too-late');
    house.clock.now = start;
  });
  test('is asked after use how it was, once; others cannot', async () => {
    const offering = await room({});
    const [by, other] = [await house.resident(), await house.resident()];
    const { id } = (await book(by, offering, on(24, '17:00'))).body;
    const rate = (as: typeof by) => as.send('POST', `/api/bookings/${id}/rating`, { stars: 4, comment: '灯有一盏不亮' });
    expect((await rate(by)).body.type).toBe('bookings/not-over');
    house.clock.now = new Date('2026-11-24T12:00:00Z');
    await moveOn(house.db, district, house.clock.now);
    expect((await rate(other)).status).toBe(404);
    expect((await rate(by)).body.stars).toBe(4);
    expect((await rate(by)).body.type).toBe('bookings/rated-already');
    house.clock.now = start;
  });
});

describe('use (EVL-04)', () => {
  test('a booked hall uses both its halves, a missed hour nothing; attended over places, in the mean over activities', async () => {
    house.clock.now = start;
    const own = await makeBookable(house);
    const checkIn = { opensMinutes: 60, releaseMinutes: null };
    const [whole, part] = [
      await own.offering({ resources: [own.hall], rules: slotRules({ checkIn }) }),
      await own.offering({ resources: [own.halves[0]], rules: slotRules({ checkIn }) }),
    ];
    const talk = await own.offering({ kind: 'session', rules: sessionRules() });
    const [first, second] = [await own.session(talk, on(24, '10:00'), { places: 4 }), await own.session(talk, on(24, '12:00'), { places: 2 })];
    const [a, b] = [await house.resident(), await house.resident()];
    const hall = (await book(a, whole, on(24, '14:00'), 120)).body;
    await book(b, part, on(24, '17:00'), 60);
    await a.send('POST', `/api/bookings/sessions/${first}/places`, { places: 3 });
    await b.send('POST', `/api/bookings/sessions/${second}/places`, { places: 2 });
    house.clock.now = new Date('2026-11-24T05:30:00Z');
    await own.planner.send('POST', `/api/bookings/${hall.id}/arrival`);
    house.clock.now = new Date('2026-11-25T00:00:00Z');
    await moveOn(house.db, district, house.clock.now);
    const use = (await own.planner.get(`/api/bookings/places/${own.placeId}/use?from=2026-11-24&to=2026-11-24`)).body;
    expect(use.rooms.map(({ openMinutes, occupiedMinutes }: { openMinutes: number; occupiedMinutes: number }) => [openMinutes, occupiedMinutes])).toEqual([
      [720, 120],
      [720, 120],
    ]);
    expect([use.utilisation, use.isByArea, use.activities, use.participation]).toEqual([240 / 1440, false, 2, (3 / 4 + 1) / 2]);
    house.clock.now = start;
  });
});
