import { anyone, keyHolder, residentSelf, type StaffRole, signedIn, staffAt } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { placeWhereabouts } from '../places/index.ts';
import { moveDepositCommand, rateBookingCommand } from './attendance/after.ts';
import { checkInByCodeCommand, checkInCommand, checkOutCommand, excuseAbsenceCommand } from './attendance/attendance.ts';
import * as attendance from './attendance/contract.ts';
import { getUseQuery } from './attendance/use.ts';
import { endFeedCommand, getFeedQuery, getPlaceCalendarQuery, getResourceCalendarQuery, makeFeedCommand } from './calendars/calendars.ts';
import * as calendars from './calendars/contract.ts';
import * as offerings from './offerings/contract.ts';
import { addOfferingCommand, editOfferingCommand, getOfferingQuery, listAllOfferingsQuery, listOfferingsQuery, offeringInput } from './offerings/offerings.ts';
import { addResourceCommand, editResourceCommand, listResourcesQuery, placeInput, resourceInput } from './offerings/resources.ts';
import { applyForResidentCommand, applyForTimesCommand, listMyApplicationsQuery, withdrawApplicationCommand } from './rounds/apply.ts';
import * as rounds from './rounds/contract.ts';
import { allocateRoundCommand, getRoundTableQuery, publishRoundCommand } from './rounds/give.ts';
import { addRoundCommand, cancelRoundCommand, listRoundsQuery, roundInput } from './rounds/rounds.ts';
import * as sessions from './sessions/contract.ts';
import { joinForResidentCommand, joinSessionCommand } from './sessions/join-session.ts';
import { addSeriesCommand, addSessionCommand, cancelSessionCommand, editSessionCommand, listSessionsQuery, sessionInput } from './sessions/sessions.ts';
import { getBoardQuery } from './slots/board.ts';
import { bookForResidentCommand, bookSlotCommand } from './slots/book-slot.ts';
import {
  bookingInput,
  cancelBookingCommand,
  cancelForResidentCommand,
  decideBookingCommand,
  moveBookingCommand,
  moveMyBookingCommand,
} from './slots/change-booking.ts';
import * as slots from './slots/contract.ts';

import { payBookingCommand } from './slots/pay.ts';
import { listDayQuery, listMyBookingsQuery, listStartsQuery } from './slots/queries.ts';
import * as waiting from './waiting/contract.ts';
import {
  acceptOfferCommand,
  declineOfferCommand,
  listMyWaitingQuery,
  listWaitingQuery,
  stopWaitingCommand,
  waitForPlacesCommand,
  waitForResidentCommand,
  waitForTimeCommand,
} from './waiting/wait.ts';

/** Who plans what can be booked, and who works at the counter of it. */
const planners: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'];
const counter: StaffRole[] = [...planners, 'communityWorker'];
const plansPlace = staffAt(placeInput, ...planners);
const plansOffering = staffAt(offeringInput, ...planners);
const plansSession = staffAt(sessionInput, ...planners);
const plansRound = staffAt(roundInput, ...planners);
const servesPlace = staffAt(placeWhereabouts, ...counter);
const servesOffering = staffAt(offeringInput, ...counter);
const servesSession = staffAt(sessionInput, ...counter);
const servesBooking = staffAt(bookingInput, ...counter);

export const routes = [
  answer(offerings.listResources, staffAt(placeInput, ...counter), listResourcesQuery),
  perform(offerings.addResource, plansPlace, addResourceCommand),
  perform(offerings.editResource, staffAt(resourceInput, ...planners), editResourceCommand),
  answer(offerings.listOfferings, anyone, listOfferingsQuery),
  answer(offerings.getOffering, anyone, getOfferingQuery),
  answer(offerings.listAllOfferings, servesPlace, listAllOfferingsQuery),
  perform(offerings.addOffering, plansPlace, addOfferingCommand),
  perform(offerings.editOffering, plansOffering, editOfferingCommand),
  answer(slots.listStarts, anyone, listStartsQuery),
  perform(slots.bookSlot, residentSelf, bookSlotCommand),
  perform(slots.bookForResident, servesOffering, bookForResidentCommand),
  perform(slots.joinSession, residentSelf, joinSessionCommand),
  perform(slots.joinForResident, servesSession, joinForResidentCommand),
  perform(slots.moveBooking, servesBooking, moveBookingCommand),
  perform(slots.moveMyBooking, residentSelf, moveMyBookingCommand),
  perform(slots.cancelBooking, residentSelf, cancelBookingCommand),
  perform(slots.payBooking, residentSelf, payBookingCommand),
  perform(slots.cancelForResident, servesBooking, cancelForResidentCommand),
  perform(slots.decideBooking, servesBooking, decideBookingCommand),
  answerFor(slots.listMyBookings, residentSelf, listMyBookingsQuery),
  answer(slots.listDay, servesPlace, listDayQuery),
  answer(slots.getBoard, servesPlace, getBoardQuery),
  answer(sessions.listSessions, anyone, listSessionsQuery),
  perform(sessions.addSession, plansOffering, addSessionCommand),
  perform(sessions.addSeries, plansOffering, addSeriesCommand),
  perform(sessions.editSession, plansSession, editSessionCommand),
  perform(sessions.cancelSession, plansSession, cancelSessionCommand),
  perform(waiting.waitForPlaces, residentSelf, waitForPlacesCommand),
  perform(waiting.waitForResident, servesSession, waitForResidentCommand),
  perform(waiting.waitForTime, residentSelf, waitForTimeCommand),
  perform(waiting.acceptOffer, residentSelf, acceptOfferCommand),
  perform(waiting.declineOffer, residentSelf, declineOfferCommand),
  perform(waiting.stopWaiting, residentSelf, stopWaitingCommand),
  answerFor(waiting.listMyWaiting, residentSelf, listMyWaitingQuery),
  answerFor(waiting.listWaiting, signedIn, listWaitingQuery),
  perform(attendance.checkIn, servesBooking, checkInCommand),
  perform(attendance.checkInByCode, servesPlace, checkInByCodeCommand),
  perform(attendance.checkOut, servesBooking, checkOutCommand),
  perform(attendance.excuseAbsence, servesBooking, excuseAbsenceCommand),
  perform(attendance.moveDeposit, servesBooking, moveDepositCommand),
  perform(attendance.rateBooking, residentSelf, rateBookingCommand),
  answer(attendance.getUse, servesPlace, getUseQuery),
  answer(rounds.listRounds, anyone, listRoundsQuery),
  perform(rounds.addRound, plansPlace, addRoundCommand),
  perform(rounds.cancelRound, plansRound, cancelRoundCommand),
  perform(rounds.applyForTimes, residentSelf, applyForTimesCommand),
  perform(rounds.applyForResident, staffAt(roundInput, ...counter), applyForResidentCommand),
  perform(rounds.withdrawApplication, residentSelf, withdrawApplicationCommand),
  answerFor(rounds.listMyApplications, residentSelf, listMyApplicationsQuery),
  perform(rounds.allocateRound, plansRound, allocateRoundCommand),
  perform(rounds.publishRound, plansRound, publishRoundCommand),
  answer(rounds.getRoundTable, anyone, getRoundTableQuery),
  perform(calendars.makeFeed, residentSelf, makeFeedCommand),
  perform(calendars.endFeed, residentSelf, endFeedCommand),
  answer(calendars.getFeed, keyHolder, getFeedQuery),
  answer(calendars.getPlaceCalendar, anyone, getPlaceCalendarQuery),
  answer(calendars.getResourceCalendar, anyone, getResourceCalendarQuery),
];
