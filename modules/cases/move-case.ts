import { randomInt } from 'node:crypto';
import { applyMove, type CaseEvent, type CaseStanding, faultOfMove, type MoveDetail, type MoveFault, openCase } from '../../engines/cases/case.ts';
import type { Part } from '../../engines/cases/case-type.ts';
import type { Actor } from '../../platform/access.ts';
import { dayHere, momentAt, wallMinute } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { currentType, getLine } from './case-types.ts';
import * as contract from './contract.ts';
import { caseMoved } from './events.ts';
import { sealSaid } from './said.ts';
import { columnsOf, openChildren, type Standing, standingOf, writeStanding } from './standing.ts';
import { partsOf, unitsOf } from './units/who.ts';

/** What opening and moving need of a command; jobs have it too. */
export type Acting = Pick<Writing<Actor | null>, 'tx' | 'district' | 'now'> & { actor: Actor | null };

export type NewCase = {
  kind: string;
  class: string;
  /** Short and without anything personal: lists show it. */
  title: string;
  areaCode: string;
  part: Part;
  parentId?: string;
  unit?: string;
  isConfidential?: boolean;
};

const digits = (count: number) => String(randomInt(10 ** count)).padStart(count, '0');

/** A receipt number that can be read out on the phone: the day and six digits. Taken ones are drawn again. */
async function insertCase(tx: Write, day: string, row: Omit<Parameters<typeof insertOnce>[1], 'number'>): Promise<string> {
  for (let tries = 0; tries < 20; tries++) {
    const number = `${day.slice(2).replaceAll('-', '')}${digits(6)}`;
    if (await insertOnce(tx, { ...row, number })) return number;
  }
  throw new Error('no free receipt number was drawn in twenty tries');
}

async function insertOnce(
  tx: Write,
  row: ReturnType<typeof columnsOf> & { district: string; id: string; number: string } & Record<'kind' | 'typeVersion' | 'title' | 'areaCode', string> & {
      parentId: string | null;
      isConfidential: boolean;
      openedAt: Date;
    },
) {
  const done = await tx
    .insertInto('cases.caseFile')
    .values(row)
    .onConflict((conflict) => conflict.constraint('case_number').doNothing())
    .returning('id')
    .executeTakeFirst();
  return done !== undefined;
}

async function writeEvent(tx: Write, at: { district: string; caseId: string; seq: number; from: string | null; to: string; now: Date }, event: CaseEvent) {
  await tx
    .insertInto('cases.event')
    .values({
      district: at.district,
      caseId: at.caseId,
      seq: at.seq,
      move: event.move,
      fromState: at.from,
      toState: at.to,
      at: at.now,
      byAccount: event.by.id,
      part: event.by.part,
      detail: JSON.stringify(event.detail),
    })
    .execute();
}

/** Begins a case of a kind under its current version. @returns its id and receipt number, and when it is due */
export async function beginCase({ tx, district, now, actor }: Acting, fresh: NewCase): Promise<{ id: string; number: string; dueAt: Date | null }> {
  const type = await currentType(tx, fresh.kind);
  const line = await getLine(tx, type);
  const event: CaseEvent = {
    move: 'open',
    at: wallMinute(now),
    by: { id: actor?.id ?? null, part: fresh.part },
    detail: { class: fresh.class, ...(fresh.unit && { unit: fresh.unit }) },
  };
  const of: Standing = { type, line, standing: openCase(type, event, line) };
  const id = newId(now.getTime());
  const { kind, version: typeVersion } = type;
  const { title, areaCode, parentId = null, isConfidential = false } = fresh;
  const columns = columnsOf(of);
  const number = await insertCase(tx, dayHere(now), { ...columns, district, id, kind, typeVersion, title, areaCode, parentId, isConfidential, openedAt: now });
  await writeEvent(tx, { district, caseId: id, seq: 1, from: null, to: of.standing.state, now }, event);
  await writeStanding(tx, district, id, of, null);
  return { id, number, dueAt: columns.dueAt };
}

/** A case with its area, locked until the end of the transaction, so that its moves come one after the other. */
async function lockCase(tx: Write, district: string, id: string) {
  return tx
    .selectFrom('cases.caseFile as c')
    .innerJoin('areas.area as a', 'a.code', 'c.areaCode')
    .select(['c.id', 'c.kind', 'c.typeVersion', 'c.seq', 'c.areaCode', 'c.number', 'a.path'])
    .where('c.district', '=', district)
    .where('c.id', '=', id)
    .forUpdate('c')
    .executeTakeFirst();
}

/** The refusal that tells somebody what stands against a move. */
export function refuseFault(fault: MoveFault): never {
  switch (fault.fault) {
    case 'wrongState':
    case 'unknownMove':
      refuse(contract.notHere, { ...fault });
      break;
    case 'wrongPart':
      refuse(contract.notYours, { allowed: fault.allowed });
      break;
    case 'needs':
      refuse(contract.somethingMissing, { fields: fault.fields });
      break;
    case 'unknownCode':
      refuse(contract.unknownCode, { codes: fault.codes });
      break;
    case 'secondPerson':
      refuse(contract.secondPerson);
      break;
    default:
      refuse(contract.notNow, { because: fault.fault === 'guard' ? fault.guard : fault.fault });
  }
  throw new Error('every fault is refused');
}

const workersOf = ({ leadUnit, coHandlers }: CaseStanding) => ({ leadUnit, helpers: coHandlers.map(({ unit }) => unit) });

type Naming = { id: string; leadUnit: string | null; effect: string | undefined; actor: Actor | null };
/** Whom and what a move names must be there: the handler in the unit that leads, another case to join, the helping unit one's own. */
async function checkNames(tx: Write, district: string, { id, leadUnit, effect, actor }: Naming, { handler, case: other, unit }: MoveDetail) {
  if (handler) {
    const members = await unitsOf(tx, district, handler);
    if (!members.some((one) => one.unitId === leadUnit)) refuse(contract.notInUnit);
  }
  if (effect === 'coHandlerDone' && actor) {
    const own = await unitsOf(tx, district, actor.id);
    if (!own.some((one) => one.unitId === unit)) refuse(contract.notInUnit);
  } else if (unit) {
    const found = await tx
      .selectFrom('cases.unit')
      .select('id')
      .where('district', '=', district)
      .where('id', '=', unit)
      .where('endedOn', 'is', null)
      .executeTakeFirst();
    if (!found) refuse(contract.noSuchUnit);
  }
  if (other) {
    const found = await tx.selectFrom('cases.caseFile').select('state').where('district', '=', district).where('id', '=', other).executeTakeFirst();
    if (!found || other === id || found.state === 'joined') refuse(contract.noSuchCase, { field: 'case' });
  }
}

export type Wanted = { id: string; move: string; detail: MoveDetail; expects?: number };

/**
 * Makes a move: who asks must hold a part that may, the state must allow it, and everything it needs must be said.
 * @param also parts that the caller's module knows of, as that of the reporter
 */
export async function moveCase({ tx, district, now, actor }: Acting, { id, move, detail, expects }: Wanted, also: readonly Part[] = []) {
  const found = (await lockCase(tx, district, id)) ?? refuse(contract.noSuchCase);
  if (expects !== undefined && expects !== found.seq) refuse(contract.changedMeanwhile);
  const { type, line, standing } = await standingOf(tx, district, found);
  const held = [...also, ...(actor ? await partsOf(tx, district, actor, type, workersOf(standing), found.path) : [])];
  const allowed = type.moves[move]?.by ?? [];
  const part = allowed.find((one) => held.includes(one)) ?? held[0] ?? refuse(contract.notYours, { allowed });
  const event: CaseEvent = {
    move,
    at: Math.max(wallMinute(now), standing.lastAt),
    by: { id: actor?.id ?? null, part },
    detail,
  };
  const fault = faultOfMove(type, standing, event, line, { openChildren: await openChildren(tx, district, id) });
  if (fault) refuseFault(fault);
  await checkNames(tx, district, { id, leadUnit: standing.leadUnit, effect: type.moves[move]!.effect, actor }, detail);
  const after: Standing = { type, line, standing: applyMove(type, standing, event, line) };
  await tx.updateTable('cases.caseFile').set(columnsOf(after)).where('district', '=', district).where('id', '=', id).execute();
  await writeEvent(
    tx,
    {
      district,
      caseId: id,
      seq: after.standing.seq,
      from: standing.state,
      to: after.standing.state,
      now: wallMinute(now) < event.at ? momentAt(event.at) : now,
    },
    event,
  );
  await writeStanding(tx, district, id, after, standing);
  return { found, type, before: standing, after: after.standing, event };
}

/** One move by a member of staff. */
export async function makeMoveCommand(context: Writing<Actor>, { id, move, expects, until, ...rest }: contract.MoveInput) {
  const said: MoveDetail = { ...rest, ...(until && { until: wallMinute(new Date(until)) }) };
  const detail = await sealSaid(context, id, said);
  const { found, after, type } = await moveCase(context, { id, move, detail, expects });
  if (type.moves[move]!.opensChild) refuse(contract.notAlone);
  await context.record(caseMoved, id, { move, to: after.state });
  context.note({ object: id, areaCode: found.areaCode, detail: { move, to: after.state } });
  return { id, state: after.state, seq: after.seq };
}
