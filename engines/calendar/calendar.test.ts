import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOf, hoursOn, mergeIntervals, type OpeningHours, openState } from './opening-hours.ts';
import { addDays, createWorkingCalendar, type HolidayYear, weekdayOf } from './working-days.ts';

const range = (from: string, to: string, name: string) => {
  const days: HolidayYear['days'] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push({ date: day, name, isOffDay: true });
  return days;
};
const year2026: HolidayYear = {
  year: 2026,
  papers: ['test'],
  days: [
    ...range('2026-01-01', '2026-01-03', '元旦'),
    ...range('2026-02-15', '2026-02-23', '春节'),
    ...range('2026-04-04', '2026-04-06', '清明节'),
    ...range('2026-05-01', '2026-05-05', '劳动节'),
    ...range('2026-06-19', '2026-06-21', '端午节'),
    ...range('2026-09-25', '2026-09-27', '中秋节'),
    ...range('2026-10-01', '2026-10-07', '国庆节'),
    ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'].map((date) => ({
      date,
      name: '上班',
      isOffDay: false,
    })),
  ],
};
const calendar = createWorkingCalendar([year2026]);

describe('working days', () => {
  test('2026 has 248 of them, month by month as published', () => {
    const months = Array.from({ length: 12 }, (_, m) => {
      let n = 0;
      for (let day = `2026-${String(m + 1).padStart(2, '0')}-01`; Number(day.slice(5, 7)) === m + 1; day = addDays(day, 1))
        if (calendar.kindOf(day).isWorkingDay) n++;
      return n;
    });
    expect(months).toEqual([21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
    expect(months.reduce((a, b) => a + b)).toBe(248);
  });
  test('a Saturday that is worked to make up is a working day, a holiday Monday is not', () => {
    expect(calendar.kindOf('2026-02-14')).toMatchObject({ isWorkingDay: true, isMakeUp: true, provisional: false });
    expect(calendar.kindOf('2026-02-16')).toMatchObject({ isWorkingDay: false, holiday: '春节' });
  });
  test('a year without a notice goes by weekends and says that it is provisional', () => {
    expect(calendar.kindOf('2027-01-01')).toEqual({ isWorkingDay: true, holiday: null, isMakeUp: false, provisional: true });
    expect(calendar.kindOf('2027-01-02').isWorkingDay).toBe(false);
  });
  test('five working days after the eve of the Spring Festival skip it and count the make-up Saturday', () => {
    expect(calendar.addWorkingDays('2026-02-13', 5)).toEqual({ day: '2026-02-27', provisional: false });
    expect(calendar.addWorkingDays('2026-12-31', 1)).toEqual({ day: '2027-01-01', provisional: true });
  });
});

const h = (hour: number, minute = 0) => hour * 60 + minute;
const library: OpeningHours = {
  allDay: false,
  weekly: [
    { days: [2, 3, 4, 5, 6, 7], from: h(9), to: h(12) },
    { days: [2, 3, 4, 5, 6, 7], from: h(13), to: h(21) },
    { days: [1], from: h(18), to: h(20), term: 'vacation' },
    { days: [6], from: h(21), to: h(22), season: { from: '11-01', to: '03-31' } },
  ],
  onHoliday: 'asSunday',
  onMakeUpDay: 'asMonday',
  exceptions: [
    { from: '2026-03-10', to: '2026-03-12', intervals: [], note: '盘点' },
    { from: '2026-03-12', to: '2026-03-12', intervals: [{ from: h(14), to: h(16) }], note: '半天' },
  ],
  vacations: [{ from: '2026-07-01', to: '2026-08-31' }],
};
const shown = (day: string, hours: OpeningHours = library) =>
  hoursOn(hours, day, calendar)
    .intervals.map(({ from, to }) => `${from / 60}-${to / 60}`)
    .join(' ');

describe('opening hours', () => {
  test.each([
    ['an ordinary Tuesday', '2026-03-03', '9-12 13-21'],
    ['an ordinary Monday', '2026-03-02', ''],
    ['a Monday in the school vacation', '2026-07-06', '18-20'],
    ['a winter Saturday: touching times join', '2026-03-07', '9-12 13-22'],
    ['a summer Saturday', '2026-06-06', '9-12 13-21'],
    ['the season runs over New Year', '2026-12-26', '9-12 13-22'],
    ['a legal holiday on a Monday is like a Sunday', '2026-02-16', '9-12 13-21'],
    ['a make-up Saturday is like a Monday', '2026-02-14', ''],
    ['closed by an exception', '2026-03-11', ''],
    ['the later exception wins', '2026-03-12', '14-16'],
  ])('%s', (_what, day, expected) => {
    expect(shown(day)).toBe(expected);
  });
  test('an exception wins over open all day', () => {
    expect(shown('2026-03-11', { ...library, allDay: true })).toBe('');
    expect(shown('2026-03-09', { ...library, allDay: true })).toBe('0-24');
  });
  test('closed on holidays means closed', () => {
    expect(shown('2026-10-01', { ...library, onHoliday: 'closed' })).toBe('');
    expect(shown('2026-10-01', { ...library, onHoliday: 'asUsual' })).toBe('9-12 13-21');
  });
  test('open now, until when, and when next', () => {
    expect(openState(library, '2026-03-03', h(9), calendar)).toEqual({ isOpen: true, closesAt: h(12), opensNext: null });
    expect(openState(library, '2026-03-03', h(12), calendar)).toEqual({
      isOpen: false,
      closesAt: null,
      opensNext: { day: '2026-03-03', minute: h(13) },
    });
    expect(openState(library, '2026-03-01', h(21), calendar)).toEqual({
      isOpen: false,
      closesAt: null,
      opensNext: { day: '2026-03-03', minute: h(9) },
    });
    expect(openState({ ...library, weekly: [], exceptions: [] }, '2026-03-03', h(9), calendar)).toEqual({
      isOpen: false,
      closesAt: null,
      opensNext: null,
    });
  });
  test('hours that end before they begin are named', () => {
    expect(faultOf({ ...library, weekly: [{ days: [1], from: h(22), to: h(2) }] })).toContain('past midnight');
    expect(faultOf({ ...library, exceptions: [{ from: '2026-03-02', to: '2026-03-01', intervals: [], note: '' }] })).toContain('2026-03-02');
    expect(faultOf(library)).toBeNull();
  });
  test('the list and "open now" never disagree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 364 }), fc.integer({ min: 0, max: 1439 }), (offset, minute) => {
        const day = addDays('2026-01-01', offset);
        const listed = hoursOn(library, day, calendar).intervals.some(({ from, to }) => from <= minute && minute < to);
        expect(openState(library, day, minute, calendar).isOpen).toBe(listed);
      }),
    );
  });
  test('merged times cover the same minutes and never touch', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1400), fc.integer({ min: 1, max: 200 }))), (parts) => {
        const intervals = parts.map(([from, length]) => ({ from, to: from + length }));
        const merged = mergeIntervals(intervals);
        for (let i = 1; i < merged.length; i++) expect(merged[i]!.from).toBeGreaterThan(merged[i - 1]!.to);
        for (let minute = 0; minute < 1600; minute += 7) {
          const inside = (list: typeof intervals) => list.some(({ from, to }) => from <= minute && minute < to);
          expect(inside(merged)).toBe(inside(intervals));
        }
      }),
    );
  });
  test('weekdays are those of the calendar', () => {
    expect([weekdayOf('2026-11-22'), weekdayOf('2026-11-23'), weekdayOf('2000-02-29')]).toEqual([7, 1, 2]);
  });
});
