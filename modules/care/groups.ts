import { sql } from 'kysely';
import type { OpeningHours } from '../../engines/calendar/opening-hours.ts';
import type { Actor } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { placeWhereabouts } from '../places/index.ts';
import { changedMeanwhile, noSuchGroup, tooManyPlaces, wrongAgeClass } from './contract.ts';
import { ageClasses, findAgeClass, type GroupRules } from './rules.ts';

/** Where what an input names lies, by the place of its group. */
const locate =
  (table: 'contract' | 'stay' | 'shift') =>
  async (db: Read, district: string, { id }: { id: string }) => {
    const { rows } = await sql<{ id: string }>`select g.place_id as id from care.${sql.raw(table)} x
      join care.care_group g on g.district = x.district and g.id = x.group_id where x.district = ${district} and x.id = ${id}`.execute(db as never);
    return rows[0] && placeWhereabouts(db, district, rows[0]);
  };
export const [contractInput, stayInput, shiftInput] = [locate('contract'), locate('stay'), locate('shift')] as const;
export const groupInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('care.careGroup').select('placeId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

const groupsOf = (db: Read, district: string) =>
  db
    .selectFrom('care.careGroup as g')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'g.district').onRef('p.id', '=', 'g.placeId'))
    .select([
      'g.id',
      'g.placeId',
      'p.name as placeName',
      'p.hours',
      'g.kind',
      'g.ageClass',
      'g.name',
      'g.nameEn',
      'g.places',
      'g.rules',
      'g.revision',
      'g.closedOn',
    ])
    .where('g.district', '=', district);
type GroupRow = Awaited<ReturnType<ReturnType<typeof groupsOf>['execute']>>[number];
export type Group = Omit<GroupRow, 'rules' | 'hours'> & { rules: GroupRules; hours: OpeningHours };

const read = (row: GroupRow): Group => ({ ...row, rules: row.rules as unknown as GroupRules, hours: row.hours as unknown as OpeningHours });

export async function getGroup(db: Read, district: string, id: string): Promise<Group> {
  return read((await groupsOf(db, district).where('g.id', '=', id).executeTakeFirst()) ?? refuse(noSuchGroup));
}

export function groupView({ hours: _, ...group }: Group) {
  const ages = findAgeClass(group.ageClass)!;
  return { ...group, kind: group.kind as 'nursery', ageName: ages.name, perCarer: ages.perCarer, basis: ages.basis };
}

export async function listGroupsQuery({ db, district }: Reading, { placeId }: { placeId?: string }) {
  const rows = await groupsOf(db, district)
    .$if(placeId !== undefined, (q) => q.where('g.placeId', '=', placeId!))
    .where('g.closedOn', 'is', null)
    .orderBy('p.name')
    .orderBy('g.name')
    .limit(500)
    .execute();
  return rows.map((row) => groupView(read(row)));
}

export const listAgeClassesQuery = async () =>
  ageClasses.map(({ code, kind, name, places, perCarer, basis }) => ({ code, kind, name, places, perCarer, basis }));

type Fields = { ageClass: string; name: string; nameEn: string; places: number; rules: GroupRules };

function check(kind: string, { ageClass, places }: Fields): void {
  const ages = findAgeClass(ageClass);
  if (ages?.kind !== kind) refuse(wrongAgeClass, { field: 'ageClass' });
  if (places > ages.places) refuse(tooManyPlaces, { field: 'places', most: ages.places, basis: ages.basis });
}

export async function addGroupCommand(
  { tx, district, now, actor, note }: Writing<Actor>,
  { placeId, kind, ...fields }: Fields & { placeId: string; kind: string },
) {
  check(kind, fields);
  const id = newId(now.getTime());
  await tx
    .insertInto('care.careGroup')
    .values({ ...fields, rules: JSON.stringify(fields.rules), district, id, placeId, kind, changedBy: actor.id, changedAt: now })
    .execute();
  note({ object: id });
  return { id, revision: 1 };
}

export async function editGroupCommand(
  { tx, district, now, actor, note }: Writing<Actor>,
  { id, revision, closedOn, ...fields }: Fields & { id: string; revision: number; closedOn: string | null },
) {
  const { kind } = await getGroup(tx, district, id);
  check(kind, fields);
  const row = await tx
    .updateTable('care.careGroup')
    .set({ ...fields, rules: JSON.stringify(fields.rules), closedOn, revision: revision + 1, changedBy: actor.id, changedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(['id', 'revision'])
    .executeTakeFirst();
  note({ object: id });
  return row ?? refuse(changedMeanwhile);
}
