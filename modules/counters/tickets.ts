import { sql } from 'kysely';
import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { checkInByCode } from '../bookings/index.ts';
import { priorityGroups } from '../people/index.ts';
import { busyStill, nobodyWaits, noSuchLine, noSuchPost, noSuchTicket, notAppointment, queuedAlready, wrongStep } from './contract.ts';
import { listLinesOf } from './lines.ts';

/** Whose turn comes first: who has an appointment, then elders, minors and disabled people (S2:106), then everybody in the order of coming. */
export const ranks = { appointment: 0, first: 1, usual: 2 };

const ticketsOf = (db: Read, district: string) =>
  db
    .selectFrom('counters.ticket as t')
    .innerJoin('counters.line as l', (join) => join.onRef('l.district', '=', 't.district').onRef('l.id', '=', 't.lineId'))
    .leftJoin('counters.post as p', (join) => join.onRef('p.district', '=', 't.district').onRef('p.id', '=', 't.postId'))
    .select([
      't.id',
      't.placeId',
      't.lineId',
      'l.name',
      'l.nameEn',
      'l.prefix',
      't.number',
      't.rank',
      't.channel',
      't.state',
      't.takenAt',
      't.postId',
      't.firstAsked',
    ])
    .select(['p.name as postName', 'p.nameEn as postNameEn'])
    .select(
      sql<number>`(select count(*)::int from counters.ticket o where o.district = t.district and o.line_id = t.line_id and o.day = t.day and o.state = 'waiting'
        and t.state = 'waiting' and (o.rank, o.taken_at, o.id) < (t.rank, t.taken_at, t.id))`.as('ahead'),
    )
    .where('t.district', '=', district);
type TicketRow = Awaited<ReturnType<ReturnType<typeof ticketsOf>['execute']>>[number];

export const numberOf = (prefix: string, number: number) => `${prefix}${String(number).padStart(3, '0')}`;
function ticketView(
  { name, nameEn, prefix, number, rank, postName, postNameEn, placeId: _p, firstAsked: _f, postId: _i, ...row }: TicketRow,
  eachMinutes: number,
) {
  return {
    ...row,
    line: { zh: name, en: nameEn },
    number: numberOf(prefix, number),
    channel: row.channel as 'walkIn',
    isFirst: rank < ranks.usual,
    state: row.state as 'waiting',
    post: postName === null ? null : { zh: postName, en: postNameEn! },
    takenAt: row.takenAt.toISOString(),
    aboutMinutes: row.state === 'waiting' ? Math.ceil(row.ahead * eachMinutes) : 0,
  };
}

async function viewsOf(db: Read, district: string, rows: TicketRow[], day: string) {
  const each = new Map<string, number>();
  for (const placeId of new Set(rows.map((row) => row.placeId)))
    for (const line of await listLinesOf(db, district, placeId, day)) each.set(line.id, line.eachMinutes);
  return rows.map((row) => ({ row, view: ticketView(row, each.get(row.lineId) ?? 0) }));
}

async function readTicket({ tx, district, now }: Writing<Actor>, id: string) {
  const row = (await ticketsOf(tx, district).where('t.id', '=', id).executeTakeFirst()) ?? refuse(noSuchTicket);
  return (await viewsOf(tx, district, [row], dayHere(now)))[0]!.view;
}

type Whose = { accountId: string | null; personId: string | null };
/** Gives out the next number of a queue: the row of its day is held, so that no number is given twice. */
async function giveOut(context: Writing<Actor>, lineId: string, rank: number, channel: string, whose: Whose | null) {
  const { tx, district, now } = context;
  const line = await tx
    .selectFrom('counters.line')
    .select('placeId')
    .where('district', '=', district)
    .where('id', '=', lineId)
    .where('closedOn', 'is', null)
    .executeTakeFirst();
  if (!line) refuse(noSuchLine);
  const day = dayHere(now);
  const { rows } = await sql<{ number: number }>`
    insert into counters.line_day (district, line_id, day, last_number) values (${district}, ${lineId}, ${day}, 1)
    on conflict (district, line_id, day) do update set last_number = line_day.last_number + 1 returning last_number as number`.execute(tx);
  if (whose && (await isQueued(context, lineId, day, whose))) refuse(queuedAlready);
  const id = newId(now.getTime());
  await tx
    .insertInto('counters.ticket')
    .values({ district, id, placeId: line.placeId, lineId, day, number: rows[0]!.number, rank, channel, takenAt: now })
    .execute();
  if (whose)
    await tx
      .insertInto('counters.ticketHolder')
      .values({ district, ticketId: id, ...whose })
      .execute();
  return readTicket(context, id);
}

const isQueued = async ({ tx, district }: Writing<Actor>, lineId: string, day: string, { accountId, personId }: Whose) =>
  (await tx
    .selectFrom('counters.ticketHolder as h')
    .innerJoin('counters.ticket as t', (join) => join.onRef('t.district', '=', 'h.district').onRef('t.id', '=', 'h.ticketId'))
    .select('t.id')
    .where('t.district', '=', district)
    .where('t.lineId', '=', lineId)
    .where('t.day', '=', day)
    .where('t.state', 'in', ['waiting', 'called', 'serving', 'held'])
    .where((eb) => eb.or([eb('h.accountId', '=', accountId), ...(personId === null ? [] : [eb('h.personId', '=', personId)])]))
    .executeTakeFirst()) !== undefined;

export async function takeTicketCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now, actor } = context;
  const groups = actor.personId === null ? new Set() : await priorityGroups(tx, district, actor.personId, dayHere(now));
  return giveOut(context, id, groups.size > 0 ? ranks.first : ranks.usual, 'online', { accountId: actor.id, personId: actor.personId });
}

export async function takeTicketAtCounterCommand(context: Writing<Actor>, { id, isFirst }: { id: string; isFirst: boolean }) {
  const ticket = await giveOut(context, id, isFirst ? ranks.first : ranks.usual, 'walkIn', null);
  context.note({ object: ticket.id });
  return ticket;
}

export async function checkInAppointmentCommand(context: Writing<Actor>, { id, code }: { id: string; code: string }) {
  const { tx, district } = context;
  const booking = await checkInByCode(context, { id, code });
  const line = await tx
    .selectFrom('counters.line')
    .select('id')
    .where('district', '=', district)
    .where('placeId', '=', id)
    .where('offeringId', '=', booking.offeringId)
    .executeTakeFirst();
  if (!line) refuse(notAppointment);
  return giveOut(context, line.id, ranks.appointment, 'appointment', null);
}

export async function listMyTicketsQuery({ db, district, now, actor }: Reading<Actor>) {
  const rows = await ticketsOf(db, district)
    .innerJoin('counters.ticketHolder as h', (join) => join.onRef('h.district', '=', 't.district').onRef('h.ticketId', '=', 't.id'))
    .innerJoin('places.place as place', (join) => join.onRef('place.district', '=', 't.district').onRef('place.id', '=', 't.placeId'))
    .select('place.name as placeName')
    .where('h.accountId', '=', actor.id)
    .where('t.day', '=', dayHere(now))
    .orderBy('t.id', 'desc')
    .limit(20)
    .execute();
  const views = await viewsOf(db, district, rows, dayHere(now));
  return views.map(({ row, view }, i) => ({ ...view, placeId: row.placeId, placeName: rows[i]!.placeName }));
}

export async function leaveQueueCommand({ tx, district, now, actor }: Writing<Actor>, { id }: { id: string }) {
  const { rows } = await sql<{ id: string }>`
    update counters.ticket t set state = 'left', ended_at = ${now} where t.district = ${district} and t.id = ${id} and t.state = 'waiting'
      and exists (select from counters.ticket_holder h where h.district = t.district and h.ticket_id = t.id and h.account_id = ${actor.id}) returning t.id`.execute(
    tx,
  );
  return rows[0] ?? refuse(noSuchTicket);
}

/** Calls whoever is next to a window: two windows never call the same number, and one window has one number at a time. */
export async function callNextCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const post = await tx
    .selectFrom('counters.post')
    .select(['placeId', 'lines', 'firstHolder', 'secondHolder', 'isAway'])
    .where('district', '=', district)
    .where('id', '=', id)
    .where('closedOn', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!post) refuse(noSuchPost);
  await keepFree(context, id);
  const { rows } = await sql<{ id: string }>`
    update counters.ticket set state = 'called', post_id = ${id}, called_at = ${now}, calls = 1, first_asked = coalesce(first_asked, ${post.isAway ? post.secondHolder : post.firstHolder})
    where district = ${district} and id = (select t.id from counters.ticket t where t.district = ${district} and t.place_id = ${post.placeId} and t.day = ${dayHere(now)}
      and t.state = 'waiting' and t.line_id = any(${post.lines}::uuid[]) order by t.rank, t.taken_at, t.id limit 1 for update skip locked)
    returning id`.execute(tx);
  if (rows.length === 0) refuse(nobodyWaits);
  context.note({ object: rows[0]!.id, detail: { post: id } });
  return readTicket(context, rows[0]!.id);
}

/** Whoever calls holds the window. */
async function keepFree({ tx, district, now }: Writing<Actor>, postId: string): Promise<void> {
  const busy = await tx
    .selectFrom('counters.ticket')
    .select('id')
    .where('district', '=', district)
    .where('postId', '=', postId)
    .where('day', '=', dayHere(now))
    .where('state', 'in', ['called', 'serving'])
    .executeTakeFirst();
  if (busy) refuse(busyStill);
}

type Step = 'callAgain' | 'begin' | 'hold' | 'resume' | 'done' | 'left';
const steps: Record<Step, { from: string[]; to: string }> = {
  callAgain: { from: ['called'], to: 'called' },
  begin: { from: ['called'], to: 'serving' },
  hold: { from: ['called', 'serving'], to: 'held' },
  resume: { from: ['held'], to: 'serving' },
  done: { from: ['serving'], to: 'done' },
  left: { from: ['called', 'held'], to: 'left' },
};

export async function moveTicketCommand(context: Writing<Actor>, { id, step }: { id: string; step: Step }) {
  const { tx, district, now } = context;
  const ticket = await tx
    .selectFrom('counters.ticket')
    .select(['state', 'postId', 'calls'])
    .where('district', '=', district)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!ticket) refuse(noSuchTicket);
  const { from, to } = steps[step];
  if (!from.includes(ticket.state)) refuse(wrongStep, { state: ticket.state });
  if (step === 'resume') {
    await sql`select from counters.post where district = ${district} and id = ${ticket.postId} for update`.execute(tx);
    await keepFree(context, ticket.postId!);
  }
  await tx
    .updateTable('counters.ticket')
    .set({
      state: to,
      ...(step === 'callAgain' && { calls: ticket.calls + 1, calledAt: now }),
      ...(step === 'begin' && { begunAt: now }),
      ...((to === 'done' || to === 'left') && { endedAt: now }),
    })
    .where('district', '=', district)
    .where('id', '=', id)
    .execute();
  context.note({ object: id, detail: { step } });
  return readTicket(context, id);
}

export async function listQueueQuery({ db, district, now }: Reading, { id }: { id: string }) {
  const rows = await ticketsOf(db, district)
    .where('t.placeId', '=', id)
    .where('t.day', '=', dayHere(now))
    .where('t.state', 'in', ['waiting', 'called', 'serving', 'held'])
    .orderBy(sql`case t.state when 'waiting' then 1 else 0 end`)
    .orderBy('t.rank')
    .orderBy('t.takenAt')
    .orderBy('t.id')
    .limit(500)
    .execute();
  return (await viewsOf(db, district, rows, dayHere(now))).map(({ row, view }) => ({ ...view, postId: row.postId, firstAsked: row.firstAsked }));
}

const newForMs = 60_000;
export async function getBoardQuery({ db, district, now }: Reading, { id }: { id: string }) {
  const place = await db.selectFrom('places.place').select('name').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  const called = await ticketsOf(db, district)
    .select(['t.calledAt', 'p.firstHolder', 'p.secondHolder', 'p.isAway'])
    .where('t.placeId', '=', id)
    .where('t.day', '=', dayHere(now))
    .where('t.state', 'in', ['called', 'serving'])
    .orderBy('t.calledAt', 'desc')
    .limit(20)
    .execute();
  const lines = await listLinesOf(db, district, id, dayHere(now));
  return {
    placeName: place?.name ?? '',
    called: called.map((row) => ({
      number: numberOf(row.prefix, row.number),
      post: { zh: row.postName!, en: row.postNameEn! },
      isNew: row.state === 'called' && now.getTime() - row.calledAt!.getTime() < newForMs,
      holder: (row.isAway ? row.secondHolder : row.firstHolder)!,
    })),
    lines: lines.map(({ eachMinutes: _, ...line }) => line),
  };
}
