export { bookingJobs } from './jobs.ts';
