import { sql } from 'kysely';
import type { Read } from '../../../platform/database.ts';
import type { OfferingRow } from '../offerings/offerings.ts';
import type { OfferingRules, PriceLine } from '../offerings/rules.ts';
import type { Booker } from './booker.ts';
import type { Resource } from './ground.ts';

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
    .leftJoin('bookings.rating as rating', (join) => join.onRef('rating.district', '=', 'b.district').onRef('rating.bookingId', '=', 'b.id'))
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
      'b.doubts',
      'b.freeReason',
      'b.depositFen',
      'b.deposit',
      'rating.stars',
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
    doubts: (row.doubts ?? []) as unknown as { zh: string; en: string }[],
    deposit: row.deposit as 'none',
    from: from.toISOString(),
    to: to.toISOString(),
    offerUntil: offerUntil?.toISOString() ?? null,
    freeUntil: new Date(from.getTime() - cancelMinutes * 60_000).toISOString(),
  };
}

type New = Pick<BookingRow, 'id' | 'sessionId' | 'places' | 'state' | 'code' | 'from' | 'to' | 'offerUntil' | 'freeReason' | 'priceFen'> & {
  price: PriceLine[];
};
type Of = Pick<OfferingRow, 'id' | 'name' | 'nameEn' | 'placeId' | 'placeName' | 'rules'>;
/** A booking just written, shown without reading it again. */
export const newView = (offering: Of, booker: Booker, resource: Resource | null, made: New) =>
  bookingView({
    ...made,
    price: made.price as never,
    doubts: (booker.standing.doubts.length > 0 ? booker.standing.doubts : null) as never,
    channel: booker.channel,
    guestCipher: booker.guestCipher,
    personId: booker.personId,
    ...{ offeringId: offering.id, name: offering.name, nameEn: offering.nameEn, placeId: offering.placeId, placeName: offering.placeName },
    ...{ rules: offering.rules as never, depositFen: offering.rules.depositFen, deposit: 'none', stars: null, reason: null },
    ...{ resourceId: resource?.id ?? null, resourceName: resource?.name ?? null, resourceNameEn: resource?.nameEn ?? null },
  });
