export { beginRun, matchingJobs } from './matching/jobs.ts';
export { shippedPolicies } from './policies.ts';
