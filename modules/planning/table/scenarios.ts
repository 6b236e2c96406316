import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noPopulation, noStreets } from '../refusals.ts';
import { noSuchScenario, scenarioChanged } from './contract.ts';

type Content = { name: string; settings: unknown; edits: unknown[] };
const columns = ['id', 'name', 'settings', 'edits', 'revision', 'createdBy', 'updatedAt', 'networkId', 'populationId'] as const;

const rowsOf = (db: Read, district: string, me: string | undefined) =>
  db
    .selectFrom('planning.scenario')
    .leftJoin('identity.account', (join) => join.onRef('identity.account.id', '=', 'planning.scenario.createdBy'))
    .select(columns.map((column) => `planning.scenario.${column}` as const))
    .select('identity.account.name as maker')
    .select((eb) => eb('planning.scenario.createdBy', '=', me ?? null).as('isMine'))
    .where('planning.scenario.district', '=', district)
    .where('removedAt', 'is', null);
type Row = Awaited<ReturnType<ReturnType<typeof rowsOf>['execute']>>[number];

const view = ({ maker, createdBy: _, networkId, populationId, updatedAt, settings, edits, isMine, ...row }: Row) => ({
  ...row,
  createdBy: maker,
  isMine: Boolean(isMine),
  streets: networkId,
  population: populationId,
  updatedAt: updatedAt.toISOString(),
  settings: settings as never,
  edits: edits as never[],
});

export async function listScenariosQuery({ db, district, actor }: Reading) {
  const rows = await rowsOf(db, district, actor?.id).orderBy('updatedAt', 'desc').orderBy('planning.scenario.id', 'desc').limit(200).execute();
  return rows.map((row) => {
    const { settings: _, edits, ...rest } = view(row);
    return { ...rest, edits: edits.length };
  });
}

export async function getScenarioQuery({ db, district, actor }: Pick<Reading, 'db' | 'district' | 'actor'>, { id }: { id: string }) {
  const row = await rowsOf(db, district, actor?.id).where('planning.scenario.id', '=', id).executeTakeFirst();
  return view(row ?? refuse(noSuchScenario));
}

/** A scenario remembers the streets and the people it was made on. */
export async function createScenarioCommand(context: Writing<Actor>, { name, settings, edits }: Content) {
  const { tx, district, actor, now } = context;
  const current = async (table: 'streets.network' | 'planning.population') =>
    (await tx.selectFrom(table).select('id').where('district', '=', district).where('current', '=', true).executeTakeFirst())?.id;
  const id = newId(now.getTime());
  await tx
    .insertInto('planning.scenario')
    .values({
      district,
      id,
      name,
      settings: JSON.stringify(settings),
      edits: JSON.stringify(edits),
      networkId: (await current('streets.network')) ?? refuse(noStreets),
      populationId: (await current('planning.population')) ?? refuse(noPopulation),
      createdBy: actor.id,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  context.note({ object: id, detail: { name, edits: edits.length } });
  return getScenarioQuery({ db: tx, district, actor }, { id });
}

export async function updateScenarioCommand(context: Writing<Actor>, { id, revision, name, settings, edits }: Content & { id: string; revision: number }) {
  const { tx, district, actor, now } = context;
  const row = await tx
    .updateTable('planning.scenario')
    .set((eb) => ({ name, settings: JSON.stringify(settings), edits: JSON.stringify(edits), updatedAt: now, revision: eb('revision', '+', 1) }))
    .where('district', '=', district)
    .where('id', '=', id)
    .where('createdBy', '=', actor.id)
    .where('removedAt', 'is', null)
    .where('revision', '=', revision)
    .returning('id')
    .executeTakeFirst();
  if (!row) {
    const other = await getScenarioQuery({ db: tx, district, actor }, { id });
    refuse(other.isMine ? scenarioChanged : noSuchScenario);
  }
  context.note({ object: id, detail: { name, edits: edits.length } });
  return getScenarioQuery({ db: tx, district, actor }, { id });
}

export async function removeScenarioCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, actor, now } = context;
  const row = await tx
    .updateTable('planning.scenario')
    .set({ removedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('createdBy', '=', actor.id)
    .where('removedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchScenario);
  context.note({ object: id });
  return { id };
}
