import { reactions as benefits } from '../../modules/benefits/reactions.ts';
import { reactions as identity } from '../../modules/identity/reactions.ts';
import { reactions as people } from '../../modules/people/reactions.ts';
import { reactions as places } from '../../modules/places/reactions.ts';
import { reactions as planning } from '../../modules/planning/reactions.ts';
import { reactions as reviews } from '../../modules/reviews/reactions.ts';
import type { Reaction } from '../../platform/event.ts';

/** What modules do about facts that others recorded. */
export const reactions: Reaction[] = [...benefits, ...identity, ...people, ...places, ...planning, ...reviews];
