import { type Minute, minuteOf, minutesADay, timeOf } from './local-time.ts';
import { eachStart, type Ground, type SlotReason, type SlotRules } from './slots.ts';
import { addDays } from './working-days.ts';

const lengths = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const marks: Partial<Record<SlotReason, string>> = { past: '<', tooSoon: '!', tooFar: '>', taken: '#', buffer: '|', short: '?' };
const reasons = new Map(Object.entries(marks).map(([reason, mark]) => [mark, reason as SlotReason]));

const codeOf = (letter: string) => letter.charCodeAt(0);
const lengthCodes = Uint8Array.from(lengths, codeOf);
const markCodes = new Map(Object.entries(marks).map(([reason, mark]) => [reason as SlotReason, codeOf(mark)]));

/** What the lines are written by; the same on both sides. */
export type LineRules = Pick<SlotRules, 'gridMinutes' | 'shortestMinutes' | 'stepMinutes'>;

/**
 * A line of letters for each day, a letter for each step of the grid from midnight on: a month of a hundred rooms is short enough to send.
 * `0` to `z` is free for the shortest length and so many steps more (61 at most), `<` is past, `!` too soon, `>` too far ahead,
 * `#` taken, `|` too near to somebody, `?` short of people or equipment, `.` closed.
 * @param from the first day, `YYYY-MM-DD`
 */
export function dayLines(ground: Ground, rules: SlotRules, now: Minute, from: string, days: number): string[] {
  const { gridMinutes: grid, shortestMinutes: shortest, stepMinutes: step } = rules;
  const perDay = Math.ceil(minutesADay / grid);
  const letters = new Uint8Array(days * perDay).fill(codeOf('.'));
  const first = minuteOf(from);
  eachStart(ground, rules, now, { from: first, to: minuteOf(addDays(from, days)) }, (at, longest, why) => {
    const code = why === null ? lengthCodes[Math.min(61, (longest - shortest) / step)]! : (markCodes.get(why) ?? codeOf('.'));
    letters[Math.floor((at - first) / minutesADay) * perDay + timeOf(at) / grid] = code;
  });
  const all = new TextDecoder().decode(letters);
  return Array.from({ length: days }, (_, day) => all.slice(day * perDay, (day + 1) * perDay));
}

/** The times of a line: minutes after midnight, how long at most (0 where not at all), and why not. */
export function readDayLine(
  line: string,
  { gridMinutes, shortestMinutes, stepMinutes }: LineRules,
): { minute: number; longestMinutes: number; why: SlotReason | null }[] {
  return [...line].map((letter, i) => {
    const steps = lengths.indexOf(letter);
    const why = steps >= 0 ? null : (reasons.get(letter) ?? 'closed');
    return { minute: i * gridMinutes, longestMinutes: why === null ? shortestMinutes + steps * stepMinutes : 0, why };
  });
}
