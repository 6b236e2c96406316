import { z } from 'zod';

/** Read with engines/rules when the scheme is entered: a recursive schema would fill the description of the API. */
const condition = z.record(z.string(), z.unknown()).describe('A condition of engines/rules');
const text = z.object({ zh: z.string().min(1).max(60), en: z.string().min(1).max(80) });
const code = z.string().regex(/^[\w+-]{1,30}$/);
/** How often a subsidy is given in a period. A person is subsidised once for a meal in any case. */
const cap = z.object({ per: z.enum(['meal', 'day', 'week', 'month']), most: z.int().min(1).max(200) });

/** What a district gives at the till, as data: discounts of the canteen, then subsidies that the person's own district pays. */
export const schemeSchema = z.object({
  code,
  name: text,
  source: z.string().min(5).max(500),
  isExample: z.boolean(),
  onPassOnly: z.boolean().describe('Only at canteens of the city-wide pass'),
  roundTo: z.enum(['fen', 'jiao', 'yuan']),
  discounts: z.array(z.object({ code, if: condition, percent: z.int().min(1).max(100).describe('What is left to pay'), name: text })).max(20),
  subsidies: z
    .array(z.object({ code, if: condition, leastFen: z.int().min(0), amountFen: z.int().min(1).max(100_000), caps: z.array(cap).max(4), name: text }))
    .max(20),
});
export type Scheme = z.infer<typeof schemeSchema>;
export type SchemeCap = z.infer<typeof cap>;
