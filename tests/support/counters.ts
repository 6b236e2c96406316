import type { Write } from '../../platform/database.ts';
import { newId } from '../../platform/id.ts';
import { type Answer, type Caller, district } from './house.ts';

type Targets = { place: string; line: string; post: string; ticket: string };
let count = 0;
const letter = () => String.fromCharCode(66 + (count++ % 25));

/** A well-formed call of each endpoint, for the access matrix. */
export const counterCalls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'counters.listLines': (as, t) => as.get(`/api/counters/places/${t.place}/lines`),
  'counters.addLine': (as, t) => as.send('POST', '/api/counters/lines', { placeId: t.place, prefix: letter(), name: '社保', nameEn: 'Insurance', minutes: 8 }),
  'counters.listPosts': (as, t) => as.get(`/api/counters/places/${t.place}/posts`),
  'counters.addPost': (as, t) =>
    as.send('POST', '/api/counters/posts', { placeId: t.place, name: newId().slice(-12), nameEn: 'Window', lines: [t.line], firstHolder: '小王' }),
  'counters.setAway': (as, t) => as.send('POST', `/api/counters/posts/${t.post}/away`, { isAway: false }),
  'counters.takeTicket': (as, t) => as.send('POST', `/api/counters/lines/${t.line}/tickets`),
  'counters.takeTicketAtCounter': (as, t) => as.send('POST', `/api/counters/lines/${t.line}/tickets-at-counter`, {}),
  'counters.checkInAppointment': (as, t) => as.send('POST', `/api/counters/places/${t.place}/appointments`, { code: 'ABCDEFGH' }),
  'counters.listMyTickets': (as) => as.get('/api/counters/tickets/mine'),
  'counters.leaveQueue': (as) => as.send('DELETE', `/api/counters/tickets/${newId()}`),
  'counters.callNext': (as, t) => as.send('POST', `/api/counters/posts/${t.post}/next`),
  'counters.moveTicket': (as, t) => as.send('POST', `/api/counters/tickets/${t.ticket}/step`, { step: 'begin' }),
  'counters.listQueue': (as, t) => as.get(`/api/counters/places/${t.place}/queue`),
  'counters.getBoard': (as, t) => as.get(`/api/counters/places/${t.place}/board`),
};

/** What those calls are about, at a place. */
export async function counterTargets(tx: Write, place: string): Promise<Omit<Targets, 'place'>> {
  const [line, post, ticket] = [newId(), newId(), newId()];
  const named = { district, placeId: place, name: '综合', nameEn: 'General' };
  await tx
    .insertInto('counters.line')
    .values({ ...named, id: line, prefix: 'A', minutes: 5 })
    .execute();
  await tx
    .insertInto('counters.post')
    .values({ ...named, id: post, lines: [line], firstHolder: '小王', secondHolder: '小李' })
    .execute();
  await tx
    .insertInto('counters.ticket')
    .values({ district, id: ticket, placeId: place, lineId: line, day: '2026-11-01', number: 1, rank: 2, channel: 'walkIn', takenAt: new Date() })
    .execute();
  return { line, post, ticket };
}
