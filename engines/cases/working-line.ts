import { dayOf, type Minute, minuteOf, timeOf } from '../calendar/local-time.ts';
import { addDays, type WorkingCalendar } from '../calendar/working-days.ts';

/** The hours of an office on a working day, in minutes after midnight, ascending; 8:30–12:00 and 13:30–17:30 is [[510, 720], [810, 1050]]. */
export type OfficeHours = readonly (readonly [from: number, to: number])[];

/**
 * Working time as one axis: its minutes counted through nights, weekends and holidays. A deadline moved by a pause or an extension is
 * then a sum, in whatever order they came.
 */
export type WorkingLine = {
  minutesADay: number;
  /** Working minutes from the beginning of the axis up to a minute of the wall clock. */
  before(at: Minute): number;
  /** Those up to the end of the day that a minute lies on: where the day itself does not count. */
  beforeDayAfter(at: Minute): number;
  /** The earliest minute of the wall clock by which so many working minutes have passed. */
  at(worked: number): Minute;
  /** The end of a calendar day, or of the next working day where that day is off. @param day `YYYY-MM-DD` */
  endOfDayOrNextWorking(day: string): Minute;
  /** Whether the days up to a minute are known by a published notice; unknown years count weekends only. */
  isProvisional(at: Minute): boolean;
};

const firstDay = '2000-01-01';
const daysKept = 40 * 366;
const beginning = minuteOf(firstDay);
const dayMinutes = 1440;

/**
 * The axis of a calendar and an office, from 2000 to 2039.
 * @param office hours of a working day; [[0, 1440]] counts working days of 24 hours
 */
export function createWorkingLine(calendar: WorkingCalendar, office: OfficeHours): WorkingLine {
  const minutesADay = office.reduce((sum, [from, to]) => sum + to - from, 0);
  const worked = new Int32Array(daysKept + 1);
  const provisional = new Uint8Array(daysKept);
  for (let i = 0, day = firstDay; i < daysKept; i++, day = addDays(day, 1)) {
    const kind = calendar.kindOf(day);
    worked[i + 1] = worked[i]! + (kind.isWorkingDay ? 1 : 0);
    provisional[i] = kind.provisional ? 1 : 0;
  }
  const indexOf = (at: Minute) => {
    const index = Math.floor((at - beginning) / dayMinutes);
    if (index < 0 || index >= daysKept) throw new RangeError(`working time is kept from ${firstDay} to 2039, not for ${dayOf(at)}`);
    return index;
  };
  const isWorked = (index: number) => worked[index + 1]! > worked[index]!;
  const minutesOfDay = (time: number) => office.reduce((sum, [from, to]) => sum + Math.min(Math.max(time - from, 0), to - from), 0);
  const timeAfter = (minutes: number) => {
    let left = minutes;
    for (const [from, to] of office) {
      if (left <= to - from) return from + left;
      left -= to - from;
    }
    return dayMinutes;
  };
  /** The first day by whose end so many days are worked. */
  const dayByWhich = (days: number) => {
    let low = 0;
    for (let high = daysKept; low < high; ) {
      const middle = (low + high) >> 1;
      if (worked[middle + 1]! >= days) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return {
    minutesADay,
    before: (at) => {
      const index = indexOf(at);
      return worked[index]! * minutesADay + (isWorked(index) ? minutesOfDay(timeOf(at)) : 0);
    },
    beforeDayAfter: (at) => worked[indexOf(at) + 1]! * minutesADay,
    at: (minutes) => {
      const whole = Math.ceil(minutes / minutesADay);
      return beginning + dayByWhich(whole) * dayMinutes + timeAfter(minutes - (whole - 1) * minutesADay);
    },
    endOfDayOrNextWorking: (day) => {
      let index = indexOf(minuteOf(day));
      while (!isWorked(index)) index++;
      return beginning + (index + 1) * dayMinutes;
    },
    isProvisional: (at) => provisional[indexOf(at - 1)] === 1,
  };
}
