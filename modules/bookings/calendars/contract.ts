import { z } from 'zod';
import { command, Id, query, refuses } from '../../../platform/endpoint.ts';
import { noSuchFeed, noSuchResource } from '../refusals.ts';

export const makeFeed = command('POST', '/bookings/calendar', 'A secret address that a phone’s calendar reads one’s bookings from; the one before ends').output(
  z.object({ path: z.string() }),
);
export const endFeed = command('DELETE', '/bookings/calendar', 'Ends the secret address').output(z.object({ ended: z.boolean() }));
export const getFeed = query('/bookings/calendars/{key}', 'One’s bookings as iCalendar, for whoever has the secret address')
  .input(z.object({ key: z.string().regex(/^[\w-]{43}$/, 'an address has 43 letters') }))
  .output(z.file())
  .errors(refuses(noSuchFeed));
export const getPlaceCalendar = query('/bookings/places/{id}/calendar', 'Activities of a place as iCalendar, open data')
  .input(z.object({ id: Id }))
  .output(z.file());
export const getResourceCalendar = query('/bookings/resources/{id}/calendar', 'When a room or equipment is taken as iCalendar, without by whom, open data')
  .input(z.object({ id: Id }))
  .output(z.file())
  .errors(refuses(noSuchResource));

export const calendars = { makeFeed, endFeed, getFeed, getPlaceCalendar, getResourceCalendar };
