import { anyone, residentSelf, type StaffRole, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { personInput } from '../people/index.ts';
import * as contract from './contract.ts';
import { awardCommand, getMyPointsQuery, listEarningRulesQuery } from './earning.ts';
import { addGoodCommand, addMerchantCommand, areaOfInput, editGoodCommand, goodInput, listGoodsQuery, listMerchantsQuery, merchantInput } from './goods.ts';
import { cancelRedemptionCommand, handOutCommand, redeemCommand } from './redemptions.ts';
import { draftSettlementsCommand, listSettlementsQuery, paySettlementsCommand } from './settlements.ts';

const officials: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial'];
const runners: StaffRole[] = [...officials, 'operator'];
const ofPerson: typeof personInput = (db, district, input) => personInput(db, district, { id: (input as unknown as { personId: string }).personId });

export const routes = [
  answer(contract.listEarningRules, anyone, listEarningRulesQuery),
  answerFor(contract.getMyPoints, residentSelf, getMyPointsQuery),
  perform(contract.award, staffAt(ofPerson, ...officials, 'communityWorker'), awardCommand),
  answer(contract.listMerchants, anyone, listMerchantsQuery),
  perform(contract.addMerchant, staffAt(areaOfInput, ...officials), addMerchantCommand),
  answer(contract.listGoods, anyone, listGoodsQuery),
  perform(contract.addGood, staffAt(merchantInput, ...runners), addGoodCommand),
  perform(contract.editGood, staffAt(goodInput, ...runners), editGoodCommand),
  perform(contract.redeem, residentSelf, redeemCommand),
  perform(contract.cancelRedemption, residentSelf, cancelRedemptionCommand),
  perform(contract.handOut, staffAt(merchantInput, ...runners, 'communityWorker'), handOutCommand),
  perform(contract.draftSettlements, staffOfDistrict('districtOfficial'), draftSettlementsCommand),
  answer(contract.listSettlements, staffOfDistrict('districtOfficial', 'auditor'), listSettlementsQuery),
  perform(contract.paySettlements, staffOfDistrict('districtOfficial'), paySettlementsCommand),
];
