import { sql } from 'kysely';
import { type Actor, areaPatternsOf, holdsAt } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Write } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchOccasion } from './contract.ts';
import shipped from './data/reviews.json' with { type: 'json' };
import { followers } from './rate.ts';

const share = (is: number, of: number) => ({ is, of, value: of === 0 ? null : is / of });

type Sums = { id: string; name: string; excluded: number; reviews: number; grades: number[]; bad: number; called: number; again: number; better: number };

/**
 * What was rated in a year, by place, up to the last midnight, so that nobody reads a single rating from what changed. A second grade counts as the grade; a
 * review found not to be true by two persons counts nowhere and is counted. Places with few reviews are named without figures and are in no total of ratings
 * either, so that no difference tells them; how many were left out is counted everywhere.
 */
export async function getReviewFiguresQuery({ db, district, now }: Reading) {
  const until = new Date(`${dayHere(now)}T00:00:00+08:00`);
  const since = new Date(until.getTime() - 365 * 86_400_000);
  const { rows } = await sql<Sums>`
    with counted as (
      select o.place_id, r.is_excluded, r.grade <= ${shipped.badUpTo} as bad, coalesce(r.final_grade, r.grade) as grade, r.final_grade,
        r.final_grade is not null or exists (select from cases.event e
          where e.district = r.district and e.case_id = r.case_id and e.move in ('callBack', 'confirm')) as called
      from reviews.review r join reviews.occasion o on o.district = r.district and o.id = r.occasion_id
      where r.district = ${district} and r.at >= ${since} and r.at < ${until}
    )
    select p.id, p.name, count(*) filter (where is_excluded)::int as excluded, count(*) filter (where not is_excluded)::int as reviews,
      array(select count(*) filter (where own.grade = g)::int from generate_series(1, 5) g
        left join counted own on own.place_id = p.id and not own.is_excluded group by g order by g) as grades,
      count(*) filter (where bad and not is_excluded)::int as bad, count(*) filter (where bad and called and not is_excluded)::int as called,
      count(*) filter (where bad and final_grade is not null and not is_excluded)::int as again,
      count(*) filter (where bad and final_grade > ${shipped.badUpTo} and not is_excluded)::int as better
    from counted join places.place p on p.district = ${district} and p.id = counted.place_id
    group by p.id, p.name order by p.name, p.id`.execute(db as Write);
  const shown = rows.filter(({ reviews }) => reviews >= shipped.smallest);
  const sum = (key: 'reviews' | 'bad' | 'called' | 'again' | 'better') => shown.reduce((all, row) => all + row[key], 0);
  return {
    places: rows.map(({ id, name, reviews, grades }) => {
      const isSmall = reviews < shipped.smallest;
      const satisfied = grades[2]! + grades[3]! + grades[4]!;
      return { id, name, reviews: isSmall ? null : reviews, satisfied: isSmall ? null : share(satisfied, reviews), grades: isSmall ? null : grades };
    }),
    bad: share(sum('bad'), sum('reviews')),
    calledBack: share(sum('called'), sum('bad')),
    putRight: share(sum('better'), sum('again')),
    excluded: rows.reduce((all, { excluded }) => all + excluded, 0),
  };
}

export async function listBadReviewsQuery({ db, district, actor }: Reading<Actor>) {
  const patterns = areaPatternsOf(actor, [...followers, 'cityOfficial', 'auditor']);
  const rows = await db
    .selectFrom('reviews.review as r')
    .innerJoin('reviews.occasion as o', (join) => join.onRef('o.district', '=', 'r.district').onRef('o.id', '=', 'r.occasionId'))
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'o.district').onRef('p.id', '=', 'o.placeId'))
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.caseId'))
    .select(['r.caseId', 'o.what', 'p.name as placeName', 'r.grade', 'r.finalGrade', 'r.reasons', 'r.at', 'c.state', 'r.isExcluded', 'r.wordsSealed'])
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
    .where('r.caseId', '=', id)
    .executeTakeFirst();
  if (!row || !holdsAt(actor, followers, { areaPath: row.path })) refuse(noSuchOccasion);
  note({ object: id, areaCode: row.areaCode, purpose, detail: { opened: ['words', 'phone'] } });
  const open = (context: string, sealed: string | null) => (sealed === null ? null : vault.open(context, sealed));
  return { words: open('reviews.review.words', row.wordsSealed), phone: open('reviews.review.contact', row.contactSealed) };
}
