import { anyone, residentSelf, type StaffRole, staffAt } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { placeWhereabouts } from '../places/index.ts';
import * as contract from './contract.ts';
import { addLineCommand, addPostCommand, lineInput, listLinesQuery, listPostsQuery, postInput, setAwayCommand, ticketInput } from './lines.ts';
import {
  callNextCommand,
  checkInAppointmentCommand,
  getBoardQuery,
  leaveQueueCommand,
  listMyTicketsQuery,
  listQueueQuery,
  moveTicketCommand,
  takeTicketAtCounterCommand,
  takeTicketCommand,
} from './tickets.ts';

const planners: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'];
const clerks: StaffRole[] = [...planners, 'communityWorker'];
const placeOf = (db: Parameters<typeof placeWhereabouts>[0], district: string, { placeId }: { placeId: string }) =>
  placeWhereabouts(db, district, { id: placeId });

export const routes = [
  answer(contract.listLines, anyone, listLinesQuery),
  perform(contract.addLine, staffAt(placeOf, ...planners), addLineCommand),
  answer(contract.listPosts, staffAt(placeWhereabouts, ...clerks), listPostsQuery),
  perform(contract.addPost, staffAt(placeOf, ...planners), addPostCommand),
  perform(contract.setAway, staffAt(postInput, ...clerks), setAwayCommand),
  perform(contract.takeTicket, residentSelf, takeTicketCommand),
  perform(contract.takeTicketAtCounter, staffAt(lineInput, ...clerks), takeTicketAtCounterCommand),
  perform(contract.checkInAppointment, staffAt(placeWhereabouts, ...clerks), checkInAppointmentCommand),
  answerFor(contract.listMyTickets, residentSelf, listMyTicketsQuery),
  perform(contract.leaveQueue, residentSelf, leaveQueueCommand),
  perform(contract.callNext, staffAt(postInput, ...clerks), callNextCommand),
  perform(contract.moveTicket, staffAt(ticketInput, ...clerks), moveTicketCommand),
  answer(contract.listQueue, staffAt(placeWhereabouts, ...clerks), listQueueQuery),
  answer(contract.getBoard, anyone, getBoardQuery),
];
