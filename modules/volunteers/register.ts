import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { ageOn, listGuardians } from '../people/index.ts';
import { guardianNeeded, noRecord, noSuchPerson, tooYoung } from './contract.ts';
import { type CountsAs, rules, starOf } from './rules.ts';

type New = { skills: string[]; countsAs?: CountsAs | undefined };

/** A volunteer by the record of a person, with what was confirmed. */
export async function findVolunteer(db: Read, district: string, personId: string) {
  const { rows } = await sql<{
    id: string;
    number: string;
    skills: string[];
    trainings: string[];
    countsAs: CountsAs;
    state: 'active';
    minutes: number;
    services: number;
  }>`
    select v.id, v.number, v.skills, array(select t->>'code' from jsonb_array_elements(v.trainings) t) as trainings, v.counts_as as "countsAs", v.state,
      (coalesce(sum(s.minutes), 0) + (select coalesce(sum(o.minutes), 0) from volunteers.outside_service o where o.district = v.district and o.volunteer_id = v.id))::int as minutes,
      count(s.id)::int as services
    from volunteers.volunteer v left join volunteers.service s on s.district = v.district and s.volunteer_id = v.id and s.state = 'confirmed'
    where v.district = ${district} and v.person_id = ${personId} group by v.district, v.id`.execute(db as never);
  return rows[0] && { ...rows[0], star: starOf(rows[0].minutes) };
}

/** A number that is easily read out: the district and six digits. */
async function nextNumber({ tx, district }: Pick<Writing, 'tx' | 'district'>): Promise<string> {
  await sql`select pg_advisory_xact_lock(hashtextextended('volunteers.number:' || ${district}, 0))`.execute(tx);
  const { n } = await tx
    .selectFrom('volunteers.volunteer')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .executeTakeFirstOrThrow();
  return `${district}${String(n + 1).padStart(6, '0')}`;
}

async function register(context: Writing<Actor>, personId: string, { skills, countsAs = rules.countsAs }: New) {
  const { tx, district, now, vault, note } = context;
  const person = await tx.selectFrom('people.person').select('bornOn').where('district', '=', district).where('id', '=', personId).executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  const age = ageOn(person.bornOn, dayHere(now));
  if (age < rules.minimumAge) refuse(tooYoung, { from: rules.minimumAge });
  let agreedBy: string | null = null;
  if (age < rules.guardianBelow) {
    // At the counter the guardian stands beside; on the phone it is the guardian's account that registers the child.
    const guardians = await listGuardians(tx, vault, district, [personId], dayHere(now));
    const own = guardians.find(({ id }) => context.actor.kind === 'staff' || id === context.actor.personId);
    agreedBy = own?.id ?? refuse(guardianNeeded);
  }
  const id = newId(now.getTime());
  const number = await nextNumber(context);
  await tx.insertInto('volunteers.volunteer').values({ district, id, personId, number, skills, countsAs, registeredAt: now, agreedBy }).execute();
  note({ object: id });
  const { trainings: _, ...made } = (await findVolunteer(tx, district, personId))!;
  return made;
}

export const registerVolunteerCommand = (context: Writing<Actor>, fields: New) => register(context, context.actor.personId ?? refuse(noRecord), fields);
export const registerForResidentCommand = (context: Writing<Actor>, { personId, ...fields }: New & { personId: string }) => register(context, personId, fields);

type NewStation = { name: string; nameEn: string; areaCode: string; placeId: string | null; lon: number; lat: number };
export async function addStationCommand({ tx, district, now, note }: Writing<Actor>, fields: NewStation) {
  const id = newId(now.getTime());
  await tx
    .insertInto('volunteers.station')
    .values({ ...fields, district, id })
    .execute();
  note({ object: id, areaCode: fields.areaCode });
  return { id };
}

export async function listStationsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('volunteers.station')
    .select(['id', 'name', 'nameEn', 'areaCode', 'placeId', 'lon', 'lat'])
    .where('district', '=', district)
    .where('closedOn', 'is', null)
    .orderBy('name')
    .execute();
  return rows.map(({ name, nameEn, ...row }) => ({ ...row, name: { zh: name, en: nameEn } }));
}

/** Where a station lies, for the access rules. */
export async function stationInput(db: Read, district: string, { id }: { id: string }) {
  const row = await db
    .selectFrom('volunteers.station as s')
    .innerJoin('areas.area as a', 'a.code', 's.areaCode')
    .select('a.path')
    .where('s.district', '=', district)
    .where('s.id', '=', id)
    .executeTakeFirst();
  return row && { areaPath: row.path };
}
export async function areaOfInput(db: Read, _: string, { areaCode }: { areaCode: string }) {
  const row = await db.selectFrom('areas.area').select('path').where('code', '=', areaCode).executeTakeFirst();
  return row && { areaPath: row.path };
}
