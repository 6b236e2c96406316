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
  /** The site that a column opens at 1, or -1; a plan opens these and the settled ones. */
  site: Int32Array;
  settled: readonly number[];
};

/** News of a program for the search that left it: what no plan can beat, and a plan. */
export type Told = { bound?: number; sites?: readonly number[] };

/** Collects columns and rows. */
export class ProgramBuilder {
  private readonly columns: { cost: number; lower: number; upper: number; isWhole: boolean; site: number }[] = [];
  private readonly rows: { lower: number; upper: number }[] = [];
  private readonly start = [0];
  private readonly entry: number[] = [];
  private readonly by: number[] = [];

  /** A site that may open, or must. */
  site(site: number, mustOpen: boolean, cost = 0): number {
    return this.columns.push({ cost, lower: mustOpen ? 1 : 0, upper: 1, isWhole: true, site }) - 1;
  }

  /** A share between 0 and 1. */
  share(cost: number): number {
    return this.columns.push({ cost, lower: 0, upper: 1, isWhole: false, site: -1 }) - 1;
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

  build(goal: Program['goal'], offset = 0, settled: readonly number[] = []): Program {
    const { columns, rows } = this;
    return {
      goal,
      offset,
      settled,
      cost: Float64Array.from(columns, ({ cost }) => cost),
      colLower: Float64Array.from(columns, ({ lower }) => lower),
      colUpper: Float64Array.from(columns, ({ upper }) => upper),
      isWhole: Uint8Array.from(columns, ({ isWhole }) => Number(isWhole)),
      site: Int32Array.from(columns, ({ site }) => site),
      rowLower: Float64Array.from(rows, ({ lower }) => lower),
      rowUpper: Float64Array.from(rows, ({ upper }) => upper),
      rowStart: Int32Array.from(this.start),
      column: Int32Array.from(this.entry),
      factor: Float64Array.from(this.by),
    };
  }
}
