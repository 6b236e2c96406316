import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.ts';
import { type Answers, runSources, type Sources, type Wish } from './bulk.ts';
import { compiledKernels, type Kernel, offsetsOf, type ReachMatrix } from './kernel.ts';
import { compiledPrimitives } from './primitives.ts';
import type { Space } from './space.ts';

/** An array in shared memory, as a thread is told of it. */
type Told = { kind: 'Int32Array' | 'Uint16Array' | 'Float64Array'; at: number; length: number };
type Order = { sources: Sources; wish: Wish; taken: Int32Array; size: number };
type Port = { on(name: 'message', take: (order: Order) => void): void; postMessage(value: unknown, transfer?: ArrayBufferLike[]): void };
type Start = { module: WebAssembly.Module; memory: WebAssembly.Memory; told: Record<string, Told>; radix: readonly [number, number] };

/** Body of a thread: takes chunks of sources until none is left. Self-contained but for the two functions it is given. */
function workThread(port: Port, start: Start, primitives: typeof compiledPrimitives, runAll: typeof runSources): void {
  const kinds = { Int32Array, Uint16Array, Float64Array };
  const { buffer } = start.memory;
  const views = Object.entries(start.told).map(([name, { kind, at, length }]) => [name, new kinds[kind](buffer, at, length)]);
  const space = { ...Object.fromEntries(views), radix: start.radix } as Space;
  const run = primitives(new WebAssembly.Instance(start.module, { env: { memory: start.memory } }));
  const base = { at: 0x7f000000 };
  port.on('message', ({ sources, wish, taken, size }) => {
    const count = sources.offsets.length - 1;
    const chunks: { chunk: number; answers: Answers | null }[] = [];
    for (let chunk = Atomics.add(taken, 0, 1); chunk * size < count; chunk = Atomics.add(taken, 0, 1)) {
      chunks.push({ chunk, answers: runAll(run, space, base, sources, wish, chunk * size, Math.min(count, (chunk + 1) * size)) });
    }
    port.postMessage(
      chunks,
      chunks.flatMap(({ answers }) => (answers ? [answers.node.buffer, answers.dm.buffer, answers.counts.buffer, answers.totals.buffer] : [])),
    );
  });
}

const tell = (space: Space): Record<string, Told> =>
  Object.fromEntries(
    Object.entries(space).flatMap(([name, array]) =>
      ArrayBuffer.isView(array) ? [[name, { kind: array.constructor.name as Told['kind'], at: array.byteOffset, length: (array as Int32Array).length }]] : [],
    ),
  );

/** A copy that threads share instead of being sent one each. */
function shared(array: Int32Array): Int32Array {
  const copy = new Int32Array(new SharedArrayBuffer(array.byteLength));
  copy.set(array);
  return copy;
}

/**
 * Several threads over the graph of one compiled kernel. The caller's thread works along; the others take chunks of 256 sources.
 * Close it when done. Weights of `totals` are those that the kernel holds when the threads open.
 */
export class Threads {
  private readonly kernel: Kernel;
  private readonly workers: Worker[];

  /** @throws Error when the kernel is not compiled: its memory is then not shared */
  constructor(kernel: Kernel, count: number) {
    const module = compiledKernels();
    if (!kernel.memory || !module) throw new Error('Threads need the compiled kernel, whose memory is shared.');
    this.kernel = kernel;
    this.workers = Array.from({ length: count - 1 }, () => {
      const space = { ...kernel.spaceForThread(), weight: kernel.space.weight };
      const start: Start = { module, memory: kernel.memory!, told: tell(space), radix: space.radix };
      return startThread(workThread, start, [compiledPrimitives.toString(), runSources.toString()]);
    });
  }

  /** As `Kernel.answer` over all sources, in their order. */
  async answer(sources: Sources, wish: Wish): Promise<Answers> {
    this.kernel.check(wish);
    const size = 256;
    const count = sources.offsets.length - 1;
    const order: Order = {
      sources: { offsets: shared(sources.offsets), seeds: shared(sources.seeds) },
      wish,
      taken: new Int32Array(new SharedArrayBuffer(4)),
      size,
    };
    const others = this.workers.map(
      (worker) =>
        new Promise<{ chunk: number; answers: Answers | null }[]>((resolve, reject) => {
          const settle = (work: () => void) => {
            worker.off('error', fail);
            worker.off('message', take);
            work();
          };
          const fail = (error: Error) => settle(() => reject(error));
          const take = (chunks: { chunk: number; answers: Answers | null }[]) => settle(() => resolve(chunks));
          worker.on('error', fail);
          worker.on('message', take);
          worker.postMessage(order);
        }),
    );
    const chunks: (Answers | null)[] = Array.from({ length: Math.ceil(count / size) }, () => null);
    const own = (chunk: number) => {
      chunks[chunk] = this.kernel.answer(order.sources, wish, chunk * size, Math.min(count, (chunk + 1) * size));
    };
    for (let chunk = Atomics.add(order.taken, 0, 1); chunk * size < count; chunk = Atomics.add(order.taken, 0, 1)) own(chunk);
    for (const done of await Promise.all(others)) for (const { chunk, answers } of done) chunks[chunk] = answers;
    // A thread whose pool was too small left its chunk to this one, whose pool can grow.
    chunks.forEach((answers, chunk) => {
      if (!answers) own(chunk);
    });
    return join(chunks as Answers[]);
  }

  /** As `Kernel.matrix`. */
  async matrix(sources: Sources, bound: number, { first = this.kernel.vertices, sweep = false } = {}): Promise<ReachMatrix> {
    const { counts, node, dm } = await this.answer(sources, { bound, first, give: 'rows', sweep });
    return { offsets: offsetsOf(counts), place: node, dm };
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

function join(chunks: readonly Answers[]): Answers {
  const total = (name: keyof Answers) => chunks.reduce((sum, chunk) => sum + chunk[name].length, 0);
  const all: Answers = {
    counts: new Int32Array(total('counts')),
    node: new Int32Array(total('node')),
    dm: new Uint16Array(total('dm')),
    totals: new Float64Array(total('totals')),
  };
  const at = { counts: 0, node: 0, dm: 0, totals: 0 };
  for (const chunk of chunks) {
    for (const name of ['counts', 'node', 'dm', 'totals'] as const) {
      all[name].set(chunk[name], at[name]);
      at[name] += chunk[name].length;
    }
  }
  return all;
}
