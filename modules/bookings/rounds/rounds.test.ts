import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allocate, commitmentOf, seedOf } from '../../../engines/stats/allocate.ts';
import { type Bookable, book, makeBookable, makePerson, slotRules, tally } from '../../../tests/support/bookings.ts';
import { type Caller, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
let at: Bookable;
let offering: string;
const start = new Date('2026-11-23T02:00:00Z');
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  at = await makeBookable(house);
  await at.closeOn({ from: '2027-01-01', to: '2027-01-01', intervals: [], note: '元旦' });
  offering = await at.offering({ resources: [at.hall, ...at.halves], rules: slotRules({ horizonDays: 200 }) });
});
afterAll(() => house.close());

const season = { appliesFrom: '2026-11-23T09:00:00+08:00', appliesTo: '2026-12-01T00:00:00+08:00', usesFrom: '2026-12-28', usesTo: '2027-01-24' };
const announce = async (more: object = {}) => {
  house.clock.now = start;
  const answer = await at.planner.send('POST', '/api/bookings/rounds', {
    placeId: at.placeId,
    name: '春季',
    nameEn: 'Spring',
    offerings: [offering],
    ...season,
    ...more,
  });
  expect([answer.status, answer.body]).toEqual([200, { id: expect.any(String) }]);
  return answer.body.id as string;
};
const wish = (resourceId: string, weekday: number, hour: number, hours = 2) => ({
  offeringId: offering,
  resourceId,
  weekday,
  fromMinute: hour * 60,
  minutes: hours * 60,
});
const apply = (by: Caller, round: string, wishes: object[], wants = 1) =>
  by.send('POST', `/api/bookings/rounds/${round}/applications`, { title: '合唱队', people: 20, wants, wishes });
const act = (round: string, what: 'allocation' | 'publication') => at.planner.send('POST', `/api/bookings/rounds/${round}/${what}`);
const close = () => {
  house.clock.now = new Date('2026-12-01T00:00:00Z');
};
const mine = async (by: Caller) => (await by.get('/api/bookings/applications/mine')).body[0];
const end = (round: string) => at.planner.send('POST', `/api/bookings/rounds/${round}/cancel`, { reason: '试验结束' });

describe('a seasonal round', () => {
  test('elders choose first, others by lot; what is given is booked week by week, and a holiday is told with its reason', async () => {
    const round = await announce({ first: ['elder'] });
    const elder = await house.resident({ personId: await makePerson(house, '1950-01-01') });
    const others = await Promise.all([1, 2].map(() => house.resident()));
    const friday = wish(at.hall, 5, 18);
    for (const by of [...others, elder]) expect((await apply(by, round, [friday, wish(at.halves[0], 6, 9)])).status).toBe(200);
    expect((await act(round, 'allocation')).body).toMatchObject({ type: 'bookings/round-state', state: 'open' });
    close();
    const [first, again] = [await act(round, 'allocation'), await act(round, 'allocation')];
    expect([first.status, again.body]).toEqual([200, first.body]);
    expect(first.body.fair).toMatchObject({ served: 2, applicants: 3 });
    expect((await mine(elder)).wishes[0].outcome).toBeNull();
    const published = await act(round, 'publication');
    expect(published.body).toEqual({ id: round, booked: 7, notBooked: 1 });
    const got = await mine(elder);
    expect(got).toMatchObject({ state: 'published', wishes: [{ outcome: 'given', pass: 1, turn: 1 }, { outcome: 'enough' }] });
    expect(got.wishes[0].dates.map(({ day, why }: { day: string; why: string | null }) => [day, why])).toEqual([
      ['2027-01-01', 'closed'],
      ['2027-01-08', null],
      ['2027-01-15', null],
      ['2027-01-22', null],
    ]);
    expect((await elder.get('/api/bookings/mine')).body.ahead).toHaveLength(3);
    const outcomes = await Promise.all(others.map(async (by) => (await mine(by)).wishes.map((it: { outcome: string }) => it.outcome).join()));
    expect(outcomes.sort()).toEqual(['taken,given', 'taken,taken']);
    expect((await act(round, 'publication')).body.type).toBe('bookings/round-state');
  });
  test('what was published lets anybody work the lottery out again', async () => {
    const round = await announce();
    const before = (await house.anyone.get('/api/bookings/rounds')).body.find(({ id }: { id: string }) => id === round);
    expect((await house.anyone.get(`/api/bookings/rounds/${round}/table`)).body.type).toBe('bookings/round-state');
    for (let i = 0; i < 6; i++)
      await apply(await house.resident(), round, [wish(at.halves[i % 2]!, 1 + (i % 3), 10), wish(at.hall, 1, 10), wish(at.halves[0], 3, 9)], 2);
    close();
    await act(round, 'allocation');
    await act(round, 'publication');
    const table = (await house.anyone.get(`/api/bookings/rounds/${round}/table`)).body;
    expect([commitmentOf(table.secret), table.round.commitment]).toEqual([before.commitment, before.commitment]);
    expect(
      seedOf(
        table.secret,
        table.applications.map(({ id }: { id: string }) => id),
      ),
    ).toBe(table.seed);
    type Shown = { id: string; rank: number; pastMinutes: number; wants: number; wishes: (ReturnType<typeof wish> & { outcome: string })[] };
    const name = ({ resourceId, weekday, fromMinute, minutes }: Shown['wishes'][number]) => [resourceId, weekday, fromMinute, minutes].join('/');
    const parts = (id: string) => id.split('/') as [string, string, string, string];
    const shown = table.applications as Shown[];
    const isSame = (a: string, b: string) => a === b || a === at.hall || b === at.hall;
    const { given } = allocate(
      {
        options: shown.flatMap(({ wishes }) => wishes.map((it) => ({ id: name(it), weight: it.minutes }))),
        applicants: shown.map(({ id, rank, pastMinutes, wants, wishes }) => ({ id, group: rank, past: pastMinutes, wants, wishes: wishes.map(name) })),
        clash: (a, b) => {
          const [[roomA, dayA, fromA, lengthA], [roomB, dayB, fromB, lengthB]] = [parts(a), parts(b)];
          return isSame(roomA, roomB) && dayA === dayB && +fromA < +fromB + +lengthB && +fromB < +fromA + +lengthA;
        },
      },
      table.seed,
    );
    for (const { id, wishes } of shown)
      expect(
        wishes
          .filter(({ outcome }) => outcome === 'given')
          .map(name)
          .sort(),
      ).toEqual([...given.get(id)!].sort());
    expect(JSON.stringify(table)).not.toContain('合唱队');
  });
  test('a hall given in parts is never given whole at the same time', async () => {
    const round = await announce();
    await apply(await house.resident(), round, [wish(at.hall, 2, 18)]);
    await apply(await house.resident(), round, [wish(at.halves[0], 2, 19)]);
    await apply(await house.resident(), round, [wish(at.halves[1], 2, 17)]);
    close();
    const { fair } = (await act(round, 'allocation')).body;
    expect([1, 2]).toContain(fair.served);
    expect((await act(round, 'publication')).body.notBooked).toBe(0);
  });
  test('until it is decided its days are booked by nobody directly, in the list and in the write; when it is given up they are', async () => {
    const round = await announce({ usesFrom: '2027-03-01', usesTo: '2027-03-14' });
    const by = await house.resident();
    const refused = await book(by, offering, '2027-03-02T10:00:00+08:00');
    expect(refused.body).toMatchObject({ type: 'bookings/not-allowed', reason: 'closed' });
    const starts = (await by.get(`/api/bookings/offerings/${offering}/starts?from=2027-02-28&days=3`)).body.resources[0].days as string[];
    await end(round);
    expect((await book(by, offering, '2027-03-02T10:00:00+08:00')).status).toBe(200);
    const after = (await by.get(`/api/bookings/offerings/${offering}/starts?from=2027-02-28&days=3`)).body.resources[0].days as string[];
    expect([starts[0], starts[1] === after[1]]).toEqual([after[0], false]);
  });
  test('a wish against the rules is refused with its number and reason; outside the time to apply everything is', async () => {
    const round = await announce();
    const by = await house.resident();
    const faults = [
      wish(at.hall, 1, 3),
      { ...wish(at.hall, 1, 10), fromMinute: 607 },
      wish(at.hall, 1, 10, 9),
      { ...wish(at.hall, 1, 10), resourceId: at.placeId },
    ];
    const answers = await Promise.all(faults.map((fault) => apply(by, round, [wish(at.hall, 4, 10), fault])));
    expect(answers.map(({ body }) => [body.type, body.wish, body.reason])).toEqual(
      ['closed', 'offGrid', 'tooLong', 'noResource'].map((reason) => ['bookings/wrong-wish', 2, reason]),
    );
    expect((await apply(by, round, [wish(at.hall, 1, 10), wish(at.hall, 1, 10)])).body.reason).toBe('twice');
    const races = await Promise.all(Array.from({ length: 8 }, () => apply(by, round, [wish(at.hall, 1, 10)])));
    expect(tally(races)).toEqual({ '200': 1, '409 bookings/applied-already': 7 });
    const { id } = await mine(by);
    expect((await (await house.resident()).send('DELETE', `/api/bookings/applications/${id}`)).status).toBe(404);
    expect((await by.send('DELETE', `/api/bookings/applications/${id}`)).status).toBe(200);
    expect((await apply(by, round, [wish(at.hall, 1, 12)])).status).toBe(200);
    close();
    expect((await apply(await house.resident(), round, [wish(at.hall, 1, 10)])).body.type).toBe('bookings/round-not-open');
    expect((await by.send('DELETE', `/api/bookings/applications/${(await mine(by)).id}`)).body.type).toBe('bookings/round-not-open');
    await end(round);
  });
  test('who had times in the season before comes after who had none', async () => {
    const [old, fresh] = [await house.resident(), await house.resident()];
    const before = await announce({ usesFrom: '2027-04-05', usesTo: '2027-04-18' });
    await apply(old, before, [wish(at.hall, 3, 18)]);
    close();
    await act(before, 'allocation');
    expect((await act(before, 'publication')).body.booked).toBe(2);
    const round = await announce({ usesFrom: '2027-05-10', usesTo: '2027-05-23' });
    for (const by of [old, fresh]) await apply(by, round, [wish(at.hall, 3, 18)]);
    close();
    await act(round, 'allocation');
    await act(round, 'publication');
    expect([(await mine(old)).wishes[0].outcome, (await mine(fresh)).wishes[0].outcome]).toEqual(['taken', 'given']);
  });
});
