import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Part } from '../../engines/cases/case-type.ts';
import type { Actor, StaffRole } from '../../platform/access.ts';
import { momentAt, wallMinute } from '../../platform/clock.ts';
import { inTransaction } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { Refused } from '../../platform/refuse.ts';
import { district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { dueOf, moves, type PlainCase, plainMay, plainMove, plainOpen, type Said } from '../../tests/support/plain-cases.ts';
import { beginCase, moveCase } from './move-case.ts';

/** How many moves are tried: a hundred thousand by `CASE_MOVES=100000`. */
const wanted = Number(process.env['CASE_MOVES'] ?? 2500);
const areaCode = '330105001051';
let house: TestHouse;
/** Somebody with what they are to every case, and the units they work in. */
type Player = { actor: Actor | null; by: Part[]; units: { id: string; isHead: boolean }[] };
let players: Player[];
let units: string[];

async function player(role: StaffRole, at: string, by: Part[], posts: [unit: string, post: 'head' | 'a' | 'b'][] = []): Promise<Player> {
  const id = (await house.staff(role, { areaCode: at })).accountId!;
  for (const [unitId, post] of posts) {
    await inTransaction(house.db, district, (tx) => tx.insertInto('cases.member').values({ district, unitId, accountId: id, post }).execute());
  }
  const area = await house.db.selectFrom('areas.area').select('path').where('code', '=', at).executeTakeFirstOrThrow();
  const actor: Actor = {
    id,
    district,
    kind: 'staff',
    name: '-',
    personId: null,
    sessionId: id,
    grants: [{ role, areaCode: at, areaPath: area.path, organisationId: null }],
  };
  return { actor, by, units: posts.map(([unit, post]) => ({ id: unit, isHead: post === 'head' })) };
}

beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  units = [newId(), newId(), newId()];
  for (const [i, id] of units.entries()) {
    const row = { district, id, name: `承办 ${i}`, nameEn: `Unit ${i}`, class: 'bureau', areaCode: district };
    await inTransaction(house.db, district, (tx) => tx.insertInto('cases.unit').values(row).execute());
  }
  const [first, second, third] = units as [string, string, string];
  const elsewhere = await house.db
    .selectFrom('areas.area')
    .select('code')
    .where('level', '=', 'community')
    .where('code', 'not like', `${areaCode.slice(0, 9)}%`)
    .where('code', 'like', `${district}%`)
    .executeTakeFirstOrThrow();
  players = [
    { actor: null, by: ['reporter'], units: [] },
    { actor: null, by: ['system'], units: [] },
    await player('communityWorker', areaCode, ['clerk']),
    await player('subdistrictOfficial', areaCode.slice(0, 9), ['clerk', 'dispatcher']),
    await player('cityOfficial', district, ['supervisor']),
    await player('districtOfficial', district, ['clerk', 'dispatcher', 'supervisor', 'arbiter']),
    await player('auditor', district, []),
    await player('communityWorker', elsewhere.code, [], [[first, 'head']]),
    await player('communityWorker', elsewhere.code, [], [[first, 'a']]),
    await player('communityOfficial', elsewhere.code, [], [[second, 'head']]),
    await player(
      'communityWorker',
      elsewhere.code,
      [],
      [
        [second, 'b'],
        [third, 'a'],
      ],
    ),
    await player('subdistrictOfficial', elsewhere.code.slice(0, 9), [], [[third, 'head']]),
    await player('communityOfficial', elsewhere.code, []),
  ];
});
afterAll(() => house.close());

function partsIn(one: PlainCase, { by, units: own }: Player): Part[] {
  const held = [...by];
  const lead = own.find((unit) => unit.id === one.lead);
  if (lead) held.push('lead');
  if (lead?.isHead) held.push('head');
  if (own.some((unit) => one.helpers.has(unit.id))) held.push('coHandler');
  return held;
}

type Drawn = { move: string; who: number; wait: number; unit: number; handler: number; amount: number; leftOut: number };
/** What is said: everything, now and then with one thing left out or wrong. */
function saidBy(drawn: Drawn, now: number): Said {
  const need = moves[drawn.move]!.needs ?? [];
  const everything: Said = {
    reason: '职责清单第 3 条',
    text: '现场看过了',
    code: drawn.leftOut === 1 ? 'because' : moves[drawn.move]!.codes?.[0],
    limit: drawn.leftOut === 2 ? { hours: 3 } : { workingDays: drawn.amount },
    until: drawn.leftOut === 3 ? now : now + 1440 * drawn.amount * 5,
    unit: units[drawn.unit],
    handler: players[drawn.handler]!.actor?.id ?? newId(),
    channel: 'phone',
    resolved: drawn.amount > 2,
  };
  return Object.fromEntries(need.filter((_, i) => drawn.leftOut !== 4 || i > 0).map((name) => [name, everything[name]]));
}

/** What else must be true of the names in a move: the handler works in the unit, the helping unit is one's own. */
function namesHold(one: PlainCase, { move }: Drawn, who: Player, said: Said): boolean {
  if (said.handler) {
    const handler = players.find((player) => player.actor?.id === said.handler);
    if (!handler?.units.some((unit) => unit.id === one.lead)) return false;
  }
  return moves[move]!.effect !== 'coHandlerDone' || who.actor === null || who.units.some((unit) => unit.id === said.unit);
}

async function attempt(id: string, who: Player, move: string, now: number, said: Said): Promise<boolean> {
  try {
    const also = who.actor === null ? who.by : [];
    await inTransaction(house.db, district, (tx) =>
      moveCase({ tx, district, now: momentAt(now), actor: who.actor }, { id, move, detail: said as never }, also),
    );
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

async function stored(id: string) {
  return inTransaction(house.db, district, async (tx) => {
    const row = await tx.selectFrom('cases.caseFile').selectAll().where('district', '=', district).where('id', '=', id).executeTakeFirstOrThrow();
    const clocks = await tx.selectFrom('cases.clock').selectAll().where('district', '=', district).where('caseId', '=', id).execute();
    const helpers = await tx.selectFrom('cases.helper').selectAll().where('district', '=', district).where('caseId', '=', id).execute();
    return {
      state: row.state,
      level: row.level,
      leadUnit: row.leadUnit,
      handler: row.handler,
      pending: row.pending,
      reopens: row.reopens,
      closedAt: row.closedAt && wallMinute(row.closedAt),
      helpers: Object.fromEntries(helpers.map((helper) => [helper.unitId, helper.isDone])),
      clocks: Object.fromEntries(
        clocks.map((clock) => [clock.name, [clock.dueAt, clock.pausedAt, clock.stoppedAt].map((moment) => moment && wallMinute(moment))]),
      ),
    };
  });
}

const asStored = (one: PlainCase): Awaited<ReturnType<typeof stored>> => ({
  state: one.state,
  level: one.counts['level']!,
  leadUnit: one.lead,
  handler: one.handler,
  pending: one.asked?.what ?? null,
  reopens: one.counts['reopen']!,
  closedAt: one.closedAt,
  helpers: Object.fromEntries(one.helpers),
  clocks: Object.fromEntries([...one.clocks].map(([name, clock]) => [name, [dueOf(clock), clock.pausedAt, clock.stoppedAt]])),
});

const names = Object.keys(moves).filter((name) => !moves[name]!.needs?.includes('case'));
const aMove: fc.Arbitrary<Drawn> = fc.record({
  // Half of the moves are drawn by chance from those that lead somewhere from where the case stands; see `stepFrom`.
  move: fc.constantFrom(...names),
  who: fc.nat(12),
  wait: fc.oneof({ weight: 6, arbitrary: fc.nat(200) }, { weight: 2, arbitrary: fc.nat(3000) }, { weight: 1, arbitrary: fc.nat(20_000) }),
  unit: fc.nat(2),
  handler: fc.nat(12),
  amount: fc.integer({ min: 1, max: 4 }),
  leftOut: fc.nat(12),
});

/** Two of three draws are bent to a move that exists here and to somebody who might make it, so that cases get far. */
function stepFrom(one: PlainCase, drawn: Drawn, index: number): Drawn {
  const here = names.filter((name) => moves[name]!.from.includes(one.state));
  if (index % 3 === 0 || here.length === 0) return drawn;
  const move = here[(drawn.wait + drawn.who * 7) % here.length]!;
  const able = players.flatMap((player, i) => (partsIn(one, player).some((part) => moves[move]!.by.includes(part)) ? [i] : []));
  return { ...drawn, move, who: able.length > 0 ? able[drawn.unit % able.length]! : drawn.who };
}

test('drawn moves by drawn people: what the house allows, the state it reaches and every clock are those of plain cases', async () => {
  let tried = 0;
  let made = 0;
  const seen = new Set<string>();
  while (tried < wanted) {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('urgent', 'question', 'help', 'complaint', 'proposal', 'hard'),
        fc.integer({ min: wallMinute(new Date('2025-12-10T00:00:00Z')), max: wallMinute(new Date('2026-10-10T00:00:00Z')) }),
        fc.array(aMove, { minLength: 1, maxLength: 60, size: 'max' }),
        async (kind, begins, draws) => {
          let now = begins;
          const fresh = { kind: 'request', class: kind, title: '路灯', areaCode, part: 'clerk' as const };
          const { id } = await inTransaction(house.db, district, (tx) => beginCase({ tx, district, now: momentAt(now), actor: null }, fresh));
          const one = plainOpen(kind, now);
          for (const [i, draw] of draws.entries()) {
            now += draw.wait;
            const step = stepFrom(one, draw, i);
            const who = players[step.who]!;
            const said = saidBy(step, now);
            const may = plainMay(one, step.move, partsIn(one, who), who.actor?.id ?? null, now, said) && namesHold(one, step, who, said);
            const done = await attempt(id, who, step.move, now, said);
            expect({ move: step.move, from: one.state, who: step.who, said, done }).toEqual({
              move: step.move,
              from: one.state,
              who: step.who,
              said,
              done: may,
            });
            if (done) plainMove(one, step.move, who.actor?.id ?? null, now, said);
            if (done) expect(await stored(id)).toEqual(asStored(one));
            tried++;
            made += Number(done);
            if (done) seen.add(step.move);
          }
        },
      ),
      { numRuns: 20 },
    );
  }
  const never = names.filter((name) => !seen.has(name));
  if (wanted > 2500)
    console.log(
      `${tried} moves tried, ${made} made, ${names.length - never.length} of ${names.length} kinds of moves; never made: ${never.join(', ') || 'none'}`,
    );
  expect(seen.size).toBeGreaterThan(20);
}, 3_600_000);
