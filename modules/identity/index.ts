export { accountRegistered, rolesChanged } from './events.ts';
export { identityJobs } from './sign-in/text-message.ts';
export { findPhoneIndex, linkPerson } from './link-person.ts';
export { districtPath } from './queries.ts';
export { authenticate } from './session.ts';
export { maskPhone } from './sign-in/with-code.ts';
