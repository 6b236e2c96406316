import { z } from 'zod';
import { AreaCode, command, Id, Latitude, Longitude, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { noStreets } from '../refusals.ts';

export const noSuchFunction = refusal(422, 'planning/no-such-function', { zh: '功能清单里没有这一项', en: 'The catalogue has no such function' });

const Pace = z.enum(['adult', 'elder', 'pram']);
export const getMyCircle = query('/planning/my-circle', 'What somebody living here reaches on foot, the nearest of each function, and what is missing')
  .errors(refuses(noStreets))
  .input(z.object({ lon: Longitude, lat: Latitude, minutes: z.coerce.number().min(1).max(60).default(15), pace: Pace.default('adult') }))
  .output(
    z.object({
      isJoined: z.boolean(),
      areaCode: AreaCode.nullable(),
      reached: z.array(
        z.object({ function: z.string(), placeId: Id, name: z.string(), nameEn: z.string().nullable(), walkMinutes: z.number(), choices: z.int() }),
      ),
      missing: z.array(z.string()),
    }),
  );
export const listMyWishes = query('/planning/wishes', 'Functions that I said I miss').output(z.array(z.string()));
export const wishFor = command('POST', '/planning/wishes', 'Say that a function is missing around you; saying it twice counts once')
  .errors(refuses(noSuchFunction))
  .input(z.object({ function: z.string().max(40), lon: Longitude, lat: Latitude }))
  .output(z.object({ function: z.string() }));
export const unwish = command('DELETE', '/planning/wishes/{function}', 'Take a wish back')
  .input(z.object({ function: z.string().max(40) }))
  .output(z.object({ function: z.string() }));
export const countWishes = query('/planning/wishes/counts', 'How many residents miss what, by function and community').output(
  z.array(z.object({ function: z.string(), areaCode: AreaCode.nullable(), wishes: z.int() })),
);

export const circle = { getMyCircle, listMyWishes, wishFor, unwish, countWishes };
