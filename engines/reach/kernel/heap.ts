/** Binary min-heap of (key, item) on growing arrays; among equal keys any order. */
export class MinHeap {
  private keys: number[] = [];
  private items: number[] = [];

  get size(): number {
    return this.keys.length;
  }
  get least(): number {
    return this.keys[0] ?? Infinity;
  }

  clear(): void {
    this.keys.length = 0;
    this.items.length = 0;
  }

  push(key: number, item: number): void {
    const { keys, items } = this;
    let i = keys.length;
    keys.push(key);
    items.push(item);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (keys[parent]! <= key) break;
      keys[i] = keys[parent]!;
      items[i] = items[parent]!;
      i = parent;
    }
    keys[i] = key;
    items[i] = item;
  }

  /** The item with the least key; the heap must not be empty. */
  pop(): number {
    const { keys, items } = this;
    const top = items[0]!;
    const key = keys.pop()!;
    const item = items.pop()!;
    const count = keys.length;
    if (count === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= count) break;
      if (child + 1 < count && keys[child + 1]! < keys[child]!) child++;
      if (keys[child]! >= key) break;
      keys[i] = keys[child]!;
      items[i] = items[child]!;
      i = child;
    }
    keys[i] = key;
    items[i] = item;
    return top;
  }
}

/** A queue of whole keys in a small range: a list per key, first in, first out. Items stand in the queue once at most. */
export class BucketQueue {
  private readonly next: Int32Array;
  private readonly lowest: number;
  private readonly first: number[] = [];
  private readonly last: number[] = [];
  private at = 0;
  size = 0;

  /** @param items items are 0 … items-1 @param lowest no key is below */
  constructor(items: number, lowest: number) {
    this.lowest = lowest;
    this.next = new Int32Array(items);
  }

  push(key: number, item: number): void {
    const bucket = key - this.lowest;
    while (this.first.length <= bucket) {
      this.first.push(-1);
      this.last.push(-1);
    }
    this.next[item] = -1;
    if (this.first[bucket]! < 0) this.first[bucket] = item;
    else this.next[this.last[bucket]!] = item;
    this.last[bucket] = item;
    this.at = Math.min(this.at, bucket);
    this.size++;
  }

  /** The least key; Infinity when the queue is empty. */
  get least(): number {
    if (this.size === 0) return Infinity;
    while (this.first[this.at]! < 0) this.at++;
    return this.at + this.lowest;
  }

  /** An item with the least key; the queue must not be empty. */
  pop(): number {
    const { least } = this;
    const item = this.first[least - this.lowest]!;
    this.first[least - this.lowest] = this.next[item]!;
    this.size--;
    return item;
  }
}
