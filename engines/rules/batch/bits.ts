/** Operations on vectors of bits, one bit per person; shifts stay within lanes of 32. */
export type BitOp = 'plane' | 'zero' | 'ones' | 'and' | 'or' | 'xor' | 'andNot' | 'shiftDown' | 'shiftUp';
/** A node of a circuit: `plane` reads input plane `a`; `andNot` is a and not b; shifts move bits by `b` places (down: bit i gets bit i + b). */
export type BitNode = { op: BitOp; a: number; b: number };
export type Bit = number;

/**
 * A circuit of bit operations. Equal parts are one node, and constants fold away. Nodes come after what they read, so the order of numbers is
 * an order of computation.
 */
export class Circuit {
  readonly nodes: BitNode[] = [];
  private readonly known = new Map<string, Bit>();
  readonly zero: Bit;
  readonly ones: Bit;

  constructor() {
    this.zero = this.node('zero', 0, 0);
    this.ones = this.node('ones', 0, 0);
  }

  private node(op: BitOp, a: number, b: number): Bit {
    const key = `${op} ${a} ${b}`;
    const old = this.known.get(key);
    if (old !== undefined) return old;
    const made = this.nodes.push({ op, a, b }) - 1;
    this.known.set(key, made);
    return made;
  }

  private commuting(op: BitOp, a: Bit, b: Bit): Bit {
    return a < b ? this.node(op, a, b) : this.node(op, b, a);
  }

  plane(number: number): Bit {
    return this.node('plane', number, 0);
  }

  and(a: Bit, b: Bit): Bit {
    if (a === this.zero || b === this.zero) return this.zero;
    if (a === this.ones || a === b) return b;
    return b === this.ones ? a : this.commuting('and', a, b);
  }

  or(a: Bit, b: Bit): Bit {
    if (a === this.ones || b === this.ones) return this.ones;
    if (a === this.zero || a === b) return b;
    return b === this.zero ? a : this.commuting('or', a, b);
  }

  xor(a: Bit, b: Bit): Bit {
    if (a === b) return this.zero;
    if (a === this.zero) return b;
    return b === this.zero ? a : this.commuting('xor', a, b);
  }

  andNot(a: Bit, b: Bit): Bit {
    if (a === this.zero || b === this.ones || a === b) return this.zero;
    return b === this.zero ? a : this.node('andNot', a, b);
  }

  not(a: Bit): Bit {
    const { op, a: left, b: right } = this.nodes[a]!;
    return op === 'andNot' && left === this.ones ? right : this.andNot(this.ones, a);
  }

  shiftDown(a: Bit, places: number): Bit {
    return a === this.zero ? a : this.node('shiftDown', a, places);
  }

  shiftUp(a: Bit, places: number): Bit {
    return a === this.zero ? a : this.node('shiftUp', a, places);
  }

  choose(condition: Bit, then: Bit, otherwise: Bit): Bit {
    return this.or(this.and(condition, then), this.andNot(otherwise, condition));
  }

  /** Whether numbers, given by their bits from the lowest, are at least a constant. */
  atLeast(bits: readonly Bit[], constant: number): Bit {
    if (constant <= 0) return this.ones;
    if (constant >= 2 ** bits.length) return this.zero;
    let so: Bit = this.ones;
    for (const [i, bit] of bits.entries()) so = Math.floor(constant / 2 ** i) % 2 === 1 ? this.and(bit, so) : this.or(bit, so);
    return so;
  }

  /** Whether numbers lie between two constants, both included; `to` may be Infinity. */
  between(bits: readonly Bit[], from: number, to: number): Bit {
    const low = this.atLeast(bits, from);
    return to === Infinity ? low : this.andNot(low, this.atLeast(bits, to + 1));
  }

  /** The sum of two numbers, one bit longer than the longer of them. */
  add(a: readonly Bit[], b: readonly Bit[]): Bit[] {
    const sum: Bit[] = [];
    let carry = this.zero;
    for (let i = 0; i < Math.max(a.length, b.length); i++) {
      const [x, y] = [a[i] ?? this.zero, b[i] ?? this.zero];
      const either = this.xor(x, y);
      sum.push(this.xor(either, carry));
      carry = this.or(this.and(x, y), this.and(either, carry));
    }
    return this.trim([...sum, carry]);
  }

  /** a minus b, where b is never larger. */
  subtract(a: readonly Bit[], b: readonly Bit[]): Bit[] {
    const rest: Bit[] = [];
    let borrow = this.zero;
    for (let i = 0; i < a.length; i++) {
      const [x, y] = [a[i]!, b[i] ?? this.zero];
      const either = this.xor(x, y);
      rest.push(this.xor(either, borrow));
      borrow = this.or(this.andNot(y, x), this.andNot(borrow, either));
    }
    return this.trim(rest);
  }

  private trim(bits: Bit[]): Bit[] {
    while (bits.at(-1) === this.zero) bits.pop();
    return bits;
  }
}
