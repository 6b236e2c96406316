/** A number that laws set by date and area, such as the minimum living standard; never written in a rule. */
export type Parameter = {
  code: string;
  name: { zh: string; en: string };
  unit: string;
  decimals?: number;
  /** `area` is the beginning of area codes ('' is everywhere); `to` is the first day it no longer holds. */
  values: { from: string; to: string | null; area: string; value: number; source: string }[];
};

/** A parameter has no value where and when one is asked for. */
export class NoParameter extends Error {
  readonly code: string;
  readonly area: string;
  readonly day: string;
  constructor(code: string, area: string, day: string) {
    super(`The parameter ${code} has no value on ${day} in ${area || 'every area'}: enter one, or end the policy before that day.`);
    this.code = code;
    this.area = area;
    this.day = day;
  }
}

const holds = (entry: Parameter['values'][number], day: string) => entry.from <= day && (entry.to === null || day < entry.to);

/** The value in an area on a day: that of the smallest area that has one. @throws NoParameter */
export function valueIn({ code, values }: Parameter, area: string, day: string): number {
  const fitting = values.filter((entry) => holds(entry, day) && area.startsWith(entry.area));
  const best = fitting.sort((a, b) => b.area.length - a.area.length || (a.from < b.from ? 1 : -1))[0];
  if (!best) throw new NoParameter(code, area, day);
  return best.value;
}

/** Areas grouped by the value they have on a day. @throws NoParameter for the first area without one */
export function valuesByArea(parameter: Parameter, areas: readonly string[], day: string): { value: number; areas: string[] }[] {
  const groups = new Map<number, string[]>();
  for (const area of areas) {
    const value = valueIn(parameter, area, day);
    groups.set(value, [...(groups.get(value) ?? []), area]);
  }
  return [...groups].map(([value, own]) => ({ value, areas: own })).sort((a, b) => a.value - b.value);
}
