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
 * What became of every request that counts in a month: closed in it, or with a first contact or an answer due in it and over. All of it is read from events and
 * clocks, so that anybody can count it again, and from those of the month, so that what happens later changes nothing: who said "not solved" said so, even
 * where the request was taken up again at once.
 * @param now what comes back later is seen later: the share of a month grows for thirty days after it
 */
export async function listOutcomes(db: Read, district: string, month: string, now: Date): Promise<Outcome[]> {
  const { from, to } = spanOf(month);
  const inMonth = (column: string) => sql`${sql.ref(column)} >= ${from} and ${sql.ref(column)} < ${to}`;
  const back = sql`make_interval(days => ${shipped.cameBackDays})`;
  const found = await sql<Outcome>`
    with counted as materialized (
      select case_id as id from cases.event e where e.district = ${district} and e.to_state in ('closed', 'refused') and ${inMonth('e.at')}
      union
      select case_id from cases.clock k where k.district = ${district} and k.name in ('contact', 'close') and ${inMonth('k.due_at')}
      union
      select case_id from cases.past_clock k where k.district = ${district} and k.name = 'close' and ${inMonth('k.due_at')}
    ),
    moves as materialized (
      select e.case_id,
        count(*) filter (where e.move in ('dispatch', 'rule')) as dispatches,
        bool_or(e.move = 'return') as returned,
        bool_or(e.move = 'grantExtension') as extended,
        min(e.at) filter (where e.move in ('contact', 'ask')) as contacted_at,
        min(e.at) filter (where e.to_state = 'closed' and ${inMonth('e.at')}) as first_closed_at,
        max(e.at) filter (where e.to_state = 'closed' and ${inMonth('e.at')}) as closed_at,
        max(e.seq) filter (where e.move = 'rate' and ${inMonth('e.at')}) as rated,
        max(e.seq) filter (where e.move = 'proposeRefusal') as refusal
      from cases.event e join counted on counted.id = e.case_id where e.district = ${district} and e.at < ${to} group by e.case_id
    ),
    due as materialized (
      select k.case_id, bool_and(coalesce(k.stopped_at <= k.due_at, false)) as on_time
      from (
        select district, case_id, name, due_at, stopped_at from cases.clock where paused_at is null
        union all select district, case_id, name, due_at, stopped_at from cases.past_clock
      ) k join counted on counted.id = k.case_id
      where k.district = ${district} and k.name = 'close' and ${inMonth('k.due_at')} and (k.due_at <= ${now} or k.stopped_at is not null) group by k.case_id
    )
    select c.lead_unit as "unit", left(c.area_code, 9) as "area", left(r.matter, 2) as "matter",
      (kc.due_at is not null and ${inMonth('kc.due_at')} and (kc.due_at <= ${now} or kc.stopped_at is not null)
        and c.state not in ('withdrawn', 'joined', 'referred')) as "contactDue",
      coalesce(date_trunc('minute', m.contacted_at) <= kc.due_at, false) as "contacted",
      (due.case_id is not null and c.state not in ('withdrawn', 'joined', 'referred')) as "answerDue",
      coalesce(due.on_time, false) as "onTime",
      m.closed_at is not null as "closed",
      (rated.detail ->> 'resolved')::boolean as "resolved",
      (rated.detail ->> 'grade')::int as "grade",
      (exists (
        select from cases.event again where again.district = c.district and again.case_id = c.id and again.move = 'reopen'
          and ((again.at >= m.first_closed_at and again.at < m.closed_at + ${back}) or (again.from_state = 'answered' and again.at < m.closed_at))
          and again.at <= ${now})
      or exists (
        select from requests.request again join cases.case_file ac on ac.district = again.district and ac.id = again.id
        where again.district = r.district and again.matter = r.matter and again.id <> r.id and again.received_at > m.closed_at
          and again.received_at < m.closed_at + ${back} and again.received_at <= ${now} and again.area_code = r.area_code and ac.state <> 'joined'
          and (again.phone_index = r.phone_index or again.account_id = r.account_id))) as "cameBack",
      coalesce(m.dispatches, 0)::int as "dispatches", coalesce(m.returned, false) as "returned", coalesce(m.extended, false) as "extended",
      case when c.state = 'refused' then refusal.detail ->> 'code' end as "excluded"
    from counted
    join cases.case_file c on c.district = ${district} and c.id = counted.id and c.kind = 'request'
    join requests.request r on r.district = c.district and r.id = c.id
    left join moves m on m.case_id = c.id
    left join due on due.case_id = c.id
    left join cases.clock kc on kc.district = c.district and kc.case_id = c.id and kc.name = 'contact'
    left join cases.event rated on rated.district = c.district and rated.case_id = c.id and rated.seq = m.rated
    left join cases.event refusal on refusal.district = c.district and refusal.case_id = c.id and refusal.seq = m.refusal
    -- What was not taken on counts in the month in which that was confirmed, and in no other.
    where c.state <> 'refused' or (${inMonth('c.closed_at')})`.execute(db as Write);
  return found.rows;
}
