import type { Actor } from '../../platform/access.ts';
import { dayHere, wallMinute } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import { ageOn, listGuardians } from '../people/index.ts';
import { readCareDay } from './care-day.ts';
import { listContractsOf, listOwnPeople, listPickups } from './contracts.ts';
import { getGroup, groupView } from './groups.ts';
import { findAgeClass, shareOf, stepMinutes, wholeCarer } from './rules.ts';
import { staysOf, stayView } from './stays.ts';

export async function listMyCareQuery(context: Reading<Actor>) {
  const { db, district, vault, now } = context;
  const people = await listOwnPeople(context);
  const ids = people.map(({ id }) => id);
  const today = dayHere(now);
  const [pickups, contracts, stays] = await Promise.all([
    listPickups(context, ids),
    listContractsOf(context, ids, today.slice(0, 7)),
    ids.length === 0
      ? []
      : staysOf(db, district).where('s.personId', 'in', ids).where('s.day', '>=', today).orderBy('s.day').orderBy('s.fromMinute').limit(200).execute(),
  ]);
  return {
    people: people.map(({ id, name, isMinor }) => ({
      ...{ id, name, isMinor },
      pickups: pickups.filter(({ personId }) => personId === id).map(({ personId: _, ...pickup }) => pickup),
    })),
    contracts,
    stays: stays.map((row) => stayView(row, vault)),
  };
}

export async function getCareDayQuery(context: Reading, { id, day }: { id: string; day: string }) {
  const { db, district, vault, now } = context;
  const group = await getGroup(db, district, id);
  const rows = await staysOf(db, district).where('s.groupId', '=', id).where('s.day', '=', day).orderBy('s.fromMinute').orderBy('s.id').limit(500).execute();
  const people = [...new Set(rows.map(({ personId }) => personId))];
  const [pickups, guardians, shifts, { load, heads, carers }] = await Promise.all([
    listPickups(context, people),
    listGuardians(db, vault, district, people, dayHere(now)),
    db
      .selectFrom('care.shift')
      .select(['id', 'carer', 'fromMinute as from', 'toMinute as to'])
      .where('district', '=', district)
      .where('groupId', '=', id)
      .where('day', '=', day)
      .where('state', '=', 'planned')
      .orderBy('fromMinute')
      .execute(),
    readCareDay(db, district, id, day),
  ]);
  const share = shareOf(findAgeClass(group.ageClass)!);
  const present = rows.filter(({ state }) => state === 'present').length;
  const step = Math.floor((wallMinute(now) % 1440) / stepMinutes);
  const needed = Math.ceil((present * share) / wholeCarer);
  const onDuty = Math.floor(carers[step]! / wholeCarer);
  return {
    group: groupView(group),
    stays: rows.map((row) => ({
      ...stayView(row, vault),
      isMinor: ageOn(row.bornOn, day) < 18,
      pickups: pickups.filter(({ personId }) => personId === row.personId).map(({ personId: _, ...pickup }) => pickup),
      guardians: guardians.filter(({ wardId }) => wardId === row.personId).map(({ wardId: _, ...guardian }) => guardian),
    })),
    shifts,
    steps: load.map((need, i) => ({
      at: i * stepMinutes,
      heads: heads[i]!,
      needed: Math.ceil(need / wholeCarer),
      carers: Math.floor(carers[i]! / wholeCarer),
    })),
    now: day === dayHere(now) ? { present, needed, carers: onDuty, isShort: needed > onDuty } : null,
  };
}
