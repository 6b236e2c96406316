import { sql } from 'kysely';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district } from './house.ts';

type Targets = { area: string; person: string; station: string; volunteerShift: string; service: string; star: string };
const at = { lon: 120.15, lat: 30.31 };

/** A well-formed call of each endpoint, for the access matrix. */
export const volunteerCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'volunteers.registerVolunteer': (as) => as.send('POST', '/api/volunteers/me', {}),
  'volunteers.registerForResident': (as, t) => as.send('POST', `/api/volunteers/people/${t.person}`, {}),
  'volunteers.getMyVolunteer': (as) => as.get('/api/volunteers/me'),
  'volunteers.listStations': (as) => as.get('/api/volunteers/stations'),
  'volunteers.addStation': (as, t) => as.send('POST', '/api/volunteers/stations', { name: newId(), nameEn: 'Station', areaCode: t.area, ...at }),
  'volunteers.addShift': (as, t) =>
    as.send('POST', `/api/volunteers/stations/${t.station}/shifts`, {
      kind: 'company',
      title: '陪伴',
      titleEn: 'Company',
      from: '2099-01-01T10:00:00Z',
      minutes: 60,
      ...at,
      places: 1,
    }),
  'volunteers.listShifts': (as) => as.get('/api/volunteers/shifts'),
  'volunteers.listStationShifts': (as, t) => as.get(`/api/volunteers/stations/${t.station}/shifts`),
  'volunteers.joinShift': (as, t) => as.send('POST', `/api/volunteers/shifts/${t.volunteerShift}/join`),
  'volunteers.leaveShift': (as, t) => as.send('POST', `/api/volunteers/services/${t.service}/leave`),
  'volunteers.checkIn': (as, t) => as.send('POST', `/api/volunteers/services/${t.service}/in`, at),
  'volunteers.checkOut': (as, t) => as.send('POST', `/api/volunteers/services/${t.service}/out`),
  'volunteers.listStationServices': (as, t) => as.get(`/api/volunteers/stations/${t.station}/services`),
  'volunteers.confirmService': (as, t) => as.send('POST', `/api/volunteers/services/${t.service}/confirm`, { confirm: false, reason: '没来' }),
  'volunteers.appealService': (as, t) => as.send('POST', `/api/volunteers/services/${t.service}/appeal`, { appeal: '我来了' }),
  'volunteers.answerAppeal': (as, t) => as.send('POST', `/api/volunteers/services/${t.service}/appeal/answer`, { confirm: true }),
  'volunteers.applyForStar': (as) => as.send('POST', '/api/volunteers/me/stars', { star: 1 }),
  'volunteers.listStars': (as) => as.get('/api/volunteers/stars'),
  'volunteers.decideStar': (as, t) => as.send('POST', `/api/volunteers/stars/${t.star}/decision`, { step: 'notice' }),
  'volunteers.getMyCertificate': (as) => as.get('/api/volunteers/me/certificate'),
  'volunteers.verifyCertificate': (as) => as.get(`/api/volunteers/certificates/${'x'.repeat(40)}`),
  'volunteers.exportHours': (as) => as.get('/api/volunteers/exchange/hours?from=2026-11-01&to=2026-11-30'),
  'volunteers.bringHours': (as) =>
    as.send('POST', '/api/volunteers/exchange/hours', {
      source: 'zhiyuanhui',
      records: [{ externalId: newId(), volunteer: '330105999999', title: '助老', from: '2026-01-01T01:00:00Z', minutes: 60 }],
    }),
  'volunteers.getTimeBank': (as) => as.get('/api/volunteers/time-bank'),
  'volunteers.askForService': (as) =>
    as.send('POST', '/api/volunteers/needs', { kind: 'company', title: '陪伴', from: '2099-01-01T10:00:00Z', minutes: 60, ...at }),
  'volunteers.askFromPool': (as, t) =>
    as.send('POST', `/api/volunteers/people/${t.person}/needs`, { kind: 'company', title: '陪伴', from: '2099-01-01T10:00:00Z', minutes: 60, ...at }),
  'volunteers.listMyNeeds': (as) => as.get('/api/volunteers/needs/mine'),
  'volunteers.recordGroupHours': (as, t) =>
    as.send('POST', `/api/volunteers/stations/${t.station}/group-hours`, { group: '青年志愿队', people: 10, minutes: 60 }),
  'volunteers.withdrawNeed': (as, t) => as.send('POST', `/api/volunteers/needs/${t.volunteerShift}/withdraw`),
  'volunteers.giveCoins': (as, t) => as.send('POST', '/api/volunteers/time-bank/gifts', { personId: t.person, coinMinutes: 1 }),
  'volunteers.donateCoins': (as) => as.send('POST', '/api/volunteers/time-bank/donations', { coinMinutes: 1 }),
};

/** What those calls are about, with somebody who volunteers. */
export async function volunteerTargets(tx: Write, area: string, personId: string): Promise<Omit<Targets, 'area' | 'person'>> {
  const [station, shift, service, star, volunteer] = [newId(), newId(), newId(), newId(), newId()];
  const now = new Date();
  await tx
    .insertInto('volunteers.station')
    .values({ district, id: station, name: station, nameEn: 'Station', areaCode: area, ...at })
    .execute();
  await tx
    .insertInto('volunteers.shift')
    .values({
      district,
      id: shift,
      stationId: station,
      kind: 'company',
      title: '陪伴',
      titleEn: 'Company',
      during: sql`tstzrange('2098-01-01', '2098-01-02')` as never,
      ...at,
      places: 5,
      taken: 1,
      madeBy: newId(),
      madeAt: now,
    })
    .execute();
  await tx.insertInto('volunteers.volunteer').values({ district, id: volunteer, personId, number: volunteer, countsAs: 'record', registeredAt: now }).execute();
  await tx
    .insertInto('volunteers.service')
    .values({ district, id: service, shiftId: shift, volunteerId: volunteer, during: sql`tstzrange('2098-01-01', '2098-01-02')` as never, joinedAt: now })
    .execute();
  await tx.insertInto('volunteers.star').values({ district, id: star, volunteerId: volunteer, star: 1, minutes: 6000, appliedAt: now }).execute();
  return { station, volunteerShift: shift, service, star };
}
