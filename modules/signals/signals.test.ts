import { afterAll, beforeAll, expect, test } from 'vitest';
import { momentAt, wallMinute } from '../../platform/clock.ts';
import { newId } from '../../platform/id.ts';
import { setTime } from '../../tests/support/cases.ts';
import { district, inDistrict } from '../../tests/support/house.ts';
import { openRequestHouse, type RequestHouse } from '../../tests/support/request-house.ts';

let r: RequestHouse;
let communities: { code: string; centreLon: number | null; centreLat: number | null }[];
let state = 11;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

/** Requests of two years and more, evenly over the district, as the books would hold them. */
async function fill(days: number, total: number) {
  const end = r.house.clock.now.getTime() - 86_400_000;
  const made = Array.from({ length: total }, (_, i) => {
    const at = new Date(end - Math.floor(random() * days * 86_400_000));
    return { i, at, area: communities[Math.floor(random() * communities.length)]! };
  });
  await write(made.map(({ i, at, area }) => ({ i, at, area, matter: i % 2 === 0 ? '0101' : '0106' })));
}
async function write(rows: { i: number; at: Date; area: (typeof communities)[number]; matter: string }[]) {
  await inDistrict(r.house.db, async (tx) => {
    for (let from = 0; from < rows.length; from += 1000) {
      const part = rows.slice(from, from + 1000).map((row) => ({ ...row, id: newId(row.at.getTime()), number: `9${String(row.i).padStart(11, '0')}` }));
      const file = { kind: 'request', typeVersion: '2026-12-01', class: 'help', title: '-', state: 'closed', seq: 2 };
      await tx
        .insertInto('cases.caseFile')
        .values(part.map(({ id, number, at, area }) => ({ ...file, district, id, number, areaCode: area.code, openedAt: at, closedAt: at })))
        .execute();
      const told = { listVersion: 2, channel: 'portal', isPublic: true };
      await tx
        .insertInto('requests.request')
        .values(
          part.map(({ id, number, at, area, matter }) => ({
            ...told,
            district,
            id,
            number,
            matter,
            areaCode: area.code,
            words: '路灯不亮',
            secretHash: number,
            receivedAt: at,
            lon: area.centreLon,
            lat: area.centreLat,
          })),
        )
        .execute();
    }
  });
}
const signals = async (who = r.official) => (await who.get('/api/signals')).body;

beforeAll(async () => {
  r = await openRequestHouse();
  setTime(r.house, '2026-11-23 10:00');
  communities = await r.house.db
    .selectFrom('areas.area')
    .select(['code', 'centreLon', 'centreLat'])
    .where('level', '=', 'community')
    .where('code', 'like', `${district}%`)
    .where('centreLon', 'is not', null)
    .execute();
});
afterAll(() => r.house.close());

test('without a past nothing is signalled but what always counts', async () => {
  await r.tell(r.house.anyone, { matter: '0203', words: '楼道里有煤气味' });
  for (let i = 0; i < 6; i++) await r.tell(r.house.anyone);
  r.house.clock.now = momentAt(wallMinute(r.house.clock.now) + 1440);
  expect((await r.official.send('POST', '/api/signals/scans')).body).toEqual({ day: '2026-11-23', found: 1, threshold: 0 });
  expect((await signals()).signals).toMatchObject([{ kind: 'sensitive', matter: { code: '0203' }, state: 'new', count: 1 }]);
  expect((await r.official.send('POST', '/api/signals/scans')).body.found).toBe(0);
});

test('more lamps than expected in neighbouring communities are one signal, with its evidence; what goes on is the same signal', async () => {
  await fill(780, 9000);
  const centre = communities.find(({ code }) => code === '330105001051')!;
  const day = (back: number) => new Date(r.house.clock.now.getTime() - back * 86_400_000);
  await write(Array.from({ length: 9 }, (_, i) => ({ i: 90_000 + i, at: day(1 + (i % 4)), area: centre, matter: '0101' })));
  const scan = (await r.official.send('POST', '/api/signals/scans')).body;
  expect(scan.threshold).toBeGreaterThan(3);
  const [signal] = (await signals()).signals.filter((one: { kind: string; matter: { code: string } }) => one.kind === 'cluster' && one.matter.code === '0101');
  expect(signal.areas.map(({ code }: { code: string }) => code)).toContain(centre.code);
  expect(signal.ratio).toBeGreaterThan(signal.threshold);
  const evidence = (await r.official.get(`/api/signals/${signal.id}`)).body;
  expect(evidence.reports.length).toBeGreaterThanOrEqual(8);
  expect(evidence.days).toHaveLength(60);
  expect(evidence.effect).toBeNull();
  await write([{ i: 91_000, at: r.house.clock.now, area: centre, matter: '0101' }]);
  r.house.clock.now = momentAt(wallMinute(r.house.clock.now) + 1440);
  await r.official.send('POST', '/api/signals/scans');
  const later = (await signals()).signals.filter(
    (one: { matter: { code: string }; areas: { code: string }[] }) => one.matter.code === '0101' && one.areas.some(({ code }) => code === centre.code),
  );
  expect(later).toHaveLength(1);
  expect(later[0].lastDay).toBe('2026-11-24');
});

test('one person decides about a signal, once: a proactive case, or set aside with the reason; elsewhere nobody sees it', async () => {
  const [signal] = (await signals()).signals.filter((one: { kind: string }) => one.kind === 'cluster');
  const opened = await Promise.all([r.official, r.second, r.official].map((who) => who.send('POST', `/api/signals/${signal.id}/case`, {})));
  expect(opened.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  const { caseId } = opened.find(({ status }) => status === 200)!.body;
  expect((await r.official.get(`/api/cases/${caseId}`)).body).toMatchObject({ kind: 'proactive', state: 'received', class: 'usual' });
  expect((await r.official.send('POST', `/api/signals/${signal.id}/dismissal`, { reason: '误报' })).body.type).toBe('signals/already-decided');
  const evidence = (await r.official.get(`/api/signals/${signal.id}`)).body;
  expect(evidence.effect).toMatchObject({ after: expect.any(Number) });
  const { proactive } = await signals();
  expect(proactive.is).toBe(1);
  expect(proactive.of).toBeGreaterThan(8);
  expect((await signals(r.worker)).signals.filter((one: { kind: string }) => one.kind === 'sensitive')).toEqual([]);
  const gas = (await signals()).signals.find((one: { kind: string }) => one.kind === 'sensitive');
  const elsewhere = await r.house.staff('communityOfficial', { areaCode: '330105002051' });
  expect((await elsewhere.get(`/api/signals/${gas.id}`)).status).toBe(404);
  expect((await elsewhere.send('POST', `/api/signals/${gas.id}/dismissal`, { reason: '误报' })).status).toBe(404);
  expect((await r.official.send('POST', `/api/signals/${gas.id}/dismissal`, { reason: '已由燃气公司处理' })).status).toBe(200);
});

test('each report of a sensitive matter is a signal of its own, also after one that was set aside and after days without a scan', async () => {
  const gas = async () => (await signals()).signals.filter((one: { matter: { code: string } }) => one.matter.code === '0203');
  const before = (await gas()).length;
  await r.tell(r.house.anyone, { matter: '0203', words: '又有煤气味了' });
  r.house.clock.now = momentAt(wallMinute(r.house.clock.now) + 3 * 1440);
  const { found } = (await r.official.send('POST', '/api/signals/scans')).body;
  expect(found).toBeGreaterThanOrEqual(1);
  const after = await gas();
  expect(after).toHaveLength(before + 1);
  expect(after.filter((one: { state: string }) => one.state === 'new')).toHaveLength(1);
});

test('who has one community of a circle sees the signal and the reports of their own, and may not decide about the centre of another', async () => {
  const [signal] = (await signals()).signals.filter((one: { kind: string; areas: unknown[] }) => one.kind === 'cluster' && one.areas.length > 1);
  const at = (code: string) => r.house.staff('communityOfficial', { areaCode: code });
  const last = signal.areas.at(-1).code as string;
  const theirs = (await (await at(last)).get(`/api/signals/${signal.id}`)).body;
  const all = (await r.official.get(`/api/signals/${signal.id}`)).body;
  expect(theirs.count).toBe(all.count);
  expect(theirs.reports.length).toBeLessThan(all.reports.length);
  expect(theirs.mayDecide).toBe(false);
});
