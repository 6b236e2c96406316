import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { distanceMetres } from '../../engines/reach/metric.ts';
import { inTransaction } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { makePerson, speaksFor, tally } from '../../tests/support/bookings.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { checkBooks, findAccount, listBalances, type Owner } from '../ledger/index.ts';
import { findRule } from '../points/index.ts';
import { minutesServed, rules, starOf } from './rules.ts';

describe('the rules of hours', () => {
  const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`);
  test.each([
    ['09:00', '10:14', false, 0, 60],
    ['09:00', '10:15', false, 0, 75],
    ['09:00', '09:14', false, 0, 0],
    ['10:00', '09:00', false, 0, 0],
    ['06:00', '20:00', true, 0, 480],
    ['06:00', '20:00', false, 0, 720],
    ['09:00', '12:00', false, 660, 60],
  ])('from %s to %s, reported by oneself: %s, with %i minutes before: %i', (from, to, self, earlier, minutes) =>
    expect(minutesServed(at(from), at(to), self, earlier)).toBe(minutes),
  );
  test('stars are reached at their hours', () => expect([5999, 6000, 18_000, 89_999, 90_000].map(starOf)).toEqual([0, 1, 2, 4, 5]));
});

describe('volunteers', () => {
  let house: TestHouse;
  let organiser: Caller;
  let station: string;
  const here = { lon: 120.15, lat: 30.31 };
  const start = new Date('2026-11-23T02:00:00Z');
  beforeAll(async () => {
    house = await openTestHouse({ demo: true });
    organiser = await house.staff('communityWorker', { areaCode: '330105001' });
    const made = await organiser.send('POST', '/api/volunteers/stations', { name: '志愿站', nameEn: 'Station', areaCode: '330105001051', ...here });
    expect(made.status).toBe(200);
    station = made.body.id;
  });
  afterAll(() => house.close());

  const volunteer = async (bornOn = '1964-05-05', more: object = {}) => {
    house.clock.now = start;
    const personId = await makePerson(house, bornOn);
    const by = await house.resident({ personId });
    const made = await by.send('POST', '/api/volunteers/me', more);
    return { personId, by, made };
  };
  const shift = async (more: object = {}) => {
    house.clock.now = start;
    const fields = { kind: 'companion', title: '陪伴老人', titleEn: 'Company', from: '2026-11-23T14:00:00+08:00', minutes: 120, ...here, places: 5 };
    return organiser.send('POST', `/api/volunteers/stations/${station}/shifts`, { ...fields, ...more });
  };
  /** Joins, comes, goes; what is left is to be confirmed. */
  const serve = async (by: Caller, shiftId: string, [from, to] = ['2026-11-23T14:00:00+08:00', '2026-11-23T16:00:00+08:00']) => {
    house.clock.now = start;
    const { body } = await by.send('POST', `/api/volunteers/shifts/${shiftId}/join`);
    house.clock.now = new Date(from!);
    expect((await by.send('POST', `/api/volunteers/services/${body.id}/in`, here)).body.state).toBe('in');
    house.clock.now = new Date(to!);
    expect((await by.send('POST', `/api/volunteers/services/${body.id}/out`)).body.state).toBe('out');
    return body.id as string;
  };
  const confirm = (id: string) => organiser.send('POST', `/api/volunteers/services/${id}/confirm`, { confirm: true });
  const bank = async (by: Caller) => (await by.get('/api/volunteers/time-bank')).body;
  const balanceOf = (owner: Owner, unit: string, kind: string) =>
    inTransaction(house.db, district, async (tx) => {
      const id = await findAccount(tx, district, { owner, unit, kind });
      return id ? (await listBalances(tx, district, [id])).get(id)!.balance : 0;
    });
  const booksHold = async () => expect(await inTransaction(house.db, district, (tx) => checkBooks(tx, district))).toEqual([]);

  test('register with a number of their own, once; who is too young cannot, a minor only with a guardian', async () => {
    const { made, by } = await volunteer();
    expect(made.body).toMatchObject({ number: expect.stringMatching(/^330105\d{6}$/), countsAs: 'coins', minutes: 0, star: 0 });
    expect((await by.send('POST', '/api/volunteers/me', {})).body.type).toBe('volunteers/registered-already');
    expect((await volunteer('2014-01-01')).made.body).toMatchObject({ type: 'volunteers/too-young', from: 14 });
    expect((await volunteer('2010-01-01')).made.body.type).toBe('volunteers/guardian-needed');
    const [child, mother] = [await makePerson(house, '2010-05-05'), await makePerson(house, '1985-05-05')];
    await speaksFor(house, mother, child, '母亲');
    expect((await organiser.send('POST', `/api/volunteers/people/${child}`, {})).status).toBe(200);
  });
  test('of many who want the last place one gets it, and an hour counts once', async () => {
    const { body } = await shift({ places: 1 });
    const people = await Promise.all(Array.from({ length: 6 }, () => volunteer()));
    const answers = await Promise.all(people.map(({ by }) => by.send('POST', `/api/volunteers/shifts/${body.id}/join`)));
    expect(tally(answers)).toEqual({ '200': 1, '409 volunteers/shift-full': 5 });
    const { by } = people[answers.findIndex(({ status }) => status === 200)]!;
    expect((await by.send('POST', `/api/volunteers/shifts/${body.id}/join`)).body.type).toMatch(/shift-full|joined-already/);
    const other = await shift({ from: '2026-11-23T15:00:00+08:00' });
    expect((await by.send('POST', `/api/volunteers/shifts/${other.body.id}/join`)).body.type).toBe('volunteers/busy-then');
  });
  test('skills and trainings that are asked for are needed, risky service is insured', async () => {
    const { by } = await volunteer('1970-01-01', { skills: ['haircut'] });
    expect((await shift({ isRisky: true })).body.type).toBe('volunteers/uninsured');
    const drive = await shift({ skills: ['driving'] });
    expect((await by.send('POST', `/api/volunteers/shifts/${drive.body.id}/join`)).body).toMatchObject({
      type: 'volunteers/lacks-skill',
      missing: ['driving'],
    });
    const cut = await shift({ skills: ['haircut'], isRisky: true, insuredBy: '志愿者保险 2026' });
    const [first] = (await by.get(`/api/volunteers/shifts?lon=${here.lon}&lat=${here.lat}`)).body;
    expect([first.match, first.metres]).toEqual([1, 0]);
    expect((await by.send('POST', `/api/volunteers/shifts/${cut.body.id}/join`)).status).toBe(200);
  });
  test('check in at the place, are confirmed, and the minutes become time coins once', async () => {
    const { by, personId } = await volunteer();
    const { body } = await shift();
    const joined = (await by.send('POST', `/api/volunteers/shifts/${body.id}/join`)).body;
    house.clock.now = new Date('2026-11-23T14:00:00+08:00');
    expect((await by.send('POST', `/api/volunteers/services/${joined.id}/in`, { lon: 120.2, lat: 30.31 })).body.type).toBe('volunteers/too-far');
    await by.send('POST', `/api/volunteers/services/${joined.id}/in`, here);
    house.clock.now = new Date('2026-11-23T15:50:00+08:00');
    await by.send('POST', `/api/volunteers/services/${joined.id}/out`);
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(joined.id)));
    expect(tally(answers)).toEqual({ '200': 1, '409 volunteers/wrong-step': 4 });
    expect(await bank(by)).toMatchObject({ balance: 105, earned: 105, isOldEnough: true });
    expect((await by.get('/api/volunteers/me')).body).toMatchObject({
      volunteer: { minutes: 105, services: 1 },
      services: [{ state: 'confirmed', countedAs: 'coins' }],
    });
    expect((await by.get('/api/ledger/mine')).body).toMatchObject([{ unit: 'coinMinutes', balance: 105 }]);
    expect(await balanceOf({ kind: 'person', id: personId }, 'points', 'wallet')).toBe(0);
    await booksHold();
  });
  test('hours that count as points bring points with their day, up to the most of a day; a record brings neither', async () => {
    const { by, personId } = await volunteer('1970-01-01', { countsAs: 'points' });
    const { body } = await shift({ minutes: 480 });
    await confirm(await serve(by, body.id, ['2026-11-23T14:00:00+08:00', '2026-11-23T22:00:00+08:00']));
    expect(await balanceOf({ kind: 'person', id: personId }, 'points', 'wallet')).toBe(findRule('service')!.caps[0]!.most);
    const plain = await volunteer('1970-01-01', { countsAs: 'record' });
    await confirm(await serve(plain.by, (await shift()).body.id));
    expect((await plain.by.get('/api/ledger/mine')).body).toEqual([]);
  });
  test('refused hours come with a reason, and an appeal is answered by somebody else', async () => {
    const { by } = await volunteer();
    const id = await serve(by, (await shift()).body.id);
    const refused = await organiser.send('POST', `/api/volunteers/services/${id}/confirm`, { confirm: false, reason: '提前离开' });
    expect(refused.body).toMatchObject({ state: 'refused', refusal: '提前离开' });
    expect((await by.send('POST', `/api/volunteers/services/${id}/appeal`, { appeal: '我是按时离开的' })).body.state).toBe('appealed');
    expect((await organiser.send('POST', `/api/volunteers/services/${id}/appeal/answer`, { confirm: true })).body.type).toBe('volunteers/same-person');
    const other = await house.staff('subdistrictOfficial', { areaCode: '330105001' });
    expect((await other.send('POST', `/api/volunteers/services/${id}/appeal/answer`, { confirm: true })).body).toMatchObject({
      state: 'confirmed',
      minutes: 120,
    });
    expect((await bank(by)).balance).toBe(120);
  });
  test('what is above the most of all time goes to the pool', async () => {
    const { by, personId } = await volunteer();
    await inTransaction(house.db, district, (tx) =>
      tx
        .insertInto('ledger.capUse')
        .values({ district, subject: personId, cap: 'timeBank.all', period: 'all', used: rules.timeBank.mostCoinMinutes - 45 })
        .execute(),
    );
    const before = await balanceOf({ kind: 'fund', id: 'timeBankPool' }, 'coinMinutes', 'pool');
    await confirm(await serve(by, (await shift()).body.id));
    expect([(await bank(by)).balance, (await balanceOf({ kind: 'fund', id: 'timeBankPool' }, 'coinMinutes', 'pool')) - before]).toEqual([45, 75]);
    await booksHold();
  });
  test('coins are spent at 60 for oneself or a relative, set aside until the service is confirmed', async () => {
    const daughter = await volunteer('1970-05-05');
    await confirm(await serve(daughter.by, (await shift()).body.id));
    const mother = await makePerson(house, '1945-05-05');
    const need = { kind: 'shopping', title: '陪母亲买菜', from: '2026-11-25T09:00:00+08:00', minutes: 60, ...here };
    house.clock.now = new Date('2026-11-24T02:00:00Z');
    expect((await daughter.by.send('POST', '/api/volunteers/needs', need)).body.type).toBe('volunteers/too-young-to-spend');
    expect((await daughter.by.send('POST', '/api/volunteers/needs', { ...need, personId: mother })).body.type).toBe('volunteers/not-kin');
    await speaksFor(house, daughter.personId, mother, '母亲', true);
    expect((await daughter.by.send('POST', '/api/volunteers/needs', { ...need, personId: mother, minutes: 180 })).body.type).toBe(
      'volunteers/not-enough-coins',
    );
    const asked = await daughter.by.send('POST', '/api/volunteers/needs', { ...need, personId: mother });
    expect(asked.body).toMatchObject({ coinMinutes: 60 });
    expect(await bank(daughter.by)).toMatchObject({ balance: 120, held: 60 });
    // Withdrawn and asked again: nothing is lost.
    await daughter.by.send('POST', `/api/volunteers/needs/${asked.body.id}/withdraw`);
    expect(await bank(daughter.by)).toMatchObject({ balance: 120, held: 0 });
    const again = await daughter.by.send('POST', '/api/volunteers/needs', { ...need, personId: mother });
    const helper = await volunteer();
    await confirm(await serve(helper.by, again.body.id, ['2026-11-25T09:00:00+08:00', '2026-11-25T09:45:00+08:00']));
    expect([await bank(daughter.by), await bank(helper.by)]).toMatchObject([{ balance: 75, held: 0 }, { balance: 45 }]);
    expect((await daughter.by.send('POST', `/api/volunteers/needs/${again.body.id}/withdraw`)).body.type).toBe('volunteers/begun-already');
    expect((await daughter.by.send('POST', '/api/volunteers/time-bank/gifts', { personId: helper.personId, coinMinutes: 5 })).body.type).toBe(
      'volunteers/not-kin',
    );
    expect((await daughter.by.send('POST', '/api/volunteers/time-bank/gifts', { personId: mother, coinMinutes: 30 })).body).toMatchObject({ balance: 45 });
    expect((await daughter.by.send('POST', '/api/volunteers/time-bank/donations', { coinMinutes: 46 })).body.type).toBe('volunteers/not-enough-coins');
    expect(await balanceOf({ kind: 'person', id: mother }, 'coinMinutes', 'wallet')).toBe(30);
    await booksHold();
  });
  test('hours of a group go to the pool, to nobody in it; the pool pays for an elder who has no coins', async () => {
    const poolOf = () => balanceOf({ kind: 'fund', id: 'timeBankPool' }, 'coinMinutes', 'pool');
    const before = await poolOf();
    const group = await organiser.send('POST', `/api/volunteers/stations/${station}/group-hours`, { group: '青年队', people: 4, minutes: 90 });
    expect([group.body.coinMinutes, (await poolOf()) - before]).toEqual([360, 360]);
    const [elder, young] = [await makePerson(house, '1940-05-05'), await makePerson(house, '1990-05-05')];
    const need = { kind: 'company', title: '陪伴', from: '2026-11-28T09:00:00+08:00', minutes: 60, ...here };
    const ask = (id: string) => organiser.send('POST', `/api/volunteers/people/${id}/needs`, need);
    expect((await ask(young)).body.type).toBe('volunteers/too-young-to-spend');
    const asked = (await ask(elder)).body;
    const helper = await volunteer();
    await confirm(await serve(helper.by, asked.id, ['2026-11-28T09:00:00+08:00', '2026-11-28T10:00:00+08:00']));
    expect((await bank(helper.by)).balance).toBe(60);
    await booksHold();
  });
  test('who asked sees who comes, and when it is done', async () => {
    const { by, personId } = await volunteer('1950-05-05');
    await confirm(await serve(by, (await shift()).body.id));
    house.clock.now = new Date('2026-11-24T02:00:00Z');
    const need = { kind: 'shopping', title: '代买菜', from: '2026-11-30T09:00:00+08:00', minutes: 60, ...here };
    const { body } = await by.send('POST', '/api/volunteers/needs', need);
    const mine = async () => (await by.get('/api/volunteers/needs/mine')).body[0];
    expect(await mine()).toMatchObject({ id: body.id, state: 'open', volunteer: null, coinMinutes: 60 });
    const helper = await volunteer();
    const shifts = (await organiser.get(`/api/volunteers/stations/${station}/shifts`)).body;
    expect(shifts.find(({ id }: { id: string }) => id === body.id)).toMatchObject({ isForOne: true, places: 1, left: 1 });
    const service = await serve(helper.by, body.id, ['2026-11-30T09:00:00+08:00', '2026-11-30T10:00:00+08:00']);
    expect(await mine()).toMatchObject({ state: 'taken', volunteer: '测**' });
    await confirm(service);
    expect(await mine()).toMatchObject({ state: 'done' });
    expect(personId).not.toBe(helper.personId);
  });
  test('shifts tell how far they are on foot, which is never less than straight across', async () => {
    const { by } = await volunteer();
    const far = (await by.get(`/api/volunteers/shifts?lon=${here.lon}&lat=${here.lat}`)).body as { lon: number; lat: number; metres: number }[];
    const ratios = far.map(({ lon, lat, metres }) => (metres + 1) / (distanceMetres(here.lon, here.lat, lon, lat) + 1));
    expect(Math.min(...ratios)).toBeGreaterThanOrEqual(0.999);
    expect(Math.max(...ratios)).toBeGreaterThan(1.05);
  });
  test('hours of another system are taken once, as a record; clashes, changes and unknown people are listed, the rest stands', async () => {
    const { by, made } = await volunteer();
    const service = await serve(by, (await shift()).body.id);
    await confirm(service);
    const official = await house.staff('districtOfficial', { areaCode: district });
    const record = { externalId: 'z-1', volunteer: made.body.number, title: '图书整理', from: '2026-11-20T09:00:00+08:00', minutes: 90 };
    const bring = async (...records: object[]) => (await official.send('POST', '/api/volunteers/exchange/hours', { source: 'zhiyuanhui', records })).body;
    const clash = { ...record, externalId: 'z-2', from: '2026-11-23T14:00:00+08:00' };
    const stranger = { ...record, externalId: 'z-3', volunteer: '330105999999' };
    const ahead = { ...record, externalId: 'z-4', from: '2099-01-01T09:00:00+08:00' };
    expect(await bring(record, clash, stranger, ahead, { ...record, externalId: 'z-5', from: '2026-11-20T10:00:00+08:00' })).toEqual({
      taken: 1,
      known: 0,
      refused: [
        { row: 2, externalId: 'z-2', why: 'overlaps', clashesWith: service },
        { row: 3, externalId: 'z-3', why: 'noSuchVolunteer', clashesWith: null },
        { row: 4, externalId: 'z-4', why: 'ahead', clashesWith: null },
        { row: 5, externalId: 'z-5', why: 'overlaps', clashesWith: null },
      ],
    });
    expect(await bring(record, { ...record, minutes: 30 })).toMatchObject({ taken: 0, known: 1, refused: [{ row: 2, why: 'otherContent' }] });
    expect((await by.get('/api/volunteers/me')).body.volunteer).toMatchObject({ minutes: 210, services: 1 });
    expect((await bank(by)).balance).toBe(120);
    const told = (await official.get('/api/volunteers/exchange/hours?from=2026-11-23&to=2026-11-23')).body;
    expect(told.find(({ externalId }: { externalId: string }) => externalId === service)).toMatchObject({ volunteer: made.body.number, minutes: 120 });
  });
  test('a star is applied for, stands in notice for working days, and is given after that', async () => {
    const { by, personId } = await volunteer();
    const { volunteer: own } = (await by.get('/api/volunteers/me')).body;
    expect((await by.send('POST', '/api/volunteers/me/stars', { star: 1 })).body).toMatchObject({ type: 'volunteers/too-few-hours', needed: 100 });
    const service = {
      district,
      id: newId(),
      shiftId: (await shift()).body.id,
      volunteerId: own.id,
      during: '[2026-01-01,2026-01-02)',
      state: 'confirmed',
      joinedAt: start,
    };
    await inTransaction(house.db, district, (tx) =>
      tx
        .insertInto('volunteers.service')
        .values({ ...service, minutes: 6000, confirmedBy: newId(), countedAs: 'record' })
        .execute(),
    );
    const applied = await by.send('POST', '/api/volunteers/me/stars', { star: 1 });
    expect(applied.body).toMatchObject({ state: 'applied', minutes: 6000 });
    expect((await by.send('POST', '/api/volunteers/me/stars', { star: 1 })).body.type).toBe('volunteers/star-there');
    const official = await house.staff('districtOfficial', { areaCode: district });
    const decide = (step: string, more: object = {}) => official.send('POST', `/api/volunteers/stars/${applied.body.id}/decision`, { step, ...more });
    expect((await decide('give')).body.type).toBe('volunteers/wrong-step');
    expect((await decide('notice')).body).toMatchObject({ state: 'noticed', noticeUntil: '2026-11-30' });
    expect((await decide('give')).body.type).toBe('volunteers/notice-runs');
    house.clock.now = new Date('2026-12-01T02:00:00Z');
    expect((await decide('give')).body.state).toBe('given');
    expect((await official.get('/api/volunteers/stars')).body[0]).toMatchObject({ name: '测**', star: 1 });
    const { code, ...says } = (await by.get('/api/volunteers/me/certificate')).body;
    expect((await house.anyone.get(`/api/volunteers/certificates/${code}`)).body).toEqual(says);
    expect(says).toMatchObject({ minutes: 6000, star: 1, number: own.number });
    const forged = `${Buffer.from(JSON.stringify({ ...says, minutes: 60_000 })).toString('base64url')}.${code.split('.')[1]}`;
    expect((await house.anyone.get(`/api/volunteers/certificates/${forged}`)).body.type).toBe('volunteers/no-such-certificate');
    expect(personId).toBeTruthy();
  });
});
