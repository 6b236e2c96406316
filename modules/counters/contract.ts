import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { noSuchBooking, notNow } from '../bookings/contract.ts';

export const noSuchLine = refusal(404, 'counters/no-such-line', { zh: '没有这个队列', en: 'There is no such queue' });
export const noSuchPost = refusal(404, 'counters/no-such-post', { zh: '没有这个窗口', en: 'There is no such window' });
export const noSuchTicket = refusal(404, 'counters/no-such-ticket', { zh: '没有这个号', en: 'There is no such number' });
export const prefixTaken = refusal(409, 'counters/prefix-taken', { zh: '这里已有用这个字母的队列', en: 'A queue here has this letter already' }, 'line_prefix');
export const postNameTaken = refusal(409, 'counters/post-name-taken', { zh: '这里已有同名的窗口', en: 'There is a window of this name here' }, 'post_name');
export const wrongLines = refusal(422, 'counters/wrong-lines', { zh: '队列不在这个地点', en: 'The queues are not of this place' });
export const queuedAlready = refusal(409, 'counters/queued-already', { zh: '您已经取过号，还在等', en: 'You have a number already and are waiting' });
export const nobodyWaits = refusal(409, 'counters/nobody-waits', { zh: '现在没有人等', en: 'Nobody is waiting' });
export const busyStill = refusal(409, 'counters/busy-still', { zh: '先办完手上的号', en: 'Finish with the number you have first' });
export const wrongStep = refusal(409, 'counters/wrong-step', { zh: '这个号不在这一步', en: 'The number is not at that step' });
export const notAppointment = refusal(422, 'counters/not-appointment', {
  zh: '这不是窗口预约的编码',
  en: 'This is not the code of an appointment at a window',
});
export const noSecond = refusal(422, 'counters/no-second', { zh: '这个窗口没有 B 岗', en: 'Nobody is named to take over at this window' });

const Text = z.object({ zh: z.string(), en: z.string() });
const name = z.string().trim().min(2).max(30);
const Line = z.object({
  id: Id,
  placeId: Id,
  prefix: z.string(),
  name: Text,
  minutes: z.int(),
  waiting: z.int(),
  aboutMinutes: z.int().describe('About how long one who comes now would wait'),
});

export const listLines = query('/counters/places/{id}/lines', 'Queues of a place, how many wait, and for about how long')
  .input(z.object({ id: Id }))
  .output(z.array(Line));
export const addLine = command('POST', '/counters/lines', 'Opens a queue; an offering brings its appointments into it')
  .input(
    z.object({
      placeId: Id,
      prefix: z.string().regex(/^[A-Z]$/, 'a queue has one letter from A to Z'),
      name,
      nameEn: name,
      minutes: z.int().min(1).max(240),
      offeringId: Id.nullable().default(null),
    }),
  )
  .output(z.object({ id: Id }))
  .errors(refuses(prefixTaken));
const Post = z.object({
  id: Id,
  placeId: Id,
  name: Text,
  lines: z.array(Id),
  firstHolder: z.string(),
  secondHolder: z.string().nullable(),
  isAway: z.boolean(),
});
export const listPosts = query('/counters/places/{id}/posts', 'Windows of a place with who works there')
  .input(z.object({ id: Id }))
  .output(z.array(Post));
export const addPost = command('POST', '/counters/posts', 'Opens a window for some queues, with who works there and who takes over')
  .input(z.object({ placeId: Id, name, nameEn: name, lines: z.array(Id).min(1).max(26), firstHolder: name, secondHolder: name.nullable().default(null) }))
  .output(z.object({ id: Id }))
  .errors(refuses(postNameTaken, wrongLines));
export const setAway = command('POST', '/counters/posts/{id}/away', 'Says that who works at a window is away, or back: the other takes over at once')
  .input(z.object({ id: Id, isAway: z.boolean() }))
  .output(z.object({ id: Id, holder: z.string() }))
  .errors(refuses(noSuchPost, noSecond));

const State = z.enum(['waiting', 'called', 'serving', 'held', 'done', 'left']);
const Ticket = z.object({
  id: Id,
  lineId: Id,
  line: Text,
  number: z.string().describe('As it is called: A012'),
  channel: z.enum(['walkIn', 'online', 'appointment']),
  isFirst: z.boolean().describe('An appointment, or somebody who comes first'),
  state: State,
  post: Text.nullable(),
  takenAt: Moment,
  ahead: z.int(),
  aboutMinutes: z.int(),
});
export const takeTicket = command('POST', '/counters/lines/{id}/tickets', 'Takes a number for oneself, on the phone')
  .input(z.object({ id: Id }))
  .output(Ticket)
  .errors(refuses(noSuchLine, queuedAlready));
export const takeTicketAtCounter = command(
  'POST',
  '/counters/lines/{id}/tickets-at-counter',
  'Gives a number on the spot; elders, minors and disabled people come first',
)
  .input(z.object({ id: Id, isFirst: z.boolean().default(false) }))
  .output(Ticket)
  .errors(refuses(noSuchLine));
export const checkInAppointment = command(
  'POST',
  '/counters/places/{id}/appointments',
  'Checks an appointment in by its code: it comes before those without one',
)
  .input(z.object({ id: Id, code: z.string().trim().toUpperCase().length(8) }))
  .output(Ticket)
  .errors(refuses(noSuchBooking, notNow, notAppointment));
export const listMyTickets = query('/counters/tickets/mine', 'One’s numbers of today').output(z.array(Ticket.extend({ placeId: Id, placeName: z.string() })));
export const leaveQueue = command('DELETE', '/counters/tickets/{id}', 'Gives one’s number back')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchTicket));

export const callNext = command('POST', '/counters/posts/{id}/next', 'Calls whoever is next to a window')
  .input(z.object({ id: Id }))
  .output(Ticket)
  .errors(refuses(noSuchPost, nobodyWaits, busyStill));
export const moveTicket = command('POST', '/counters/tickets/{id}/step', 'Calls again, begins, puts aside, takes up again, ends, or notes that nobody came')
  .input(z.object({ id: Id, step: z.enum(['callAgain', 'begin', 'hold', 'resume', 'done', 'left']) }))
  .output(Ticket)
  .errors(refuses(noSuchTicket, wrongStep, busyStill));
export const listQueue = query('/counters/places/{id}/queue', 'All numbers of today that are not over, in the order of calling')
  .input(z.object({ id: Id }))
  .output(z.array(Ticket.extend({ postId: Id.nullable(), firstAsked: z.string().nullable() })));

export const getBoard = query('/counters/places/{id}/board', 'What the wall screen shows: numbers called and to which window, how many wait. Nothing personal')
  .input(z.object({ id: Id }))
  .output(
    z.object({
      placeName: z.string(),
      called: z.array(z.object({ number: z.string(), post: Text, isNew: z.boolean(), holder: z.string() })),
      lines: z.array(Line),
    }),
  );

export const counters = {
  listLines,
  addLine,
  listPosts,
  addPost,
  setAway,
  takeTicket,
  takeTicketAtCounter,
  checkInAppointment,
  listMyTickets,
  leaveQueue,
  callNext,
  moveTicket,
  listQueue,
  getBoard,
};
