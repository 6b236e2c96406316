export { loadSegments } from './data/load.ts';
export { checkCharacter } from './identity-number.ts';
export { ageBandOn, ageBands } from './mask.ts';
export { normalAddress, normalName } from './register-person.ts';
