export { loadCaseTypes } from './case-types.ts';
export { caseJobs } from './sweep.ts';
