export { findEffectiveList, findMatter } from './duty/duty-list.ts';
export { requestJobs } from './jobs.ts';
export { addOpen311 } from './outside/open311.ts';
export { receiveOnce } from './outside/receive.ts';
export { getOwn as findOwnRequest } from './receipt.ts';
