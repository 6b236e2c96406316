export { recordGroupHours } from './timebank/needs.ts';
