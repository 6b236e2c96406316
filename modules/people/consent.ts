import type { Actor } from '../../platform/access.ts';
import { dayHere } from '../../platform/clock.ts';
import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { findPhoneIndex, linkPerson } from '../identity/index.ts';
import { claimFailed, noConsent, noRecord, noSuchPerson } from './contract.ts';
import { consentChanged } from './events.ts';
import { maskName } from './mask.ts';
import { consentColumns, consentView, findPersonRow } from './queries.ts';
import { normalName, normalNumber } from './register-person.ts';

type Channel = 'online' | 'counter' | 'paper' | 'phone';

async function insertConsent(context: Writing<Actor>, personId: string, input: { purpose: string; textVersion: string; channel: Channel }) {
  const { tx, district, now, actor } = context;
  const row = await tx
    .insertInto('people.consent')
    .values({ district, id: newId(now.getTime()), personId, ...input, givenBy: actor.id, givenAt: now })
    .returning(consentColumns)
    .executeTakeFirstOrThrow();
  await context.record(consentChanged, personId, { purpose: input.purpose, given: true });
  context.note({ object: personId, purpose: input.purpose });
  return consentView(row);
}

export async function recordConsentCommand(
  context: Writing<Actor>,
  { id, ...input }: { id: string; purpose: string; textVersion: string; channel: 'counter' | 'paper' | 'phone' },
) {
  if (!(await findPersonRow(context.tx, context.district, id, dayHere(context.now)))) refuse(noSuchPerson);
  return insertConsent(context, id, input);
}

export async function giveConsentCommand(context: Writing<Actor>, input: { purpose: string; textVersion: string }) {
  return insertConsent(context, context.actor.personId ?? refuse(noRecord), { ...input, channel: 'online' });
}

async function withdraw(context: Writing<Actor>, personId: string, id: string) {
  const { tx, district, now } = context;
  const row = await tx
    .updateTable('people.consent')
    .set({ withdrawnAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('withdrawnAt', 'is', null)
    .returning(consentColumns)
    .executeTakeFirst();
  if (!row) refuse(noConsent);
  await context.record(consentChanged, personId, { purpose: row.purpose, given: false });
  context.note({ object: personId, purpose: row.purpose });
  return consentView(row);
}

export const withdrawConsentCommand = async (context: Writing<Actor>, { id }: { id: string }) =>
  withdraw(context, context.actor.personId ?? refuse(noRecord), id);

export const recordWithdrawalCommand = (context: Writing<Actor>, { id, consentId }: { id: string; consentId: string }) => withdraw(context, id, consentId);

/** Three things must agree: the name, the identity number, and the phone that was proved at sign-in. */
export async function claimRecordCommand(context: Writing<Actor>, { name, identityNumber }: { name: string; identityNumber: string }) {
  const { tx, district, actor, vault } = context;
  const phoneIndex = await findPhoneIndex(tx, district, actor.id);
  const person = await tx
    .selectFrom('people.person')
    .select('id')
    .where('district', '=', district)
    .where('identityIndex', '=', vault.blindIndex('identity', normalNumber(identityNumber)))
    .where('nameIndex', '=', vault.blindIndex('name', normalName(name)))
    .where('phoneIndex', '=', phoneIndex ?? '')
    .executeTakeFirst();
  if (!person) refuse(claimFailed);
  await linkPerson(tx, district, actor.id, person.id, maskName(name));
  context.note({ object: person.id });
  return person;
}
