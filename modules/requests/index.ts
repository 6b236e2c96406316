export { findEffectiveList, findMatter } from './duty/duty-list.ts';
export { receive } from './intake.ts';
export { requestJobs } from './jobs.ts';
export { namesOfMatters } from './names.ts';
export { addOpen311 } from './outside/open311.ts';
export { findOutside, receiveOnce } from './outside/receive.ts';
