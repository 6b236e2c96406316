import { sql } from 'kysely';
import type { Reaction } from '../../platform/event.ts';
import { areaChanged, areasImported, endedCommunities, relocate } from '../areas/index.ts';

/** Communities were merged: what lay in them lies in the new one. Doing it again changes nothing. */
const peopleFollowAreas: Reaction = {
  name: 'people.follow-areas',
  on: [areaChanged],
  react: async ({ tx }, fact) => {
    const { kind, from, to } = fact.detail as { kind: string; from: string[]; to: string[] };
    if (kind !== 'merge') return;
    await tx.updateTable('people.household').set({ areaCode: to[0]! }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
    await tx.updateTable('people.person').set({ areaCode: to[0]! }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
  },
};

/** New boundaries were loaded: households of a community that was split live in the part that holds their dwelling, with those of their people who still did. */
const peopleFollowBoundaries: Reaction = {
  name: 'people.follow-boundaries',
  on: [areasImported],
  react: async ({ tx }, { district }) => {
    const stranded = tx.selectFrom('people.household').select(['id', 'lon', 'lat']).where('district', '=', district);
    const ended = endedCommunities(tx, district);
    const rows = await stranded.where('areaCode', 'in', ended).execute();
    for (const [areaCode, ids] of await relocate(tx, district, rows)) {
      await tx.updateTable('people.household').set({ areaCode }).where('district', '=', district).where('id', '=', sql<string>`any(${ids})`).execute();
      await tx
        .updateTable('people.person')
        .set({ areaCode })
        .where('district', '=', district)
        .where('householdId', '=', sql<string>`any(${ids})`)
        .where('areaCode', 'in', ended)
        .execute();
    }
  },
};

export const reactions = [peopleFollowAreas, peopleFollowBoundaries];
