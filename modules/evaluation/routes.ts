import { anyone, signedIn, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import * as listing from './listing/contract.ts';
import { getPublicListQuery, getRoundQuery, listRoundsQuery } from './listing/lists.ts';
import {
  answerObjectionCommand,
  decideCandidateCommand,
  fileSelfCheckCommand,
  objectToListingCommand,
  openRoundCommand,
  publishRoundCommand,
  returnSelfCheckCommand,
  startNoticeCommand,
} from './listing/make-list.ts';
import { candidateInput } from './listing/rounds.ts';
import { checkComplexesQuery, checkComplexQuery, listStandardsQuery } from './standards/check.ts';

const reads = staff('cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor');

/** The district makes the list; a subdistrict files for its own complexes. */
const makesLists = staffOfDistrict('districtOfficial');
const filesFor = staffAt(candidateInput, 'districtOfficial', 'subdistrictOfficial');

export const routes = [
  answer(contract.listStandards, anyone, listStandardsQuery),
  answer(contract.checkComplexes, reads, checkComplexesQuery),
  answer(contract.checkComplex, reads, checkComplexQuery),
  answer(listing.listRounds, reads, listRoundsQuery),
  answerFor(listing.getRound, reads, getRoundQuery),
  perform(listing.openRound, makesLists, openRoundCommand),
  perform(listing.fileSelfCheck, filesFor, fileSelfCheckCommand),
  perform(listing.returnSelfCheck, makesLists, returnSelfCheckCommand),
  perform(listing.decideCandidate, makesLists, decideCandidateCommand),
  perform(listing.startNotice, makesLists, startNoticeCommand),
  perform(listing.objectToListing, signedIn, objectToListingCommand),
  perform(listing.answerObjection, makesLists, answerObjectionCommand),
  perform(listing.publishRound, makesLists, publishRoundCommand),
  answer(listing.getPublicList, anyone, getPublicListQuery),
];
