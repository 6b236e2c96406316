/**
 * Facts are whole numbers: money in fen, dates in days since 1970-01-01, flags 0 or 1, codes by their place in the dictionary. Three states are
 * not values, and differ: nobody knows; it is known that there is none; the question does not arise.
 */
export const unknown = -0x8000_0000;
export const none = unknown + 1;
export const notApplicable = unknown + 2;
/** The smallest number that is a value. */
export const leastValue = unknown + 3;
/**
 * False 0, unknown 1, true 2: in strong Kleene logic `all` is the least, `any` the largest and `not` the difference from 2.
 * Source: Kleene, Introduction to Metamathematics (1952), §64.
 */
export type Verdict = 0 | 1 | 2;
export const not = (verdict: Verdict): Verdict => (2 - verdict) as Verdict;
/** Whether a number between `low` and `high`, nobody knows which, lies between `from` and `to`. */
export const within = (low: number, high: number, from: number, to: number): Verdict => (low > to || high < from ? 0 : low >= from && high <= to ? 2 : 1);
/** At least `count` of so many true ones, and of so many that may be. */
export const enough = (must: number, may: number, count: number): Verdict => (must >= count ? 2 : may >= count ? 1 : 0);
