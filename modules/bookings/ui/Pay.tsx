import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { api } from '../../../platform/client.ts';
import { yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Failed } from '../../../ui/States.tsx';
import type { ledger } from '../../ledger/contract.ts';
import type { bookings } from '../contract.ts';
import { useChange } from './BookingCard.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
const ledgerCalls = api<typeof ledger>('ledger');

/** What a booking costs, and whether it is paid; the paying itself is done at the gateway. */
export function Pay({ id, priceFen, mayPay }: { id: string; priceFen: number; mayPay: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [, go] = useLocation();
  const queries = useQueryClient();
  const payments = useQuery({ queryKey: ['ledger', 'payments'], queryFn: () => ledgerCalls.listMyPayments() });
  const own = payments.data?.find(({ purpose, reference, state }) => purpose === 'booking' && reference === id && state !== 'lapsed');
  const pay = useChange(async () => {
    const { payUrl } = await calls.payBooking({ id });
    await queries.invalidateQueries({ queryKey: ['ledger'] });
    go(payUrl);
  });
  return (
    <>
      <p>
        {w.toPay(yuan(priceFen, language))} {own && own.state !== 'asked' && <span className="badge">{w.payStates[own.state]}</span>}
      </p>
      {pay.error && <Failed error={pay.error} />}
      {mayPay && payments.data && (!own || own.state === 'asked') && (
        <p>
          <button type="button" className="button" disabled={pay.isPending} onClick={() => pay.mutate()}>
            {w.pay}
          </button>
        </p>
      )}
    </>
  );
}
