import { sql } from 'kysely';
import { distanceMetres } from '../../engines/reach/metric.ts';
import { type Actor, areaPatternsOf, holdsAt, type StaffRole } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { needTaken, noSuchNeed, noSuchVoice } from './contract.ts';
import shipped from './data/needs.json' with { type: 'json' };
import { onlookers, workers } from './suggest.ts';

/** How many asked for a need themselves, and how many ask for it with those who follow one of its requests, each counted once. */
const askedOf = sql<number>`(select count(*) from needs.voice v where v.district = n.district and v.need_id = n.id)::int`;
const voicesOf = sql<number>`(select count(distinct v.request_id) + count(distinct f.account_id) from needs.voice v
  left join requests.follower f on f.district = v.district and f.request_id = v.request_id where v.district = n.district and v.need_id = n.id)::int`;

export const selectNeeds = (db: Read, district: string) =>
  db
    .selectFrom('needs.need as n')
    .innerJoin('areas.area as a', 'a.code', 'n.areaCode')
    .selectAll('n')
    .select(['a.name as areaName', 'a.path', voicesOf.as('voices'), askedOf.as('asked')])
    .where('n.district', '=', district);

/** Whether the area `a` of a query is one where somebody holds one of the roles. */
export const isInside = (actor: Actor, roles: StaffRole[]) => sql<boolean>`a.path like any(${areaPatternsOf(actor, roles)}::text[])`;

export const stateOf = (row: { projectId: string | null; metBy: string | null; droppedBecause: string | null }): 'open' | 'inProject' | 'met' | 'dropped' =>
  row.metBy !== null ? 'met' : row.droppedBecause !== null ? 'dropped' : row.projectId !== null ? 'inProject' : 'open';

export async function listNeedsQuery({ db, district, actor }: Reading<Actor>) {
  const rows = await selectNeeds(db, district)
    .where(isInside(actor, onlookers))
    .orderBy(sql`voices`, 'desc')
    .orderBy('n.openedAt', 'desc')
    .limit(500)
    .execute();
  const needs = rows.map((row) => ({
    id: row.id,
    title: row.title,
    areaCode: row.areaCode,
    areaName: row.areaName,
    functionCode: row.functionCode,
    segment: row.segment,
    voices: row.voices,
    state: stateOf(row),
    projectId: row.projectId,
    because: row.metBy ?? row.droppedBecause,
    openedAt: row.openedAt.toISOString(),
  }));
  const is = needs.filter(({ state }) => state === 'inProject' || state === 'met').length;
  return { needs, conversion: { is, of: needs.length, value: needs.length === 0 ? null : is / needs.length } };
}

type NewNeed = { title: string; areaCode: string; functionCode: string | null; segment: string | null; requestIds: string[] };
/** Writes a need into the register. Only requests of the writer's areas can be its voices. */
export async function openNeedCommand({ tx, district, now, actor, note }: Pick<Writing<Actor>, 'tx' | 'district' | 'now' | 'note' | 'actor'>, fresh: NewNeed) {
  const { requestIds, ...fields } = fresh;
  const own = await tx
    .selectFrom('requests.request as r')
    .innerJoin('areas.area as a', 'a.code', 'r.areaCode')
    .select('r.id')
    .where('r.district', '=', district)
    .where('r.id', 'in', requestIds)
    .where('r.words', 'is not', null)
    .where(isInside(actor, workers))
    .execute();
  if (own.length !== new Set(requestIds).size) refuse(noSuchVoice);
  const id = newId(now.getTime());
  await tx
    .insertInto('needs.need')
    .values({ ...fields, district, id, openedBy: actor.id, openedAt: now })
    .execute();
  await tx
    .insertInto('needs.voice')
    .values([...new Set(requestIds)].map((requestId) => ({ district, requestId, needId: id })))
    .execute();
  note({ object: id, areaCode: fields.areaCode, detail: { voices: requestIds.length } });
  return { id };
}

export async function matchNeedQuery({ db, district, actor }: Reading<Actor>, { id }: { id: string }) {
  const need = await selectNeeds(db, district).where('n.id', '=', id).executeTakeFirst();
  if (!need || !holdsAt(actor, onlookers, { areaPath: need.path })) refuse(noSuchNeed);
  const voices = await db
    .selectFrom('needs.voice as v')
    .innerJoin('requests.request as r', (join) => join.onRef('r.district', '=', 'v.district').onRef('r.id', '=', 'v.requestId'))
    .select(['r.id', 'r.number', 'r.words', 'r.lon', 'r.lat'])
    .where('v.district', '=', district)
    .where('v.needId', '=', id)
    .orderBy('r.receivedAt')
    .execute();
  const told = voices.map(({ id: of, number, words }) => ({ id: of, number, words: words ?? '' }));
  if (need.functionCode === null) return { resources: [], voices: told };
  const at = voices.flatMap(({ lon, lat }) => (lon === null || lat === null ? [] : [{ lon, lat }]));
  const rows = await db
    .selectFrom('services.service as s')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 's.district').onRef('p.id', '=', 's.placeId'))
    .select(['s.id as serviceId', 's.name', 's.nameEn', 's.placeId', 'p.name as placeName', 'p.lon', 'p.lat'])
    .where('s.district', '=', district)
    .where('s.functionCode', '=', need.functionCode)
    .where('s.validTo', 'is', null)
    .execute();
  const resources = rows.map(({ lon, lat, ...row }) => {
    const metres = at.map((point) => distanceMetres(point.lon, point.lat, lon, lat)).toSorted((a, b) => a - b);
    return { ...row, metres: metres.length === 0 ? null : Math.round(metres[Math.floor(metres.length / 2)]!) };
  });
  return {
    voices: told,
    resources: resources.filter(({ metres }) => metres === null || metres <= shipped.resourceMetres).toSorted((a, b) => (a.metres ?? 0) - (b.metres ?? 0)),
  };
}

export async function endNeedCommand({ tx, district, actor, note }: Writing<Actor>, { id, isMet, because }: { id: string; isMet: boolean; because: string }) {
  const need = await selectNeeds(tx, district).where('n.id', '=', id).executeTakeFirst();
  if (!need || !holdsAt(actor, workers, { areaPath: need.path })) refuse(noSuchNeed);
  const row = await tx
    .updateTable('needs.need')
    .set(isMet ? { metBy: because } : { droppedBecause: because })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('projectId', 'is', null)
    .where('metBy', 'is', null)
    .where('droppedBecause', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(needTaken);
  note({ object: id, areaCode: need.areaCode, detail: { isMet } });
  return { id };
}
