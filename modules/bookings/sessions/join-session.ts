import { sql } from 'kysely';
import { minuteOf } from '../../../engines/calendar/local-time.ts';
import { addDays } from '../../../engines/calendar/working-days.ts';
import type { Actor } from '../../../platform/access.ts';
import { dayHere, momentAt } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { keepPause } from '../attendance/attendance.ts';
import { getOpen } from '../offerings/offerings.ts';
import { full, noSuchOffering, notOpenYet, wrongPlaces } from '../refusals.ts';
import { type Booker, type ForWhom, own, somebody, standingOf } from '../slots/booker.ts';
import { keepLimits } from '../slots/limits.ts';
import { type Moving, writeBooking } from '../slots/write-booking.ts';
import { stopWaitingFor } from '../waiting/offer.ts';

/** A session that can be booked now, and its offering; ends with the reason where it cannot. */
export async function getJoinable({ tx, district, now }: Moving, sessionId: string, places: number) {
  const session = await tx
    .selectFrom('bookings.session')
    .select(['offeringId', 'state'])
    .select([sql<Date>`lower(during)`.as('from'), sql<Date>`upper(during)`.as('to')])
    .where('district', '=', district)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  if (session?.state !== 'planned') refuse(noSuchOffering);
  const offering = await getOpen(tx, district, session.offeringId, now);
  const { least, most } = offering.rules.places;
  if (places < least || places > most) refuse(wrongPlaces, { least, most });
  const opens = momentAt(minuteOf(addDays(dayHere(session.from), -offering.rules.horizonDays)));
  const closes = new Date(session.from.getTime() - offering.rules.noticeMinutes * 60_000);
  if (now < opens || now > closes) refuse(notOpenYet, { opens: opens.toISOString(), closes: closes.toISOString() });
  return { session, offering };
}

/** Places are taken by one statement that sees how many are left; whoever comes too late is told that it is full. */
async function join(context: Writing<Actor>, sessionId: string, places: number, booker: Booker) {
  const { tx, district, now } = context;
  const { session, offering } = await getJoinable(context, sessionId, places);
  const minutes = (session.to.getTime() - session.from.getTime()) / 60_000;
  await keepPause(tx, district, offering.id, offering.rules, booker, now);
  await keepLimits(tx, district, offering.id, offering.rules, booker, { from: session.from, minutes }, now);
  const standing = await standingOf(context, offering.rules, booker);
  const { rows } = await sql`
    update bookings.session set taken = taken + ${places}
    where district = ${district} and id = ${sessionId} and state = 'planned' and taken + ${places} <= places
      and (${offering.rules.waiting?.passOver ?? true} or not exists (
        select from bookings.waiting w where w.district = ${district} and w.offering_id = ${offering.id} and w.session_id = ${sessionId} and w.state = 'waiting'))
    returning 1`.execute(tx);
  if (rows.length === 0) refuse(full);
  const booking = { id: newId(now.getTime()), sessionId, from: session.from, minutes, places };
  const made = (await writeBooking(context, offering, { ...booker, standing }, booking, null))!;
  await stopWaitingFor(context, sessionId, booker);
  return made;
}

export async function joinSessionCommand(context: Writing<Actor>, { id, places, forPerson }: { id: string; places: number; forPerson?: string }) {
  const made = await join(context, id, places, await own(context, forPerson));
  if (forPerson !== undefined) context.note({ object: made.id, detail: { session: id, for: forPerson } });
  return made;
}

export async function joinForResidentCommand(context: Writing<Actor>, { id, places, ...whom }: ForWhom & { id: string; places: number }) {
  const made = await join(context, id, places, somebody(context, whom));
  context.note({ object: made.id, detail: { session: id, channel: whom.channel } });
  return made;
}
