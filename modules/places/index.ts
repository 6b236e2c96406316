export { placesChanged, placesImported } from './events.ts';
export { facilitiesImporter, isInside } from './importer.ts';
export { placeWhereabouts, summarise, summaryColumns } from './queries.ts';
export { loadFunctions } from './data/load.ts';
