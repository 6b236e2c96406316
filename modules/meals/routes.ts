import { anyone, residentSelf, type StaffRole, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { personInput } from '../people/index.ts';
import * as orders from './orders/contract.ts';
import { getKitchenQuery } from './orders/kitchen.ts';
import { cancelOrderCommand, moveOrderCommand, orderForResidentCommand, orderMealCommand } from './orders/orders.ts';
import { endStandingCommand, listMyOrdersQuery, setStandingCommand } from './orders/standing.ts';
import { getBulletinQuery } from './settlement/bulletin.ts';
import {
  approveClaimCommand,
  draftClaimsCommand,
  getClearingQuery,
  listClaimsQuery,
  listSiteClaimsQuery,
  payClaimsCommand,
  submitClaimCommand,
} from './settlement/claims.ts';
import * as settlement from './settlement/contract.ts';
import { answerQuestionCommand, listQuestionsQuery } from './settlement/questions.ts';
import * as sites from './sites/contract.ts';
import { listMenusQuery, setMenuCommand } from './sites/menus.ts';
import { listSchemesQuery, setSchemeCommand } from './sites/schemes.ts';
import { addSiteCommand, areaOfInput, editSiteCommand, listSitesQuery, siteInput } from './sites/sites.ts';
import * as till from './till/contract.ts';
import { bringOfflineSalesCommand } from './till/offline.ts';
import { listSalesQuery, quoteMealQuery, refundSaleCommand, saleInput, sellMealCommand, tillInput } from './till/sell.ts';
import { closeTillCommand, endCardCommand, getMyMealCodeQuery, issueCardCommand, listMyMealsQuery, listTillsQuery, openTillCommand } from './till/tills.ts';

const officials: StaffRole[] = ['districtOfficial', 'subdistrictOfficial'];
const runners: StaffRole[] = [...officials, 'operator'];
const sellers: StaffRole[] = [...runners, 'communityOfficial', 'communityWorker'];
const ofPerson: typeof personInput = (db, district, input) => personInput(db, district, { id: (input as unknown as { personId: string }).personId });
const ofTill: typeof tillInput = (db, district, input) => tillInput(db, district, { tillId: (input as unknown as { id: string }).id });

export const routes = [
  answer(sites.listSites, anyone, listSitesQuery),
  perform(sites.addSite, staffAt(areaOfInput, ...officials), addSiteCommand),
  perform(sites.editSite, staffAt(siteInput, ...runners), editSiteCommand),
  answer(sites.listMenus, anyone, listMenusQuery),
  perform(sites.setMenu, staffAt(siteInput, ...sellers), setMenuCommand),
  answer(sites.listSchemes, staff(...sellers), listSchemesQuery),
  perform(sites.setScheme, staffOfDistrict('districtOfficial'), setSchemeCommand),
  answer(till.listTills, staffAt(siteInput, ...sellers), listTillsQuery),
  perform(till.openTill, staffAt(siteInput, ...runners), openTillCommand),
  perform(till.closeTill, staffAt(ofTill, ...runners), closeTillCommand),
  answerFor(till.quoteMeal, staffAt(tillInput, ...sellers), quoteMealQuery),
  perform(till.sellMeal, staffAt(tillInput, ...sellers), sellMealCommand),
  perform(till.refundSale, staffAt(saleInput, ...sellers), refundSaleCommand),
  answer(till.listSales, staffAt(siteInput, ...sellers), listSalesQuery),
  perform(till.bringOfflineSales, staffAt(ofTill, ...sellers), bringOfflineSalesCommand),
  perform(till.issueCard, staffAt(ofPerson, ...officials, 'communityOfficial', 'communityWorker'), issueCardCommand),
  perform(till.endCard, staffAt(ofPerson, ...officials, 'communityOfficial', 'communityWorker'), endCardCommand),
  answerFor(till.getMyMealCode, residentSelf, getMyMealCodeQuery),
  answerFor(till.listMyMeals, residentSelf, listMyMealsQuery),
  perform(orders.orderMeal, residentSelf, orderMealCommand),
  perform(orders.orderForResident, staffAt(siteInput, ...sellers), orderForResidentCommand),
  perform(orders.cancelOrder, residentSelf, cancelOrderCommand),
  answerFor(orders.listMyOrders, residentSelf, listMyOrdersQuery),
  perform(orders.setStanding, residentSelf, setStandingCommand),
  perform(orders.endStanding, residentSelf, endStandingCommand),
  perform(orders.moveOrder, staffAt(siteInput, ...sellers), moveOrderCommand),
  answer(orders.getKitchen, staffAt(siteInput, ...sellers), getKitchenQuery),
  perform(settlement.draftClaims, staffOfDistrict('districtOfficial'), draftClaimsCommand),
  answer(settlement.listClaims, staffOfDistrict('districtOfficial', 'auditor'), listClaimsQuery),
  answer(settlement.listSiteClaims, staffAt(siteInput, ...runners), listSiteClaimsQuery),
  perform(settlement.submitClaim, staffAt(siteInput, ...runners), submitClaimCommand),
  answer(settlement.listQuestions, staffOfDistrict('districtOfficial', 'auditor'), listQuestionsQuery),
  perform(settlement.answerQuestion, staffOfDistrict('districtOfficial'), answerQuestionCommand),
  perform(settlement.approveClaim, staffOfDistrict('districtOfficial'), approveClaimCommand),
  perform(settlement.payClaims, staffOfDistrict('districtOfficial'), payClaimsCommand),
  answer(settlement.getClearing, staffOfDistrict('districtOfficial', 'auditor'), getClearingQuery),
  answer(settlement.getBulletin, anyone, getBulletinQuery),
];
