import type { Dictionary } from './dictionary.ts';
import { type Household, judge, sumOf } from './interpret.ts';
import { type Atom, reachOf, type Tree } from './tree.ts';
import { unknown } from './value.ts';

/** A fact that nobody knows yet: of the person (member 0) or of another of the household (from 1). Without a field: who else belongs to it. */
export type Question = { member: number; field: number | null };
const keyOf = ({ member, field }: Question) => `${member} ${field}`;

/** Facts by their key; null where no answers could lead there. */
type Need = ReadonlyMap<string, Question> | null;
const nothing: Need = new Map();
const asking = (question: Question): Need => new Map([[keyOf(question), question]]);
const together = (needs: readonly Need[]): Need => (needs.includes(null) ? null : new Map(needs.flatMap((need) => [...need!])));

/** The `count` needs that together ask least, the smallest first. */
function cheapest(needs: readonly Need[], count: number): Need {
  if (count <= 0) return nothing;
  const order = needs.filter((need) => need !== null).sort((a, b) => a.size - b.size);
  return order.length < count ? null : together(order.slice(0, count));
}

class Asking {
  private readonly facts: Household;
  private readonly dictionary: Dictionary;
  constructor(facts: Household, dictionary: Dictionary) {
    this.facts = facts;
    this.dictionary = dictionary;
  }

  /** Facts of a member as if it lived alone, for conditions on members. */
  private memberFacts(member: number): Household {
    return { own: member === 0 ? this.facts.own : this.facts.others[member - 1]!, others: [], isComplete: false };
  }

  private members(scope: 'all' | 'others'): number[] {
    const others = this.facts.others.map((_, i) => i + 1);
    return scope === 'all' ? [0, ...others] : others;
  }

  /** The fewest facts that could make the tree `wanted`, were they what they must be. */
  need(tree: Tree, wanted: 0 | 2, member = 0): Need {
    const facts = member === 0 ? this.facts : this.memberFacts(member);
    const verdict = judge(tree, facts);
    if (verdict !== 1) return verdict === wanted ? nothing : null;
    switch (tree.op) {
      case 'atom':
        return reachOf(tree.atom, this.dictionary) === (wanted === 2 ? 'none' : 'all') ? null : asking({ member, field: tree.atom.field });
      case 'not':
        return this.need(tree.of, wanted === 2 ? 0 : 2, member);
      case 'all':
      case 'any': {
        const needs = tree.of.map((part) => this.need(part, wanted, member));
        return (tree.op === 'all') === (wanted === 2) ? together(needs) : cheapest(needs, 1);
      }
      case 'atLeast': {
        const needs = tree.of.map((part) => this.need(part, wanted, member));
        return cheapest(needs, wanted === 2 ? tree.count : tree.of.length - tree.count + 1);
      }
      case 'count':
        return this.count(tree, wanted);
      case 'sum':
        return this.sum(tree);
    }
  }

  private count(tree: Extract<Tree, { op: 'count' }>, wanted: 0 | 2): Need {
    const members = this.members(tree.scope);
    const becoming = (verdict: 0 | 2) => members.map((member) => this.need(tree.of, verdict, member));
    const listed = this.facts.isComplete ? nothing : asking({ member: 0, field: null });
    // Those that already are what they must be ask nothing, so they are taken first.
    const reach = (least: number) => cheapest(becoming(2), least);
    const stayBelow = (most: number) => (most === Infinity ? nothing : together([listed, cheapest(becoming(0), members.length - most)]));
    if (wanted === 2) return together([reach(tree.from), stayBelow(tree.to)]);
    const ways = [tree.from > 0 ? stayBelow(tree.from - 1) : null, tree.to === Infinity ? null : reach(tree.to + 1)];
    return cheapest(ways, 1);
  }

  /** A sum is settled by all that is open in it; fewer may do, but which is known only by the answers. */
  private sum(tree: Extract<Tree, { op: 'sum' }>): Need {
    const open = new Map<string, Question>();
    for (const member of this.members(tree.scope)) {
      const facts = this.memberFacts(member);
      const counts = tree.of ? judge(tree.of, facts) : 2;
      if (counts === 0) continue;
      if (counts === 1) for (const [key, question] of this.need(tree.of!, 2, member) ?? []) open.set(key, question);
      if (facts.own[tree.field] === unknown) open.set(keyOf({ member, field: tree.field }), { member, field: tree.field });
    }
    const [low, high] = sumOf(tree, { ...this.facts, isComplete: true });
    if (!this.facts.isComplete && !(low >= tree.from && tree.to === Infinity) && high < Infinity) open.set('0 null', { member: 0, field: null });
    return open;
  }
}

/**
 * The facts still worth asking for one policy: the fewest that could prove it, or, where `wanted` is 0, rule it out. Null where no answer
 * could. Smallest where no fact stands in two clauses; else no clause's own part is larger than it needs to be.
 */
export function factsToSettle(tree: Tree, facts: Household, dictionary: Dictionary, wanted: 0 | 2): Question[] | null {
  const need = new Asking(facts, dictionary).need(tree, wanted);
  return need === null ? null : [...need.values()];
}

/** How likely a fact that nobody knows meets an atom: the share of those of whom it is known, for one. */
export type Prior = (atom: Atom) => number;
const evenly: Prior = () => 0.5;

/**
 * How much the verdict hangs on each fact: the likelihood that the rest leaves it to that fact (Birnbaum, On the importance of different
 * components in a multicomponent system, 1969), were the facts independent. Facts that count members or sums are taken as a whole.
 */
class Importance {
  private readonly prior: Prior;
  private readonly facts: Household;
  private readonly asking: Asking;
  private readonly likelihoods = new Map<Tree, number>();

  constructor(facts: Household, asking: Asking, prior: Prior) {
    this.facts = facts;
    this.asking = asking;
    this.prior = prior;
  }

  private likelihood(tree: Tree): number {
    const old = this.likelihoods.get(tree);
    if (old !== undefined) return old;
    const made = this.work(tree);
    this.likelihoods.set(tree, made);
    return made;
  }

  private work(tree: Tree): number {
    const verdict = tree.op === 'atom' || tree.op === 'count' || tree.op === 'sum' ? judge(tree, this.facts) : 1;
    if (verdict !== 1) return verdict / 2;
    if (tree.op === 'atom') return this.prior(tree.atom);
    if (tree.op === 'count' || tree.op === 'sum') return 0.5;
    if (tree.op === 'not') return 1 - this.likelihood(tree.of);
    const parts = tree.of.map((part) => this.likelihood(part));
    if (tree.op === 'all') return product(parts);
    return tree.op === 'atLeast' ? chanceOf(parts, tree.count) : 1 - product(parts.map((p) => 1 - p));
  }

  /** Adds what each open fact of the tree weighs, `weight` being what the verdict of the tree weighs. */
  spread(tree: Tree, weight: number, into: (question: Question, weight: number) => void): void {
    if (weight === 0 || judge(tree, this.facts) !== 1) return;
    if (tree.op === 'atom') into({ member: 0, field: tree.atom.field }, weight);
    else if (tree.op === 'count' || tree.op === 'sum') {
      const need = this.asking.need(tree, 2) ?? this.asking.need(tree, 0) ?? new Map();
      for (const question of need.values()) into(question, weight / need.size);
    } else if (tree.op === 'not') this.spread(tree.of, weight, into);
    else
      for (const [i, part] of tree.of.entries()) {
        const others = tree.of.filter((_, j) => j !== i).map((other) => this.likelihood(other));
        const hangs =
          tree.op === 'atLeast'
            ? chanceOf(others, tree.count - 1) - chanceOf(others, tree.count)
            : product(tree.op === 'all' ? others : others.map((p) => 1 - p));
        this.spread(part, weight * hangs, into);
      }
  }
}

const product = (factors: readonly number[]) => factors.reduce((all, factor) => all * factor, 1);

/** That at least `count` of independent events happen. */
function chanceOf(likelihoods: readonly number[], count: number): number {
  let exactly = [1];
  for (const p of likelihoods) exactly = [...exactly, 0].map((own, k) => own * (1 - p) + (exactly[k - 1] ?? 0) * p);
  return exactly.slice(Math.max(0, count)).reduce((sum, p) => sum + p, 0);
}

export type Asked = { question: Question /** Policies that the answer may settle, by number. */; policies: number[] };

/**
 * The next question of those worth asking: the one on which most undecided policies hang, each by its weight. Null when all is decided or
 * nothing can be asked.
 * @param mayAsk leaves out what cannot be asked, as what somebody does not want to say
 */
export function nextQuestion(
  policies: readonly { tree: Tree; weight: number }[],
  facts: Household,
  dictionary: Dictionary,
  { prior = evenly, mayAsk = () => true }: { prior?: Prior; mayAsk?: (question: Question) => boolean } = {},
): Asked | null {
  const asking = new Asking(facts, dictionary);
  const importance = new Importance(facts, asking, prior);
  const scores = new Map<string, { question: Question; score: number; policies: number[] }>();
  for (const [number, { tree, weight }] of policies.entries()) {
    if (judge(tree, facts) !== 1) continue;
    const settling = new Set([2 as const, 0 as const].flatMap((wanted) => [...(asking.need(tree, wanted)?.keys() ?? [])]));
    if (settling.size === 0) continue;
    importance.spread(tree, weight, (question, own) => {
      if (!mayAsk(question)) return;
      const key = keyOf(question);
      const entry = scores.get(key) ?? { question, score: 0, policies: [] };
      scores.set(key, entry);
      entry.score += own;
      if (entry.policies.at(-1) !== number) entry.policies.push(number);
    });
  }
  let best: { question: Question; score: number; policies: number[] } | null = null;
  for (const entry of scores.values()) if (!best || entry.score > best.score) best = entry;
  return best && { question: best.question, policies: best.policies };
}
