import { anyone, staff } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { assignHouseholdCommand, getPlanQuery, getTimelinessQuery, listTopicsQuery, listVisitsQuery, openSealedNoteCommand, readers } from './plan.ts';
import { openReportCommand, uploadVisitsCommand, visitors } from './upload.ts';

export const routes = [
  answer(contract.listTopics, anyone, listTopicsQuery),
  answerFor(contract.getPlan, staff(...visitors), getPlanQuery),
  perform(contract.uploadVisits, staff(...visitors), uploadVisitsCommand),
  answerFor(contract.listVisits, staff(...readers), listVisitsQuery),
  perform(contract.openReport, staff(...readers, 'operator'), openReportCommand),
  perform(contract.openSealedNote, staff(...visitors), openSealedNoteCommand),
  perform(contract.assignHousehold, staff('districtOfficial', 'subdistrictOfficial', 'communityOfficial'), assignHouseholdCommand),
  answerFor(contract.getTimeliness, staff(...readers), getTimelinessQuery),
];
