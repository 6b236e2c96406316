import { sql } from 'kysely';
import type { Write } from '../../platform/database.ts';
import type { Reaction } from '../../platform/event.ts';
import { areaChanged, areasImported, endedCommunities, relocate } from '../areas/index.ts';

/** What was computed from the cells of a district is computed anew. */
const touch = (tx: Write, district: string) =>
  tx
    .updateTable('planning.population')
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('district', '=', district)
    .execute();

/** Communities were merged: what lay in them lies in the new one. Doing it again changes nothing. */
const cellsFollowAreas: Reaction = {
  name: 'planning.follow-areas',
  on: [areaChanged],
  react: async ({ tx }, fact) => {
    const { kind, from, to } = fact.detail as { kind: string; from: string[]; to: string[] };
    if (kind !== 'merge') return;
    await tx.updateTable('planning.populationCell').set({ areaCode: to[0]! }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
    await touch(tx, fact.district);
  },
};

/** New boundaries were loaded: cells of a community that was split lie in the part that holds them. A cell's id is its own within its set only. */
const cellsFollowBoundaries: Reaction = {
  name: 'planning.follow-boundaries',
  on: [areasImported],
  react: async ({ tx }, { district }) => {
    const stranded = tx.selectFrom('planning.populationCell').where('district', '=', district).where('areaCode', 'in', endedCommunities(tx, district));
    const sets = await stranded.select('populationId').distinct().execute();
    for (const { populationId } of sets) {
      const rows = await stranded.select(['id', 'lon', 'lat']).where('populationId', '=', populationId).execute();
      for (const [areaCode, ids] of await relocate(tx, district, rows)) {
        await tx
          .updateTable('planning.populationCell')
          .set({ areaCode })
          .where('district', '=', district)
          .where('populationId', '=', populationId)
          .where('id', '=', sql<string>`any(${ids})`)
          .execute();
      }
    }
    if (sets.length > 0) await touch(tx, district);
  },
};

export const reactions = [cellsFollowAreas, cellsFollowBoundaries];
