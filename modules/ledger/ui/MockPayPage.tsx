import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api } from '../../../platform/client.ts';
import { yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty, Failed } from '../../../ui/States.tsx';
import type { ledger } from '../contract.ts';

const calls = api<typeof ledger>('ledger');
const words = {
  zh: {
    title: '付款（演示）',
    how: '这里代替支付宝、微信等付款页面。演示不会真的扣钱，邻里也不经手、不存钱。',
    pay: '付款成功',
    fail: '付款失败',
    paid: '已付款。',
    failed: '没有付成，可以再试一次。',
    back: '回到我的预约',
    none: '没有这笔付款。',
    over: '这笔付款已经结束。',
  },
  en: {
    title: 'Payment (demonstration)',
    how: 'This stands in for the page of a payment service. Nobody is charged, and Linli never holds money.',
    pay: 'The payment succeeds',
    fail: 'The payment fails',
    paid: 'It is paid.',
    failed: 'It was not paid; you can try again.',
    back: 'Back to my bookings',
    none: 'There is no such payment.',
    over: 'This payment is over.',
  },
};

/** The gateway of the demonstration: both ways that a payment can go. */
export function MockPayPage({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const queries = useQueryClient();
  const mine = useQuery({ queryKey: ['ledger', 'payments'], queryFn: () => calls.listMyPayments() });
  const pay = useMutation({
    mutationFn: (kind: 'paid' | 'failed') => calls.payAtMock({ id, kind }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['ledger'] }),
  });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.how}</p>
      <Answer of={mine}>
        {(payments) => {
          const payment = payments.find((entry) => entry.id === id);
          if (!payment) return <Empty>{w.none}</Empty>;
          return (
            <section className="card" aria-label={payment.title}>
              <h2>
                {payment.title} · {yuan(payment.amountFen, language)}
              </h2>
              {pay.error && <Failed error={pay.error} />}
              {payment.state === 'paid' && <p role="status">{w.paid}</p>}
              {payment.state === 'asked' && pay.variables === 'failed' && pay.isSuccess && <p role="status">{w.failed}</p>}
              {payment.state === 'asked' ? (
                <div className="row">
                  <button type="button" className="button main" disabled={pay.isPending} onClick={() => pay.mutate('paid')}>
                    {w.pay}
                  </button>
                  <button type="button" className="button" disabled={pay.isPending} onClick={() => pay.mutate('failed')}>
                    {w.fail}
                  </button>
                </div>
              ) : (
                payment.state !== 'paid' && <p>{w.over}</p>
              )}
            </section>
          );
        }}
      </Answer>
      <p className="more">
        <Link href="/bookings">{w.back}</Link>
      </p>
    </>
  );
}
