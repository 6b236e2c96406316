import { sql } from 'kysely';
import { minuteOf } from '../../engines/calendar/local-time.ts';
import { openLine } from '../../engines/calendar/opening-hours.ts';
import { addDays } from '../../engines/calendar/working-days.ts';
import type { Actor } from '../../platform/access.ts';
import { dayHere, wallMinute } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { getWorkingCalendar } from '../calendar/index.ts';
import { giveShare, readCareDay, shortFrom, takeShare } from './care-day.ts';
import { noSuchGroup, noSuchPerson, notPlanned } from './contract.ts';
import { findContract, keepFamily } from './contracts.ts';
import { type Group, getGroup } from './groups.ts';
import { faultOfTime, findAgeClass, isOfAge, type Mode, priceOfStay, shareOf } from './rules.ts';

type Span = { from: number; to: number };
type Wanted = { id: string; personId: string; mode: Mode; days: string[]; time: Span };
type Why =
  | 'age'
  | 'closed'
  | 'tooLate'
  | 'tooFar'
  | 'ratio'
  | 'places'
  | 'thereAlready'
  | 'noContract'
  | 'contractHours'
  | NonNullable<ReturnType<typeof faultOfTime>>;
type Planned = { day: string; stayId: string | null; why: Why | null; at: number | null };

/** Whether the place is open all the time of a stay. */
async function isOpen({ tx }: Writing<Actor>, { hours }: Group, day: string, { from, to }: Span): Promise<boolean> {
  const line = openLine(hours, day, 1, await getWorkingCalendar(tx));
  const midnight = minuteOf(day);
  for (let i = 0; i < line.length; i += 2) if (line[i]! <= midnight + from && midnight + to <= line[i + 1]!) return true;
  return false;
}

/** Planned so late: at home until the time of the rules, at the counter until it begins. */
const isLate = (group: Group, now: Date, day: string, { from }: Span, isCounter: boolean) =>
  minuteOf(day, from) - (isCounter ? 0 : group.rules.planMinutes) < wallMinute(now);

/** What stands against a day whoever else comes; null: nothing. */
async function faultOfDay(context: Writing<Actor>, group: Group, bornOn: string, { mode, time }: Wanted, day: string, isCounter: boolean): Promise<Why | null> {
  const { now } = context;
  const fault = faultOfTime(group.rules, mode, time);
  if (fault) return fault;
  if (!isOfAge(findAgeClass(group.ageClass)!, bornOn, day)) return 'age';
  if (isLate(group, now, day, time, isCounter)) return 'tooLate';
  if (day > addDays(dayHere(now), group.rules.horizonDays)) return 'tooFar';
  return (await isOpen(context, group, day, time)) ? null : 'closed';
}

async function planDay(context: Writing<Actor>, group: Group, bornOn: string, wanted: Wanted, day: string, channel: string): Promise<Planned> {
  const { tx, district, now, actor } = context;
  const { personId, mode, time } = wanted;
  const refused = (why: Why, at: number | null = null): Planned => ({ day, stayId: null, why, at });
  const fault = await faultOfDay(context, group, bornOn, wanted, day, channel !== 'online');
  if (fault) return refused(fault);
  const contract = await findContract(tx, district, group.id, personId, day);
  if (mode !== 'temporary' && contract?.mode !== mode) return refused('noContract');
  const isByContract = contract !== undefined && mode !== 'temporary';
  if (isByContract && contract.monthlyHours !== null && contract.usedMinutes + time.to - time.from > contract.monthlyHours * 60)
    return refused('contractHours');
  const share = shareOf(findAgeClass(group.ageClass)!);
  const id = newId(now.getTime());
  if (!(await takeShare(tx, district, group, day, time, share))) {
    const short = shortFrom(await readCareDay(tx, district, group.id, day), time, share, group.places);
    return refused(short?.why ?? 'ratio', short?.at ?? null);
  }
  const made = await sql`
    insert into care.stay (district, id, group_id, person_id, contract_id, mode, day, from_minute, to_minute, share, channel, price_fen, made_by, made_at)
    values (${district}, ${id}, ${group.id}, ${personId}, ${isByContract ? contract.id : null}, ${mode}, ${day}, ${time.from}, ${time.to}, ${share}, ${channel},
      ${priceOfStay(group.rules, mode, time)}, ${actor.id}, ${now}) on conflict do nothing returning 1`.execute(tx);
  if (made.rows.length > 0) return { day, stayId: id, why: null, at: null };
  await giveShare(tx, district, group.id, day, time, share);
  return refused('thereAlready');
}

async function plan(context: Writing<Actor>, wanted: Wanted, channel: string): Promise<Planned[]> {
  const { tx, district } = context;
  const group = await getGroup(tx, district, wanted.id);
  if (group.closedOn !== null) refuse(noSuchGroup);
  const person = await tx.selectFrom('people.person').select('bornOn').where('district', '=', district).where('id', '=', wanted.personId).executeTakeFirst();
  if (!person) refuse(noSuchPerson);
  // Two requests for one person follow one another, so that both see the hours that are left.
  await sql`select pg_advisory_xact_lock(hashtextextended(${wanted.personId}, 3))`.execute(tx);
  const planned: Planned[] = [];
  for (const day of [...new Set(wanted.days)].sort()) planned.push(await planDay(context, group, person.bornOn, wanted, day, channel));
  if (planned.every(({ stayId }) => stayId === null)) refuse(notPlanned, { days: planned });
  context.note({ object: wanted.personId, detail: { group: group.id, days: planned.filter(({ stayId }) => stayId !== null).length } });
  return planned;
}

export async function planStaysCommand(context: Writing<Actor>, wanted: Wanted) {
  await keepFamily(context, wanted.personId);
  return plan(context, wanted, 'online');
}

export const planForResidentCommand = (context: Writing<Actor>, { channel, ...wanted }: Wanted & { channel: string }) => plan(context, wanted, channel);
