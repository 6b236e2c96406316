import { sql } from 'kysely';
import { type Actor, holdsAt, type StaffRole } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts } from '../../areas/index.ts';
import { functionsChanged } from '../events.ts';
import { functionNamed, noSuchDomain, noSuchOwnFunction, otherStatus, outsideDistrict, ownProposal } from './contract.ts';

export const functionReviewers: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial'];
export const functionPromoters: StaffRole[] = ['cityOfficial', 'districtOfficial'];
type Status = 'proposed' | 'accepted' | 'refused' | 'promoted' | 'retired';

/** Where a function lies: in the area that proposed it; once promoted, in the whole district. */
export async function functionWhereabouts(db: Read, district: string, { code }: { code: string }) {
  const row = await find(db, district, code);
  return row && areaWhereabouts(db, row.status === 'promoted' ? district : row.areaCode);
}

const find = (db: Read, district: string, code: string) =>
  db
    .selectFrom('places.ownFunction')
    .select(['code', 'areaCode', 'status', 'proposedBy'])
    .where('district', '=', district)
    .where('code', '=', code)
    .executeTakeFirst();

export async function listOwnFunctionsQuery({ db, district, actor }: Reading) {
  const rows = await db
    .selectFrom('places.ownFunction as own')
    .innerJoin('areas.area as area', 'area.code', 'own.areaCode')
    .select(['own.code', 'own.name', 'nameEn', 'purpose', 'domain', 'serves', 'areaCode', 'area.name as areaName', 'area.path', 'status', 'number'])
    .select(['proposedAt', 'proposedBy', 'decidedAt', 'reason'])
    .select((eb) =>
      eb
        .selectFrom('places.place')
        .select((x) => x.fn.countAll<number>().as('n'))
        .whereRef('places.place.district', '=', 'own.district')
        .where('closedOn', 'is', null)
        .where(sql<boolean>`own.code = any(places.place.functions)`)
        .as('places'),
    )
    .where('own.district', '=', district)
    .orderBy(sql`status = 'proposed'`, 'desc')
    .orderBy('proposedAt', 'desc')
    .limit(1000)
    .execute();
  const above = await areaWhereabouts(db, district);
  return rows.map(({ path, proposedBy, proposedAt, decidedAt, ...row }) => {
    const lies = row.status === 'promoted' ? above! : { areaPath: path };
    return {
      ...row,
      serves: row.serves as 'all',
      status: row.status as Status,
      proposedAt: proposedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
      places: Number(row.places),
      may: {
        review: row.status === 'proposed' && proposedBy !== actor?.id && holdsAt(actor, functionReviewers, lies),
        promote: row.status === 'accepted' && above !== undefined && holdsAt(actor, functionPromoters, above),
        retire: ['accepted', 'promoted'].includes(row.status) && holdsAt(actor, functionReviewers, lies),
      },
    };
  });
}

type Proposal = { areaCode: string; name: string; nameEn: string | null; purpose: string; domain: string | null; serves: 'elder' | 'child' | 'all' };

export async function proposeFunctionCommand(context: Writing<Actor>, input: Proposal) {
  const { tx, district, now, actor } = context;
  const area = await areaWhereabouts(tx, input.areaCode);
  if (!area?.areaPath.split('/').includes(district)) refuse(outsideDistrict);
  if (input.domain !== null) {
    const group = tx.selectFrom('places.functionGroup').select('code').where('grouping', '=', 'seven-domains').where('code', '=', input.domain);
    if (!(await group.executeTakeFirst())) refuse(noSuchDomain);
  }
  const listed = await tx.selectFrom('places.serviceFunction').select('code').where('name', '=', input.name).executeTakeFirst();
  if (listed) refuse(functionNamed, { code: listed.code });
  const code = `own-${newId(now.getTime()).slice(-8)}`;
  await tx
    .insertInto('places.ownFunction')
    .values({ ...input, nameEn: input.nameEn || null, district, code, proposedBy: actor.id, proposedAt: now })
    .execute();
  context.note({ object: code, areaCode: input.areaCode, detail: { name: input.name } });
  await context.record(functionsChanged, code, { status: 'proposed' });
  return { code, status: 'proposed' as const };
}

/** One statement moves a function on, and only from where the caller saw it: of two reviewers one decides. */
async function decide(context: Writing<Actor>, code: string, from: Status[], to: Status, reason: string, more: { number?: number } = {}) {
  const { tx, district, now, actor } = context;
  const row = await tx
    .updateTable('places.ownFunction')
    .set({ status: to, reason, decidedBy: actor.id, decidedAt: now, ...more })
    .where('district', '=', district)
    .where('code', '=', code)
    .where('status', 'in', from)
    .returning(['code', 'areaCode'])
    .executeTakeFirst();
  if (!row) refuse((await find(tx, district, code)) ? otherStatus : noSuchOwnFunction);
  context.note({ object: code, areaCode: row.areaCode, detail: { to, reason } });
  await context.record(functionsChanged, code, { status: to });
  return { code, status: to };
}

export async function reviewFunctionCommand(context: Writing<Actor>, { code, accept, reason }: { code: string; accept: boolean; reason: string }) {
  const row = (await find(context.tx, context.district, code)) ?? refuse(noSuchOwnFunction);
  if (row.proposedBy === context.actor.id) refuse(ownProposal);
  return decide(context, code, ['proposed'], accept ? 'accepted' : 'refused', reason);
}

/** The number continues that of the catalogue; promotions of one district follow one another, so that no number is given twice. */
export async function promoteFunctionCommand(context: Writing<Actor>, { code, reason }: { code: string; reason: string }) {
  const { tx, district } = context;
  await sql`select pg_advisory_xact_lock(hashtext(${`own-function ${district}`}))`.execute(tx);
  const last = await tx
    .selectFrom('places.serviceFunction')
    .select((eb) => eb.fn.max('number').as('number'))
    .executeTakeFirst();
  const own = await tx
    .selectFrom('places.ownFunction')
    .select((eb) => eb.fn.max('number').as('number'))
    .where('district', '=', district)
    .executeTakeFirst();
  return decide(context, code, ['accepted'], 'promoted', reason, { number: Math.max(last?.number ?? 0, own?.number ?? 0) + 1 });
}

/** Who may retire it where it was accepted may not where it is promoted meanwhile: decided again on the status that is retired. */
export async function retireFunctionCommand(context: Writing<Actor>, { code, reason }: { code: string; reason: string }) {
  const { tx, district, actor } = context;
  const row = (await find(tx, district, code)) ?? refuse(noSuchOwnFunction);
  const lies = await areaWhereabouts(tx, row.status === 'promoted' ? district : row.areaCode);
  if (!['accepted', 'promoted'].includes(row.status) || !lies || !holdsAt(actor, functionReviewers, lies)) refuse(otherStatus);
  return decide(context, code, [row.status as Status], 'retired', reason);
}
