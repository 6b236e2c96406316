import { sql } from 'kysely';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read, Write } from '../../../platform/database.ts';
import { openProfile, type Packed, type Registered } from './facts.ts';

export type Known = Registered & { id: string; home: string | null; stated: Packed[] };

/** People with what stands about them, by id; as read from their sealed profiles. */
export async function listKnown(db: Read, vault: Vault, district: string, ids: readonly string[]): Promise<Known[]> {
  const rows = await db
    .selectFrom('people.person as p')
    .leftJoin('people.profile as pr', (join) => join.onRef('pr.district', '=', 'p.district').onRef('pr.personId', '=', 'p.id'))
    .select(['p.id', 'p.householdId as home', 'p.areaCode', 'p.bornOn', 'p.sex', 'p.deceasedOn', 'pr.sealed'])
    .where('p.district', '=', district)
    .where('p.id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('p.id')
    .execute();
  return rows.map(({ sealed, ...row }) => ({ ...row, stated: openProfile(vault, sealed) }));
}

/** Everybody alive who lives with a person, the person first. */
export async function listHousehold(db: Read, vault: Vault, district: string, personId: string): Promise<Known[]> {
  const { rows } = await sql<Omit<Known, 'stated'> & { sealed: string | null }>`
    select m.id, m.household_id as home, m.area_code, m.born_on, m.sex, m.deceased_on, pr.sealed
    from people.person p
    join people.person m on m.district = p.district
      and (m.id = p.id or (m.household_id = p.household_id and m.deceased_on is null and p.deceased_on is null))
    left join people.profile pr on pr.district = m.district and pr.person_id = m.id
    where p.district = ${district} and p.id = ${personId} order by m.id <> p.id, m.id limit 200`.execute(db as Write);
  return rows.map(({ sealed, ...row }) => ({ ...row, stated: openProfile(vault, sealed) }));
}

type Row = Omit<Known, 'stated'> & { sealed: string | null };

/** Everybody of the district with what stands about them, in parts and in no order; the next part is on its way while one is worked on. */
export async function* streamKnown(db: Read, vault: Vault, district: string, part = 4000): AsyncGenerator<Known[]> {
  await sql`declare everybody no scroll cursor for
    select p.id, p.household_id as home, p.area_code, p.born_on, p.sex, p.deceased_on, pr.sealed
    from people.person p left join people.profile pr on pr.district = p.district and pr.person_id = p.id
    where p.district = ${district}`.execute(db as Write);
  const fetch = () => sql<Row>`fetch ${sql.raw(String(part))} from everybody`.execute(db as Write);
  for (let next = fetch(); ; ) {
    const { rows } = await next;
    if (rows.length === 0) break;
    next = fetch();
    yield rows.map(({ sealed, ...row }) => ({ ...row, stated: openProfile(vault, sealed) }));
  }
  await sql`close everybody`.execute(db as Write);
}

/** The transaction from which on to ask for changes next time: all before it have ended, and are seen. */
export async function horizon(db: Read): Promise<string> {
  const { rows } = await sql<{ next: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as next`.execute(db as Write);
  return rows[0]!.next;
}

/** Whose profile changed in the transaction `since` or later. */
export async function changedSince(db: Read, district: string, since: string): Promise<string[]> {
  const changed = await db
    .selectFrom('people.profile')
    .select('personId')
    .where('district', '=', district)
    .where('changedIn', '>=', sql<string>`${since}::xid8`)
    .execute();
  return changed.map(({ personId }) => personId);
}
