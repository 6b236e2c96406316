import { csvCell } from '../../../platform/files/csv-cell.ts';
import type { Result, StudyOutcome } from './run-study.ts';

export const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const minutes = (value: number | null) => (value === null ? '–' : value.toFixed(1));

/** Characters as wide as two Latin ones count double, so that columns stand straight in a terminal. */
const width = (text: string) => [...text].reduce((sum, char) => sum + (/[ᄀ-￠]/.test(char) && !/[ -]/.test(char) ? 2 : 1), 0);
const pad = (text: string, to: number) => text + ' '.repeat(Math.max(0, to - width(text)));

function grid(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => width(row[column]!))));
  const line = (row: string[]) =>
    row
      .map((cell, column) => pad(cell, widths[column]!))
      .join('  ')
      .trimEnd();
  return [line(rows[0]!), widths.map((w) => '─'.repeat(w)).join('──'), ...rows.slice(1).map(line)].join('\n');
}

/** The study as text for a terminal. */
export function studyText(result: Result): string {
  const { network } = result;
  const head = [
    result.title,
    `Streets: ${network.vertices} vertices, ${network.segments} segments, ${network.kilometres} km. Cells: ${result.cells} (${result.cellsOffStreets} too far from any street). People: ${result.people}.`,
    `Within ${result.minutes} minutes at ${result.speed} m/s = ${result.reachMetres} m on foot; “straight” counts ${result.reachMetres} m as the crow flies.`,
  ];
  const table = grid([
    ['Facility', 'Number', 'People within', 'Share', 'Straight', 'Mean min', 'P90 min', 'Unreached'],
    ...result.kinds.map((kind) => [
      `${kind.nameEn} ${kind.name}`,
      String(kind.facilities),
      String(kind.figures.peopleWithin),
      percent(kind.figures.share),
      percent(kind.figures.shareStraight),
      minutes(kind.figures.meanMinutes),
      minutes(kind.figures.p90Minutes),
      String(kind.figures.peopleUnreached),
    ]),
  ]);
  const worst = result.kinds.map((kind) =>
    [
      `Ten worst cells for ${kind.nameEn} ${kind.name}:`,
      grid([
        ['Cell', 'People', 'Minutes', 'Position'],
        ...kind.worst.map((cell) => [cell.id, String(cell.people), minutes(cell.minutes), `${cell.lat.toFixed(5)}, ${cell.lon.toFixed(5)}`]),
      ]),
    ].join('\n'),
  );
  const notes = result.notes.map((note) => `Note: ${note.en}`);
  return [...head, '', table, '', worst.join('\n\n'), '', ...notes].join('\n');
}

/** Every cell with its walk to every kind, as CSV with a byte order mark for spreadsheets. */
export function studyCsv({ result, input, walks }: StudyOutcome): string {
  const tenth = (value: number) => (Number.isFinite(value) ? Math.round(value * 10) / 10 : null);
  const header = ['id', 'lon', 'lat', 'people', ...walks.flatMap(({ kind }) => [`${kind}_walk_m`, `${kind}_walk_min`, `${kind}_straight_m`])];
  const rows = input.cells.id.map((id, i) => [
    id,
    input.cells.lon[i]!,
    input.cells.lat[i]!,
    input.cells.people[i]!,
    ...walks.flatMap(({ metres, straight }) => [tenth(metres[i]!), tenth(metres[i]! / result.speed / 60), tenth(straight[i]!)]),
  ]);
  return `﻿${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}
