import { sql } from 'kysely';
import type { Read } from '../../platform/database.ts';

/** How many are in care at a place at some time of a day, by what is planned and who is there. */
export async function countInCare(db: Read, district: string, placeId: string, day: string, { from, to }: { from: number; to: number }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from care.stay s join care.care_group g on g.district = s.district and g.id = s.group_id
    where s.district = ${district} and g.place_id = ${placeId} and s.day = ${day}::date and s.state in ('planned', 'present') and s.from_minute < ${to} and s.to_minute > ${from}`.execute(
    db as never,
  );
  return rows[0]!.n;
}
