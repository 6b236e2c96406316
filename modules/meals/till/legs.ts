import type { Write } from '../../../platform/database.ts';
import { inOtherDistrict } from '../../../platform/database.ts';
import { legId, type NewTransfer, type Owner, openAccount, type Posting, postTransfers } from '../../ledger/index.ts';

/** What moves for a meal: what the customer paid (a record: the money goes outside), and the subsidy from the eater's district. */
export type Legs = { saleId: string; siteId: string; home: string | null; dueFen: number; subsidyFen: number; soldAt: Date };

const account = (posting: { tx: Write; district: string; now: Date }, owner: Owner, kind: string, name: string) =>
  openAccount(posting, { owner, unit: 'fen', kind, name, isKept: false });

/** The account of a canteen into which subsidies come until they are paid out. */
export const subsidyDue = (posting: Posting, siteId: string) => account(posting, { kind: 'canteen', id: siteId }, 'subsidyDue', '助餐补贴待结');
export const clearingWith = (posting: Posting, other: string) => account(posting, { kind: 'district', id: other }, 'clearing', `与 ${other} 往来`);
const budgetOf = (posting: Posting) => account(posting, { kind: 'district', id: posting.district }, 'mealSubsidy', '助餐补贴');

const names = (saleId: string) => ({ payment: legId(saleId, 'payment'), subsidy: legId(saleId, 'subsidy') });

/** The transfer by which a subsidised meal is counted in the eater's district: caps hang on it. */
export const subsidyLeg = (saleId: string) => names(saleId).subsidy;

/**
 * Posts the legs of a sale. Where canteen and eater are of different districts, each district's book has its own half, against the
 * account of the other: settled month by month.
 */
export async function postLegs(posting: Posting, { saleId, siteId, home, dueFen, subsidyFen, soldAt }: Legs): Promise<void> {
  const { tx, district } = posting;
  const ids = names(saleId);
  const common = { reference: saleId, happenedAt: soldAt };
  const own: NewTransfer[] = [];
  if (dueFen > 0) {
    const debitId = await account(posting, { kind: 'outside', id: 'payments' }, 'payments', '收款（场外）');
    const creditId = await account(posting, { kind: 'canteen', id: siteId }, 'income', '餐费');
    own.push({ ...common, id: ids.payment, kind: 'meals.payment', debitId, creditId, amount: dueFen });
  }
  if (subsidyFen > 0 && home !== null) {
    const leg = { ...common, id: ids.subsidy, kind: 'meals.subsidy', amount: subsidyFen };
    const creditId = await subsidyDue(posting, siteId);
    if (home === district) own.push({ ...leg, debitId: await budgetOf(posting), creditId });
    else {
      own.push({ ...leg, debitId: await clearingWith(posting, home), creditId });
      await inOtherDistrict(tx, district, home, async () => {
        const there = { ...posting, district: home };
        await postTransfers(there, [{ ...leg, debitId: await budgetOf(there), creditId: await clearingWith(there, district) }]);
      });
    }
  }
  await postTransfers(posting, own);
}

/** Reverses every leg of a sale. */
export async function reverseLegs(posting: Posting, { saleId, home, dueFen, subsidyFen }: Omit<Legs, 'siteId' | 'soldAt'>): Promise<void> {
  const { tx, district } = posting;
  const ids = names(saleId);
  const back = (leg: string): NewTransfer => ({ id: legId(leg, 'refund'), flow: 'reverse', kind: 'meals.refund', ofId: leg, reference: saleId });
  await postTransfers(posting, [...(dueFen > 0 ? [back(ids.payment)] : []), ...(subsidyFen > 0 ? [back(ids.subsidy)] : [])]);
  if (subsidyFen > 0 && home !== null && home !== district) {
    await inOtherDistrict(tx, district, home, () => postTransfers({ ...posting, district: home }, [back(ids.subsidy)]));
  }
}
