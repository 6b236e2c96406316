import { attendance } from './attendance/contract.ts';
import { calendars } from './calendars/contract.ts';
import { offerings } from './offerings/contract.ts';
import { rounds } from './rounds/contract.ts';
import { sessions } from './sessions/contract.ts';
import { slots } from './slots/contract.ts';
import { waiting } from './waiting/contract.ts';

export { noSuchBooking, notNow } from './refusals.ts';

export const bookings = { ...offerings, ...slots, ...sessions, ...waiting, ...attendance, ...rounds, ...calendars };
