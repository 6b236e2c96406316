import { event } from '../../platform/event.ts';

/** A population was loaded and is in use. Subject: its id. */
export const populationImported = event('planning.population-imported');
