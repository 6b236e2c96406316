import { randomBytes } from 'node:crypto';
import ical, { ICalEventStatus } from 'ical-generator';
import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { sha256 } from '../../../platform/crypto.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchFeed, noSuchResource } from '../refusals.ts';
import { bookingsOf } from '../slots/view.ts';

type Event = { id: string; from: Date; to: Date; summary: string; location?: string; isTentative?: boolean };

/** Moments are written in UTC: no calendar has to know a time zone to show them right. */
function calendarOf(name: string, events: readonly Event[], now: Date): File {
  const calendar = ical({ name, prodId: { company: 'Linli', product: 'bookings' }, ttl: 900 });
  for (const { id, from, to, summary, location, isTentative } of events)
    calendar.createEvent({
      id,
      start: from,
      end: to,
      stamp: now,
      summary,
      ...(location !== undefined && { location }),
      status: isTentative ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED,
    });
  return new File([calendar.toString()], 'linli.ics', { type: 'text/calendar;charset=utf-8' });
}

const endAll = ({ tx, district, now, actor }: Writing<Actor>) =>
  tx
    .updateTable('bookings.feed')
    .set({ endedAt: now })
    .where('district', '=', district)
    .where('accountId', '=', actor.id)
    .where('endedAt', 'is', null)
    .returning('id')
    .execute();

export async function makeFeedCommand(context: Writing<Actor>) {
  const { tx, district, now, actor } = context;
  await sql`select pg_advisory_xact_lock(hashtextextended(${actor.id}, 4))`.execute(tx);
  await endAll(context);
  const key = randomBytes(32).toString('base64url');
  await tx
    .insertInto('bookings.feed')
    .values({ district, id: newId(now.getTime()), accountId: actor.id, keyHash: sha256(key), madeAt: now })
    .execute();
  return { path: `/api/bookings/calendars/${key}` };
}

export async function endFeedCommand(context: Writing<Actor>) {
  return { ended: (await endAll(context)).length > 0 };
}

const shown = ['requested', 'offered', 'confirmed', 'checkedIn', 'finished'];

/** Only the address is proved, not who asks: the bookings of the account it belongs to, without names of the family. */
export async function getFeedQuery({ db, district, now, language }: Reading, { key }: { key: string }) {
  const feed = await db
    .selectFrom('bookings.feed as f')
    .innerJoin('identity.account as a', (join) => join.onRef('a.district', '=', 'f.district').onRef('a.id', '=', 'f.accountId'))
    .select(['f.accountId', 'a.personId'])
    .where('f.district', '=', district)
    .where('f.keyHash', '=', sha256(key))
    .where('f.endedAt', 'is', null)
    .executeTakeFirst();
  if (!feed) refuse(noSuchFeed);
  const rows = await bookingsOf(db, district)
    .where((eb) => eb.or([eb('b.accountId', '=', feed.accountId), ...(feed.personId === null ? [] : [eb('b.personId', '=', feed.personId)])]))
    .where('b.state', 'in', shown)
    .where(sql<boolean>`upper(b.during) > ${now}::timestamptz - interval '30 days'`)
    .orderBy('b.id')
    .limit(500)
    .execute();
  const events = rows.map(({ id, from, to, name, nameEn, placeName, resourceName, state }) => ({
    ...{ id, from, to },
    summary: language === 'zh' ? name : nameEn,
    location: [placeName, resourceName].filter(Boolean).join(' '),
    isTentative: state === 'requested' || state === 'offered',
  }));
  return calendarOf('邻里 Linli', events, now);
}

export async function getPlaceCalendarQuery({ db, district, now, language }: Reading, { id }: { id: string }) {
  const rows = await db
    .selectFrom('bookings.session as s')
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 's.district').onRef('o.id', '=', 's.offeringId'))
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .select(['s.id', 'o.name', 'o.nameEn', 'p.name as placeName', sql<Date>`lower(s.during)`.as('from'), sql<Date>`upper(s.during)`.as('to')])
    .where('s.district', '=', district)
    .where('o.placeId', '=', id)
    .where('o.state', '=', 'published')
    .where('s.state', '=', 'planned')
    .where(sql<boolean>`upper(s.during) > ${now}`)
    .orderBy('s.id')
    .limit(1000)
    .execute();
  const events = rows.map(({ name, nameEn, placeName, ...row }) => ({ ...row, summary: language === 'zh' ? name : nameEn, location: placeName }));
  return calendarOf(rows[0]?.placeName ?? '邻里 Linli', events, now);
}

export async function getResourceCalendarQuery({ db, district, now, language }: Reading, { id }: { id: string }) {
  const resource = await db
    .selectFrom('bookings.resource')
    .select(['name', 'nameEn', 'above'])
    .where('district', '=', district)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!resource) refuse(noSuchResource);
  const rows = await db
    .selectFrom('bookings.claim')
    .select(['id', sql<Date>`lower(blocked)`.as('from'), sql<Date>`upper(blocked)`.as('to')])
    .where('district', '=', district)
    .where('resourceId', 'in', [id, ...resource.above])
    // Of what it is a part of only the whole takes it; a part beside it does not.
    .where((eb) => eb.or([eb('resourceId', '=', id), eb('side', '=', eb.ref('holder'))]))
    .where(sql<boolean>`upper(blocked) > ${now}`)
    .orderBy('id')
    .limit(2000)
    .execute();
  const summary = language === 'zh' ? `${resource.name} 已约` : `${resource.nameEn} taken`;
  return calendarOf(
    language === 'zh' ? resource.name : resource.nameEn,
    rows.map((row) => ({ ...row, summary })),
    now,
  );
}
