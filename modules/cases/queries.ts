import { sql } from 'kysely';
import { movesOpenTo } from '../../engines/cases/case.ts';
import type { Part } from '../../engines/cases/case-type.ts';
import { dueIfResumed, isLate, shareUsed } from '../../engines/cases/clock.ts';
import { type Actor, areaPatternsOf, holdsAt, type StaffRole } from '../../platform/access.ts';
import { momentAt, wallMinute } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import { refuse } from '../../platform/refuse.ts';
import { currentType, getCaseType, restingStates, shipped } from './case-types.ts';
import { boxes, noSuchCase } from './contract.ts';
import { openSaid } from './said.ts';
import { openChildren, standingOf } from './standing.ts';
import { partsOf, unitsOf } from './units/who.ts';

type Box = (typeof boxes)[number];
const onlookers: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'auditor'];
const pageSize = 50;

const iso = (moment: Date) => moment.toISOString();
const isoOrNull = (moment: Date | null) => moment?.toISOString() ?? null;

function selectRows({ db, district }: Reading) {
  return db
    .selectFrom('cases.caseFile as c')
    .innerJoin('areas.area as a', 'a.code', 'c.areaCode')
    .leftJoin('cases.unit as u', (join) => join.onRef('u.district', '=', 'c.district').onRef('u.id', '=', 'c.leadUnit'))
    .leftJoin('identity.account as h', (join) => join.onRef('h.district', '=', 'c.district').onRef('h.id', '=', 'c.handler'))
    .select([
      'c.id',
      'c.number',
      'c.kind',
      'c.typeVersion',
      'c.class',
      'c.title',
      'c.areaCode',
      'a.name as areaName',
      'a.path',
      'c.state',
      'c.level',
      'c.pending',
      'c.parentId',
      'c.isConfidential',
    ])
    .select(['c.openedAt', 'c.closedAt', 'c.dueAt', 'c.isPaused', 'u.id as unitId', 'u.name as unitName', 'u.nameEn as unitNameEn', 'h.name as handler'])
    .where('c.district', '=', district);
}
type Row = Awaited<ReturnType<ReturnType<typeof selectRows>['execute']>>[number];

function rowOf({ path: _, typeVersion: __, parentId: ___, isConfidential: ____, unitId, unitName, unitNameEn, ...row }: Row) {
  return {
    ...row,
    leadUnit: unitId ? { id: unitId, name: { zh: unitName!, en: unitNameEn! } } : null,
    isResting: restingStates.includes(row.state),
    openedAt: iso(row.openedAt),
    closedAt: isoOrNull(row.closedAt),
    dueAt: isoOrNull(row.dueAt),
  };
}

const partOfBox: Partial<Record<Box, Part>> = { dispatch: 'dispatcher', approve: 'supervisor', disputed: 'arbiter' };

/** Cases on the areas where somebody holds a part, which every kind gives to roles of its own; or where they may look on. */
async function insideOf({ db, actor }: Reading<Actor>, part: Part | null) {
  if (part === null) return sql<boolean>`a.path like any(${areaPatternsOf(actor, onlookers)}::text[])`;
  const kinds = new Map<string, string[]>();
  for (const { kind } of shipped) {
    const key = JSON.stringify(areaPatternsOf(actor, ((await currentType(db, kind)).whoIs[part] ?? []) as StaffRole[]));
    kinds.set(key, [...(kinds.get(key) ?? []), kind]);
  }
  const own = [...kinds].map(([key, names]) => sql<boolean>`(c.kind = any(${names}::text[]) and a.path like any(${JSON.parse(key)}::text[]))`);
  return sql<boolean>`(${sql.join(own, sql` or `)})`;
}

/** Which cases a box holds for somebody, as a condition. */
async function inBox(context: Reading<Actor>, box: Box) {
  const { db, district, actor } = context;
  const units = (await unitsOf(db, district, actor.id)).map((unit) => unit.unitId);
  if (box === 'unit') return sql<boolean>`c.closed_at is null and c.lead_unit = any(${units}::uuid[])`;
  if (box === 'helping') {
    return sql<boolean>`c.closed_at is null and exists (select from cases.helper h
      where h.district = c.district and h.case_id = c.id and not h.is_done and h.unit_id = any(${units}::uuid[]))`;
  }
  const part = partOfBox[box] ?? null;
  const inside = await insideOf(context, part);
  if (box === 'dispatch') return sql<boolean>`c.closed_at is null and c.state in ('received', 'returned') and ${inside}`;
  if (box === 'approve') return sql<boolean>`c.closed_at is null and c.pending is not null and ${inside}`;
  if (box === 'disputed') return sql<boolean>`c.closed_at is null and c.state = 'disputed' and ${inside}`;
  if (box === 'late')
    return sql<boolean>`c.closed_at is null and not c.is_paused and c.due_at < ${context.now} and c.state <> all(${restingStates}::text[]) and ${inside}`;
  const own = sql<boolean>`c.lead_unit = any(${units}::uuid[]) or exists (select from cases.helper h
      where h.district = c.district and h.case_id = c.id and h.unit_id = any(${units}::uuid[]))`;
  return sql<boolean>`(${inside} or ${own})`;
}

export async function listQueueQuery(context: Reading<Actor>, input: { box: Box; kind?: string; number?: string; after?: string }) {
  const { db, district } = context;
  let rows = selectRows(context).where(await inBox(context, input.box));
  if (input.kind) rows = rows.where('c.kind', '=', input.kind);
  if (input.number) rows = rows.where('c.number', '=', input.number);
  if (input.after) {
    const last = await db
      .selectFrom('cases.caseFile')
      .select(['id', 'dueAt'])
      .where('district', '=', district)
      .where('id', '=', input.after)
      .executeTakeFirst();
    if (!last) refuse(noSuchCase);
    rows = rows.where(sql<boolean>`(coalesce(c.due_at, 'infinity'), c.id) > (${last.dueAt ?? 'infinity'}::timestamptz, ${last.id}::uuid)`);
  }
  const found = await rows
    .orderBy(sql`coalesce(c.due_at, 'infinity')`)
    .orderBy('c.id')
    .limit(pageSize + 1)
    .execute();
  return { cases: found.slice(0, pageSize).map(rowOf), more: found.length > pageSize };
}

export async function countQueueQuery(context: Reading<Actor>) {
  const counts = [];
  for (const box of boxes.filter((one) => one !== 'all')) {
    const { rows } = await sql<{ open: number; late: number }>`
      select count(*) as open, count(*) filter (where c.due_at < ${context.now} and not c.is_paused and c.state <> all(${restingStates}::text[])) as late
      from cases.case_file c join areas.area a on a.code = c.area_code
      where c.district = ${context.district} and ${await inBox(context, box)}`.execute(context.db);
    counts.push({ box, ...rows[0]! });
  }
  return counts;
}

/** A case with the parts that the reader holds in it, without its past; refused to whom it is not to see. */
export async function seeCase(context: Reading<Actor>, id: string) {
  const { db, district, actor } = context;
  const row = (await selectRows(context).where('c.id', '=', id).executeTakeFirst()) ?? refuse(noSuchCase);
  const type = await getCaseType(db, row.kind, row.typeVersion);
  const helpers = await listHelpers(context, id);
  const parts = await partsOf(db, district, actor, type, { leadUnit: row.unitId, helpers: helpers.map((unit) => unit.id) }, row.path);
  if (parts.length === 0 && !holdsAt(actor, onlookers, { areaPath: row.path })) refuse(noSuchCase);
  return { row, parts, helpers };
}

export async function getCaseQuery(context: Reading<Actor>, { id }: { id: string }) {
  const { db, district, actor } = context;
  const { row, parts: held, helpers } = await seeCase(context, id);
  const { type, line, standing } = await standingOf(db, district, row);
  const now = wallMinute(context.now);
  // Any clerk of the area sees that there is a confidential case; what was written in it, only those who send it on, supervise it or have it.
  const sight = { isConfidential: row.isConfidential, mayRead: held.some((part) => part !== 'clerk') };
  const around = { openChildren: await openChildren(db, district, id) };
  return {
    ...rowOf(row),
    seq: standing.seq,
    parts: held,
    asked: standing.pending && { what: standing.pending.what, detail: openSaid(context.vault, standing.pending.detail as Record<string, unknown>, sight) },
    helpers,
    parentId: row.parentId,
    clocks: Object.entries(standing.clocks).map(([name, clock]) => ({
      name,
      startedAt: iso(momentAt(clock.startedAt)),
      dueAt: iso(momentAt(dueIfResumed(clock, now, line))),
      pausedAt: isoOrNull(clock.pausedAt === null ? null : momentAt(clock.pausedAt)),
      stoppedAt: isoOrNull(clock.stoppedAt === null ? null : momentAt(clock.stoppedAt)),
      share: shareUsed(clock, now, line),
      isLate: isLate(clock, now),
      provisional: clock.provisional,
    })),
    events: await listTimeLine(context, row, sight),
    moves: movesOpenTo(type, standing, held, actor.id, { now, line, around }).map((move) => {
      const { zh, en } = type.moves[move.name]!;
      return { ...move, words: { zh, en } };
    }),
  };
}

type Sight = Parameters<typeof openSaid>[2];

async function listHelpers({ db, district }: Reading, caseId: string) {
  const rows = await db
    .selectFrom('cases.helper as h')
    .innerJoin('cases.unit as u', (join) => join.onRef('u.district', '=', 'h.district').onRef('u.id', '=', 'h.unitId'))
    .select(['u.id', 'u.name', 'u.nameEn', 'h.isDone'])
    .where('h.district', '=', district)
    .where('h.caseId', '=', caseId)
    .orderBy('u.name')
    .execute();
  return rows.map(({ name, nameEn, ...row }) => ({ ...row, name: { zh: name, en: nameEn } }));
}

/** What happened, in order, with who did it; for those who work on the case. Who reported it is not named: that is opened for a purpose. */
async function listTimeLine({ db, district, vault }: Reading, { id: caseId, kind }: { id: string; kind: string }, sight: Sight) {
  const type = await currentType(db, kind);
  const rows = await db
    .selectFrom('cases.event as e')
    .leftJoin('identity.account as a', (join) => join.onRef('a.district', '=', 'e.district').onRef('a.id', '=', 'e.byAccount'))
    .select(['e.seq', 'e.move', 'e.fromState', 'e.toState', 'e.at', 'e.part', 'e.detail', 'a.name as by'])
    .where('e.district', '=', district)
    .where('e.caseId', '=', caseId)
    .orderBy('e.seq')
    .execute();
  return rows.map(({ fromState, toState, by, ...row }) => {
    const move = type.moves[row.move];
    return {
      ...row,
      by: row.part === 'reporter' ? null : by,
      words: move ? { zh: move.zh, en: move.en } : { zh: '受理', en: 'Received' },
      told: move?.told ?? null,
      from: fromState,
      to: toState,
      at: iso(row.at),
      part: row.part as Part,
      detail: openSaid(vault, row.detail as Record<string, unknown>, sight),
    };
  });
}
