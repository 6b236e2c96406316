import { minuteOf } from '../../engines/calendar/local-time.ts';
import type { Actor } from '../../platform/access.ts';
import { dayHere, momentAt, wallMinute } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read, Write } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import { ageOn, listGuardians, maskName } from '../people/index.ts';
import { giveShare } from './care-day.ts';
import { noSuchStay, notAuthorised, wrongStep } from './contract.ts';
import { keepFamily } from './contracts.ts';
import type { GroupRules } from './rules.ts';

export const staysOf = (db: Read, district: string) =>
  db
    .selectFrom('care.stay as s')
    .innerJoin('care.careGroup as g', (join) => join.onRef('g.district', '=', 's.district').onRef('g.id', '=', 's.groupId'))
    .innerJoin('places.place as place', (join) => join.onRef('place.district', '=', 'g.district').onRef('place.id', '=', 'g.placeId'))
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 's.district').onRef('p.id', '=', 's.personId'))
    .select(['s.id', 's.groupId', 'g.name', 'g.nameEn', 'place.name as placeName', 's.personId', 'p.nameCipher', 'p.bornOn', 's.mode', 's.day', 's.state'])
    .select(['s.fromMinute as from', 's.toMinute as to', 's.absence', 's.isCharged', 's.priceFen', 's.arrivedAt', 's.leftAt', 's.fetchedHow', 'g.rules'])
    .where('s.district', '=', district);
type StayRow = Awaited<ReturnType<ReturnType<typeof staysOf>['execute']>>[number];

export function stayView({ name, nameEn, nameCipher, rules, mode, state, absence, arrivedAt, leftAt, bornOn: _, ...row }: StayRow, vault: Reading['vault']) {
  return {
    ...row,
    group: { zh: name, en: nameEn },
    who: maskName(vault.open('person.name', nameCipher)),
    mode: mode as 'fullDay',
    state: state as 'planned',
    absence: absence as 'sick' | null,
    arrivedAt: arrivedAt?.toISOString() ?? null,
    leftAt: leftAt?.toISOString() ?? null,
    freeUntil: momentAt(minuteOf(row.day, row.from) - (rules as unknown as GroupRules).absenceMinutes).toISOString(),
  };
}

const readStay = async ({ tx, district, vault }: Writing<Actor>, id: string) =>
  stayView(await staysOf(tx, district).where('s.id', '=', id).executeTakeFirstOrThrow(), vault);

/** A stay for a change; held until the transaction ends. */
async function lockStay(tx: Write, district: string, id: string) {
  const row = await tx
    .selectFrom('care.stay as s')
    .innerJoin('care.careGroup as g', (join) => join.onRef('g.district', '=', 's.district').onRef('g.id', '=', 's.groupId'))
    .select(['s.id', 's.groupId', 's.personId', 's.day', 's.fromMinute as from', 's.toMinute as to', 's.share', 's.state', 'g.rules'])
    .where('s.district', '=', district)
    .where('s.id', '=', id)
    .forUpdate('s')
    .executeTakeFirst();
  return row ?? refuse(noSuchStay);
}
type Locked = Awaited<ReturnType<typeof lockStay>>;

async function markAbsent(context: Writing<Actor>, stay: Locked, kind: 'sick' | 'planned' | 'unannounced') {
  const { tx, district, now } = context;
  if (stay.state !== 'planned') refuse(wrongStep, { state: stay.state });
  const { absenceMinutes } = stay.rules as unknown as GroupRules;
  const isCharged = kind === 'unannounced' || minuteOf(stay.day, stay.from) - absenceMinutes < wallMinute(now);
  await tx.updateTable('care.stay').set({ state: 'absent', absence: kind, isCharged }).where('district', '=', district).where('id', '=', stay.id).execute();
  await giveShare(tx, district, stay.groupId, stay.day, stay, stay.share);
  context.note({ object: stay.personId, detail: { stay: stay.id, absence: kind } });
  return readStay(context, stay.id);
}

export async function reportAbsenceCommand(context: Writing<Actor>, { id, kind }: { id: string; kind: 'sick' | 'planned' }) {
  const stay = await lockStay(context.tx, context.district, id);
  await keepFamily(context, stay.personId).catch(() => refuse(noSuchStay));
  if (minuteOf(stay.day, stay.to) <= wallMinute(context.now)) refuse(wrongStep, { state: stay.state });
  return markAbsent(context, stay, kind);
}

export async function recordAbsenceCommand(context: Writing<Actor>, { id, kind }: { id: string; kind: 'sick' | 'planned' | 'unannounced' }) {
  return markAbsent(context, await lockStay(context.tx, context.district, id), kind);
}

export async function arriveCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, now } = context;
  const stay = await lockStay(tx, district, id);
  if (stay.state === 'present') return readStay(context, id);
  if (stay.state !== 'planned' || stay.day !== dayHere(now)) refuse(wrongStep, { state: stay.state, day: stay.day });
  await tx.updateTable('care.stay').set({ state: 'present', arrivedAt: now }).where('district', '=', district).where('id', '=', id).execute();
  context.note({ object: stay.personId, detail: { stay: id } });
  return readStay(context, id);
}

type Fetching = { id: string; pickupId?: string; guardianId?: string };
/** Who takes somebody home: for a child one who is named, or who speaks for it; a grown-up may go alone. */
async function fetcherOf({ tx, district, vault, now }: Writing<Actor>, personId: string, { pickupId, guardianId }: Fetching): Promise<string> {
  if (pickupId !== undefined) {
    const pickup = await tx
      .selectFrom('care.pickup')
      .select('relation')
      .where('district', '=', district)
      .where('id', '=', pickupId)
      .where('personId', '=', personId)
      .where('withdrawnAt', 'is', null)
      .executeTakeFirst();
    return pickup?.relation ?? refuse(notAuthorised);
  }
  if (guardianId !== undefined) {
    const guardians = await listGuardians(tx, vault, district, [personId], dayHere(now));
    return guardians.find(({ id }) => id === guardianId)?.relation ?? refuse(notAuthorised);
  }
  const { bornOn } = await tx
    .selectFrom('people.person')
    .select('bornOn')
    .where('district', '=', district)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  return ageOn(bornOn, dayHere(now)) < 18 ? refuse(notAuthorised) : '本人';
}

export async function leaveCommand(context: Writing<Actor>, fetching: Fetching) {
  const { tx, district, now } = context;
  const stay = await lockStay(tx, district, fetching.id);
  if (stay.state === 'gone') return readStay(context, stay.id);
  if (stay.state !== 'present') refuse(wrongStep, { state: stay.state });
  const how = await fetcherOf(context, stay.personId, fetching);
  await tx
    .updateTable('care.stay')
    .set({ state: 'gone', leftAt: now, fetchedBy: fetching.pickupId ?? null, fetchedHow: how })
    .where('district', '=', district)
    .where('id', '=', stay.id)
    .execute();
  context.note({ object: stay.personId, detail: { stay: stay.id, fetchedBy: fetching.pickupId ?? fetching.guardianId ?? 'self' } });
  return readStay(context, stay.id);
}
