import type { z } from 'zod';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts } from '../../areas/index.ts';
import { changedMeanwhile, noSuchSpace, type Space, type SpaceFields } from './contract.ts';

type Fields = z.infer<typeof SpaceFields>;
type Offered = Omit<Fields, 'address' | 'termMonths' | 'availableFrom'> & Partial<Fields>;

/** Where a space lies, for who may change it. */
export async function spaceWhereabouts(db: Read, district: string, { id }: { id: string }) {
  const row = await db.selectFrom('planning.space').select('areaCode').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
}

export async function listSpacesQuery({ db, district }: Reading): Promise<z.infer<typeof Space>[]> {
  const rows = await db
    .selectFrom('planning.space as s')
    .innerJoin('areas.area as a', 'a.code', 's.areaCode')
    .leftJoin('places.place as p', (join) => join.onRef('p.district', '=', 's.district').onRef('p.id', '=', 's.placeId'))
    .selectAll('s')
    .select(['a.name as areaName', 'p.name as placeName'])
    .where('s.district', '=', district)
    .orderBy('s.areaCode')
    .orderBy('s.name')
    .execute();
  return rows.map(({ district: _, createdAt: _c, updatedAt: _u, ...row }) => ({
    ...row,
    kind: row.kind as 'other',
    acquisition: row.acquisition as 'lease',
    status: row.status as 'offered',
    floorArea: Number(row.floorArea),
    rentFen: Number(row.rentFen),
  }));
}

export async function offerSpaceCommand({ tx, district, now, note }: Writing<Actor>, input: Offered) {
  const id = newId(now.getTime());
  await tx
    .insertInto('planning.space')
    .values({ ...input, district, id, createdAt: now, updatedAt: now })
    .execute();
  note({ object: id, areaCode: input.areaCode });
  return { id, revision: 1 };
}

async function change({ tx, district, now, note }: Writing<Actor>, id: string, revision: number, changes: Record<string, unknown>) {
  const row = await tx
    .updateTable('planning.space')
    .set({ ...changes, updatedAt: now })
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(['id', 'revision', 'areaCode'])
    .executeTakeFirst();
  if (!row) {
    const exists = await tx.selectFrom('planning.space').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
    refuse(exists ? changedMeanwhile : noSuchSpace);
  }
  note({ object: id, areaCode: row.areaCode, detail: { fields: Object.keys(changes) } });
  return { id: row.id, revision: row.revision };
}

export function updateSpaceCommand(
  context: Writing<Actor>,
  { id, revision, ...changes }: { id: string; revision: number } & Partial<z.infer<typeof SpaceFields>>,
) {
  return change(context, id, revision, changes);
}

export function setSpaceStatusCommand(
  context: Writing<Actor>,
  { id, revision, status, note, placeId }: { id: string; revision: number; status: string; note: string | null; placeId: string | null },
) {
  return change(context, id, revision, { status, statusNote: note, placeId });
}
