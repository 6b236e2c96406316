import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { commitmentOf, type Fairness } from '../../../engines/stats/allocate.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { placeWhereabouts } from '../../places/index.ts';
import { noSuchRound, roundState, wrongRound } from '../refusals.ts';
import type { OpenApplication } from './contract.ts';

export const roundInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('bookings.round').select('placeId').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && placeWhereabouts(db, district, { id: row.placeId });
};

type NewRound = {
  placeId: string;
  name: string;
  nameEn: string;
  about: string;
  aboutEn: string;
  offerings: string[];
  appliesFrom: string;
  appliesTo: string;
  usesFrom: string;
  usesTo: string;
  first: string[];
};

export async function addRoundCommand(context: Writing<Actor>, { appliesFrom, appliesTo, usesFrom, usesTo, first, offerings, ...fields }: NewRound) {
  const { tx, district, now, actor, vault } = context;
  const [from, to] = [new Date(appliesFrom), new Date(appliesTo)];
  if (from >= to || to <= now) refuse(wrongRound, { field: 'appliesTo' });
  if (usesFrom > usesTo || to > new Date(`${usesFrom}T00:00:00+08:00`)) refuse(wrongRound, { field: 'usesFrom' });
  const known = await tx
    .selectFrom('bookings.offering')
    .select('id')
    .where('district', '=', district)
    .where('placeId', '=', fields.placeId)
    .where('kind', '=', 'slot')
    .where('id', 'in', offerings)
    .execute();
  if (known.length !== new Set(offerings).size) refuse(wrongRound, { field: 'offerings' });
  const [id, secret] = [newId(now.getTime()), randomBytes(32).toString('hex')];
  await tx
    .insertInto('bookings.round')
    .values({
      ...fields,
      district,
      id,
      offerings: [...new Set(offerings)],
      applies: sql`tstzrange(${from}, ${to})`,
      uses: sql`daterange(${usesFrom}, ${usesTo}, '[]')`,
      method: JSON.stringify({ first }),
      secretCipher: vault.seal('bookings.lottery', secret),
      commitment: commitmentOf(secret),
      madeBy: actor.id,
      madeAt: now,
    })
    .execute();
  context.note({ object: id });
  return { id };
}

export const roundsOf = (db: Read, district: string) =>
  db
    .selectFrom('bookings.round as r')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'r.district').onRef('p.id', '=', 'r.placeId'))
    .select(['r.id', 'r.placeId', 'p.name as placeName', 'r.name', 'r.nameEn', 'r.about', 'r.aboutEn', 'r.offerings', 'r.method', 'r.state', 'r.commitment'])
    .select(['r.secret', 'r.secretCipher', 'r.outcome', 'r.applications'])
    .select([sql<Date>`lower(r.applies)`.as('appliesFrom'), sql<Date>`upper(r.applies)`.as('appliesTo')])
    .select([sql<string>`lower(r.uses)::text`.as('usesFrom'), sql<string>`(upper(r.uses) - 1)::text`.as('usesTo')])
    .where('r.district', '=', district);
export type RoundRow = Awaited<ReturnType<ReturnType<typeof roundsOf>['execute']>>[number];
/** What was worked out, and from what: kept as it was, without names, so that anybody can work it out again. */
export type Outcome = { fair: Fairness; firstCome: Fairness; seed: string; applications: OpenApplication[] };

export type RoundState = 'ahead' | 'open' | 'closed' | 'allocated' | 'published' | 'cancelled';
/** What a round is at: by the clock until its times are given. */
export function stateOf({ state, appliesFrom, appliesTo }: Pick<RoundRow, 'state' | 'appliesFrom' | 'appliesTo'>, now: Date): RoundState {
  if (state !== 'planned') return state as RoundState;
  return now < appliesFrom ? 'ahead' : now < appliesTo ? 'open' : 'closed';
}

export const firstOf = ({ method }: Pick<RoundRow, 'method'>) => (method as { first: ('elder' | 'minor' | 'disabled')[] }).first;

/** Rounds as screens show them, with the rooms of their offerings. */
export async function roundViews(db: Read, district: string, rows: RoundRow[], now: Date) {
  const ids = [...new Set(rows.flatMap(({ offerings }) => offerings))];
  const { rows: rooms } = await sql<{ id: string; name: string; nameEn: string; resources: { id: string; zh: string; en: string }[] }>`
    select o.id, o.name, o.name_en as "nameEn",
      (select coalesce(json_agg(json_build_object('id', s.id, 'zh', s.name, 'en', s.name_en) order by s.name), '[]') from bookings.resource s
        where s.district = o.district and s.id = any(o.resources) and s.retired_on is null) as resources
    from bookings.offering o where o.district = ${district} and o.id = any(${ids}::uuid[])`.execute(db as never);
  const byId = new Map(rooms.map((room) => [room.id, room]));
  return rows.map((row) => ({
    ...{ id: row.id, placeId: row.placeId, placeName: row.placeName, usesFrom: row.usesFrom, usesTo: row.usesTo },
    ...{ applications: row.applications, commitment: row.commitment, first: firstOf(row), state: stateOf(row, now) },
    title: { zh: row.name, en: row.nameEn },
    about: { zh: row.about, en: row.aboutEn },
    appliesFrom: row.appliesFrom.toISOString(),
    appliesTo: row.appliesTo.toISOString(),
    offerings: row.offerings.flatMap((id) => {
      const offering = byId.get(id);
      if (!offering) return [];
      const resources = offering.resources.map((room) => ({ id: room.id, name: { zh: room.zh, en: room.en } }));
      return [{ id, title: { zh: offering.name, en: offering.nameEn }, resources }];
    }),
  }));
}

export async function listRoundsQuery({ db, district, now }: Reading, { placeId }: { placeId?: string }) {
  const rows = await roundsOf(db, district)
    .$if(placeId !== undefined, (q) => q.where('r.placeId', '=', placeId!))
    .where('r.state', '<>', 'cancelled')
    .orderBy(sql`lower(r.applies)`, 'desc')
    .limit(200)
    .execute();
  return roundViews(db, district, rows, now);
}

/** A round for a change; held until the transaction ends. */
export async function lockRound({ tx, district }: Pick<Writing, 'tx' | 'district'>, id: string): Promise<RoundRow> {
  await sql`select from bookings.round where district = ${district} and id = ${id} for update`.execute(tx);
  return (await roundsOf(tx, district).where('r.id', '=', id).executeTakeFirst()) ?? refuse(noSuchRound);
}

export async function cancelRoundCommand(context: Writing<Actor>, { id, reason }: { id: string; reason: string }) {
  const { tx, district } = context;
  const round = await lockRound(context, id);
  if (round.state !== 'planned') refuse(roundState, { state: round.state });
  await tx.updateTable('bookings.round').set({ state: 'cancelled' }).where('district', '=', district).where('id', '=', id).execute();
  context.note({ object: id, detail: { reason } });
  return { id };
}
