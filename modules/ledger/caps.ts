import { sql } from 'kysely';
import type { Read } from '../../platform/database.ts';
import { refuse } from '../../platform/refuse.ts';
import type { Posting } from './post.ts';
import { capReached } from './refusals.ts';

export type Cap = {
  /** Whose use is counted: a person, a household, an account. */
  subject: string;
  /** Which cap, by its code in the rule that sets it. */
  cap: string;
  /** The period as a text: `2026-11-23`, `2026-W48`, `2026-11`, `all`, a meal. */
  period: string;
  amount: number;
  /** The most that may be used in the period, as the rule in force has it. */
  most: number;
};

/** Whether it still fitted. One statement: of two who take the last at the same moment, one gets it. */
async function take({ tx, district }: Pick<Posting, 'tx' | 'district'>, { subject, cap, period, amount, most }: Cap): Promise<boolean> {
  const { rows } = await sql`insert into ledger.cap_use as c (district, subject, cap, period, used)
    select ${district}, ${subject}, ${cap}, ${period}, ${amount}::bigint where ${amount}::bigint <= ${most}::bigint
    on conflict (district, subject, cap, period) do update set used = c.used + excluded.used where c.used + excluded.used <= ${most} returning 1`.execute(tx);
  return rows.length > 0;
}

/**
 * Counts a transfer against caps: all of them hold, or it is refused with the first that does not. Repeated for the same transfer it
 * counts once. Freed by `freeCaps` when the transfer is reversed.
 */
export async function chargeCaps(posting: Pick<Posting, 'tx' | 'district'>, transferId: string, caps: Cap[]): Promise<void> {
  const { tx, district } = posting;
  // In one order for everybody, or two that take the same caps could wait for each other.
  const ordered = caps.toSorted((a, b) => (`${a.subject}|${a.cap}|${a.period}` < `${b.subject}|${b.cap}|${b.period}` ? -1 : 1));
  for (const charge of ordered) {
    const { subject, cap, period, amount } = charge;
    const isNew = await tx
      .insertInto('ledger.capCharge')
      .values({ district, transferId, subject, cap, period, amount })
      .onConflict((conflict) => conflict.doNothing())
      .returning('cap')
      .executeTakeFirst();
    if (isNew && !(await take(posting, charge))) refuse(capReached, { cap, period, most: charge.most });
  }
}

/** Gives back what a transfer took of its caps, once. */
export async function freeCaps({ tx, district, now }: Pick<Posting, 'tx' | 'district' | 'now'>, transferId: string): Promise<void> {
  await sql`with freed as (
      update ledger.cap_charge set freed_at = ${now} where district = ${district} and transfer_id = ${transferId} and freed_at is null returning subject, cap, period, amount
    ) update ledger.cap_use u set used = u.used - f.amount from freed f
      where u.district = ${district} and u.subject = f.subject and u.cap = f.cap and u.period = f.period`.execute(tx);
}

/** What a subject has used of its caps in some periods, by `cap period`. */
export async function listUsed(db: Read, district: string, subject: string, periods: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('ledger.capUse')
    .select(['cap', 'period', 'used'])
    .where('district', '=', district)
    .where('subject', '=', subject)
    .where('period', 'in', periods)
    .execute();
  return new Map(rows.map(({ cap, period, used }) => [`${cap} ${period}`, used]));
}

/** How much of a cap is used in a period. */
export async function getUsed(
  { tx, district }: Pick<Posting, 'tx' | 'district'>,
  { subject, cap, period }: Pick<Cap, 'subject' | 'cap' | 'period'>,
): Promise<number> {
  const row = await tx
    .selectFrom('ledger.capUse')
    .select('used')
    .where('district', '=', district)
    .where('subject', '=', subject)
    .where('cap', '=', cap)
    .where('period', '=', period)
    .executeTakeFirst();
  return row?.used ?? 0;
}
