import type { Worker } from 'node:worker_threads';
import { startThread } from '../../thread.ts';
import type { Batch, Program } from './batch.ts';

type Port = { on(event: 'message', take: (task: Task) => void): void; postMessage(done: number): void };
type Task = { program: number; code: Uint8Array<ArrayBuffer> | null; from: number; to: number };
type Start = { memory: WebAssembly.Memory; tilesPerCall: number };

/** Body of a thread: keeps the programs that it was given, and runs tiles of them. Self-contained. */
function serve(port: Port, { memory, tilesPerCall }: Start): void {
  const programs = new Map<number, (from: number, to: number) => void>();
  port.on('message', ({ program, code, from, to }) => {
    if (code) programs.set(program, new WebAssembly.Instance(new WebAssembly.Module(code), { e: { m: memory } }).exports['run'] as never);
    const run = programs.get(program)!;
    for (let tile = from; tile < to; tile += tilesPerCall) run(tile, Math.min(to, tile + tilesPerCall));
    port.postMessage(program);
  });
}

/** Threads beside this one that share a batch's memory: tiles are independent, so each takes a part of them. */
export class BatchThreads {
  private readonly batch: Batch;
  private readonly workers: Worker[];
  private readonly sent = new Map<Program, number>();

  /** @param threads at most as many as the batch was made for, this one counted */
  constructor(batch: Batch, threads: number) {
    if (threads > batch.threads) throw new RangeError(`The batch was made for ${batch.threads} threads, not ${threads}`);
    this.batch = batch;
    this.workers = Array.from({ length: threads - 1 }, () => startThread(serve, { memory: batch.memory, tilesPerCall: 256 } satisfies Start));
  }

  /** Runs a compiled program over everybody and counts its outputs; the same as `Program.judge`, by all threads. */
  async judge(program: Program): Promise<Float64Array> {
    const { tiles } = this.batch.layout;
    if (!program.code) return program.judge();
    const isNew = !this.sent.has(program);
    if (isNew) this.sent.set(program, this.sent.size);
    const share = (part: number) => Math.floor((tiles * part) / (this.workers.length + 1));
    const others = this.workers.map((worker, i) => {
      const task: Task = { program: this.sent.get(program)!, code: isNew ? program.codeFor(i + 1) : null, from: share(i + 1), to: share(i + 2) };
      program.clearCounts(i + 1);
      const done = new Promise<void>((resolve, reject) => {
        worker.once('message', () => resolve());
        worker.once('error', reject);
      });
      worker.postMessage(task);
      return done;
    });
    const own = program.judge(0, share(1));
    await Promise.all(others);
    this.workers.forEach((_, i) => {
      const theirs = program.countsOf(i + 1);
      own.forEach((count, k) => {
        own[k] = count + theirs[k]!;
      });
    });
    return own;
  }

  async end(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}
