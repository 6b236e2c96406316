import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { readStudyFiles } from './study/read-folder.ts';
import { studyHtml } from './study/report.ts';
import { runStudy } from './study/run-study.ts';
import { studyCsv, studyText } from './study/tables.ts';

let house: TestHouse;
let official: Caller;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
});
afterAll(() => house.close());

type Near = {
  places: { id: string; walkMetres: number; walkMinutes: number; functions: string[]; open: { isOpen: boolean } }[];
  isJoined: boolean;
};

describe('near me', () => {
  const ask = async (more = '') => (await house.anyone.get(`/api/planning/near?lon=120.150&lat=30.305&limit=200${more}`)).body as Near;
  test('lists what is within 15 minutes, nearest first', async () => {
    const { places, isJoined } = await ask();
    expect(isJoined).toBe(true);
    expect(places.length).toBeGreaterThan(3);
    expect(places.map((place) => place.walkMetres)).toEqual(places.map((place) => place.walkMetres).toSorted((a, b) => a - b));
    expect(Math.max(...places.map((place) => place.walkMetres))).toBeLessThanOrEqual(1200);
    expect(places[0]!.walkMinutes).toBeCloseTo(places[0]!.walkMetres / 1.333 / 60, 1);
  });
  test('elders reach less in the same time, and a longer time reaches more', async () => {
    const [adult, elder, longer] = [await ask(), await ask('&pace=elder'), await ask('&minutes=30')];
    expect(elder.places.length).toBeLessThan(adult.places.length);
    expect(longer.places.length).toBeGreaterThan(adult.places.length);
    expect(Math.max(...elder.places.map((place) => place.walkMetres))).toBeLessThanOrEqual(900);
  });
  test('filters by function and by open now', async () => {
    house.clock.now = new Date('2026-11-23T03:00:00Z');
    expect((await ask('&function=MEAL&function=ELD-CTR')).places.every((place) => place.functions.some((code) => ['MEAL', 'ELD-CTR'].includes(code)))).toBe(
      true,
    );
    const open = await ask('&openNow=true');
    expect(open.places.length).toBeGreaterThan(0);
    expect(open.places.every((place) => place.open.isOpen)).toBe(true);
  });
  test('a position far from every street says so, a wrong one names its field', async () => {
    expect((await house.anyone.get('/api/planning/near?lon=121.5&lat=30.3')).body).toEqual({ isJoined: false, places: [] });
    expect((await house.anyone.get('/api/planning/near?lon=abc&lat=30.3')).body).toMatchObject({
      status: 400,
      fields: [{ field: 'lon' }],
    });
  });
});

describe('circles, walks and coverage', () => {
  test('a circle on foot holds fewer people than the same radius by straight line', async () => {
    const [complex] = (await house.anyone.get('/api/places?kind=complex&limit=1')).body;
    const { body } = await house.anyone.get(`/api/planning/circles/${complex.id}`);
    expect(body.people).toBeGreaterThan(0);
    expect(body.people).toBeLessThan(body.peopleStraight);
    expect(body.functions).toEqual(expect.arrayContaining(complex.functions));
    expect(body.lines.length).toBeGreaterThan(20);
  });
  test('the walk to the nearest is the one that coverage counts', async () => {
    const coverage = (await official.get('/api/planning/coverage?function=HLT-CLN')).body;
    for (const i of [0, 25, 90]) {
      const walk = (await house.anyone.get(`/api/planning/walk?lon=${coverage.cells.lon[i]}&lat=${coverage.cells.lat[i]}&function=HLT-CLN`)).body;
      expect(walk.minutes).toBeCloseTo(coverage.cells.minutes[i], 1);
      expect(walk.metres).toBeGreaterThanOrEqual(walk.straightMetres);
    }
  });
  test('subdistricts and communities add up to the district, and the straight-line figure is never below the walked one', async () => {
    const { total, areas, cells } = (await official.get('/api/planning/coverage?function=MEAL')).body;
    for (const level of ['subdistrict', 'community']) {
      const own = areas.filter((area: { level: string }) => area.level === level);
      const sum = (key: string) => own.reduce((all: number, area: { figures: Record<string, number> }) => all + area.figures[key]!, 0);
      expect([sum('people'), sum('peopleWithin'), sum('peopleWithinStraight')]).toEqual([total.people, total.peopleWithin, total.peopleWithinStraight]);
      for (const { figures } of own) expect(figures.shareStraight).toBeGreaterThanOrEqual(figures.share);
    }
    expect(total.people).toBe(cells.people.reduce((a: number, b: number) => a + b, 0));
    expect(total.share).toBeGreaterThan(0.3);
    expect(total.share).toBeLessThan(0.98);
  });
  test('an area’s own coverage is that of its row in the district', async () => {
    const whole = (await official.get('/api/planning/coverage?function=MEAL')).body;
    const part = (await official.get('/api/planning/coverage?function=MEAL&within=330105009')).body;
    expect(part.total).toEqual(whole.areas.find((area: { code: string }) => area.code === '330105009').figures);
  });
  test('a function that nobody provides covers nobody', async () => {
    const { total, facilities, worst } = (await official.get('/api/planning/coverage?function=NONE')).body;
    expect([facilities, total.share, total.meanMinutes, worst[0].minutes]).toEqual([0, 0, null, null]);
  });
  test('without streets or people the answer says what to bring in', async () => {
    const empty = await openTestHouse();
    expect((await empty.anyone.get('/api/planning/near?lon=120&lat=30')).body.type).toBe('planning/no-streets');
    expect((await empty.anyone.get('/api/streets/network')).body).toBeNull();
    await empty.close();
  });
});

describe('the base map', () => {
  test('is cut from the district’s own streets and areas and changes its address when they do', async () => {
    const { tiles } = (await house.anyone.get('/api/streets/network')).body;
    const [z, lon, lat] = [12, 120.155, 30.325];
    const x = Math.floor(((lon + 180) / 360) * 2 ** z);
    const y = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z);
    const tile = await house.app.inject({ url: `/tiles/${district}/${tiles}/${z}/${x}/${y}.pbf` });
    expect(tile.statusCode).toBe(200);
    for (const layer of ['backdrop', 'areas', 'streets', 'labels']) expect(tile.rawPayload.includes(layer)).toBe(true);
    expect((await house.app.inject({ url: `/tiles/${district}/${tiles}/12/0/0.pbf` })).statusCode).toBe(204);
    expect((await house.app.inject({ url: `/tiles/${district}/${tiles}/99/0/0.pbf` })).statusCode).toBe(404);
    await official.send('POST', '/api/areas/330105001053/rename', { name: '改名社区', effectiveOn: '2026-02-01', basis: '文件' });
    expect((await house.anyone.get('/api/streets/network')).body.tiles).not.toBe(tiles);
  });
});

const grid = (() => {
  const features = [];
  for (let i = 0; i <= 10; i++) {
    const at = (x: number, y: number) => [-51.2 + x * 0.001, -30 + y * 0.001];
    features.push({
      type: 'Feature',
      properties: { highway: 'residential' },
      geometry: { type: 'LineString', coordinates: Array.from({ length: 11 }, (_, j) => at(i, j)) },
    });
    features.push({
      type: 'Feature',
      properties: { highway: 'residential' },
      geometry: { type: 'LineString', coordinates: Array.from({ length: 11 }, (_, j) => at(j, i)) },
    });
  }
  return JSON.stringify({ type: 'FeatureCollection', features });
})();
const cells = 'id,lon,lat,population,schools,jobs\n=a,-51.2,-30,100,1,5\nb,-51.19,-29.99,50,0,5\n';
const file = (name: string, text: string) => ({ name, bytes: Buffer.from(text) });

describe('a study', () => {
  test('reads streets, people and facilities from a folder and says what it left out', async () => {
    const input = await readStudyFiles(
      [file('streets.geojson', grid.replaceAll('-51.2', '-51.2')), file('cells.csv', cells), file('readme.csv', 'a,b\n1,2\n')],
      'WGS-84',
    );
    const outcome = runStudy(input, { title: '测试 <b>', speed: 1.333, minutes: 15 });
    expect(outcome.result.kinds).toHaveLength(1);
    expect(outcome.result.kinds[0]).toMatchObject({ kind: 'school', facilities: 1, figures: { people: 150, peopleWithin: 100 } });
    expect(outcome.result.kinds[0]!.worst[0]).toMatchObject({ id: 'b', people: 50 });
    expect(outcome.result.notes.map((note) => note.en).join()).toMatch(/readme\.csv.*not used.*jobs|jobs.*readme/s);
    expect(studyText(outcome.result)).toMatch(/66\.7 %/);
    expect(studyCsv(outcome)).toContain("'=a");
    expect(studyHtml(outcome)).toContain('测试 &lt;b&gt;');
    expect(studyHtml(outcome)).not.toMatch(/<script|https?:\/\/(?!www\.w3)/);
  });
  test('inside China the coordinate system must be stated', async () => {
    const inChina = [
      file('streets.geojson', grid.replaceAll('-51.', '120.').replaceAll('-30', '30').replaceAll('-29', '29')),
      file('cells.csv', cells.replaceAll('-51.', '120.').replaceAll('-30', '30').replaceAll('-29', '29')),
    ];
    await expect(readStudyFiles(inChina, null)).rejects.toThrow(/State the coordinate system/);
    await expect(readStudyFiles(inChina, 'GCJ-02')).resolves.toBeDefined();
  });
  test('without streets, people or facilities it says which is missing', async () => {
    await expect(readStudyFiles([file('cells.csv', cells)], 'WGS-84')).rejects.toThrow(/No file with streets/);
    await expect(readStudyFiles([file('streets.geojson', grid)], 'WGS-84')).rejects.toThrow(/No table of people/);
    await expect(readStudyFiles([file('streets.geojson', grid), file('cells.csv', 'lon,lat,population\n-51.2,-30,5\n')], 'WGS-84')).rejects.toThrow(
      /No facilities/,
    );
  });
  test('runs from the desk, on the district and on files, and leaves a report', async () => {
    await house.startJobs();
    const own = (await official.send('POST', '/api/planning/studies', { title: '全区研究' })).body;
    const files = [
      { field: 'files[0]', name: 'streets.geojson', bytes: grid },
      { field: 'files[1]', name: 'cells.csv', bytes: cells },
    ];
    const sent = await official.upload('/api/planning/studies', { title: '上传研究', crs: 'WGS-84' }, files);
    const bad = (
      await official.upload(
        '/api/planning/studies',
        { title: '缺街道' },
        [files[1]!].map((entry) => ({ ...entry, field: 'files[0]' })),
      )
    ).body;
    const done = (id: string) => expect.poll(async () => (await official.get(`/api/planning/studies/${id}`)).body.status, { timeout: 30_000 });
    await done(own.id).toBe('done');
    await done(sent.body.id).toBe('done');
    await done(bad.id).toBe('failed');
    const study = (await official.get(`/api/planning/studies/${own.id}`)).body;
    const coverage = (await official.get('/api/planning/coverage?function=MEAL')).body;
    expect(study.result.kinds.find((kind: { kind: string }) => kind.kind === 'MEAL').figures.share).toBeCloseTo(coverage.total.share, 6);
    expect((await official.get(`/api/planning/studies/${sent.body.id}`)).body.result.kinds[0].kind).toBe('school');
    expect((await official.get(`/api/planning/studies/${bad.id}`)).body.error).toMatch(/没有找到街道/);
    const report = await official.get(`/api/planning/studies/${own.id}/report?as=html`);
    expect(report.body).toMatch(/^<!doctype html>/);
    expect(String(report.headers['content-type'])).toContain('text/html');
  });

  const data = path.resolve(import.meta.dirname, '../../../shared/data/porto-alegre');
  test.skipIf(!existsSync(data))('on Porto Alegre gives the figures that an independent computation gave (bench/README.md)', async () => {
    const files = readdirSync(data).map((name) => ({ name, bytes: readFileSync(path.join(data, name)) }));
    const { result } = runStudy(await readStudyFiles(files, null), { title: 'Porto Alegre', speed: 1.333, minutes: 15 });
    expect(result.network).toMatchObject({ vertices: 37295, segments: 44388 });
    expect(result.people).toBe(812935);
    const share = (kind: string) => result.kinds.find((entry) => entry.kind === kind)!.figures.share;
    expect(share('school')).toBeCloseTo(0.98609, 3);
    expect(share('healthcare')).toBeCloseTo(0.90639, 3);
  });
});
