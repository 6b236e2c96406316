import { z } from 'zod';
import { command, Id, Moment, query, refuses } from '../../../platform/endpoint.ts';
import {
  bookedAlready,
  guardianNeeded,
  limitReached,
  noSuchBooking,
  noSuchOffering,
  noSuchWaiting,
  notAllowed,
  notEligible,
  notOpenYet,
  notYours,
  noWaiting,
  offerOver,
  stillFree,
  waitingAlready,
  wrongPlaces,
  wrongResource,
} from '../refusals.ts';
import { Booking, forOne, forWhom, isForSomebody } from '../slots/contract.ts';

const Text = z.object({ zh: z.string(), en: z.string() });
const Step = z.object({ kind: z.enum(['joined', 'passedOver', 'offered', 'accepted', 'declined', 'lapsed', 'left', 'closed']), at: Moment });
const Waiting = z.object({
  id: Id,
  offeringId: Id,
  sessionId: Id.nullable(),
  title: Text,
  from: Moment,
  to: Moment,
  places: z.int(),
  state: z.enum(['waiting', 'offered', 'taken', 'lapsed', 'left', 'closed']),
  ahead: z.int().describe('How many who wait for the same come before'),
  bookingId: Id.nullable(),
  offerUntil: Moment.nullable(),
  steps: z.array(Step),
});
const forPerson = Id.optional();
const Entered = z.object({ id: Id, ahead: z.int() });
const places = z.int().min(1).max(1000).default(1);

const sessionRefusals = [bookedAlready, notEligible, guardianNeeded, noSuchOffering, noWaiting, stillFree, waitingAlready, notOpenYet, wrongPlaces] as const;
export const waitForPlaces = command('POST', '/bookings/sessions/{id}/waiting', 'Waits for places in a session that is full: all of them or none')
  .input(z.object({ id: Id, places, forPerson }))
  .output(Entered)
  .errors(refuses(...sessionRefusals, notYours));
export const waitForResident = command('POST', '/bookings/sessions/{id}/waiting-at-counter', 'The same for somebody at the counter, in the same order')
  .input(z.object({ id: Id, places, ...forWhom }).refine(isForSomebody, forOne))
  .output(Entered)
  .errors(refuses(...sessionRefusals));
export const waitForTime = command('POST', '/bookings/offerings/{id}/waiting', 'Waits for a time that is taken, on one resource or any')
  .input(z.object({ id: Id, from: Moment, minutes: z.int().min(5).max(11_520), resourceId: Id.optional(), places, forPerson }))
  .output(Entered)
  .errors(refuses(notEligible, guardianNeeded, notYours, noSuchOffering, noWaiting, stillFree, waitingAlready, notAllowed, wrongResource, wrongPlaces));
export const acceptOffer = command('POST', '/bookings/{id}/acceptance', 'Takes the place that was offered')
  .input(z.object({ id: Id }))
  .output(Booking)
  .errors(refuses(noSuchBooking, offerOver, limitReached));
export const declineOffer = command('POST', '/bookings/{id}/decline', 'Declines the place that was offered: it goes to the next in line')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchBooking, offerOver));
export const stopWaiting = command('DELETE', '/bookings/waiting/{id}', 'Leaves the waiting list')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchWaiting));
export const listMyWaiting = query('/bookings/waiting/mine', 'What one waits for, with one’s turn and everything that happened').output(z.array(Waiting));
export const listWaiting = query('/bookings/sessions/{id}/waiting', 'Who waits for a session, in order, without names: anybody concerned can check it')
  .input(z.object({ id: Id }))
  .output(z.array(z.object({ id: Id, places: z.int(), rank: z.int(), at: Moment, state: Waiting.shape.state, steps: z.array(Step) })));

export const waiting = { waitForPlaces, waitForResident, waitForTime, acceptOffer, declineOffer, stopWaiting, listMyWaiting, listWaiting };
