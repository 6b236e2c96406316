export { loadFunctions } from './data/load.ts';
export { listKnownFunctions } from './functions/catalogue.ts';
export { facilitiesImporter } from './importer.ts';
export { findPhoto } from './ledger/photos.ts';
export { summarise, summaryColumns } from './queries.ts';
