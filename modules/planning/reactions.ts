import type { Reaction } from '../../platform/event.ts';
import { areaChanged } from '../areas/index.ts';

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

export const reactions = [cellsFollowAreas];
