export { loadFunctions } from './data/load.ts';
export { facilitiesImporter, isInside } from './importer.ts';
export { summarise, summaryColumns } from './queries.ts';
