import { sql } from 'kysely';
import { type Actor, areaPathsOf, holdsAt } from '../../platform/access.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Write } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchOccasion } from './contract.ts';
import shipped from './data/reviews.json' with { type: 'json' };
import { followers } from './rate.ts';

const share = (is: number, of: number) => ({ is, of, value: of === 0 ? null : is / of });

/** What was rated in a year, by place. A second grade counts as the grade; a review found not to be true by two persons counts nowhere and is counted. */
export async function getReviewFiguresQuery({ db, district, now }: Reading) {
  const since = new Date(now.getTime() - 365 * 86_400_000);
  const { rows } = await sql<{ id: string; name: string; grade: number; final: number | null; excluded: boolean; called: boolean }>`
    select p.id, p.name, r.grade, r.final_grade as final, r.is_excluded as excluded,
      (c.closed_at is not null or exists (select from cases.event e where e.district = r.district and e.case_id = r.case_id and e.move = 'note')) as called
    from reviews.review r join reviews.occasion o on o.district = r.district and o.id = r.occasion_id
    join places.place p on p.district = o.district and p.id = o.place_id
    left join cases.case_file c on c.district = r.district and c.id = r.case_id
    where r.district = ${district} and r.at >= ${since} order by p.name, p.id`.execute(db as Write);
  const counted = rows.filter((row) => !row.excluded);
  const bad = counted.filter((row) => row.grade <= shipped.badUpTo);
  const again = bad.filter((row) => row.final !== null);
  const places = [...new Set(counted.map(({ id }) => id))].map((id) => {
    const own = counted.filter((row) => row.id === id);
    const isSmall = own.length < shipped.smallest;
    const grades = [1, 2, 3, 4, 5].map((grade) => own.filter((row) => (row.final ?? row.grade) === grade).length);
    const satisfied = grades[2]! + grades[3]! + grades[4]!;
    return {
      id,
      name: own[0]!.name,
      reviews: isSmall ? null : own.length,
      satisfied: isSmall ? null : share(satisfied, own.length),
      grades: isSmall ? null : grades,
    };
  });
  return {
    places,
    bad: share(bad.length, counted.length),
    calledBack: share(bad.filter(({ called }) => called).length, bad.length),
    putRight: share(again.filter(({ final }) => final! > shipped.badUpTo).length, again.length),
    excluded: rows.length - counted.length,
  };
}

export async function listBadReviewsQuery({ db, district, actor }: Reading<Actor>) {
  const patterns = areaPathsOf(actor, [...followers, 'cityOfficial', 'auditor']).flatMap((path) => [path, `${path}/%`]);
  const rows = await db
    .selectFrom('reviews.review as r')
    .innerJoin('reviews.occasion as o', (join) => join.onRef('o.district', '=', 'r.district').onRef('o.id', '=', 'r.occasionId'))
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.caseId'))
    .select([
      'r.occasionId',
      'r.caseId',
      'o.what',
      'p.name as placeName',
      'r.grade',
      'r.finalGrade',
      'r.reasons',
      'r.at',
      'c.state',
      'r.isExcluded',
      'r.wordsSealed',
    ])
    .where('r.district', '=', district)
    .where((eb) => eb.or(patterns.map((pattern) => eb('a.path', 'like', pattern))))
    .orderBy('r.at', 'desc')
    .limit(200)
    .execute();
  return rows.map(({ at, wordsSealed, ...row }) => ({ ...row, at: at.toISOString(), hasWords: wordsSealed !== null }));
}

export async function openBadReviewCommand({ tx, district, actor, vault, note }: Writing<Actor>, { id, purpose }: { id: string; purpose: string }) {
  const row = await tx
    .selectFrom('reviews.review as r')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.caseId'))
    .innerJoin('areas.area as a', 'a.code', 'c.areaCode')
    .select(['r.wordsSealed', 'r.contactSealed', 'c.areaCode', 'a.path'])
    .where('r.district', '=', district)
    .where('r.occasionId', '=', id)
    .executeTakeFirst();
  if (!row || !holdsAt(actor, followers, { areaPath: row.path })) refuse(noSuchOccasion);
  note({ object: id, areaCode: row.areaCode, purpose, detail: { opened: ['words', 'phone'] } });
  const open = (context: string, sealed: string | null) => (sealed === null ? null : vault.open(context, sealed));
  return { words: open('reviews.review.words', row.wordsSealed), phone: open('reviews.review.contact', row.contactSealed) };
}
