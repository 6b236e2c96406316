import { event } from '../../platform/event.ts';

/** A move was made; the detail has its name and the state after it. */
export const caseMoved = event('cases.moved');
