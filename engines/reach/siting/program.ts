/**
 * What a search left undecided, as a mixed-integer program: rowLower ≤ A x ≤ rowUpper, colLower ≤ x ≤ colUpper, `cost` · x + `offset` least
 * (or most). It holds every plan that is at least as good as the known one.
 */
export type Program = {
  goal: 'least' | 'most';
  offset: number;
  cost: Float64Array;
  colLower: Float64Array;
  colUpper: Float64Array;
  isWhole: Uint8Array;
  rowLower: Float64Array;
  rowUpper: Float64Array;
  /** Row r has the columns column[rowStart[r] … rowStart[r+1]-1], with these factors. */
  rowStart: Int32Array;
  column: Int32Array;
  factor: Float64Array;
  /** What a column at 1 stands for, or -1: a number that means something to the search, the site that opens where nothing else is said. */
  label: Int32Array;
  /** Labels that stand whatever the columns say. */
  settled: readonly number[];
  /** Labels of the known plan. */
  known: readonly number[];
};

/** News of a program for the search that left it: what no plan can beat, and the labels of a plan. */
export type Told = { bound?: number; chosen?: readonly number[] };

/** Collects columns and rows. */
export class ProgramBuilder {
  private readonly columns: { cost: number; lower: number; upper: number; isWhole: boolean; label: number }[] = [];
  private readonly rows: { lower: number; upper: number }[] = [];
  private readonly start = [0];
  private readonly entry: number[] = [];
  private readonly by: number[] = [];

  /** A site that may open, or must. */
  site(site: number, mustOpen: boolean, cost = 0): number {
    return this.columns.push({ cost, lower: mustOpen ? 1 : 0, upper: 1, isWhole: true, label: site }) - 1;
  }

  /** A share between 0 and 1. */
  share(cost: number): number {
    return this.columns.push({ cost, lower: 0, upper: 1, isWhole: false, label: -1 }) - 1;
  }

  /** Something that is done or not. */
  choice(label: number, cost: number): number {
    return this.columns.push({ cost, lower: 0, upper: 1, isWhole: true, label }) - 1;
  }

  /** lower ≤ Σ columns − Σ minus ≤ upper */
  row(lower: number, upper: number, columns: readonly number[], minus: readonly number[] = []): void {
    this.weighted(lower, upper, [...columns, ...minus], [...columns.map(() => 1), ...minus.map(() => -1)]);
  }

  /** lower ≤ Σ factor · column ≤ upper */
  weighted(lower: number, upper: number, columns: readonly number[], factors: readonly number[]): void {
    this.rows.push({ lower, upper });
    columns.forEach((column, k) => {
      this.entry.push(column);
      this.by.push(factors[k]!);
    });
    this.start.push(this.entry.length);
  }

  build(goal: Program['goal'], known: readonly number[], { offset = 0, settled = [] }: { offset?: number; settled?: readonly number[] } = {}): Program {
    const { columns, rows } = this;
    return {
      goal,
      offset,
      settled,
      known,
      cost: Float64Array.from(columns, ({ cost }) => cost),
      colLower: Float64Array.from(columns, ({ lower }) => lower),
      colUpper: Float64Array.from(columns, ({ upper }) => upper),
      isWhole: Uint8Array.from(columns, ({ isWhole }) => Number(isWhole)),
      label: Int32Array.from(columns, ({ label }) => label),
      rowLower: Float64Array.from(rows, ({ lower }) => lower),
      rowUpper: Float64Array.from(rows, ({ upper }) => upper),
      rowStart: Int32Array.from(this.start),
      column: Int32Array.from(this.entry),
      factor: Float64Array.from(this.by),
    };
  }
}
