import { sql } from 'kysely';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { legId, postTransfers } from '../../ledger/index.ts';
import { maskName } from '../../people/index.ts';
import { rules } from '../rules.ts';
import { checkKin, coins, holdId, isOldEnough, type Own, poolOf, spend, unitAccount, walletOf } from './coins.ts';
import { begunAlready, noRecordYet, noStationHere, noSuchNeed, tooYoungToSpend } from './contract.ts';

const { timeBank } = rules;
type Asked = { kind: string; title: string; from: string; minutes: number; lon: number; lat: number };
/** Writes down what somebody needs and sets the coins aside until it was done, or until a month after it should have been. */
async function ask(context: Writing<Actor>, servedId: string, debitId: string, { from, minutes, title, ...fields }: Asked) {
  const { tx, district, now, actor, note } = context;
  if (!(await isOldEnough(context, servedId))) refuse(tooYoungToSpend, { from: timeBank.spendAge });
  const { rows } = await sql<{ id: string }>`select id from volunteers.station where district = ${district} and closed_on is null
    order by (lon - ${fields.lon}) ^ 2 + (lat - ${fields.lat}) ^ 2 limit 1`.execute(tx);
  const station = rows[0] ?? refuse(noStationHere);
  const [id, coinMinutes] = [newId(now.getTime()), Math.ceil((minutes * timeBank.coinMinutesPerHour) / 60)];
  const until = new Date(Date.parse(from) + minutes * 60_000);
  const during = sql`tstzrange(${new Date(from)}, ${until})` as never;
  const own = { district, id, stationId: station.id, title, titleEn: title, during, places: 1, servedId, coinMinutes, madeBy: actor.id, madeAt: now };
  await tx
    .insertInto('volunteers.shift')
    .values({ ...fields, ...own })
    .execute();
  const creditId = await unitAccount(context, coins.unit, 'redeemed', '时间币使用');
  const expiresAt = new Date(until.getTime() + 30 * 86_400_000);
  await spend(context, [{ id: holdId(id), flow: 'hold', kind: 'timeBank.held', debitId, creditId, amount: coinMinutes, expiresAt, reference: id }]);
  note({ object: id });
  return { id, coinMinutes };
}

/** For oneself or a relative, with one's own coins. */
export async function askForServiceCommand(context: Writing<Actor>, { personId, ...asked }: Asked & { personId: string | null }) {
  const payer = context.actor.personId ?? refuse(noRecordYet);
  if (personId !== null && personId !== payer) await checkKin(context, personId);
  return ask(context, personId ?? payer, await walletOf(context, payer), asked);
}

/** For somebody who has no coins, from the pool of those who gave theirs. */
export const askFromPoolCommand = async (context: Writing<Actor>, { personId, ...asked }: Asked & { personId: string }) =>
  ask(context, personId, await poolOf(context), asked);

type Group = { id: string; group: string; people: number; minutes: number };
/** Hours of a group belong to nobody in it: their coins go to the pool (standards.md §6.3). @returns the coins in minutes */
export async function recordGroupHours(own: Own, { id: stationId, group, people, minutes }: Group) {
  const id = newId(own.now.getTime());
  const amount = Math.floor((people * minutes * timeBank.coinMinutesPerHour) / 60);
  const [debitId, creditId] = [await unitAccount(own, coins.unit, 'issue', '时间币发行'), await poolOf(own)];
  await postTransfers(own, [{ id, kind: 'timeBank.group', debitId, creditId, amount, reference: `${group} ${stationId}` }]);
  return { id, coinMinutes: amount };
}

export async function recordGroupHoursCommand(context: Writing<Actor>, { id, group, people, minutes }: Group) {
  const recorded = await recordGroupHours(context, { id, group, people, minutes });
  context.note({ object: id, detail: { group, people, minutes } });
  return recorded;
}

type Row = {
  id: string;
  title: string;
  from: Date;
  to: Date;
  coinMinutes: number;
  state: string;
  servedName: string;
  volunteerName: string | null;
  service: string | null;
};
/** What one has asked for, the newest first, with who comes. */
export async function listMyNeedsQuery({ db, district, vault, actor }: Reading<Actor>) {
  const { rows } = await sql<Row>`
    select h.id, h.title, lower(h.during) as "from", upper(h.during) as "to", h.coin_minutes as "coinMinutes", h.state, p.name_cipher as "servedName", vp.name_cipher as "volunteerName", s.state as service
    from volunteers.shift h join people.person p on p.district = h.district and p.id = h.served_id
    left join volunteers.service s on s.district = h.district and s.shift_id = h.id and s.state <> 'left'
    left join volunteers.volunteer v on v.district = s.district and v.id = s.volunteer_id left join people.person vp on vp.district = v.district and vp.id = v.person_id
    where h.district = ${district} and h.made_by = ${actor.id} and h.coin_minutes > 0 order by lower(h.during) desc limit 100`.execute(db as never);
  const open = (cipher: string) => maskName(vault.open('person.name', cipher));
  return rows.map(({ title, from, to, servedName, volunteerName, state, service, ...row }) => ({
    ...row,
    title,
    from: from.toISOString(),
    to: to.toISOString(),
    served: open(servedName),
    volunteer: volunteerName && open(volunteerName),
    state: state === 'cancelled' ? ('withdrawn' as const) : service === 'confirmed' ? ('done' as const) : service ? ('taken' as const) : ('open' as const),
  }));
}

export async function withdrawNeedCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, actor, note } = context;
  const shift = await tx
    .updateTable('volunteers.shift')
    .set({ state: 'cancelled' })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('madeBy', '=', actor.id)
    .where('coinMinutes', '>', 0)
    .where('state', '=', 'open')
    .returning('id')
    .executeTakeFirst();
  if (!shift) refuse(noSuchNeed);
  const begun = await tx
    .selectFrom('volunteers.service')
    .select('id')
    .where('district', '=', district)
    .where('shiftId', '=', id)
    .where('state', 'not in', ['joined', 'left'])
    .executeTakeFirst();
  if (begun) refuse(begunAlready);
  await tx
    .updateTable('volunteers.service')
    .set({ state: 'left' })
    .where('district', '=', district)
    .where('shiftId', '=', id)
    .where('state', '=', 'joined')
    .execute();
  await postTransfers(context, [{ id: legId(id, 'freed'), flow: 'release', kind: 'timeBank.freed', ofId: holdId(id), reference: id }]);
  note({ object: id });
  return { id };
}
