import { anyone, anyoneHere, keyHolder, staff } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { getReviewFiguresQuery, listBadReviewsQuery, openBadReviewCommand } from './figures.ts';
import { findOccasionQuery, followers, getScaleQuery, givers, makeOccasionCommand, rateAgainCommand, rateCommand } from './rate.ts';

export const routes = [
  answer(contract.getScale, anyone, getScaleQuery),
  perform(contract.makeOccasion, staff(...givers), makeOccasionCommand),
  answer(contract.findOccasion, keyHolder, findOccasionQuery),
  perform(contract.rate, keyHolder, rateCommand),
  perform(contract.rateAgain, keyHolder, rateAgainCommand),
  answer(contract.getReviewFigures, anyoneHere, getReviewFiguresQuery),
  answerFor(contract.listBadReviews, staff(...followers, 'cityOfficial', 'auditor'), listBadReviewsQuery),
  perform(contract.openBadReview, staff(...followers), openBadReviewCommand),
];
