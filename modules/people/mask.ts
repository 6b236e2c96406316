/** How protected fields are shown to people who were not given a reason to read them (standards.md §12). */
export const maskName = (name: string) => (name.length === 0 ? '' : name[0] + '*'.repeat(Math.max(1, name.length - 1)));
export const maskIdentity = (number: string) =>
  number.length < 12
    ? `${number.slice(0, 1)}${'*'.repeat(Math.max(4, number.length - 2))}${number.slice(-1)}`
    : `${number.slice(0, 4)}${'*'.repeat(number.length - 6)}${number.slice(-2)}`;

export type AgeBand = '0-6' | '7-17' | '18-34' | '35-59' | '60-79' | '80+';
export const ageBands: AgeBand[] = ['0-6', '7-17', '18-34', '35-59', '60-79', '80+'];

/** Completed years on a day. Born on 29 February, a person turns older on 1 March in common years. */
export function ageOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

export function ageBandOn(bornOn: string, day: string): AgeBand {
  const age = ageOn(bornOn, day);
  if (age < 7) return '0-6';
  if (age < 18) return '7-17';
  if (age < 35) return '18-34';
  if (age < 60) return '35-59';
  return age < 80 ? '60-79' : '80+';
}
