/** The numbers 0 … count-1. */
export function countUp(count: number): Int32Array<ArrayBuffer> {
  const all = new Int32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  return all;
}

/**
 * The numbers 0 … keys.length-1 in the order of their keys, equal keys by number: a radix sort, in time that grows as the keys do.
 * @param keys 0 … 2^32-1
 */
export function radixOrder(keys: Uint32Array): Int32Array {
  let order = countUp(keys.length);
  let other = new Int32Array(keys.length);
  for (let shift = 0; shift < 32; shift += 11) {
    const start = new Int32Array(2049);
    for (const key of keys) start[((key >>> shift) & 2047) + 1]!++;
    for (let digit = 0; digit < 2048; digit++) start[digit + 1]! += start[digit]!;
    for (const i of order) other[start[(keys[i]! >>> shift) & 2047]!++] = i;
    [order, other] = [other, order];
  }
  return order;
}

/**
 * Finds where an id stands in a list of different ids, -1 where it does not. Ids that follow one another, as in OpenStreetMap, are looked up
 * near each other in memory.
 */
export function createNumbering(ids: Float64Array): (id: number) => number {
  let bits = 6;
  while (2 ** bits < 2 * ids.length) bits++;
  const slots = new Int32Array(2 ** bits).fill(-1);
  const mask = slots.length - 1;
  const slotOf = (id: number) => {
    const run = Math.floor(id / 16);
    return (((Math.imul(run | 0, 0x9e3779b1) ^ Math.imul((run / 0x100000000) | 0, 0x85ebca6b)) >>> (32 - bits + 4)) << 4) | (id & 15);
  };
  for (let i = 0; i < ids.length; i++) {
    let slot = slotOf(ids[i]!);
    while (slots[slot]! >= 0) slot = (slot + 1) & mask;
    slots[slot] = i;
  }
  return (id) => {
    for (let slot = slotOf(id); slots[slot]! >= 0; slot = (slot + 1) & mask) if (ids[slots[slot]!] === id) return slots[slot]!;
    return -1;
  };
}
