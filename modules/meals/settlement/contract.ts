import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const noSuchClaim = refusal(404, 'meals/no-such-claim', { zh: '没有这份结算', en: 'There is no such claim' });
export const monthNotOver = refusal(422, 'meals/month-not-over', { zh: '这个月还没过完', en: 'The month is not over yet' });
export const claimMoved = refusal(409, 'meals/claim-moved', { zh: '结算已到别的步骤，请刷新', en: 'The claim is at another step by now; load it again' });
export const questionsOpen = refusal(409, 'meals/questions-open', { zh: '还有疑问没有核实', en: 'Questions about it are not answered yet' });
export const noSuchQuestion = refusal(404, 'meals/no-such-question', { zh: '没有这条疑问', en: 'There is no such question' });
export const answeredAlready = refusal(409, 'meals/answered-already', { zh: '已经有人核实过', en: 'Somebody has answered it already' });

export const noBulletin = refusal(404, 'meals/no-bulletin', { zh: '这个月的简报还没有', en: 'There is no bulletin of this month yet' });

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as 2026-11');
const fen = z.int();
const Payer = z.object({ district: z.string(), meals: z.int(), amountFen: fen });
const Claim = z.object({
  id: Id,
  siteId: Id,
  site: z.object({ zh: z.string(), en: z.string() }),
  month: Month,
  meals: z.int(),
  amountFen: fen.describe('Subsidies given in the month less those taken back'),
  withheldFen: fen.describe('Of meals that a person found not to be paid'),
  byPayer: z.array(Payer),
  openQuestions: z.int(),
  state: z.enum(['drafted', 'submitted', 'approved', 'paid']),
  paidAt: Moment.nullable(),
});
const Question = z.object({
  id: Id,
  siteId: Id,
  site: z.object({ zh: z.string(), en: z.string() }),
  month: Month,
  kind: z.enum(['twoSites', 'afterDeath', 'closedHours', 'overCapacity', 'tooFast', 'lateSeries']),
  detail: z.record(z.string(), z.unknown()),
  amountFen: fen,
  answer: z.enum(['fine', 'notPaid']).nullable(),
  note: z.string().nullable(),
});

export const draftClaims = command('POST', '/meals/settlements/{month}', 'Draws up the claims of a month that is over, and the questions about its sales')
  .input(z.object({ month: Month }))
  .output(z.object({ claims: z.int(), meals: z.int(), amountFen: fen, questions: z.int() }))
  .errors(refuses(monthNotOver));
export const listClaims = query('/meals/settlements/{month}/claims', 'Claims of a month')
  .input(z.object({ month: Month }))
  .output(z.array(Claim));
export const listSiteClaims = query('/meals/sites/{id}/claims', 'Claims of a canteen, the newest first')
  .input(z.object({ id: Id }))
  .output(z.array(Claim));
export const submitClaim = command('POST', '/meals/sites/{id}/claims/{month}/submit', 'The canteen claims what is drawn up')
  .input(z.object({ id: Id, month: Month }))
  .output(Claim)
  .errors(refuses(noSuchClaim, claimMoved));
export const listQuestions = query('/meals/settlements/{month}/questions', 'What looks wrong about the sales of a month, the dearest first')
  .input(z.object({ month: Month }))
  .output(z.array(Question));
export const answerQuestion = command('POST', '/meals/questions/{id}/answer', 'Answers a question after looking into it: fine, or not paid and why')
  .input(z.object({ id: Id, answer: z.enum(['fine', 'notPaid']), note: z.string().trim().min(2).max(500) }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchQuestion, answeredAlready));
export const approveClaim = command('POST', '/meals/claims/{id}/approve', 'Approves a claim whose questions are answered')
  .input(z.object({ id: Id }))
  .output(Claim)
  .errors(refuses(noSuchClaim, claimMoved, questionsOpen));
export const payClaims = command(
  'POST',
  '/meals/settlements/{month}/payments',
  'Records that the approved claims of a month were paid, and gives the payment file',
)
  .input(z.object({ month: Month, reference: z.string().trim().min(3).max(60) }))
  .output(z.object({ paid: z.int(), amountFen: fen, csv: z.string() }));
export const getClearing = query('/meals/settlements/{month}/clearing', 'What districts owe one another for a month, by payer and site district')
  .input(z.object({ month: Month }))
  .output(z.array(z.object({ district: z.string(), owesUsFen: fen, weOweFen: fen })));
export const getBulletin = query('/meals/bulletin/{month}', 'The month in figures for everybody: canteens, meals, subsidies')
  .input(z.object({ month: Month }))
  .output(
    z.object({
      month: Month,
      sites: z.int(),
      meals: z.int(),
      subsidisedMeals: z.int(),
      subsidyFen: fen,
      fromOtherDistricts: z.int().describe('Subsidised meals of people from other districts'),
      byKind: z.array(z.object({ kind: z.string(), sites: z.int(), meals: z.int() })),
    }),
  );

export const settlement = {
  draftClaims,
  listClaims,
  listSiteClaims,
  submitClaim,
  listQuestions,
  answerQuestion,
  approveClaim,
  payClaims,
  getClearing,
  getBulletin,
};
