export { importJobs } from './jobs.ts';
export { checkFile, loadFile } from './run-import.ts';
