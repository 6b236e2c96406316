import { judge } from '../../../engines/rules/interpret.ts';
import type { SchemeCap, SchemeOn } from './scheme.ts';

export type Text = { zh: string; en: string };
export type PriceLine = {
  kind: 'list' | 'discount' | 'offer' | 'subsidy';
  code: string;
  name: Text /** Fen; what is taken off is below 0. */;
  amountFen: number;
};
export type Subsidy = { code: string; amountFen: number; caps: SchemeCap[] };
export type Price = {
  lines: PriceLine[];
  listFen: number;
  dueFen: number;
  subsidy: Subsidy | null;
  /** What the person may get too, if a fact that nobody knows yet is so. */
  maybe: Text[];
  /** What is used up: a cap that is reached, or the meal that was subsidised before. */
  usedUp: Text[];
};
export type Bill = {
  listFen: number;
  /** Facts of the person by field number on the day of the meal; null for somebody who is not identified. */
  facts: Int32Array | null;
  /** Whether the canteen is on the city-wide pass. */
  isOnPass: boolean;
  /** What the canteen itself takes off after the discount. */
  offerFen?: number;
  /** Whether a cap of a subsidy still has room; true where nobody has counted. */
  hasRoom?: (subsidy: string, cap: SchemeCap) => boolean;
  /** Whether the person has had the subsidised meal of this date and time. */
  isServed?: boolean;
};

const steps = { fen: 1, jiao: 10, yuan: 100 };
const rounded = (fen: number, to: keyof typeof steps) => Math.floor(fen / steps[to] + 0.5) * steps[to];

/**
 * What a meal costs, line by line (standards.md §5): the list price, the first discount that the person surely has, the canteen's own
 * offer, then the first subsidy, which is never more than what is due. What is unknown is not given, but told.
 */
export function priceOf({ scheme, discounts, subsidies }: SchemeOn, bill: Bill): Price {
  const { listFen, facts, offerFen = 0, hasRoom = () => true, isServed = false } = bill;
  const price: Price = {
    lines: [{ kind: 'list', code: 'list', name: { zh: '菜价', en: 'List price' }, amountFen: listFen }],
    listFen,
    dueFen: listFen,
    subsidy: null,
    maybe: [],
    usedUp: [],
  };
  const take = (kind: PriceLine['kind'], code: string, name: Text, amountFen: number) => {
    if (amountFen <= 0) return;
    price.lines.push({ kind, code, name, amountFen: -amountFen });
    price.dueFen -= amountFen;
  };
  const isOpen = facts !== null && (bill.isOnPass || !scheme.onPassOnly);
  const household = { own: facts ?? new Int32Array(0), others: [], isComplete: false };
  if (isOpen) {
    for (const [i, { code, percent, name }] of scheme.discounts.entries()) {
      const verdict = judge(discounts[i]!, household);
      if (verdict === 1) price.maybe.push(name);
      if (verdict !== 2) continue;
      take('discount', code, name, listFen - rounded((listFen * percent) / 100, scheme.roundTo));
      break;
    }
  }
  take('offer', 'offer', { zh: '食堂优惠', en: 'Offer of the canteen' }, Math.min(offerFen, price.dueFen));
  if (isOpen) takeSubsidy(price, take);
  return price;

  function takeSubsidy(to: Price, takeOff: typeof take): void {
    for (const [i, { code, leastFen, amountFen, caps, name }] of scheme.subsidies.entries()) {
      const verdict = judge(subsidies[i]!, household);
      if (verdict === 0 || to.dueFen < leastFen || to.dueFen === 0) continue;
      if (verdict === 1) to.maybe.push(name);
      else if (isServed || caps.some((cap) => !hasRoom(code, cap))) {
        to.usedUp.push(name);
        return;
      } else {
        const given = Math.min(amountFen, to.dueFen);
        takeOff('subsidy', code, name, given);
        to.subsidy = { code, amountFen: given, caps };
        return;
      }
    }
  }
}

export type Terms = {
  discount: { percent: number; name: Text } | null;
  roundTo: keyof typeof steps;
  subsidies: { name: Text; leastFen: number; amountFen: number }[];
};

/** What a till may grant somebody whom it has seen, without a connection: what they surely have, whatever is used up today. */
export function termsOf({ scheme, discounts, subsidies }: SchemeOn, facts: Int32Array, isOnPass: boolean): Terms {
  const household = { own: facts, others: [], isComplete: false };
  const isOpen = isOnPass || !scheme.onPassOnly;
  const discount = isOpen ? scheme.discounts.find((_, i) => judge(discounts[i]!, household) === 2) : undefined;
  const given = isOpen ? scheme.subsidies.filter((_, i) => judge(subsidies[i]!, household) === 2) : [];
  return {
    discount: discount ? { percent: discount.percent, name: discount.name } : null,
    roundTo: scheme.roundTo,
    subsidies: given.map(({ name, leastFen, amountFen }) => ({ name, leastFen, amountFen })),
  };
}
