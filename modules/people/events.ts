import { event } from '../../platform/event.ts';

export const personRegistered = event('people.registered');
/** Detail: fields. */
export const personChanged = event('people.changed');
/** Detail: fact (id). */
export const factRecorded = event('people.fact-recorded');
/** Somebody read protected fields. Detail: fields, purpose. */
export const fieldsRevealed = event('people.fields-revealed');
/** Detail: purpose, given. */
export const consentChanged = event('people.consent-changed');
