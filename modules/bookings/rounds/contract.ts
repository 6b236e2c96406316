import { z } from 'zod';
import { command, Day, Id, Moment, query, refuses } from '../../../platform/endpoint.ts';
import {
  appliedAlready,
  guardianNeeded,
  noSuchApplication,
  noSuchRound,
  notEligible,
  notYours,
  roundNotOpen,
  roundState,
  wrongResource,
  wrongRound,
  wrongWish,
} from '../refusals.ts';
import { forOne, forWhom, isForSomebody } from '../slots/contract.ts';

const Text = z.object({ zh: z.string(), en: z.string() });
const Group = z.enum(['elder', 'minor', 'disabled']);
const name = z.string().trim().min(2).max(80);

const Fairness = z.object({ served: z.int(), applicants: z.int(), jain: z.number(), firstWish: z.int(), given: z.int() });
const Round = z.object({
  id: Id,
  placeId: Id,
  placeName: z.string(),
  title: Text,
  about: Text,
  offerings: z.array(z.object({ id: Id, title: Text, resources: z.array(z.object({ id: Id, name: Text })) })),
  appliesFrom: Moment,
  appliesTo: Moment,
  usesFrom: Day,
  usesTo: Day,
  first: z.array(Group),
  applications: z.int(),
  state: z.enum(['ahead', 'open', 'closed', 'allocated', 'published', 'cancelled']),
  commitment: z.string().describe('SHA-256 of the secret of the lottery, fixed before anybody applied'),
});

export const listRounds = query('/bookings/rounds', 'Seasonal rounds: for which times one can apply, and which have been given')
  .input(z.object({ placeId: Id.optional() }))
  .output(z.array(Round));

export const addRound = command('POST', '/bookings/rounds', 'Announces a seasonal round; while it is not decided, its days are not booked directly')
  .input(
    z.object({
      placeId: Id,
      name,
      nameEn: name,
      about: z.string().trim().max(2000).default(''),
      aboutEn: z.string().trim().max(2000).default(''),
      offerings: z.array(Id).min(1).max(20),
      appliesFrom: Moment,
      appliesTo: Moment,
      usesFrom: Day,
      usesTo: Day,
      first: z.array(Group).max(3).default([]).describe('Whose turn comes first in every pass'),
    }),
  )
  .output(z.object({ id: Id }))
  .errors(refuses(wrongRound));
export const cancelRound = command('POST', '/bookings/rounds/{id}/cancel', 'Gives a round up, with the reason')
  .input(z.object({ id: Id, reason: z.string().trim().min(2).max(300) }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchRound, roundState));

const Wish = z.object({
  offeringId: Id,
  resourceId: Id,
  weekday: z.int().min(1).max(7),
  fromMinute: z.int().min(0).max(1439),
  minutes: z.int().min(5).max(1440),
});
const Application = {
  title: z.string().trim().min(2).max(60).describe('What for, or the name of the group'),
  people: z.int().min(1).max(1000),
  wants: z.int().min(1).max(7).describe('How often a week at most'),
  wishes: z.array(Wish).min(1).max(12).describe('By preference, the best first'),
};
const applyRefusals = [noSuchRound, roundNotOpen, wrongWish, wrongResource, appliedAlready, notEligible, guardianNeeded] as const;
export const applyForTimes = command('POST', '/bookings/rounds/{id}/applications', 'Applies for times of a season')
  .input(z.object({ id: Id, ...Application, forPerson: Id.optional() }))
  .output(z.object({ id: Id }))
  .errors(refuses(...applyRefusals, notYours));
export const applyForResident = command('POST', '/bookings/rounds/{id}/applications-at-counter', 'The same for somebody at the counter, by paper or by phone')
  .input(z.object({ id: Id, ...Application, ...forWhom }).refine(isForSomebody, forOne))
  .output(z.object({ id: Id }))
  .errors(refuses(...applyRefusals));
export const withdrawApplication = command('DELETE', '/bookings/applications/{id}', 'Takes an application back, while one can still apply')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchApplication, roundNotOpen));

const Outcome = z.object({
  ...Wish.shape,
  rank: z.int(),
  resource: Text,
  outcome: z.enum(['given', 'taken', 'clash', 'enough', 'unknown']).nullable(),
  pass: z.int().nullable().describe('In which pass it was given, or taken by another'),
  turn: z.int().nullable(),
  dates: z.array(z.object({ day: Day, bookingId: Id.nullable(), why: z.string().nullable() })),
});
export const listMyApplications = query('/bookings/applications/mine', 'One’s applications, with what became of each wish and why').output(
  z.array(
    z.object({
      id: Id,
      roundId: Id,
      round: Text,
      state: Round.shape.state,
      title: z.string(),
      people: z.int(),
      wants: z.int(),
      withdrawn: z.boolean(),
      wishes: z.array(Outcome),
    }),
  ),
);

export const allocateRound = command('POST', '/bookings/rounds/{id}/allocation', 'Gives the times by the lottery; again, it gives the same')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id, fair: Fairness, firstCome: Fairness }))
  .errors(refuses(noSuchRound, roundState));
export const publishRound = command(
  'POST',
  '/bookings/rounds/{id}/publication',
  'Books what was given, date by date, and tells everybody; dates that cannot be had are kept with the reason',
)
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id, booked: z.int(), notBooked: z.int() }))
  .errors(refuses(noSuchRound, roundState));

const OpenApplication = z.object({ id: Id, rank: z.int(), pastMinutes: z.int(), wants: z.int(), wishes: z.array(Outcome.omit({ dates: true })) });
export type OpenApplication = z.infer<typeof OpenApplication>;
export const getRoundTable = query('/bookings/rounds/{id}/table', 'Everything an allocation was worked out from, without names: anybody can work it out again')
  .input(z.object({ id: Id }))
  .output(
    z.object({
      round: Round,
      secret: z.string(),
      seed: z.string(),
      fair: Fairness,
      firstCome: Fairness,
      applications: z.array(OpenApplication),
    }),
  )
  .errors(refuses(noSuchRound, roundState));

export const rounds = {
  listRounds,
  addRound,
  cancelRound,
  applyForTimes,
  applyForResident,
  withdrawApplication,
  listMyApplications,
  allocateRound,
  publishRound,
  getRoundTable,
};
