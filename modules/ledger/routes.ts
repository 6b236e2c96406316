import { anyone, residentSelf, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform, performForAnyone } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import * as payments from './payments/contract.ts';
import { listMyPaymentsQuery, listPaymentsToReturnQuery, payAtMockCommand, takeNoticeCommand } from './payments/payments.ts';
import { getBooksQuery, listAccountLinesQuery, listAccountsQuery, listMyAccountsQuery, listMyLinesQuery, listUnitsQuery } from './queries.ts';

const keepers = staffOfDistrict('districtOfficial', 'auditor');

export const routes = [
  answer(contract.listUnits, anyone, listUnitsQuery),
  answer(contract.getBooks, keepers, getBooksQuery),
  answer(contract.listAccounts, keepers, listAccountsQuery),
  answer(contract.listAccountLines, keepers, listAccountLinesQuery),
  answerFor(contract.listMyAccounts, residentSelf, listMyAccountsQuery),
  answerFor(contract.listMyLines, residentSelf, listMyLinesQuery),
  performForAnyone(payments.tellPayment, anyone, takeNoticeCommand),
  answerFor(payments.listMyPayments, residentSelf, listMyPaymentsQuery),
  answer(payments.listPaymentsToReturn, keepers, listPaymentsToReturnQuery),
  perform(payments.payAtMock, residentSelf, payAtMockCommand),
];
