import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOf, minuteOf, timeOf } from '../calendar/local-time.ts';
import { createWorkingCalendar, type HolidayYear } from '../calendar/working-days.ts';
import { type ClockEvent, dueIfResumed, isLate, type Limit, readClock, shareUsed } from './clock.ts';
import { createWorkingLine } from './working-line.ts';

const rowsOf = (name: string) =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .filter((row) => !row.startsWith('#'))
    .map((row) => row.split('\t'));
const at = (text: string) => minuteOf(text.slice(0, 10), Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)));
const text = (minute: number) => `${dayOf(minute)}T${new Date(timeOf(minute) * 60_000).toISOString().slice(11, 16)}`;
const limitOf = (words: string) => {
  const [kind, amount] = words.split(' ');
  return { [kind!]: Number(amount) } as Limit;
};

const off = (name: string, from: string, to: string) =>
  Array.from({ length: (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1 }, (_, i) => ({
    name,
    date: new Date(Date.parse(from) + i * 86_400_000).toISOString().slice(0, 10),
    isOffDay: true,
  }));
const worked = (...days: string[]) => days.map((date) => ({ name: '调休上班', date, isOffDay: false }));
const years: HolidayYear[] = [
  {
    year: 2025,
    papers: [],
    days: [
      ...off('元旦', '2025-01-01', '2025-01-01'),
      ...off('春节', '2025-01-28', '2025-02-04'),
      ...off('清明', '2025-04-04', '2025-04-06'),
      ...off('劳动节', '2025-05-01', '2025-05-05'),
      ...off('端午', '2025-05-31', '2025-06-02'),
      ...off('国庆', '2025-10-01', '2025-10-08'),
      ...worked('2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'),
    ],
  },
  {
    year: 2026,
    papers: [],
    days: [
      ...off('元旦', '2026-01-01', '2026-01-03'),
      ...off('春节', '2026-02-15', '2026-02-23'),
      ...off('清明', '2026-04-04', '2026-04-06'),
      ...off('劳动节', '2026-05-01', '2026-05-05'),
      ...off('端午', '2026-06-19', '2026-06-21'),
      ...off('中秋', '2026-09-25', '2026-09-27'),
      ...off('国庆', '2026-10-01', '2026-10-07'),
      ...worked('2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'),
    ],
  },
];
const calendar = createWorkingCalendar(years);
const office = [
  [510, 720],
  [810, 1050],
] as const;
const line = createWorkingLine(calendar, office);

const chinese = rowsOf('deadlines.tsv');
test.each(chinese)('%s: from %s, %s, is due as counted by hand', (_, begins, limit, events, due) => {
  const rest = events === '-' ? [] : events!.split('; ');
  const clock = readClock(
    [
      { at: at(begins!), does: 'start', limit: limitOf(limit!) },
      ...rest.map((words): ClockEvent => {
        const [does, when, ...by] = words.split(' ');
        return does === 'extend' ? { at: at(when!), does, by: limitOf(by.join(' ')) } : { at: at(when!), does: does as 'pause' | 'resume' };
      }),
    ],
    line,
  )!;
  expect(text(clock.dueAt)).toBe(due);
});

const signalen = rowsOf('signalen.tsv');
test('Signalen’s table of deadlines gives the same days and hours on a calendar without holidays and an office that never closes', () => {
  const plain = createWorkingLine(createWorkingCalendar([]), [[0, 1440]]);
  const got = signalen.map(([begins, kind, days, factor]) => {
    const hours = 24 * Number(days) * Number(factor);
    return text(readClock([{ at: at(begins!), does: 'start', limit: kind === 'working' ? { workingHours: hours } : { hours } }], plain)!.dueAt);
  });
  // What is over at the end of Friday is, on this axis, over at midnight; Signalen says the same moment.
  expect(got).toEqual(signalen.map((row) => row[4]));
  expect(signalen.length).toBeGreaterThanOrEqual(33);
  expect(chinese.length).toBeGreaterThanOrEqual(60);
});

/** The same by brute force, one minute of the wall clock after the other; null where something happened after the time was used up. */
function countedByMinutes(begins: number, limit: Limit, events: readonly ClockEvent[]): number | null {
  const [kind, amount] = Object.entries(limit)[0] as [string, number];
  const unit: Record<string, number> = { hours: 60, workingHours: 60, workingDays: 450, days: 1440 };
  const inOffice = (m: number) => calendar.kindOf(dayOf(m)).isWorkingDay && office.some(([from, to]) => from <= timeOf(m) && timeOf(m) < to);
  const afterFirstDay = minuteOf(dayOf(begins)) + 1440;
  let left = Math.round(amount * unit[kind]!);
  for (const event of events) if (event.does === 'extend') left += Math.round((Object.values(event.by)[0] as number) * unit[Object.keys(event.by)[0]!]!);
  let paused = false;
  let m = begins;
  for (; left > 0; m++) {
    for (const event of events) if (event.at === m && event.does !== 'extend') paused = event.does === 'pause';
    if (paused) continue;
    if (kind === 'hours' || (kind === 'days' && m >= afterFirstDay)) left--;
    else if (kind === 'workingHours' && inOffice(m)) left--;
    else if (kind === 'workingDays' && m >= afterFirstDay && inOffice(m)) left--;
  }
  if (events.some((event) => event.at > m)) return null;
  if (kind !== 'days') return m;
  let day = minuteOf(dayOf(m - 1));
  while (!calendar.kindOf(dayOf(day)).isWorkingDay) day += 1440;
  return day + 1440;
}

const aLimit = fc.oneof(
  fc.integer({ min: 1, max: 72 }).map((hours): Limit => ({ hours })),
  fc.integer({ min: 1, max: 30 }).map((n): Limit => ({ workingHours: n * 0.75 })),
  fc.integer({ min: 1, max: 12 }).map((workingDays): Limit => ({ workingDays })),
  fc.integer({ min: 1, max: 15 }).map((days): Limit => ({ days })),
);
const someHistory = fc
  .tuple(
    fc.integer({ min: minuteOf('2025-12-10'), max: minuteOf('2026-10-10') }),
    aLimit,
    fc.array(fc.integer({ min: 1, max: 6000 }), { maxLength: 4 }),
    fc.integer({ min: 0, max: 3 }),
  )
  .map(([begins, limit, gaps, more]) => {
    const kind = Object.keys(limit)[0]!;
    let when = begins;
    const events = gaps.slice(0, gaps.length - (gaps.length % 2)).map((gap, i): ClockEvent => {
      when += gap;
      return { at: when, does: i % 2 === 0 ? 'pause' : 'resume' };
    });
    const extension = { at: begins, does: 'extend', by: { [kind]: more } as Limit } as const;
    return { begins, limit, events: more > 0 ? [extension, ...events] : events };
  });

test('a deadline is what counting every minute of the wall clock gives', () => {
  fc.assert(
    fc.property(someHistory, ({ begins, limit, events }) => {
      const counted = countedByMinutes(begins, limit, events);
      fc.pre(counted !== null);
      expect(text(readClock([{ at: begins, does: 'start', limit }, ...events], line)!.dueAt)).toBe(text(counted!));
    }),
    { numRuns: Number(process.env['CLOCK_RUNS'] ?? 200) },
  );
});

test('extensions and pauses give the same deadline in whatever order they came, and time used runs from nothing to all of it', () => {
  fc.assert(
    fc.property(someHistory, ({ begins, limit, events }) => {
      const start: ClockEvent = { at: begins, does: 'start', limit };
      const clock = readClock([start, ...events], line)!;
      const extensionLast = [...events].sort((a, b) => Number(a.does === 'extend') - Number(b.does === 'extend'));
      const isInTime = events.every((event) => event.at < readClock([start], line)!.dueAt);
      if (isInTime) expect(readClock([start, ...extensionLast], line)!.dueAt).toBe(clock.dueAt);
      expect(shareUsed(readClock([start], line)!, begins, line)).toBe(0);
      expect(shareUsed(clock, clock.dueAt, line)).toBeCloseTo(1, 1);
      expect(isLate(clock, clock.dueAt)).toBe(false);
      expect(isLate(clock, clock.dueAt + 1)).toBe(true);
    }),
  );
});

test('a paused clock tells when it would be due if it went on now; a pause after the end gives nothing back; a stopped clock is changed by nothing', () => {
  const start: ClockEvent = { at: at('2026-11-16T10:00'), does: 'start', limit: { workingDays: 5 } };
  const paused = readClock([start, { at: at('2026-11-17T14:00'), does: 'pause' }], line)!;
  expect(text(dueIfResumed(paused, at('2026-11-17T16:00'), line))).toBe('2026-11-24T10:30');
  expect(isLate(paused, at('2026-12-30T10:00'))).toBe(false);
  const late = readClock([start, { at: at('2026-11-24T08:30'), does: 'pause' }, { at: at('2026-11-30T08:30'), does: 'resume' }], line)!;
  expect(text(late.dueAt)).toBe('2026-11-23T17:30');
  const stop: ClockEvent = { at: at('2026-11-18T10:00'), does: 'stop' };
  const stopped = readClock([start, stop], line);
  expect(readClock([start, stop, { at: at('2026-11-19T10:00'), does: 'extend', by: { workingDays: 9 } }], line)).toEqual(stopped);
});

test('what is due in a year without a notice is provisional', () => {
  const due = (begins: string) => readClock([{ at: at(begins), does: 'start', limit: { workingDays: 2 } }], line)!;
  expect(due('2026-12-28T10:00').provisional).toBe(false);
  expect(due('2026-12-31T10:00').provisional).toBe(true);
});
