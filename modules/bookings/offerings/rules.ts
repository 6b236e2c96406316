import { z } from 'zod';
import type { SlotRules } from '../../../engines/calendar/slots.ts';
import { conditionField, Who } from './who.ts';

const minutes = (most: number, least = 0) => z.int().min(least).max(most);
const dayMinutes = 1440;

/** A time of the week at which the offering is there; the place must be open too. */
const WeeklyTime = z
  .object({ days: z.array(z.int().min(1).max(7)).min(1).max(7), from: minutes(dayMinutes - 1), to: minutes(dayMinutes, 1) })
  .refine(({ from, to }) => from < to, 'a time of the week ends after it begins');

/** How a time is chosen. Lengths are the shortest plus whole steps. */
const Slot = z
  .object({
    gridMinutes: minutes(dayMinutes, 5),
    shortestMinutes: minutes(7 * dayMinutes, 5),
    longestMinutes: minutes(7 * dayMinutes, 5),
    stepMinutes: minutes(dayMinutes, 5),
    beforeMinutes: minutes(240),
    afterMinutes: minutes(240),
    mayPassMidnight: z.boolean(),
  })
  .refine(({ shortestMinutes, longestMinutes }) => shortestMinutes <= longestMinutes, 'the longest is not shorter than the shortest');

const Limit = z.object({ what: z.enum(['bookings', 'minutes']), most: z.int().min(1).max(100_000), per: z.enum(['day', 'week', 'month', 'ahead']) });

const Price = z.discriminatedUnion('class', [
  z.object({ class: z.literal('free') }),
  z.object({
    class: z.enum(['lowFee', 'market']),
    per: z.enum(['hour', 'halfDay', 'day', 'booking', 'place']),
    fen: z.int().min(1).max(10_000_000),
    halfDayMinutes: minutes(dayMinutes, 60).default(240),
  }),
]);

/** How a place that becomes free is offered to those who wait. */
const Waiting = z.object({
  /** How long an offer stands; at the latest until booking closes. */
  offerMinutes: minutes(14 * dayMinutes, 5),
  /** Whether somebody for whom there are not enough places is passed over, and keeps the turn, or everybody behind waits too. */
  passOver: z.boolean(),
  /** Groups that come first, in this order; within a group who came first. */
  first: z.array(z.enum(['elder', 'minor', 'disabled'])).max(3),
});

const CheckIn = z.object({
  /** So long before it begins one can check in. */
  opensMinutes: minutes(240, 5),
  /** Given free so long after it began where nobody came; null: never. */
  releaseMinutes: minutes(240, 5).nullable(),
});

/** What missing without notice costs: so many times within so many days pause booking of this offering for so many days. The highest that applies counts. */
const Absence = z.object({ times: z.int().min(1).max(50), withinDays: z.int().min(1).max(366), pauseDays: z.int().min(1).max(366) });

const Text = z.object({ zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(60) });
/** Who pays less: so many percent of the price off. Of several that apply, the largest. */
const Reduction = z.object({ name: Text, condition: conditionField, percent: z.int().min(1).max(100) });
export type Reduction = z.infer<typeof Reduction>;

/** The rules of an offering, as data: what a booking must keep to. */
export const OfferingRules = z.object({
  /** For what is booked by the time; null for sessions. */
  slot: Slot.nullable(),
  /** Empty: whenever the place is open. */
  hours: z.array(WeeklyTime).max(50),
  noticeMinutes: minutes(60 * dayMinutes),
  horizonDays: z.int().min(0).max(366),
  /** Whether somebody confirms each booking; until then it holds its time. */
  approval: z.boolean(),
  /** How many places, or people, one booking may have. */
  places: z
    .object({ least: z.int().min(1).max(1000), most: z.int().min(1).max(1000) })
    .refine(({ least, most }) => least <= most, 'the most is not less than the least'),
  /** Per person and for this offering only; `ahead` counts what has not begun. */
  limits: z.array(Limit).max(10),
  price: Price,
  reductions: z.array(Reduction).max(10).default([]),
  /** Whether one may ask to use it free of charge, with a reason; somebody decides. */
  freeOnRequest: z.boolean().default(false),
  /** Held at the counter and given back after use, in fen; 0: none. */
  depositFen: z.int().min(0).max(10_000_000).default(0),
  /** Null: everybody. */
  who: Who.nullable().default(null),
  /** Cancelled so long before it begins, it has no consequence. */
  cancelMinutes: minutes(60 * dayMinutes),
  /** What else is needed: units of equipment and people, by skill. */
  waiting: Waiting.nullable().default(null),
  checkIn: CheckIn.nullable().default(null),
  absence: z.array(Absence).max(5).default([]),
  needs: z.array(z.object({ skill: z.string().trim().min(1).max(40), count: z.int().min(1).max(50) })).max(10),
});
export type OfferingRules = z.infer<typeof OfferingRules>;

/** What holds where rules were written before there was such a rule. */
export const earlier: Pick<OfferingRules, 'waiting' | 'checkIn' | 'absence' | 'reductions' | 'freeOnRequest' | 'depositFen' | 'who'> = {
  waiting: null,
  checkIn: null,
  absence: [],
  reductions: [],
  freeOnRequest: false,
  depositFen: 0,
  who: null,
};

/** The rules as the calendar engine takes them. */
export const slotRulesOf = (rules: OfferingRules): SlotRules => ({ ...rules.slot!, noticeMinutes: rules.noticeMinutes, horizonDays: rules.horizonDays });

export type PriceLine = { zh: string; en: string; fen: number };

/** The price of a booking, line by line, in fen. Begun hours, half days and days count whole. */
export function priceOf(
  { price }: Pick<OfferingRules, 'price'>,
  lengthMinutes: number,
  places: number,
  reduction: Pick<Reduction, 'name' | 'percent'> | null = null,
): { fen: number; lines: PriceLine[] } {
  if (price.class === 'free') return { fen: 0, lines: [] };
  const units = { hour: 60, halfDay: price.halfDayMinutes, day: dayMinutes, booking: Number.POSITIVE_INFINITY, place: 0 }[price.per];
  const count = price.per === 'place' ? places : Number.isFinite(units) ? Math.ceil(lengthMinutes / units) : 1;
  const words = { hour: ['小时', 'hours'], halfDay: ['半天', 'half days'], day: ['天', 'days'], booking: ['次', 'booking'], place: ['个名额', 'places'] }[
    price.per
  ];
  const yuan = (price.fen / 100).toFixed(2);
  const fen = count * price.fen;
  const lines = [{ zh: `${count} ${words[0]} × ${yuan} 元`, en: `${count} ${words[1]} × ¥${yuan}`, fen }];
  if (reduction === null) return { fen, lines };
  // Halves of a fen go to the resident.
  const off = Math.ceil((fen * reduction.percent) / 100);
  const { zh, en } = reduction.name;
  return { fen: fen - off, lines: [...lines, { zh: `${zh}，减 ${reduction.percent}%`, en: `${en}, ${reduction.percent}% off`, fen: -off }] };
}
