import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const noSuchPayment = refusal(404, 'ledger/no-such-payment', { zh: '没有这笔付款', en: 'There is no such payment' });
export const noSuchGateway = refusal(404, 'ledger/no-such-gateway', { zh: '没有这个支付渠道', en: 'There is no such gateway' });
export const wrongSignature = refusal(401, 'ledger/wrong-signature', { zh: '签名不对', en: 'The signature is wrong' });
export const notDemonstration = refusal(403, 'ledger/not-demonstration', {
  zh: '只有演示模式才能模拟付款',
  en: 'Payments are only made up in the demonstration',
});

const Payment = z.object({
  id: Id,
  purpose: z.string(),
  reference: z.string(),
  title: z.string(),
  amountFen: z.int(),
  paidFen: z.int(),
  refundedFen: z.int(),
  state: z.enum(['asked', 'paid', 'refunded', 'toReturn', 'lapsed']),
  toReturnFen: z.int().describe('Came after it had lapsed, or twice: to be given back by the gateway'),
  askedAt: Moment,
  lapsesAt: Moment,
});

export const tellPayment = command('POST', '/ledger/payments/notices/{gateway}', 'What a gateway tells of a payment, signed; each notice counts once')
  .input(z.object({ gateway: z.string().max(30), payload: z.string().max(10_000), signature: z.string().max(500) }))
  .output(z.object({ outcome: z.enum(['taken', 'known']) }))
  .errors(refuses(noSuchGateway, wrongSignature, noSuchPayment));
export const listMyPayments = query('/ledger/payments/mine', 'Payments that I was asked for, the newest first').output(z.array(Payment));
export const listPaymentsToReturn = query('/ledger/payments/to-return', 'Payments that came late or twice and are to be given back').output(z.array(Payment));
export const payAtMock = command('POST', '/ledger/payments/{id}/mock', 'Demonstration only: pays one’s own payment at the mock gateway')
  .input(z.object({ id: Id, kind: z.enum(['paid', 'failed']) }))
  .output(Payment)
  .errors(refuses(noSuchPayment, notDemonstration));

export const payments = { tellPayment, listMyPayments, listPaymentsToReturn, payAtMock };
