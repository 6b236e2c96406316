import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGraphFile } from '../../../engines/reach/graph-file.ts';
import { distanceMetres } from '../../../engines/reach/metric.ts';
import { isInside } from '../../../engines/reach/ring.ts';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';
import { TableModel } from '../ui/table/model.ts';
import { deficitsOf, needOf } from '../ui/table/need.ts';
import type { Settings, TableData } from '../ui/table/shape.ts';

let house: TestHouse;
let official: Caller;
let data: TableData;
let bytes: Buffer;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  data = (await official.get('/api/planning/table')).body;
  const answer = await house.app.inject({ url: `/api/planning/table/streets/${data.streets}`, headers: { authorization: `Bearer ${official.token}` } });
  bytes = answer.rawPayload;
});
afterAll(() => house.close());

const settings: Settings = { function: 'MEAL', minutes: 15, speed: 1.333, decay: 'gaussian' };
const pram = { speed: 0.833, avoids: ['steps'] };
const open = (change: Partial<Settings> = {}) => new TableModel(data, readGraphFile(bytes), { ...settings, ...change });
const figures = ({ ms: _, ...picture }: ReturnType<TableModel['picture']>) => picture;

describe('the planning table', () => {
  test('shows the shares that the coverage page shows, walked and straight', async () => {
    for (const change of [{}, { function: 'CHD-NUR', minutes: 10 }, { function: 'ELD-CTR', speed: 1, minutes: 20 }, pram]) {
      const asked = { ...settings, ...change };
      const { shares, areas } = open(change).picture();
      const { body } = await official.get(
        `/api/planning/coverage?function=${asked.function}&minutes=${asked.minutes}&speed=${asked.speed}&avoids=${asked.avoids ?? ''}`,
      );
      expect(shares.people).toBe(body.total.people);
      // Decimetres here, centimetres there: a walk within a few dm of the bound may fall on the other side.
      expect(Math.abs(shares.within - body.total.peopleWithin) / shares.people).toBeLessThan(0.002);
      expect(Math.abs(shares.withinStraight - body.total.peopleWithinStraight) / shares.people).toBeLessThan(0.002);
      expect(areas.reduce((sum, area) => sum + area.people, 0)).toBe(shares.people);
      expect(areas.reduce((sum, area) => sum + area.within, 0)).toBe(shares.within);
    }
  });
  test('closing and moving change what they should, and undo brings the first picture back', () => {
    const table = open();
    const first = figures(table.picture());
    const canteens = first.stands.filter((it) => it.offers.some((offer) => offer.function === 'MEAL'));
    for (const { id } of canteens) table.apply({ kind: 'close', id });
    expect(table.picture().shares).toMatchObject({ within: 0, withinStraight: 0 });
    const { lon, lat } = canteens[0]!;
    table.apply({ kind: 'add', id: 'new-1', name: '新食堂', lon, lat, offers: [{ function: 'MEAL', count: 1, area: 300, capacity: 80 }] });
    const one = table.picture();
    expect(one.shares.within).toBeGreaterThan(0);
    expect(one.stands.at(-1)).toMatchObject({ id: 'new-1', isNew: true, areaCode: expect.stringMatching(/^330105/) });
    table.apply({ kind: 'move', id: 'new-1', lon: lon + 0.01, lat });
    table.apply({ kind: 'move', id: 'new-1', lon: lon + 0.02, lat });
    expect(table.madeEdits.length).toBe(canteens.length + 2);
    table.undo();
    expect(figures(table.picture())).toEqual(figures(one));
    while (table.undo());
    expect(figures(table.picture())).toEqual(first);
  });
  test('a street closed makes walks longer, a path opened makes them shorter, and both are taken back', () => {
    const table = open();
    const first = figures(table.picture());
    const mean = (minutes: Uint16Array) => minutes.reduce((sum, tenths) => sum + Math.min(tenths, 600), 0) / minutes.length;
    const { lon, lat } = data.cells;
    const [west, east, south, north] = [Math.min(...lon), Math.max(...lon), Math.min(...lat), Math.max(...lat)];
    const middle = (south + north) / 2;
    table.apply({
      kind: 'block',
      line: [
        [west - 0.01, middle],
        [east + 0.01, middle],
      ],
    });
    const cut = table.picture();
    expect(mean(cut.minutes)).toBeGreaterThan(mean(first.minutes));
    for (let i = 0; i < lon.length; i++) expect(cut.minutes[i]).toBeGreaterThanOrEqual(first.minutes[i]! - 1);
    table.undo();
    expect(figures(table.picture())).toEqual(first);
    const worst = first.minutes.indexOf(Math.max(...first.minutes));
    const far = (it: { lon: number; lat: number }) => distanceMetres(it.lon, it.lat, lon[worst]!, lat[worst]!);
    const canteen = first.stands.filter((it) => it.offers.some((offer) => offer.function === 'MEAL')).sort((x, y) => far(x) - far(y))[0]!;
    table.apply({
      kind: 'street',
      line: [
        [lon[worst]!, lat[worst]!],
        [canteen.lon, canteen.lat],
      ],
    });
    expect(table.picture().minutes[worst]).toBeLessThan(first.minutes[worst]!);
    table.undo();
    expect(figures(table.picture())).toEqual(first);
  });
  test('minutes and paces changed while a street is closed hold when it is opened again, and edits before it stay', () => {
    const table = open();
    const { lon, lat } = data.cells;
    const canteen = data.facilities.find(({ offers }) => offers.some((offer) => offer.function === 'MEAL'))!;
    table.apply({ kind: 'close', id: canteen.id });
    table.apply({
      kind: 'block',
      line: [
        [Math.min(...lon) - 0.01, lat[0]!],
        [Math.max(...lon) + 0.01, lat[0]!],
      ],
    });
    for (const change of [{ minutes: 5 }, pram]) {
      table.read({ ...settings, ...change });
      const other = open(change);
      for (const edit of table.madeEdits) other.apply(edit);
      expect(figures(table.picture())).toEqual(figures(other.picture()));
    }
    table.undo();
    table.undo();
    expect(figures(table.picture())).toEqual(figures(open(pram).picture()));
    // The demonstration streets have no steps on the way to a canteen; footpaths they have.
    const [without, all] = [open({ avoids: ['footway'] }).picture().minutes, open().picture().minutes];
    expect(without.some((tenths, i) => tenths > all[i]!)).toBe(true);
  });
  test('proposes sites that bring in as many as it says, never fewer than trying the best single crossing', () => {
    const table = open({ function: 'CHD-NUR', minutes: 10 });
    const before = table.picture().shares;
    let plan = null;
    let steps = 0;
    for (plan of table.propose(3, 'crossings')) if (++steps > 30 || plan.isProven) break;
    expect(plan!.sites).toHaveLength(3);
    expect(plan!.bound).toBeGreaterThanOrEqual(plan!.value);
    const offers = [{ function: 'CHD-NUR', count: 1, area: 200, capacity: 40 }];
    for (const [i, site] of plan!.sites.entries()) table.apply({ kind: 'add', id: `p${i}`, name: '拟建', lon: site.lon, lat: site.lat, offers });
    expect(table.picture().shares.withinWanting - before.withinWanting).toBe(plan!.value);
  });
  test('proposes among idle spaces the one that trying all of them finds best', () => {
    const table = open({ function: 'CHD-NUR', minutes: 10 });
    const before = table.picture().shares.withinWanting;
    const gains = data.spaces.map(({ lon, lat }) => {
      table.apply({ kind: 'add', id: 'try', name: '试', lon, lat, offers: [{ function: 'CHD-NUR', count: 1, area: 200, capacity: 40 }] });
      const gain = table.picture().shares.withinWanting - before;
      table.undo();
      return gain;
    });
    let plan = null;
    for (plan of table.propose(1, 'spaces')) if (plan.isProven) break;
    expect([plan!.value, plan!.isProven, plan!.bound]).toEqual([Math.max(...gains), true, Math.max(...gains)]);
    expect(data.spaces.map((space) => space.name)).toContain(plan!.sites[0]!.name);
  });
  test('scores idle spaces and new facilities beside one another, by numbers that trying them gives', () => {
    const table = open({ function: 'CHD-NUR', minutes: 10 });
    const scores = table.scores();
    expect(scores.map((row) => row.id).toSorted()).toEqual(data.spaces.map((space) => space.id).toSorted());
    expect(scores.map((row) => row.score)).toEqual(scores.map((row) => row.score).toSorted((a, b) => b - a));
    const [first] = scores;
    expect(first!.score).toBeLessThanOrEqual(100);
    const before = table.picture().shares.withinWanting;
    table.apply({ kind: 'add', id: 'new', name: '试', lon: first!.lon, lat: first!.lat, offers: [{ function: 'CHD-NUR', count: 1, area: 200, capacity: 40 }] });
    expect(table.picture().shares.withinWanting - before).toBe(first!.scarcity);
    // Standing there it scores as the space did, and the space itself would reach nobody for the first time any more.
    const now = new Map(table.scores().map((row) => [row.id, row]));
    expect(now.get('new')).toMatchObject({ isSpace: false, density: first!.density, scarcity: first!.scarcity, centre: first!.centre });
    expect(now.get(first!.id)).toMatchObject({ isSpace: true, scarcity: 0, density: first!.density });
  });
  test('advises what a circle lacks with the people whom it would reach first, and says where it is busy', () => {
    const table = open();
    const { stands } = table.picture();
    const complex = stands.find((it) => it.kind === 'complex' && table.advise(it.id)!.missing.length > 0)!;
    const [lack] = table.advise(complex.id)!.missing;
    expect(table.advise(complex.id)!.outline.some((rings) => isInside(complex.lon, complex.lat, rings))).toBe(true);
    expect(lack!.people).toBeGreaterThanOrEqual(data.need.advice.leastPeople);
    expect(complex.offers.map((offer) => offer.function)).not.toContain(lack!.function);
    const other = open({ function: lack!.function });
    const before = other.picture().shares.withinWanting;
    other.apply({ kind: 'offer', id: complex.id, offers: [...complex.offers, { function: lack!.function, count: 1, area: 50, capacity: 20 }] });
    expect(other.picture().shares.withinWanting - before).toBe(lack!.people);
    expect(other.advise(complex.id)!.missing.map((entry) => entry.function)).not.toContain(lack!.function);
    const canteen = stands.find((it) => it.offers.length === 1 && it.offers[0]!.function === 'MEAL' && it.offers[0]!.capacity > 0)!;
    const load = () => table.advise(canteen.id)!.load[0]!;
    const usual = load().perPlace;
    table.apply({ kind: 'offer', id: canteen.id, offers: [{ ...canteen.offers[0]!, capacity: 20 * canteen.offers[0]!.capacity }] });
    expect(load().perPlace).toBeCloseTo(usual / 20, 9);
    expect(load().state).toBe('quiet');
  });
  test('explains a cell: what it reaches, how long the walk is, and what is missing', () => {
    const table = open();
    const { minutes, reached } = table.picture();
    const cell = minutes.findIndex((tenths) => tenths > 20 && tenths < 150);
    const why = table.explain(cell);
    expect(why.reached.find((it) => it.function === 'MEAL')!.tenths).toBe(minutes[cell]);
    expect([why.reached.length, why.reached.length + why.missing.length]).toEqual([reached[cell], data.functions.length]);
    expect(why.line[0]).toEqual([data.cells.lon[cell], data.cells.lat[cell]]);
    expect(why.line.length).toBeGreaterThan(2);
  });
});

describe('need against supply', () => {
  const norm = (code: string) => data.need.norms.find((it) => it.code === code)!;
  test('each norm asks for what its source says', () => {
    expect(needOf(norm('infant-rooms'), { people: 9000, households: 3000 })).toBe(300);
    expect(needOf(norm('infant-rooms'), { people: 900, households: 300 })).toBe(150);
    expect(needOf(norm('complex-rooms'), { people: 9000, households: 3000 })).toBe(900);
    expect(needOf(norm('nursery-places'), { people: 200_000, households: 0 })).toBe(1100);
    expect(needOf(norm('health-centre'), { people: 20_000, households: 1 })).toBe(0);
    expect(needOf(norm('health-centre'), { people: 20_001, households: 1 })).toBe(1400);
    expect(needOf(norm('health-station'), { people: 0, households: 0 })).toBe(0);
  });
  test('a facility opened in the community that lacks most shrinks just that deficit', () => {
    const table = open();
    const { deficits, stands } = table.picture();
    expect(deficits).toEqual(deficitsOf(data, stands));
    const worst = deficits.find((it) => it.norm === 'infant-rooms')!;
    const at = data.cells.areaCode.indexOf(worst.code);
    const offers = [{ function: 'CHD-STN', count: 1, area: Math.ceil(worst.missing), capacity: 10 }];
    table.apply({ kind: 'add', id: 'n', name: '驿站', lon: data.cells.lon[at]!, lat: data.cells.lat[at]!, offers });
    const after = table.picture().deficits;
    const isOther = (it: { norm: string; code: string }) => it.norm !== worst.norm || it.code !== worst.code;
    expect(after.every(isOther)).toBe(true);
    expect(after).toEqual(deficits.filter(isOther));
  });
});

describe('scenarios', () => {
  const content = (name: string) => ({ name, settings, edits: [{ kind: 'close', id: 'x' }] });
  test('are kept, shared by their address, changed by their maker only, and put away', async () => {
    const made = (await official.send('POST', '/api/planning/scenarios', content('关一家食堂'))).body;
    expect(made).toMatchObject({ revision: 1, isMine: true, streets: data.streets, population: data.population.id });
    const other = await house.staff('communityOfficial', { areaCode: '330105001051' });
    expect((await other.get(`/api/planning/scenarios/${made.id}`)).body).toMatchObject({ isMine: false, edits: content('').edits });
    expect((await other.send('PUT', `/api/planning/scenarios/${made.id}`, { ...content('改名'), revision: 1 })).body.type).toBe('planning/no-such-scenario');
    expect((await other.send('DELETE', `/api/planning/scenarios/${made.id}`)).status).toBe(404);
    expect((await other.send('POST', '/api/planning/scenarios', content('关一家食堂'))).status).toBe(200);
    expect((await official.send('POST', '/api/planning/scenarios', content('关一家食堂'))).body.type).toBe('planning/scenario-name-taken');
    const list = (await official.get('/api/planning/scenarios')).body;
    expect(list.map(({ name, isMine, edits }: { name: string; isMine: boolean; edits: number }) => [name, isMine, edits])).toEqual([
      ['关一家食堂', false, 1],
      ['关一家食堂', true, 1],
    ]);
    expect((await official.send('DELETE', `/api/planning/scenarios/${made.id}`)).status).toBe(200);
    expect((await official.get(`/api/planning/scenarios/${made.id}`)).status).toBe(404);
    expect((await official.send('POST', '/api/planning/scenarios', content('关一家食堂'))).status).toBe(200);
  });
  test('two windows of one maker: one of two changes wins, the other is told', async () => {
    const made = (await official.send('POST', '/api/planning/scenarios', content('两个窗口'))).body;
    const answers = await Promise.all(
      [1, 2, 3, 4].map((n) => official.send('PUT', `/api/planning/scenarios/${made.id}`, { ...content(`第${n}稿`), revision: 1 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    expect(answers.filter(({ status }) => status === 409).every(({ body }) => body.type === 'planning/scenario-changed')).toBe(true);
  });
  test('edits of an unknown kind or without a position are refused by their field', async () => {
    const wrong = await official.send('POST', '/api/planning/scenarios', {
      ...content('错的'),
      edits: [{ kind: 'add', id: 'a', name: 'b', lon: 200, lat: 30, offers: [] }],
    });
    expect(wrong).toMatchObject({ status: 400, body: { fields: [{ field: 'edits.0.lon' }] } });
  });
});
