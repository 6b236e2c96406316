import type { calls } from '../calls.ts';

export type Price = Awaited<ReturnType<typeof calls.quoteMeal>>;
export type Terms = NonNullable<Price['terms']>;
export type OfflinePrice = Pick<Price, 'lines' | 'listFen' | 'dueFen' | 'subsidyFen' | 'meal'> & { discountFen: number };

const steps = { fen: 1, jiao: 10, yuan: 100 };

/** What a meal costs without a connection: the discount and subsidy that the till remembers of the card; the house decides when it comes in. */
export function offlinePrice(listFen: number, meal: Price['meal'], terms: Terms | null, isServed: boolean): OfflinePrice {
  const lines: Price['lines'] = [{ kind: 'list', code: 'list', name: { zh: '菜价', en: 'List price' }, amountFen: listFen }];
  const step = steps[terms?.roundTo ?? 'fen'];
  const discountFen = terms?.discount ? listFen - Math.floor((listFen * terms.discount.percent) / 100 / step + 0.5) * step : 0;
  if (discountFen > 0) lines.push({ kind: 'discount', code: 'offline', name: terms!.discount!.name, amountFen: -discountFen });
  const due = listFen - discountFen;
  const subsidy = isServed ? undefined : terms?.subsidies.find(({ leastFen }) => due > 0 && due >= leastFen);
  const subsidyFen = subsidy ? Math.min(subsidy.amountFen, due) : 0;
  if (subsidy) lines.push({ kind: 'subsidy', code: 'offline', name: subsidy.name, amountFen: -subsidyFen });
  return { lines, listFen, discountFen, subsidyFen, dueFen: due - subsidyFen, meal };
}
