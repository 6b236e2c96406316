import { faultOfSlot, type SlotFault, type SlotReason } from '../../../engines/calendar/slots.ts';
import type { Actor } from '../../../platform/access.ts';
import { momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { keepPause } from '../attendance/attendance.ts';
import { getOpen, type OfferingRow } from '../offerings/offerings.ts';
import { slotRulesOf } from '../offerings/rules.ts';
import { noSuchOffering, notAllowed, notFree, notFreeOfCharge, wrongPlaces, wrongResource } from '../refusals.ts';
import { type Booker, type ForWhom, own, somebody, standingOf } from './booker.ts';
import { chooseUnits, findResource, listStandings, openGround, type Resource, spanOf } from './ground.ts';
import { keepLimits } from './limits.ts';
import { type Moving, writeBooking } from './write-booking.ts';

/** A time that is wanted, with the resource where one was named and has been asked for. */
type Time = { resourceId?: string; from: string; minutes: number; resource?: Promise<Resource | undefined> };
export type Wanted = Omit<Time, 'resource'> & { places: number; freeReason?: string };
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

type Candidate = { resource: Resource; units: Resource[] };

/** Where a time can be had, by what stands in the database now; ends with the reason where it cannot. */
export async function listCandidates(
  { tx, district, now }: Moving,
  offering: OfferingRow,
  { resourceId, from, minutes }: Time,
  except?: string,
): Promise<Candidate[]> {
  const start = new Date(from);
  const [span, blocked] = [spanOf(start, minutes), blockedOf(offering, start, minutes)];
  const whole = { from: wallMinute(blocked.from), to: wallMinute(blocked.to) };
  const standings = await listStandings(tx, district, offering, span, { only: resourceId, ...(except !== undefined && { except }) });
  const judged = standings.map((standing) => ({ standing, fault: faultOfSlot(standing.ground, slotRulesOf(offering.rules), wallMinute(now), span) }));
  const free = judged.flatMap(({ standing, fault }) => (fault === null ? standing : []));
  if (free.length === 0) refuseFor(judged);
  return free.flatMap((standing) => {
    const units = chooseUnits(standing, whole);
    return units ? { resource: standing.resource, units } : [];
  });
}

/** A named resource that nothing else is needed with: whether it is taken the database tells when it is tried. */
async function findBlindly(
  { tx, district, now }: Writing<Actor>,
  offering: OfferingRow,
  { resourceId, resource: asked, from, minutes }: Time,
): Promise<Candidate[]> {
  const resource = await (asked ?? (resourceId === undefined ? undefined : findResource(tx, district, resourceId)));
  if (!resource || !offering.resources.includes(resource.id) || offering.rules.needs.length > 0) return [];
  const span = spanOf(new Date(from), minutes);
  const ground = await openGround(tx, district, offering, resource, span);
  return faultOfSlot(ground, slotRulesOf(offering.rules), wallMinute(now), span) === null ? [{ resource, units: [] }] : [];
}

/**
 * Takes a time on the first resource on which it can be had. What is read first only tells why not; two people who read the same
 * are told apart by the database, and whoever comes second looks again.
 * @param attempt takes the resources, or answers null where somebody else has one
 */
export async function takeTime<T>(
  context: Writing<Actor>,
  offering: OfferingRow,
  wanted: Time,
  attempt: (resources: Resource[]) => Promise<T | null>,
  except?: string,
): Promise<T> {
  if (new Date(wanted.from).getTime() % 60_000 !== 0) refuse(notAllowed, { reason: 'offGrid', from: wanted.from });
  for (let round = 0; round < 4; round++) {
    const candidates = round === 0 ? await findBlindly(context, offering, wanted) : await listCandidates(context, offering, wanted, except);
    for (const { resource, units } of candidates) {
      const taken = await attempt([resource, ...units]);
      if (taken !== null) return taken;
    }
  }
  return refuse(notFree, { reason: 'taken', from: wanted.from });
}

export async function bookTime(context: Writing<Actor>, offeringId: string, wanted: Wanted, booker: Booker) {
  const { tx, district, now } = context;
  const resource = wanted.resourceId === undefined ? undefined : findResource(tx, district, wanted.resourceId);
  resource?.catch(() => {});
  const offering = await getOpen(tx, district, offeringId, now);
  if (offering.kind === 'session') refuse(noSuchOffering);
  const { least, most } = offering.rules.places;
  if (wanted.places < least || wanted.places > most) refuse(wrongPlaces, { least, most });
  const [from, { minutes, places, freeReason }] = [new Date(wanted.from), wanted];
  if (freeReason !== undefined && !offering.rules.freeOnRequest) refuse(notFreeOfCharge);
  const standing = await standingOf(context, offering.rules, booker);
  await keepPause(tx, district, offering.id, offering.rules, booker, now);
  await keepLimits(tx, district, offering.id, offering.rules, booker, { from, minutes }, now);
  const booking = { id: newId(now.getTime()), sessionId: null, from, minutes, places, freeReason: freeReason ?? null };
  const blocked = blockedOf(offering, from, minutes);
  const time = { ...wanted, ...(resource && { resource }) };
  return takeTime(context, offering, time, (resources) => writeBooking(context, offering, { ...booker, standing }, booking, { resources, blocked }));
}

type Self = { forPerson?: string };
export async function bookSlotCommand(context: Writing<Actor>, { offeringId, forPerson, ...wanted }: Wanted & Self & { offeringId: string }) {
  const made = await bookTime(context, offeringId, wanted, await own(context, forPerson));
  if (forPerson !== undefined) context.note({ object: made.id, detail: { offering: offeringId, for: forPerson } });
  return made;
}

export async function bookForResidentCommand(
  context: Writing<Actor>,
  { id, personId, guest, channel, guardianAgrees, ...wanted }: Wanted & ForWhom & { id: string },
) {
  const made = await bookTime(context, id, wanted, somebody(context, { personId, guest, channel, guardianAgrees } as ForWhom));
  context.note({ object: made.id, detail: { offering: id, channel } });
  return made;
}
