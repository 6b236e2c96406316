import type { Reaction } from '../../platform/event.ts';
import { factRecorded, personChanged, personRegistered } from '../people/index.ts';
import { planMatch } from './matching/jobs.ts';

/** What is known of somebody changed: they are judged again. */
const matchWhoChanged: Reaction = {
  name: 'benefits.match-who-changed',
  on: [factRecorded, personChanged, personRegistered],
  react: async ({ tx }, { district, subject, at }) => planMatch(tx, district, subject, at),
};

export const reactions = [matchWhoChanged];
