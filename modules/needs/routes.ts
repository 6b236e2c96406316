import { anyoneHere, keyHolder, staff, staffAt } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { areaWhereabouts } from '../areas/index.ts';
import * as contract from './contract.ts';
import { answerProjectCommand, getOfReceiptQuery, listProjectsQuery, moveProjectCommand, proposeProjectCommand } from './projects.ts';
import { endNeedCommand, listNeedsQuery, matchNeedQuery, openNeedCommand } from './register.ts';
import { onlookers, suggestNeedsQuery, workers } from './suggest.ts';

const officials = workers.filter((role) => role !== 'communityWorker');

export const routes = [
  answerFor(contract.suggestNeeds, staff(...workers), suggestNeedsQuery),
  answerFor(contract.listNeeds, staff(...onlookers), listNeedsQuery),
  perform(
    contract.openNeed,
    staffAt((db, _, input: { areaCode: string }) => areaWhereabouts(db, input.areaCode), ...workers),
    openNeedCommand,
  ),
  answerFor(contract.matchNeed, staff(...onlookers), matchNeedQuery),
  perform(contract.endNeed, staff(...workers), endNeedCommand),
  perform(
    contract.proposeProject,
    staffAt((db, _, input: { areaCode: string }) => areaWhereabouts(db, input.areaCode), ...officials),
    proposeProjectCommand,
  ),
  perform(contract.moveProject, staff(...officials), moveProjectCommand),
  answer(contract.listProjects, anyoneHere, listProjectsQuery),
  answer(contract.getOfReceipt, keyHolder, getOfReceiptQuery),
  perform(contract.answerProject, keyHolder, answerProjectCommand),
];
