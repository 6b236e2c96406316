import data from './data/units.json' with { type: 'json' };

export type Unit = {
  code: string;
  name: { zh: string; en: string };
  decimals: number /** Smallest parts that make one, where that is not a power of ten. */;
  per?: number;
  isMoney: boolean;
};
/** A rule that allows one unit to become another, from a day on, with its source. None is shipped: volunteer hours must not become pay. */
export type ExchangeRule = { from: string; to: string; give: number; get: number; since: string; until?: string; source: string };

const units: Unit[] = data.units;
export const exchangeRules: ExchangeRule[] = data.exchanges;

/** Every unit of the registry. */
export const listUnits = (): Unit[] => units;

/** A unit by its code. @throws RangeError where the registry has none such: a mistake of the caller */
export function getUnit(code: string): Unit {
  const unit = units.find((one) => one.code === code);
  if (!unit) throw new RangeError(`${code} is not a unit of modules/ledger/data/units.json`);
  return unit;
}
