export { reviewJobs } from './jobs.ts';
