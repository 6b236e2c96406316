import type { Atom, Tree } from '../tree.ts';
import type { Bit, Circuit } from './bits.ts';
import type { Layout } from './layout.ts';

/** A verdict for everybody: who surely meets it, and who may. True is both, false neither, unknown only may. */
export type Planes = { must: Bit; may: Bit };

/** Turns trees into one circuit over the planes of a layout. Same meaning as `judge`, for all people at once. */
export class Lowering {
  private readonly circuit: Circuit;
  private readonly layout: Layout;
  private readonly done = new Map<string, Planes>();
  /** What several verdicts may use: the planes of atoms and of what was counted over households, in order. */
  readonly shared: Bit[] = [];

  constructor(circuit: Circuit, layout: Layout) {
    this.circuit = circuit;
    this.layout = layout;
  }

  /** The verdict of a tree, for people only: places that hold nobody are in neither plane. */
  verdict(tree: Tree): Planes {
    const { must, may } = this.lower(tree);
    const present = this.circuit.plane(this.layout.present);
    return { must: this.circuit.and(must, present), may: this.circuit.and(may, present) };
  }

  private lower(tree: Tree): Planes {
    const { circuit } = this;
    switch (tree.op) {
      case 'atom':
        return this.once(tree, () => this.atom(tree.atom));
      case 'all':
        return this.parts(tree.of).reduce((a, b) => ({ must: circuit.and(a.must, b.must), may: circuit.and(a.may, b.may) }), {
          must: circuit.ones,
          may: circuit.ones,
        });
      case 'any':
        return this.parts(tree.of).reduce((a, b) => ({ must: circuit.or(a.must, b.must), may: circuit.or(a.may, b.may) }), {
          must: circuit.zero,
          may: circuit.zero,
        });
      case 'not': {
        const { must, may } = this.lower(tree.of);
        return { must: circuit.not(may), may: circuit.not(must) };
      }
      case 'atLeast': {
        const parts = this.parts(tree.of);
        const total = (of: 'must' | 'may') => parts.reduce<Bit[]>((sum, part) => circuit.add(sum, [part[of]]), []);
        return { must: circuit.atLeast(total('must'), tree.count), may: circuit.atLeast(total('may'), tree.count) };
      }
      case 'count':
        return this.once(tree, () => this.count(tree));
      case 'sum':
        return this.once(tree, () => this.sum(tree));
    }
  }

  private parts(of: readonly Tree[]): Planes[] {
    return of.map((part) => this.lower(part));
  }

  private once(tree: Tree, make: () => Planes): Planes {
    const key = JSON.stringify(tree, (name, value) => (name === 'note' ? undefined : value === Infinity ? 'all' : value));
    const old = this.done.get(key);
    if (old) return old;
    const made = make();
    this.done.set(key, made);
    this.shared.push(made.must, made.may);
    return made;
  }

  private atom({ field, ranges, whenNone, whenNotApplicable }: Atom): Planes {
    const { circuit } = this;
    const column = this.layout.columns[field];
    if (!column) return { must: circuit.zero, may: circuit.ones };
    const bits = column.bits.map((plane) => circuit.plane(plane));
    const known = circuit.plane(column.known);
    let must = circuit.zero;
    for (const [from, to] of ranges) must = circuit.or(must, circuit.between(bits, from - column.least, to >= column.most ? Infinity : to - column.least));
    must = circuit.and(must, known);
    if (whenNone) must = circuit.or(must, this.state(column.none));
    if (whenNotApplicable) must = circuit.or(must, this.state(column.notApplicable));
    return { must, may: circuit.or(must, this.unknown(field)) };
  }

  private state(plane: number | null): Bit {
    return plane === null ? this.circuit.zero : this.circuit.plane(plane);
  }

  private unknown(field: number): Bit {
    const { known, none, notApplicable } = this.layout.columns[field]!;
    return this.circuit.not(this.circuit.or(this.circuit.plane(known), this.circuit.or(this.state(none), this.state(notApplicable))));
  }

  /** The sum over each household of numbers that its members have, given to every member. */
  private overHousehold(own: readonly Bit[]): Bit[] {
    const { circuit, layout } = this;
    let same = circuit.plane(layout.sameAsNext);
    const head = circuit.not(circuit.shiftUp(same, 1));
    let total = [...own];
    const steps: [number, Bit][] = [];
    for (let reach = 1; reach < layout.largestHousehold; reach *= 2) {
      steps.push([reach, same]);
      const from = same;
      const places = reach;
      total = circuit.add(
        total,
        total.map((bit) => circuit.and(circuit.shiftDown(bit, places), from)),
      );
      same = circuit.and(same, circuit.shiftDown(same, reach));
    }
    return total.map((bit) => {
      let all = circuit.and(bit, head);
      for (const [reach, from] of steps) all = circuit.or(all, circuit.and(circuit.shiftUp(all, reach), circuit.shiftUp(from, reach)));
      return all;
    });
  }

  private counted(tree: Extract<Tree, { op: 'count' | 'sum' }>, own: readonly Bit[]): Bit[] {
    const total = this.overHousehold(own);
    return tree.scope === 'all' ? total : this.circuit.subtract(total, own);
  }

  /** Kleene's reading of "between low and high lies in from … to", where an incomplete household has no highest. */
  private inRange(low: readonly Bit[], high: readonly Bit[], { from, to }: { from: number; to: number }): Planes {
    const { circuit } = this;
    const complete = circuit.plane(this.layout.complete);
    const highEnough = circuit.or(circuit.atLeast(high, from), circuit.not(complete));
    const notAbove = (bits: readonly Bit[]) => (to === Infinity ? circuit.ones : circuit.not(circuit.atLeast(bits, to + 1)));
    const surelyNotAbove = to === Infinity ? circuit.ones : circuit.and(notAbove(high), complete);
    return { must: circuit.and(circuit.atLeast(low, from), surelyNotAbove), may: circuit.and(notAbove(low), highEnough) };
  }

  private count(tree: Extract<Tree, { op: 'count' }>): Planes {
    const { must, may } = this.verdict(tree.of);
    return this.inRange(this.counted(tree, [must]), this.counted(tree, [may]), tree);
  }

  private sum(tree: Extract<Tree, { op: 'sum' }>): Planes {
    const { circuit, layout } = this;
    const column = layout.columns[tree.field];
    const { must, may } = this.verdict(tree.of ?? { op: 'all', of: [] });
    const most = Array.from({ length: bitsOf(tree.most) }, (_, i) => Math.floor(tree.most / 2 ** i) % 2 === 1);
    const unknown = column ? this.unknown(tree.field) : circuit.ones;
    const offset = column
      ? circuit.add(
          [],
          numberBits(column.least).map((bit) => (bit ? circuit.plane(column.known) : circuit.zero)),
        )
      : [];
    const value = column
      ? circuit.add(
          column.bits.map((plane) => circuit.plane(plane)),
          offset,
        )
      : [];
    const low = value.map((bit) => circuit.and(bit, must));
    const width = Math.max(value.length, most.length);
    const high = Array.from({ length: width }, (_, i) => circuit.and(may, circuit.or(value[i] ?? circuit.zero, most[i] ? unknown : circuit.zero)));
    return this.inRange(this.counted(tree, low), this.counted(tree, high), tree);
  }
}

const bitsOf = (value: number) => (value <= 0 ? 0 : Math.floor(Math.log2(value)) + 1);
const numberBits = (value: number) => Array.from({ length: bitsOf(value) }, (_, i) => Math.floor(value / 2 ** i) % 2 === 1);
