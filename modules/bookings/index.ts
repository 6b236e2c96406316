export { bookingJobs } from './jobs.ts';
export { OfferingRules } from './offerings/rules.ts';
