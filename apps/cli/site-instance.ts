import fs from 'node:fs';
import path from 'node:path';
import { distanceMetres } from '../../engines/reach/metric.ts';
import { type Cover, coverWithin, createCover } from '../../engines/reach/siting/cover.ts';
import { readOrGraph } from '../../engines/reach/siting/or-graph.ts';
import type { Table } from '../../platform/files/fault.ts';
import { readTable } from '../../platform/files/table.ts';
import type { Options } from './main.ts';

type Values = Options['values'];
export type Points = { ids: string[]; x: Float64Array; y: Float64Array; weight: Float64Array; isDegrees: boolean; functions: string[] | null; rooms: string[] };
/** One radius for all, or one for each function. */
export type Radius = number | ReadonlyMap<string, number>;

/** An instance as a solver wants it; `distance[site * demands + demand]`, made when asked for. */
export type Instance = {
  demandIds: string[];
  siteIds: string[];
  weight: Float64Array;
  p: number | null;
  distance(): Float64Array;
  within(radius: Radius): Cover;
  /** The room of each site, where a room may hold one of several functions. */
  room: Int32Array | null;
};

const mostPairs = 60_000_000;
const names = {
  site: ['site', 'siteid', 'facility', 'store', 'from', 'origin', 'candidate', 'name'],
  demand: ['demandid', 'destinationname', 'destination', 'client', 'to', 'customer', 'demandpoint', 'id'],
  distance: ['distance', 'dist', 'cost', 'metres', 'meters', 'minutes', 'time', 'd'],
  weight: ['weight', 'population', 'people', 'pop', 'demand', 'w'],
  x: ['x', 'lon', 'lng', 'long', 'longitude'],
  y: ['y', 'lat', 'latitude'],
  id: ['id', 'name', 'site', 'node', 'point'],
  supply: ['supply', 'capacity', 'beds', 'places', 'seats'],
  load: ['load', 'demand', 'q'],
  cost: ['cost', 'openingcost', 'price'],
  function: ['function', 'functioncode'],
  room: ['room', 'space', 'building'],
};
const plain = (name: string) => name.toLowerCase().replaceAll(/[_\s-]/g, '');

function columnOf(table: Table, kind: keyof typeof names, values: Values): string | undefined {
  const stated = values[`${kind}-column`];
  if (typeof stated === 'string') {
    if (!table.columns.includes(stated)) throw new Error(`There is no column ${stated}. The file has ${table.columns.join(', ')}.`);
    return stated;
  }
  for (const alias of names[kind]) {
    const found = table.columns.find((column) => plain(column) === alias);
    if (found) return found;
  }
  return undefined;
}

function needed(table: Table, kind: keyof typeof names, values: Values): string {
  const column = columnOf(table, kind, values);
  if (column === undefined)
    throw new Error(`No column tells the ${kind}. Name it with --${kind}-column; the file has ${table.columns.slice(0, 12).join(', ')}.`);
  return column;
}

function numberIn(table: Table, index: number, column: string): number {
  const { cells, row } = table.rows[index]!;
  const value = Number(cells[column]);
  if (cells[column]?.trim() === '' || Number.isNaN(value)) throw new Error(`Row ${row}, column ${column}: “${cells[column] ?? ''}” is not a number.`);
  return value;
}

async function read(file: string): Promise<Table> {
  if (!fs.existsSync(file)) throw new Error(`There is no file ${file}.`);
  const table = await readTable(path.basename(file), fs.readFileSync(file));
  const [issue] = table.issues;
  if (issue) throw new Error(`Row ${issue.row ?? '-'}: ${issue.en}`);
  if (table.rows.length === 0) throw new Error(`${file} has no rows.`);
  return table;
}

function dense(demandIds: string[], siteIds: string[], weight: Float64Array, distance: Float64Array, p: number | null = null): Instance {
  return {
    demandIds,
    siteIds,
    weight,
    p,
    distance: () => distance,
    room: null,
    within: (radius) => coverWithin(distance, demandIds.length, oneRadius(radius)),
  };
}

function oneRadius(radius: Radius): number {
  if (typeof radius === 'number') return radius;
  throw new Error('A radius for each function needs --points and --sites with a column function.');
}

function room(sites: number, demands: number): Float64Array {
  if (sites * demands > mostPairs)
    throw new Error(`${sites} sites times ${demands} demands are more than ${mostPairs} distances. Leave out far sites, or give --points.`);
  return new Float64Array(sites * demands).fill(Infinity);
}

/** One row for a pair: site, demand, distance and, optionally, the weight of the demand. */
function longMatrix(table: Table, values: Values): Instance {
  const [site, demand, distance] = [needed(table, 'site', values), needed(table, 'demand', values), needed(table, 'distance', values)];
  const weightColumn = columnOf(table, 'weight', values);
  const sites = new Map<string, number>();
  const demands = new Map<string, number>();
  for (const { cells } of table.rows) {
    if (!sites.has(cells[site]!)) sites.set(cells[site]!, sites.size);
    if (!demands.has(cells[demand]!)) demands.set(cells[demand]!, demands.size);
  }
  const matrix = room(sites.size, demands.size);
  const weight = new Float64Array(demands.size).fill(1);
  table.rows.forEach(({ cells }, index) => {
    const i = demands.get(cells[demand]!)!;
    matrix[sites.get(cells[site]!)! * demands.size + i] = numberIn(table, index, distance);
    if (weightColumn) weight[i] = numberIn(table, index, weightColumn);
  });
  return dense([...demands.keys()], [...sites.keys()], weight, matrix);
}

/** One row for a demand, first column its id; the other columns are sites, but for the one of the weight. */
function wideMatrix(table: Table, values: Values): Instance {
  const [id, ...others] = table.columns;
  const stated = values['weight-column'];
  const weightColumn = typeof stated === 'string' ? stated : others.find((column) => names.weight.includes(plain(column)));
  const siteIds = others.filter((column) => column !== weightColumn);
  const demandIds = table.rows.map(({ cells }) => cells[id!]!);
  const matrix = room(siteIds.length, demandIds.length);
  const weight = new Float64Array(demandIds.length).fill(1);
  table.rows.forEach(({ cells }, i) => {
    if (weightColumn) weight[i] = numberIn(table, i, weightColumn);
    siteIds.forEach((site, j) => {
      if (cells[site]?.trim()) matrix[j * demandIds.length + i] = numberIn(table, i, site);
    });
  });
  return dense(demandIds, siteIds, weight, matrix);
}

/** Points of a table: ids, positions and weights. */
export async function readPoints(file: string, values: Values): Promise<Points> {
  const table = await read(file);
  const [x, y] = [needed(table, 'x', values), needed(table, 'y', values)];
  const [id, weight] = [columnOf(table, 'id', values), columnOf(table, 'weight', values)];
  const [use, place] = [columnOf(table, 'function', values), columnOf(table, 'room', values)];
  const names = table.rows.map(({ cells }, i) => (id ? cells[id]! : String(i + 1)));
  const functions = use ? table.rows.map(({ cells }) => cells[use]!) : null;
  return {
    ids: functions ? names.map((name, i) => `${name}:${functions[i]!}`) : names,
    functions,
    rooms: place ? table.rows.map(({ cells }) => cells[place]!) : names,
    x: Float64Array.from(table.rows, (_, i) => numberIn(table, i, x)),
    y: Float64Array.from(table.rows, (_, i) => numberIn(table, i, y)),
    weight: Float64Array.from(table.rows, (_, i) => (weight ? numberIn(table, i, weight) : 1)),
    isDegrees: plain(x) !== 'x',
  };
}

const numbered = (names: readonly string[]) => {
  const known = new Map([...new Set(names)].map((name, number) => [name, number]));
  return Int32Array.from(names, (name) => known.get(name)!);
};

function radiusOf(radius: Radius, use: string): number {
  const found = typeof radius === 'number' ? radius : radius.get(use);
  if (found === undefined) throw new Error(`--radius does not say how far ${use} reaches.`);
  return found;
}

/** Demands and sites as points: metres on the ellipsoid for longitude and latitude, the unit of x and y otherwise. */
function pointInstance(demand: Points, site: Points): Instance {
  const n = demand.ids.length;
  const between = demand.isDegrees
    ? (j: number, i: number) => distanceMetres(site.x[j]!, site.y[j]!, demand.x[i]!, demand.y[i]!)
    : (j: number, i: number) => Math.hypot(site.x[j]! - demand.x[i]!, site.y[j]! - demand.y[i]!);
  return {
    demandIds: demand.ids,
    siteIds: site.ids,
    weight: demand.weight,
    p: null,
    distance: () => room(site.ids.length, n).map((_, at) => between(Math.floor(at / n), at % n)),
    room: site.functions && numbered(site.rooms),
    within: (radius) => {
      if (typeof radius !== 'number' && !(demand.functions && site.functions)) oneRadius(radius);
      const radii = site.functions?.map((use) => radiusOf(radius, use));
      return createCover(
        n,
        site.ids.map((_, j) => {
          const list: number[] = [];
          const farthest = radii ? radii[j]! : (radius as number);
          for (let i = 0; i < n; i++) {
            if ((!site.functions || !demand.functions || site.functions[j] === demand.functions[i]) && between(j, i) <= farthest) list.push(i);
          }
          return list;
        }),
      );
    },
  };
}

function graphInstance(file: string): Instance {
  const { vertices, p, distance } = readOrGraph(fs.readFileSync(file, 'utf8'));
  const ids = Array.from({ length: vertices }, (_, i) => String(i + 1));
  return dense(ids, ids, new Float64Array(vertices).fill(1), distance, p);
}

/** Reads what --matrix, --points (with --sites for sites elsewhere) or --graph names. */
export async function readInstance(values: Values): Promise<Instance> {
  const { matrix, points, graph, sites } = values;
  if (typeof graph === 'string') {
    if (!fs.existsSync(graph)) throw new Error(`There is no file ${graph}.`);
    return graphInstance(graph);
  }
  if (typeof points === 'string') {
    const demand = await readPoints(points, values);
    return pointInstance(demand, typeof sites === 'string' ? await readPoints(sites, values) : demand);
  }
  if (typeof matrix !== 'string') throw new Error('Say what to solve: --matrix F.csv, --points F.csv [--sites G.csv] or --graph F.txt');
  const table = await read(matrix);
  return columnOf(table, 'distance', values) ? longMatrix(table, values) : wideMatrix(table, values);
}

/** What each site supplies, from the table that --supply names: `id` and `supply` (or capacity, beds, places, seats). */
export async function readSupply(values: Values, siteIds: string[]): Promise<Float64Array> {
  if (typeof values['supply'] !== 'string') throw new Error('Say what the sites supply: --supply F.csv with columns id and supply');
  const table = await read(values['supply']);
  const [id, amount] = [needed(table, 'id', values), needed(table, 'supply', values)];
  const known = new Map(table.rows.map(({ cells }, index) => [cells[id]!, numberIn(table, index, amount)]));
  return Float64Array.from(siteIds, (site) => notBelowZero(known.get(site), `${values['supply']} does not say what ${site} supplies.`, site));
}

function notBelowZero(value: number | undefined, missing: string, of: string): number {
  if (value === undefined) throw new Error(missing);
  if (value < 0) throw new Error(`${of} has ${value}: it must not be below 0.`);
  return value;
}

/** What a capacitated instance adds: how much each demand loads, what a unit of its distance weighs, and how much each site holds. */
export type Loads = { load: Float64Array; weight: Float64Array; capacity: Float64Array };

/**
 * Loads and capacities: columns of --points, or --loads F.csv (id, load); --capacity N for all sites, a column of the sites, or --supply F.csv.
 * Where only one column of amounts is there it is the load, and distances are not weighed (as the OR-Library's instances are meant).
 */
export async function readLoads(values: Values, { demandIds, siteIds, weight }: Instance): Promise<Loads> {
  const file = values['loads'] ?? values['points'];
  if (typeof file !== 'string') throw new Error('Say what the demands load: --loads F.csv with columns id and load, or a column load of --points');
  const table = await read(file);
  const [id, load, weightColumn] = [columnOf(table, 'id', values), columnOf(table, 'load', values), columnOf(table, 'weight', values)];
  const amounts = load ?? weightColumn;
  if (amounts === undefined) throw new Error(`No column tells the load. Name it with --load-column; the file has ${table.columns.slice(0, 12).join(', ')}.`);
  const known = new Map(table.rows.map(({ cells }, index) => [id ? cells[id]! : String(index + 1), index]));
  const rowOf = (demand: string) => notBelowZero(known.get(demand), `${file} does not say what ${demand} loads.`, demand);
  const isWeighed = load === undefined || (weightColumn !== undefined && weightColumn !== load);
  return {
    load: Float64Array.from(demandIds, (demand) => notBelowZero(numberIn(table, rowOf(demand), amounts), '', demand)),
    weight: isWeighed ? weight : new Float64Array(demandIds.length).fill(1),
    capacity: await readCapacity(values, siteIds),
  };
}

/** What each site costs to open: --costs F.csv (id, cost), or a column cost of the sites; 0 where neither says. */
export async function readCosts(values: Values, siteIds: string[]): Promise<Float64Array> {
  const stated = values['costs'];
  const file = stated ?? values['sites'];
  if (typeof file !== 'string') return new Float64Array(siteIds.length);
  const table = await read(file);
  const cost = columnOf(table, 'cost', values);
  if (cost === undefined) {
    if (typeof stated === 'string') needed(table, 'cost', values);
    return new Float64Array(siteIds.length);
  }
  const [id, use] = [needed(table, 'id', values), columnOf(table, 'function', values)];
  const known = new Map(table.rows.map(({ cells }, index) => [use ? `${cells[id]!}:${cells[use]!}` : cells[id]!, numberIn(table, index, cost)]));
  const costOf = (site: string) => known.get(site) ?? known.get(site.split(':')[0]!);
  return Float64Array.from(siteIds, (site) => notBelowZero(costOf(site), `${file} does not say what ${site} costs.`, site));
}

async function readCapacity(values: Values, siteIds: string[]): Promise<Float64Array> {
  if (typeof values['capacity'] === 'string') {
    if (!(Number(values['capacity']) > 0)) throw new Error('Say --capacity with a number above 0: what every site holds.');
    return new Float64Array(siteIds.length).fill(Number(values['capacity']));
  }
  return readSupply({ ...values, supply: values['supply'] ?? values['sites'] ?? values['points'] }, siteIds);
}
