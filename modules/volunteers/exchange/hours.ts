import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';

type Recorded = { externalId: string; volunteer: string; title: string; from: string; minutes: number };
type Why = 'noSuchVolunteer' | 'overlaps' | 'otherContent' | 'ahead';

export async function exportHoursQuery({ db, district }: Reading, { from, to }: { from: string; to: string }): Promise<Recorded[]> {
  const { rows } = await sql<Omit<Recorded, 'from'> & { from: Date }>`
    select s.id as "externalId", v.number as volunteer, h.title, s.in_at as "from", s.minutes
    from volunteers.service s join volunteers.volunteer v on v.district = s.district and v.id = s.volunteer_id join volunteers.shift h on h.district = s.district and h.id = s.shift_id
    where s.district = ${district} and s.state = 'confirmed' and s.minutes > 0 and (s.in_at at time zone 'Asia/Shanghai')::date between ${from}::date and ${to}::date
    order by s.in_at, s.id limit 50000`.execute(db as never);
  return rows.map((row) => ({ ...row, from: row.from.toISOString() }));
}

type Own = Pick<Writing, 'tx' | 'district' | 'now'>;
/** Takes one record, or says why not. What another system sends twice is known; what it changed meanwhile is for a person to look at. */
async function take({ tx, district, now }: Own, source: string, record: Recorded): Promise<'taken' | 'known' | { why: Why; clashesWith: string | null }> {
  const no = (why: Why, clashesWith: string | null = null) => ({ why, clashesWith });
  const from = new Date(record.from);
  const until = new Date(from.getTime() + record.minutes * 60_000);
  if (until > now) return no('ahead');
  // One at a time for a volunteer, so that nothing can be booked for the same hour meanwhile.
  const volunteer = await tx
    .selectFrom('volunteers.volunteer')
    .select('id')
    .where('district', '=', district)
    .where('number', '=', record.volunteer)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!volunteer) return no('noSuchVolunteer');
  const there = await tx
    .selectFrom('volunteers.outsideService')
    .select(['volunteerId', 'minutes', sql<Date>`lower(during)`.as('from')])
    .where('district', '=', district)
    .where('source', '=', source)
    .where('externalId', '=', record.externalId)
    .executeTakeFirst();
  if (there) {
    const isSame = there.volunteerId === volunteer.id && there.minutes === record.minutes && there.from.getTime() === from.getTime();
    return isSame ? 'known' : no('otherContent');
  }
  const during = sql`tstzrange(${from}, ${until})`;
  const { rows } = await sql<{ id: string | null }>`
    select id from volunteers.service where district = ${district} and volunteer_id = ${volunteer.id} and during && ${during} and state not in ('left', 'refused')
    union all select null from volunteers.outside_service where district = ${district} and volunteer_id = ${volunteer.id} and during && ${during} limit 1`.execute(
    tx,
  );
  if (rows[0]) return no('overlaps', rows[0].id);
  const { externalId, title, minutes } = record;
  await tx
    .insertInto('volunteers.outsideService')
    .values({ district, source, externalId, volunteerId: volunteer.id, title, minutes, during: during as never, broughtAt: now })
    .execute();
  return 'taken';
}

/** Hours of another system count as a record only (one hour counts once), and never beside an hour of our own at the same time. */
export async function bringHoursCommand(context: Writing<Actor>, { source, records }: { source: string; records: Recorded[] }) {
  const answer = { taken: 0, known: 0, refused: [] as { row: number; externalId: string; why: Why; clashesWith: string | null }[] };
  for (const [i, record] of records.entries()) {
    const outcome = await take(context, source, record);
    if (typeof outcome === 'string') answer[outcome]++;
    else answer.refused.push({ row: i + 1, externalId: record.externalId, ...outcome });
  }
  context.note({ object: source, detail: { taken: answer.taken, known: answer.known, refused: answer.refused.length } });
  return answer;
}
