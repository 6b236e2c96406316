import { anyone, residentSelf, type StaffRole, staffAt } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { placeWhereabouts } from '../places/index.ts';
import * as contract from './contract.ts';
import { addContractCommand, addPickupCommand, endContractCommand, listContractsQuery, removePickupCommand } from './contracts.ts';
import { addGroupCommand, contractInput, editGroupCommand, groupInput, listAgeClassesQuery, listGroupsQuery, shiftInput, stayInput } from './groups.ts';
import { planForResidentCommand, planStaysCommand } from './plan-stays.ts';
import { getCareDayQuery, listMyCareQuery } from './queries.ts';
import { addShiftCommand, dropShiftCommand } from './shifts.ts';
import { arriveCommand, leaveCommand, recordAbsenceCommand, reportAbsenceCommand } from './stays.ts';

/** Who plans groups, and who works with those cared for. */
const planners: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'];
const carers: StaffRole[] = [...planners, 'communityWorker'];
const placeOf = (db: Parameters<typeof placeWhereabouts>[0], district: string, { placeId }: { placeId: string }) =>
  placeWhereabouts(db, district, { id: placeId });
const worksWithGroup = staffAt(groupInput, ...carers);
const worksWithStay = staffAt(stayInput, ...carers);

export const routes = [
  answer(contract.listGroups, anyone, listGroupsQuery),
  answer(contract.listAgeClasses, anyone, listAgeClassesQuery),
  perform(contract.addGroup, staffAt(placeOf, ...planners), addGroupCommand),
  perform(contract.editGroup, staffAt(groupInput, ...planners), editGroupCommand),
  perform(contract.addContract, worksWithGroup, addContractCommand),
  perform(contract.endContract, staffAt(contractInput, ...carers), endContractCommand),
  answer(contract.listContracts, worksWithGroup, listContractsQuery),
  perform(contract.addPickup, residentSelf, addPickupCommand),
  perform(contract.removePickup, residentSelf, removePickupCommand),
  perform(contract.planStays, residentSelf, planStaysCommand),
  perform(contract.planForResident, worksWithGroup, planForResidentCommand),
  perform(contract.reportAbsence, residentSelf, reportAbsenceCommand),
  perform(contract.recordAbsence, worksWithStay, recordAbsenceCommand),
  perform(contract.arrive, worksWithStay, arriveCommand),
  perform(contract.leave, worksWithStay, leaveCommand),
  answerFor(contract.listMyCare, residentSelf, listMyCareQuery),
  perform(contract.addShift, worksWithGroup, addShiftCommand),
  perform(contract.dropShift, staffAt(shiftInput, ...carers), dropShiftCommand),
  answer(contract.getCareDay, worksWithGroup, getCareDayQuery),
];
