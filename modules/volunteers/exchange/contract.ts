import { z } from 'zod';
import { command, Day, Id, Moment, query } from '../../../platform/endpoint.ts';

const Source = z.string().regex(/^[a-z0-9-]{2,30}$/, 'a source as zhiyuanhui');
const Recorded = z.object({
  externalId: z.string().trim().min(1).max(64),
  volunteer: z.string().trim().min(6).max(20).describe('The number of the volunteer'),
  title: z.string().trim().min(2).max(60),
  from: Moment,
  minutes: z.int().min(1).max(1440),
});

export const exportHours = query('/volunteers/exchange/hours', 'Confirmed hours of a time, for the system that the state keeps; the same ids each time')
  .input(z.object({ from: Day, to: Day }))
  .output(z.array(Recorded));
export const bringHours = command(
  'POST',
  '/volunteers/exchange/hours',
  'Takes in hours of another system, each once; what cannot be taken is listed, the rest stands',
)
  .input(z.object({ source: Source, records: z.array(Recorded).min(1).max(1000) }))
  .output(
    z.object({
      taken: z.int(),
      known: z.int(),
      refused: z.array(
        z.object({ row: z.int(), externalId: z.string(), why: z.enum(['noSuchVolunteer', 'overlaps', 'otherContent', 'ahead']), clashesWith: Id.nullable() }),
      ),
    }),
  );

export const exchange = { exportHours, bringHours };
