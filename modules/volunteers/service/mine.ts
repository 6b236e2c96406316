import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import { findVolunteer } from '../register.ts';
import { listServicesWhere } from './services.ts';

export async function getMyVolunteerQuery({ db, district, vault, actor }: Reading<Actor>) {
  const found = actor.personId ? await findVolunteer(db, district, actor.personId) : undefined;
  if (!found) return { volunteer: null, services: [], stars: [] };
  const { trainings: _, ...volunteer } = found;
  const stars = await db
    .selectFrom('volunteers.star')
    .select(['star', 'state', 'noticeUntil', 'reason'])
    .where('district', '=', district)
    .where('volunteerId', '=', found.id)
    .orderBy('star', 'desc')
    .execute();
  const services = await listServicesWhere({ db, district, vault }, sql`s.volunteer_id = ${found.id}`);
  return { volunteer, services, stars: stars.map((row) => ({ ...row, state: row.state as 'given' })) };
}
