import { newId } from '../../platform/id.ts';
import type { Answer, Caller } from './house.ts';

const told = { matter: '0101', words: '单元门口的路灯不亮了', lon: 120.155, lat: 30.32 };

/** A well-formed call of each endpoint, for the access matrix. */
export const requestCalls: Record<string, (as: Caller, t: { area: string }) => Promise<Answer>> = {
  'requests.listMatters': (as) => as.get('/api/requests/matters'),
  'requests.getDutyLists': (as) => as.get('/api/requests/duty-lists'),
  'requests.getDutyList': (as) => as.get('/api/requests/duty-lists/1'),
  'requests.draftDutyList': (as) => as.send('POST', '/api/requests/duty-lists', { basis: '区政府文件' }),
  'requests.saveDutyList': (as) =>
    as.send('PUT', '/api/requests/duty-lists/99', {
      revision: 9,
      content: { matters: [{ code: '01', zh: '设施', en: 'Facilities', class: 'help', isPublic: true }], duties: [] },
    }),
  'requests.publishDutyList': (as) => as.send('POST', '/api/requests/duty-lists/99/publication', { revision: 9 }),
  'requests.tellUs': (as, t) => as.send('POST', '/api/requests', { ...told, areaCode: t.area }),
  'requests.takeRequest': (as, t) => as.send('POST', '/api/requests/taken', { channel: 'phone', matter: '0101', words: told.words, areaCode: t.area }),
  'requests.listMine': (as) => as.get('/api/requests/mine'),
  'requests.followRequest': (as) => as.get('/api/requests/receipts/261123000000?code=00000000'),
  'requests.moveOwn': (as) => as.send('POST', '/api/requests/receipts/261123000000/moves/withdraw', { code: '00000000' }),
  'requests.listNear': (as) => as.get('/api/requests/near?lon=120.155&lat=30.32'),
  'requests.follow': (as) => as.send('POST', '/api/requests/receipts/261123000000/followers'),
  'requests.getRequest': (as) => as.get(`/api/requests/${newId()}`),
  'requests.openRequest': (as) => as.send('POST', `/api/requests/${newId()}/openings`, { purpose: '联系诉求人' }),
  'requests.proposeUnits': (as) => as.get(`/api/requests/${newId()}/proposals`),
};
