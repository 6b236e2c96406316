import { afterAll, beforeAll, expect, test } from 'vitest';
import { district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
});
afterAll(() => house.close());

const at = 'lon=120.150&lat=30.305';
type Circle = { reached: { function: string; placeId: string; walkMinutes: number; choices: number }[]; missing: string[]; areaCode: string };

test('my circle names the nearest place of every function in reach, as near me finds it, and the rest as missing', async () => {
  const circle = (await house.anyone.get(`/api/planning/my-circle?${at}`)).body as Circle;
  const near = (await house.anyone.get(`/api/planning/near?${at}&limit=200`)).body.places as { id: string; walkMinutes: number; functions: string[] }[];
  expect(circle.reached.length).toBeGreaterThan(3);
  for (const entry of circle.reached) {
    const own = near.filter((place) => place.functions.includes(entry.function));
    expect([entry.walkMinutes, entry.choices]).toEqual([own[0]!.walkMinutes, own.length]);
    expect(own.map((place) => place.id)).toContain(entry.placeId);
  }
  expect(circle.missing.every((code) => !near.some((place) => place.functions.includes(code)))).toBe(true);
  const elder = (await house.anyone.get(`/api/planning/my-circle?${at}&pace=elder`)).body as Circle;
  expect(elder.reached.length).toBeLessThanOrEqual(circle.reached.length);
  expect(elder.reached.length + elder.missing.length).toBe(circle.reached.length + circle.missing.length);
  expect((await house.anyone.get('/api/planning/my-circle?lon=121.5&lat=30.3')).body).toMatchObject({ isJoined: false, reached: [] });
});

test('a wish counts once per resident, also when pressed twice at once, and can be taken back', async () => {
  const residents = await Promise.all([1, 2].map(() => house.resident()));
  const wish = { function: 'CUL-ICH', lon: 120.15, lat: 30.305 };
  for (const resident of residents) {
    const answers = await Promise.all([1, 2, 3].map(() => resident.send('POST', '/api/planning/wishes', wish)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await resident.get('/api/planning/wishes')).body).toEqual(['CUL-ICH']);
  }
  const official = await house.staff('districtOfficial', { areaCode: district });
  const counts = async () => (await official.get('/api/planning/wishes/counts')).body;
  const { areaCode } = (await house.anyone.get(`/api/planning/my-circle?${at}`)).body as Circle;
  expect(await counts()).toEqual([{ function: 'CUL-ICH', areaCode, wishes: 2 }]);
  await residents[0]!.send('DELETE', '/api/planning/wishes/CUL-ICH');
  expect(await counts()).toEqual([{ function: 'CUL-ICH', areaCode, wishes: 1 }]);
  expect((await residents[0]!.send('POST', '/api/planning/wishes', { ...wish, function: 'NOPE' })).body.type).toBe('planning/no-such-function');
});
