import { sql } from 'kysely';
import type { Reaction } from '../../platform/event.ts';
import { areaChanged, areasImported, endedCommunities, relocate } from '../areas/index.ts';

/** Communities were merged: what lay in them lies in the new one. Doing it again changes nothing. */
const cellsFollowAreas: Reaction = {
  name: 'planning.follow-areas',
  on: [areaChanged],
  react: async ({ tx }, fact) => {
    const { kind, from, to } = fact.detail as { kind: string; from: string[]; to: string[] };
    if (kind !== 'merge') return;
    await tx.updateTable('planning.populationCell').set({ areaCode: to[0]! }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
  },
};

/** New boundaries were loaded: cells of a community that was split lie in the part that holds them. */
const cellsFollowBoundaries: Reaction = {
  name: 'planning.follow-boundaries',
  on: [areasImported],
  react: async ({ tx }, { district }) => {
    const stranded = tx.selectFrom('planning.populationCell').select(['id', 'lon', 'lat']).where('district', '=', district);
    const rows = await stranded.where('areaCode', 'in', endedCommunities(tx, district)).execute();
    for (const [areaCode, ids] of await relocate(tx, district, rows)) {
      await tx.updateTable('planning.populationCell').set({ areaCode }).where('district', '=', district).where('id', '=', sql<string>`any(${ids})`).execute();
    }
  },
};

export const reactions = [cellsFollowAreas, cellsFollowBoundaries];
