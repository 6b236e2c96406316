import { digestOf, lotteryNumber } from '../../../engines/stats/allocate.ts';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { unitsOf } from '../../cases/index.ts';
import shipped from '../data/rates.json' with { type: 'json' };
import { namesOfMatters } from '../names.ts';
import { alreadyDrawn, monthNotOver, notDrawn, ownWork } from './contract.ts';
import { spanOf } from './outcomes.ts';

/**
 * Draws the closed requests of a month that are asked again. The seed is made of all that were closed, so that nobody can choose who is asked,
 * and anybody with the list can draw again: SHA-256 of seed, space and id, the lowest first.
 */
export async function drawRecontactCommand({ tx, district, now, note }: Writing<Actor>, { month }: { month: string }) {
  const { from, to } = spanOf(month);
  if (to > now) refuse(monthNotOver);
  const closed = await tx
    .selectFrom('cases.caseFile')
    .select('id')
    .where('district', '=', district)
    .where('kind', '=', 'request')
    .where('state', '=', 'closed')
    .where('closedAt', '>=', from)
    .where('closedAt', '<', to)
    .execute();
  const ids = closed.map(({ id }) => id);
  const seed = digestOf(ids);
  const most = Math.min(ids.length, Math.max(shipped.recontact.least, Math.round(ids.length * shipped.recontact.share)));
  const drawn = ids
    .map((id) => ({ id, lot: lotteryNumber(seed, id) }))
    .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, most);
  const before = await tx.selectFrom('requests.recontact').select('requestId').where('district', '=', district).where('month', '=', month).limit(1).execute();
  if (before.length > 0) refuse(alreadyDrawn);
  if (drawn.length > 0) {
    const rows = drawn.map(({ id }, i) => ({ district, month, requestId: id, position: i + 1 }));
    await tx.insertInto('requests.recontact').values(rows).execute();
  }
  note({ object: `recontact ${month}`, detail: { closed: ids.length, drawn: drawn.length, seed } });
  return { month, closed: ids.length, drawn: drawn.length, seed };
}

export async function listRecontactQuery({ db, district }: Reading<Actor>, { month }: { month: string }) {
  const rows = await db
    .selectFrom('requests.recontact as a')
    .innerJoin('requests.request as r', (join) => join.onRef('r.district', '=', 'a.district').onRef('r.id', '=', 'a.requestId'))
    .select(['a.requestId', 'a.position', 'a.outcome', 'a.grade', 'r.number', 'r.matter', 'r.listVersion', 'r.reporterSealed', 'r.personId', 'r.accountId'])
    .where('a.district', '=', district)
    .where('a.month', '=', month)
    .orderBy('a.position')
    .execute();
  const names = await namesOfMatters(
    db,
    district,
    rows.map((row) => row.listVersion),
  );
  return rows.map((row) => ({
    requestId: row.requestId,
    position: row.position,
    number: row.number,
    matter: names(row.listVersion, row.matter),
    outcome: row.outcome as 'solved' | null,
    grade: row.grade,
    canBeAsked: row.reporterSealed !== null || row.personId !== null || row.accountId !== null,
  }));
}

type Recording = { month: string; requestId: string; outcome: 'solved' | 'notSolved' | 'unreachable'; grade?: number | undefined };
/** What a reporter says when asked again, by somebody who does not work in the unit that answered. */
export async function recordRecontactCommand({ tx, district, now, actor, note }: Writing<Actor>, { month, requestId, outcome, grade }: Recording) {
  const file = await tx.selectFrom('cases.caseFile').select('leadUnit').where('district', '=', district).where('id', '=', requestId).executeTakeFirst();
  const own = await unitsOf(tx, district, actor.id);
  if (own.some(({ unitId }) => unitId === file?.leadUnit)) refuse(ownWork);
  const row = await tx
    .updateTable('requests.recontact')
    .set({ outcome, grade: outcome === 'unreachable' ? null : (grade ?? null), askedAt: now, askedBy: actor.id })
    .where('district', '=', district)
    .where('month', '=', month)
    .where('requestId', '=', requestId)
    .returning('requestId')
    .executeTakeFirst();
  if (!row) refuse(notDrawn);
  note({ object: requestId, detail: { recontact: month, outcome } });
  return row;
}

/** What the sample says beside what was rated. */
export async function figuresOfRecontact(db: Read, district: string, month: string) {
  const rows = await db
    .selectFrom('requests.recontact')
    .select(['outcome', (eb) => eb.fn.countAll<number>().as('n')])
    .where('district', '=', district)
    .where('month', '=', month)
    .groupBy('outcome')
    .execute();
  const n = (outcome: string | null) => rows.find((row) => row.outcome === outcome)?.n ?? 0;
  const asked = n('solved') + n('notSolved');
  return {
    drawn: rows.reduce((sum, row) => sum + row.n, 0),
    unreachable: n('unreachable'),
    solved: { is: n('solved'), of: asked, value: asked === 0 ? null : n('solved') / asked },
  };
}
