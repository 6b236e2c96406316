import { offerings } from './offerings/contract.ts';
import { sessions } from './sessions/contract.ts';
import { slots } from './slots/contract.ts';

export const bookings = { ...offerings, ...slots, ...sessions };
