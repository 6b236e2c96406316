import { anyone, residentSelf, type StaffRole, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { personInput } from '../people/index.ts';
import * as contract from './contract.ts';
import * as exchange from './exchange/contract.ts';
import { bringHoursCommand, exportHoursQuery } from './exchange/hours.ts';
import { addStationCommand, areaOfInput, listStationsQuery, registerForResidentCommand, registerVolunteerCommand, stationInput } from './register.ts';
import { answerAppealCommand } from './service/appeals.ts';
import { getMyVolunteerQuery } from './service/mine.ts';
import {
  appealServiceCommand,
  checkInCommand,
  checkOutCommand,
  confirmServiceCommand,
  joinShiftCommand,
  leaveShiftCommand,
  listStationServicesQuery,
  serviceInput,
} from './service/services.ts';
import { addShiftCommand, listShiftsQuery, listStationShiftsQuery } from './service/shifts.ts';
import { applyForStarCommand, decideStarCommand, getMyCertificateQuery, listStarsQuery, verifyCertificateQuery } from './stars.ts';
import { donateCoinsCommand, getTimeBankQuery, giveCoinsCommand } from './timebank/coins.ts';
import * as timeBank from './timebank/contract.ts';
import { askForServiceCommand, askFromPoolCommand, listMyNeedsQuery, recordGroupHoursCommand, withdrawNeedCommand } from './timebank/needs.ts';

const organisers: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'];
const ofPerson: typeof personInput = (db, district, input) => personInput(db, district, { id: (input as unknown as { personId: string }).personId });

export const routes = [
  perform(contract.registerVolunteer, residentSelf, registerVolunteerCommand),
  perform(contract.registerForResident, staffAt(ofPerson, ...organisers), registerForResidentCommand),
  answerFor(contract.getMyVolunteer, residentSelf, getMyVolunteerQuery),
  answer(contract.listStations, anyone, listStationsQuery),
  perform(contract.addStation, staffAt(areaOfInput, ...organisers), addStationCommand),
  perform(contract.addShift, staffAt(stationInput, ...organisers), addShiftCommand),
  answerFor(contract.listShifts, residentSelf, listShiftsQuery),
  answer(contract.listStationShifts, staffAt(stationInput, ...organisers), listStationShiftsQuery),
  perform(contract.joinShift, residentSelf, joinShiftCommand),
  perform(contract.leaveShift, residentSelf, leaveShiftCommand),
  perform(contract.checkIn, residentSelf, checkInCommand),
  perform(contract.checkOut, residentSelf, checkOutCommand),
  answer(contract.listStationServices, staffAt(stationInput, ...organisers), listStationServicesQuery),
  perform(contract.confirmService, staffAt(serviceInput, ...organisers), confirmServiceCommand),
  perform(contract.appealService, residentSelf, appealServiceCommand),
  perform(contract.answerAppeal, staffAt(serviceInput, ...organisers), answerAppealCommand),
  perform(contract.applyForStar, residentSelf, applyForStarCommand),
  answer(contract.listStars, staffOfDistrict('districtOfficial', 'auditor'), listStarsQuery),
  perform(contract.decideStar, staffOfDistrict('districtOfficial'), decideStarCommand),
  answerFor(contract.getMyCertificate, residentSelf, getMyCertificateQuery),
  answer(contract.verifyCertificate, anyone, verifyCertificateQuery),
  answer(exchange.exportHours, staffOfDistrict('districtOfficial'), exportHoursQuery),
  perform(exchange.bringHours, staffOfDistrict('districtOfficial'), bringHoursCommand),
  answerFor(timeBank.getTimeBank, residentSelf, getTimeBankQuery),
  perform(timeBank.askForService, residentSelf, askForServiceCommand),
  perform(timeBank.askFromPool, staffAt(ofPerson, ...organisers), askFromPoolCommand),
  answerFor(timeBank.listMyNeeds, residentSelf, listMyNeedsQuery),
  perform(timeBank.recordGroupHours, staffAt(stationInput, ...organisers), recordGroupHoursCommand),
  perform(timeBank.withdrawNeed, residentSelf, withdrawNeedCommand),
  perform(timeBank.giveCoins, residentSelf, giveCoinsCommand),
  perform(timeBank.donateCoins, residentSelf, donateCoinsCommand),
];
