import type { Joint } from './join.ts';
import type { Network } from './network.ts';

/** No walk within the bound. */
export const unreached = 0x7fffffff;

const bucketCm = 800;

/**
 * Shortest walks from one or many places over one network, one search at a time. Holds the arrays that searches reuse.
 * Queue: a ring of buckets 8 m wide, label-correcting inside a bucket (Dial 1969; measured in research/planning.md §2).
 */
export class Searcher {
  readonly network: Network;
  /** After a search: centimetres to each vertex, or `unreached`. */
  readonly distance: Int32Array;
  /** After a search: the number of the seed whose walk is the shortest. */
  readonly origin: Int32Array;
  /** After a search: which vertices were reached, in no special order. */
  readonly reached: Int32Array;
  reachedCount = 0;
  private readonly heads: Int32Array;
  private readonly mask: number;
  private poolVertex = new Int32Array(4096);
  private poolDistance = new Int32Array(4096);
  private poolNext = new Int32Array(4096);
  private pooled = 0;
  private waiting = 0;

  constructor(network: Network) {
    this.network = network;
    const count = network.lon.length;
    this.distance = new Int32Array(count).fill(unreached);
    this.origin = new Int32Array(count).fill(-1);
    this.reached = new Int32Array(count);
    const longest = network.length.reduce((max, cm) => Math.max(max, cm), 0);
    let buckets = 64;
    // The ring must hold the longest segment and the widest spread of the seeds' access walks and offsets.
    while (buckets * bucketCm < 2 * longest + 200_000) buckets *= 2;
    this.heads = new Int32Array(buckets).fill(-1);
    this.mask = buckets - 1;
  }

  private push(vertex: number, cm: number): void {
    if (this.pooled === this.poolVertex.length) this.growPool();
    const entry = this.pooled++;
    const bucket = Math.floor(cm / bucketCm) & this.mask;
    this.poolVertex[entry] = vertex;
    this.poolDistance[entry] = cm;
    this.poolNext[entry] = this.heads[bucket]!;
    this.heads[bucket] = entry;
    this.waiting++;
  }

  private growPool(): void {
    const grow = (old: Int32Array<ArrayBuffer>) => {
      const wider = new Int32Array(old.length * 2);
      wider.set(old);
      return wider;
    };
    this.poolVertex = grow(this.poolVertex);
    this.poolDistance = grow(this.poolDistance);
    this.poolNext = grow(this.poolNext);
  }

  private seed(vertex: number, cm: number, origin: number, bound: number): void {
    if (cm > bound || cm >= this.distance[vertex]!) return;
    if (this.distance[vertex] === unreached) this.reached[this.reachedCount++] = vertex;
    this.distance[vertex] = cm;
    this.origin[vertex] = origin;
    this.push(vertex, cm);
  }

  /**
   * Searches from all seeds at once: each vertex learns its nearest seed.
   * @param seeds where the places meet the network; `null` ones are skipped, numbers are kept
   * @param boundCm walks longer than this are not followed
   */
  run(seeds: readonly (Joint | null)[], boundCm: number): void {
    this.clear();
    const { from, to, length } = this.network;
    seeds.forEach((joint, number) => {
      if (!joint) return;
      this.seed(from[joint.segment]!, joint.access + joint.offset, number, boundCm);
      this.seed(to[joint.segment]!, joint.access + length[joint.segment]! - joint.offset, number, boundCm);
    });
    this.spread(boundCm);
  }

  private clear(): void {
    const { distance, origin, reached } = this;
    for (let i = 0; i < this.reachedCount; i++) {
      distance[reached[i]!] = unreached;
      origin[reached[i]!] = -1;
    }
    this.reachedCount = 0;
    this.pooled = 0;
    this.waiting = 0;
  }

  private spread(bound: number): void {
    const { offsets, links } = this.network;
    const { distance, origin, reached, heads, mask } = this;
    for (let bucket = 0; this.waiting > 0; bucket = (bucket + 1) & mask) {
      while (heads[bucket]! >= 0) {
        const entry = heads[bucket]!;
        heads[bucket] = this.poolNext[entry]!;
        this.waiting--;
        const v = this.poolVertex[entry]!;
        const d = this.poolDistance[entry]!;
        if (d !== distance[v]) continue;
        for (let i = 2 * offsets[v]!, end = 2 * offsets[v + 1]!; i < end; i += 2) {
          const u = links[i]!;
          const cm = d + links[i + 1]!;
          const old = distance[u]!;
          if (cm >= old || cm > bound) continue;
          if (old === unreached) reached[this.reachedCount++] = u;
          distance[u] = cm;
          origin[u] = origin[v]!;
          this.push(u, cm);
        }
      }
    }
  }

  /** After a search: the shortest walk to a place in centimetres, its access included, and which seed it comes from. */
  walkTo(joint: Joint, seedsOnSegment: readonly { number: number; joint: Joint }[] = []): { cm: number; seed: number } {
    const { from, to, length } = this.network;
    const a = from[joint.segment]!;
    const b = to[joint.segment]!;
    let cm = unreached;
    let seed = -1;
    if (this.distance[a] !== unreached) {
      cm = this.distance[a]! + joint.offset + joint.access;
      seed = this.origin[a]!;
    }
    if (this.distance[b] !== unreached) {
      const other = this.distance[b]! + length[joint.segment]! - joint.offset + joint.access;
      if (other < cm) {
        cm = other;
        seed = this.origin[b]!;
      }
    }
    for (const near of seedsOnSegment) {
      const direct = Math.abs(near.joint.offset - joint.offset) + near.joint.access + joint.access;
      if (direct < cm) {
        cm = direct;
        seed = near.number;
      }
    }
    return { cm, seed };
  }

  /** After a search: the vertices of the shortest walk from a vertex back to its seed. */
  pathFrom(vertex: number): number[] {
    const { offsets, links } = this.network;
    const path = [vertex];
    for (let v = vertex; ; ) {
      const d = this.distance[v]!;
      let next = -1;
      for (let i = 2 * offsets[v]!; i < 2 * offsets[v + 1]!; i += 2) {
        if (this.distance[links[i]!]! + links[i + 1]! === d && this.distance[links[i]!] !== unreached) {
          next = links[i]!;
          break;
        }
      }
      if (next < 0) return path;
      path.push(next);
      v = next;
    }
  }
}
