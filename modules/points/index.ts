export { pointJobs } from './jobs.ts';
export { findRule } from './rules.ts';
export { earn, walletOf } from './wallet.ts';
