import { sql } from 'kysely';
import type { OpeningHours } from '../../../engines/calendar/opening-hours.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { statement } from '../../../platform/statement.ts';
import { codesBelow } from '../../areas/index.ts';
import { listKnownFunctions, placeWhereabouts } from '../../places/index.ts';
import { changedMeanwhile, noSuchOffering, wrongFunction, wrongResource, wrongRules } from '../refusals.ts';
import type { Offered } from '../slots/ground.ts';
import { earlier, type OfferingRules } from './rules.ts';
import { faultOfCondition } from './who.ts';

type Fields = {
  name: string;
  nameEn: string;
  about: string;
  aboutEn: string;
  functionCode: string;
  resources: string[];
  shownFrom: string | null;
  shownTo: string | null;
  rules: OfferingRules;
};
export type OfferingRow = Offered & { id: string; kind: string; revision: number; name: string; nameEn: string; placeName: string };

export const offeringInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('bookings.offering').select('placeId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

const offeredOf = (db: Read, district: string, id: string) =>
  db
    .selectFrom('bookings.offering as o')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .select(['o.id', 'o.placeId', 'p.name as placeName', 'p.hours', 'o.name', 'o.nameEn', 'o.functionCode', 'o.kind', 'o.resources', 'o.rules', 'o.revision'])
    .select(
      sql<{ from: string; to: string }[]>`(select coalesce(json_agg(json_build_object('from', lower(r.uses), 'to', upper(r.uses))), '[]') from bookings.round r
        where r.district = o.district and r.place_id = o.place_id and o.id = any(r.offerings) and r.state in ('planned', 'allocated'))`.as('held'),
    )
    .where('o.district', '=', district)
    .where('o.id', '=', id);

type OfferedRow = NonNullable<Awaited<ReturnType<ReturnType<typeof offeredOf>['executeTakeFirst']>>>;
const read = (row: OfferedRow): OfferingRow => ({
  ...row,
  rules: { ...earlier, ...(row.rules as unknown as OfferingRules) },
  hours: row.hours as unknown as OpeningHours,
});

/** An offering whatever its state: what has been booked goes on by its rules. */
export async function findOffering(db: Read, district: string, id: string): Promise<OfferingRow | undefined> {
  const row = await offeredOf(db, district, id).executeTakeFirst();
  return row && read(row);
}

const open = statement<{ district: string; id: string; now: Date }, OfferedRow>((db, { district, id, now }) =>
  offeredOf(db, district, id)
    .where('o.state', '=', 'published')
    .where((eb) => eb.or([eb('shownFrom', 'is', null), eb('shownFrom', '<=', now)]))
    .where((eb) => eb.or([eb('shownTo', 'is', null), eb('shownTo', '>', now)]))
    .where('p.closedOn', 'is', null),
);

/** An offering that residents can book at a moment. */
export async function getOpen(db: Read, district: string, id: string, now: Date): Promise<OfferingRow> {
  const [row] = await open(db, { district, id, now });
  return read(row ?? refuse(noSuchOffering));
}

const offeringsOf = (db: Read, district: string) =>
  db
    .selectFrom('bookings.offering as o')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .select(['o.id', 'o.placeId', 'p.name as placeName', 'o.functionCode', 'o.kind', 'o.state', 'o.name', 'o.nameEn', 'o.about', 'o.aboutEn'])
    .select(['o.resources', 'o.shownFrom', 'o.shownTo', 'o.rules', 'o.revision'])
    .where('o.district', '=', district)
    .orderBy('p.name')
    .orderBy('o.name')
    .limit(500);

type Shown = Awaited<ReturnType<ReturnType<typeof offeringsOf>['execute']>>[number];
const shown = (row: Shown) => ({
  ...row,
  kind: row.kind as 'slot',
  state: row.state as 'draft',
  shownFrom: row.shownFrom?.toISOString() ?? null,
  shownTo: row.shownTo?.toISOString() ?? null,
  rules: { ...earlier, ...(row.rules as unknown as OfferingRules) },
});

type Search = { placeId?: string; function?: string; within?: string; find?: string };
export async function listOfferingsQuery({ db, district, now }: Reading, input: Search) {
  const rows = await offeringsOf(db, district)
    .where('o.state', '=', 'published')
    .where((eb) => eb.or([eb('shownFrom', 'is', null), eb('shownFrom', '<=', now)]))
    .where((eb) => eb.or([eb('shownTo', 'is', null), eb('shownTo', '>', now)]))
    .where('p.closedOn', 'is', null)
    .$if(input.placeId !== undefined, (q) => q.where('o.placeId', '=', input.placeId!))
    .$if(input.function !== undefined, (q) => q.where('o.functionCode', '=', input.function!))
    .$if(input.within !== undefined, (q) => q.where('p.areaCode', 'in', codesBelow(input.within!)))
    .$if(Boolean(input.find), (q) => q.where(sql<boolean>`o.name || ' ' || o.name_en ilike ${`%${input.find!.replaceAll(/[\\%_]/g, '\\$&')}%`}`))
    .execute();
  return rows.map(shown);
}

export async function listAllOfferingsQuery({ db, district }: Reading, { id }: { id: string }) {
  return (await offeringsOf(db, district).where('o.placeId', '=', id).execute()).map(shown);
}

export async function getOfferingQuery({ db, district, now }: Reading, { id }: { id: string }) {
  await getOpen(db, district, id, now);
  return shown(await offeringsOf(db, district).where('o.id', '=', id).executeTakeFirstOrThrow());
}

/** Slots have a way to choose a time, sessions have none; resources are rooms or equipment of the place. */
async function check({ tx, district, now }: Writing<Actor>, placeId: string, kind: string, { functionCode, resources, rules }: Fields): Promise<void> {
  if ((kind === 'session') !== (rules.slot === null)) refuse(wrongRules, { field: 'rules.slot' });
  if (kind !== 'session' && resources.length === 0) refuse(wrongResource, { field: 'resources' });
  if (!(await listKnownFunctions(tx, district)).some(({ code }) => code === functionCode)) refuse(wrongFunction, { field: 'functionCode' });
  const conditions = [...(rules.who?.condition ? [rules.who.condition] : []), ...rules.reductions.map(({ condition }) => condition)];
  for (const condition of conditions) {
    const why = faultOfCondition(condition, dayHere(now));
    if (why) refuse(wrongRules, { field: 'rules.who', why });
  }
  if (new Set(resources).size < resources.length) refuse(wrongResource, { field: 'resources' });
  const known = await tx
    .selectFrom('bookings.resource')
    .select('id')
    .where('district', '=', district)
    .where('placeId', '=', placeId)
    .where((eb) => eb('id', '=', eb.fn.any(eb.val(resources))))
    .execute();
  if (known.length < resources.length) refuse(wrongResource, { field: 'resources' });
}

async function keepVersion({ tx, district, now, actor }: Writing<Actor>, offeringId: string, revision: number, rules: OfferingRules): Promise<void> {
  await tx
    .insertInto('bookings.offeringVersion')
    .values({ district, offeringId, revision, rules: JSON.stringify(rules), changedBy: actor.id, changedAt: now })
    .execute();
}

export async function addOfferingCommand(context: Writing<Actor>, { placeId, kind, ...fields }: Fields & { placeId: string; kind: string }) {
  const { tx, district, now, actor } = context;
  await check(context, placeId, kind, fields);
  const id = newId(now.getTime());
  await tx
    .insertInto('bookings.offering')
    .values({ ...fields, rules: JSON.stringify(fields.rules), district, id, placeId, kind, changedBy: actor.id, changedAt: now })
    .execute();
  await keepVersion(context, id, 1, fields.rules);
  return { id, revision: 1 };
}

export async function editOfferingCommand(
  context: Writing<Actor>,
  { id, revision, state, ...fields }: Fields & { id: string; revision: number; state: string },
) {
  const { tx, district, now, actor } = context;
  const known = await tx.selectFrom('bookings.offering').select(['placeId', 'kind']).where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!known) refuse(noSuchOffering);
  await check(context, known.placeId, known.kind, fields);
  const row = await tx
    .updateTable('bookings.offering')
    .set({ ...fields, rules: JSON.stringify(fields.rules), state, revision: revision + 1, changedBy: actor.id, changedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .returning(['id', 'revision'])
    .executeTakeFirst();
  if (!row) refuse(changedMeanwhile);
  await keepVersion(context, id, row.revision, fields.rules);
  return row;
}
