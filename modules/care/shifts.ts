import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { addCarer, dropCarer, readCareDay } from './care-day.ts';
import { carersNeeded, noSuchShift } from './contract.ts';
import { getGroup } from './groups.ts';
import { stepMinutes, wholeCarer } from './rules.ts';

type Shift = { id: string; carer: string; day: string; time: { from: number; to: number } };
export async function addShiftCommand(context: Writing<Actor>, { id: groupId, carer, day, time }: Shift) {
  const { tx, district, now, actor } = context;
  await getGroup(tx, district, groupId);
  const id = newId(now.getTime());
  await tx
    .insertInto('care.shift')
    .values({ district, id, groupId, carer, day, fromMinute: time.from, toMinute: time.to, madeBy: actor.id, madeAt: now })
    .execute();
  await addCarer(tx, district, groupId, day, time, wholeCarer);
  context.note({ object: id });
  return { id };
}

/** Takes a carer off. Where too few are left for those who are planned it is refused, unless it cannot be helped: then the day says that it is short. */
export async function dropShiftCommand(context: Writing<Actor>, { id, reason, evenIfShort }: { id: string; reason: string; evenIfShort: boolean }) {
  const { tx, district } = context;
  const shift = await tx
    .updateTable('care.shift')
    .set({ state: 'dropped', reason })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .returning(['groupId', 'day', 'fromMinute as from', 'toMinute as to'])
    .executeTakeFirst();
  if (!shift) refuse(noSuchShift);
  if (await dropCarer(tx, district, shift.groupId, shift.day, shift, wholeCarer)) {
    context.note({ object: id, detail: { reason } });
    return { id, shortFrom: null };
  }
  const { load, carers } = await readCareDay(tx, district, shift.groupId, shift.day);
  const isOff = (step: number) => step >= shift.from / stepMinutes && step < shift.to / stepMinutes;
  const shortFrom = load.findIndex((need, step) => need > carers[step]! - (isOff(step) ? wholeCarer : 0)) * stepMinutes;
  if (!evenIfShort) refuse(carersNeeded, { at: shortFrom });
  await sql`update care.care_day set carers = care.add(carers, ${shift.from / stepMinutes}, ${shift.to / stepMinutes}, ${-wholeCarer})
    where district = ${district} and group_id = ${shift.groupId} and day = ${shift.day}`.execute(tx);
  context.note({ object: id, detail: { reason, shortFrom } });
  return { id, shortFrom };
}
