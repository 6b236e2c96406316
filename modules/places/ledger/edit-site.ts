import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchPlace, noSuchSite } from '../contract.ts';
import { placesChanged } from '../events.ts';
import { lockPlace } from './edit-room.ts';

type Context = Writing<Actor>;
type SiteInput = { placeId: string; name: string; address: string | null; lon: number; lat: number };

async function touch(context: Context, placeId: string, detail: Record<string, unknown>): Promise<void> {
  await context.tx
    .updateTable('places.place')
    .set((eb) => ({ updatedAt: context.now, revision: eb('revision', '+', 1) }))
    .where('district', '=', context.district)
    .where('id', '=', placeId)
    .execute();
  await context.record(placesChanged, placeId, { sites: true });
  context.note({ object: placeId, detail });
}

export async function addSiteCommand(context: Context, input: SiteInput) {
  const { tx, district, now } = context;
  if (!(await lockPlace(context, input.placeId))) refuse(noSuchPlace);
  const id = newId(now.getTime());
  await tx
    .insertInto('places.site')
    .values({ ...input, district, id })
    .execute();
  await touch(context, input.placeId, { site: id });
  return { id };
}

export async function updateSiteCommand(context: Context, { placeId, id, ...input }: SiteInput & { id: string }) {
  const { tx, district } = context;
  await lockPlace(context, placeId);
  const row = await tx
    .updateTable('places.site')
    .set(input)
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchSite);
  await touch(context, placeId, { site: id });
  return row;
}

export async function removeSiteCommand(context: Context, { placeId, id }: { placeId: string; id: string }) {
  const { tx, district } = context;
  await lockPlace(context, placeId);
  const row = await tx
    .deleteFrom('places.site')
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchSite);
  await touch(context, placeId, { removedSite: id });
  return row;
}
