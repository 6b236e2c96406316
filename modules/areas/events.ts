import { event } from '../../platform/event.ts';

/** An area was renamed, merged or split. Detail: kind, from, to (codes). */
export const areaChanged = event('areas.changed');
/** A file of areas was loaded. */
export const areasImported = event('areas.imported');
