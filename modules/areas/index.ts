export { areasImporter } from './importer.ts';
export { areaWhereabouts, commonWhereabouts, findArea } from './queries.ts';
export { areaChanged, areasImported } from './events.ts';
export { loadCommunityTypes } from './reference.ts';
