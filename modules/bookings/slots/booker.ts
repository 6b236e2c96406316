import type { Actor } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Writing } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { ageOn, factsOn, householdOf, listHousehold, mayActFor } from '../../people/index.ts';
import type { OfferingRules, Reduction } from '../offerings/rules.ts';
import { judgeWho, unknownPerson } from '../offerings/who.ts';
import { guardianNeeded, notEligible, notYours } from '../refusals.ts';
import type { Whose } from './limits.ts';

type Text = { zh: string; en: string };
/** What the rules say of somebody: what is open and must be checked by a person, and what is taken off the price. */
export type Standing = { doubts: Text[]; reduction: Pick<Reduction, 'name' | 'percent'> | null };
export const noDoubts: Standing = { doubts: [], reduction: null };

export type Booker = Whose & {
  guestCipher: string | null;
  madeBy: string;
  channel: 'online' | 'counter' | 'phone' | 'paper';
  /** At the counter: whether somebody who speaks for a minor is there and agrees. */
  guardianAgrees: boolean;
  standing: Standing;
};

const base = { guestCipher: null, guardianAgrees: false, standing: noDoubts };

/** Somebody books for oneself, or for a child or an adult whom they may act for. */
export async function own({ tx, district, now, actor }: Writing<Actor>, forPerson?: string): Promise<Booker> {
  if (forPerson === undefined || forPerson === actor.personId)
    return { ...base, accountId: actor.id, personId: actor.personId, channel: 'online', madeBy: actor.id };
  if (actor.personId === null || !(await mayActFor(tx, district, actor.personId, forPerson, dayHere(now)))) refuse(notYours);
  return { ...base, accountId: null, personId: forPerson, channel: 'online', madeBy: actor.id, guardianAgrees: true };
}

export type ForWhom = {
  personId?: string;
  guest?: { name: string; phone?: string };
  channel: 'counter' | 'phone' | 'paper';
  guardianAgrees?: boolean;
};
/** A worker books for somebody on record or a guest. */
export const somebody = ({ vault, actor }: Writing<Actor>, { personId, guest, channel, guardianAgrees = false }: ForWhom): Booker => ({
  ...base,
  accountId: null,
  personId: personId ?? null,
  guestCipher: guest === undefined ? null : vault.seal('bookings.guest', JSON.stringify(guest)),
  channel,
  madeBy: actor.id,
  guardianAgrees,
});

/** Whether a booking is one's own, or that of somebody whom one may act for. */
export async function isTheirs({ tx, district, now, actor }: Writing<Actor>, { accountId, personId }: Whose): Promise<boolean> {
  if (accountId === actor.id) return true;
  if (personId === null || actor.personId === null) return false;
  return personId === actor.personId || mayActFor(tx, district, actor.personId, personId, dayHere(now));
}

/**
 * What the rules say of whoever books. Who surely may not is refused, with what is not met; what is not known is no reason to
 * refuse: the booking holds its time and somebody checks it. Below the age of the rules nobody books alone.
 */
export async function standingOf(context: Writing<Actor>, { who, reductions }: OfferingRules, booker: Booker): Promise<Standing> {
  if (who === null && reductions.length === 0) return noDoubts;
  const { tx, vault, district, now } = context;
  const day = dayHere(now);
  const household = booker.personId === null ? [] : await listHousehold(tx, vault, district, booker.personId);
  const facts =
    household.length === 0
      ? unknownPerson()
      : householdOf(
          household.map((known) => factsOn(known, known.stated, day)),
          0,
        );
  const bornOn = household[0]?.bornOn;
  if (who?.guardianBelow && bornOn !== undefined && ageOn(bornOn, day) < who.guardianBelow && !booker.guardianAgrees)
    refuse(guardianNeeded, { below: who.guardianBelow });
  const judged = who?.condition ? judgeWho(who.condition, facts, day) : null;
  if (judged?.verdict === 0) refuse(notEligible, { needs: judged.open });
  const applying = reductions.filter(({ condition }) => judgeWho(condition, facts, day).verdict === 2).sort((a, b) => b.percent - a.percent);
  const [best] = applying;
  return { doubts: judged?.open ?? [], reduction: best ? { name: best.name, percent: best.percent } : null };
}
