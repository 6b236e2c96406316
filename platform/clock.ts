/** The time, injectable: handlers get `now` from their context and never ask the system. */
export type Clock = () => Date;
export const systemClock: Clock = () => new Date();

/** China has had one time zone without summer time since 1992; `date` columns mean days here. */
const here = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The calendar day in Asia/Shanghai at a moment, `YYYY-MM-DD`. */
export function dayHere(moment: Date): string {
  return here.format(moment);
}

/** Minutes since midnight in Asia/Shanghai. */
export function minuteHere(moment: Date): number {
  return Math.floor(((((moment.getTime() + 8 * 3600_000) % 86_400_000) + 86_400_000) % 86_400_000) / 60_000);
}
