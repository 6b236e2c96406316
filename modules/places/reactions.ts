import { sql } from 'kysely';
import type { Reaction } from '../../platform/event.ts';
import { areaChanged, areasImported, endedCommunities, findArea, relocate } from '../areas/index.ts';

/** Communities were merged: what lay in them lies in the new one. Doing it again changes nothing. */
const placesFollowAreas: Reaction = {
  name: 'places.follow-areas',
  on: [areaChanged],
  react: async ({ tx }, fact) => {
    const { kind, from, to } = fact.detail as { kind: string; from: string[]; to: string[] };
    // A function of one of the parts serves the whole; of a community that was split, its subdistrict.
    const heir = kind === 'merge' ? to[0]! : (await findArea(tx, from[0]!))?.parentCode;
    if (kind !== 'rename' && heir) {
      await tx.updateTable('places.ownFunction').set({ areaCode: heir }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
    }
    if (kind !== 'merge') return;
    await tx.updateTable('places.place').set({ areaCode: to[0]! }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
  },
};

/** New boundaries were loaded: places of a community that was split lie in the part that holds them. */
const placesFollowBoundaries: Reaction = {
  name: 'places.follow-boundaries',
  on: [areasImported],
  react: async ({ tx }, { district }) => {
    const stranded = tx.selectFrom('places.place').select(['id', 'lon', 'lat']).where('district', '=', district);
    const rows = await stranded.where('areaCode', 'in', endedCommunities(tx, district)).execute();
    for (const [areaCode, ids] of await relocate(tx, district, rows)) {
      await tx.updateTable('places.place').set({ areaCode }).where('district', '=', district).where('id', '=', sql<string>`any(${ids})`).execute();
    }
  },
};

export const reactions = [placesFollowAreas, placesFollowBoundaries];
