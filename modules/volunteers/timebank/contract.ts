import { z } from 'zod';
import { command, Id, Latitude, Longitude, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const notKin = refusal(403, 'volunteers/not-kin', { zh: '只能为自己或登记的直系亲属使用', en: 'Only for oneself, or for a relative on record' });
export const tooYoungToSpend = refusal(422, 'volunteers/too-young-to-spend', {
  zh: '接受服务的人要满规定的年龄',
  en: 'Whoever is served must have reached the age for it',
});
export const notEnoughCoins = refusal(409, 'volunteers/not-enough-coins', { zh: '时间币不够', en: 'There are not enough time coins' });
export const noSuchNeed = refusal(404, 'volunteers/no-such-need', { zh: '没有这个求助', en: 'There is no such request' });
export const begunAlready = refusal(409, 'volunteers/begun-already', { zh: '已经有人来服务，不能撤回', en: 'Somebody serves already; it cannot be withdrawn' });
export const noStationHere = refusal(422, 'volunteers/no-station', { zh: '附近还没有志愿服务站', en: 'There is no station near yet' });
export const noRecordYet = refusal(404, 'volunteers/no-record-yet', { zh: '您的账号还没有关联居民记录', en: 'Your account is not tied to a record yet' });

const Text = z.object({ zh: z.string(), en: z.string() });
export const getTimeBank = query('/volunteers/time-bank', 'My time coins: how many, how many may still come, the rules').output(
  z.object({
    name: Text,
    coin: Text,
    coinMinutesPerHour: z.int(),
    balance: z.int().describe('In minutes of the coin'),
    held: z.int(),
    earned: z.int().describe('In all, against the most that a person may earn'),
    most: z.int(),
    spendAge: z.int(),
    isOldEnough: z.boolean(),
  }),
);
const asked = {
  kind: z.string().regex(/^[\w-]{1,30}$/),
  title: z.string().trim().min(2).max(60),
  from: Moment,
  minutes: z.int().min(30).max(480),
  lon: Longitude,
  lat: Latitude,
};
const Asked = z.object({ id: Id, coinMinutes: z.int() });
export const askForService = command('POST', '/volunteers/needs', 'Asks for a service for oneself or a relative; the coins are set aside until it was done')
  .input(z.object({ personId: Id.nullable().default(null).describe('Who is served, if not oneself'), ...asked }))
  .output(Asked)
  .errors(refuses(noRecordYet, notKin, tooYoungToSpend, notEnoughCoins, noStationHere));
export const askFromPool = command('POST', '/volunteers/people/{personId}/needs', 'Asks for a service for somebody without coins, from the pool')
  .input(z.object({ personId: Id, ...asked }))
  .output(Asked)
  .errors(refuses(tooYoungToSpend, notEnoughCoins, noStationHere));
export const listMyNeeds = query('/volunteers/needs/mine', 'What I asked for, and who comes').output(
  z.array(
    z.object({
      id: Id,
      title: z.string(),
      from: Moment,
      to: Moment,
      served: z.string().describe('masked'),
      volunteer: z.string().nullable().describe('masked'),
      coinMinutes: z.int(),
      state: z.enum(['open', 'taken', 'done', 'withdrawn']),
    }),
  ),
);
export const recordGroupHours = command('POST', '/volunteers/stations/{id}/group-hours', 'Hours of a group: their coins go to the pool, to nobody in the group')
  .input(z.object({ id: Id, group: z.string().trim().min(2).max(60), people: z.int().min(2).max(1000), minutes: z.int().min(15).max(720) }))
  .output(Asked);
export const withdrawNeed = command('POST', '/volunteers/needs/{id}/withdraw', 'Withdraws what one asked for; the coins are free again')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchNeed, begunAlready));
export const giveCoins = command('POST', '/volunteers/time-bank/gifts', 'Gives time coins to a relative on record')
  .input(z.object({ personId: Id, coinMinutes: z.int().min(1).max(100_000) }))
  .output(z.object({ id: Id, balance: z.int() }))
  .errors(refuses(noRecordYet, notKin, notEnoughCoins));
export const donateCoins = command('POST', '/volunteers/time-bank/donations', 'Gives time coins to the pool for those who have none')
  .input(z.object({ coinMinutes: z.int().min(1).max(100_000) }))
  .output(z.object({ id: Id, balance: z.int() }))
  .errors(refuses(noRecordYet, notEnoughCoins));

export const timeBank = { getTimeBank, askForService, askFromPool, listMyNeeds, recordGroupHours, withdrawNeed, giveCoins, donateCoins };
