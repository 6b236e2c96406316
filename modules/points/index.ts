export { pointJobs } from './jobs.ts';
export { findRule } from './rules.ts';
export { earn } from './wallet.ts';
