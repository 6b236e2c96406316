import { staffOfDistrict } from '../../platform/access.ts';
import { answer, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { getImportIssuesQuery, getImportQuery, listImportsQuery } from './queries.ts';
import { applyImportCommand, startImportCommand } from './start-import.ts';

/** What is imported replaces figures of the whole district, so only its officials and the city's may. */
const imports = staffOfDistrict('cityOfficial', 'districtOfficial');

export const routes = [
  perform(contract.startImport, imports, startImportCommand),
  perform(contract.applyImport, imports, applyImportCommand),
  answer(contract.listImports, imports, listImportsQuery),
  answer(contract.getImport, imports, getImportQuery),
  answer(contract.getImportIssues, imports, getImportIssuesQuery),
];
