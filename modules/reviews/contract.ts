import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchOccasion = refusal(404, 'reviews/no-such-occasion', { zh: '评价码不对，或已过期', en: 'The code is wrong or has run out' });
export const alreadyRated = refusal(409, 'reviews/already-rated', { zh: '这次服务已经评价过', en: 'This service has been rated already' }, 'review_pkey');
export const staffCannot = refusal(403, 'reviews/staff-cannot', { zh: '工作人员不能评价服务', en: 'Staff cannot rate a service' });
export const notToRateAgain = refusal(409, 'reviews/not-to-rate-again', { zh: '整改完成以后才能再评', en: 'It can be rated again once it was put right' });
export const unknownReason = refusal(422, 'reviews/unknown-reason', { zh: '请从列出的原因中选择', en: 'Choose one of the listed reasons' });
export const noSuchPlace = refusal(422, 'reviews/no-such-place', { zh: '没有这个地点', en: 'There is no such place' }, 'occasion_district_place_id_fkey');

const Words = z.object({ zh: z.string(), en: z.string() });
const Grade = z.int().min(1).max(5);
const Code = z.string().trim().min(8).max(20);
const Share = z.object({ is: z.int(), of: z.int(), value: z.number().nullable() });

export const getScale = query('/reviews/scale', 'The five grades and the reasons that go with each').output(
  z.object({
    version: z.string(),
    badUpTo: Grade.describe('Up to this grade a review is bad: it is called back about and put right'),
    grades: z.array(Words.extend({ grade: Grade, reasons: z.array(z.string()) })),
    reasons: z.array(Words.extend({ code: z.string() })),
  }),
);
export const makeOccasion = command('POST', '/reviews/occasions', 'A code with which a service that was just given can be rated once')
  .input(z.object({ placeId: Id, serviceId: Id.nullable().default(null), what: z.string().trim().min(2).max(60) }))
  .output(z.object({ code: z.string(), endsAt: Moment }))
  .errors(refuses(noSuchPlace));
export const findOccasion = query('/reviews/occasions/{code}', 'What a code is for; grades only with the code that who rated keeps')
  .input(z.object({ code: Code }))
  .output(
    z.object({ what: z.string(), placeName: z.string(), state: z.enum(['open', 'rated', 'again']), grade: Grade.nullable(), finalGrade: Grade.nullable() }),
  )
  .errors(refuses(noSuchOccasion));
export const rate = command('POST', '/reviews/occasions/{code}/review', 'Rates a service, once; nobody learns who did')
  .input(
    z.object({
      code: Code,
      grade: Grade,
      reasons: z.array(z.string().max(20)).max(6).default([]),
      words: z.string().trim().max(500).optional(),
      phone: z
        .string()
        .trim()
        .regex(/^1[3-9]\d{9}$/, 'a mobile number has 11 digits')
        .optional()
        .describe('Only to be called back about it'),
    }),
  )
  .output(
    z.object({
      isFollowedUp: z.boolean().describe('A bad review is looked into and put right'),
      again: z.string().nullable().describe('With this code, which nobody else has, a bad review can be rated again once it was put right'),
    }),
  )
  .errors(refuses(noSuchOccasion, alreadyRated, staffCannot, unknownReason));
export const rateAgain = command('POST', '/reviews/occasions/{code}/final', 'Rates again after it was put right; the first grade stays beside it')
  .input(z.object({ code: Code, grade: Grade }))
  .output(z.object({ grade: Grade, finalGrade: Grade }))
  .errors(refuses(noSuchOccasion, staffCannot, notToRateAgain));
const Summary = z.object({
  id: Id,
  name: z.string(),
  reviews: z.int().nullable().describe('Null where so few are behind it that it could tell of persons'),
  satisfied: Share.nullable(),
  grades: z.array(z.int()).length(5).nullable().describe('How many of each grade, from 1 to 5'),
});
export const getReviewFigures = query('/reviews/figures', 'Ratings by place in the last year; small numbers are left out').output(
  z.object({
    places: z.array(Summary),
    bad: Share.describe('Bad reviews of all'),
    calledBack: Share.describe('Bad reviews that were called back about or rated again, of all bad ones'),
    putRight: Share.describe('Bad reviews whose second grade is good, of those rated again'),
    excluded: z.int().describe('Reviews that two persons found not to be true'),
  }),
);
export const listBadReviews = query('/reviews/bad', 'Bad reviews of my areas with their cases').output(
  z.array(
    z.object({
      caseId: Id.nullable(),
      what: z.string(),
      placeName: z.string(),
      grade: Grade,
      finalGrade: Grade.nullable(),
      reasons: z.array(z.string()),
      at: Moment,
      state: z.string(),
      isExcluded: z.boolean(),
      hasWords: z.boolean(),
    }),
  ),
);
export const openBadReview = command('POST', '/reviews/bad/{id}/openings', 'Reads what was written and the number to call back, for a purpose that is kept')
  .input(z.object({ id: Id, purpose: z.string().trim().min(2).max(200) }))
  .output(z.object({ words: z.string().nullable(), phone: z.string().nullable() }))
  .errors(refuses(noSuchOccasion));
export const reviews = { getScale, makeOccasion, findOccasion, rate, rateAgain, getReviewFigures, listBadReviews, openBadReview };
