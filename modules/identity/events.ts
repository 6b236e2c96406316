import { event } from '../../platform/event.ts';

/** Somebody signed in for the first time. */
export const accountRegistered = event('identity.registered');
/** A role was granted or taken back. Detail: role, areaCode or organisationId. */
export const rolesChanged = event('identity.roles-changed');
