/** Progress on one line in a terminal, line by line elsewhere; every step with the seconds since the start. */
const started = performance.now();
const seconds = () => `${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;
let open = false;

export function say(text, { again = false } = {}) {
  if (again && process.stdout.isTTY) {
    process.stdout.write(`\r\x1b[2K${seconds()}  ${text}`);
    open = true;
    return;
  }
  if (open) process.stdout.write('\n');
  open = false;
  process.stdout.write(`${seconds()}  ${text}\n`);
}

/** Ends with one sentence that tells the cure. */
export function fail(text) {
  if (open) process.stdout.write('\n');
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
