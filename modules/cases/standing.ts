import { type CaseEvent, type CaseStanding, nextOf, readCase } from '../../engines/cases/case.ts';
import type { CaseType } from '../../engines/cases/case-type.ts';
import type { WorkingLine } from '../../engines/cases/working-line.ts';
import { momentAt, wallMinute } from '../../platform/clock.ts';
import type { Read, Write } from '../../platform/database.ts';
import { getCaseType, getLine, restingStates } from './case-types.ts';

export type Standing = { type: CaseType; line: WorkingLine; standing: CaseStanding };

/** What has happened to a case, in order. */
export async function listEvents(db: Read, district: string, caseId: string): Promise<CaseEvent[]> {
  const rows = await db
    .selectFrom('cases.event')
    .select(['move', 'at', 'byAccount', 'part', 'detail'])
    .where('district', '=', district)
    .where('caseId', '=', caseId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({
    move: row.move,
    at: wallMinute(row.at),
    by: { id: row.byAccount, part: row.part as CaseEvent['by']['part'] },
    detail: row.detail as CaseEvent['detail'],
  }));
}

/** Where a case stands, from its events. */
export async function standingOf(db: Read, district: string, found: { id: string; kind: string; typeVersion: string }): Promise<Standing> {
  const type = await getCaseType(db, found.kind, found.typeVersion);
  const line = await getLine(db, type);
  return { type, line, standing: readCase(type, await listEvents(db, district, found.id), line) };
}

/** How many cases below this one are neither closed nor answered. */
export async function openChildren(db: Read, district: string, caseId: string): Promise<number> {
  const row = await db
    .selectFrom('cases.caseFile')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('district', '=', district)
    .where('parentId', '=', caseId)
    .where('closedAt', 'is', null)
    .where('state', 'not in', restingStates)
    .executeTakeFirstOrThrow();
  return row.n;
}

const momentOrNull = (minute: number | null) => (minute === null ? null : momentAt(minute));

/** The columns of a case that follow from its standing. */
export function columnsOf({ type, line, standing }: Standing) {
  const main = standing.clocks[type.clockRoles.main];
  const next = nextOf(type, standing, line);
  return {
    class: standing.class,
    state: standing.state,
    level: standing.counts.level,
    leadUnit: standing.leadUnit,
    handler: standing.handler,
    pending: standing.pending?.what ?? null,
    reopens: standing.counts.reopen,
    seq: standing.seq,
    closedAt: momentOrNull(standing.closedAt),
    dueAt: momentOrNull(main?.dueAt ?? null),
    isPaused: main !== undefined && main.pausedAt !== null,
    isProvisional: Object.values(standing.clocks).some((clock) => clock.provisional && clock.stoppedAt === null),
    nextAt: next && momentAt(next.at),
  };
}

type Clock = CaseStanding['clocks'][string];
/** What a clock was before it started again. */
async function keepPast(tx: Write, key: { district: string; caseId: string; name: string }, { startedAt, dueAt, stoppedAt }: Clock): Promise<void> {
  const row = { ...key, startedAt: momentAt(startedAt), dueAt: momentAt(dueAt), stoppedAt: momentOrNull(stoppedAt) };
  await tx
    .insertInto('cases.pastClock')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Writes the clocks and helpers of a case as they stand now. */
export async function writeStanding(tx: Write, district: string, caseId: string, of: Standing, before: CaseStanding | null): Promise<void> {
  for (const [name, clock] of Object.entries(of.standing.clocks)) {
    const was = before?.clocks[name];
    if (was === clock) continue;
    if (was && was.startedAt !== clock.startedAt) await keepPast(tx, { district, caseId, name }, was);
    const row = {
      startedAt: momentAt(clock.startedAt),
      dueAt: momentAt(clock.dueAt),
      pausedAt: momentOrNull(clock.pausedAt),
      stoppedAt: momentOrNull(clock.stoppedAt),
      extensions: clock.extensions.length,
    };
    await tx
      .insertInto('cases.clock')
      .values({ ...row, district, caseId, name })
      .onConflict((conflict) => conflict.columns(['district', 'caseId', 'name']).doUpdateSet(row))
      .execute();
  }
  if (before?.coHandlers === of.standing.coHandlers || of.standing.coHandlers.length + (before?.coHandlers.length ?? 0) === 0) return;
  await tx.deleteFrom('cases.helper').where('district', '=', district).where('caseId', '=', caseId).execute();
  for (const { unit, isDone } of of.standing.coHandlers) await tx.insertInto('cases.helper').values({ district, caseId, unitId: unit, isDone }).execute();
}
