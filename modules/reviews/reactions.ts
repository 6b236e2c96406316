import type { Reaction } from '../../platform/event.ts';
import { caseMoved } from '../cases/index.ts';

/** A review that two persons found not to be true counts no more; the grade itself stays as it was given. */
const excludeDismissed: Reaction = {
  name: 'reviews.exclude-dismissed',
  on: [caseMoved],
  react: async ({ tx }, { district, subject, detail }) => {
    if (detail['move'] !== 'confirmDismissal') return;
    await tx.updateTable('reviews.review').set({ isExcluded: true }).where('district', '=', district).where('caseId', '=', subject).execute();
  },
};

export const reactions = [excludeDismissed];
