import type { Reaction } from '../../platform/event.ts';
import { reactions as identity } from '../../modules/identity/reactions.ts';

/** What modules do about facts that others recorded. */
export const reactions: Reaction[] = [...identity];
