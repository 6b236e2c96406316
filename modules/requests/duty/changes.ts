import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { type DutyContent, listFaulty, noDraft, noSuchChange } from './contract.ts';
import { faultOfList, findEffectiveList, findMatter } from './duty-list.ts';

type Asking = { matter: string; area: string; lead: string; reason: string; requestId?: string | undefined };
export async function askDutyChangeCommand({ tx, district, now, actor, note }: Writing<Actor>, { requestId = null as never, ...asked }: Asking) {
  const list = await findEffectiveList(tx, district);
  if (!list || !findMatter(list, asked.matter)) refuse(listFaulty, { field: 'matter' });
  const id = newId(now.getTime());
  await tx
    .insertInto('requests.dutyChange')
    .values({ ...asked, requestId, district, id, askedBy: actor.id, askedAt: now })
    .execute();
  note({ object: id, areaCode: asked.area, detail: { matter: asked.matter } });
  return { id };
}

export async function listDutyChangesQuery({ db, district }: Reading<Actor>) {
  const rows = await db
    .selectFrom('requests.dutyChange as c')
    .innerJoin('cases.unit as u', (join) => join.onRef('u.district', '=', 'c.district').onRef('u.id', '=', 'c.lead'))
    .innerJoin('identity.account as a', (join) => join.onRef('a.district', '=', 'c.district').onRef('a.id', '=', 'c.askedBy'))
    .select(['c.id', 'c.matter', 'c.area', 'c.reason', 'c.state', 'c.answer', 'c.askedAt', 'u.name', 'u.nameEn', 'a.name as askedBy'])
    .where('c.district', '=', district)
    .orderBy((eb) => eb('c.state', '=', 'asked'), 'desc')
    .orderBy('c.askedAt', 'desc')
    .limit(100)
    .execute();
  const list = await findEffectiveList(db, district);
  return rows.map(({ name, nameEn, askedAt, state, matter, ...row }) => {
    const found = list && findMatter(list, matter);
    return {
      ...row,
      state: state as 'asked',
      askedAt: askedAt.toISOString(),
      matter: { code: matter, zh: found?.zh ?? matter, en: found?.en ?? matter },
      lead: { zh: name, en: nameEn },
    };
  });
}

/** Grants or declines a change; what is granted goes into the draft, which another person publishes. */
export async function decideDutyChangeCommand(context: Writing<Actor>, { id, isAccepted, answer }: { id: string; isAccepted: boolean; answer: string }) {
  const { tx, district, now, actor, note } = context;
  const change = await tx
    .updateTable('requests.dutyChange')
    .set({ state: isAccepted ? 'accepted' : 'declined', answer, decidedBy: actor.id, decidedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', '=', 'asked')
    .returning(['matter', 'area', 'lead', 'reason'])
    .executeTakeFirst();
  if (!change) refuse(noSuchChange);
  if (isAccepted) await writeIntoDraft(context, change, dayHere(now));
  note({ object: id, detail: { isAccepted } });
  return { id };
}

async function writeIntoDraft({ tx, district, actor }: Writing<Actor>, change: { matter: string; area: string; lead: string; reason: string }, day: string) {
  const draft = await tx
    .selectFrom('requests.dutyList')
    .select(['version', 'content', 'revision'])
    .where('district', '=', district)
    .where('status', '=', 'draft')
    .forUpdate()
    .executeTakeFirst();
  if (!draft) refuse(noDraft);
  const content = draft.content as unknown as DutyContent;
  const before = content.duties.find((one) => one.matter === change.matter && one.area === change.area);
  const duty = { co: [], supervising: null, ...before, matter: change.matter, area: change.area, lead: change.lead, clause: `变更 ${day}` };
  const duties = [...content.duties.filter((one) => one.matter !== change.matter || one.area !== change.area), duty];
  const fault = faultOfList({ ...content, duties });
  if (fault) refuse(listFaulty, fault);
  await tx
    .updateTable('requests.dutyList')
    .set({ content: JSON.stringify({ ...content, duties }), revision: draft.revision + 1, editedBy: actor.id })
    .where('district', '=', district)
    .where('version', '=', draft.version)
    .execute();
}
