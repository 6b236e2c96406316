import { anyone, residentSelf, staff, staffAt } from '../../platform/access.ts';
import type { Read } from '../../platform/database.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { areaWhereabouts, nowhere } from '../areas/index.ts';
import * as circleContract from './circle/contract.ts';
import { countWishesQuery, getMyCircleQuery, listMyWishesQuery, unwishCommand, wishForCommand } from './circle/my-circle.ts';
import * as contract from './contract.ts';
import { getCoverageQuery } from './coverage.ts';
import { findWalkQuery, getCircleQuery, listPacesQuery, nearQuery } from './near.ts';
import * as programme from './programme/contract.ts';
import {
  addToListCommand,
  createProjectCommand,
  dropProjectCommand,
  listProjectsQuery,
  passStageCommand,
  projectWhereabouts,
  removeFromListCommand,
  updateProjectCommand,
} from './programme/projects.ts';
import { listSpacesQuery, offerSpaceCommand, setSpaceStatusCommand, spaceWhereabouts, updateSpaceCommand } from './programme/spaces.ts';
import { listTargetsQuery, removeTargetCommand, setTargetCommand, targetWhereabouts } from './programme/targets.ts';
import { getStudyQuery, getStudyReportQuery, listStudiesQuery, startStudyCommand } from './study/start-study.ts';
import * as tableContract from './table/contract.ts';
import { createScenarioCommand, getScenarioQuery, listScenariosQuery, removeScenarioCommand, updateScenarioCommand } from './table/scenarios.ts';
import { getTableQuery, getTableStreetsQuery } from './table/table.ts';

const plans = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor');
const drafts = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial');
const officials = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial'] as const;
const named = async (db: Read, _district: string, input: { areaCode: string }) => (await areaWhereabouts(db, input.areaCode)) ?? nowhere;
const offers = staffAt(named, ...officials, 'communityWorker');
const editsSpace = staffAt(spaceWhereabouts, ...officials, 'communityWorker');
const begins = staffAt(named, 'cityOfficial', 'districtOfficial', 'subdistrictOfficial');
const runsProject = staffAt(projectWhereabouts, 'cityOfficial', 'districtOfficial', 'subdistrictOfficial');
const listsProjects = staffAt(projectWhereabouts, 'cityOfficial', 'districtOfficial');
const setsTargets = staffAt(named, 'cityOfficial', 'districtOfficial');
const studies = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial');

export const routes = [
  answer(contract.near, anyone, nearQuery),
  answer(contract.getCircle, anyone, getCircleQuery),
  answer(contract.findWalk, anyone, findWalkQuery),
  answer(contract.listPaces, anyone, listPacesQuery),
  answer(contract.getCoverage, plans, getCoverageQuery),
  perform(contract.startStudy, studies, startStudyCommand),
  answer(contract.listStudies, plans, listStudiesQuery),
  answer(contract.getStudy, plans, getStudyQuery),
  answer(contract.getStudyReport, plans, getStudyReportQuery),
  answer(tableContract.getTable, plans, getTableQuery),
  answer(tableContract.getTableStreets, plans, getTableStreetsQuery),
  answer(tableContract.listScenarios, plans, listScenariosQuery),
  answer(tableContract.getScenario, plans, getScenarioQuery),
  perform(tableContract.createScenario, drafts, createScenarioCommand),
  perform(tableContract.updateScenario, drafts, updateScenarioCommand),
  perform(tableContract.removeScenario, drafts, removeScenarioCommand),
  answer(circleContract.getMyCircle, anyone, getMyCircleQuery),
  answerFor(circleContract.listMyWishes, residentSelf, listMyWishesQuery),
  perform(circleContract.wishFor, residentSelf, wishForCommand),
  perform(circleContract.unwish, residentSelf, unwishCommand),
  answer(circleContract.countWishes, plans, countWishesQuery),
  answer(programme.listSpaces, plans, listSpacesQuery),
  perform(programme.offerSpace, offers, offerSpaceCommand),
  perform(programme.updateSpace, editsSpace, updateSpaceCommand),
  perform(programme.setSpaceStatus, editsSpace, setSpaceStatusCommand),
  answer(programme.listProjects, plans, listProjectsQuery),
  perform(programme.createProject, begins, createProjectCommand),
  perform(programme.updateProject, runsProject, updateProjectCommand),
  perform(programme.passStage, runsProject, passStageCommand),
  perform(programme.dropProject, runsProject, dropProjectCommand),
  perform(programme.addToList, listsProjects, addToListCommand),
  perform(programme.removeFromList, listsProjects, removeFromListCommand),
  answer(programme.listTargets, plans, listTargetsQuery),
  perform(programme.setTarget, setsTargets, setTargetCommand),
  perform(programme.removeTarget, staffAt(targetWhereabouts, 'cityOfficial', 'districtOfficial'), removeTargetCommand),
];
