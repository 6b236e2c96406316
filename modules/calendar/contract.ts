import { z } from 'zod';
import { Day, query } from '../../platform/endpoint.ts';

export const CalendarDay = z.object({
  day: Day,
  isWorkingDay: z.boolean(),
  holiday: z.string().nullable(),
  isMakeUp: z.boolean(),
  provisional: z.boolean(),
});

export const listDays = query('/calendar/days', 'Working days, legal holidays and make-up days of a month')
  .input(z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is written 2026-05') }))
  .output(z.object({ workingDays: z.int(), papers: z.array(z.string()), days: z.array(CalendarDay) }));

export const calendar = { listDays };
