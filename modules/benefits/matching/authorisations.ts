import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import { areaPathsOf } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts } from '../../areas/index.ts';
import { policiesOn } from '../policies.ts';
import { noSuchAuthorisation, noSuchPolicy } from './contract.ts';
import { beginRun } from './jobs.ts';
import { lockMatching } from './reconcile.ts';

export const authorisationInput = async (db: Read, district: string, { id }: { id: string }) => {
  const row = await db.selectFrom('benefits.authorisation').select('areaCode').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
};

type NewAuthorisation = { areaCode: string; policies: string[]; purpose: string; legalBasis: string; validTo: string };

export async function giveAuthorisationCommand(context: Writing<Actor>, input: NewAuthorisation) {
  const { tx, district, now, actor } = context;
  const known = new Set((await policiesOn(tx, district, dayHere(now), now)).map(({ id }) => id));
  const strange = input.policies.find((policy) => !known.has(policy));
  if (strange !== undefined) refuse(noSuchPolicy, { field: 'policies', policy: strange });
  const id = newId(now.getTime());
  const row = {
    ...input,
    policies: [...new Set(input.policies)],
    district,
    id,
    validFrom: dayHere(now),
    givenBy: actor.id,
    givenByName: actor.name,
    givenAt: now,
  };
  await tx.insertInto('benefits.authorisation').values(row).execute();
  context.note({
    object: id,
    areaCode: input.areaCode,
    purpose: input.purpose,
    detail: { policies: row.policies, legalBasis: input.legalBasis, validTo: input.validTo },
  });
  return { id };
}

export async function listAuthorisationsQuery({ db, district, actor }: Reading<Actor>) {
  const mine = areaPathsOf(actor);
  const rows = await db
    .selectFrom('benefits.authorisation as a')
    .innerJoin('areas.area as area', 'area.code', 'a.areaCode')
    .select([
      'a.id',
      'a.areaCode',
      'area.name as areaName',
      'a.policies',
      'a.purpose',
      'a.legalBasis',
      'a.validFrom',
      'a.validTo',
      'a.givenByName',
      'a.endedAt',
    ])
    .where('a.district', '=', district)
    // Whoever works in the area, or above or below it, may see under what it is matched.
    .where(
      sql<boolean>`exists (select from unnest(${mine}::text[]) m where m = area.path or starts_with(area.path, m || '/') or starts_with(m, area.path || '/'))`,
    )
    .orderBy('a.givenAt', 'desc')
    .limit(100)
    .execute();
  const runs = await db
    .selectFrom('benefits.run')
    .select(['id', 'authorisationId', 'startedAt', 'finishedAt', 'people', 'counts', 'failure'])
    .where('district', '=', district)
    .where('authorisationId', '=', sql<string>`any(${rows.map(({ id }) => id)}::uuid[])`)
    .orderBy('startedAt', 'desc')
    .limit(500)
    .execute();
  const runView = (run: (typeof runs)[number]) => {
    const counts = run.counts as { opened?: number; closed?: number } | null;
    const { id, people, failure } = run;
    return {
      id,
      people,
      failure,
      startedAt: run.startedAt.toISOString(),
      finishedAt: run.finishedAt?.toISOString() ?? null,
      opened: counts?.opened ?? null,
      closed: counts?.closed ?? null,
    };
  };
  return rows.map((row) => ({
    ...row,
    endedAt: row.endedAt?.toISOString() ?? null,
    runs: runs
      .filter((run) => run.authorisationId === row.id)
      .slice(0, 5)
      .map(runView),
  }));
}

/** Ends it at once: what was found under it and is not being decided is closed. */
export async function endAuthorisationCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now, actor } = context;
  await lockMatching(tx, district);
  const ended = await tx
    .updateTable('benefits.authorisation')
    .set({ endedAt: now, endedBy: actor.id })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returning('areaCode')
    .executeTakeFirst();
  if (!ended) refuse(noSuchAuthorisation);
  await tx
    .updateTable('benefits.finding')
    .set({ state: 'closed', closedAt: now, changedAt: now, closeReason: 'authorisationEnded' })
    .where('district', '=', district)
    .where('authorisationId', '=', id)
    .where('state', 'in', ['open', 'contacted'])
    .execute();
  context.note({ object: id, areaCode: ended.areaCode });
  return { id };
}

export async function startRunCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const row = await tx
    .selectFrom('benefits.authorisation')
    .select(['areaCode', 'purpose'])
    .where('district', '=', district)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .where('validTo', '>', dayHere(now))
    .executeTakeFirst();
  if (!row) refuse(noSuchAuthorisation);
  context.note({ object: id, areaCode: row.areaCode, purpose: row.purpose });
  return beginRun(tx, district, id, now);
}
