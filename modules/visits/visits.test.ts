import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../platform/id.ts';
import { setTime } from '../../tests/support/cases.ts';
import { type Caller, district, inDistrict } from '../../tests/support/house.ts';
import { requestArea as areaCode, openRequestHouse, type RequestHouse } from '../../tests/support/request-house.ts';
import { forgetVisits } from './jobs.ts';

let r: RequestHouse;
let households: string[];
let official: Caller;
beforeAll(async () => {
  r = await openRequestHouse();
  official = await r.house.staff('communityOfficial', { areaCode });
  households = await inDistrict(r.house.db, async (tx) =>
    (
      await tx.selectFrom('people.household').select('id').where('district', '=', district).where('areaCode', '=', areaCode).orderBy('id').limit(40).execute()
    ).map(({ id }) => id),
  );
});
beforeEach(() => setTime(r.house, '2026-11-23 10:00'));
afterAll(() => r.house.close());

const visit = (more: object = {}) => ({
  id: newId(),
  revision: 1,
  householdId: households[0],
  areaCode,
  visitedAt: '2026-11-23T01:30:00Z',
  outcome: 'met',
  topics: ['livesAlone'],
  note: '身体还好',
  ...more,
});
const upload = (who: Caller, ...visits: object[]) => who.send('POST', '/api/visits/uploads', { visits });
const rows = () => inDistrict(r.house.db, (tx) => tx.selectFrom('visits.visit').selectAll().where('district', '=', district).execute());

test('three phones, five hundred visits, cut connections, doubled and reordered uploads: nothing lost, nothing doubled, the newest text holds', async () => {
  const count = Number(process.env['VISITS'] ?? 500);
  const phones = await Promise.all(Array.from({ length: 3 }, () => r.house.staff('communityWorker', { areaCode })));
  const written = Array.from({ length: count }, (_, i) => {
    const first = visit({
      householdId: households[i % 30],
      note: `第 ${i} 次`,
      ...(i % 10 === 0 && { report: { kind: 'request', matter: '0101', words: `走访时看到路灯不亮 ${i}` } }),
    });
    return i % 5 === 0 ? [first, { ...first, revision: 2, note: `第 ${i} 次，改` }] : [first];
  });
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      let state = seed >>> 0;
      const random = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return state / 2 ** 32;
      };
      await Promise.all(
        phones.map(async (phone, p) => {
          const own = written.filter((_, i) => i % 3 === p).flat();
          // Everything at least once, a third of it twice, in any order; of the answers some never arrive, so the phone sends again.
          let waiting = [...own, ...own.filter(() => random() < 0.34)].toSorted(() => random() - 0.5);
          while (waiting.length > 0) {
            const part = waiting.slice(0, 40);
            const answer = await upload(phone, ...part);
            expect(answer.status).toBe(200);
            expect(answer.body.every((one: { state: string }) => one.state !== 'refused')).toBe(true);
            if (random() < 0.25) waiting = [...waiting.slice(40), ...part];
            else waiting = waiting.slice(40);
          }
        }),
      );
    }),
    { numRuns: 1 },
  );
  const kept = await rows();
  expect(kept).toHaveLength(count);
  const newest = new Map(written.map((versions) => [versions.at(-1)!.id, versions.at(-1)!]));
  for (const row of kept) expect(row).toMatchObject({ note: newest.get(row.id)!.note, revision: newest.get(row.id)!.revision });
  const requests = await inDistrict(r.house.db, (tx) =>
    tx.selectFrom('requests.request').select(['outsideId']).where('district', '=', district).where('channel', '=', 'visit').execute(),
  );
  expect(requests).toHaveLength(count / 10);
  expect(new Set(kept.filter(({ requestId }) => requestId).map(({ requestId }) => requestId)).size).toBe(count / 10);
}, 240_000);

test('one bad visit of an upload is refused with its cure, the others are kept', async () => {
  const elsewhere = await r.house.staff('communityWorker', { areaCode: '330105002051' });
  const answers = (
    await upload(
      r.worker,
      visit(),
      visit({ areaCode: '330105002051', householdId: null, outcome: 'patrol' }),
      visit({ outcome: 'patrol' }),
      visit({ visitedAt: '2026-12-24T01:00:00Z' }),
      visit({ topics: ['nothing'] }),
      visit({ report: { kind: 'request', matter: '7777', words: '不知道是什么' } }),
      visit({ householdId: newId() }),
      visit({ report: { kind: 'event', matter: 'usual', words: ' ab ' } }),
      visit({ areaCode: '' }),
      visit({ note: 'a\u0000b' }),
      visit({ report: { kind: 'event', matter: 'usual', words: '楼道堆物', lon: 120.1 } }),
    )
  ).body as { state: string; why: { en: string } | null }[];
  expect(answers.map(({ state }) => state)).toEqual(['kept', ...Array(10).fill('refused')]);
  expect(answers.slice(1).every(({ why }) => why!.en.length > 8)).toBe(true);
  const mine = visit();
  await upload(r.worker, mine);
  const told = visit({ report: { kind: 'request', matter: '0101', words: '路灯不亮了' } });
  const [first] = (await upload(r.worker, told)).body;
  expect((await upload(r.worker, told)).body).toEqual([{ ...first, state: 'known' }]);
  // Changed on the phone afterwards: what came of it stays.
  expect((await upload(r.worker, { ...told, revision: 2, report: null })).body).toEqual([{ ...first, state: 'kept' }]);
  expect((await upload(elsewhere, { ...mine, areaCode: '330105002051', revision: 9 })).body[0].state).toBe('refused');
});

test('what is met on the way becomes a request, a grid event or somebody to be looked after', async () => {
  const [request, event, help] = (
    await upload(
      r.worker,
      visit({ report: { kind: 'request', matter: '0106', words: '地下室积水，住户很着急', ...r.at } }),
      visit({ householdId: null, outcome: 'patrol', report: { kind: 'event', matter: 'hazard', words: '楼道堆满纸箱' } }),
      visit({ report: { kind: 'help', matter: 'usual', words: '独居老人三天没有出门' } }),
    )
  ).body as { number: string }[];
  expect((await r.official.get(`/api/requests/${await r.idOf(request!.number)}`)).body).toMatchObject({ channel: 'visit', words: '地下室积水，住户很着急' });
  expect((await r.official.get(`/api/cases/${await r.idOf(event!.number)}`)).body).toMatchObject({ kind: 'gridEvent', class: 'hazard', title: '巡查上报' });
  const read = (who: Caller, number: string, purpose = '现场处置') =>
    r.idOf(number).then((id) => who.send('POST', `/api/visits/cases/${id}/openings`, { purpose }));
  expect((await read(official, event!.number)).body).toMatchObject({ words: '楼道堆满纸箱', address: null });
  expect((await read(official, help!.number)).body).toMatchObject({ words: '独居老人三天没有出门', address: expect.any(String) });
  const elsewhere = await r.house.staff('communityWorker', { areaCode: '330105002051' });
  expect((await read(elsewhere, help!.number)).status).toBe(404);
  expect(JSON.stringify(await rows())).not.toContain('三天没有出门');
  const looked = (await r.official.get(`/api/cases/${await r.idOf(help!.number)}`)).body;
  expect(looked).toMatchObject({ kind: 'verification' });
  expect(JSON.stringify(looked)).not.toContain('独居老人');
});

test('a sealed note is read by who wrote it, and by officials of the area for a purpose that the audit keeps', async () => {
  const secret = visit({ sealedNote: '老人有抑郁病史', visitedAt: '2026-11-23T01:59:00Z' });
  await upload(r.worker, secret);
  const open = (who: Caller) => who.send('POST', `/api/visits/${secret.id}/openings`, { purpose: '安排上门' });
  expect((await open(r.worker)).body.note).toBe('老人有抑郁病史');
  expect((await open(official)).body.note).toBe('老人有抑郁病史');
  const colleague = await r.house.staff('communityWorker', { areaCode });
  expect((await open(colleague)).status).toBe(404);
  expect(JSON.stringify((await colleague.get('/api/visits')).body)).not.toContain('抑郁');
  expect((await colleague.get('/api/visits')).body.visits.find((one: { id: string }) => one.id === secret.id)).toMatchObject({
    hasSealed: true,
    isMine: false,
  });
  expect(JSON.stringify(await rows())).not.toContain('抑郁');
  const audit = (await r.official.get('/api/identity/audit?action=POST%20%2Fvisits%2F%7Bid%7D%2Fopenings')).body;
  expect(JSON.stringify(audit)).toContain('安排上门');
});

test('when its time is over, what was written down is forgotten, and the visit still counts', async () => {
  const old = visit({ visitedAt: '2023-01-10T01:00:00Z', sealedNote: '抑郁', note: '旧记录' });
  await upload(r.worker, old);
  await inDistrict(r.house.db, (tx) => forgetVisits(tx, district, r.house.clock.now));
  const kept = await rows();
  expect(kept.find(({ id }) => id === old.id)).toMatchObject({ note: '', sealedNote: null, reportSealed: null, outcome: 'met' });
  expect(kept.some(({ note }) => note !== '')).toBe(true);
});

test('households are kept in touch with by plan: due ones first, and who is late shows', async () => {
  const worker = await r.house.staff('communityWorker', { areaCode });
  const assign = (i: number, everyDays: number | null) =>
    official.send('PUT', `/api/visits/assignments/${worker.accountId}/${households[i]}`, { everyDays, why: '独居' });
  setTime(r.house, '2026-10-01 10:00');
  for (const [i, every] of [
    [35, 7],
    [36, 30],
  ] as const)
    expect((await assign(i, every)).status).toBe(200);
  setTime(r.house, '2026-11-23 10:00');
  await upload(worker, visit({ householdId: households[36] }));
  const plan = (await worker.get('/api/visits/plan')).body;
  expect(plan).toMatchObject([
    { householdId: households[35], lastVisit: null, dueOn: '2026-10-01' },
    { householdId: households[36], lastVisit: '2026-11-23', dueOn: '2026-12-23', lastNote: '身体还好' },
  ]);
  expect(plan[0].people.every(({ name }: { name: string }) => name.includes('*') || name.includes('＊') || name.length < 2 || /[某○*]/.test(name))).toBe(true);
  const timeliness = (await official.get('/api/visits/timeliness')).body;
  expect(timeliness.find((one: { accountId: string }) => one.accountId === worker.accountId)).toMatchObject({ households: 2, inTime: 1, late: 1, visits: 1 });
  // Who works elsewhere now does not read addresses here any more.
  await inDistrict(r.house.db, (tx) =>
    tx
      .updateTable('identity.roleGrant')
      .set({ areaCode: '330105002051' })
      .where('district', '=', district)
      .where('accountId', '=', worker.accountId!)
      .execute(),
  );
  expect((await worker.get('/api/visits/plan')).body).toEqual([]);
  await inDistrict(r.house.db, (tx) =>
    tx.updateTable('identity.roleGrant').set({ areaCode }).where('district', '=', district).where('accountId', '=', worker.accountId!).execute(),
  );
  await assign(35, null);
  expect((await worker.get('/api/visits/plan')).body).toHaveLength(1);
  const stranger = await r.house.staff('communityOfficial', { areaCode: '330105002051' });
  expect((await stranger.send('PUT', `/api/visits/assignments/${worker.accountId}/${households[35]}`, { everyDays: 7 })).status).toBe(404);
});
