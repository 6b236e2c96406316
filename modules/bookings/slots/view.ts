import { sql } from 'kysely';
import type { Read } from '../../../platform/database.ts';
import type { OfferingRules, PriceLine } from '../offerings/rules.ts';

/** Bookings with what they are of, as screens show them. */
export const bookingsOf = (db: Read, district: string) =>
  db
    .selectFrom('bookings.booking as b')
    .innerJoin('bookings.offering as o', (join) => join.onRef('o.district', '=', 'b.district').onRef('o.id', '=', 'b.offeringId'))
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .leftJoin('bookings.session as s', (join) => join.onRef('s.district', '=', 'b.district').onRef('s.id', '=', 'b.sessionId'))
    .leftJoin('bookings.resource as r', (join) =>
      join.onRef('r.district', '=', 'b.district').on((eb) => eb('r.id', '=', eb.fn.coalesce('b.resourceId', 's.resourceId'))),
    )
    .select(['b.id', 'b.offeringId', 'o.name', 'o.nameEn', 'o.placeId', 'p.name as placeName', 'b.sessionId', 'b.places', 'b.state', 'b.channel', 'b.code'])
    .select([
      'r.id as resourceId',
      'r.name as resourceName',
      'r.nameEn as resourceNameEn',
      'b.priceFen',
      'b.price',
      'b.reason',
      'b.offerUntil',
      'b.guestCipher',
      'b.personId',
      'o.rules',
    ])
    .select([sql<Date>`lower(b.during)`.as('from'), sql<Date>`upper(b.during)`.as('to')])
    .where('b.district', '=', district);

export type BookingRow = Awaited<ReturnType<ReturnType<typeof bookingsOf>['execute']>>[number];

export function bookingView({ name, nameEn, resourceName, resourceNameEn, guestCipher: _g, personId: _p, rules, from, to, offerUntil, ...row }: BookingRow) {
  const { cancelMinutes } = rules as unknown as OfferingRules;
  return {
    ...row,
    title: { zh: name, en: nameEn },
    resource: resourceName === null ? null : { zh: resourceName, en: resourceNameEn! },
    state: row.state as 'confirmed',
    channel: row.channel as 'online',
    price: row.price as unknown as PriceLine[],
    from: from.toISOString(),
    to: to.toISOString(),
    offerUntil: offerUntil?.toISOString() ?? null,
    freeUntil: new Date(from.getTime() - cancelMinutes * 60_000).toISOString(),
  };
}
