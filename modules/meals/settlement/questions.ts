import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Write } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import checks from '../data/checks.json' with { type: 'json' };
import { answeredAlready, noSuchQuestion } from './contract.ts';

type Found = RawBuilder<{ siteId: string; saleId: string | null; otherSiteId: string | null; detail: unknown; amountFen: number }>;
/** The sales of the month that stand. */
const sold = (district: string, month: string) => sql`(select * from meals.sale where district = ${district} and state = 'sold'
  and day >= ${`${month}-01`}::date and day < ${`${month}-01`}::date + interval '1 month')`;
const minute = sql`extract(hour from s.sold_at)::int * 60 + extract(minute from s.sold_at)::int`;

/** Each check as a query for the sales that it asks about (mechanisms.md ELD-06: fraud checks). None of them withholds anything. */
const finders: Record<string, (district: string, month: string) => Found> = {
  twoSites: (district, month) => sql`
    select site_id as "siteId", id as "saleId", other as "otherSiteId", jsonb_build_object('minutes', round(extract(epoch from sold_at - before) / 60), 'at', sold_at) as detail,
      subsidy_fen as "amountFen"
    from (select s.*, lag(site_id) over w as other, lag(sold_at) over w as before from ${sold(district, month)} s where person_id is not null
      window w as (partition by home, person_id order by sold_at)) s
    where other <> site_id and sold_at < before + make_interval(mins => ${checks.twoSitesMinutes})`,
  afterDeath: (district, month) => sql`
    select s.site_id as "siteId", s.id as "saleId", null::uuid as "otherSiteId", jsonb_build_object('day', s.day, 'deceasedOn', p.deceased_on) as detail, s.subsidy_fen as "amountFen"
    from ${sold(district, month)} s join people.person p on p.district = s.home and p.id = s.person_id where p.deceased_on < s.day`,
  closedHours: (district, month) => sql`
    select s.site_id as "siteId", s.id as "saleId", null::uuid as "otherSiteId", jsonb_build_object('at', s.sold_at, 'meal', s.meal) as detail, s.subsidy_fen as "amountFen"
    from ${sold(district, month)} s join meals.site t on t.district = s.district and t.id = s.site_id
    where s.subsidy_fen > 0 and not exists (select from jsonb_to_recordset(t.sittings) as m (meal text, "from" int, "to" int)
      where ${minute} between m."from" - ${checks.graceMinutes} and m."to" + ${checks.graceMinutes})`,
  overCapacity: (district, month) => sql`
    select site_id as "siteId", null::uuid as "saleId", null::uuid as "otherSiteId", jsonb_agg(jsonb_build_object('day', day, 'meal', meal, 'sold', n, 'most', most) order by day)->0 as detail,
      sum(fen)::int as "amountFen"
    from (select s.site_id, s.day, s.meal, count(*) as n, sum(s.subsidy_fen) as fen, coalesce(max(m.capacity), max(t.seats) * ${checks.mealsPerSeat}) as most
      from ${sold(district, month)} s join meals.site t on t.district = s.district and t.id = s.site_id
      left join meals.menu m on m.district = s.district and m.site_id = s.site_id and m.day = s.day and m.meal = s.meal group by 1, 2, 3) x
    where n * 100 > most * ${checks.overCapacityPercent} group by site_id`,
  tooFast: (district, month) => sql`
    select site_id as "siteId", null::uuid as "saleId", null::uuid as "otherSiteId", jsonb_agg(jsonb_build_object('minute', minute, 'sold', n) order by n desc)->0 as detail, sum(fen)::int as "amountFen"
    from (select site_id, till_id, date_trunc('minute', sold_at) as minute, count(*) as n, sum(subsidy_fen) as fen from ${sold(district, month)} s where subsidy_fen > 0 group by 1, 2, 3) x
    where n > ${checks.salesPerTillAndMinute} group by site_id`,
  lateSeries: (district, month) => sql`
    select site_id as "siteId", null::uuid as "saleId", null::uuid as "otherSiteId", jsonb_build_object('sales', count(*), 'first', min(sold_at)) as detail, 0 as "amountFen"
    from ${sold(district, month)} s where conflict = 'late' group by site_id`,
};

/** Asks about the sales of a month whatever looks wrong and was not asked yet. @returns how many questions are new */
export async function askQuestions(tx: Write, district: string, month: string, now: Date): Promise<number> {
  let asked = 0;
  for (const [kind, find] of Object.entries(finders)) {
    const { rows } = await sql`
      insert into meals.question (district, id, month, site_id, kind, sale_id, other_site_id, detail, amount_fen, asked_at)
      select ${district}, gen_random_uuid(), ${`${month}-01`}::date, f."siteId", ${kind}, f."saleId", f."otherSiteId", f.detail, f."amountFen", ${now} from (${find(district, month)}) f
      on conflict do nothing returning 1`.execute(tx);
    asked += rows.length;
  }
  return asked;
}

export async function listQuestionsQuery({ db, district }: Reading, { month }: { month: string }) {
  const rows = await db
    .selectFrom('meals.question as q')
    .innerJoin('meals.site as s', (join) => join.onRef('s.district', '=', 'q.district').onRef('s.id', '=', 'q.siteId'))
    .select(['q.id', 'q.siteId', 's.name', 's.nameEn', 'q.kind', 'q.detail', 'q.amountFen', 'q.answer', 'q.answerNote'])
    .where('q.district', '=', district)
    .where('q.month', '=', `${month}-01`)
    .orderBy('q.answer', (order) => order.asc().nullsFirst())
    .orderBy('q.amountFen', 'desc')
    .limit(500)
    .execute();
  return rows.map(({ name, nameEn, answerNote, kind, detail, answer, ...row }) => ({
    ...row,
    month,
    site: { zh: name, en: nameEn },
    kind: kind as 'twoSites',
    detail: detail as Record<string, unknown>,
    answer: answer as 'fine' | null,
    note: answerNote,
  }));
}

type Answer = { id: string; answer: 'fine' | 'notPaid'; note: string };
export async function answerQuestionCommand({ tx, district, now, actor, note }: Writing<Actor>, { id, answer, note: answerNote }: Answer) {
  const answered = await tx
    .updateTable('meals.question')
    .set({ answer, answerNote, answeredAt: now, answeredBy: actor.id })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('answer', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!answered) {
    const there = await tx.selectFrom('meals.question').select('id').where('district', '=', district).where('id', '=', id).executeTakeFirst();
    refuse(there ? answeredAlready : noSuchQuestion);
  }
  note({ object: id, purpose: answerNote, detail: { answer } });
  return { id };
}
