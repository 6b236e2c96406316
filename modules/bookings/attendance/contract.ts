import { z } from 'zod';
import { command, Day, Id, query, refuses } from '../../../platform/endpoint.ts';
import { noSuchBooking, noSuchOffering, notNow, notOver, ratedAlready, tooLate, wrongDeposit } from '../refusals.ts';
import { Booking } from '../slots/contract.ts';

const Code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-HJ-NP-Z2-9]{8}$/, 'a code has eight letters and digits');

export const checkIn = command('POST', '/bookings/{id}/arrival', 'Records that somebody with a booking has come')
  .input(z.object({ id: Id }))
  .output(Booking)
  .errors(refuses(noSuchBooking, notNow));
export const checkInByCode = command('POST', '/bookings/places/{id}/arrivals', 'The same by the code that is shown at the door, typed or scanned')
  .input(z.object({ id: Id, code: Code }))
  .output(Booking)
  .errors(refuses(noSuchBooking, notNow));
export const checkOut = command('POST', '/bookings/{id}/departure', 'Records that they have left; what is left of the time is free again')
  .input(z.object({ id: Id }))
  .output(Booking)
  .errors(refuses(noSuchBooking, notNow));
export const excuseAbsence = command('POST', '/bookings/{id}/excuse', 'Excuses somebody who did not come, after hearing why: it counts no more')
  .input(z.object({ id: Id, reason: z.string().trim().min(2).max(300) }))
  .output(Booking)
  .errors(refuses(noSuchBooking, tooLate));

export const moveDeposit = command('POST', '/bookings/{id}/deposit', 'Records that a deposit is held, given back, or kept with the reason')
  .input(
    z
      .object({ id: Id, what: z.enum(['hold', 'giveBack', 'keep']), reason: z.string().trim().min(2).max(300).optional() })
      .refine(({ what, reason }) => what !== 'keep' || reason !== undefined, 'to keep a deposit needs its reason'),
  )
  .output(Booking)
  .errors(refuses(wrongDeposit));
export const rateBooking = command('POST', '/bookings/{id}/rating', 'Says how it was, after use: one to five stars, and words if one likes')
  .input(z.object({ id: Id, stars: z.int().min(1).max(5), comment: z.string().trim().min(1).max(500).optional() }))
  .output(Booking)
  .errors(refuses(noSuchBooking, notOver, ratedAlready));

const Text = z.object({ zh: z.string(), en: z.string() });
export const getUse = query('/bookings/places/{id}/use', 'How much the rooms of a place were in use, and activities attended, in some days (EVL-04)')
  .input(
    z
      .object({ id: Id, from: Day, to: Day })
      .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000, 'at most a year, and it begins before it ends'),
  )
  .output(
    z.object({
      rooms: z.array(z.object({ id: Id, name: Text, area: z.number().nullable(), openMinutes: z.int(), occupiedMinutes: z.int() })),
      utilisation: z.number().nullable(),
      isByArea: z.boolean(),
      activities: z.int(),
      participation: z.number().nullable(),
    }),
  )
  .errors(refuses(noSuchOffering));

export const attendance = { checkIn, checkInByCode, checkOut, excuseAbsence, moveDeposit, rateBooking, getUse };
