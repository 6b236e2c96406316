import { anyone, residentSelf, staff } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import * as circleContract from './circle/contract.ts';
import { countWishesQuery, getMyCircleQuery, listMyWishesQuery, unwishCommand, wishForCommand } from './circle/my-circle.ts';
import * as contract from './contract.ts';
import { getCoverageQuery } from './coverage.ts';
import { findWalkQuery, getCircleQuery, listPacesQuery, nearQuery } from './near.ts';
import { getStudyQuery, getStudyReportQuery, listStudiesQuery, startStudyCommand } from './study/start-study.ts';
import * as tableContract from './table/contract.ts';
import { createScenarioCommand, getScenarioQuery, listScenariosQuery, removeScenarioCommand, updateScenarioCommand } from './table/scenarios.ts';
import { getTableQuery, getTableStreetsQuery } from './table/table.ts';

const plans = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor');
const drafts = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial');
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
];
