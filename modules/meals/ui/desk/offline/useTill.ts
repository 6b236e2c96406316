import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { problemOf } from '../../../../../platform/client.ts';
import { today } from '../../../../../ui/format.ts';
import { calls, type Site } from '../calls.ts';
import { bringSales, findTerms, isKept, keepSale, listKept, rememberTerms } from './device.ts';
import { type OfflinePrice, offlinePrice, type Price } from './price.ts';

export type Order = Omit<Parameters<typeof calls.quoteMeal>[0], 'tillId'>;
export type Quoted = { isOffline: false; price: Price } | { isOffline: true; price: OfflinePrice };
export type Paying = { paidBy: 'cash' | 'card' | 'phone' | 'nothing'; how: 'eatIn' | 'takeAway' | 'delivery' };
/** Why a till without a connection cannot go on, by its word. */
export class CannotOffline extends Error {
  readonly why: 'noKey' | 'cardOnly' | 'tooMany' | 'notServed' | 'nothingSold';
  constructor(why: CannotOffline['why']) {
    super(why);
    this.why = why;
  }
}

const graceMinutes = 30;
function mealNow({ sittings }: Site): Price['meal'] | undefined {
  const [hour, minute] = new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai' }).split(':').map(Number);
  const at = hour! * 60 + minute!;
  return sittings.find(({ from, to }) => at >= from - graceMinutes && at < to + graceMinutes)?.meal;
}

async function quoteOffline(site: Site, tillId: string, order: Order, listFen: number): Promise<Quoted> {
  if (!(await isKept(tillId))) throw new CannotOffline('noKey');
  const card = order.who === null ? null : 'card' in order.who ? order.who.card : undefined;
  if (card === undefined) throw new CannotOffline('cardOnly');
  if (listFen <= 0) throw new CannotOffline('nothingSold');
  const meal = order.meal ?? mealNow(site);
  if (!meal) throw new CannotOffline('notServed');
  if (card === null) return { isOffline: true, price: offlinePrice(listFen, meal, null, false) };
  const terms = await findTerms(tillId, card, today());
  const own = (await listKept(tillId)).filter((sale) => sale.card === card && dayOf(sale.soldAt) === today());
  if (terms && own.length >= terms.perDay) throw new CannotOffline('tooMany');
  return {
    isOffline: true,
    price: offlinePrice(
      listFen,
      meal,
      terms,
      own.some((sale) => sale.meal === meal && sale.subsidyFen > 0),
    ),
  };
}
const dayOf = (iso: string) => new Date(iso).toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' });
const isOffline = (error: unknown) => problemOf(error).status === 0;

async function quote(site: Site, tillId: string, order: Order, listFen: number): Promise<Quoted> {
  try {
    const price = await calls.quoteMeal({ tillId, ...order });
    if (price.terms && order.who && 'card' in order.who) await rememberTerms(tillId, order.who.card, price.terms);
    return { isOffline: false, price };
  } catch (error) {
    if (!isOffline(error)) throw error;
    return quoteOffline(site, tillId, order, listFen);
  }
}

async function sell(tillId: string, order: Order, { isOffline: isCutOff, price }: Quoted, paying: Paying): Promise<void> {
  if (!isCutOff) {
    await calls.sellMeal({ tillId, ...order, ...paying, expectedFen: price.dueFen });
    return;
  }
  const { listFen, discountFen, subsidyFen, meal } = price as OfflinePrice;
  const card = order.who && 'card' in order.who ? order.who.card : null;
  await keepSale(tillId, { ...paying, card, meal, listFen, discountFen, subsidyFen, soldAt: new Date().toISOString() });
}

/** Asked whether or not the browser believes in a connection. */
const always = { networkMode: 'always' } as const;

/** A till on this device: prices and sales with and without a connection, and what waits to be brought in. */
export function useTill(site: Site, tillId: string) {
  const queries = useQueryClient();
  const kept = useQuery({ queryKey: ['till', 'kept', tillId], queryFn: () => listKept(tillId), ...always });
  const isOnDevice = useQuery({ queryKey: ['till', 'key', tillId], queryFn: () => isKept(tillId), ...always });
  const onSettled = () => {
    // Not waited for: without a connection it would not come back.
    void queries.invalidateQueries({ queryKey: ['meals'] });
    return queries.invalidateQueries({ queryKey: ['till'] });
  };
  const bring = useMutation({ mutationFn: () => bringSales(tillId, calls.bringOfflineSales), onSettled, ...always });
  const waiting = (kept.data ?? []).filter(({ state }) => state === 'waiting').length;
  const { mutate, isPending } = bring;
  useEffect(() => {
    if (waiting === 0) return;
    const again = () => !isPending && navigator.onLine && mutate();
    addEventListener('online', again);
    // Browsers do not always tell that a connection is back.
    const timer = setInterval(again, 10_000);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  }, [waiting, mutate, isPending]);
  return {
    isOnDevice: isOnDevice.data === true,
    waiting,
    conflicts: (kept.data ?? []).filter(({ state, why }) => state === 'brought' && why !== null),
    bring,
    quote: useMutation({ mutationFn: ({ order, listFen }: { order: Order; listFen: number }) => quote(site, tillId, order, listFen), ...always }),
    sell: useMutation({
      mutationFn: ({ order, quoted, paying }: { order: Order; quoted: Quoted; paying: Paying }) => sell(tillId, order, quoted, paying),
      onSettled,
      ...always,
    }),
  };
}
