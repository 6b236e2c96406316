export { listCaseClasses, loadCaseTypes } from './case-types.ts';
export { caseMoved } from './events.ts';
export { bringHistory, type HistoricCase } from './history.ts';
export { type Acting, beginCase, moveCase } from './move-case.ts';
export { seeCase } from './queries.ts';
export { sealSaid } from './said.ts';
export { caseJobs } from './sweep.ts';
export { listTold } from './told.ts';
export { unitsOf } from './units/who.ts';
