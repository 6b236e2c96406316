import { momentAt, wallMinute } from '../../platform/clock.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district, type TestHouse } from './house.ts';

/** A well-formed call of each endpoint, for the access matrix. */
export const caseCalls: Record<string, (as: Caller) => Promise<Answer>> = {
  'cases.listCaseTypes': (as) => as.get('/api/cases/types'),
  'cases.listUnits': (as) => as.get('/api/cases/units'),
  'cases.addUnit': (as) => as.send('POST', '/api/cases/units', { name: newId(), nameEn: 'Unit', class: 'bureau', areaCode: district }),
  'cases.listMembers': (as) => as.get(`/api/cases/units/${newId()}/members`),
  'cases.setMember': (as) => as.send('PUT', `/api/cases/units/${newId()}/members/${newId()}`, { post: 'a' }),
  'cases.listQueue': (as) => as.get('/api/cases/queue?box=all'),
  'cases.countQueue': (as) => as.get('/api/cases/queue/counts'),
  'cases.getCase': (as) => as.get(`/api/cases/${newId()}`),
  'cases.makeMove': (as) => as.send('POST', `/api/cases/${newId()}/moves/sign`, {}),
};

/** A unit with a head and two posts, made by an official of the district. */
export async function makeUnit(house: TestHouse, official: Caller, name: string, areaCode: string) {
  const unit = (await official.send('POST', '/api/cases/units', { name, nameEn: name, class: 'bureau', areaCode: district })).body.id as string;
  const [head, a, b] = [
    await house.staff('communityOfficial', { areaCode }),
    await house.staff('communityWorker', { areaCode }),
    await house.staff('communityWorker', { areaCode }),
  ];
  for (const [post, who] of Object.entries({ head, a, b })) await official.send('PUT', `/api/cases/units/${unit}/members/${who.accountId}`, { post });
  return { unit, head, a, b };
}

/** Moves the clock of the house to a time here, as `2026-11-23 10:00`. */
export const setTime = (house: TestHouse, here: string): void => {
  house.clock.now = momentAt(wallMinute(new Date(`${here.replace(' ', 'T')}:00+08:00`)));
};
