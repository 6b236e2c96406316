import type { Reason } from './interpret.ts';
import type { Atom } from './tree.ts';
import { leastValue } from './value.ts';

/** A fact that stands against a clause, and the nearest value that would meet it; null where no value would, or the fact is unknown. */
export type Lacking = { atom: Atom; value: number; nearest: number | null };

/**
 * The fewest facts that would have to be otherwise for what failed or is open to be met: all of them under `all`, of alternatives those that
 * lack least. What is counted over members is left to the reasons.
 * @param costOf what it takes to change a fact; 1 if nothing is said
 */
export function lackingIn(reason: Reason, costOf: (atom: Atom) => number = () => 1): Lacking[] {
  return lacking(reason, true, costOf) ?? [];
}

type Cost = (atom: Atom) => number;
const fewest = (lists: readonly (Lacking[] | null)[], count: number, costOf: Cost): Lacking[] | null => {
  const total = (list: Lacking[]) => list.reduce((sum, { atom }) => sum + costOf(atom), 0);
  const order = lists.filter((list) => list !== null).sort((a, b) => total(a) - total(b));
  return order.length < count ? null : order.slice(0, count).flat();
};

/** Null where nothing can be said. */
function lacking(reason: Reason, isWanted: boolean, costOf: Cost): Lacking[] | null {
  if (reason.verdict === (isWanted ? 2 : 0)) return [];
  const parts = () => reason.of.map((part) => lacking(part, isWanted, costOf));
  switch (reason.op) {
    case 'atom':
      return isWanted && reason.atom ? [{ atom: reason.atom, value: reason.value, nearest: nearestIn(reason.atom, reason.value) }] : null;
    case 'not':
      return lacking(reason.of[0]!, !isWanted, costOf);
    case 'all':
    case 'any': {
      const isEach = (reason.op === 'all') === isWanted;
      return fewest(parts(), isEach ? reason.of.length : 1, costOf);
    }
    case 'atLeast':
      return isWanted ? fewest(parts(), reason.needed, costOf) : null;
    default:
      return null;
  }
}

function nearestIn({ ranges }: Atom, value: number): number | null {
  if (value < leastValue) return null;
  let best: number | null = null;
  for (const end of ranges.flat()) if (best === null || Math.abs(end - value) < Math.abs(best - value)) best = end;
  return best;
}
