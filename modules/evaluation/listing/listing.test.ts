import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
let [official, resident] = [] as unknown as [Caller, Caller];
let complexes: { id: string; name: string; areaCode: string }[];
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  resident = await house.resident();
  complexes = (await official.get('/api/evaluation/checks')).body;
});
afterAll(() => house.close());

const ok = <T extends { status: number; body: any }>(answer: T): any => {
  expect([answer.status, answer.status === 200 ? null : answer.body]).toEqual([200, null]);
  return answer.body;
};
const typeOf = ({ body }: { body: { type?: string } }) => body.type?.split('/').at(-1);
const open = async (standard: string, year: number): Promise<string> => ok(await official.send('POST', '/api/evaluation/rounds', { standard, year })).id;
const path = (round: string, at = 0) => `/api/evaluation/rounds/${round}/candidates/${complexes[at]!.id}`;
/** What the system itself says, as claims; so that a self-check deviates only where it says so. */
const claims = async (standard: string, at = 0, changed: Record<string, string> = {}) => {
  const { checks } = (await official.get(`/api/evaluation/checks/${complexes[at]!.id}`)).body;
  const { clauses } = checks.find((check: { standard: string }) => check.standard === standard);
  return clauses.map((clause: { path: string; verdict: string }) => ({ path: clause.path, claim: changed[clause.path] ?? clause.verdict }));
};
const file = async (round: string, standard: string, at: number, as = official) =>
  ok(await as.send('PUT', path(round, at), { claims: await claims(standard, at) }));
const decide = (round: string, at: number, isListed = true) =>
  official.send('POST', `${path(round, at)}/decision`, isListed ? { isListed } : { isListed, reason: '面积不够' });
const onDay = (day: string) => {
  house.clock.now = new Date(`${day}T02:00:00Z`);
};
const publish = async (standard: string, year: number, listed: number[]) => {
  onDay(`${year}-11-01`);
  const round = await open(standard, year);
  for (const at of listed) {
    await file(round, standard, at);
    ok(await decide(round, at));
  }
  ok(await official.send('POST', `/api/evaluation/rounds/${round}/notice`));
  onDay(`${year}-11-09`);
  ok(await official.send('POST', `/api/evaluation/rounds/${round}/publish`));
  return round;
};
const lists = async (year?: number) => ok(await house.anyone.get(`/api/evaluation/lists${year ? `?year=${year}` : ''}`));

test('a list goes from self-check to public notice, objection and publishing; nobody skips a stage', async () => {
  onDay('2028-11-23');
  const begin = () => official.send('POST', '/api/evaluation/rounds', { standard: 'gs-demo-2025', year: 2028 });
  expect((await Promise.all([begin(), begin()])).map(({ status }) => status).sort()).toEqual([200, 409]);
  const [{ id: round }] = ok(await official.get('/api/evaluation/rounds'));
  const street = await house.staff('subdistrictOfficial', { areaCode: complexes[0]!.areaCode.slice(0, 9) });
  const elsewhere = await house.staff('subdistrictOfficial', { areaCode: complexes[0]!.areaCode.startsWith('330105001') ? '330105002' : '330105001' });
  const body = { claims: await claims('gs-demo-2025') };
  expect((await elsewhere.send('PUT', path(round), body)).status).toBe(403);
  expect(typeOf(await street.send('PUT', path(round), { claims: body.claims.slice(1) }))).toBe('claims-missing');
  const first = body.claims[0] as { path: string; claim: string };
  const boasted = { claims: await claims('gs-demo-2025', 0, { [first.path]: first.claim === 'met' ? 'notMet' : 'met' }) };
  expect(ok(await street.send('PUT', path(round), boasted))).toEqual({ deviations: 1 });
  expect(typeOf(await official.send('POST', `/api/evaluation/rounds/${round}/notice`))).toBe('returned-ones');
  ok(await official.send('POST', `${path(round)}/return`, { reason: '第一条与台账不符' }));
  expect(typeOf(await decide(round, 0))).toBe('wrong-stage');
  expect(ok(await street.send('PUT', path(round), body))).toEqual({ deviations: 0 });
  await file(round, 'gs-demo-2025', 1);
  ok(await decide(round, 0));
  expect((await official.send('POST', `${path(round, 1)}/decision`, { isListed: false })).status).toBe(422);
  ok(await decide(round, 1, false));
  expect((await lists(2028)).lists).toEqual([]);
  expect(ok(await official.send('POST', `/api/evaluation/rounds/${round}/notice`))).toEqual({ noticeTo: '2028-11-30' });
  expect(typeOf(await street.send('PUT', path(round), body))).toBe('wrong-stage');
  const [shown] = (await lists()).lists;
  expect(shown).toMatchObject({ state: 'notice', complexes: [{ name: complexes[0]!.name }], notListed: [{ name: complexes[1]!.name, reason: '面积不够' }] });
  expect((await house.anyone.send('POST', `${path(round, 1)}/objections`, { reason: '面积其实够' })).status).toBe(401);
  const object = () => resident.send('POST', `${path(round, 1)}/objections`, { reason: '面积其实够，台账没更新' });
  expect((await Promise.all([object(), object()])).map(({ status }) => status).sort()).toEqual([200, 409]);
  expect(typeOf(await official.send('POST', `/api/evaluation/rounds/${round}/publish`))).toBe('notice-runs');
  onDay('2028-12-01');
  expect(typeOf(await official.send('POST', `/api/evaluation/rounds/${round}/publish`))).toBe('unanswered');
  const [objection] = ok(await official.get(`/api/evaluation/rounds/${round}`)).objections;
  ok(await official.send('POST', `/api/evaluation/rounds/${round}/objections/${objection.id}/answer`, { isUpheld: true, answer: '经测绘面积够，列入名录' }));
  ok(await official.send('POST', `/api/evaluation/rounds/${round}/publish`));
  const published = await lists(2028);
  expect(published.lists[0].complexes.map((it: { name: string }) => it.name).sort()).toEqual([complexes[0]!.name, complexes[1]!.name].sort());
});

test('a complex stands on one step of the ladder a year; lists of two years tell who came, stayed, rose, fell and left', async () => {
  await publish('gs-demo-2025', 2030, [0, 1, 2]);
  await publish('gs-basic-2025', 2030, [3, 4]);
  onDay('2030-11-20');
  expect((await lists(2030)).lists.flatMap((list: { complexes: { change: string | null }[] }) => list.complexes.map(({ change }) => change))).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  // 0 stays, 1 falls, 2 leaves, 3 rises, 5 is new.
  await publish('gs-demo-2025', 2031, [0, 3]);
  onDay('2031-11-01');
  const basic = await open('gs-basic-2025', 2031);
  await file(basic, 'gs-basic-2025', 0);
  expect(typeOf(await decide(basic, 0))).toBe('listed-twice');
  ok(await decide(basic, 0, false));
  for (const at of [1, 5]) {
    await file(basic, 'gs-basic-2025', at);
    ok(await decide(basic, at));
  }
  ok(await official.send('POST', `/api/evaluation/rounds/${basic}/notice`));
  onDay('2031-11-09');
  ok(await official.send('POST', `/api/evaluation/rounds/${basic}/publish`));
  const { lists: own, gone, years } = await lists(2031);
  const changes = Object.fromEntries(
    own.flatMap((list: { complexes: { placeId: string; change: string }[] }) => list.complexes.map((it) => [it.placeId, it.change])),
  );
  const id = (at: number) => complexes[at]!.id;
  expect(changes).toEqual({ [id(0)]: 'kept', [id(1)]: 'downgraded', [id(3)]: 'upgraded', [id(5)]: 'added' });
  expect(gone.map((it: { placeId: string }) => it.placeId).sort()).toEqual([id(2), id(4)].sort());
  expect(years).toEqual(expect.arrayContaining([2031, 2030]));
});
