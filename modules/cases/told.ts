import { movesOpenTo } from '../../engines/cases/case.ts';
import { dueIfResumed } from '../../engines/cases/clock.ts';
import { momentAt, wallMinute } from '../../platform/clock.ts';
import type { Reading } from '../../platform/context.ts';
import { openSaid } from './said.ts';
import { standingOf } from './standing.ts';

/** What the reporter of a case reads: where it stands, the steps that are told, and what they can do themselves; null where there is none. */
export async function listTold({ db, district, now, vault }: Pick<Reading, 'db' | 'district' | 'now' | 'vault'>, id: string) {
  const row = await db
    .selectFrom('cases.caseFile as c')
    .leftJoin('cases.unit as u', (join) => join.onRef('u.district', '=', 'c.district').onRef('u.id', '=', 'c.leadUnit'))
    .select(['c.id', 'c.kind', 'c.typeVersion', 'c.openedAt', 'c.closedAt', 'c.isConfidential', 'u.name as unitName', 'u.nameEn as unitNameEn'])
    .where('c.district', '=', district)
    .where('c.id', '=', id)
    .executeTakeFirst();
  if (!row) return null;
  const { type, line, standing } = await standingOf(db, district, row);
  const events = await db
    .selectFrom('cases.event')
    .select(['move', 'at', 'detail', 'toState'])
    .where('district', '=', district)
    .where('caseId', '=', id)
    .orderBy('seq')
    .execute();
  const main = standing.clocks[type.clockRoles.main];
  const minute = wallMinute(now);
  const sight = { isConfidential: row.isConfidential, mayRead: true };
  const { zh, en, isFinal } = type.states[standing.state]!;
  return {
    state: { code: standing.state, zh, en },
    isFinal: isFinal === true,
    unit: row.unitName === null ? null : { zh: row.unitName, en: row.unitNameEn! },
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    dueAt: main && main.stoppedAt === null ? momentAt(dueIfResumed(main, minute, line)).toISOString() : null,
    isPaused: main !== undefined && main.pausedAt !== null,
    steps: events.flatMap(({ move, at, detail, toState }) => {
      const words = move === 'open' ? { zh: '已收到', en: 'Received' } : type.moves[move]?.told;
      if (!words) return [];
      return [
        { at: at.toISOString(), words, state: toState, text: (openSaid(vault, detail as { text?: string }, sight)['text'] as string | undefined) ?? null },
      ];
    }),
    moves: movesOpenTo(type, standing, ['reporter'], null, { now: minute, line, around: { openChildren: 0 } }).map(({ name, needs }) => ({
      name,
      needs: needs as string[],
      words: { zh: type.moves[name]!.zh, en: type.moves[name]!.en },
    })),
  };
}
