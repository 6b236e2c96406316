import { event } from '../../platform/event.ts';

/** A network was loaded and is in use. Subject: its id. */
export const streetsImported = event('streets.imported');
