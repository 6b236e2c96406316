/**
 * A moment as a whole minute of the wall clock, counted from 1970-01-01T00:00 local time. The engine knows no time zone:
 * a day has 1440 minutes, and a rule that says nine o'clock means nine o'clock.
 */
export type Minute = number;

/** From `from` up to, not including, `to`. */
export type Span = { from: Minute; to: Minute };

/** Spans in pairs from, to; ascending, none touches the next. */
export type Line = Int32Array;

export const minutesADay = 1440;
const dayMs = 86_400_000;

/** The minute of a day's midnight, or of a time on it. @param day `YYYY-MM-DD` @param minute minutes after midnight */
export const minuteOf = (day: string, minute = 0): Minute => Date.parse(`${day}T00:00:00Z`) / 60_000 + minute;

/** The day a minute lies on, `YYYY-MM-DD`. */
export const dayOf = (at: Minute): string => new Date(Math.floor(at / minutesADay) * dayMs).toISOString().slice(0, 10);

/** Minutes after midnight. */
export const timeOf = (at: Minute): number => ((at % minutesADay) + minutesADay) % minutesADay;

/** Spans in any order joined into a line: what touches or overlaps becomes one. */
export function lineOf(spans: readonly Span[]): Line {
  const sorted = spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
  const pairs: number[] = [];
  for (const { from, to } of sorted) {
    if (pairs.length > 0 && from <= pairs.at(-1)!) pairs[pairs.length - 1] = Math.max(pairs.at(-1)!, to);
    else pairs.push(from, to);
  }
  return Int32Array.from(pairs);
}

export function* spansOf(line: Line): Generator<Span> {
  for (let i = 0; i < line.length; i += 2) yield { from: line[i]!, to: line[i + 1]! };
}

/** The first pair that ends after a minute, as an index into the line; the line's length where there is none. */
export function pairAfter(line: Line, at: Minute): number {
  let low = 0;
  let high = line.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line[2 * middle + 1]! > at) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

/** Minutes of a line within a span. */
export function minutesWithin(line: Line, { from, to }: Span): number {
  let sum = 0;
  for (let i = pairAfter(line, from); i < line.length && line[i]! < to; i += 2) sum += Math.min(to, line[i + 1]!) - Math.max(from, line[i]!);
  return sum;
}

/** What two lines have in common. */
export function common(a: Line, b: Line): Line {
  const pairs: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [from, to] = [Math.max(a[i]!, b[j]!), Math.min(a[i + 1]!, b[j + 1]!)];
    if (from < to) pairs.push(from, to);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return Int32Array.from(pairs);
}
