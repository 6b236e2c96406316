import { newId } from '../../platform/id.ts';
import type { Answer, Caller } from './house.ts';

const told = { matter: '0101', words: '单元门口的路灯不亮了', lon: 120.155, lat: 30.32 };

const photo = { field: 'file', name: 'lamp.jpg', bytes: 'no picture' };

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
  'requests.splitRequest': (as) => as.send('POST', `/api/requests/${newId()}/parts`, { matter: '0301', words: told.words }),
  'requests.proposeUnits': (as) => as.get(`/api/requests/${newId()}/proposals`),
  'requests.getDispatchModel': (as) => as.get('/api/requests/dispatch-model'),
  'requests.trainDispatch': (as) => as.send('POST', '/api/requests/dispatch-model'),
  'requests.listSimilar': (as) => as.get(`/api/requests/${newId()}/similar`),
  'requests.searchRequests': (as) => as.get('/api/requests/search?text=%E8%B7%AF%E7%81%AF'),
  'requests.listPublicMap': (as) => as.get('/api/requests/map'),
  'requests.addOwnPhoto': (as) => as.upload('/api/requests/receipts/261123000000/photos', { code: '00000000' }, [photo]),
  'requests.getOwnPhoto': (as) => as.get(`/api/requests/receipts/261123000000/photos/${newId()}?code=00000000`),
  'requests.addPhoto': (as) => as.upload(`/api/requests/${newId()}/photos`, {}, [photo]),
  'requests.listPhotos': (as) => as.get(`/api/requests/${newId()}/photos`),
  'requests.getPhoto': (as) => as.get(`/api/requests/${newId()}/photos/${newId()}`),
  'requests.askDutyChange': (as) => as.send('POST', '/api/requests/duty-changes', { matter: '0101', area: '330105', lead: newId(), reason: '职责已划转' }),
  'requests.listDutyChanges': (as) => as.get('/api/requests/duty-changes'),
  'requests.decideDutyChange': (as) => as.send('POST', `/api/requests/duty-changes/${newId()}/decision`, { isAccepted: false, answer: '维持' }),
  'requests.listIntakeKeys': (as) => as.get('/api/requests/intake-keys'),
  'requests.makeIntakeKey': (as) => as.send('POST', '/api/requests/intake-keys', { name: '热线平台', channel: 'hotline' }),
  'requests.endIntakeKey': (as) => as.send('DELETE', `/api/requests/intake-keys/${newId()}`),
  'requests.receiveOutside': (as) => as.send('POST', '/api/requests/outside', { key: 'wrong-key-wrong', channel: 'device', matter: '0101', words: '路灯' }),
  'requests.receiveMail': (as) => as.send('POST', '/api/requests/mail', { key: 'wrong-key-wrong', message: 'Subject: x\n\nx' }),
  'requests.importHotline': (as) =>
    as.upload('/api/requests/hotline-imports', {}, [{ field: 'file', name: 'calls.csv', bytes: '工单编号,内容\nX1,路灯不亮了' }]),
  'requests.getRates': (as) => as.get('/api/requests/rates?month=2026-10'),
  'requests.publishBulletin': (as) => as.send('POST', '/api/requests/bulletins', { month: '2026-12' }),
  'requests.listBulletins': (as) => as.get('/api/requests/bulletins'),
  'requests.getBulletin': (as) => as.get('/api/requests/bulletins/2020-01'),
  'requests.drawRecontact': (as) => as.send('POST', '/api/requests/recontacts', { month: '2026-12' }),
  'requests.listRecontact': (as) => as.get('/api/requests/recontacts?month=2026-10'),
  'requests.recordRecontact': (as) => as.send('PUT', `/api/requests/recontacts/2026-10/${newId()}`, { outcome: 'solved' }),
};
