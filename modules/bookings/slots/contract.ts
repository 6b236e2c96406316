import { z } from 'zod';
import { command, Day, Id, Moment, query, refuses } from '../../../platform/endpoint.ts';
import {
  bookedAlready,
  full,
  guardianNeeded,
  limitReached,
  noSuchBooking,
  noSuchOffering,
  notAllowed,
  notEligible,
  notFree,
  notFreeOfCharge,
  nothingToPay,
  notOpenYet,
  notYours,
  paused,
  tooLate,
  wrongPlaces,
  wrongResource,
} from '../refusals.ts';

const State = z.enum(['requested', 'offered', 'confirmed', 'checkedIn', 'finished', 'missed', 'cancelled', 'refused', 'lapsed']);
const Text = z.object({ zh: z.string(), en: z.string() });

export const Booking = z.object({
  id: Id,
  offeringId: Id,
  title: Text,
  placeId: Id,
  placeName: z.string(),
  resourceId: Id.nullable(),
  resource: Text.nullable(),
  sessionId: Id.nullable(),
  from: Moment,
  to: Moment,
  places: z.int(),
  state: State,
  channel: z.enum(['online', 'counter', 'phone', 'paper']),
  code: z.string(),
  priceFen: z.int(),
  price: z.array(Text.extend({ fen: z.int() })),
  reason: z.string().nullable(),
  offerUntil: Moment.nullable().describe('Until when an offered place is kept'),
  freeUntil: Moment.describe('Cancelled before this it has no consequence'),
  doubts: z.array(Text).describe('What somebody must check before it is confirmed'),
  freeReason: z.string().nullable().describe('Why it is asked for free of charge'),
  depositFen: z.int(),
  deposit: z.enum(['none', 'held', 'returned', 'kept']),
  stars: z.int().nullable().describe('How it was rated after use'),
});

export const payBooking = command('POST', '/bookings/{id}/payment', 'Begins to pay for one’s booking at the gateway; the place of the booking is paid')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id, payUrl: z.string() }))
  .errors(refuses(noSuchBooking, nothingToPay));
export const listStarts = query(
  '/bookings/offerings/{id}/starts',
  'When it could begin, each with how long at most, or why not; without a resource, on any of them',
)
  .input(z.object({ id: Id, from: Day.optional(), days: z.coerce.number().int().min(1).max(31).default(7), resourceId: Id.optional() }))
  .output(
    z.object({
      from: Day,
      gridMinutes: z.int(),
      shortestMinutes: z.int(),
      stepMinutes: z.int(),
      resources: z.array(
        z.object({
          id: Id,
          name: Text,
          seats: z.int().nullable(),
          days: z.array(z.string()).describe('A line of letters for each day, a letter for each step of the grid: see engines/calendar/day-line.ts'),
        }),
      ),
    }),
  )
  .errors(refuses(noSuchOffering, wrongResource));

const Wanted = {
  offeringId: Id,
  resourceId: Id.optional(),
  from: Moment,
  minutes: z.int().min(1).max(11_520),
  places: z.int().min(1).max(1000).default(1),
  freeReason: z.string().trim().min(5).max(500).optional().describe('Asks for it free of charge, where the offering allows that'),
};
const whoRefusals = [notEligible, guardianNeeded] as const;
const forPerson = Id.optional().describe('Somebody of the family whom one may act for');
const refusals = [...whoRefusals, notFreeOfCharge, noSuchOffering, wrongResource, notFree, notAllowed, limitReached, paused, wrongPlaces] as const;

export const bookSlot = command('POST', '/bookings', 'Books a time for oneself; without a resource, on whichever is free')
  .input(z.object({ ...Wanted, forPerson }))
  .output(Booking)
  .errors(refuses(...refusals, notYours));

export const Guest = z.object({ name: z.string().trim().min(1).max(40), phone: z.string().trim().max(20).optional() });
export const forWhom = {
  personId: Id.optional(),
  guest: Guest.optional(),
  channel: z.enum(['counter', 'phone', 'paper']).default('counter'),
  guardianAgrees: z.boolean().default(false).describe('Somebody who speaks for a minor is there and agrees'),
};
export const isForSomebody = ({ personId, guest }: { personId?: string | undefined; guest?: unknown }) => (personId === undefined) !== (guest === undefined);
export const forOne = 'name a person on record or a guest, one of the two';

export const bookForResident = command('POST', '/bookings/offerings/{id}/bookings', 'Books a time at the counter, for somebody on record or a guest')
  .input(
    z
      .object({ ...Wanted, id: Id, ...forWhom })
      .omit({ offeringId: true })
      .refine(isForSomebody, forOne),
  )
  .output(Booking)
  .errors(refuses(...refusals));

export const joinSession = command('POST', '/bookings/sessions/{id}/places', 'Takes places in a session for oneself')
  .input(z.object({ id: Id, places: Wanted.places, forPerson }))
  .output(Booking)
  .errors(refuses(...whoRefusals, notYours, noSuchOffering, full, bookedAlready, notOpenYet, limitReached, paused, wrongPlaces));
export const joinForResident = command('POST', '/bookings/sessions/{id}/bookings', 'Takes places in a session at the counter')
  .input(z.object({ id: Id, places: Wanted.places, ...forWhom }).refine(isForSomebody, forOne))
  .output(Booking)
  .errors(refuses(...whoRefusals, noSuchOffering, full, bookedAlready, notOpenYet, limitReached, paused, wrongPlaces));

const Reasoned = z.string().trim().min(2).max(300);
export const moveBooking = command(
  'POST',
  '/bookings/{id}/move',
  'Moves a booking to another time or resource by the same rules; if that cannot be had, it stays where it is',
)
  .input(z.object({ id: Id, from: Moment, minutes: Wanted.minutes, resourceId: Wanted.resourceId }))
  .output(Booking)
  .errors(refuses(noSuchBooking, tooLate, wrongResource, notFree, notAllowed));
export const moveMyBooking = command('POST', '/bookings/{id}/change', 'Moves one’s own booking, until the time to cancel without consequence is over')
  .input(z.object({ id: Id, from: Moment, minutes: Wanted.minutes, resourceId: Wanted.resourceId }))
  .output(Booking)
  .errors(refuses(noSuchBooking, tooLate, wrongResource, notFree, notAllowed, limitReached));
export const cancelBooking = command('POST', '/bookings/{id}/cancel', 'Cancels one’s own booking')
  .input(z.object({ id: Id, reason: Reasoned.optional() }))
  .output(Booking)
  .errors(refuses(noSuchBooking, tooLate));
export const cancelForResident = command('POST', '/bookings/{id}/withdrawal', 'Cancels a booking at the counter, with the reason')
  .input(z.object({ id: Id, reason: Reasoned }))
  .output(Booking)
  .errors(refuses(noSuchBooking, tooLate));
export const decideBooking = command('POST', '/bookings/{id}/decision', 'Confirms a booking that was asked for, or refuses it with the reason')
  .input(
    z
      .object({ id: Id, confirm: z.boolean(), reason: Reasoned.optional(), waive: z.boolean().default(false).describe('Grants free use that was asked for') })
      .refine(({ confirm, reason }) => confirm || reason !== undefined, 'a refusal needs its reason'),
  )
  .output(Booking)
  .errors(refuses(noSuchBooking, tooLate));

const Mine = Booking.extend({ forName: z.string().nullable().describe('Whom of the family it is for, masked; null for oneself') });
export const listMyBookings = query('/bookings/mine', 'One’s own bookings, those ahead first').output(z.object({ ahead: z.array(Mine), past: z.array(Mine) }));
export const listDay = query('/bookings/places/{id}/day', 'All bookings and sessions of a place on a day, by resource, names masked')
  .input(z.object({ id: Id, day: Day }))
  .output(z.array(Booking.extend({ who: z.string().nullable() })));

const Minutes = z.object({ from: z.int(), to: z.int() });
export const getBoard = query('/bookings/places/{id}/board', 'What a day board of a place stands on: rooms, opening hours, activities, the grid of times')
  .input(z.object({ id: Id, day: Day }))
  .output(
    z.object({
      open: z.array(Minutes).describe('When the place is open, in minutes of the day'),
      resources: z.array(z.object({ id: Id, name: Text, above: z.array(Id).describe('What it is a part of') })),
      offerings: z.array(z.object({ id: Id, resources: z.array(Id), gridMinutes: z.int().nullable() })),
      sessions: z.array(z.object({ id: Id, title: Text, resourceId: Id.nullable(), from: Moment, to: Moment, places: z.int(), taken: z.int() })),
    }),
  )
  .errors(refuses(noSuchOffering));

export const slots = {
  listStarts,
  bookSlot,
  bookForResident,
  joinSession,
  joinForResident,
  moveBooking,
  moveMyBooking,
  cancelBooking,
  payBooking,
  cancelForResident,
  decideBooking,
  listMyBookings,
  listDay,
  getBoard,
};
