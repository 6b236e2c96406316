import { faultOfSlot, type SlotFault, type SlotReason } from '../../../engines/calendar/slots.ts';
import type { Actor } from '../../../platform/access.ts';
import { momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { getOpen, type OfferingRow } from '../offerings/offerings.ts';
import { slotRulesOf } from '../offerings/rules.ts';
import { noSuchOffering, notAllowed, notFree, wrongPlaces, wrongResource } from '../refusals.ts';
import { chooseUnits, listStandings, type Resource, type Standing, spanOf } from './ground.ts';
import { keepLimits } from './limits.ts';
import { type Booker, take, writeBooking } from './write-booking.ts';

export type Wanted = { resourceId?: string; from: string; minutes: number; places: number };
/** Reasons that others' bookings give, from the one nearest to being had; the rest is against the rules of the offering. */
const nearest: SlotReason[] = ['short', 'buffer', 'taken', 'closed'];
const isTaken = (reason: SlotReason) => nearest.indexOf(reason) >= 0 && reason !== 'closed';

/** The time that a booking blocks, with the time before and after. */
export const blockedOf = ({ rules }: Pick<OfferingRow, 'rules'>, from: Date, minutes: number) => ({
  from: new Date(from.getTime() - rules.slot!.beforeMinutes * 60_000),
  to: new Date(from.getTime() + (minutes + rules.slot!.afterMinutes) * 60_000),
});

/** Ends with the reason for which a time cannot be had on any of the resources: the one nearest to being had. */
function refuseFor(faults: { fault: SlotFault | null }[]): never {
  const order = ({ reason }: SlotFault) => (nearest.includes(reason) ? nearest.indexOf(reason) : nearest.length);
  const [first] = faults.map(({ fault }) => fault!).sort((a, b) => order(a) - order(b));
  if (!first) refuse(wrongResource, { field: 'resourceId' });
  refuse(isTaken(first.reason) ? notFree : notAllowed, {
    reason: first.reason,
    from: momentAt(first.at).toISOString(),
    ...(first.pool && { pool: first.pool }),
  });
}

/**
 * Takes a time on the first resource on which it can be had. What is read first only tells why not; two people who read the same
 * are told apart by the database, and whoever comes second looks again.
 */
export async function takeTime(
  context: Writing<Actor>,
  offering: OfferingRow,
  holder: string,
  { resourceId, from, minutes }: Omit<Wanted, 'places'>,
  isMove = false,
): Promise<Resource> {
  const { tx, district, now } = context;
  const start = new Date(from);
  const span = spanOf(start, minutes);
  const [rules, blocked] = [slotRulesOf(offering.rules), blockedOf(offering, start, minutes)];
  if (start.getTime() % 60_000 !== 0) refuse(notAllowed, { reason: 'offGrid', from });
  const fits = (standing: Standing) => ({ standing, fault: faultOfSlot(standing.ground, rules, wallMinute(now), span) });
  for (let attempt = 0; attempt < 3; attempt++) {
    const standings = await listStandings(tx, district, offering, span, { only: resourceId, ...(isMove && { except: holder }) });
    const judged = standings.map(fits);
    const free = judged.filter(({ fault }) => fault === null);
    if (free.length === 0) refuseFor(judged);
    for (const { standing } of free) {
      const whole = { from: wallMinute(blocked.from), to: wallMinute(blocked.to) };
      const units = chooseUnits(standing, whole);
      if (units && (await take(tx, district, holder, [standing.resource, ...units], blocked))) return standing.resource;
    }
  }
  return refuse(notFree, { reason: 'taken', from });
}

export async function bookTime(context: Writing<Actor>, offeringId: string, wanted: Wanted, booker: Booker) {
  const { tx, district, now } = context;
  const offering = await getOpen(tx, district, offeringId, now);
  if (offering.kind === 'session') refuse(noSuchOffering);
  const { least, most } = offering.rules.places;
  if (wanted.places < least || wanted.places > most) refuse(wrongPlaces, { least, most });
  const from = new Date(wanted.from);
  await keepLimits(tx, district, offering.id, offering.rules, booker, { from, minutes: wanted.minutes }, now);
  const id = newId(now.getTime());
  const resource = await takeTime(context, offering, id, wanted);
  return writeBooking(context, offering, booker, { id, resourceId: resource.id, sessionId: null, from, minutes: wanted.minutes, places: wanted.places });
}

export const own = (actor: Actor): Booker => ({ accountId: actor.id, personId: actor.personId, guestCipher: null, channel: 'online' });

type ForWhom = { personId?: string; guest?: { name: string; phone?: string }; channel: 'counter' | 'phone' | 'paper' };
export const somebody = ({ vault }: Writing, { personId, guest, channel }: ForWhom): Booker => ({
  accountId: null,
  personId: personId ?? null,
  guestCipher: guest === undefined ? null : vault.seal('bookings.guest', JSON.stringify(guest)),
  channel,
});

export async function bookSlotCommand(context: Writing<Actor>, { offeringId, ...wanted }: Wanted & { offeringId: string }) {
  return bookTime(context, offeringId, wanted, own(context.actor));
}

export async function bookForResidentCommand(context: Writing<Actor>, { id, personId, guest, channel, ...wanted }: Wanted & ForWhom & { id: string }) {
  const made = await bookTime(context, id, wanted, somebody(context, { personId, guest, channel } as ForWhom));
  context.note({ object: made.id, detail: { offering: id, channel } });
  return made;
}
