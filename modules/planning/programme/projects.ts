import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts } from '../../areas/index.ts';
import { changedMeanwhile, gateTooEarly, noSuchProject, noSuchSpace, notOnList, type Project, type ProjectFields, projectEnded } from './contract.ts';

type Fields = z.infer<typeof ProjectFields>;
type Begun = Pick<Fields, 'title' | 'areaCode' | 'acquisition'> & Partial<Fields>;
type Revised = { id: string; revision: number };
/** Stages in their order; a project passes each with evidence before it stands at the next (PLN-07 asks that none be skipped). */
const stages = ['survey', 'site', 'build', 'accept', 'open'] as const;

export async function projectWhereabouts(db: Read, district: string, { id }: { id: string }) {
  const row = await db.selectFrom('planning.project').select('areaCode').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
}

export async function listProjectsQuery({ db, district }: Reading): Promise<z.infer<typeof Project>[]> {
  const [rows, gates, lists] = await Promise.all([
    db
      .selectFrom('planning.project as p')
      .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
      .leftJoin('planning.space as s', (join) => join.onRef('s.district', '=', 'p.district').onRef('s.id', '=', 'p.spaceId'))
      .selectAll('p')
      .select(['a.name as areaName', 's.name as spaceName'])
      .where('p.district', '=', district)
      .orderBy('p.areaCode')
      .orderBy('p.title')
      .execute(),
    db.selectFrom('planning.projectGate').select(['projectId', 'stage', 'passedOn', 'evidence']).where('district', '=', district).orderBy('passedAt').execute(),
    db
      .selectFrom('planning.projectList')
      .select(['projectId', 'list', 'addedOn', 'addedBasis', 'removedOn', 'removedBasis'])
      .where('district', '=', district)
      .orderBy('addedOn')
      .orderBy('id')
      .execute(),
  ]);
  return rows.map(({ district: _, createdAt: _c, updatedAt: _u, ...row }) => ({
    ...row,
    acquisition: row.acquisition as 'lease',
    stage: row.stage as 'survey',
    tags: row.tags as 'futureCommunity'[],
    checks: row.checks as z.infer<typeof Project>['checks'],
    plannedArea: row.plannedArea === null ? null : Number(row.plannedArea),
    gates: gates.filter((gate) => gate.projectId === row.id).map(({ projectId: _p, ...gate }) => ({ ...gate, stage: gate.stage as 'survey' })),
    lists: lists.filter((entry) => entry.projectId === row.id).map(({ projectId: _p, ...entry }) => ({ ...entry, list: entry.list as 'pilot' })),
  }));
}

export async function createProjectCommand({ tx, district, now, note }: Writing<Actor>, input: Begun) {
  if (input.spaceId) {
    const space = await tx.selectFrom('planning.space').select('id').where('district', '=', district).where('id', '=', input.spaceId).executeTakeFirst();
    if (!space) refuse(noSuchSpace);
  }
  const id = newId(now.getTime());
  await tx
    .insertInto('planning.project')
    .values({ ...input, district, id, createdAt: now, updatedAt: now })
    .execute();
  note({ object: id, areaCode: input.areaCode });
  return { id, revision: 1 };
}

/** Changes a living project of this revision in one statement; says which of the three it failed on. */
async function change({ tx, district, now, note }: Writing<Actor>, { id, revision }: Revised, changes: Record<string, unknown>) {
  const row = await tx
    .updateTable('planning.project')
    .set({ ...changes, updatedAt: now })
    .set((eb) => ({ revision: eb('revision', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', id)
    .where('revision', '=', revision)
    .where('droppedOn', 'is', null)
    .where('stage', '<>', 'open')
    .returning(['id', 'revision', 'areaCode'])
    .executeTakeFirst();
  if (!row) {
    const found = await tx
      .selectFrom('planning.project')
      .select(['stage', 'droppedOn'])
      .where('district', '=', district)
      .where('id', '=', id)
      .executeTakeFirst();
    refuse(!found ? noSuchProject : found.stage === 'open' || found.droppedOn !== null ? projectEnded : changedMeanwhile);
  }
  note({ object: id, areaCode: row.areaCode, detail: { fields: Object.keys(changes) } });
  return { id: row.id, revision: row.revision };
}

export function updateProjectCommand(context: Writing<Actor>, { id, revision, checks, ...changes }: Revised & Partial<Fields> & { checks?: object }) {
  return change(context, { id, revision }, { ...changes, ...(checks && { checks: JSON.stringify(checks) }) });
}

type Passing = Revised & { passedOn: string; evidence: string; placeId: string | null };

/** Passing a stage moves the project to the next one. Passing `accept` opens it, which needs the registered place. */
export async function passStageCommand(context: Writing<Actor>, { id, revision, passedOn, evidence, placeId }: Passing) {
  const { tx, district, actor, now } = context;
  const found = await tx.selectFrom('planning.project').select('stage').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  const stage = (found ?? refuse(noSuchProject)).stage as (typeof stages)[number];
  const next = stages[stages.indexOf(stage) + 1];
  if (!next) refuse(projectEnded);
  const { last } = await tx
    .selectFrom('planning.projectGate')
    .select(sql<string | null>`max(passed_on)::text`.as('last'))
    .where('district', '=', district)
    .where('projectId', '=', id)
    .executeTakeFirstOrThrow();
  if (passedOn > dayHere(now) || (last !== null && passedOn < last)) refuse(gateTooEarly);
  const done = await change(context, { id, revision }, { stage: next, ...(placeId && { placeId }) });
  await tx.insertInto('planning.projectGate').values({ district, projectId: id, stage, passedOn, evidence, passedBy: actor.id, passedAt: now }).execute();
  return done;
}

export function dropProjectCommand(context: Writing<Actor>, { reason, ...revised }: Revised & { reason: string }) {
  return change(context, revised, { droppedOn: dayHere(context.now), dropReason: reason, spaceId: null });
}

type Listing = { id: string; list: 'pilot' | 'key'; on: string; basis: string };

export async function addToListCommand({ tx, district, now, note }: Writing<Actor>, { id, list, on, basis }: Listing) {
  const found = await tx.selectFrom('planning.project').select('areaCode').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!found) refuse(noSuchProject);
  await tx
    .insertInto('planning.projectList')
    .values({ district, id: newId(now.getTime()), projectId: id, list, addedOn: on, addedBasis: basis })
    .execute();
  note({ object: id, areaCode: found.areaCode, detail: { list, on } });
  return { id };
}

export async function removeFromListCommand({ tx, district, note }: Writing<Actor>, { id, list, on, basis }: Listing) {
  const row = await tx
    .updateTable('planning.projectList')
    .set({ removedOn: on, removedBasis: basis })
    .where('district', '=', district)
    .where('projectId', '=', id)
    .where('list', '=', list)
    .where('removedOn', 'is', null)
    .returning('projectId')
    .executeTakeFirst();
  if (!row) refuse(notOnList);
  note({ object: id, detail: { list, on } });
  return { id };
}
