import { randomFillSync } from 'node:crypto';

let lastMs = 0;
let sequence = 0;
// Drawn for many at once: the call costs more than the bytes.
const pool = new Uint8Array(4096);
let used = pool.length;

/** Sixteen random bytes that nobody else gets. */
function draw(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.slice(used - 16, used);
}

/** A UUIDv7 (RFC 9562): sorted by time, monotonic within this process. */
export function newId(nowMs: number = Date.now()): string {
  const bytes = draw();
  sequence = nowMs <= lastMs ? sequence + 1 : 0;
  if (sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  lastMs = Math.max(lastMs, nowMs);
  const ms = lastMs;
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(ms / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = 0x70 | (sequence >> 8);
  bytes[7] = sequence & 0xff;
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
