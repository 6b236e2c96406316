import { anyone, type StaffRole, staff, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { listCaseTypesQuery } from './case-types.ts';
import * as contract from './contract.ts';
import { makeMoveCommand } from './move-case.ts';
import { countQueueQuery, getCaseQuery, listQueueQuery } from './queries.ts';
import { addUnitCommand, listMembersQuery, listUnitsQuery, setMemberCommand } from './units/units.ts';

const workers: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'];

export const routes = [
  answer(contract.listCaseTypes, anyone, listCaseTypesQuery),
  answerFor(contract.listUnits, staff(...workers, 'auditor'), listUnitsQuery),
  perform(contract.addUnit, staffOfDistrict('districtOfficial'), addUnitCommand),
  answerFor(contract.listMembers, staff(...workers, 'auditor'), listMembersQuery),
  perform(contract.setMember, staffOfDistrict('districtOfficial'), setMemberCommand),
  answerFor(contract.listQueue, staff(...workers, 'auditor'), listQueueQuery),
  answerFor(contract.countQueue, staff(...workers, 'auditor'), countQueueQuery),
  answerFor(contract.getCase, staff(...workers, 'auditor'), getCaseQuery),
  perform(contract.makeMove, staff(...workers), makeMoveCommand),
];
