import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { listCaseClasses } from '../../cases/index.ts';
import shipped from '../data/matters.json' with { type: 'json' };
import { type DutyContent, listFaulty, noDraft } from './contract.ts';
import { faultOfClasses, faultOfList, findEffectiveList, getEffectiveList, shippedMatters } from './duty-list.ts';

export async function listMattersQuery({ db, district }: Reading) {
  const list = await findEffectiveList(db, district);
  return { version: list?.version ?? 0, mostPhotos: shipped.photos.most, matters: list?.content.matters ?? shippedMatters() };
}

export async function getDutyListsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('requests.dutyList as l')
    .leftJoin('identity.account as a', (join) => join.onRef('a.district', '=', 'l.district').onRef('a.id', '=', 'l.draftedBy'))
    .select(['l.version', 'l.status', 'l.effectiveFrom', 'l.basis', 'l.revision', 'l.publishedAt', 'l.content', 'a.name as draftedBy'])
    .where('l.district', '=', district)
    .orderBy('l.version', 'desc')
    .limit(50)
    .execute();
  return rows.map(({ content, effectiveFrom, publishedAt, status, ...row }) => {
    const { matters, duties } = content as unknown as DutyContent;
    return {
      ...row,
      status: status as 'draft',
      effectiveFrom: effectiveFrom && String(effectiveFrom),
      publishedAt: publishedAt?.toISOString() ?? null,
      matters: matters.length,
      duties: duties.length,
    };
  });
}

export async function getDutyListQuery({ db, district }: Reading, { version }: { version: number }) {
  const row = await db
    .selectFrom('requests.dutyList')
    .select(['version', 'status', 'revision', 'basis', 'content'])
    .where('district', '=', district)
    .where('version', '=', version)
    .executeTakeFirst();
  if (!row) refuse(noDraft);
  return { ...row, content: row.content as unknown as DutyContent };
}

export async function draftDutyListCommand({ tx, district, now, actor, note }: Writing<Actor>, { basis }: { basis: string }) {
  const { content } = await getEffectiveList(tx, district, now);
  const last = await tx
    .selectFrom('requests.dutyList')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('district', '=', district)
    .executeTakeFirstOrThrow();
  const version = last.version + 1;
  const row = { district, version, status: 'draft', basis, content: JSON.stringify(content), draftedBy: actor.id, draftedAt: now };
  await tx.insertInto('requests.dutyList').values(row).execute();
  note({ object: `duty-list ${version}` });
  return { version, revision: 1 };
}

type Saved = { version: number; revision: number };
const draftOf = ({ tx, district }: Writing<Actor>, { version, revision }: Saved) =>
  tx
    .updateTable('requests.dutyList')
    .where('district', '=', district)
    .where('version', '=', version)
    .where('revision', '=', revision)
    .where('status', '=', 'draft');

export async function saveDutyListCommand(context: Writing<Actor>, { content, ...saved }: Saved & { content: DutyContent }) {
  const fault = faultOfList(content) ?? faultOfClasses(content, await listCaseClasses(context.tx, 'request'));
  if (fault) refuse(listFaulty, fault);
  const units = new Set((await context.tx.selectFrom('cases.unit').select('id').where('district', '=', context.district).execute()).map((unit) => unit.id));
  for (const [i, { lead, co, supervising }] of content.duties.entries()) {
    const unknown = [lead, ...co, ...(supervising ? [supervising] : [])].find((unit) => !units.has(unit));
    if (unknown) refuse(listFaulty, { field: `duties.${i}`, zh: `没有承办单位 ${unknown}`, en: `there is no unit ${unknown}` });
  }
  const row = await draftOf(context, saved)
    .set({ content: JSON.stringify(content), revision: saved.revision + 1, editedBy: context.actor.id })
    .returning('revision')
    .executeTakeFirst();
  if (!row) refuse(noDraft);
  context.note({ object: `duty-list ${saved.version}`, detail: { duties: content.duties.length } });
  return { version: saved.version, revision: row.revision };
}

export async function publishDutyListCommand(context: Writing<Actor>, saved: Saved) {
  const { tx, district, now, actor, note } = context;
  await tx.updateTable('requests.dutyList').set({ status: 'expired' }).where('district', '=', district).where('status', '=', 'effective').execute();
  const row = await draftOf(context, saved)
    .set({ status: 'effective', effectiveFrom: dayHere(now), publishedBy: actor.id, publishedAt: now })
    .returning('version')
    .executeTakeFirst();
  if (!row) refuse(noDraft);
  note({ object: `duty-list ${saved.version}`, detail: { published: true } });
  return { version: row.version };
}
