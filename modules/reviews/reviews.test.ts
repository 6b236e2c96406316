import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setTime } from '../../tests/support/cases.ts';
import { district, inDistrict } from '../../tests/support/house.ts';
import { openRequestHouse, type RequestHouse, requestArea } from '../../tests/support/request-house.ts';
import { forgetReviews } from './jobs.ts';

let r: RequestHouse;
let placeId: string;
beforeAll(async () => {
  r = await openRequestHouse();
  await r.house.startJobs();
  const place = await r.house.db
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', district)
    .where('areaCode', '=', requestArea)
    .executeTakeFirstOrThrow();
  placeId = place.id;
});
beforeEach(() => setTime(r.house, '2026-11-23 10:00'));
afterAll(() => r.house.close());
const occasion = async () => (await r.worker.send('POST', '/api/reviews/occasions', { placeId, what: '社保窗口' })).body as { code: string };
const rate = (code: string, said: object, who = r.house.anyone) => who.send('POST', `/api/reviews/occasions/${code}/review`, said);
const again = (code: string, grade: number) => r.house.anyone.send('POST', `/api/reviews/occasions/${code}/final`, { grade });
/** The figures of the next day: they end at midnight. */
const figures = async () => {
  const { now } = r.house.clock;
  setTime(r.house, '2026-11-24 10:00');
  const { body } = await r.house.anyone.get('/api/reviews/figures');
  r.house.clock.now = now;
  return body;
};
type Bad = { caseId: string; grade: number; finalGrade: number | null; isExcluded: boolean };
const allBad = async () => (await r.official.get('/api/reviews/bad')).body as Bad[];
const bad = async (caseId: string) => (await allBad()).find((one) => one.caseId === caseId)!;
/** Rates badly, and finds the case that it opened. */
async function rateBadly(said: object) {
  const { code } = await occasion();
  const before = new Set((await allBad()).map(({ caseId }) => caseId));
  const { again, isFollowedUp } = (await rate(code, said)).body;
  expect(isFollowedUp).toBe(true);
  return { code, secret: again as string, caseId: (await allBad()).find(({ caseId }) => !before.has(caseId))!.caseId };
}

test('a service is rated once, however many try at once; staff cannot, and nobody learns who did', async () => {
  const { code } = await occasion();
  expect((await r.house.anyone.get(`/api/reviews/occasions/${code}`)).body).toMatchObject({ what: '社保窗口', state: 'open', grade: null });
  expect((await rate(code, { grade: 5 }, r.worker)).body.type).toBe('reviews/staff-cannot');
  const resident = await r.house.resident();
  const answers = await Promise.all(Array.from({ length: 6 }, () => rate(code, { grade: 5, reasons: ['quick'] }, resident)));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409, 409]);
  const rows = await inDistrict(r.house.db, (tx) => tx.selectFrom('reviews.review').selectAll().where('district', '=', district).execute());
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(resident.accountId);
  expect((await rate('0123456789', { grade: 5 })).body.type).toBe('reviews/no-such-occasion');
  const other = await occasion();
  expect((await rate(other.code, { grade: 5, reasons: ['unkind'] })).body.type).toBe('reviews/unknown-reason');
  setTime(r.house, '2026-12-01 10:00');
  expect((await rate(other.code, { grade: 5 })).body.type).toBe('reviews/no-such-occasion');
});

test('a bad review is looked into, put right, called back about and rated again; the first grade stays beside it', async () => {
  const { code, secret, caseId } = await rateBadly({ grade: 1, reasons: ['unkind', 'slow'], words: '等了两小时', phone: '13800000001' });
  // Who handed the code over learns nothing with it and cannot rate again in their place.
  expect((await r.house.anyone.get(`/api/reviews/occasions/${code}`)).body).toMatchObject({ state: 'rated', grade: null, finalGrade: null });
  expect((await again(secret, 5)).body.type).toBe('reviews/not-to-rate-again');
  await r.move(r.official, caseId, 'dispatch', { unit: r.lights.unit });
  await r.move(r.lights.a, caseId, 'sign');
  const opened = (await r.official.send('POST', `/api/reviews/bad/${caseId}/openings`, { purpose: '回访' })).body;
  expect(opened).toEqual({ words: '等了两小时', phone: '13800000001' });
  expect((await r.move(r.lights.a, caseId, 'finish', { text: '增开窗口，已道歉' })).body.state).toBe('done');
  expect((await r.house.anyone.get(`/api/reviews/occasions/${code}`)).body.state).toBe('rated');
  expect((await r.house.anyone.get(`/api/reviews/occasions/${secret}`)).body).toMatchObject({ state: 'again', grade: 1 });
  expect((await again(code, 5)).body.type).toBe('reviews/no-such-occasion');
  expect((await again(secret, 4)).body).toEqual({ grade: 1, finalGrade: 4 });
  expect((await again(secret, 5)).body.type).toBe('reviews/not-to-rate-again');
  expect((await r.official.get(`/api/cases/${caseId}`)).body.state).toBe('closed');
  expect(await bad(caseId)).toMatchObject({ grade: 1, finalGrade: 4 });
});

test('an untrue review is left out by two persons only, is counted, and keeps its grade', async () => {
  const { caseId } = await rateBadly({ grade: 2, reasons: ['wrong'] });
  await r.move(r.official, caseId, 'proposeDismissal', { code: 'otherService', reason: '评的是另一家' });
  expect((await r.move(r.official, caseId, 'confirmDismissal', { text: '属实' })).body.type).toBe('cases/second-person');
  await r.move(r.second, caseId, 'confirmDismissal', { text: '属实' });
  await expect.poll(async () => (await bad(caseId)).isExcluded, { timeout: 20_000 }).toBe(true);
  expect(await bad(caseId)).toMatchObject({ grade: 2 });
  expect((await figures()).excluded).toBe(1);
});

test('words and phones of old reviews are forgotten, their grades are not', async () => {
  const kept = () => inDistrict(r.house.db, (tx) => tx.selectFrom('reviews.review').selectAll().where('district', '=', district).execute());
  const before = await kept();
  expect(before.some(({ wordsSealed }) => wordsSealed !== null)).toBe(true);
  await inDistrict(r.house.db, (tx) => forgetReviews(tx, district, new Date('2027-11-22T00:00:00Z')));
  expect(await kept()).toEqual(before);
  await inDistrict(r.house.db, (tx) => forgetReviews(tx, district, new Date('2027-11-25T00:00:00Z')));
  expect(await kept()).toEqual(before.map((row) => ({ ...row, wordsSealed: null, contactSealed: null })));
});

test('a place with few reviews shows no figures, with enough it does', async () => {
  expect((await figures()).places).toMatchObject([{ id: placeId, reviews: null, satisfied: null, grades: null }]);
  for (const grade of [5, 4, 3, 2]) await rate((await occasion()).code, { grade });
  const [place] = (await figures()).places;
  expect(place).toMatchObject({ reviews: 6, grades: [0, 1, 1, 2, 2], satisfied: { is: 5, of: 6 } });
  expect(await figures()).toMatchObject({ putRight: { is: 1, of: 1 }, calledBack: { is: 1, of: 2 } });
  const today = (await r.house.anyone.get('/api/reviews/figures')).body;
  expect(today.places).toEqual([]);
});
