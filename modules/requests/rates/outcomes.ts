import { sql } from 'kysely';
import type { Read, Write } from '../../../platform/database.ts';
import shipped from '../data/rates.json' with { type: 'json' };
import type { Outcome } from './figures.ts';

const next = (month: string) => {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, '0')}`;
};
/** When a month begins and when it is over, here. */
export const spanOf = (month: string) => ({ from: new Date(`${month}-01T00:00:00+08:00`), to: new Date(`${next(month)}-01T00:00:00+08:00`) });

/**
 * What became of every request that counts in a month: closed in it, or with a first contact or an answer due in it. All of it is read from the events and
 * clocks, so that anybody can count it again.
 * @param now what comes back later is seen later: the share of a month grows for thirty days after it
 */
export async function listOutcomes(db: Read, district: string, month: string, now: Date): Promise<Outcome[]> {
  const { from, to } = spanOf(month);
  const inMonth = (column: string) => sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`;
  const back = sql`make_interval(days => ${shipped.cameBackDays})`;
  const found = await sql<Outcome>`
    with counted as materialized (
      select id from cases.case_file c where c.district = ${district} and c.kind = 'request' and ${inMonth('c.closed_at')}
      union
      select case_id from cases.clock k where k.district = ${district} and k.name in ('contact', 'close') and ${inMonth('k.due_at')}
    ),
    moves as materialized (
      select e.case_id,
        count(*) filter (where e.move in ('dispatch', 'rule')) as dispatches,
        bool_or(e.move = 'return') as returned,
        bool_or(e.move = 'grantExtension') as extended,
        min(e.at) filter (where e.move in ('contact', 'ask')) as contacted_at,
        max(e.seq) filter (where e.move = 'rate') as rated,
        max(e.seq) filter (where e.move = 'proposeRefusal') as refusal,
        max(e.at) filter (where e.move = 'reopen') as reopened_at
      from cases.event e join counted on counted.id = e.case_id where e.district = ${district} group by e.case_id
    )
    select c.lead_unit as "unit", left(c.area_code, 9) as "area", left(r.matter, 2) as "matter",
      (kc.due_at is not null and ${inMonth('kc.due_at')} and c.state not in ('withdrawn', 'joined', 'referred')) as "contactDue",
      coalesce(m.contacted_at <= kc.due_at, false) as "contacted",
      (ka.due_at is not null and ${inMonth('ka.due_at')} and c.state not in ('withdrawn', 'joined', 'referred', 'refused')) as "answerDue",
      coalesce(ka.stopped_at <= ka.due_at, false) as "onTime",
      (c.closed_at is not null and ${inMonth('c.closed_at')} and c.state = 'closed') as "closed",
      (rated.detail ->> 'resolved')::boolean as "resolved",
      (rated.detail ->> 'grade')::int as "grade",
      (c.reopens > 0 or exists (
        select from requests.request again join cases.case_file ac on ac.district = again.district and ac.id = again.id
        where again.district = r.district and again.matter = r.matter and again.id <> r.id and again.received_at > c.closed_at
          and again.received_at < least(c.closed_at + ${back}, ${now}) and again.area_code = r.area_code and ac.state <> 'joined'
          and (again.phone_index = r.phone_index or again.account_id = r.account_id))) as "cameBack",
      coalesce(m.dispatches, 0)::int as "dispatches", coalesce(m.returned, false) as "returned", coalesce(m.extended, false) as "extended",
      case when c.state = 'refused' then refusal.detail ->> 'code' end as "excluded"
    from counted
    join cases.case_file c on c.district = ${district} and c.id = counted.id
    join requests.request r on r.district = c.district and r.id = c.id
    left join moves m on m.case_id = c.id
    left join cases.clock kc on kc.district = c.district and kc.case_id = c.id and kc.name = 'contact'
    left join cases.clock ka on ka.district = c.district and ka.case_id = c.id and ka.name = 'close'
    left join cases.event rated on rated.district = c.district and rated.case_id = c.id and rated.seq = m.rated
    left join cases.event refusal on refusal.district = c.district and refusal.case_id = c.id and refusal.seq = m.refusal`.execute(db as Write);
  return found.rows;
}
