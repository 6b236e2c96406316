import data from './data/rules.json' with { type: 'json' };

export type PointUnit = 'points' | 'loveBeans';
export type EarningRule = {
  code: string;
  unit: PointUnit;
  name: { zh: string; en: string };
  /** A fixed amount, or so much for an hour. */
  amount?: number;
  perHour?: number;
  /** Whether somebody at the counter may give it. */
  byHand: boolean;
  caps: { per: 'day' | 'month'; most: number }[];
};
/** How points and love beans are earned, versioned with their source. */
export const rules = { ...data, earning: data.earning as EarningRule[] };

export const findRule = (code: string): EarningRule | undefined => rules.earning.find((rule) => rule.code === code);

/** The first day on which points that came in on a day are no longer good. */
export const expireOn = (day: string): string | null => (rules.expiresAtEndOfNextYear ? `${Number(day.slice(0, 4)) + 2}-01-01` : null);
