import { addDays, createWorkingCalendar, type HolidayYear, type WorkingCalendar } from '../../engines/calendar/working-days.ts';
import type { Reading } from '../../platform/context.ts';
import type { Read, Write } from '../../platform/database.ts';
import { saveReference } from '../../platform/reference.ts';
import published from './data/holidays.json' with { type: 'json' };

type Published = { year: number; papers: string[]; off: string[][]; worked: string[] };

/** The form the engine takes, from the notice's ranges of days. */
function holidayYear({ year, papers, off, worked }: Published): HolidayYear {
  const days: HolidayYear['days'] = worked.map((date) => ({ date, name: '调休上班', isOffDay: false }));
  for (const [name, from, to] of off as [string, string, string][]) {
    for (let date = from; date <= to; date = addDays(date, 1)) days.push({ date, name, isOffDay: true });
  }
  return { year, papers, days };
}

/** Loads the years that the State Council has published. */
export async function loadHolidays(tx: Write, now: Date): Promise<void> {
  for (const year of published as Published[]) {
    await saveReference(
      tx,
      {
        kind: 'holidays',
        version: String(year.year),
        status: 'effective',
        effectiveFrom: `${year.year}-01-01`,
        source: year.papers.join('; '),
        content: holidayYear(year),
      },
      now,
    );
  }
}

let kept: { calendar: WorkingCalendar; until: number } | null = null;

/** The working-day calendar as published so far; read again every minute, since a notice changes it once a year. */
export async function getWorkingCalendar(db: Read): Promise<WorkingCalendar> {
  if (kept && kept.until > performance.now()) return kept.calendar;
  const years = await listYears(db);
  const calendar = createWorkingCalendar(years);
  if (years.length > 0) kept = { calendar, until: performance.now() + 60_000 };
  return calendar;
}

async function listYears(db: Read): Promise<HolidayYear[]> {
  const rows = await db.selectFrom('platform.referenceData').select('content').where('kind', '=', 'holidays').orderBy('version').execute();
  return rows.map((row) => row.content as unknown as HolidayYear);
}

export async function listDaysQuery({ db }: Reading, { month }: { month: string }) {
  const years = await listYears(db);
  const calendar = createWorkingCalendar(years);
  const days = [];
  for (let day = `${month}-01`; day.startsWith(month); day = addDays(day, 1)) days.push({ day, ...calendar.kindOf(day) });
  return {
    workingDays: days.filter((day) => day.isWorkingDay).length,
    papers: years.find((year) => year.year === Number(month.slice(0, 4)))?.papers ?? [],
    days,
  };
}
