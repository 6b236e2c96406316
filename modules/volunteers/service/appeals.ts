import type { Actor } from '../../../platform/access.ts';
import type { Writing } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { samePerson, wrongStep } from '../contract.ts';
import { confirmRow, getService, moveService } from './services.ts';

/** Answers an appeal: the hours are confirmed after all, or refused for good. Somebody else than who refused them decides. */
export async function answerAppealCommand(context: Writing<Actor>, { id, confirm, reason }: { id: string; confirm: boolean; reason?: string | undefined }) {
  const row = await getService(context, id);
  if (row.confirmedBy === context.actor.id) refuse(samePerson);
  if (confirm) return confirmRow(context, row, ['appealed']);
  const answer = { refusal: reason ?? refuse(wrongStep), answeredBy: context.actor.id, appeal: null, appealedAt: null };
  return moveService(context, row, ['appealed'], 'refused', answer);
}
