import { z } from 'zod';
import { command, Day, Id, Moment, query, refuses } from '../../../platform/endpoint.ts';
import { noSuchOffering, noSuchSession, notFree, placesTaken, tooLate, wrongResource, wrongRule } from '../refusals.ts';

const Session = z.object({
  id: Id,
  seriesId: Id.nullable(),
  resourceId: Id.nullable(),
  from: Moment,
  to: Moment,
  places: z.int(),
  taken: z.int(),
  state: z.enum(['planned', 'cancelled']),
  reason: z.string().nullable(),
});
const Planned = { id: Id, minutes: z.int().min(5).max(1440), places: z.int().min(1).max(10_000), resourceId: Id.nullable().default(null) };

export const listSessions = query('/bookings/offerings/{id}/sessions', 'The dates of an activity or a course that are still to come, with places taken')
  .input(z.object({ id: Id }))
  .output(z.array(Session))
  .errors(refuses(noSuchOffering));
export const addSession = command('POST', '/bookings/offerings/{id}/sessions', 'Plans one date')
  .input(z.object({ ...Planned, from: Moment }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchOffering, wrongResource, notFree));
export const addSeries = command(
  'POST',
  '/bookings/offerings/{id}/series',
  'Plans the dates of a rule (RFC 5545, lunar ones too), with what became of each; dates that clash are left out and named',
)
  .input(
    z.object({
      ...Planned,
      start: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'a first time is written 2026-11-24T09:00'),
      rule: z.string().max(300),
      onHoliday: z.enum(['keep', 'leaveOut', 'nextWorkingDay']).default('leaveOut'),
      except: z.array(Day).max(100).default([]),
      onlyWhole: z.boolean().default(false).describe('Plan nothing where one date clashes'),
    }),
  )
  .output(
    z.object({
      seriesId: Id,
      dates: z.array(
        z.object({
          planned: z.string(),
          at: z.string(),
          state: z.enum(['planned', 'moved', 'leftOut', 'clashes']),
          why: z.string().nullable(),
          sessionId: Id.nullable(),
        }),
      ),
    }),
  )
  .errors(refuses(noSuchOffering, wrongResource, wrongRule, notFree));
export const editSession = command('PUT', '/bookings/sessions/{id}', 'Changes the number of places, not below those taken')
  .input(z.object({ id: Id, places: Planned.places }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchSession, placesTaken, tooLate));
export const cancelSession = command('POST', '/bookings/sessions/{id}/cancel', 'Cancels one date; all who have places are told why')
  .input(z.object({ id: Id, reason: z.string().trim().min(2).max(300) }))
  .output(z.object({ id: Id, bookings: z.int() }))
  .errors(refuses(noSuchSession, tooLate));

export const sessions = { listSessions, addSession, addSeries, editSession, cancelSession };
