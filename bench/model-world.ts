// A world for the model: a place with rooms, offerings and two talks in a district of its own, and operations carried out on both sides.
import { sql } from 'kysely';
import { checkInCommand, checkOutCommand } from '../modules/bookings/attendance/attendance.ts';
import { moveOn } from '../modules/bookings/jobs.ts';
import { joinSessionCommand } from '../modules/bookings/sessions/join-session.ts';
import { bookSlotCommand } from '../modules/bookings/slots/book-slot.ts';
import { cancelBookingCommand, decideBookingCommand, moveBookingCommand } from '../modules/bookings/slots/change-booking.ts';
import { acceptOfferCommand, declineOfferCommand, stopWaitingCommand, waitForPlacesCommand, waitForTimeCommand } from '../modules/bookings/waiting/wait.ts';
import type { Actor } from '../platform/access.ts';
import type { Writing } from '../platform/context.ts';
import { createVault } from '../platform/crypto.ts';
import { type Database, inTransaction, openDatabase, openPool } from '../platform/database.ts';
import { newId } from '../platform/id.ts';
import { Refused } from '../platform/refuse.ts';
import type { Model } from './booking-model.ts';
import { closes, grid, horizonDays, longest, type Op, offerings, offerMinutes, opens, sessionMinutes, sessions, shortest, step } from './booking-spec.ts';
import { sessionRules, slotRules } from './booking-world.ts';
import { people } from './model-ops.ts';

const firstDay = Date.UTC(2026, 10, 23) - 8 * 3_600_000;
export const vault = createVault(Buffer.alloc(32, 7));
export const momentOf = (minute: number) => new Date(firstDay + minute * 60_000);
export const minuteOf = (moment: Date) => (moment.getTime() - firstDay) / 60_000;

const waitingRule = (passOver: boolean) => ({ offerMinutes, passOver, first: [] });
const opening = {
  allDay: false,
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: opens, to: closes }],
  onHoliday: 'asUsual',
  onMakeUpDay: 'asUsual',
  exceptions: [],
  vacations: [],
};

export type World = { district: string; rooms: string[]; offerings: string[]; sessions: string[]; actors: Actor[]; planner: Actor };
export type Worlds = { db: Database; next(): Promise<World>; close(): Promise<void> };

export async function openWorlds(url: string): Promise<Worlds> {
  const db = openDatabase(openPool(url, 'linli_app', 6));
  let count = 0;
  const first = 100_000 + (process.pid % 800) * 1000;
  return { db, next: () => makeWorld(db, String(first + (count++ % 1000) + Math.floor(count / 1000))), close: () => db.destroy() };
}

async function makeWorld(db: Database, district: string): Promise<World> {
  const [placeId, rooms] = [newId(), [newId(), newId(), newId(), newId()]];
  const [made, talks, dates] = [offerings.map(() => newId()), sessions.map(() => newId()), sessions.map(() => newId())];
  const accounts = Array.from({ length: people }, () => newId());
  const at = momentOf(0);
  const offering = { district, placeId, functionCode: 'x', nameEn: 'x', state: 'published', changedBy: placeId, changedAt: at };
  await inTransaction(db, district, async (tx) => {
    const placed = { lon: 120, lat: 30, sourceCrs: 'x', hours: JSON.stringify(opening), updatedAt: at };
    await tx
      .insertInto('places.place')
      .values({ district, id: placeId, kind: 'complex', name: placeId, search: '', areaCode: '330105', ...placed })
      .execute();
    for (const [n, id] of rooms.entries()) {
      const above = n === 1 || n === 2 ? { parentId: rooms[0]!, above: [rooms[0]!] } : {};
      await tx
        .insertInto('bookings.resource')
        .values({ district, id, placeId, kind: 'room', name: id, nameEn: id, ...above })
        .execute();
    }
    for (const [n, it] of offerings.entries()) {
      const limits = it.aheadMost === null ? [] : [{ what: 'bookings', most: it.aheadMost, per: 'ahead' }];
      const own = { horizonDays, approval: it.approval, limits, waiting: waitingRule(true) };
      const slot = {
        gridMinutes: grid,
        shortestMinutes: shortest,
        longestMinutes: longest,
        stepMinutes: step,
        beforeMinutes: it.before,
        afterMinutes: it.after,
        mayPassMidnight: false,
      };
      await tx
        .insertInto('bookings.offering')
        .values({
          ...offering,
          id: made[n]!,
          kind: 'slot',
          name: made[n]!,
          resources: it.rooms.map((room) => rooms[room]!),
          rules: JSON.stringify({ ...slotRules(own), slot }),
        })
        .execute();
    }
    for (const [n, it] of sessions.entries()) {
      const rules = sessionRules({ horizonDays, waiting: waitingRule(it.passOver) });
      await tx
        .insertInto('bookings.offering')
        .values({ ...offering, id: talks[n]!, kind: 'session', name: talks[n]!, resources: [], rules: JSON.stringify(rules) })
        .execute();
      const during = sql<string>`tstzrange(${momentOf(it.at)}, ${momentOf(it.at + sessionMinutes)})`;
      await tx
        .insertInto('bookings.session')
        .values({ district, id: dates[n]!, offeringId: talks[n]!, during, places: it.places } as never)
        .execute();
    }
    await tx
      .insertInto('identity.account')
      .values(accounts.map((id) => ({ district, id, kind: 'resident', name: id, createdAt: at, phoneCipher: 'x', phoneIndex: id })) as never)
      .execute();
  });
  const actor = (id: string, kind: 'resident' | 'staff'): Actor => ({ id, district, kind, name: id, personId: null, sessionId: id, grants: [] });
  return { district, rooms, offerings: made, sessions: dates, actors: accounts.map((id) => actor(id, 'resident')), planner: actor(newId(), 'staff') };
}

const byConstraint: Record<string, string> = {
  booking_once: 'bookings/booked-already',
  waiting_once: 'bookings/waiting-already',
  session_full: 'bookings/full',
};

/** One operation on the database; the answer in the words of the model. */
export async function perform(db: Database, world: World, model: Model, ids: { bookings: string[]; waiting: string[] }, op: Op): Promise<string> {
  const now = momentOf(model.now + (op.op === 'later' ? op.minutes : 0));
  if (op.op === 'later') return moveOn(db, world.district, now).then(() => 'ok');
  if (('booking' in op && ids.bookings[op.booking] === undefined) || (op.op === 'leave' && ids.waiting[op.waiting] === undefined)) return 'none';
  const actor = 'who' in op ? world.actors[op.who]! : world.planner;
  const command = (tx: Writing['tx']): Promise<unknown> => {
    const context = {
      tx,
      district: world.district,
      now,
      vault,
      actor,
      note: () => {},
      record: async () => {},
      enqueue: async () => {},
    } as unknown as Writing<Actor>;
    const time = () =>
      ('at' in op ? { from: momentOf(op.at).toISOString(), minutes: op.minutes, ...(op.room !== null && { resourceId: world.rooms[op.room]! }) } : null)!;
    const id = 'booking' in op ? ids.bookings[op.booking]! : '';
    switch (op.op) {
      case 'book':
        return bookSlotCommand(context, { offeringId: world.offerings[op.offering]!, places: 1, ...time() });
      case 'wait':
        return waitForTimeCommand(context, { id: world.offerings[op.offering]!, places: 1, ...time() });
      case 'cancel':
        return cancelBookingCommand(context, { id });
      case 'accept':
        return acceptOfferCommand(context, { id });
      case 'decline':
        return declineOfferCommand(context, { id });
      case 'move':
        return moveBookingCommand(context, { id, ...time() });
      case 'decide':
        return decideBookingCommand(context, { id, confirm: op.confirm, reason: '不合适', waive: false });
      case 'leave':
        return stopWaitingCommand(context, { id: ids.waiting[op.waiting]! });
      case 'join':
        return joinSessionCommand(context, { id: world.sessions[op.session]!, places: op.places });
      case 'waitPlaces':
        return waitForPlacesCommand(context, { id: world.sessions[op.session]!, places: op.places });
      case 'checkIn':
        return checkInCommand(context, { id });
      case 'checkOut':
        return checkOutCommand(context, { id });
    }
  };
  try {
    await inTransaction(db, world.district, command);
    return 'ok';
  } catch (error) {
    if (error instanceof Refused) {
      const { reason } = (error.facts ?? {}) as { reason?: string };
      return ['bookings/not-free', 'bookings/not-allowed'].includes(error.refusal.type) ? `${error.refusal.type} ${reason}` : error.refusal.type;
    }
    return byConstraint[(error as { constraint?: string }).constraint ?? ''] ?? `failed: ${(error as Error).message}`;
  }
}
