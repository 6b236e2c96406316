import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Reading, Writing } from '../../platform/context.ts';
import type { Read } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { getWorkingCalendar } from '../calendar/index.ts';
import { maskName } from '../people/index.ts';
import { noRecord, noSuchCertificate, noSuchStar, noticeRuns, notVolunteer, tooFewHours, wrongStep } from './contract.ts';
import { findVolunteer } from './register.ts';
import { rules, starOf } from './rules.ts';

type State = 'applied' | 'noticed' | 'given' | 'refused';
const read = (db: Read, district: string) =>
  db
    .selectFrom('volunteers.star as s')
    .innerJoin('volunteers.volunteer as v', (join) => join.onRef('v.district', '=', 's.district').onRef('v.id', '=', 's.volunteerId'))
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'v.district').onRef('p.id', '=', 'v.personId'))
    .select(['s.id', 's.star', 's.minutes', 'p.nameCipher', 's.state', 's.noticeUntil', 's.reason'])
    .where('s.district', '=', district);
type Row = { id: string; star: number; minutes: number; nameCipher: string; state: string; noticeUntil: string | null; reason: string | null };
const view = ({ nameCipher, state, ...row }: Row, vault: Reading['vault']) => ({
  ...row,
  state: state as State,
  name: maskName(vault.open('person.name', nameCipher)),
});

export async function applyForStarCommand({ tx, district, now, actor, vault, note }: Writing<Actor>, { star }: { star: number }) {
  const volunteer = (await findVolunteer(tx, district, actor.personId ?? refuse(noRecord))) ?? refuse(notVolunteer);
  if (starOf(volunteer.minutes) < star)
    refuse(tooFewHours, { hours: Math.floor(volunteer.minutes / 60), needed: rules.stars.find((it) => it.star === star)!.hours });
  const id = newId(now.getTime());
  await tx.insertInto('volunteers.star').values({ district, id, volunteerId: volunteer.id, star, minutes: volunteer.minutes, appliedAt: now }).execute();
  note({ object: id });
  return view(await read(tx, district).where('s.id', '=', id).executeTakeFirstOrThrow(), vault);
}

export async function listStarsQuery({ db, district, vault }: Reading) {
  const rows = await read(db, district).orderBy('s.appliedAt', 'desc').limit(200).execute();
  return rows.map((row) => view(row, vault));
}

type Step = { id: string; step: 'notice' | 'give' | 'refuse'; reason?: string | undefined };
/** Notice first, for working days, then the star; or a refusal with its reason. */
export async function decideStarCommand({ tx, district, now, actor, vault, note }: Writing<Actor>, { id, step, reason }: Step) {
  const row = (await read(tx, district).where('s.id', '=', id).executeTakeFirst()) ?? refuse(noSuchStar);
  const today = dayHere(now);
  if (step === 'give' && row.state === 'noticed' && row.noticeUntil! >= today) refuse(noticeRuns, { until: row.noticeUntil });
  const from: State[] = step === 'notice' ? ['applied'] : step === 'give' ? ['noticed'] : ['applied', 'noticed'];
  const fields =
    step === 'notice'
      ? { state: 'noticed', noticeUntil: (await getWorkingCalendar(tx)).addWorkingDays(today, rules.noticeWorkingDays).day }
      : step === 'give'
        ? { state: 'given', decidedBy: actor.id, decidedAt: now }
        : { state: 'refused', decidedBy: actor.id, decidedAt: now, reason: reason ?? refuse(wrongStep) };
  const moved = await tx
    .updateTable('volunteers.star')
    .set(fields)
    .where('district', '=', district)
    .where('id', '=', id)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst();
  if (!moved) refuse(wrongStep);
  note({ object: id, detail: { step } });
  return view(await read(tx, district).where('s.id', '=', id).executeTakeFirstOrThrow(), vault);
}

const sign = (vault: Reading['vault'], text: string) => vault.blindIndex('volunteers.certificate', text).slice(0, 32);
const readable = (text: string) => Buffer.from(text).toString('base64url');

/** What is on the certificate, signed: the code carries everything, so that it can be verified whatever happens later. */
export async function getMyCertificateQuery({ db, district, vault, now, actor }: Reading<Actor>) {
  const personId = actor.personId ?? refuse(noRecord);
  const volunteer = (await findVolunteer(db, district, personId)) ?? refuse(notVolunteer);
  const { nameCipher } = await db
    .selectFrom('people.person')
    .select('nameCipher')
    .where('district', '=', district)
    .where('id', '=', personId)
    .executeTakeFirstOrThrow();
  const name = maskName(vault.open('person.name', nameCipher));
  const says = { number: volunteer.number, name, minutes: volunteer.minutes, services: volunteer.services, star: volunteer.star, asOf: dayHere(now) };
  const text = readable(JSON.stringify(says));
  return { ...says, code: `${text}.${sign(vault, text)}` };
}

export async function verifyCertificateQuery({ vault }: Reading, { code }: { code: string }) {
  const [text, signature] = code.split('.');
  if (!text || signature !== sign(vault, text)) refuse(noSuchCertificate);
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as {
    number: string;
    name: string;
    minutes: number;
    services: number;
    star: number;
    asOf: string;
  };
}
