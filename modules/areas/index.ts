export { loadCommunityTypes } from './data/load.ts';
export { areaChanged, areasImported } from './events.ts';
export { areasImporter } from './importer.ts';
export { endedCommunities, type Locate, listCommunities, locator, relocate } from './locate.ts';
export { areaWhereabouts, codesBelow, commonWhereabouts, findArea, nowhere } from './queries.ts';
