import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { readPicture } from '../../../platform/files/picture.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchPhoto, noSuchPlace, photosBusy, photoUnreadable, tooManyPhotos } from '../contract.ts';
import { placesChanged } from '../events.ts';
import { lockPlace } from './edit-room.ts';

type Context = Writing<Actor>;
export const mostPhotos = 12;
const addressOf = (district: string, id: string, size: 'small' | 'large') => `/photos/${district}/${id}/${size}.webp`;

/** The photos of a place in their order, with the addresses of their two sizes. */
export async function listPhotos(db: Read, district: string, placeId: string) {
  const rows = await db
    .selectFrom('places.photo')
    .select(['id', 'caption', 'width', 'height'])
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({ ...row, small: addressOf(district, row.id, 'small'), large: addressOf(district, row.id, 'large') }));
}

/** The bytes of a photo; what anyone may see of a place. */
export async function findPhoto(db: Read, district: string, id: string, size: 'small' | 'large'): Promise<Buffer | undefined> {
  const row = await db.selectFrom('places.photo').select(size).where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row?.[size];
}

async function touch(context: Context, placeId: string, detail: Record<string, unknown>): Promise<void> {
  await context.record(placesChanged, placeId, { photos: true });
  context.note({ object: placeId, detail });
}

export async function addPhotoCommand(context: Context, { placeId, file, caption }: { placeId: string; file: File; caption: string }) {
  const { tx, district, now, actor } = context;
  const picture = (await readPicture(Buffer.from(await file.arrayBuffer()))) ?? refuse(photoUnreadable);
  if (picture === 'busy') refuse(photosBusy);
  if (!(await lockPlace(context, placeId))) refuse(noSuchPlace);
  const kept = await tx.selectFrom('places.photo').select('position').where('district', '=', district).where('placeId', '=', placeId).execute();
  if (kept.length >= mostPhotos) refuse(tooManyPhotos);
  const id = newId(now.getTime());
  const position = Math.max(0, ...kept.map((photo) => photo.position)) + 1;
  await tx
    .insertInto('places.photo')
    .values({ ...picture, district, id, placeId, position, caption, addedBy: actor.id, addedAt: now })
    .execute();
  await touch(context, placeId, { photo: id });
  return { id };
}

export async function updatePhotoCommand(context: Context, input: { placeId: string; id: string; caption: string; isFirst: boolean }) {
  const { tx, district } = context;
  await lockPlace(context, input.placeId);
  const own = tx.selectFrom('places.photo').where('district', '=', district).where('placeId', '=', input.placeId);
  const first = await own.select((eb) => eb.fn.min('position').as('position')).executeTakeFirst();
  const row = await tx
    .updateTable('places.photo')
    .set({ caption: input.caption, ...(input.isFirst && { position: (first?.position ?? 1) - 1 }) })
    .where('district', '=', district)
    .where('placeId', '=', input.placeId)
    .where('id', '=', input.id)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchPhoto);
  await touch(context, input.placeId, { photo: input.id });
  return row;
}

export async function removePhotoCommand(context: Context, { placeId, id }: { placeId: string; id: string }) {
  const { tx, district } = context;
  const row = await tx
    .deleteFrom('places.photo')
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchPhoto);
  await touch(context, placeId, { removedPhoto: id });
  return row;
}
