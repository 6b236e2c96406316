import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, district, inDistrict, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { createRunner } from './run-import.ts';

let house: TestHouse;
let official: Caller;
let runner: ReturnType<typeof createRunner>;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  runner = createRunner(house.db, { info() {}, warn() {}, error() {} } as never);
});
afterAll(() => house.close());

type Sent = { kind: string; name: string; bytes: Uint8Array | string; crs?: string };

/** Sends a file and lets its check run, as the job would. */
async function send({ kind, name, bytes, crs }: Sent) {
  const sent = await official.upload('/api/imports', { kind, ...(crs && { crs }) }, [{ field: 'file', name, bytes }]);
  expect(sent.status).toBe(200);
  await runner.check(district, sent.body.id);
  return (await official.get(`/api/imports/${sent.body.id}`)).body;
}

const head = 'id,name,lon,lat,functions\n';
const good = 'A1,幸福食堂,120.155,30.32,MEAL\n';
const row = (line: string) => `${head}${good}${line}\n`;

async function workbook(rows: unknown[][], edit: (sheet: ExcelJS.Worksheet) => void = () => {}): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('设施');
  sheet.addRows(rows);
  edit(sheet);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** An archive whose one entry unpacks to far more than it weighs. */
function zipBomb(): Uint8Array {
  const packed = deflateRawSync(Buffer.alloc(60_000_000));
  const name = Buffer.from('xl/worksheets/sheet1.xml');
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt16LE(8, 8);
  local.writeUInt32LE(packed.length, 18);
  local.writeUInt32LE(60_000_000, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt16LE(8, 10);
  central.writeUInt32LE(packed.length, 20);
  central.writeUInt32LE(60_000_000, 24);
  central.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, name, packed, central, name, end]);
}

/** “甲” in GBK is BC D7; the whole file in that encoding. */
const gbk = () => Buffer.concat([Buffer.from('id,name,lon,lat,functions\nG1,'), Buffer.from([0xd0, 0xd2, 0xb8, 0xa3]), Buffer.from(',120.155,30.32,MEAL\n')]);
const feature = (geometry: unknown, properties: object) => ({ type: 'Feature', geometry, properties });
const collection = (features: unknown[], more: object = {}) => JSON.stringify({ type: 'FeatureCollection', features, ...more });

type Expected = {
  status: 'failed' | 'checked';
  says: RegExp;
  row?: number | null;
  column?: string;
  good?: number;
  isNote?: boolean;
};
type Case = [what: string, file: () => Promise<Sent> | Sent, expected: Expected];
const facilities = (bytes: Uint8Array | string, name = 'f.csv', crs: string | undefined = 'WGS-84'): Sent => ({
  kind: 'facilities',
  name,
  bytes,
  crs,
});

const cases: Case[] = [
  ['an empty file', () => facilities(''), { status: 'failed', says: /empty/ }],
  ['a heading only', () => facilities(head), { status: 'failed', says: /no data below/ }],
  ['GBK encoding', () => facilities(gbk()), { status: 'checked', says: /GB 18030/, good: 1, isNote: true }],
  ['a UTF-8 byte order mark', () => facilities(`﻿${head}${good}`), { status: 'checked', says: /^$/, good: 1 }],
  [
    'UTF-16 from a spreadsheet',
    () => facilities(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(head + good, 'utf16le')])),
    { status: 'checked', says: /UTF-16/, good: 1, isNote: true },
  ],
  ['a picture named .csv', () => facilities(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1])), { status: 'failed', says: /not a text file/ }],
  ['bytes of no encoding', () => facilities(Buffer.from([0x61, 0xff, 0xff, 0x0a, 0xc3])), { status: 'failed', says: /neither UTF-8 nor GB 18030/ }],
  [
    'a missing column',
    () => facilities('id,name,lon,functions\nA,甲,120.1,MEAL\n'),
    { status: 'failed', says: /Missing columns: lat .*The file has: id, name, lon, functions/ },
  ],
  ['a column twice', () => facilities('id,name,name,lon,lat,functions\nA,甲,乙,120.1,30.3,MEAL\n'), { status: 'failed', says: /appears twice/ }],
  ['semicolons instead of commas', () => facilities(`${head}${good}`.replaceAll(',', ';')), { status: 'checked', says: /^$/, good: 1 }],
  ['an unknown kind of file', () => facilities('x', 'f.docx'), { status: 'failed', says: /\.docx cannot be read/ }],
  ['no coordinate system stated', () => facilities(head + good, 'f.csv', ''), { status: 'failed', says: /State the coordinate system/ }],
  [
    'a community that does not exist',
    () => facilities('id,name,lon,lat,functions,areaCode\nA,甲,120.155,30.32,MEAL,330105999999\n'),
    { status: 'checked', says: /no community 330105999999/, row: 2, column: 'areaCode', good: 0 },
  ],
  [
    'a function that does not exist',
    () => facilities(row('A2,甲,120.155,30.32,POOL')),
    { status: 'checked', says: /no function “POOL”/, row: 3, column: 'functions', good: 1 },
  ],
  ['a longitude out of range', () => facilities(row('A2,甲,1201.55,30.32,MEAL')), { status: 'checked', says: /-180 to 180/, row: 3, column: 'lon', good: 1 }],
  ['longitude and latitude swapped', () => facilities(row('A2,甲,30.32,120.155,MEAL')), { status: 'checked', says: /swapped/, row: 3, good: 1 }],
  [
    'a position outside the district',
    () => facilities(row('A2,甲,121.47,31.23,MEAL')),
    { status: 'checked', says: /no community of this district/, row: 3, good: 1 },
  ],
  ['a position at 0,0', () => facilities(row('A2,甲,0,0,MEAL')), { status: 'checked', says: /never located/, row: 3, good: 1 }],
  ['a number that is none', () => facilities(row('A2,甲,东经120度,30.32,MEAL')), { status: 'checked', says: /not a number/, row: 3, column: 'lon', good: 1 }],
  ['an id twice', () => facilities(row('A1,乙,120.155,30.32,MEAL')), { status: 'checked', says: /repeats the id of row 2/, row: 3, column: 'id', good: 1 }],
  ['an empty name', () => facilities(row('A2,,120.155,30.32,MEAL')), { status: 'checked', says: /must not be empty/, row: 3, column: 'name', good: 1 }],
  [
    'a formula as text (CSV injection)',
    () => facilities(row('A2,"=HYPERLINK(""http://evil"")",120.155,30.32,MEAL')),
    { status: 'checked', says: /would run as a formula/, row: 3, column: 'name', good: 1 },
  ],
  [
    'a comma inside an unquoted name',
    () => facilities(row('A2,甲,乙,120.155,30.32,MEAL')),
    { status: 'checked', says: /6 cells but the heading has 5/, row: 3, good: 1 },
  ],
  ['an unclosed quote', () => facilities(`${head}"A2,甲,120.155,30.32,MEAL\n`), { status: 'failed', says: /quotes do not pair up/ }],
  [
    'a cell of 20,000 characters',
    () => facilities(row(`A2,${'长'.repeat(20_000)},120.155,30.32,MEAL`)),
    { status: 'checked', says: /more than 10000 characters/, row: 3, good: 1 },
  ],
  [
    'a day that does not exist',
    () => facilities('id,name,lon,lat,functions,启用日期\nA,甲,120.155,30.32,MEAL,2026-02-30\n'),
    { status: 'checked', says: /must be a day/, row: 2, column: '启用日期', good: 0 },
  ],
  [
    'usable area above building area',
    () => facilities('id,name,lon,lat,functions,建筑面积,可用面积\nA,甲,120.155,30.32,MEAL,100,200\n'),
    { status: 'checked', says: /larger than the building area/, row: 2, good: 0 },
  ],
  [
    'a formula in a workbook',
    async () =>
      facilities(
        await workbook(
          [
            ['id', 'name', 'lon', 'lat', 'functions'],
            ['A1', '甲', 120.155, 30.32, 'MEAL'],
            ['A2', '乙', 120.155, 30.32, 'MEAL'],
          ],
          (sheet) => {
            sheet.getCell('C3').value = { formula: '1+1', result: 2 };
          },
        ),
        'f.xlsx',
      ),
    { status: 'checked', says: /formula or an error/, row: 3, column: 'C3', good: 1 },
  ],
  ['a zip bomb as .xlsx', () => facilities(zipBomb(), 'f.xlsx'), { status: 'failed', says: /60 MB.*not opened/ }],
  [
    'half a workbook',
    async () => facilities((await workbook([['id'], ['A']])).subarray(0, 900), 'f.xlsx'),
    { status: 'failed', says: /damaged or incomplete/ },
  ],
  [
    'an old .xls or one with a password',
    () => facilities(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), 'f.xlsx'),
    { status: 'failed', says: /old \.xls/ },
  ],
  [
    'half a GeoJSON',
    () => ({ kind: 'areas', name: 'a.geojson', bytes: '{"type":"FeatureCollection","features":[{', crs: 'WGS-84' }),
    { status: 'failed', says: /not valid JSON/ },
  ],
  [
    'a GeoJSON in a projected system',
    () => ({
      kind: 'areas',
      name: 'a.geojson',
      bytes: collection([feature(null, {})], { crs: { properties: { name: 'EPSG:3857' } } }),
      crs: 'WGS-84',
    }),
    { status: 'failed', says: /EPSG:3857/ },
  ],
  [
    'a boundary with 3 points',
    () => ({
      kind: 'areas',
      name: 'a.geojson',
      bytes: collection([
        feature(
          {
            type: 'Polygon',
            coordinates: [
              [
                [120, 30],
                [121, 30],
                [120, 30],
              ],
            ],
          },
          { code: '330105001051', name: '夹城巷社区' },
        ),
      ]),
      crs: 'WGS-84',
    }),
    { status: 'checked', says: /fewer than 4 points/, row: 1, good: 0 },
  ],
  [
    'a division code of 11 digits',
    () => ({ kind: 'areas', name: 'a.csv', bytes: 'code,name\n33010500105,某社区\n' }),
    { status: 'checked', says: /6, 9 or 12 digits/, row: 2, column: 'code', good: 0 },
  ],
  [
    'an area without its parent',
    () => ({ kind: 'areas', name: 'a.csv', bytes: 'code,name\n330105999001,某社区\n' }),
    { status: 'checked', says: /no parent 330105999/, row: 2, good: 0 },
  ],
  [
    'age bands that do not add up',
    () => ({
      kind: 'population',
      name: 'p.csv',
      bytes: 'areaCode,people,0-6,7-17,18-34,35-59,60-79,80+\n330105001051,100,1,2,3,4,5,6\n',
    }),
    { status: 'checked', says: /add up to 21, not to 100/, row: 2, good: 0 },
  ],
  [
    'people as a fraction',
    () => ({ kind: 'population', name: 'p.csv', bytes: 'areaCode,people\n330105001051,10.5\n' }),
    { status: 'checked', says: /whole number/, row: 2, column: 'people', good: 0 },
  ],
  [
    'a truncated .osm.pbf',
    () => ({
      kind: 'streets',
      name: 's.osm.pbf',
      bytes: Buffer.concat([Buffer.from([0, 0, 0, 13]), Buffer.from([10, 9]), Buffer.from('OSMHeader'), Buffer.from([24, 100])]),
    }),
    { status: 'failed', says: /not a complete \.osm\.pbf.*in the middle of a block/ },
  ],
  [
    'text named .osm.pbf',
    () => ({ kind: 'streets', name: 's.osm.pbf', bytes: 'this is not a map at all' }),
    { status: 'failed', says: /not those of this format/ },
  ],
  [
    'half an .osm',
    () => ({ kind: 'streets', name: 's.osm', bytes: '<osm><node id="1" lon="120" lat="30"/><way id="2">' }),
    { status: 'failed', says: /This \.osm file is broken/ },
  ],
  [
    'an odd byte at the end of UTF-16',
    () => facilities(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(head + good, 'utf16le'), Buffer.from([0x41])])),
    { status: 'failed', says: /neither UTF-8 nor GB 18030/ },
  ],
  [
    'a polygon that is a point',
    () => ({
      kind: 'areas',
      name: 'a.geojson',
      bytes: collection([feature({ type: 'Polygon', coordinates: [1, 2] }, { code: '330105001051', name: '夹城巷社区' })]),
      crs: 'WGS-84',
    }),
    { status: 'checked', says: /not those of its kind/, row: 1, good: 0 },
  ],
  [
    'an area of another district',
    () => ({ kind: 'areas', name: 'a.csv', bytes: 'code,name\n330106,西湖区\n' }),
    { status: 'checked', says: /lies outside 330105/, row: 2, good: 0 },
  ],
  [
    'a street to the Gulf of Guinea',
    () => ({
      kind: 'streets',
      name: 's.geojson',
      bytes: collection([
        feature(
          {
            type: 'LineString',
            coordinates: [
              [120.1, 30.3],
              [120.101, 30.3],
              [0, 0],
            ],
          },
          { highway: 'residential', name: '长街' },
        ),
      ]),
      crs: 'WGS-84',
    }),
    { status: 'failed', says: /“长街” has a piece of \d+ km/ },
  ],
  [
    'streets without streets',
    () => ({ kind: 'streets', name: 's.osm', bytes: '<osm><node id="1" lon="120" lat="30"/></osm>' }),
    { status: 'failed', says: /no walkable street/ },
  ],
];

describe('broken files', () => {
  const table: string[] = [];
  test.each(cases)('%s', async (what, file, expected) => {
    const before = await house.db
      .selectFrom('places.place')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    const found = await send(await file());
    const issue = found.issues[0];
    const said = expected.isNote ? found.notes[0]?.en : (issue?.en ?? '');
    expect(found.status).toBe(expected.status);
    expect(said).toMatch(expected.says);
    if (issue) expect(issue.zh).toMatch(/[一-鿿]/);
    if (expected.row !== undefined) expect(issue.row).toBe(expected.row);
    if (expected.column !== undefined) expect(issue.column).toBe(expected.column);
    if (expected.good !== undefined) expect(found.rowsGood).toBe(expected.good);
    const after = await house.db
      .selectFrom('places.place')
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    expect(after.n).toBe(before.n);
    table.push(
      `| ${what} | ${found.status === 'failed' ? 'refused' : issue ? 'row refused' : 'read'} | ${issue?.row ?? ''} | ${issue?.column ?? ''} | ${said || '(read as it is)'} |`,
    );
  });
  afterAll(() => {
    if (!process.env['UPDATE']) return;
    const text = `# Broken files and what each one gets\n\nMade by modules/imports/imports.test.ts (\`UPDATE=1 npx vitest run modules/imports\`), which also holds that nothing of them is loaded. Every message exists in Chinese, too.\n\n| file | outcome | row | column | what the sender reads |\n|---|---|---|---|---|\n${table.join('\n')}\n`;
    writeFileSync(path.resolve(import.meta.dirname, '../../docs/broken-files.md'), text);
  });
});

describe('a good file', () => {
  const count = async () =>
    (
      await house.db
        .selectFrom('places.place')
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .where('externalId', 'like', 'N%')
        .executeTakeFirstOrThrow()
    ).n;
  const file = (bytes: string): Sent => facilities(bytes, '设施.csv', 'GCJ-02');

  test('is loaded only when told to, and its bad rows only without them', async () => {
    const found = await send(file(`${head}N1,一食堂,120.16,30.318,MEAL\nN2,二食堂,999,30.3,MEAL\nN3,三食堂,120.161,30.319,MEAL;老年学堂\n`));
    expect(found).toMatchObject({ status: 'checked', rowsTotal: 3, rowsGood: 2, rowsBad: 1, summary: { new: 2, changed: 0 } });
    expect(await official.send('POST', `/api/imports/${found.id}/apply`, {})).toMatchObject({
      status: 422,
      body: { type: 'imports/has-bad-rows', rowsBad: 1 },
    });
    expect(await count()).toBe(0);
    expect((await official.send('POST', `/api/imports/${found.id}/apply`, { skipBadRows: true })).status).toBe(200);
    await runner.load(district, found.id);
    expect((await official.get(`/api/imports/${found.id}`)).body).toMatchObject({ status: 'loaded', summary: { loaded: 2 } });
    expect(await count()).toBe(2);
    const place = await house.db.selectFrom('places.place').selectAll().where('externalId', '=', 'N3').executeTakeFirstOrThrow();
    expect(place.functions).toEqual(['MEAL', 'ELD-SCH']);
    // GCJ-02 lies some hundred metres off: what is stored is WGS-84.
    expect(Math.abs(place.lon - 120.161)).toBeGreaterThan(0.003);
    expect(place.areaCode).toMatch(/^330105\d{6}$/);
  });
  test('sent again, it updates and doubles nothing', async () => {
    const found = await send(file(`${head}N1,一食堂（新）,120.16,30.318,MEAL\n`));
    expect(found.summary).toEqual({ new: 0, changed: 1 });
    await official.send('POST', `/api/imports/${found.id}/apply`, {});
    await runner.load(district, found.id);
    expect(await count()).toBe(2);
    expect((await official.get('/api/places?find=yst')).body.map((place: { name: string }) => place.name)).toContain('一食堂（新）');
  });
  test('is loaded once, though two people press the button and the job runs twice', async () => {
    const found = await send(file(`${head}N9,九食堂,120.16,30.318,MEAL\n`));
    const answers = await Promise.all([1, 2, 3].map(() => official.send('POST', `/api/imports/${found.id}/apply`, {})));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    await Promise.all([runner.load(district, found.id), runner.load(district, found.id)]);
    expect(await count()).toBe(3);
    const facts = await inDistrict(house.db, (tx) => tx.selectFrom('platform.event').select('id').where('name', '=', 'places.imported').execute());
    expect(facts.length).toBe(3);
  });
  test('killed between writing and saying so, it is loaded when the job runs again, and not twice', async () => {
    const found = await send(file(`${head}N10,十食堂,120.16,30.318,MEAL\n`));
    await official.send('POST', `/api/imports/${found.id}/apply`, {});
    await house.db.updateTable('imports.import').set({ status: 'loading', progress: 60 }).where('id', '=', found.id).execute();
    await runner.load(district, found.id);
    await runner.load(district, found.id);
    expect(await count()).toBe(4);
  });
  test('all faults come as a CSV that no spreadsheet runs', async () => {
    const found = await send(file(`${head}N1,=cmd(),120.16,30.318,MEAL\n`));
    const csv = await official.get(`/api/imports/${found.id}/issues`);
    expect(csv.body).toContain("'=cmd()");
    expect(csv.body).not.toMatch(/,=cmd/);
  });
  test('columns that a later file does not have keep what they held', async () => {
    const load = async (text: string) => {
      const found = await send(file(text));
      await official.send('POST', `/api/imports/${found.id}/apply`, {});
      await runner.load(district, found.id);
    };
    await load(`id,name,lon,lat,functions,电话\nN11,十一食堂,120.16,30.318,MEAL,0571-88\n`);
    await load(`${head}N11,十一食堂改,120.16,30.318,MEAL\n`);
    expect(await house.db.selectFrom('places.place').select(['name', 'phone']).where('externalId', '=', 'N11').executeTakeFirst()).toEqual({
      name: '十一食堂改',
      phone: '0571-88',
    });
  });
  test('points of one community need no id', async () => {
    const found = await send({
      kind: 'population',
      name: 'p.csv',
      bytes: 'lon,lat,areaCode,people\n120.15,30.3,330105001051,10\n120.151,30.3,330105001051,20\n',
      crs: 'WGS-84',
    });
    expect(found).toMatchObject({ rowsGood: 2, rowsBad: 0 });
  });
  test('people by community stand at its centre, and replace the set before', async () => {
    const found = await send({
      kind: 'population',
      name: 'p.csv',
      bytes: 'areaCode,人口\n330105001051,1200\n330105001052,800\n',
    });
    expect(found).toMatchObject({ status: 'checked', summary: { cells: 2, people: 2000 } });
    await official.send('POST', `/api/imports/${found.id}/apply`, {});
    await runner.load(district, found.id);
    const coverage = await official.get('/api/planning/coverage?function=MEAL');
    expect(coverage.body.total.people).toBe(2000);
    expect(coverage.body.cells.id).toHaveLength(2);
  });
  test('streets from OSM XML replace the network', async () => {
    const nodes = [
      [1, 120.15, 30.3],
      [2, 120.16, 30.3],
      [3, 120.16, 30.31],
    ]
      .map(([id, lon, lat]) => `<node id="${id}" lon="${lon}" lat="${lat}"/>`)
      .join('');
    const found = await send({
      kind: 'streets',
      name: 's.osm',
      bytes: `<osm>${nodes}<way id="9"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/><tag k="name" v="新街"/></way></osm>`,
    });
    expect(found.summary).toMatchObject({ ways: 1, vertices: 3, segments: 2 });
    await official.send('POST', `/api/imports/${found.id}/apply`, {});
    await runner.load(district, found.id);
    expect((await house.anyone.get('/api/streets/network')).body).toMatchObject({ vertices: 3, segments: 2, invented: false });
  });
});
