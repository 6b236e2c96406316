import { createRequire } from 'node:module';
import type { Worker } from 'node:worker_threads';
import type { Highs, Model } from 'highs';
import { startThread } from '../../thread.ts';
import type { Plan } from './plan.ts';
import type { Program, Told } from './program.ts';

/** Programs with more factors than this are not tried: HiGHS would not end in the time people wait (measured in bench/covering.ts). */
const mostFactors = 400_000;

/** What a smaller rest must be at most of the one that is being proven, for it to begin anew. */
const shrunk = 0.7;
/** A search is alone for so long; then its rest is tried, and tried anew whenever the time has doubled and the rest has shrunk enough. */
const secondsAlone = 0.5;

type Port = { postMessage(told: Told & { isDone?: boolean }): void };
type Start = { path: string; program: Program };

/** Body of the thread: HiGHS on the program, from the known plan on. Self-contained. */
async function run(port: Port, { path, program }: Start, load: (path: string) => () => Promise<Highs>): Promise<void> {
  const highs = await load(path)();
  const { callbackType, objectiveSense, modelStatus } = highs.constants;
  const known = new Set(program.known);
  const numCols = program.cost.length;
  const numRows = program.rowLower.length;
  const finite = (values: Float64Array) => values.map((value) => (Number.isFinite(value) ? value : Math.sign(value) * highs.infinity));
  const model: Model = highs.createModel({
    numCols,
    numRows,
    sense: program.goal === 'least' ? objectiveSense.minimize : objectiveSense.maximize,
    offset: program.offset,
    colCost: program.cost,
    colLower: program.colLower,
    colUpper: program.colUpper,
    rowLower: finite(program.rowLower),
    rowUpper: finite(program.rowUpper),
    integrality: Int32Array.from(program.isWhole),
    matrix: { format: 'csr', numRows, numCols, starts: program.rowStart, indices: program.column, values: program.factor },
  });
  model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 1e-6 });
  const named = Array.from(program.label.keys()).filter((c) => program.label[c]! >= 0);
  model.setSolution({ indices: Int32Array.from(named), values: Float64Array.from(named, (c) => Number(known.has(program.label[c]!))) });
  const plan = (values: ArrayLike<number>) => [...program.settled, ...named.filter((c) => values[c]! > 0.5).map((c) => program.label[c]!)];
  model.run({
    [callbackType.mipLogging]: ({ data }) => void port.postMessage({ bound: data.mip_dual_bound! }),
    [callbackType.mipImprovingSolution]: ({ data }) => void port.postMessage({ chosen: plan(data.mip_solution!) }),
  });
  const isOptimal = model.getModelStatus() === modelStatus.optimal;
  port.postMessage({ ...(isOptimal && { bound: model.getObjectiveValue(), chosen: plan(model.getSolution().colValue) }), isDone: true });
}

/** HiGHS in a second thread. */
class Prover {
  private worker: Worker | null = null;
  private told: Told | null = null;
  /** How many factors the program has that is being proven; Infinity when none was begun. */
  size = Infinity;

  /** Begins, or begins again with a smaller program. */
  begin(program: Program): void {
    this.end();
    this.size = program.factor.length;
    const start: Start = { path: createRequire(import.meta.url).resolve('highs'), program };
    this.worker = startThread(run, start, ['require']);
    this.worker.on('message', (told: Told) => (this.told = { ...this.told, ...told }));
    // A solver that runs out of memory proves nothing; the search goes on without it.
    this.worker.on('error', () => this.end());
  }

  /** What came out since the last time. */
  news(): Told | undefined {
    const told = this.told ?? undefined;
    this.told = null;
    return told;
  }

  end(): void {
    void this.worker?.terminate();
    this.worker = null;
  }
}

/**
 * Runs a search for at most so many seconds, while a second thread tries to prove what it leaves undecided, from its plan on. Ends early
 * when a plan is proven; leaving the loop ends the thread.
 * @returns each plan with the seconds since the start
 */
export async function* prove<P extends Plan | null>(plans: Generator<P, void, Told | undefined>, limit: number): AsyncGenerator<{ plan: P; seconds: number }> {
  const start = performance.now();
  const prover = new Prover();
  let tried = secondsAlone / 2;
  try {
    for (;;) {
      const next = plans.next(prover.news());
      if (next.done) return;
      const plan = next.value;
      const seconds = (performance.now() - start) / 1000;
      yield { plan, seconds };
      if (plan?.isProven || seconds >= limit) return;
      if (plan?.rest && seconds >= 2 * tried) {
        tried = seconds;
        const most = Math.min(mostFactors, shrunk * prover.size);
        const program = plan.rest(most);
        if (program && program.factor.length <= most) prover.begin(program);
      }
      await new Promise((done) => setImmediate(done));
    }
  } finally {
    prover.end();
  }
}
