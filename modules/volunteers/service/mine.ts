import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import { findVolunteer } from '../register.ts';
import { listServicesWhere } from './services.ts';

export async function getMyVolunteerQuery({ db, district, vault, actor }: Reading<Actor>) {
  const found = actor.personId ? await findVolunteer(db, district, actor.personId) : undefined;
  if (!found) return { volunteer: null, services: [] };
  const { trainings: _, ...volunteer } = found;
  return { volunteer, services: await listServicesWhere({ db, district, vault }, sql`s.volunteer_id = ${found.id}`) };
}
