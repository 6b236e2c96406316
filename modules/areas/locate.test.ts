import { afterAll, beforeAll, expect, test } from 'vitest';
import { isInside } from '../../engines/reach/ring.ts';
import { district, inDistrict, openTestHouse, type TestHouse } from '../../tests/support/house.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
});
afterAll(() => house.close());

test('a point in a hole of a boundary lies outside', () => {
  const square = (size: number): [number, number][] => [
    [-size, -size],
    [size, -size],
    [size, size],
    [-size, size],
    [-size, -size],
  ];
  const rings = [square(3), square(1)];
  expect([isInside(0, 0, rings), isInside(2, 0, rings), isInside(4, 0, rings)]).toEqual([false, true, false]);
});

test('after a split, places, people and cells go to the part that holds them once its boundary is loaded', async () => {
  const old = '330105001051';
  const parts = ['330105001451', '330105001452'];
  const official = await house.staff('districtOfficial', { areaCode: district });
  const { boundary } = await house.db.selectFrom('areas.area').select('boundary').where('code', '=', old).executeTakeFirstOrThrow();
  const flat = (boundary as unknown as [number, number][][][]).flat(2);
  const [xs, ys] = [flat.map(([x]) => x), flat.map(([, y]) => y)];
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const tables = ['places.place', 'people.household', 'planning.populationCell'] as const;
  const count = (codes: string[]) =>
    inDistrict(house.db, (tx) =>
      Promise.all(
        tables.map(async (table) =>
          Number(
            (
              await tx
                .selectFrom(table)
                .select((eb) => eb.fn.countAll<number>().as('n'))
                .where('areaCode', 'in', codes)
                .executeTakeFirstOrThrow()
            ).n,
          ),
        ),
      ),
    );
  const before = await count([old]);
  expect(Math.min(...before)).toBeGreaterThan(0);
  // An older population counts its cells by the same numbers: they are other cells.
  const elsewhere = await inDistrict(house.db, async (tx) => {
    const current = await tx.selectFrom('planning.population').selectAll().where('current', '=', true).executeTakeFirstOrThrow();
    const cell = await tx.selectFrom('planning.populationCell').selectAll().where('areaCode', '=', '330105002051').executeTakeFirstOrThrow();
    const mine = await tx.selectFrom('planning.populationCell').select(['lon', 'lat']).where('areaCode', '=', old).executeTakeFirstOrThrow();
    const populationId = '00000000-0000-7000-8000-00000000000a';
    await tx
      .insertInto('planning.population')
      .values({ ...current, id: populationId, current: false })
      .execute();
    const { bands, ...copied } = cell;
    await tx
      .insertInto('planning.populationCell')
      .values({ ...copied, bands, ...mine, populationId, areaCode: old })
      .execute();
    return cell.id;
  });
  before[2]! += 1;
  const people = (await official.get(`/api/people?areaCode=${old}`)).body.total;
  const into = parts.map((code, i) => ({ code, name: `拆分${i + 1}社区` }));
  expect((await official.send('POST', `/api/areas/${old}/split`, { into, effectiveOn: '2026-11-01', basis: '测试文件' })).status).toBe(200);
  await house.startJobs();
  const middle = (west + east) / 2;
  const box = (from: number, to: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [from, south],
        [to, south],
        [to, north],
        [from, north],
        [from, south],
      ],
    ],
  });
  const features = into.map((properties, i) => ({ type: 'Feature', properties, geometry: i === 0 ? box(west, middle) : box(middle, east) }));
  const file = { field: 'file', name: '边界.geojson', bytes: JSON.stringify({ type: 'FeatureCollection', features }) };
  const { id } = (await official.upload('/api/imports', { kind: 'areas', crs: 'WGS-84' }, [file])).body;
  const status = async () => (await official.get(`/api/imports/${id}`)).body.status;
  await expect.poll(status, { timeout: 10_000 }).toBe('checked');
  await official.send('POST', `/api/imports/${id}/apply`, {});
  await expect.poll(status, { timeout: 10_000 }).toBe('loaded');
  await expect.poll(() => count(parts), { timeout: 15_000 }).toEqual(before);
  await expect
    .poll(async () => (await Promise.all(parts.map((code) => official.get(`/api/people?areaCode=${code}`)))).reduce((sum, { body }) => sum + body.total, 0))
    .toBe(people);
  const kept = await inDistrict(house.db, (tx) =>
    tx.selectFrom('planning.populationCell').select('areaCode').where('id', '=', elsewhere).where('areaCode', '=', '330105002051').execute(),
  );
  expect(kept).toHaveLength(1);
  const places = await inDistrict(house.db, (tx) => tx.selectFrom('places.place').select(['lon', 'areaCode']).where('areaCode', 'in', parts).execute());
  expect(places.every((place) => (place.lon < middle ? parts[0] : parts[1]) === place.areaCode)).toBe(true);
});
