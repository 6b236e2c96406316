import { anyone, type StaffRole, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, perform } from '../../platform/routes.ts';
import { placeWhereabouts } from '../places/index.ts';
import { entryInput, getBookQuery, recordEntryCommand, reverseEntryCommand } from './books/book.ts';
import * as books from './books/contract.ts';
import { giveGoodsCommand, goodsInput, listGoodsQuery, takeGoodsCommand } from './books/goods.ts';
import * as contract from './contract.ts';
import { getDisclosureQuery, listFundsQuery, openFundCommand, recordIncomeCommand } from './funds.ts';
import { applyForProjectCommand, closeProjectCommand, decideProjectCommand, listProjectsQuery, payInstallmentCommand } from './projects.ts';
import { agreeReinvestmentCommand, listReinvestmentsQuery, payReinvestmentCommand, reportTurnoverCommand } from './reinvestment.ts';
import * as space from './space/contract.ts';
import { agreeOnSpaceCommand, commitmentInput, confirmDeliveryCommand, listSpaceAgreementsQuery } from './space/space.ts';

const officials: StaffRole[] = ['districtOfficial', 'subdistrictOfficial'];
const runners: StaffRole[] = [...officials, 'communityOfficial', 'operator'];
const keepers = staffOfDistrict('districtOfficial');
const ofPlace: typeof placeWhereabouts = (db, district, { id }) => placeWhereabouts(db, district, { id });
const ofAgreement: typeof placeWhereabouts = (db, district, input) => placeWhereabouts(db, district, { id: (input as unknown as { placeId: string }).placeId });

export const routes = [
  answer(contract.listFunds, anyone, listFundsQuery),
  perform(contract.openFund, keepers, openFundCommand),
  perform(contract.recordIncome, keepers, recordIncomeCommand),
  answer(contract.getDisclosure, anyone, getDisclosureQuery),
  perform(contract.applyForProject, staff(...officials), applyForProjectCommand),
  answer(contract.listProjects, staff(...officials, 'auditor'), listProjectsQuery),
  perform(contract.decideProject, keepers, decideProjectCommand),
  perform(contract.payInstallment, keepers, payInstallmentCommand),
  perform(contract.closeProject, keepers, closeProjectCommand),
  perform(contract.agreeReinvestment, keepers, agreeReinvestmentCommand),
  answer(contract.listReinvestments, staffOfDistrict('districtOfficial', 'auditor'), listReinvestmentsQuery),
  perform(contract.reportTurnover, keepers, reportTurnoverCommand),
  perform(contract.payReinvestment, keepers, payReinvestmentCommand),
  answer(space.listSpaceAgreements, staff(...runners, 'auditor'), listSpaceAgreementsQuery),
  perform(space.agreeOnSpace, staffAt(ofAgreement, ...officials), agreeOnSpaceCommand),
  perform(space.confirmDelivery, staffAt(commitmentInput, ...officials, 'communityOfficial', 'communityWorker'), confirmDeliveryCommand),
  perform(books.recordEntry, staffAt(ofPlace, ...runners), recordEntryCommand),
  perform(books.reverseEntry, staffAt(entryInput, ...runners), reverseEntryCommand),
  answer(books.getBook, staffAt(ofPlace, ...runners, 'auditor'), getBookQuery),
  answer(books.listGoods, staffAt(ofPlace, ...runners, 'communityWorker'), listGoodsQuery),
  perform(books.takeGoods, staffAt(ofPlace, ...runners, 'communityWorker'), takeGoodsCommand),
  perform(books.giveGoods, staffAt(goodsInput, ...runners, 'communityWorker'), giveGoodsCommand),
];
