import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district } from './house.ts';

export const careRules = {
  fullDay: { time: { from: 510, to: 1050 }, fen: 8000 },
  halfDay: {
    times: [
      { from: 510, to: 720 },
      { from: 780, to: 1050 },
    ],
    fen: 4500,
  },
  hourly: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 1500 },
  temporary: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 2000 },
  planMinutes: 60,
  absenceMinutes: 600,
  horizonDays: 60,
};
export const fullDay = { from: 510, to: 1050 };

type Targets = { place: string; person: string; group: string; contract: string; stay: string; shift: string };
const fields = (name = newId()) => ({ ageClass: 'twos', name: name.slice(0, 40), nameEn: 'Group', places: 20, rules: careRules });
const stays = (t: Targets) => ({ personId: t.person, mode: 'temporary', days: ['2026-11-25'], time: { from: 600, to: 660 } });

/** A well-formed call of each endpoint, for the access matrix. */
export const careCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'care.listGroups': (as) => as.get('/api/care/groups'),
  'care.listAgeClasses': (as) => as.get('/api/care/age-classes'),
  'care.addGroup': (as, t) => as.send('POST', '/api/care/groups', { placeId: t.place, kind: 'nursery', ...fields() }),
  'care.editGroup': (as, t) => as.send('PUT', `/api/care/groups/${t.group}`, { ...fields(), revision: 99 }),
  'care.addContract': (as, t) => as.send('POST', `/api/care/groups/${t.group}/contracts`, { personId: t.person, mode: 'fullDay', from: '2026-11-01' }),
  'care.endContract': (as, t) => as.send('POST', `/api/care/contracts/${t.contract}/end`, { to: '2030-01-01' }),
  'care.listContracts': (as, t) => as.get(`/api/care/groups/${t.group}/contracts`),
  'care.addPickup': (as, t) => as.send('POST', `/api/care/people/${t.person}/pickups`, { name: '某', phone: '13800000000', relation: '外婆' }),
  'care.removePickup': (as) => as.send('DELETE', `/api/care/pickups/${newId()}`),
  'care.planStays': (as, t) => as.send('POST', `/api/care/groups/${t.group}/stays`, stays(t)),
  'care.planForResident': (as, t) => as.send('POST', `/api/care/groups/${t.group}/stays-at-counter`, stays(t)),
  'care.reportAbsence': (as, t) => as.send('POST', `/api/care/stays/${t.stay}/absence`, { kind: 'sick' }),
  'care.recordAbsence': (as, t) => as.send('POST', `/api/care/stays/${t.stay}/absence-at-counter`, { kind: 'sick' }),
  'care.arrive': (as, t) => as.send('POST', `/api/care/stays/${t.stay}/arrival`),
  'care.leave': (as, t) => as.send('POST', `/api/care/stays/${t.stay}/departure`, {}),
  'care.listMyCare': (as) => as.get('/api/care/mine'),
  'care.addShift': (as, t) => as.send('POST', `/api/care/groups/${t.group}/shifts`, { carer: newId(), day: '2026-11-25', time: fullDay }),
  'care.dropShift': (as, t) => as.send('POST', `/api/care/shifts/${t.shift}/drop`, { reason: '请假' }),
  'care.getCareDay': (as, t) => as.get(`/api/care/groups/${t.group}/day?day=2026-11-25`),
};

/** What those calls are about, at a place. */
export async function careTargets(tx: Write, place: string, person: string): Promise<Omit<Targets, 'place' | 'person'>> {
  const [group, contract, stay, shift] = [newId(), newId(), newId(), newId()];
  const made = { madeBy: newId(), madeAt: new Date() };
  await tx
    .insertInto('care.careGroup')
    .values({ ...fields(), rules: JSON.stringify(careRules), district, id: group, placeId: place, kind: 'nursery', changedBy: newId(), changedAt: new Date() })
    .execute();
  await tx
    .insertInto('care.contract')
    .values({ district, id: contract, groupId: group, personId: person, mode: 'halfDay', valid: '[2026-01-01,2026-02-01)', ...made })
    .execute();
  const at = { day: '2026-11-25', fromMinute: 510, toMinute: 570 };
  await tx
    .insertInto('care.stay')
    .values({ district, id: stay, groupId: group, personId: person, mode: 'temporary', ...at, share: 60, channel: 'counter', priceFen: 0, ...made })
    .execute();
  await tx
    .insertInto('care.shift')
    .values({ district, id: shift, groupId: group, carer: '某', ...at, ...made })
    .execute();
  return { group, contract, stay, shift };
}
