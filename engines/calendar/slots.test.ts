import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayLines, readDayLine } from './day-line.ts';
import { common, dayOf, type Line, lineOf, minuteOf, minutesWithin, type Span, spansOf, timeOf } from './local-time.ts';
import { openLine } from './opening-hours.ts';
import { faultOfSlot, type Ground, type SlotRules, starts } from './slots.ts';
import { createWorkingCalendar } from './working-days.ts';

/** Tuesday 24 November 2026; `+1 09:00` is the day after. */
const today = '2026-11-24';
const at = (text: string) => {
  const [, ahead = '0', hour, minute] = /^(?:\+(\d+) )?(\d\d):(\d\d)$/.exec(text)!;
  return minuteOf(today) + Number(ahead) * 1440 + Number(hour) * 60 + Number(minute);
};
const span = (text: string): Span => {
  const [from, to] = text.split('-') as [string, string];
  return { from: at(from), to: at(to) };
};
const line = (...texts: string[]): Line => lineOf(texts.map(span));

const hall: SlotRules = {
  gridMinutes: 30,
  shortestMinutes: 60,
  longestMinutes: 180,
  stepMinutes: 30,
  beforeMinutes: 0,
  afterMinutes: 0,
  noticeMinutes: 0,
  horizonDays: 7,
  mayPassMidnight: false,
};
const open = line('09:00-12:00', '13:00-21:00', '+1 09:00-+1 21:00', '+7 09:00-+7 21:00', '+8 09:00-+8 21:00');
const ground = (more: Partial<Ground> = {}): Ground => ({ open, parts: [], pools: [], ...more });
const asked = (text: string, rules: Partial<SlotRules> = {}, on: Partial<Ground> = {}, now = '08:00') =>
  faultOfSlot(ground(on), { ...hall, ...rules }, at(now), span(text))?.reason ?? 'may';

describe('whether a time can be had', () => {
  const taken = { parts: [line('14:00-15:00')] };
  const cleaned = { afterMinutes: 30 };
  const halves = { parts: [line('14:00-15:00'), line('16:00-17:00')] };
  const carers = (need: number) => ({ pools: [{ code: 'carer', need, lines: [line('13:00-15:00'), line('14:00-16:00'), line()] }] });
  test.each([
    ['an hour in opening hours', '09:00-10:00', {}, {}, 'may'],
    ['the last hour', '20:00-21:00', {}, {}, 'may'],
    ['up to the longest', '13:00-16:00', {}, {}, 'may'],
    ['longer than the longest', '13:00-16:30', {}, {}, 'tooLong'],
    ['shorter than the shortest', '13:00-13:30', {}, {}, 'tooShort'],
    ['an hour and a half', '13:00-14:30', {}, {}, 'may'],
    ['an hour and a quarter', '13:00-14:15', {}, {}, 'oddLength'],
    ['a quarter past', '09:15-10:15', {}, {}, 'offGrid'],
    ['a quarter past on a grid of quarters', '09:15-10:15', { gridMinutes: 15 }, {}, 'may'],
    ['before it opens', '08:30-09:30', {}, {}, 'closed'],
    ['over the midday break', '11:30-12:30', {}, {}, 'closed'],
    ['past closing', '20:30-21:30', {}, {}, 'closed'],
    ['a day without hours', '+2 09:00-+2 10:00', {}, {}, 'closed'],
    ['the last day of the horizon', '+7 20:00-+7 21:00', {}, {}, 'may'],
    ['the day after the horizon', '+8 09:00-+8 10:00', {}, {}, 'tooFar'],
    ['today only', '+1 09:00-+1 10:00', { horizonDays: 0 }, {}, 'tooFar'],
    ['beside what is taken, before', '13:00-14:00', {}, taken, 'may'],
    ['beside what is taken, after', '15:00-16:00', {}, taken, 'may'],
    ['half over what is taken', '14:30-15:30', {}, taken, 'taken'],
    ['around what is taken', '13:30-15:30', {}, taken, 'taken'],
    ['inside what is taken', '14:00-15:00', {}, taken, 'taken'],
    ['too near for the cleaning after', '13:00-14:00', cleaned, taken, 'buffer'],
    ['far enough for the cleaning after', '13:00-13:30', { ...cleaned, shortestMinutes: 30 }, taken, 'may'],
    ['too near for putting up before', '15:00-16:00', { beforeMinutes: 30 }, taken, 'buffer'],
    ['far enough for putting up before', '15:30-16:30', { beforeMinutes: 30 }, taken, 'may'],
    ['cleaning after closing time', '20:00-21:00', cleaned, {}, 'may'],
    ['putting up before opening time', '09:00-10:00', { beforeMinutes: 30 }, {}, 'may'],
    ['the hall while one half is taken', '14:00-15:00', {}, halves, 'taken'],
    ['the hall while the other half is taken', '16:00-17:00', {}, halves, 'taken'],
    ['the hall between', '15:00-16:00', {}, halves, 'may'],
    ['one carer while one is free', '14:00-15:00', {}, carers(1), 'may'],
    ['two carers while one is free', '14:00-15:00', {}, carers(2), 'short'],
    ['two carers while two are free', '13:00-14:00', {}, carers(2), 'may'],
    ['two carers, each of two needed for part of it only', '13:00-16:00', {}, carers(2), 'short'],
    ['four carers of three', '17:00-18:00', {}, carers(4), 'short'],
    ['past midnight where that is not allowed', '+1 23:00-+2 00:30', {}, { open: line('+1 20:00-+2 06:00') }, 'pastMidnight'],
    ['up to midnight', '+1 23:00-+2 00:00', {}, { open: line('+1 20:00-+2 06:00') }, 'may'],
    ['overnight', '+1 22:00-+2 06:00', { mayPassMidnight: true, longestMinutes: 600 }, { open: line('+1 20:00-+2 06:00') }, 'may'],
    ['overnight where it closes at night', '+1 20:00-+2 10:00', { mayPassMidnight: true, longestMinutes: 900 }, {}, 'closed'],
  ] as const)('%s: %s', (_what, text, rules, on, expected) => {
    expect(asked(text, rules, on)).toBe(expected);
  });
  test.each([
    ['has begun', '09:00-10:00', 0, '09:01', 'past'],
    ['begins this minute', '09:00-10:00', 0, '09:00', 'may'],
    ['in an hour with two hours of notice', '09:00-10:00', 120, '08:00', 'tooSoon'],
    ['in two hours with two hours of notice', '10:00-11:00', 120, '08:00', 'may'],
    ['tomorrow with a day of notice', '+1 09:00-+1 10:00', 1440, '09:00', 'may'],
    ['tomorrow, a minute less than a day ahead', '+1 09:00-+1 10:00', 1440, '09:01', 'tooSoon'],
  ])('%s', (_what, text, noticeMinutes, now, expected) => {
    expect(asked(text, { noticeMinutes }, {}, now)).toBe(expected);
  });
  test('a fault says from which minute it shows, and of what there is not enough', () => {
    expect(faultOfSlot(ground({ parts: [line('14:30-15:00')] }), hall, at('08:00'), span('14:00-16:00'))).toEqual({ reason: 'taken', at: at('14:30') });
    expect(faultOfSlot(ground(), hall, at('08:00'), span('11:00-13:00'))).toEqual({ reason: 'closed', at: at('12:00') });
    expect(faultOfSlot(ground({ pools: [{ code: 'piano', need: 1, lines: [] }] }), hall, at('08:00'), span('14:00-15:00'))).toMatchObject({ pool: 'piano' });
  });
});

describe('the list of free times', () => {
  const shown = (rules: Partial<SlotRules>, on: Partial<Ground>, within = '13:00-17:00', now = '08:00') =>
    starts(ground(on), { ...hall, ...rules }, at(now), span(within)).map(
      (start) => `${Math.floor(timeOf(start.at) / 60)}:${String(timeOf(start.at) % 60).padStart(2, '0')} ${start.why ?? start.longestMinutes}`,
    );
  test('how long at most, up to who comes next', () => {
    expect(shown({ gridMinutes: 60 }, { parts: [line('15:30-16:00')] })).toEqual(['13:00 150', '14:00 90', '15:00 taken', '16:00 180']);
  });
  test('the time after is kept from who comes next', () => {
    expect(shown({ gridMinutes: 60, afterMinutes: 30 }, { parts: [line('15:30-16:00')] })).toEqual(['13:00 120', '14:00 60', '15:00 taken', '16:00 180']);
  });
  test('closed, past, too soon', () => {
    expect(shown({ gridMinutes: 60, noticeMinutes: 60 }, {}, '10:00-15:00', '12:30')).toEqual(['10:00 past', '11:00 past', '13:00 tooSoon', '14:00 180']);
  });
  test('enough of the same people for the whole time', () => {
    const pools = [{ code: 'carer', need: 1, lines: [line('13:00-15:00'), line('15:00-21:00')] }];
    expect(shown({ gridMinutes: 60 }, { pools })).toEqual(['13:00 120', '14:00 60', '15:00 180', '16:00 180']);
  });

  const minutes = fc.integer({ min: 0, max: 3 * 96 }).map((quarter) => minuteOf(today) + 15 * quarter);
  const anyLine = fc
    .array(fc.tuple(minutes, fc.integer({ min: 1, max: 30 })), { maxLength: 8 })
    .map((parts) => lineOf(parts.map(([from, quarters]) => ({ from, to: from + 15 * quarters }))));
  const anyRules = fc.record({
    gridMinutes: fc.constantFrom(15, 30, 45, 60),
    shortestMinutes: fc.constantFrom(15, 30, 60),
    longestMinutes: fc.constantFrom(60, 120, 480),
    stepMinutes: fc.constantFrom(15, 30, 60),
    beforeMinutes: fc.constantFrom(0, 15, 30),
    afterMinutes: fc.constantFrom(0, 15, 45),
    noticeMinutes: fc.constantFrom(0, 60, 1440),
    horizonDays: fc.nat(2),
    mayPassMidnight: fc.boolean(),
  });
  const anyGround = fc.record({
    open: anyLine,
    parts: fc.array(anyLine, { maxLength: 3 }),
    pools: fc.array(fc.record({ code: fc.constant('staff'), need: fc.nat(3), lines: fc.array(anyLine, { maxLength: 4 }) }), { maxLength: 2 }),
  });
  test('what it offers is accepted, what it does not is refused for the reason it gives', () => {
    fc.assert(
      fc.property(anyGround, anyRules, minutes, (on, rules, now) => {
        const listed = starts(on, rules, now, { from: minuteOf(today), to: minuteOf(today) + 3 * 1440 });
        const all = new Map(listed.map((start) => [start.at, start]));
        for (let from = minuteOf(today); from < minuteOf(today) + 3 * 1440; from += 15) {
          const { longestMinutes, why } = all.get(from) ?? { longestMinutes: 0, why: undefined };
          for (let length = rules.shortestMinutes; length <= rules.longestMinutes; length += rules.stepMinutes) {
            const fault = faultOfSlot(on, rules, now, { from, to: from + length });
            expect(fault === null).toBe(length <= longestMinutes);
          }
          if (why !== undefined) expect(why).toBe(faultOfSlot(on, rules, now, { from, to: from + rules.shortestMinutes })?.reason ?? null);
        }
      }),
      { numRuns: 100 },
    );
  });
  test('a line of letters says the same', () => {
    fc.assert(
      fc.property(anyGround, anyRules, minutes, (on, rules, now) => {
        const listed = starts(on, rules, now, { from: minuteOf(today), to: minuteOf(today) + 3 * 1440 });
        const lines = dayLines(on, rules, now, today, 3).flatMap((text, day) =>
          readDayLine(text, rules).map(({ minute, ...start }) => ({ at: minuteOf(today) + day * 1440 + minute, ...start })),
        );
        const known = new Map(listed.map((start) => [start.at, start]));
        for (const { at: from, longestMinutes, why } of lines) {
          const start = known.get(from) ?? { longestMinutes: 0, why: 'closed' };
          expect([longestMinutes, why]).toEqual([start.longestMinutes, start.why === 'pastMidnight' ? 'closed' : start.why]);
        }
      }),
      { numRuns: 50 },
    );
  });
  test('whoever takes what is offered, one after another, never meets anybody', () => {
    fc.assert(
      fc.property(anyGround, anyRules, fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }), (on, rules, wishes) => {
        const now = minuteOf(today);
        const held: Span[] = [];
        const first = on.parts[0] ?? lineOf([]);
        for (const wish of wishes) {
          const parts = [lineOf([...spansOf(first), ...held]), ...on.parts.slice(1)];
          const free = starts({ ...on, parts }, rules, now, { from: now, to: now + 3 * 1440 }).filter(({ longestMinutes }) => longestMinutes > 0);
          if (free.length === 0) break;
          const { at: from, longestMinutes } = free[wish % free.length]!;
          const mine = { from: from - rules.beforeMinutes, to: from + longestMinutes + rules.afterMinutes };
          for (const other of [...spansOf(first), ...held]) expect(other.to <= mine.from || mine.to <= other.from).toBe(true);
          held.push(mine);
        }
      }),
      { numRuns: 200 },
    );
  });
  test('free and taken and closed are the whole of the horizon', () => {
    fc.assert(
      fc.property(anyLine, anyLine, minutes, minutes, (openThen, held, a, b) => {
        const all = { from: Math.min(a, b), to: Math.max(a, b) };
        const taken = minutesWithin(common(openThen, held), all);
        const opened = minutesWithin(openThen, all);
        let [free, closed] = [0, 0];
        for (let minute = all.from; minute < all.to; minute++) {
          const inside = (it: Line) => [...spansOf(it)].some(({ from, to }) => from <= minute && minute < to);
          if (!inside(openThen)) closed++;
          else if (!inside(held)) free++;
        }
        expect([free, closed]).toEqual([opened - taken, all.to - all.from - opened]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('minutes of the wall clock', () => {
  test('a day has 1440 of them, whatever summer time there was: 4 May 1986 too', () => {
    expect(minuteOf('1986-05-05') - minuteOf('1986-05-04')).toBe(1440);
    expect([dayOf(minuteOf('1986-05-04', 90)), timeOf(minuteOf('1986-05-04', 90))]).toEqual(['1986-05-04', 90]);
  });
  test('hours past midnight are one span', () => {
    const hours = {
      allDay: false,
      weekly: [
        { days: [2], from: 1200, to: 1440 },
        { days: [3], from: 0, to: 120 },
      ],
      onHoliday: 'asUsual' as const,
      onMakeUpDay: 'asUsual' as const,
      exceptions: [],
      vacations: [],
    };
    expect([...spansOf(openLine(hours, today, 3, createWorkingCalendar([])))]).toEqual([span('20:00-+1 02:00')]);
  });
});
