export { loadFunctions } from './data/load.ts';
export { listFunctionGroups, listKnownFunctions } from './functions/catalogue.ts';
export { facilitiesImporter } from './importer.ts';
export { findPhoto } from './ledger/photos.ts';
export { functionsOf, type LedgerRoom, ledgerRatios } from './ledger/ratios.ts';
export { listRooms, placeWhereabouts, summarise, summaryColumns } from './queries.ts';
