import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { changedMeanwhile, noSuchResource, wrongResource } from '../refusals.ts';

type Fields = { name: string; nameEn: string; skills: string[]; seats: number | null };
type NewResource = Fields & { placeId: string; kind: 'room' | 'equipment' | 'staff'; roomId: string | null; parentId: string | null };

export const resourceInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('bookings.resource').select('placeId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};
export const placeInput = (db: Read, district: string, { placeId }: { placeId: string }) => placeWhereabouts(db, district, { id: placeId });

const kinds = ['room', 'equipment', 'staff'];
/** Rooms first, each followed by its parts; then what else there is. */
export function inOrder<R extends { id: string; kind: string; name: string; above: string[] }>(rows: readonly R[]): R[] {
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const keyOf = ({ kind, above, name }: R) => [kinds.indexOf(kind), ...above.map((id) => names.get(id) ?? ''), name].join('\n');
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ row }) => row);
}

export async function listResourcesQuery({ db, district }: Reading, { placeId }: { placeId: string }) {
  const rows = await db
    .selectFrom('bookings.resource')
    .select(['id', 'kind', 'roomId', 'parentId', 'name', 'nameEn', 'skills', 'seats', 'revision', 'retiredOn', 'above'])
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .limit(1000)
    .execute();
  return inOrder(rows).map(({ above: _, ...row }) => ({ ...row, kind: row.kind as 'room' }));
}

export async function addResourceCommand({ tx, district, now }: Writing<Actor>, input: NewResource) {
  const at = { district, placeId: input.placeId };
  if (input.kind !== 'room' && (input.parentId ?? input.roomId) !== null) refuse(wrongResource, { field: input.parentId ? 'parentId' : 'roomId' });
  const parent =
    input.parentId === null
      ? null
      : await tx
          .selectFrom('bookings.resource')
          .select(['id', 'above', 'roomId', 'kind'])
          .where((eb) => eb.and(at))
          .where('id', '=', input.parentId)
          .executeTakeFirst();
  if (parent === undefined || (parent && parent.kind !== 'room')) refuse(wrongResource, { field: 'parentId' });
  const roomId = input.roomId ?? parent?.roomId ?? null;
  if (roomId !== null) {
    const room = await tx
      .selectFrom('places.room')
      .select('id')
      .where((eb) => eb.and(at))
      .where('id', '=', roomId)
      .executeTakeFirst();
    if (!room) refuse(wrongResource, { field: 'roomId' });
  }
  const id = newId(now.getTime());
  const above = parent ? [...parent.above, parent.id] : [];
  await tx
    .insertInto('bookings.resource')
    .values({ ...input, roomId, district, id, above })
    .execute();
  return { id };
}

export async function editResourceCommand(
  { tx, district }: Writing<Actor>,
  { id, revision, ...fields }: Fields & { id: string; revision: number; retiredOn: string | null },
) {
  const row = await tx
    .updateTable('bookings.resource')
    .set({ ...fields, revision: revision + 1 })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(['id', 'revision'])
    .executeTakeFirst();
  if (row) return row;
  const known = await tx.selectFrom('bookings.resource').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return refuse(known ? changedMeanwhile : noSuchResource);
}
