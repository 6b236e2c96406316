export { caseJobs } from './sweep.ts';
export { loadCaseTypes } from './types.ts';
