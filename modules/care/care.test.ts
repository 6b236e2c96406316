import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bookable, makeBookable, makePerson, speaksFor, tally } from '../../tests/support/bookings.ts';
import { careRules, fullDay } from '../../tests/support/care.ts';
import { type Caller, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { ageClasses, faultOfTime, findAgeClass, isOfAge, monthsOn, priceOfStay, shareOf, wholeCarer } from './rules.ts';

describe('the rules of care', () => {
  test('classes and ratios are those of the standard: 10, 15, 20 and 18 places; 1 to 3, 5 and 7', () => {
    const nursery = ageClasses.filter(({ kind }) => kind === 'nursery');
    expect(nursery.map(({ code, places, perCarer }) => [code, places, perCarer])).toEqual([
      ['infants', 10, 3],
      ['toddlers', 15, 5],
      ['twos', 20, 7],
      ['mixed', 18, 5],
    ]);
  });
  test('so many to a carer fill a carer exactly, one more does not fit', () => {
    for (const ages of ageClasses) {
      expect(shareOf(ages) * ages.perCarer).toBe(wholeCarer);
      expect(shareOf(ages) * (ages.perCarer + 1)).toBeGreaterThan(wholeCarer);
    }
  });
  test.each([
    ['2024-11-23', '2026-11-22', 23],
    ['2024-11-23', '2026-11-23', 24],
    ['2024-01-31', '2024-02-29', 0],
    ['2024-01-31', '2024-03-01', 1],
  ])('born on %s one is on %s so many months old: %i', (born, day, months) => expect(monthsOn(born, day)).toBe(months));
  test('a class takes who has reached its age and not the next', () => {
    const toddlers = findAgeClass('toddlers')!;
    expect(['2025-11-24', '2025-11-23', '2024-11-24', '2024-11-23'].map((born) => isOfAge(toddlers, born, '2026-11-23'))).toEqual([false, true, true, false]);
  });
  test('times and prices by mode: days and half days as written, hours within their length, begun ones whole', () => {
    const time = (from: number, to: number) => ({ from, to });
    expect(faultOfTime(careRules, 'fullDay', fullDay)).toBeNull();
    expect(faultOfTime(careRules, 'halfDay', time(510, 735))).toBe('otherTimes');
    expect([45, 60, 240, 255].map((length) => faultOfTime(careRules, 'hourly', time(600, 600 + length)))).toEqual(['tooShort', null, null, 'tooLong']);
    expect(faultOfTime({ ...careRules, temporary: null }, 'temporary', time(600, 660))).toBe('notOffered');
    expect([priceOfStay(careRules, 'fullDay', fullDay), priceOfStay(careRules, 'temporary', time(600, 675))]).toEqual([8000, 4000]);
  });
});

describe('care', () => {
  let house: TestHouse;
  let at: Bookable;
  const start = new Date('2026-11-23T02:00:00Z');
  beforeAll(async () => {
    house = await openTestHouse({ demo: true });
    at = await makeBookable(house);
    const hours = {
      allDay: false,
      weekly: [{ days: [1, 2, 3, 4, 5], from: 480, to: 1110 }],
      onHoliday: 'closed',
      onMakeUpDay: 'asUsual',
      exceptions: [],
      vacations: [],
    };
    const { revision } = (await at.planner.get(`/api/places/${at.placeId}`)).body;
    await at.planner.send('PUT', `/api/places/${at.placeId}/hours`, { revision, hours });
  });
  afterAll(() => house.close());

  let count = 0;
  const open = async (more: object = {}) => {
    house.clock.now = start;
    const fields = { ageClass: 'twos', name: `班组${++count}`, nameEn: 'Group', places: 20, rules: careRules, ...more };
    const made = await at.planner.send('POST', '/api/care/groups', { placeId: at.placeId, kind: 'nursery', ...fields });
    expect([made.status, made.body]).toEqual([200, { id: expect.any(String), revision: 1 }]);
    return made.body.id as string;
  };
  const shift = (group: string, carer: string, day = '2026-11-24', time = fullDay) =>
    at.planner.send('POST', `/api/care/groups/${group}/shifts`, { carer, day, time });
  /** A child of two with its mother, who is signed in. */
  const family = async () => {
    const [child, mother] = [await makePerson(house, '2024-05-05'), await makePerson(house, '1990-05-05')];
    await speaksFor(house, mother, child, '母亲');
    return { child, mother, by: await house.resident({ personId: mother }) };
  };
  const plan = (by: Caller, group: string, personId: string, days = ['2026-11-24'], time = { from: 600, to: 720 }, mode = 'temporary') =>
    by.send('POST', `/api/care/groups/${group}/stays`, { personId, mode, days, time });
  const counter = (group: string, personId: string) =>
    at.planner.send('POST', `/api/care/groups/${group}/stays-at-counter`, { personId, mode: 'temporary', days: ['2026-11-24'], time: { from: 600, to: 720 } });
  const dayOf = async (group: string) => (await at.planner.get(`/api/care/groups/${group}/day?day=2026-11-24`)).body;

  test('more places than the standard has for the age are refused, and a class of another kind', async () => {
    const add = (fields: object) =>
      at.planner.send('POST', '/api/care/groups', {
        placeId: at.placeId,
        kind: 'nursery',
        name: `班${++count}`,
        nameEn: 'Group',
        places: 10,
        rules: careRules,
        ...fields,
      });
    expect((await add({ ageClass: 'infants', places: 11 })).body).toMatchObject({ type: 'care/too-many-places', most: 10 });
    expect((await add({ ageClass: 'elders' })).body.type).toBe('care/wrong-age-class');
  });
  test('each day says what became of it: closed on Saturday, short of carers from a time, there already, too late', async () => {
    const [group, { child, by }] = [await open(), await family()];
    await shift(group, '李老师', '2026-11-24');
    await shift(group, '李老师', '2026-11-25', { from: 510, to: 660 });
    const planned = await plan(by, group, child, ['2026-11-24', '2026-11-25', '2026-11-28', '2026-11-23', '2027-02-01']);
    expect(planned.body.map(({ day, why, at: from }: { day: string; why: string; at: number }) => [day, why, from])).toEqual([
      ['2026-11-23', 'tooLate', null],
      ['2026-11-24', null, null],
      ['2026-11-25', 'ratio', 660],
      ['2026-11-28', 'closed', null],
      ['2027-02-01', 'tooFar', null],
    ]);
    const again = await plan(by, group, child);
    expect([again.body.type, again.body.days[0].why]).toEqual(['care/not-planned', 'thereAlready']);
    expect((await by.get('/api/care/mine')).body.stays).toMatchObject([{ day: '2026-11-24', state: 'planned', priceFen: 4000 }]);
  });
  test('seven two-year-olds to a carer: of forty who ask at once for one carer seven are taken; a second carer makes room for seven more', async () => {
    const group = await open();
    await shift(group, '李老师');
    const children = await Promise.all(Array.from({ length: 40 }, () => makePerson(house, '2024-05-05')));
    const answers = await Promise.all(children.map((child) => counter(group, child)));
    expect(tally(answers)).toEqual({ '200': 7, '409 care/not-planned': 33 });
    expect(answers.find(({ status }) => status === 409)!.body.days[0]).toMatchObject({ why: 'ratio', at: 600 });
    await shift(group, '王老师');
    const more = await Promise.all(children.map((child) => counter(group, child)));
    expect(tally(more)).toEqual({ '200': 7, '409 care/not-planned': 33 });
    const { steps, stays } = await dayOf(group);
    expect([steps[40], stays.length]).toEqual([{ at: 600, heads: 14, needed: 2, carers: 2 }, 14]);
    const { rows } = await sql<{ load: number }>`select load[41] as load from care.care_day where group_id = ${group}`.execute(house.db);
    expect(rows[0]!.load).toBe(14 * 60);
  });
  test('places are a limit of their own', async () => {
    const group = await open({ places: 2 });
    await shift(group, '李老师');
    const answers = await Promise.all(Array.from({ length: 6 }, async () => counter(group, await makePerson(house, '2024-05-05'))));
    expect(tally(answers)).toEqual({ '200': 2, '409 care/not-planned': 4 });
    expect(answers.find(({ status }) => status === 409)!.body.days[0].why).toBe('places');
  });
  test('a carer who is needed is not taken off unless it cannot be helped; then the day says from when it is short', async () => {
    const group = await open();
    const { id } = (await shift(group, '李老师')).body;
    expect((await shift(group, '李老师')).body.type).toBe('care/shift-there');
    await counter(group, await makePerson(house, '2024-05-05'));
    const drop = (more: object = {}) => at.planner.send('POST', `/api/care/shifts/${id}/drop`, { reason: '生病', ...more });
    expect((await drop()).body).toMatchObject({ type: 'care/carers-needed', at: 600 });
    expect((await dayOf(group)).shifts).toHaveLength(1);
    expect((await drop({ evenIfShort: true })).body.shortFrom).toBe(600);
    const { steps } = await dayOf(group);
    expect(steps[40]).toEqual({ at: 600, heads: 1, needed: 1, carers: 0 });
    expect((await counter(group, await makePerson(house, '2024-05-05'))).body.days[0].why).toBe('ratio');
  });
  test('an absence told in time costs nothing, a late one does, and either frees the place at once', async () => {
    const [group, { child, by }] = [await open({ places: 1 }), await family()];
    await shift(group, '李老师');
    const stay = (await plan(by, group, child)).body[0].stayId;
    const other = await makePerson(house, '2024-05-05');
    expect((await counter(group, other)).status).toBe(409);
    expect((await by.send('POST', `/api/care/stays/${stay}/absence`, { kind: 'sick' })).body).toMatchObject({ state: 'absent', isCharged: false });
    const second = (await counter(group, other)).body[0].stayId;
    house.clock.now = new Date('2026-11-24T00:30:00Z');
    expect((await at.planner.send('POST', `/api/care/stays/${second}/absence-at-counter`, { kind: 'planned' })).body.isCharged).toBe(true);
    expect((await dayOf(group)).steps[40].heads).toBe(0);
    expect((await by.send('POST', `/api/care/stays/${second}/absence`, { kind: 'sick' })).status).toBe(404);
  });
  test('a child leaves only with who is on its list or speaks for it; taken off the list means at once; an elder may go alone', async () => {
    const [group, { child, mother, by }] = [await open(), await family()];
    await shift(group, '李老师');
    const pickup = (await by.send('POST', `/api/care/people/${child}/pickups`, { name: '王秀英', phone: '13800000000', relation: '外婆' })).body.id;
    const stranger = await family();
    const foreign = (await stranger.by.send('POST', `/api/care/people/${stranger.child}/pickups`, { name: '某某', phone: '13800000001', relation: '叔叔' }))
      .body.id;
    expect((await by.send('POST', `/api/care/people/${stranger.child}/pickups`, { name: '某某', phone: '13800000001', relation: '叔叔' })).body.type).toBe(
      'care/not-yours',
    );
    const stay = (await plan(by, group, child)).body[0].stayId;
    house.clock.now = new Date('2026-11-24T02:00:00Z');
    expect((await dayOf(group)).now).toEqual({ present: 0, needed: 0, carers: 1, isShort: false });
    expect((await at.planner.send('POST', `/api/care/stays/${stay}/arrival`)).body.state).toBe('present');
    expect((await dayOf(group)).now).toMatchObject({ present: 1, needed: 1 });
    const go = (more: object) => at.planner.send('POST', `/api/care/stays/${stay}/departure`, more);
    expect((await go({})).body.type).toBe('care/not-authorised');
    expect((await go({ pickupId: foreign })).body.type).toBe('care/not-authorised');
    expect((await go({ guardianId: stranger.mother })).body.type).toBe('care/not-authorised');
    await by.send('DELETE', `/api/care/pickups/${pickup}`);
    expect((await go({ pickupId: pickup })).body.type).toBe('care/not-authorised');
    expect((await go({ guardianId: mother })).body).toMatchObject({ state: 'gone', fetchedHow: '母亲' });
    expect((await go({ guardianId: mother })).status).toBe(200);
    const elders = (
      await at.planner.send('POST', '/api/care/groups', {
        placeId: at.placeId,
        kind: 'dayCare',
        ageClass: 'elders',
        name: `日照${++count}`,
        nameEn: 'Day care',
        places: 10,
        rules: careRules,
      })
    ).body.id;
    await shift(elders, '张护士');
    const elder = (await counter(elders, await makePerson(house, '1950-01-01')).catch(() => null)) ?? { body: [] };
    expect(elder.body[0].stayId).toBeTruthy();
    await at.planner.send('POST', `/api/care/stays/${elder.body[0].stayId}/arrival`);
    expect((await at.planner.send('POST', `/api/care/stays/${elder.body[0].stayId}/departure`, {})).body.fetchedHow).toBe('本人');
  });
  test('days by contract need one of that mode, and no more hours than it has, however often they are asked for at once', async () => {
    const [group, { child, by }] = [await open(), await family()];
    for (const day of ['2026-11-24', '2026-11-25', '2026-11-26']) await shift(group, '李老师', day);
    expect((await plan(by, group, child, ['2026-11-24'], fullDay, 'fullDay')).body.days[0].why).toBe('noContract');
    const contract = { personId: child, mode: 'fullDay', monthlyHours: 18, from: '2026-11-01' };
    expect((await at.planner.send('POST', `/api/care/groups/${group}/contracts`, contract)).status).toBe(200);
    expect((await at.planner.send('POST', `/api/care/groups/${group}/contracts`, contract)).body.type).toBe('care/contract-there');
    const answers = await Promise.all(['2026-11-24', '2026-11-25', '2026-11-26'].map((day) => plan(by, group, child, [day], fullDay, 'fullDay')));
    expect(tally(answers)).toEqual({ '200': 2, '409 care/not-planned': 1 });
    expect(answers.find(({ status }) => status === 409)!.body.days[0].why).toBe('contractHours');
    expect((await by.get('/api/care/mine')).body.contracts).toMatchObject([{ usedMinutes: 1080, monthlyHours: 18 }]);
  });
  test('an infant is not taken among two-year-olds; a stranger plans for nobody', async () => {
    const [group, { child, by }] = [await open(), await family()];
    await shift(group, '李老师');
    expect((await counter(group, await makePerson(house, '2026-05-05'))).body.days[0].why).toBe('age');
    expect((await plan(await house.resident(), group, child)).body.type).toBe('care/not-yours');
    expect((await plan(by, group, child)).status).toBe(200);
  });
});
