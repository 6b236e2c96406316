export { findPhoneIndex, linkPerson } from './link-person.ts';
export { createAuthenticator } from './session.ts';
export { identityJobs } from './sign-in/text-message.ts';
export { makeFirstOfficial } from './staff-account.ts';
