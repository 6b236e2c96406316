import { staff, staffOfDistrict } from '../../platform/access.ts';
import { answerFor, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { deciders, dismissSignalCommand, openSignalCommand, scanNowCommand } from './decide.ts';
import { getSignalQuery, listSignalsQuery, readers } from './queries.ts';

export const routes = [
  answerFor(contract.listSignals, staff(...readers), listSignalsQuery),
  answerFor(contract.getSignal, staff(...readers), getSignalQuery),
  perform(contract.openSignal, staff(...deciders), openSignalCommand),
  perform(contract.dismissSignal, staff(...deciders), dismissSignalCommand),
  perform(contract.scanNow, staffOfDistrict('districtOfficial'), scanNowCommand),
];
