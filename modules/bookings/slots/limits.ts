import { sql } from 'kysely';
import { dayOf, minuteOf } from '../../../engines/calendar/local-time.ts';
import { addDays, weekdayOf } from '../../../engines/calendar/working-days.ts';
import { momentAt, wallMinute } from '../../../platform/clock.ts';
import type { Write } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import type { OfferingRules } from '../offerings/rules.ts';
import { limitReached } from '../refusals.ts';

/** The period of a limit that a moment lies in. */
function periodOf(per: 'day' | 'week' | 'month', moment: Date): { from: Date; to: Date } {
  const day = dayOf(wallMinute(moment));
  const first = per === 'day' ? day : per === 'week' ? addDays(day, 1 - weekdayOf(day)) : `${day.slice(0, 8)}01`;
  const next = per === 'day' ? addDays(day, 1) : per === 'week' ? addDays(first, 7) : `${addDays(`${day.slice(0, 8)}28`, 4).slice(0, 8)}01`;
  return { from: momentAt(minuteOf(first)), to: momentAt(minuteOf(next)) };
}

export type Whose = { accountId: string | null; personId: string | null };

/**
 * Refuses what would be more than the offering allows one person. Two requests of one person wait for each other here, so that
 * neither misses the other; requests of different people do not meet. Counted are bookings of this offering that stand.
 */
export async function keepLimits(
  tx: Write,
  district: string,
  offeringId: string,
  { limits }: OfferingRules,
  { accountId, personId }: Whose,
  during: { from: Date; minutes: number },
  now: Date,
  except: string | null = null,
): Promise<void> {
  const owner = personId ?? accountId;
  if (limits.length === 0 || owner === null) return;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${offeringId}${owner}`}, 1))`.execute(tx);
  for (const limit of limits) {
    const { from, to } = limit.per === 'ahead' ? { from: now, to: new Date('9999-01-01') } : periodOf(limit.per, during.from);
    const { rows } = await sql<{ bookings: number; minutes: number }>`
      select count(*)::int as bookings, coalesce(sum(extract(epoch from upper(during) - lower(during)) / 60), 0)::int as minutes from bookings.booking
      where district = ${district} and offering_id = ${offeringId} and (person_id = ${personId} or account_id = ${accountId}) and id is distinct from ${except}
        and state in ('requested', 'confirmed', 'checkedIn', 'finished', 'missed')
        and lower(during) >= ${from} and lower(during) < ${to}`.execute(tx);
    const used = rows[0]![limit.what];
    const wanted = limit.what === 'bookings' ? 1 : during.minutes;
    if (used + wanted > limit.most) refuse(limitReached, { what: limit.what, most: limit.most, per: limit.per, used });
  }
}
