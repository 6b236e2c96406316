import { z } from 'zod';
import { AreaCode, command, Day, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { noSuchComplex } from '../refusals.ts';

export const noSuchStandard = refusal(404, 'evaluation/no-such-standard', { zh: '今天没有这项标准', en: 'There is no such standard today' });
export const roundOpen = refusal(
  409,
  'evaluation/round-open',
  { zh: '这一年的这个名录已经开始了', en: 'This list of this year has begun already' },
  'round_once',
);
export const noSuchRound = refusal(404, 'evaluation/no-such-round', { zh: '没有这个名录', en: 'There is no such list' });
export const wrongStage = refusal(409, 'evaluation/wrong-stage', {
  zh: '名录现在的阶段不能这样做，请刷新',
  en: 'The list is at a stage at which this cannot be done; reload it',
});
export const claimsMissing = refusal(422, 'evaluation/claims-missing', { zh: '有的条款没有自评', en: 'A clause was left without a self-check' });
export const unanswered = refusal(422, 'evaluation/unanswered', { zh: '还有异议没有答复', en: 'There are objections without an answer' });
export const noticeRuns = refusal(422, 'evaluation/notice-runs', { zh: '公示期还没有结束', en: 'The public notice is not over yet' });
export const listedTwice = refusal(
  409,
  'evaluation/listed-twice',
  { zh: '同一个综合体同一年只能在一类名录上', en: 'A complex can be on one of these lists a year only' },
  'candidate_listed_once',
);
export const objectedAlready = refusal(409, 'evaluation/objected-already', { zh: '您已经提过异议', en: 'You have objected already' }, 'objection_once');
export const returnedOnes = refusal(422, 'evaluation/returned-ones', {
  zh: '还有退回的自评没有改好',
  en: 'A self-check that was sent back has not been filed again',
});

const Text = z.object({ zh: z.string(), en: z.string() });
const Verdict = z.enum(['met', 'notMet', 'unknown']);
const State = z.enum(['open', 'notice', 'published']);
/** A clause as the filing subdistrict sees it, beside what the system said at that moment. */
const Claim = z.object({ path: z.string().max(200), claim: Verdict, note: z.string().trim().max(300).optional() });
const Checked = z.object({
  path: z.string(),
  label: Text,
  isSoft: z.boolean(),
  system: Verdict,
  claim: Verdict,
  note: z.string().nullable(),
  deviates: z.boolean(),
});
const Complex = { placeId: Id, name: z.string(), areaCode: AreaCode, areaName: z.string() };
const Round = z.object({
  id: Id,
  standard: z.string(),
  title: Text,
  year: z.int(),
  state: State,
  noticeFrom: Day.nullable(),
  noticeTo: Day.nullable(),
  publishedOn: Day.nullable(),
});
const Objection = z.object({ id: Id, placeId: Id, reason: z.string(), madeAt: Moment, isUpheld: z.boolean().nullable(), answer: z.string().nullable() });
const ById = z.object({ id: Id });
const ByComplex = ById.extend({ placeId: Id });
const Reason = z.string().trim().min(4).max(500);

export const listRounds = query('/evaluation/rounds', 'Yearly lists of complexes, newest first').output(
  z.array(Round.extend({ candidates: z.int(), listed: z.int() })),
);
export const getRound = query('/evaluation/rounds/{id}', 'One yearly list as those who make it see it: candidates, self-checks, objections')
  .errors(refuses(noSuchRound))
  .input(ById)
  .output(
    z.object({
      round: Round,
      candidates: z.array(
        z.object({
          ...Complex,
          state: z.enum(['filed', 'returned']),
          filedByName: z.string(),
          filedAt: Moment,
          returnedReason: z.string().nullable(),
          isListed: z.boolean().nullable(),
          reason: z.string().nullable(),
          clauses: z.array(Checked),
          deviations: z.int(),
          verdict: Verdict,
        }),
      ),
      objections: z.array(Objection),
    }),
  );
export const openRound = command('POST', '/evaluation/rounds', 'Begin the yearly list by a standard')
  .errors(refuses(noSuchStandard, roundOpen))
  .input(z.object({ standard: z.string().max(60), year: z.int().min(2000).max(2100) }))
  .output(ById);
export const fileSelfCheck = command('PUT', '/evaluation/rounds/{id}/candidates/{placeId}', 'Propose a complex with the self-check of its subdistrict')
  .errors(refuses(noSuchRound, noSuchComplex, wrongStage, claimsMissing))
  .input(ByComplex.extend({ claims: z.array(Claim).max(60) }))
  .output(z.object({ deviations: z.int() }));
export const returnSelfCheck = command('POST', '/evaluation/rounds/{id}/candidates/{placeId}/return', 'Send a self-check back')
  .errors(refuses(noSuchRound, wrongStage))
  .input(ByComplex.extend({ reason: Reason }))
  .output(ByComplex);
export const decideCandidate = command('POST', '/evaluation/rounds/{id}/candidates/{placeId}/decision', 'Put a complex on the list, or not with a reason')
  .errors(refuses(noSuchRound, wrongStage, listedTwice))
  .input(ByComplex.extend({ isListed: z.boolean(), reason: z.string().trim().max(500).optional() }))
  .output(ByComplex);
export const startNotice = command('POST', '/evaluation/rounds/{id}/notice', 'Give public notice of the list')
  .errors(refuses(noSuchRound, wrongStage, returnedOnes))
  .input(ById)
  .output(z.object({ noticeTo: Day }));
export const objectToListing = command(
  'POST',
  '/evaluation/rounds/{id}/candidates/{placeId}/objections',
  'Object to a complex being on the list, or not being on it',
)
  .errors(refuses(noSuchRound, wrongStage, objectedAlready))
  .input(ByComplex.extend({ reason: Reason }))
  .output(ById);
export const answerObjection = command(
  'POST',
  '/evaluation/rounds/{id}/objections/{objectionId}/answer',
  'Answer an objection; one that is upheld turns the decision round',
)
  .errors(refuses(noSuchRound, wrongStage, listedTwice))
  .input(ById.extend({ objectionId: Id, isUpheld: z.boolean(), answer: Reason }))
  .output(ById);
export const publishRound = command('POST', '/evaluation/rounds/{id}/publish', 'Publish the list after its notice')
  .errors(refuses(noSuchRound, wrongStage, noticeRuns, unanswered))
  .input(ById)
  .output(ById);

const Change = z.enum(['added', 'kept', 'upgraded', 'downgraded']);
export const getPublicList = query('/evaluation/lists', 'Lists under notice and published ones of a year, with what changed since the year before')
  .input(z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() }))
  .output(
    z.object({
      year: z.int().nullable(),
      years: z.array(z.int()),
      lists: z.array(
        Round.extend({
          complexes: z.array(z.object({ ...Complex, change: Change.nullable() })),
          notListed: z.array(z.object({ ...Complex, reason: z.string() })),
        }),
      ),
      gone: z.array(z.object({ ...Complex, was: Text })),
    }),
  );

export const listing = {
  listRounds,
  getRound,
  openRound,
  fileSelfCheck,
  returnSelfCheck,
  decideCandidate,
  startNotice,
  objectToListing,
  answerObjection,
  publishRound,
  getPublicList,
};
