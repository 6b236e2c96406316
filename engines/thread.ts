import { Worker } from 'node:worker_threads';

/**
 * A thread from the source of a function, so that it runs the same from files, from a bundle and under a test runner. The function gets its
 * port, the data, and the expressions in `given`; it uses nothing else from outside. The thread does not keep the process alive.
 */
export function startThread(body: (...args: never[]) => unknown, workerData: unknown, given: readonly string[] = []): Worker {
  // Loaders that keep the names of functions write __name into their source.
  const code = `const __name = (f) => f;
    const { parentPort, workerData } = require('node:worker_threads');
    (${body.toString()})(${['parentPort', 'workerData', ...given].join(', ')});`;
  const worker = new Worker(code, { eval: true, workerData });
  worker.unref();
  return worker;
}
