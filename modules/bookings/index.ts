export { checkInByCodeCommand as checkInByCode } from './attendance/attendance.ts';
export { bookingJobs } from './jobs.ts';
export { OfferingRules } from './offerings/rules.ts';
