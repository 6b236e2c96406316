import { randomInt } from 'node:crypto';
import { type Actor, holdsAt, type StaffRole } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { beginCase, moveCase } from '../cases/index.ts';
import { alreadyRated, noSuchOccasion, noSuchPlace, notToRateAgain, staffCannot, unknownReason } from './contract.ts';
import shipped from './data/reviews.json' with { type: 'json' };

export const givers: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'];
export const followers: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial'];

export const getScaleQuery = async () => ({ version: shipped.version, badUpTo: shipped.badUpTo, grades: shipped.grades, reasons: shipped.reasons });

type Occasion = { placeId: string; serviceId: string | null; what: string };
/**
 * The code of a service that was given: shown once, good for one rating. Staff ask once and see nothing of the answer: with the code one learns only that it was
 * used, and nothing else names the occasion to who gave it.
 */
export async function makeOccasionCommand({ tx, district, now, actor, vault, note }: Writing<Actor>, occasion: Occasion) {
  const place = await tx
    .selectFrom('places.place as p')
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .select(['p.operatorId', 'p.areaCode', 'a.path'])
    .where('p.district', '=', district)
    .where('p.id', '=', occasion.placeId)
    .executeTakeFirst();
  if (!place || !holdsAt(actor, givers, { areaPath: place.path, organisationId: place.operatorId })) refuse(noSuchPlace);
  const id = newId(now.getTime());
  const code = drawCode();
  const endsAt = new Date(now.getTime() + shipped.daysOpen * 86_400_000);
  const codeHash = vault.blindIndex('reviews.code', code);
  await tx
    .insertInto('reviews.occasion')
    .values({ ...occasion, district, id, codeHash, madeBy: actor.id, madeAt: now, endsAt })
    .execute();
  note({ object: occasion.placeId, areaCode: place.areaCode });
  return { code, endsAt: endsAt.toISOString() };
}

type Asking = Pick<Reading, 'district' | 'vault' | 'now'>;
const selectOccasions = (db: Reading['db'], district: string) =>
  db
    .selectFrom('reviews.occasion as o')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .leftJoin('reviews.review as r', (join) => join.onRef('r.district', '=', 'o.district').onRef('r.occasionId', '=', 'o.id'))
    .leftJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.caseId'))
    .select(['o.id', 'o.what', 'o.endsAt', 'p.name as placeName', 'p.areaCode', 'r.grade', 'r.finalGrade', 'r.caseId', 'c.state'])
    .where('o.district', '=', district);
const findByCode = (db: Reading['db'], { district, vault }: Asking, code: string) =>
  selectOccasions(db, district).where('o.codeHash', '=', vault.blindIndex('reviews.code', code)).executeTakeFirst();
const findByAgain = (db: Reading['db'], { district, vault }: Asking, code: string) =>
  selectOccasions(db, district).where('r.againHash', '=', vault.blindIndex('reviews.again', code)).executeTakeFirst();
const drawCode = () => String(randomInt(10 ** 10)).padStart(10, '0');

/** What a code is for. The one that was handed over tells whether it is used; the one that who rated keeps tells what became of it. */
export async function findOccasionQuery(context: Reading, { code }: { code: string }) {
  const given = await findByCode(context.db, context, code);
  const found = given ?? (await findByAgain(context.db, context, code));
  if (!found || (found.grade === null && found.endsAt < context.now)) refuse(noSuchOccasion);
  const { what, placeName, grade, finalGrade } = found;
  if (given) return { what, placeName, state: grade === null ? ('open' as const) : ('rated' as const), grade: null, finalGrade: null };
  const mayAgain = found.state === 'done' && finalGrade === null;
  return { what, placeName, state: mayAgain ? ('again' as const) : ('rated' as const), grade, finalGrade };
}

type Rating = { code: string; grade: number; reasons: string[]; words?: string | undefined; phone?: string | undefined };
/** Rates once. Who is signed in leaves no trace; a bad grade opens a case that has to call back and put it right. */
export async function rateCommand(context: Writing<Actor | null>, { code, grade, reasons, words, phone }: Rating) {
  const { tx, district, now, vault, actor } = context;
  if (actor?.kind === 'staff') refuse(staffCannot);
  const found = await findByCode(tx, context, code);
  if (!found || found.endsAt < now) refuse(noSuchOccasion);
  if (found.grade !== null) refuse(alreadyRated);
  const offered = shipped.grades.find((one) => one.grade === grade)!.reasons;
  if (reasons.some((reason) => !offered.includes(reason))) refuse(unknownReason, { reasons: offered });
  const isBad = grade <= shipped.badUpTo;
  const fresh = { kind: 'badReview', class: 'simple', title: `${found.what} · ${found.placeName}`, areaCode: found.areaCode, part: 'reporter' } as const;
  const again = isBad ? drawCode() : null;
  const opened = isBad ? await beginCase({ tx, district, now, actor: null }, fresh) : null;
  await tx
    .insertInto('reviews.review')
    .values({
      district,
      occasionId: found.id,
      grade,
      reasons,
      rules: shipped.version,
      at: now,
      wordsSealed: words ? vault.seal('reviews.review.words', words) : null,
      contactSealed: phone ? vault.seal('reviews.review.contact', phone) : null,
      caseId: opened?.id ?? null,
      againHash: again && vault.blindIndex('reviews.again', again),
    })
    .execute();
  return { isFollowedUp: isBad, again };
}

/** Rates again what was put right, with the secret that came with the first rating. */
export async function rateAgainCommand(context: Writing<Actor | null>, { code, grade }: { code: string; grade: number }) {
  const { tx, district, now, actor } = context;
  if (actor?.kind === 'staff') refuse(staffCannot);
  const found = await findByAgain(tx, context, code);
  if (!found?.grade || !found.caseId) refuse(noSuchOccasion);
  if (found.state !== 'done' || found.finalGrade !== null) refuse(notToRateAgain);
  const row = await tx
    .updateTable('reviews.review')
    .set({ finalGrade: grade, finalAt: now })
    .where('district', '=', district)
    .where('occasionId', '=', found.id)
    .where('finalGrade', 'is', null)
    .returning('grade')
    .executeTakeFirst();
  if (!row) refuse(notToRateAgain);
  await moveCase({ tx, district, now, actor: null }, { id: found.caseId, move: 'confirm', detail: { resolved: grade > shipped.badUpTo } }, ['reporter']);
  return { grade: row.grade, finalGrade: grade };
}
