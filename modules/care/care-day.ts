import { sql } from 'kysely';
import type { Read, Write } from '../../platform/database.ts';
import { stepMinutes } from './rules.ts';

type Span = { from: number; to: number };
export type CareDay = { load: number[]; heads: number[]; carers: number[] };
const none = () => Array.from({ length: 1440 / stepMinutes }, () => 0);

export async function readCareDay(db: Read, district: string, groupId: string, day: string): Promise<CareDay> {
  const row = await db
    .selectFrom('care.careDay')
    .select(['load', 'heads', 'carers'])
    .where('district', '=', district)
    .where('groupId', '=', groupId)
    .where('day', '=', day)
    .executeTakeFirst();
  return row ?? { load: none(), heads: none(), carers: none() };
}

const begin = (tx: Write, district: string, groupId: string, day: string) =>
  tx
    .insertInto('care.careDay')
    .values({ district, groupId, day })
    .onConflict((conflict) => conflict.doNothing())
    .execute();

/**
 * Takes a share of a carer and a place for a time of a day, in one statement that sees what there is then; false where carers or places
 * would not do at some quarter of an hour.
 */
export async function takeShare(
  tx: Write,
  district: string,
  group: { id: string; places: number },
  day: string,
  { from, to }: Span,
  share: number,
): Promise<boolean> {
  await begin(tx, district, group.id, day);
  const [first, last] = [from / stepMinutes, to / stepMinutes];
  const { rows } = await sql`
    update care.care_day set load = care.add(load, ${first}, ${last}, ${share}), heads = care.add(heads, ${first}, ${last}, 1)
    where district = ${district} and group_id = ${group.id} and day = ${day}
      and care.fits(care.add(load, ${first}, ${last}, ${share}), carers) and care.largest(care.add(heads, ${first}, ${last}, 1)) <= ${group.places}
    returning 1`.execute(tx);
  return rows.length > 0;
}

export async function giveShare(tx: Write, district: string, groupId: string, day: string, { from, to }: Span, share: number): Promise<void> {
  const [first, last] = [from / stepMinutes, to / stepMinutes];
  await sql`update care.care_day set load = care.add(load, ${first}, ${last}, ${-share}), heads = care.add(heads, ${first}, ${last}, -1)
    where district = ${district} and group_id = ${groupId} and day = ${day}`.execute(tx);
}

export async function addCarer(tx: Write, district: string, groupId: string, day: string, { from, to }: Span, worth: number): Promise<void> {
  await begin(tx, district, groupId, day);
  await sql`update care.care_day set carers = care.add(carers, ${from / stepMinutes}, ${to / stepMinutes}, ${worth})
    where district = ${district} and group_id = ${groupId} and day = ${day}`.execute(tx);
}

/** Takes a carer off where those who are left do for all who are planned; false where they would not. */
export async function dropCarer(tx: Write, district: string, groupId: string, day: string, { from, to }: Span, worth: number): Promise<boolean> {
  const [first, last] = [from / stepMinutes, to / stepMinutes];
  const { rows } = await sql`
    update care.care_day set carers = care.add(carers, ${first}, ${last}, ${-worth})
    where district = ${district} and group_id = ${groupId} and day = ${day} and care.fits(load, care.add(carers, ${first}, ${last}, ${-worth})) returning 1`.execute(
    tx,
  );
  return rows.length > 0;
}

/** The minute from which a day is short: of carers where a share more is needed, or of places. */
export function shortFrom({ load, heads, carers }: CareDay, { from, to }: Span, share: number, places: number): { why: 'ratio' | 'places'; at: number } | null {
  for (let step = from / stepMinutes; step < to / stepMinutes; step++) {
    if (heads[step]! + 1 > places) return { why: 'places', at: step * stepMinutes };
    if (load[step]! + share > carers[step]!) return { why: 'ratio', at: step * stepMinutes };
  }
  return null;
}
