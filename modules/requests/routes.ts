import { type AccessRule, anyone, keyHolder, residentSelf, type StaffRole, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { areaWhereabouts } from '../areas/index.ts';
import * as contract from './contract.ts';
import * as duty from './duty/contract.ts';
import { draftDutyListCommand, getDutyListQuery, getDutyListsQuery, listMattersQuery, publishDutyListCommand, saveDutyListCommand } from './duty/edit-list.ts';
import { takeRequestCommand, tellUsCommand } from './intake.ts';
import { followCommand, followRequestQuery, listMineQuery, listNearQuery, moveOwnCommand } from './receipt.ts';
import { getRequestQuery, openRequestCommand, proposeUnitsQuery } from './work.ts';

const clerks: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'];
const workers: StaffRole[] = [...clerks, 'cityOfficial', 'operator'];
/** What is public of requests lies in rows that belong to people, so it is read inside the district. */
const anyoneHere: AccessRule = { name: 'anyone, what is public', roles: 'anyone', scope: 'everywhere', isPersonal: true, decide: () => true };

export const routes = [
  answer(duty.listMatters, anyone, listMattersQuery),
  answerFor(duty.getDutyLists, staff(...workers, 'auditor'), getDutyListsQuery),
  answerFor(duty.getDutyList, staff(...workers, 'auditor'), getDutyListQuery),
  perform(duty.draftDutyList, staffOfDistrict('districtOfficial'), draftDutyListCommand),
  perform(duty.saveDutyList, staffOfDistrict('districtOfficial'), saveDutyListCommand),
  perform(duty.publishDutyList, staffOfDistrict('districtOfficial'), publishDutyListCommand),
  perform(contract.tellUs, anyone, tellUsCommand),
  perform(
    contract.takeRequest,
    staffAt((db, _, input: { areaCode: string }) => areaWhereabouts(db, input.areaCode), ...clerks),
    takeRequestCommand,
  ),
  answerFor(contract.listMine, residentSelf, listMineQuery),
  answer(contract.followRequest, keyHolder, followRequestQuery),
  perform(contract.moveOwn, keyHolder, moveOwnCommand),
  answer(contract.listNear, anyoneHere, listNearQuery),
  perform(contract.follow, residentSelf, followCommand),
  answerFor(contract.getRequest, staff(...workers, 'auditor'), getRequestQuery),
  perform(contract.openRequest, staff(...workers), openRequestCommand),
  answerFor(contract.proposeUnits, staff(...workers, 'auditor'), proposeUnitsQuery),
];
