import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts, codesBelow } from '../../areas/index.ts';
import { noSuchTarget, type Target } from './contract.ts';

type Measure = z.infer<typeof Target>['measure'];

export async function targetWhereabouts(db: Read, district: string, { id }: { id: string }) {
  const row = await db.selectFrom('planning.target').select('areaCode').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
}

const single = async (rows: Promise<{ n: unknown } | undefined>) => Number((await rows)?.n ?? 0);

/** What stands today, by measure; areas are those at and below a code. */
const measures: Record<Measure, (db: Read, district: string, code: string) => Promise<number>> = {
  complexes: (db, district, code) => single(openPlaces(db, district, code).select(sql`count(*)`.as('n')).where('kind', '=', 'complex').executeTakeFirst()),
  complexArea: (db, district, code) =>
    single(openPlaces(db, district, code).select(sql`sum(building_area)`.as('n')).where('kind', '=', 'complex').executeTakeFirst()),
  canteens: (db, district, code) =>
    single(openPlaces(db, district, code).select(sql`count(*)`.as('n')).where(sql<boolean>`'MEAL' = any(functions)`).executeTakeFirst()),
  revivedArea: (db, district, code) =>
    single(
      db
        .selectFrom('planning.space')
        .select(sql`sum(floor_area)`.as('n'))
        .where('district', '=', district)
        .where('status', '=', 'converted')
        .where('areaCode', 'in', codesBelow(code))
        .executeTakeFirst(),
    ),
  /** Nursery places per thousand residents: of places that are nurseries only, where capacity means nursery places. */
  nurseryPlaces: async (db, district, code) => {
    const places = await single(
      openPlaces(db, district, code).select(sql`sum(capacity)`.as('n')).where(sql<boolean>`functions = array['CHD-NUR']`).executeTakeFirst(),
    );
    const people = await single(
      db
        .selectFrom('planning.populationCell as c')
        .innerJoin('planning.population as p', (join) => join.onRef('p.district', '=', 'c.district').onRef('p.id', '=', 'c.populationId'))
        .select(sql`sum(c.people)`.as('n'))
        .where('c.district', '=', district)
        .where('p.current', '=', true)
        .where('c.areaCode', 'in', codesBelow(code))
        .executeTakeFirst(),
    );
    return people === 0 ? 0 : (1000 * places) / people;
  },
  /** Share of subdistricts with an elder-care centre, in per cent. */
  elderCentreStreets: async (db, district, code) => {
    const streets = await db
      .selectFrom('areas.area')
      .select('code')
      .where('code', 'in', codesBelow(code))
      .where('level', '=', 'subdistrict')
      .where('validTo', 'is', null)
      .execute();
    const withCentre = await openPlaces(db, district, code).select('areaCode').where(sql<boolean>`'ELD-CTR' = any(functions)`).execute();
    const have = new Set(withCentre.map((row) => row.areaCode.slice(0, 9)));
    return streets.length === 0 ? 0 : (100 * streets.filter((street) => have.has(street.code)).length) / streets.length;
  },
  pilots: (db, district, code) =>
    single(
      db
        .selectFrom('planning.projectList as l')
        .innerJoin('planning.project as p', (join) => join.onRef('p.district', '=', 'l.district').onRef('p.id', '=', 'l.projectId'))
        .select(sql`count(*)`.as('n'))
        .where('l.district', '=', district)
        .where('l.list', '=', 'pilot')
        .where('l.removedOn', 'is', null)
        .where('p.areaCode', 'in', codesBelow(code))
        .executeTakeFirst(),
    ),
};

const openPlaces = (db: Read, district: string, code: string) =>
  db.selectFrom('places.place').where('district', '=', district).where('closedOn', 'is', null).where('areaCode', 'in', codesBelow(code));

/** Targets of areas above this district are shown with no figure of today: only part of their area is known here. */
export async function listTargetsQuery({ db, district, now }: Reading): Promise<z.infer<typeof Target>[]> {
  const rows = await db
    .selectFrom('planning.target as t')
    .innerJoin('areas.area as a', 'a.code', 't.areaCode')
    .selectAll('t')
    .select('a.name as areaName')
    .where('t.district', '=', district)
    .orderBy('t.measure')
    .orderBy('t.dueOn')
    .orderBy('t.areaCode')
    .execute();
  const today = dayHere(now);
  return Promise.all(
    rows.map(async ({ district: _, updatedAt: _u, ...row }) => {
      const value = Number(row.value);
      const measure = row.measure as Measure;
      const actual = row.areaCode.startsWith(district) ? Math.round(10 * (await measures[measure](db, district, row.areaCode))) / 10 : null;
      const state = actual === null ? 'elsewhere' : actual >= value ? 'reached' : row.dueOn < today ? 'missed' : 'open';
      return { ...row, measure, value, base: row.base === null ? null : Number(row.base), actual, state } as const;
    }),
  );
}

type Setting = { measure: Measure; areaCode: string; value: number; dueOn: string; base: number | null; basis: string; parentId: string | null };

export async function setTargetCommand({ tx, district, now, note }: Writing<Actor>, input: Setting) {
  if (input.parentId) {
    const parent = await tx
      .selectFrom('planning.target')
      .select('measure')
      .where('district', '=', district)
      .where('id', '=', input.parentId)
      .executeTakeFirst();
    if (parent?.measure !== input.measure) refuse(noSuchTarget);
  }
  const { value, base, basis, parentId } = input;
  const { id } = await tx
    .insertInto('planning.target')
    .values({ ...input, district, id: newId(now.getTime()), updatedAt: now })
    .onConflict((conflict) =>
      conflict.constraint('target_once').doUpdateSet({ value, base, basis, parentId, updatedAt: now, revision: sql<number>`planning.target.revision + 1` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  note({ object: id, areaCode: input.areaCode, detail: { measure: input.measure, value, dueOn: input.dueOn } });
  return { id };
}

export async function removeTargetCommand({ tx, district, note }: Writing<Actor>, { id }: { id: string }) {
  const row = await tx.deleteFrom('planning.target').where('district', '=', district).where('id', '=', id).returning('areaCode').executeTakeFirst();
  if (!row) refuse(noSuchTarget);
  note({ object: id, areaCode: row.areaCode });
  return { id };
}
