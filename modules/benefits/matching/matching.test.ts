import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inReadTransaction } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { type Caller, district, inDistrict, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';
import { listHousehold, streamKnown } from '../../people/index.ts';
import { enrolmentsOf } from './population.ts';
import { rulesOn } from './rules.ts';
import { populationOf } from './run.ts';

const area = '330105007053';
let house: TestHouse;
let [official, other, worker] = [] as unknown as [Caller, Caller, Caller];
let person: string;

beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  await house.startJobs();
  official = await house.staff('subdistrictOfficial', { areaCode: '330105007' });
  other = await house.staff('districtOfficial', { areaCode: district });
  worker = await house.staff('communityWorker', { areaCode: area });
});
afterAll(() => house.close());

const ok = <T extends { status: number; body: any }>(answer: T): any => {
  expect([answer.status, answer.status === 200 ? null : answer.body]).toEqual([200, null]);
  return answer.body;
};
const state = async (fact: string, value: unknown, statedOn = '2026-11-20', more: object = {}) =>
  ok(await worker.send('POST', `/api/people/${person}/statements`, { fact, value, sourceDepartment: '区民政局', statedOn, ...more }));
const enrol = async (policyId: string) =>
  ok(await worker.send('POST', `/api/benefits/people/${person}/enrolments`, { policyId, validFrom: '2026-01-01', sourceDepartment: '区民政局' }));
const register = async (bornOn: string): Promise<string> =>
  ok(
    await worker.send('POST', '/api/people', {
      areaCode: area,
      name: '测试人',
      identityKind: 'passport',
      identityNumber: `P${newId()}`.slice(0, 25),
      bornOn,
      sex: 'female',
    }),
  ).id;
const findings = async (list: 'outreach' | 'verify', policyId?: string) =>
  ok(await worker.get(`/api/benefits/findings?areaCode=${area}&list=${list}${policyId ? `&policyId=${policyId}` : ''}`)).findings.filter(
    (it: { personId: string }) => it.personId === person,
  );
const found = async (list: 'outreach' | 'verify', policyId: string) => {
  const pick = async () => (await findings(list, policyId))[0];
  await expect.poll(pick, { timeout: 10_000 }).toBeDefined();
  return pick();
};
const gone = (list: 'outreach' | 'verify', policyId: string) =>
  expect.poll(async () => (await findings(list, policyId)).length > 0, { timeout: 10_000 }).toBe(false);

const policies = ['minimum-living', 'old-age-allowance', 'medical-aid', 'bus-free', 'veteran-care'];
const authorise = async (own = policies) => {
  const body = { areaCode: '330105007', policies: own, purpose: '应享未享核查', legalBasis: '社会救助暂行办法', validTo: '2027-11-23' };
  const { id } = ok(await official.send('POST', '/api/benefits/authorisations', body));
  ok(await official.send('POST', `/api/benefits/authorisations/${id}/runs`));
  const run = async () => ok(await official.get('/api/benefits/authorisations')).find((it: { id: string }) => it.id === id).runs[0];
  while ((await run()).finishedAt === null) await setTimeout(50);
  expect(await run()).toMatchObject({ failure: null });
  return { id, run: await run() };
};
let authorisation: { id: string; run: { people: number; opened: number } };
beforeAll(async () => {
  authorisation = await authorise();
});
beforeEach(async () => {
  person = await register('1940-05-01');
});

test('a run judges everybody of its area, and nobody else; what planes say is what the interpreter says', async () => {
  const people = await inDistrict(house.db, (tx) => tx.selectFrom('people.person').select('id').where('areaCode', 'like', '330105007%').execute());
  expect(authorisation.run.people).toBeGreaterThan(100);
  expect(authorisation.run.people).toBeLessThanOrEqual(people.length);
  const outside = await inDistrict(house.db, (tx) =>
    tx
      .selectFrom('benefits.finding as f')
      .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'f.district').onRef('p.id', '=', 'f.personId'))
      .select('f.id')
      .where('f.authorisationId', '=', authorisation.id)
      .where('p.areaCode', 'not like', '330105007%')
      .execute(),
  );
  expect(outside).toEqual([]);
  const load = () =>
    inReadTransaction(house.db, district, async (db) => populationOf(db, house.vault, district, await rulesOn(db, house.vault, district, house.clock.now)));
  const before = await load();
  // A fact changes: only that is taken in. Then somebody comes: everybody is read again.
  await state('isLocal', true);
  expect(await load()).toBe(before);
  const late = await register('1990-01-01');
  expect((await load()).numberOf(late)).toBeDefined();
  await state('isVeteran', true);
  await inReadTransaction(house.db, district, async (db) => {
    const rules = await rulesOn(db, house.vault, district, house.clock.now);
    const population = await populationOf(db, house.vault, district, rules);
    const program = population.batch.judging(rules.rules.map(({ tree }) => tree));
    program.judge();
    let compared = 0;
    for await (const part of streamKnown(db, house.vault, district, 2000)) {
      const receives = await enrolmentsOf(
        db,
        district,
        part.map(({ id }) => id),
        rules.day,
      );
      for (const known of part.slice(0, 400)) {
        const number = population.numberOf(known.id)!;
        expect([...population.batch.factsOf(number)]).toEqual([...rules.factsOf(known, receives.get(known.id) ?? new Set())]);
        const facts = population.household(number);
        for (const [n, rule] of rules.rules.entries())
          expect([known.id, rule.policy.id, program.verdictOf(n, number)]).toEqual([known.id, rule.policy.id, rules.verdict(rule, facts)]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1000);
    const own = population.household(population.numberOf(person)!);
    expect(rules.verdict(rules.rules.find(({ policy }) => policy.id === 'veteran-care')!, own)).toBe(2);
    program.end();
  });
});

test('who lives together is judged together, until somebody dies', async () => {
  const at = { areaCode: area, identityKind: 'passport', sex: 'female', address: `试验公寓 ${newId()}` };
  const living = async (bornOn: string): Promise<string> =>
    ok(await worker.send('POST', '/api/people', { ...at, name: '同住', identityNumber: `P${newId()}`.slice(0, 25), bornOn })).id;
  const [one, two] = [await living('1950-01-01'), await living('1955-01-01')];
  const others = () =>
    inReadTransaction(house.db, district, async (db) => {
      const population = await populationOf(db, house.vault, district, await rulesOn(db, house.vault, district, house.clock.now));
      return [population.household(population.numberOf(one)!).others.length, (await listHousehold(db, house.vault, district, one)).length - 1];
    });
  expect(await others()).toEqual([1, 1]);
  ok(await worker.send('PUT', `/api/people/${two}`, { deceasedOn: '2026-11-20' }));
  expect(await others()).toEqual([0, 0]);
});

test('a fact that becomes known puts a person on the list, with reasons; applying and granting takes them off it', async () => {
  await state('isLocal', true);
  const finding = await found('outreach', 'old-age-allowance');
  expect(finding).toMatchObject({ kind: 'missed', name: '测**', ageBand: '80+', lowFen: expect.any(Number) });
  const opened = ok(await worker.send('POST', `/api/benefits/findings/${finding.id}/open`));
  expect(opened.outcome.clauses.map((clause: { label: { zh: string }; verdict: number }) => [clause.label.zh, clause.verdict])).toEqual([
    ['在世', 2],
    ['杭州户籍', 2],
    ['满 80 周岁', 2],
  ]);
  expect(opened.facts.find((fact: { fact: string }) => fact.fact === 'isLocal')).toMatchObject({ source: '区民政局', statedOn: '2026-11-20', isStale: false });
  const resident = await house.resident({ personId: person });
  expect(ok(await resident.get('/api/people/me')).reveals[0]).toMatchObject({ fields: ['benefits'], accountName: 'communityWorker 测试' });
  const apply = () => resident.send('POST', '/api/benefits/mine/applications', { policyId: 'old-age-allowance', answers: {} });
  const both = await Promise.all([apply(), apply()]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  const [waiting] = ok(await official.get(`/api/benefits/applications?areaCode=${area}`));
  expect(waiting).toMatchObject({ policyId: 'old-age-allowance', verdict: 2, name: '测**' });
  const decide = (as: Caller) => as.send('POST', `/api/benefits/applications/${waiting.id}/decision`, { grant: true, reason: '材料齐全' });
  const decided = await Promise.all([decide(official), decide(other)]);
  expect(decided.map(({ status }) => status).sort()).toEqual([200, 404]);
  await gone('outreach', 'old-age-allowance');
  expect(ok(await resident.get('/api/benefits/mine')).outcomes.find((it: { policyId: string }) => it.policyId === 'old-age-allowance')).toMatchObject({
    isReceived: true,
    verdict: 2,
  });
});

test('who declines is not asked again; who refuses to be told is not told', async () => {
  await state('isLocal', true);
  const resident = await house.resident({ personId: person });
  const finding = await found('outreach', 'bus-free');
  expect(ok(await resident.get('/api/benefits/mine')).suggested).toContain('bus-free');
  ok(await resident.send('PUT', '/api/benefits/mine/push', { refuse: true }));
  expect(ok(await resident.get('/api/benefits/mine'))).toMatchObject({ suggested: [], pushRefused: true });
  expect(ok(await worker.send('POST', `/api/benefits/findings/${finding.id}/contact`, { outcome: 'declined', note: '本人不需要' })).state).toBe('closed');
  await state('isVeteran', false);
  await found('outreach', 'old-age-allowance');
  expect(await findings('outreach', 'bus-free')).toEqual([]);
});

/** Somebody receives the minimum allowance, and the tax office states an income above the line. */
const doubtfulCase = async () => {
  await state('isLocal', true);
  await state('withinProperty', true);
  await state('isExtremePoverty', false);
  await state('isMinimum', true);
  await enrol('minimum-living');
  ok(await worker.send('POST', `/api/people/${person}/statements`, { fact: 'incomeEach', value: 3200, sourceDepartment: '区税务局', statedOn: '2026-02-01' }));
  return found('verify', 'minimum-living');
};
const received = async () =>
  (await inDistrict(house.db, (tx) => enrolmentsOf(tx, district, [person], '2026-12-31'))).get(person)?.has('minimum-living') ?? false;

describe('a benefit that may be received wrongly', () => {
  test('is a question with its confidence; corrected income settles it by itself, and nothing was taken away', async () => {
    expect(await doubtfulCase()).toMatchObject({ kind: 'doubtful', confidence: 'low', state: 'open' });
    await state('incomeEach', 800);
    await gone('verify', 'minimum-living');
    expect(await received()).toBe(true);
  });
  test('is never ended by the one who proposed it, nor before the time to object is over; an objection that is upheld keeps it', async () => {
    const { id } = await doubtfulCase();
    const resident = await house.resident({ personId: person });
    expect((await worker.send('POST', `/api/benefits/findings/${id}/decision`, { decision: 'proposeEnd', reason: '收入超过标准' })).status).toBe(403);
    const propose = (as: Caller) => as.send('POST', `/api/benefits/findings/${id}/decision`, { decision: 'proposeEnd', reason: '税务数据显示收入超过标准' });
    expect((await Promise.all([propose(official), propose(official)])).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await received()).toBe(true);
    const [notice] = ok(await resident.get('/api/benefits/mine')).notices;
    expect(notice).toMatchObject({ state: 'proposed', reason: '税务数据显示收入超过标准', objectUntil: '2026-12-08' });
    expect((await official.send('POST', `/api/benefits/findings/${id}/end`, { reason: '收入超过标准', validTo: '2026-12-01' })).body.type).toContain(
      'still-open',
    );
    const stranger = await house.resident({ personId: await register('1950-01-01') });
    expect((await stranger.send('POST', `/api/benefits/mine/findings/${id}/objection`, { reason: '不是我的' })).status).toBe(404);
    ok(await resident.send('POST', `/api/benefits/mine/findings/${id}/objection`, { reason: '那是一次性拆迁补偿，不是收入' }));
    const decide = (as: Caller) => as.send('POST', `/api/benefits/findings/${id}/objection/decision`, { uphold: true, reason: '经核实不计入收入' });
    expect((await decide(official)).body.type).toContain('same-person');
    ok(await decide(other));
    expect(await received()).toBe(true);
    expect(ok(await resident.get('/api/benefits/mine')).notices).toEqual([]);
    await gone('verify', 'minimum-living');
  });
  test('that was decided to be kept is not asked again for the same reason, but is for another', async () => {
    const { id } = await doubtfulCase();
    ok(await official.send('POST', `/api/benefits/findings/${id}/decision`, { decision: 'keep', reason: '一次性补偿，不计收入' }));
    await state('incomeEach', 3300);
    await state('isVeteran', true);
    await found('outreach', 'veteran-care');
    expect(await findings('verify', 'minimum-living')).toEqual([]);
    ok(await worker.send('PUT', `/api/people/${person}`, { deceasedOn: '2026-11-20' }));
    expect(await found('verify', 'minimum-living')).toMatchObject({ kind: 'doubtful', confidence: 'high' });
  });
  test('ends only by a person after the time to object; what was received before stays', async () => {
    const { id } = await doubtfulCase();
    ok(await official.send('POST', `/api/benefits/findings/${id}/decision`, { decision: 'proposeEnd', reason: '收入超过标准' }));
    const before = house.clock.now;
    house.clock.now = new Date('2026-12-09T02:00:00Z');
    const resident = await house.resident({ personId: person });
    expect((await resident.send('POST', `/api/benefits/mine/findings/${id}/objection`, { reason: '我不同意' })).body.type).toContain('too-late');
    ok(await official.send('POST', `/api/benefits/findings/${id}/end`, { reason: '收入超过标准', validTo: '2026-11-01' }));
    expect((await inDistrict(house.db, (tx) => enrolmentsOf(tx, district, [person], '2026-12-08'))).get(person)?.has('minimum-living')).toBe(true);
    expect((await inDistrict(house.db, (tx) => enrolmentsOf(tx, district, [person], '2026-12-09'))).get(person)?.has('minimum-living') ?? false).toBe(false);
    house.clock.now = before;
  });
});

test('any past verdict can be worked out again: by the day it is about and the moment of knowing; stored changes are the same', async () => {
  await state('isLocal', true, '2026-11-01');
  await found('outreach', 'old-age-allowance');
  const known = new Date(house.clock.now);
  house.clock.now = new Date(known.getTime() + 3_600_000);
  // The register was wrong all along: nobody knew it then.
  ok(
    await worker.send('POST', `/api/people/${person}/statements`, {
      fact: 'isLocal',
      value: false,
      sourceDepartment: '区公安局',
      statedOn: '2026-11-22',
      validFrom: '2026-11-01',
    }),
  );
  await gone('outreach', 'old-age-allowance');
  const verdict = async (body: object) =>
    ok(await worker.send('POST', `/api/benefits/people/${person}/outcomes`, body)).outcomes.find(
      (it: { policyId: string }) => it.policyId === 'old-age-allowance',
    ).verdict;
  expect(await verdict({})).toBe(0);
  expect(await verdict({ knownAt: known.toISOString() })).toBe(2);
  expect(await verdict({ on: '2024-06-01', knownAt: known.toISOString() })).toBe(1);
  const stored = await inDistrict(house.db, (tx) =>
    tx
      .selectFrom('benefits.verdict')
      .select(['policyId', 'verdict', 'asOf', 'recordedAt', 'isLatest'])
      .where('personId', '=', person)
      .orderBy('recordedAt')
      .orderBy('id')
      .execute(),
  );
  const own = stored.filter(({ policyId }) => policyId === 'old-age-allowance');
  expect(own.map((row) => [row.verdict, row.isLatest])).toEqual([
    [2, false],
    [0, true],
  ]);
  for (const row of own) expect(await verdict({ on: row.asOf, knownAt: row.recordedAt.toISOString() })).toBe(row.verdict);
  house.clock.now = known;
});

test('old facts count as unknown: an income of last year proves nothing', async () => {
  await state('isLocal', true);
  await state('withinProperty', true);
  await state('isExtremePoverty', false);
  await state('incomeEach', 500, '2025-09-01');
  expect(await found('outreach', 'minimum-living')).toMatchObject({ kind: 'possible', asks: [{ zh: '家庭人均月收入' }] });
  await state('incomeEach', 500, '2026-11-20');
  await expect.poll(async () => (await found('outreach', 'minimum-living')).kind).toBe('missed');
});

test('what no field takes, what lies ahead, and what the register keeps is refused with the field named', async () => {
  const send = (body: object) => worker.send('POST', `/api/people/${person}/statements`, { sourceDepartment: '区民政局', statedOn: '2026-11-20', ...body });
  expect((await send({ fact: 'incomeEach', value: 'a lot' })).body).toMatchObject({
    status: 422,
    field: 'value',
    takes: expect.stringContaining('0 to 100000'),
  });
  expect((await send({ fact: 'shoeSize', value: 43 })).body).toMatchObject({ status: 422, field: 'fact' });
  expect((await send({ fact: 'birth', value: '1950-01-01' })).status).toBe(422);
  expect((await send({ fact: 'isLocal', value: true, statedOn: '2026-12-24' })).status).toBe(422);
});

test('two who state the same fact at once follow one another; both stay known, one stands', async () => {
  const send = (value: number) =>
    worker.send('POST', `/api/people/${person}/statements`, { fact: 'incomeEach', value, sourceDepartment: '区民政局', statedOn: '2026-11-20' });
  expect((await Promise.all([send(100), send(200), send(300)])).map(({ status }) => status)).toEqual([200, 200, 200]);
  const rows = await inDistrict(house.db, (tx) => tx.selectFrom('people.statement').select('replacedAt').where('personId', '=', person).execute());
  expect([rows.length, rows.filter(({ replacedAt }) => replacedAt === null).length]).toEqual([3, 1]);
});

test('when the authorisation ends, its findings are closed and nothing more is matched', async () => {
  const { id } = await authorise(['family-doctor']);
  await found('outreach', 'family-doctor');
  ok(await official.send('POST', `/api/benefits/authorisations/${id}/end`));
  await gone('outreach', 'family-doctor');
  expect((await official.send('POST', `/api/benefits/authorisations/${id}/runs`)).status).toBe(404);
  person = await register('1941-01-01');
  await state('isLocal', true);
  await found('outreach', 'old-age-allowance');
  expect(await findings('outreach', 'family-doctor')).toEqual([]);
});
