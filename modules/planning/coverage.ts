import { coverageFigures, joinAll, nearestStraight, nearestWalks } from '../../engines/reach/coverage.ts';
import type { Reading } from '../../platform/context.ts';
import { refuse } from '../../platform/refuse.ts';
import { codesBelow } from '../areas/index.ts';
import { findNetwork } from '../streets/index.ts';
import { findDemand } from './demand.ts';
import { facilitiesWith } from './near.ts';
import { noPopulation, noStreets } from './refusals.ts';

type Input = { function: string; minutes: number; speed: number; avoids?: readonly string[]; within?: string };
const tenth = (value: number) => Math.round(value * 10) / 10;

/** The ten cells whose people walk longest; empty cells do not count. */
export function worstCells(people: ArrayLike<number>, metres: Float64Array, speed: number, members: readonly number[]) {
  return members
    .filter((i) => people[i]! > 0)
    .sort((a, b) => metres[b]! - metres[a]! || people[b]! - people[a]! || a - b)
    .slice(0, 10)
    .map((i) => ({ index: i, people: people[i]!, minutes: metres[i] === Infinity ? null : tenth(metres[i]! / speed / 60) }));
}

export async function getCoverageQuery({ db, district }: Reading, input: Input) {
  const network = (await findNetwork(db, district, input.avoids)) ?? refuse(noStreets);
  const demand = (await findDemand(db, district, network)) ?? refuse(noPopulation);
  const [rows, areas] = await Promise.all([
    facilitiesWith(db, district, input.function),
    db
      .selectFrom('areas.area')
      .select(['code', 'name', 'level', 'parentCode'])
      .where('code', 'in', codesBelow(input.within ?? district))
      .where('level', 'in', ['subdistrict', 'community'])
      .where('validTo', 'is', null)
      .orderBy('code')
      .execute(),
  ]);
  const facilities = joinAll(network.joiner.join, { lon: rows.map((row) => row.lon), lat: rows.map((row) => row.lat) });
  const { metres } = nearestWalks(network.searcher, demand.joined, facilities);
  const straight = nearestStraight(demand.joined, facilities);
  const figures = (members: number[]) => coverageFigures(demand.people, metres, straight, input, members);
  const parents = new Map(areas.map((area) => [area.code, area.parentCode]));
  const all = Array.from(demand.people.keys()).filter((i) => !input.within || parents.has(demand.areaCodes[i] ?? ''));
  const members = new Map<string, number[]>();
  for (const i of all) {
    const code = demand.areaCodes[i] ?? '';
    for (const key of [code, parents.get(code) ?? '']) {
      const list = members.get(key);
      if (list) list.push(i);
      else members.set(key, [i]);
    }
  }
  const { title, source, asOf, invented } = demand;
  return {
    function: input.function,
    facilities: rows.length,
    facilitiesOffStreets: facilities.joints.filter((joint) => joint === null).length,
    reachMetres: Math.round(input.speed * input.minutes * 60),
    population: { title, source, asOf, invented },
    total: figures(all),
    areas: areas.map((area) => ({ ...area, figures: figures(members.get(area.code) ?? []) })),
    cells: {
      id: all.map((i) => demand.cellIds[i]!),
      lon: all.map((i) => demand.joined.lon[i]!),
      lat: all.map((i) => demand.joined.lat[i]!),
      people: all.map((i) => demand.people[i]!),
      minutes: all.map((i) => (metres[i] === Infinity ? null : tenth(metres[i]! / input.speed / 60))),
    },
    worst: worstCells(demand.people, metres, input.speed, all).map(({ index, ...cell }) => ({
      ...cell,
      id: demand.cellIds[index]!,
      name: demand.names[index]!,
      lon: demand.joined.lon[index]!,
      lat: demand.joined.lat[index]!,
    })),
  };
}
