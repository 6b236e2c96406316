export { streetsImporter } from './importer.ts';
export { findNetwork, type LoadedNetwork } from './network-store.ts';
export { readStreets } from './read-streets.ts';
export { createTiles } from './tiles.ts';
