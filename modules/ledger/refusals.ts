import { type Refusal, refusal } from '../../platform/endpoint.ts';

export const notEnough = refusal(409, 'ledger/not-enough', { zh: '余额不够', en: 'There is not enough on the account' });
export const overCeiling = refusal(409, 'ledger/over-ceiling', { zh: '超过账户上限', en: 'The account would hold more than it may' });
export const otherContent = refusal(409, 'ledger/other-content', {
  zh: '这个编号已用于另一笔转账',
  en: 'This id belongs to a transfer with other content',
});
export const noSuchAccount = refusal(404, 'ledger/no-such-account', { zh: '没有这个账户', en: 'There is no such account' });
export const noSuchTransfer = refusal(404, 'ledger/no-such-transfer', { zh: '没有这笔记录', en: 'There is no such transfer' });
export const otherUnit = refusal(422, 'ledger/other-unit', {
  zh: '两个账户的单位不同，不能互转',
  en: 'The accounts are in different units, which are never mixed',
});
export const sameAccount = refusal(422, 'ledger/same-account', { zh: '转出和转入是同一个账户', en: 'Both sides are the same account' });
export const accountClosed = refusal(409, 'ledger/account-closed', { zh: '账户已经关闭', en: 'The account is closed' });
export const noAmount = refusal(422, 'ledger/no-amount', { zh: '数额必须大于零', en: 'The amount must be more than nothing' });
export const notReversible = refusal(422, 'ledger/not-reversible', { zh: '这笔记录不能冲正', en: 'This entry moved nothing, so nothing can be reversed' });
export const notHold = refusal(422, 'ledger/not-a-hold', { zh: '这不是一笔冻结', en: 'This is not a hold' });
export const overHold = refusal(422, 'ledger/over-hold', { zh: '超过冻结的数额', en: 'It is more than was held' });
export const holdExpired = refusal(409, 'ledger/hold-expired', { zh: '冻结已过期', en: 'The hold has run out' });
export const resolvedAlready = refusal(409, 'ledger/resolved-already', {
  zh: '这笔已经处理过（扣款、解冻或冲正）',
  en: 'It was captured, released or reversed already',
});
export const capReached = refusal(409, 'ledger/cap-reached', {
  zh: '已达到规定的次数或数额',
  en: 'The most that the rule allows in this period has been used',
});
export const noExchange = refusal(422, 'ledger/no-exchange', { zh: '没有规定允许这样兑换', en: 'No rule allows this exchange between units' });

/** What ledger.post answers for a transfer that it did not write, by its word. */
export const byOutcome: Record<string, Refusal> = {
  short: notEnough,
  full: overCeiling,
  otherContent,
  noSuchAccount,
  noSuchTransfer,
  otherUnit,
  sameAccount,
  closedAccount: accountClosed,
  noAmount,
  notReversible,
  notHold,
  overHold,
  holdExpired,
  resolved: resolvedAlready,
};
