import { type Actor, holdsAt } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { findOwnRequest } from '../requests/index.ts';
import { needTaken, noSuchProject, notNow, notYetDone } from './contract.ts';
import { isInside, selectNeeds, stateOf } from './register.ts';
import { workers } from './suggest.ts';

type State = 'proposed' | 'handedOver' | 'decided' | 'building' | 'done' | 'dropped';
/** From where each state can be reached; voting and consultation take a project over between handing over and deciding. */
const before: Record<Exclude<State, 'proposed'>, State[]> = {
  handedOver: ['proposed'],
  decided: ['handedOver'],
  building: ['decided'],
  done: ['building'],
  dropped: ['proposed', 'handedOver', 'decided', 'building'],
};

type NewProject = { title: string; summary: string; areaCode: string; budgetFen: number | null; needIds: string[] };
type Writer = Pick<Writing<Actor>, 'tx' | 'district' | 'now' | 'note' | 'actor'>;
export async function proposeProjectCommand({ tx, district, now, actor, note }: Writer, { needIds, ...fields }: NewProject) {
  const id = newId(now.getTime());
  const own = selectNeeds(tx, district).clearSelect().select('n.id').where('n.id', 'in', needIds).where(isInside(actor, workers));
  await tx
    .insertInto('needs.project')
    .values({ ...fields, district, id, madeBy: actor.id, madeAt: now })
    .execute();
  const taken = await tx
    .updateTable('needs.need')
    .set({ projectId: id, lastProjectId: id })
    .where('district', '=', district)
    .where('id', 'in', own)
    .where('projectId', 'is', null)
    .where('metBy', 'is', null)
    .where('droppedBecause', 'is', null)
    .returning('id')
    .execute();
  if (taken.length !== new Set(needIds).size) refuse(needTaken);
  note({ object: id, areaCode: fields.areaCode, detail: { needs: needIds.length } });
  return { id };
}

type Moving = { id: string; to: Exclude<State, 'proposed'>; outcome?: string | undefined };
export async function moveProjectCommand({ tx, district, now, actor, note }: Writing<Actor>, { id, to, outcome }: Moving) {
  const project = await tx
    .selectFrom('needs.project as p')
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .select(['p.state', 'p.areaCode', 'a.path'])
    .where('p.district', '=', district)
    .where('p.id', '=', id)
    .forUpdate('p')
    .executeTakeFirst();
  if (!project || !holdsAt(actor, workers, { areaPath: project.path })) refuse(noSuchProject);
  const isEnd = to === 'done' || to === 'dropped';
  if (!before[to].includes(project.state as State)) refuse(notNow, { state: project.state });
  if (isEnd && !outcome) refuse(notNow, { field: 'outcome' });
  await tx
    .updateTable('needs.project')
    .set({ state: to, ...(to === 'handedOver' && { handedOverAt: now }), ...(isEnd && { endedAt: now, outcome: outcome! }) })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  // A need whose project is dropped is open again.
  if (to === 'dropped')
    await tx.updateTable('needs.need').set({ projectId: null, lastProjectId: id }).where('district', '=', district).where('projectId', '=', id).execute();
  note({ object: id, areaCode: project.areaCode, detail: { to } });
  return { id, state: to };
}

export async function listProjectsQuery({ db, district }: Reading) {
  const rows = await db
    .selectFrom('needs.project as p')
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .selectAll('p')
    .select('a.name as areaName')
    .where('p.district', '=', district)
    .orderBy('p.madeAt', 'desc')
    .limit(200)
    .execute();
  const needs = await selectNeeds(db, district).where('n.projectId', 'is not', null).execute();
  const answers = await db.selectFrom('needs.answer').select(['projectId', 'isMet']).where('district', '=', district).execute();
  return rows.map((row) => {
    const own = needs.filter(({ projectId }) => projectId === row.id);
    const said = answers.filter(({ projectId }) => projectId === row.id);
    return {
      id: row.id,
      title: row.title,
      summary: row.summary,
      areaCode: row.areaCode,
      areaName: row.areaName,
      budgetFen: row.budgetFen,
      state: row.state as State,
      needs: own.map(({ id, title, voices }) => ({ id, title, voices })),
      handedOverAt: row.handedOverAt?.toISOString() ?? null,
      outcome: row.outcome,
      asked: { voices: own.reduce((sum, { asked }) => sum + asked, 0), answered: said.length, met: said.filter(({ isMet }) => isMet).length },
    };
  });
}

type ByNumber = { number: string; code?: string | undefined };
const findNeed = (db: Reading['db'], district: string, requestId: string) =>
  selectNeeds(db, district)
    .where('n.id', 'in', db.selectFrom('needs.voice').select('needId').where('district', '=', district).where('requestId', '=', requestId))
    .executeTakeFirst();

/** Who asked first is told what became of it, and asked at the end. */
export async function getOfReceiptQuery(context: Reading, asked: ByNumber) {
  const { db, district } = context;
  const { id: requestId } = await findOwnRequest(context, db, asked);
  const need = await findNeed(db, district, requestId);
  if (!need) return null;
  const projectId = need.projectId ?? need.lastProjectId;
  const project = projectId
    ? await db
        .selectFrom('needs.project')
        .select(['id', 'title', 'state', 'outcome'])
        .where('district', '=', district)
        .where('id', '=', projectId)
        .executeTakeFirst()
    : undefined;
  const said = project
    ? await db
        .selectFrom('needs.answer')
        .select('isMet')
        .where('district', '=', district)
        .where('requestId', '=', requestId)
        .where('projectId', '=', project.id)
        .executeTakeFirst()
    : undefined;
  return {
    need: { title: need.title, voices: need.voices, state: stateOf(need), because: need.metBy ?? need.droppedBecause },
    project: project ? { ...project, state: project.state as State, mayAnswer: project.state === 'done' && said === undefined } : null,
  };
}

export async function answerProjectCommand(context: Writing<Actor | null>, { isMet, ...asked }: ByNumber & { isMet: boolean }) {
  const { tx, district, now, note } = context;
  const { id: requestId } = await findOwnRequest(context, tx, asked);
  const need = await findNeed(tx, district, requestId);
  const project = need?.projectId
    ? await tx.selectFrom('needs.project').select(['id', 'state']).where('district', '=', district).where('id', '=', need.projectId).executeTakeFirst()
    : undefined;
  if (project?.state !== 'done') refuse(notYetDone);
  await tx
    .insertInto('needs.answer')
    .values({ district, requestId, projectId: project.id, isMet, at: now })
    .onConflict((conflict) => conflict.columns(['district', 'requestId', 'projectId']).doUpdateSet({ isMet, at: now }))
    .execute();
  note({ object: project.id, detail: { isMet }, isNameless: true });
  return { number: asked.number };
}
