import type { Reaction } from '../../platform/event.ts';
import { areaChanged } from '../areas/index.ts';

/** Communities were merged: what lay in them lies in the new one. Doing it again changes nothing. */
const placesFollowAreas: Reaction = {
  name: 'places.follow-areas',
  on: [areaChanged],
  react: async ({ tx }, fact) => {
    const { kind, from, to } = fact.detail as { kind: string; from: string[]; to: string[] };
    if (kind !== 'merge') return;
    await tx.updateTable('places.place').set({ areaCode: to[0]! }).where('district', '=', fact.district).where('areaCode', 'in', from).execute();
  },
};

export const reactions = [placesFollowAreas];
