import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { placeOfPhoto, readPicture } from '../../../platform/files/picture.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import shipped from '../data/matters.json' with { type: 'json' };
import { type ByNumber, getOwn } from '../receipt.ts';
import { noSuchRequest } from '../refusals.ts';
import { getSeen } from '../work.ts';
import { noSuchPhoto, photosBusy, photoUnreadable, tooManyPhotos } from './contract.ts';

type Size = 'small' | 'large';
type Adding = { requestId: string; byPart: 'reporter' | 'staff'; file: File; keepPlace: boolean; isNameless?: boolean };

async function addTo({ tx, district, now, note }: Writing<Actor | null>, { requestId, byPart, file, keepPlace, isNameless = false }: Adding) {
  const bytes = Buffer.from(await file.arrayBuffer());
  const picture = (await readPicture(bytes)) ?? refuse(photoUnreadable);
  if (picture === 'busy') refuse(photosBusy);
  // Two photos at once are counted one after the other.
  await tx.selectFrom('requests.request').select('id').where('district', '=', district).where('id', '=', requestId).forUpdate().execute();
  const { n } = await tx
    .selectFrom('requests.photo')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('requestId', '=', requestId)
    .where('byPart', '=', byPart)
    .executeTakeFirstOrThrow();
  if (n >= shipped.photos.most) refuse(tooManyPhotos);
  const id = newId(now.getTime());
  const at = keepPlace ? await placeOfPhoto(bytes) : null;
  await tx
    .insertInto('requests.photo')
    .values({ ...picture, district, id, requestId, byPart, addedAt: now, lon: at?.lon ?? null, lat: at?.lat ?? null })
    .execute();
  note({ object: requestId, detail: { photo: id }, isNameless });
  return { id };
}

export async function addOwnPhotoCommand(context: Writing<Actor | null>, { file, keepPlace, ...asked }: ByNumber & { file: File; keepPlace: boolean }) {
  const found = await getOwn(context, context.tx, asked);
  return addTo(context, { requestId: found.id, byPart: 'reporter', file, keepPlace, isNameless: found.accountId !== context.actor?.id });
}

/** Those who work on a request show what was done. */
export async function addPhotoCommand(context: Writing<Actor>, { id, file }: { id: string; file: File }) {
  const { mayOpen } = await getSeen({ ...context, db: context.tx }, id);
  if (!mayOpen) refuse(noSuchRequest);
  return addTo(context, { requestId: id, byPart: 'staff', file, keepPlace: false });
}

export async function listPhotosOf(db: Read, district: string, requestId: string) {
  const rows = await db
    .selectFrom('requests.photo')
    .select(['id', 'byPart', 'addedAt', 'width', 'height', 'lon', 'lat'])
    .where('district', '=', district)
    .where('requestId', '=', requestId)
    .orderBy('addedAt')
    .orderBy('id')
    .execute();
  return rows.map(({ byPart, addedAt, ...row }) => ({ ...row, byPart: byPart as 'reporter' | 'staff', addedAt: addedAt.toISOString() }));
}

async function readFile({ db, district }: Pick<Reading, 'db' | 'district'>, requestId: string, id: string, size: Size): Promise<File> {
  const row = await db
    .selectFrom('requests.photo')
    .select(size)
    .where('district', '=', district)
    .where('requestId', '=', requestId)
    .where('id', '=', id)
    .executeTakeFirst();
  const bytes = row?.[size] ?? refuse(noSuchPhoto);
  return new File([new Uint8Array(bytes)], `${id}.webp`, { type: 'image/webp' });
}

export async function getOwnPhotoQuery(context: Reading, { id, size, ...asked }: ByNumber & { id: string; size: Size }) {
  const found = await getOwn(context, context.db, asked);
  return readFile(context, found.id, id, size);
}

export async function listPhotosQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { mayOpen, isConfidential } = await getSeen(context, id);
  if (isConfidential && !mayOpen) return [];
  return listPhotosOf(context.db, context.district, id);
}

/** Photos can show faces and homes: of a confidential request only those who work on it see them. */
export async function getPhotoQuery(context: Reading<Actor>, { id, photo, size }: { id: string; photo: string; size: Size }) {
  const { mayOpen, isConfidential } = await getSeen(context, id);
  if (isConfidential && !mayOpen) refuse(noSuchRequest);
  return readFile(context, id, photo, size);
}
