import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeUnit, setTime } from '../../tests/support/cases.ts';
import { district, inDistrict } from '../../tests/support/house.ts';
import { openRequestHouse, type RequestHouse, requestArea } from '../../tests/support/request-house.ts';

let r: RequestHouse;
beforeAll(async () => {
  r = await openRequestHouse();
});
beforeEach(() => setTime(r.house, '2026-11-23 10:00'));
afterAll(() => r.house.close());

test('who tells without a name is nowhere in the books: not in the audit, not beside the key of the call', async () => {
  const resident = await r.house.resident();
  const headers = { 'idempotency-key': 'nameless-1' };
  const said = { matter: '0101', words: '路灯不亮，不想留名', ...r.at, isAnonymous: true };
  const { number, code } = (await resident.send('POST', '/api/requests', said, headers)).body;
  await r.own(resident, number, 'withdraw', { code });
  const id = await r.idOf(number);
  const kept = await inDistrict(r.house.db, async (tx) => ({
    audit: await tx.selectFrom('platform.auditEntry').selectAll().where('district', '=', district).where('objectId', '=', id).execute(),
    keys: await tx.selectFrom('platform.idempotency').selectAll().where('district', '=', district).where('key', '=', 'nameless-1').execute(),
    events: await tx.selectFrom('cases.event').selectAll().where('district', '=', district).where('caseId', '=', id).execute(),
  }));
  expect(kept.audit).toHaveLength(2);
  expect(kept.keys).toHaveLength(1);
  expect(JSON.stringify(kept)).not.toContain(resident.accountId);
  expect((await resident.send('POST', '/api/requests', said, headers)).body.number).toBe(number);
  const named = (await r.tell(resident)).body.number;
  const entries = await inDistrict(r.house.db, async (tx) =>
    tx
      .selectFrom('platform.auditEntry')
      .select('actorId')
      .where('district', '=', district)
      .where('objectId', '=', await r.idOf(named))
      .execute(),
  );
  expect(entries).toEqual([{ actorId: resident.accountId }]);
});

test('of a confidential request a clerk of the area sees that it is there, and nothing of what was written, where, or by whom', async () => {
  const resident = await r.house.resident();
  const { number } = (await r.tell(resident, { matter: '0802', words: '二楼的孩子常被打', placeText: '5 幢 201' })).body;
  const id = await r.idOf(number);
  await r.move(r.children.a, id, 'sign');
  await r.move(r.children.a, id, 'ask', { text: '孩子叫什么' });
  await r.own(resident, number, 'supply', { text: '叫小明' });
  const clerk = [(await r.worker.get(`/api/cases/${id}`)).body, (await r.worker.get(`/api/requests/${id}`)).body];
  expect(clerk[0]).toMatchObject({ number, kind: 'request' });
  expect(clerk[1]).toMatchObject({ mayOpen: false, lon: null, placeText: '' });
  expect(JSON.stringify(clerk)).not.toMatch(/孩子叫|小明|201/);
  expect((await r.worker.send('POST', `/api/requests/${id}/openings`, { purpose: '看看' })).status).toBe(404);
  const own = (await r.children.a.get(`/api/cases/${id}`)).body;
  expect(own.events.map((event: { detail: { text?: string } }) => event.detail.text).filter(Boolean)).toEqual(['孩子叫什么', '叫小明']);
  expect(own.events[0].by).toBeNull();
  expect((await r.children.a.send('POST', `/api/requests/${id}/openings`, { purpose: '上门' })).body.words).toContain('5 幢 201');
  const steps = (await resident.get(`/api/requests/receipts/${number}`)).body.steps;
  expect(steps.map((step: { text: string | null }) => step.text).filter(Boolean)).toEqual(['孩子叫什么', '叫小明']);
  const rows = await inDistrict(r.house.db, async (tx) => ({
    events: await tx.selectFrom('cases.event').selectAll().where('district', '=', district).where('caseId', '=', id).execute(),
    request: await tx.selectFrom('requests.request').selectAll().where('district', '=', district).where('id', '=', id).execute(),
  }));
  expect(JSON.stringify(rows)).not.toMatch(/孩子|小明|201/);
});

test('beside a case at work the words of other people’s cases are shown only to those of the area and of the unit', async () => {
  const far = await makeUnit(r.house, r.official, '外街道的路灯所', '330105002051');
  const first = (await r.tell(r.house.anyone, { words: '东门的路灯杆倒了挡着路' })).body.number;
  const second = (await r.tell(r.house.anyone, { words: '东门路灯杆倒了挡路' })).body.number;
  const id = await r.idOf(first);
  await r.move(r.dispatcher, id, 'dispatch', { unit: far.unit });
  const beside = async (who: typeof r.official) =>
    (await who.get(`/api/requests/${id}/similar`)).body.find((one: { number: string }) => one.number === second).words as string | null;
  expect(await beside(far.a)).toBeNull();
  expect(await beside(r.worker)).toContain('东门');
  await r.move(r.dispatcher, await r.idOf(second), 'dispatch', { unit: far.unit });
  expect(await beside(far.a)).toContain('东门');
});

test('search finds everything in the reader’s area, however many came at the same moment elsewhere', async () => {
  const rows = (n: number, area: string) => Array.from({ length: n }, (_, i) => `S${area}-${i},喷泉水柱太高溅到路上,0101,${area}`);
  const bytes = ['工单编号,内容,事项,社区代码', ...rows(320, '330105002051'), ...rows(4, requestArea), ...rows(320, '330105003051')].join('\n');
  const brought = await r.official.upload('/api/requests/hotline-imports', { isLoad: 'true' }, [{ field: 'file', name: 'calls.csv', bytes }]);
  expect(brought.body).toMatchObject({ loaded: 644, issues: [] });
  const found = (await r.worker.get(`/api/requests/search?text=${encodeURIComponent('喷泉水柱')}`)).body;
  expect(found.found).toHaveLength(4);
  expect(found.more).toBe(false);
});
