export { signalJobs } from './jobs.ts';
export { scanDistrict } from './scan.ts';
