import { anyone, staff } from '../../platform/access.ts';
import { answer, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { getCoverageQuery } from './coverage.ts';
import { findWalkQuery, getCircleQuery, listPacesQuery, nearQuery } from './near.ts';
import { getStudyQuery, getStudyReportQuery, listStudiesQuery, startStudyCommand } from './study/start-study.ts';

const plans = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor');
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
];
