import { anyone, residentSelf, staffAt } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { caseRoles, endFactCommand, endGuardianCommand, updatePersonCommand } from './change-person.ts';
import { claimRecordCommand, giveConsentCommand, recordConsentCommand, recordWithdrawalCommand, withdrawConsentCommand } from './consent.ts';
import * as contract from './contract.ts';
import { listMyFamilyQuery } from './family/family.ts';
import { areaInput, getPersonQuery, listPeopleQuery, listSegmentsQuery, myRecordQuery, personInput } from './queries.ts';
import { addGuardianCommand, recordFactCommand, registerPersonCommand } from './register-person.ts';
import { findPeopleCommand, revealFieldsCommand } from './reveal-fields.ts';
import { recordStatementCommand } from './statements/statements.ts';

const worksInArea = staffAt(areaInput, ...caseRoles);
const worksWithPerson = staffAt(personInput, ...caseRoles);

export const routes = [
  answer(contract.listSegments, anyone, listSegmentsQuery),
  answer(contract.listPeople, worksInArea, listPeopleQuery),
  perform(contract.findPeople, worksInArea, findPeopleCommand),
  answer(contract.getPerson, worksWithPerson, getPersonQuery),
  perform(contract.registerPerson, worksInArea, registerPersonCommand),
  perform(contract.recordFact, worksWithPerson, recordFactCommand),
  perform(contract.recordStatement, worksWithPerson, recordStatementCommand),
  perform(contract.addGuardian, worksWithPerson, addGuardianCommand),
  perform(contract.updatePerson, worksWithPerson, updatePersonCommand),
  perform(contract.endFact, worksWithPerson, endFactCommand),
  perform(contract.endGuardian, worksWithPerson, endGuardianCommand),
  perform(contract.revealFields, worksWithPerson, revealFieldsCommand),
  perform(contract.recordConsent, worksWithPerson, recordConsentCommand),
  perform(contract.recordWithdrawal, worksWithPerson, recordWithdrawalCommand),
  answerFor(contract.myRecord, residentSelf, myRecordQuery),
  answerFor(contract.listMyFamily, residentSelf, listMyFamilyQuery),
  perform(contract.claimRecord, residentSelf, claimRecordCommand),
  perform(contract.giveConsent, residentSelf, giveConsentCommand),
  perform(contract.withdrawConsent, residentSelf, withdrawConsentCommand),
];
