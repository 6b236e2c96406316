import { type Actor, holdsAt, type StaffRole } from '../../platform/access.ts';
import type { Writing } from '../../platform/context.ts';
import { refuse } from '../../platform/refuse.ts';
import { beginCase } from '../cases/index.ts';
import { findEffectiveList, findMatter } from '../requests/index.ts';
import { alreadyDecided, noSuchSignal } from './contract.ts';
import { scanDistrict } from './scan.ts';

export const deciders: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial'];

async function lockSignal({ tx, district, actor }: Writing<Actor>, id: string) {
  const row = await tx
    .selectFrom('signals.signal as s')
    .innerJoin('areas.area as a', 'a.code', 's.areaCode')
    .select(['s.id', 's.matter', 's.areaCode', 's.state', 'a.name', 'a.path'])
    .where('s.district', '=', district)
    .where('s.id', '=', id)
    .forUpdate('s')
    .executeTakeFirst();
  if (!row || !holdsAt(actor, deciders, { areaPath: row.path })) refuse(noSuchSignal);
  if (row.state !== 'new') refuse(alreadyDecided);
  return row;
}

/** Somebody decides to deal with it before anybody complains again: 未诉先办. */
export async function openSignalCommand(context: Writing<Actor>, { id, class: of }: { id: string; class: string }) {
  const { tx, district, now, actor, note } = context;
  const signal = await lockSignal(context, id);
  const list = await findEffectiveList(tx, district);
  const matter = (list && findMatter(list, signal.matter)?.zh) ?? signal.matter;
  const fresh = { kind: 'proactive', class: of, title: `${matter} · ${signal.name}`, areaCode: signal.areaCode, part: 'clerk' } as const;
  const opened = await beginCase({ tx, district, now, actor }, fresh);
  await tx
    .updateTable('signals.signal')
    .set({ state: 'opened', caseId: opened.id, decidedBy: actor.id, decidedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  note({ object: id, areaCode: signal.areaCode, detail: { case: opened.number } });
  return { id, caseId: opened.id, number: opened.number };
}

export async function dismissSignalCommand(context: Writing<Actor>, { id, reason }: { id: string; reason: string }) {
  const { tx, district, now, actor, note } = context;
  const signal = await lockSignal(context, id);
  await tx
    .updateTable('signals.signal')
    .set({ state: 'dismissed', reason, decidedBy: actor.id, decidedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  note({ object: id, areaCode: signal.areaCode, detail: { dismissed: true } });
  return { id };
}

export async function scanNowCommand(context: Writing<Actor>) {
  const found = await scanDistrict(context);
  context.note({ object: `signals ${found.day}`, detail: { found: found.found } });
  return found;
}
