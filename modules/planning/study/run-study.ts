import type { z } from 'zod';
import { coverageFigures, joinAll, nearestStraight, nearestWalks } from '../../../engines/reach/coverage.ts';
import { createJoiner } from '../../../engines/reach/join.ts';
import { Searcher } from '../../../engines/reach/search.ts';
import type { StudyResult } from '../contract.ts';
import { worstCells } from '../coverage.ts';
import type { StudyInput } from './read-folder.ts';

export type Result = z.infer<typeof StudyResult>;
/** The result and, for the table and the maps, every cell's walk to every kind. */
export type StudyOutcome = {
  result: Result;
  input: StudyInput;
  walks: { kind: string; metres: Float64Array; straight: Float64Array }[];
};

/**
 * Coverage of people by kind of facility (PLN-02): the share whose walk to the nearest is at most `minutes`, with the straight-line
 * figure beside it.
 * @param options.speed metres per second
 */
export function runStudy(
  input: StudyInput,
  options: { title: string; speed: number; minutes: number },
  onKind: (name: string) => void = () => {},
): StudyOutcome {
  const { network, cells } = input;
  const joiner = createJoiner(network);
  const searcher = new Searcher(network);
  const demand = joinAll(joiner.join, cells);
  const all = Array.from(cells.people.keys());
  const walks: StudyOutcome['walks'] = [];
  const kinds = input.kinds.map((kind) => {
    onKind(kind.name);
    const facilities = joinAll(joiner.join, kind.points);
    const { metres } = nearestWalks(searcher, demand, facilities);
    const straight = nearestStraight(demand, facilities);
    walks.push({ kind: kind.code, metres, straight });
    return {
      kind: kind.code,
      name: kind.name,
      nameEn: kind.nameEn,
      facilities: kind.points.count.reduce((sum, n) => sum + n, 0),
      places: kind.points.id.length,
      figures: coverageFigures(cells.people, metres, straight, options),
      worst: worstCells(cells.people, metres, options.speed, all).map(({ index, ...cell }) => ({
        ...cell,
        id: cells.id[index]!,
        lon: cells.lon[index]!,
        lat: cells.lat[index]!,
      })),
    };
  });
  const { vertices, segments, components, metres } = network.report;
  const result: Result = {
    title: options.title,
    speed: options.speed,
    minutes: options.minutes,
    reachMetres: Math.round(options.speed * options.minutes * 60),
    network: { vertices, segments, components, kilometres: Math.round(metres / 100) / 10 },
    cells: cells.id.length,
    cellsOffStreets: demand.joints.filter((joint) => joint === null).length,
    people: cells.people.reduce((sum, n) => sum + n, 0),
    kinds,
    notes: input.notes,
  };
  return { result, input, walks };
}
