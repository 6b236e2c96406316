import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { faultOfRecurrence, occurrences, seriesDates } from './recurrence.ts';
import { addDays, createWorkingCalendar, weekdayOf } from './working-days.ts';

const list = (start: string, rule: string, most = 4) => occurrences({ start, rule }, { most }).join(' ');

describe('what recurs', () => {
  test.each([
    ['every Tuesday', '2026-11-24T09:00', 'FREQ=WEEKLY', '2026-11-24T09:00 2026-12-01T09:00 2026-12-08T09:00 2026-12-15T09:00'],
    ['Tuesdays and Thursdays', '2026-11-24T09:00', 'FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3', '2026-11-24T09:00 2026-11-26T09:00 2026-12-01T09:00'],
    ['every second Tuesday', '2026-11-24T14:30', 'FREQ=WEEKLY;INTERVAL=2;COUNT=3', '2026-11-24T14:30 2026-12-08T14:30 2026-12-22T14:30'],
    ['the last Saturday of the month', '2026-11-28', 'FREQ=MONTHLY;BYDAY=-1SA;COUNT=3', '2026-11-28 2026-12-26 2027-01-30'],
    ['the first Monday of the month', '2026-12-07', 'FREQ=MONTHLY;BYDAY=1MO;COUNT=3', '2026-12-07 2027-01-04 2027-02-01'],
    ['the 31st, where there is one', '2026-10-31', 'FREQ=MONTHLY;COUNT=3', '2026-10-31 2026-12-31 2027-01-31'],
    ['the last day of the month', '2026-11-30', 'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4', '2026-11-30 2026-12-31 2027-01-31 2027-02-28'],
    [
      'working weekdays for a week',
      '2026-11-23T08:00',
      'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261128',
      '2026-11-23T08:00 2026-11-24T08:00 2026-11-25T08:00 2026-11-26T08:00',
    ],
    ['until the last one, that day included', '2026-11-23T19:00', 'FREQ=DAILY;UNTIL=20261124', '2026-11-23T19:00 2026-11-24T19:00'],
    ['29 February', '2028-02-29', 'FREQ=YEARLY;COUNT=2', '2028-02-29 2032-02-29'],
    ['重阳, the ninth of the ninth month', '2026-01-01', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=9', '2026-10-18 2027-10-08 2028-10-26 2029-10-16'],
    ['春节, the first of the first month', '2026-01-01', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1', '2026-02-17 2027-02-06 2028-01-26 2029-02-13'],
    ['元宵', '2026-01-01', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=15', '2026-03-03 2027-02-20 2028-02-09 2029-02-27'],
    ['端午', '2026-01-01', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5', '2026-06-19 2027-06-09 2028-05-28 2029-06-16'],
    ['中秋', '2026-01-01', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15', '2026-09-25 2027-09-15 2028-10-03 2029-09-22'],
    ['腊八', '2026-01-01', 'RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=8', '2026-01-26 2027-01-15 2028-01-04 2029-01-22'],
  ])('%s', (_what, start, rule, expected) => {
    expect(list(start, rule)).toBe(expected);
  });
  test('a window shows what lies in it, however long it has been going on', () => {
    expect(occurrences({ start: '2020-01-06T09:00', rule: 'FREQ=WEEKLY' }, { from: '2026-11-23', to: '2026-12-07', most: 9 })).toEqual([
      '2026-11-23T09:00',
      '2026-11-30T09:00',
    ]);
  });
  test('nothing is answered without an end', () => {
    expect(occurrences({ start: '2026-01-01', rule: 'FREQ=DAILY' }, { most: 1000 })).toHaveLength(1000);
    expect(() => occurrences({ start: '2026-01-01', rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }, { most: 1 })).toThrow(/iterations/);
  });
  test.each([
    ['FREQ=FORTNIGHTLY', 'notARule', 'FREQ=FORTNIGHTLY'],
    ['INTERVAL=2', 'notARule', 'FREQ'],
    ['FREQ=WEEKLY;INTERVAL=0', 'notARule', 'INTERVAL=0'],
    ['FREQ=WEEKLY;FREQ=DAILY', 'notARule', 'FREQ=DAILY'],
    ['FREQ=WEEKLY;BYDAY=XX', 'notARule', 'BYDAY=XX'],
    ['FREQ=WEEKLY;WHEN=NOW', 'notARule', 'WHEN=NOW'],
    ['RSCALE=HEBREW;FREQ=YEARLY', 'unsupported', 'RSCALE'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD', 'unsupported', 'SKIP'],
    ['FREQ=YEARLY;BYMONTHDAY=29', 'unsupported', 'BYMONTHDAY'],
    ['FREQ=YEARLY;BYDAY=FR;BYYEARDAY=-275', 'unsupported', 'BYYEARDAY'],
    ['FREQ=YEARLY;BYWEEKNO=53', 'unsupported', 'BYWEEKNO'],
  ])('%s is refused: %s, because of %s', (rule, code, part) => {
    expect(faultOfRecurrence({ start: '2027-01-02', rule })).toMatchObject({ code, part });
  });
  test('a day that is none is refused', () => {
    expect(faultOfRecurrence({ start: '2026-02-30', rule: 'FREQ=DAILY' })).toMatchObject({ code: 'notARule' });
  });
});

describe('the table of libical', () => {
  const rows = readFileSync(new URL('libical.tsv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const iso = (text: string) =>
    text.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)Z?$/, (_all, h, m, s) => `T${h}:${m}${s === '00' ? '' : `:${s}`}`);
  test('141 of 177 are right, 9 of 9 Chinese ones, and the other 36 are refused: none is answered wrongly', () => {
    const outcome = { right: 0, chinese: 0, refused: 0, wrong: [] as string[] };
    for (const row of rows) {
      const [start, rule, times] = row.split('\t') as [string, string, string];
      const recurrence = { start: iso(start), rule };
      const expected = times.split(',').map(iso);
      if (faultOfRecurrence(recurrence)?.code === 'unsupported') outcome.refused++;
      else if (occurrences(recurrence, { most: expected.length + (/COUNT|UNTIL/.test(rule) ? 2 : 0) }).join() === expected.join()) {
        outcome.right++;
        if (rule.includes('CHINESE')) outcome.chinese++;
      } else outcome.wrong.push(row);
    }
    expect(outcome).toEqual({ right: 141, chinese: 9, refused: 36, wrong: [] });
  });
});

test('days found by the rule are the days that a walk over the calendar finds', () => {
  const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
  const days = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
  fc.assert(
    fc.property(
      fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'),
      fc.nat(700),
      fc.integer({ min: 1, max: 4 }),
      days,
      fc.subarray([1, 15, 28, 29, 30, 31]),
      (freq, offset, interval, on, dates) => {
        const start = addDays('2026-01-01', offset);
        const monday = addDays(start, 1 - weekdayOf(start));
        const apart = (day: string) => {
          if (freq === 'DAILY') return Math.round((Date.parse(day) - Date.parse(start)) / 86_400_000);
          if (freq === 'WEEKLY') return Math.floor((Date.parse(day) - Date.parse(monday)) / (7 * 86_400_000));
          return 12 * (Number(day.slice(0, 4)) - Number(start.slice(0, 4))) + Number(day.slice(5, 7)) - Number(start.slice(5, 7));
        };
        const byDate = freq === 'WEEKLY' ? [] : dates;
        const expected = [];
        for (let i = 0, day = start; i < 200; i++, day = addDays(day, 1))
          if (apart(day) % interval === 0 && on.includes(weekdayOf(day)) && (byDate.length === 0 || byDate.includes(Number(day.slice(8))))) expected.push(day);
        const rule = `FREQ=${freq};INTERVAL=${interval};BYDAY=${on.map((day) => names[day - 1]).join()}${byDate.length > 0 ? `;BYMONTHDAY=${byDate.join()}` : ''}`;
        expect(occurrences({ start, rule }, { to: addDays(start, 200), most: 300 })).toEqual(expected);
      },
    ),
    { seed: 5, numRuns: 150 },
  );
});

describe('a series and the holidays', () => {
  const off = (name: string, from: string, count: number) => Array.from({ length: count }, (_, i) => ({ date: addDays(from, i), name, isOffDay: true }));
  const worked = ['2026-05-09', '2026-09-20', '2026-10-10'].map((date) => ({ date, name: '上班', isOffDay: false }));
  const calendar = createWorkingCalendar([
    { year: 2026, papers: [], days: [...off('劳动节', '2026-05-01', 5), ...off('中秋节', '2026-09-25', 3), ...off('国庆节', '2026-10-01', 7), ...worked] },
  ]);
  const dates = (start: string, rule: string, onHoliday: 'keep' | 'leaveOut' | 'nextWorkingDay', except: string[] = []) =>
    seriesDates(occurrences({ start, rule }, { most: 9 }), calendar, { onHoliday, except }).map(
      ({ at, planned, state, why }) => `${planned.slice(5, 10)}${state === 'moved' ? `→${at.slice(5)}` : ` ${state}`}${why ? ` ${why}` : ''}`,
    );
  test.each([
    ['keeps', 'keep', ['09-25 planned 中秋节', '10-02 planned 国庆节', '10-09 planned']],
    ['leaves out', 'leaveOut', ['09-25 leftOut 中秋节', '10-02 leftOut 国庆节', '10-09 planned']],
    ['moves to the next working day', 'nextWorkingDay', ['09-25→09-28T09:00 中秋节', '10-02→10-08T09:00 国庆节', '10-09 planned']],
  ] as const)('Friday lessons around the National Day: %s', (_what, onHoliday, expected) => {
    expect(dates('2026-09-25T09:00', 'FREQ=WEEKLY;COUNT=3', onHoliday)).toEqual(expected);
  });
  test('the worked Saturday is a working day to move to', () => {
    expect(dates('2026-05-05', 'FREQ=DAILY;COUNT=1', 'nextWorkingDay')).toEqual(['05-05→05-06 劳动节']);
    expect(dates('2026-10-05', 'FREQ=DAILY;INTERVAL=4;COUNT=2', 'nextWorkingDay')).toEqual(['10-05→10-08 国庆节', '10-09 planned']);
  });
  test('never onto a day that the series has anyway', () => {
    expect(dates('2026-10-07', 'FREQ=DAILY;COUNT=3', 'nextWorkingDay')).toEqual(['10-07→10-10 国庆节', '10-08 planned', '10-09 planned']);
  });
  test('an excepted date says so', () => {
    expect(dates('2026-11-24', 'FREQ=WEEKLY;COUNT=2', 'keep', ['2026-12-01'])).toEqual(['11-24 planned', '12-01 leftOut excepted']);
  });
});
