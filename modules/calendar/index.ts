export { getWorkingCalendar, loadHolidays } from './queries.ts';
