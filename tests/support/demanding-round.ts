import type { Contest } from '../../engines/stats/allocate.ts';

/** The generator of Park and Miller: the same numbers everywhere. */
export function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
}

/** A demanding round: 60 clubs, 40 times a week; most want the same evenings, a few want many, and those come first in the queue. */
export function demanding(): Contest {
  const draw = numbers(20261123);
  const options = Array.from({ length: 40 }, (_, i) => ({ id: `t${String(i).padStart(2, '0')}`, weight: 60 + 30 * (i % 3) }));
  const applicants = Array.from({ length: 60 }, (_, i) => {
    const wishes = new Set<string>();
    while (wishes.size < 6) wishes.add(options[Math.min(draw(40), draw(40))]!.id);
    return {
      id: `club${String(i).padStart(2, '0')}`,
      wishes: [...wishes],
      ...{ group: i % 4 === 0 ? 0 : 1, past: 60 * draw(30), wants: i < 12 ? 4 : 1 + draw(2) },
    };
  });
  return { options, applicants, clash: (a, b) => a === b };
}
