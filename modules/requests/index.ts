export { learnFromHistory } from './dispatch/learn.ts';
export { findEffectiveList, findMatter, shippedMatters } from './duty/duty-list.ts';
export { bringRequests, type HistoricRequest } from './history.ts';
export { requestJobs } from './jobs.ts';
export { addOpen311 } from './outside/open311.ts';
export { receiveOnce } from './outside/receive.ts';
export { contentOf } from './rates/bulletin.ts';
export { getOwn as findOwnRequest } from './receipt.ts';
