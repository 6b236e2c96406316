import { createHash } from 'node:crypto';

/** What can be given: a weekly time, or anything else of which one is had or not. `weight` is what it counts, as in minutes. */
export type Option = { id: string; weight: number };
export type Applicant = {
  id: string;
  /** Whose turn comes first in each pass: 0 before 1. */
  group: number;
  /** What the applicant has had in seasons before, in the unit of weights; who had less comes first. */
  past: number;
  /** How many options at most. */
  wants: number;
  /** Options by preference, the best first. */
  wishes: readonly string[];
};
export type Contest = {
  options: readonly Option[];
  applicants: readonly Applicant[];
  /** Whether two options cannot both be given. */
  clash: (a: string, b: string) => boolean;
};

/** What became of a wish: given in a pass; taken before the turn came, by whom; against something that the applicant got; enough already; no such option. */
export type WishOutcome =
  | { wish: string; outcome: 'given'; pass: number; turn: number }
  | { wish: string; outcome: 'taken'; by: string; pass: number; turn: number }
  | { wish: string; outcome: 'clash'; with: string }
  | { wish: string; outcome: 'enough' }
  | { wish: string; outcome: 'unknown' };
export type Allocation = { given: Map<string, string[]>; reasons: Map<string, WishOutcome[]>; order: { pass: number; applicants: string[] }[] };

/** The lottery number of an applicant: SHA-256 of seed, a space and the id, in hex. `printf '%s %s' SEED ID | sha256sum` tells the same. */
export const lotteryNumber = (seed: string, id: string): string => createHash('sha256').update(`${seed} ${id}`).digest('hex');

/** The number that stands for a set of applications, whatever their order: it goes into the seed, so that no seed can be chosen to suit them. */
export const digestOf = (ids: readonly string[]): string =>
  createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex');

/** The seed of an allocation: of a secret that was fixed before anybody applied, and of who applied. */
export const seedOf = (secret: string, ids: readonly string[]): string =>
  createHash('sha256')
    .update(`${secret} ${digestOf(ids)}`)
    .digest('hex');
/** What is published of a secret beforehand. */
export const commitmentOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Gives options to applicants in passes: in each pass everybody who wants more gets at most one, the best of their wishes that is still to
 * be had. Nobody has a second before everybody had the chance of a first. Within a pass come first those of the group that comes first,
 * then who has least so far (this season and before, by weight), then the lower lottery number.
 * It wastes nothing: who wants more at the end wishes for nothing that is left. The first choice of nobody gains by not saying the truth in the first pass.
 * Same contest and seed, same answer, whatever the order of the lists.
 * @returns what each got in order of passes, what became of each wish and why, and the order of every pass
 */
export function allocate({ options, applicants, clash }: Contest, seed: string): Allocation {
  const weights = new Map(options.map(({ id, weight }) => [id, weight]));
  const lots = new Map(applicants.map(({ id }) => [id, lotteryNumber(seed, id)]));
  const taken: { id: string; by: string; pass: number; turn: number }[] = [];
  const given = new Map(applicants.map(({ id }) => [id, [] as string[]]));
  const reasons = new Map(applicants.map(({ id }) => [id, new Map<string, WishOutcome>()]));
  const had = new Map(applicants.map(({ id, past }) => [id, past]));
  const order: Allocation['order'] = [];
  for (let pass = 1, open = true; open; pass++) {
    const turns = applicants
      .filter(({ id, wants }) => given.get(id)!.length < wants)
      .sort((a, b) => a.group - b.group || had.get(a.id)! - had.get(b.id)! || compare(lots.get(a.id)!, lots.get(b.id)!));
    open = false;
    const drawn: string[] = [];
    for (const [i, { id, wishes }] of turns.entries()) {
      const got = pick(wishes, given.get(id)!, reasons.get(id)!, { weights, taken, clash });
      if (got === undefined) continue;
      drawn.push(id);
      open = true;
      taken.push({ id: got, by: id, pass, turn: i + 1 });
      given.get(id)!.push(got);
      reasons.get(id)!.set(got, { wish: got, outcome: 'given', pass, turn: i + 1 });
      had.set(id, had.get(id)! + weights.get(got)!);
    }
    if (open) order.push({ pass, applicants: drawn });
  }
  const all = applicants.map(({ id, wishes }) => {
    const known = reasons.get(id)!;
    return [id, wishes.map((wish): WishOutcome => known.get(wish) ?? { wish, outcome: 'enough' })] as const;
  });
  return { given, reasons: new Map(all), order };
}

type State = { weights: Map<string, number>; taken: { id: string; by: string; pass: number; turn: number }[]; clash: Contest['clash'] };

/** The best wish that is to be had now; of those before it, writes down why they are not. */
function pick(wishes: readonly string[], mine: readonly string[], why: Map<string, WishOutcome>, { weights, taken, clash }: State): string | undefined {
  for (const wish of wishes) {
    if (mine.includes(wish)) continue;
    if (!weights.has(wish)) {
      why.set(wish, { wish, outcome: 'unknown' });
      continue;
    }
    const own = mine.find((id) => clash(id, wish));
    if (own !== undefined) {
      why.set(wish, { wish, outcome: 'clash', with: own });
      continue;
    }
    const other = taken.find(({ id }) => id === wish || clash(id, wish));
    if (other === undefined) return wish;
    why.set(wish, { wish, outcome: 'taken', by: other.by, pass: other.pass, turn: other.turn });
  }
  return undefined;
}

/** The same options given to whoever came first, all that they want at once: what a fair method is compared with. */
export function firstComeFirstServed({ applicants, options, clash }: Contest): Map<string, string[]> {
  const weights = new Map(options.map(({ id, weight }) => [id, weight]));
  const taken: State['taken'] = [];
  return new Map(
    applicants.map(({ id, wants, wishes }) => {
      const mine: string[] = [];
      while (mine.length < wants) {
        const got = pick(wishes, mine, new Map(), { weights, taken, clash });
        if (got === undefined) break;
        mine.push(got);
        taken.push({ id: got, by: id, pass: 1, turn: 1 });
      }
      return [id, mine] as const;
    }),
  );
}

export type Fairness = {
  /** How many got anything, of those who applied. */
  served: number;
  applicants: number;
  /** Jain's index of what was given over what was wanted: 1 where all got the same share, 1/n where one got all (Jain, Chiu, Hawe 1984). */
  jain: number;
  /** How many got their first wish. */
  firstWish: number;
  given: number;
};

/** How evenly options are given, by what each wanted. */
export function fairnessOf({ applicants }: Contest, given: ReadonlyMap<string, readonly string[]>): Fairness {
  const shares = applicants.map(({ id, wants }) => given.get(id)!.length / wants);
  const [sum, squares] = [shares.reduce((a, b) => a + b, 0), shares.reduce((a, b) => a + b * b, 0)];
  return {
    served: shares.filter((share) => share > 0).length,
    applicants: applicants.length,
    jain: squares === 0 ? 1 : (sum * sum) / (shares.length * squares),
    firstWish: applicants.filter(({ id, wishes }) => given.get(id)!.includes(wishes[0]!)).length,
    given: applicants.reduce((n, { id }) => n + given.get(id)!.length, 0),
  };
}
