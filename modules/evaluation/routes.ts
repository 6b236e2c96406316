import { anyone, staff } from '../../platform/access.ts';
import { answer } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { checkComplexesQuery, checkComplexQuery, listStandardsQuery } from './standards/check.ts';

const reads = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor');

export const routes = [
  answer(contract.listStandards, anyone, listStandardsQuery),
  answer(contract.checkComplexes, reads, checkComplexesQuery),
  answer(contract.checkComplex, reads, checkComplexQuery),
];
