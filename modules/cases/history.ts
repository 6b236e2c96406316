import { type CaseEvent, readCase } from '../../engines/cases/case.ts';
import { momentAt } from '../../platform/clock.ts';
import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { currentType, getLine } from './case-types.ts';
import { columnsOf } from './standing.ts';

/** A case as another system, or a demonstration, has it: all its events in order, the first of which is `open`. */
export type HistoricCase = { number: string; kind: string; title: string; areaCode: string; events: CaseEvent[] };

const atOnce = 1000;

/**
 * Brings in cases with their past. Where each stands, and every clock, is worked out from its events as if they had been made here.
 * @returns their ids in the same order
 */
export async function bringHistory({ tx, district }: { tx: Write; district: string }, cases: readonly HistoricCase[]): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < cases.length; from += atOnce) ids.push(...(await bringPart(tx, district, cases.slice(from, from + atOnce))));
  return ids;
}

async function bringPart(tx: Write, district: string, cases: readonly HistoricCase[]): Promise<string[]> {
  const files = [];
  const events = [];
  const clocks = [];
  const helpers = [];
  for (const { number, kind, title, areaCode, events: past } of cases) {
    const type = await currentType(tx, kind);
    const line = await getLine(tx, type);
    const standing = readCase(type, past, line);
    const openedAt = momentAt(standing.openedAt);
    const id = newId(openedAt.getTime());
    files.push({
      ...columnsOf({ type, line, standing }),
      district,
      id,
      number,
      kind,
      typeVersion: type.version,
      title,
      areaCode,
      parentId: null,
      isConfidential: false,
      openedAt,
    });
    let state: string | null = null;
    for (const [i, event] of past.entries()) {
      const to: string = readState(type, event.move, state);
      const row = { district, caseId: id, seq: i + 1, move: event.move, fromState: state, toState: to, at: momentAt(event.at) };
      events.push({ ...row, byAccount: event.by.id, part: event.by.part, detail: JSON.stringify(event.detail) });
      state = to;
    }
    helpers.push(...standing.coHandlers.map(({ unit, isDone }) => ({ district, caseId: id, unitId: unit, isDone })));
    for (const [name, clock] of Object.entries(standing.clocks)) {
      const [pausedAt, stoppedAt] = [clock.pausedAt, clock.stoppedAt].map((minute) => (minute === null ? null : momentAt(minute)));
      const times = { startedAt: momentAt(clock.startedAt), dueAt: momentAt(clock.dueAt), pausedAt: pausedAt!, stoppedAt: stoppedAt! };
      clocks.push({ ...times, district, caseId: id, name, extensions: clock.extensions.length });
    }
  }
  await tx.insertInto('cases.caseFile').values(files).execute();
  for (let i = 0; i < events.length; i += 4000)
    await tx
      .insertInto('cases.event')
      .values(events.slice(i, i + 4000))
      .execute();
  for (let i = 0; i < clocks.length; i += 4000)
    await tx
      .insertInto('cases.clock')
      .values(clocks.slice(i, i + 4000))
      .execute();
  if (helpers.length > 0) await tx.insertInto('cases.helper').values(helpers).execute();
  return files.map(({ id }) => id);
}

/** The state after a move; history never goes back to a state before the last. */
function readState(type: Awaited<ReturnType<typeof currentType>>, move: string, before: string | null): string {
  return before === null ? type.first.state : (type.moves[move]!.to ?? before);
}
