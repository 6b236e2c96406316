export { ladderOf } from './listing/rounds.ts';
export { clauseVerdicts } from './standards/check.ts';
