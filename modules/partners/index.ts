export { creditCodeWarning } from './credit-code.ts';
