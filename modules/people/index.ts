export { ageBandOn, ageBands, ageOn } from './mask.ts';
export { normalAddress, normalName, normalNumber } from './register-person.ts';
export { checkCharacter, readIdentityNumber } from './identity-number.ts';
export { loadSegments } from './data/load.ts';
