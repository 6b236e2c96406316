import { event } from '../../platform/event.ts';

/** A place, its rooms or hours changed. */
export const placesChanged = event('places.changed');
/** A file of facilities was loaded. */
export const placesImported = event('places.imported');
/** A function beyond the catalogue was proposed, reviewed, promoted or retired. */
export const functionsChanged = event('places.functions-changed');
