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

const shiftMinutes = 8 * 60;
/** A moment as a minute of the wall clock in Asia/Shanghai, as engines/calendar counts them; seconds are cut off. */
export const wallMinute = (moment: Date): number => Math.floor(moment.getTime() / 60_000) + shiftMinutes;

/** The moment at which the wall clock in Asia/Shanghai shows a minute. */
export const momentAt = (minute: number): Date => new Date((minute - shiftMinutes) * 60_000);
