import type { Dictionary } from '../dictionary.ts';
import { fieldsOf, type Tree } from '../tree.ts';
import { leastValue, none, notApplicable, unknown, type Verdict } from '../value.ts';
import { type Bit, Circuit } from './bits.ts';
import { bytesPerPlane, type Columns, type Layout, type People, planLayout, sliceBlock, sliceHouseholds } from './layout.ts';
import { Lowering } from './lower.ts';
import { runPlain } from './plain.ts';
import { emit } from './wasm.ts';

const page = 65_536;
const mostPages = 65_536;
const scratch = 64;
const scratchBytes = 1 << 20;
const countBytes = 1 << 18;
/** What each thread writes for itself. */
const ownBytes = scratchBytes + countBytes;
const maxOutputs = countBytes / 16;
/** Tiles between two looks at the clock of the compiler: code that was compiled better meanwhile is used from the next call on. */
const tilesPerCall = 256;

/** More results than memory holds: evaluate fewer policies at once. */
export class BatchTooLarge extends Error {
  constructor(bytes: number) {
    super(`${Math.ceil(bytes / 2 ** 20)} MB are more than the 4 GB that one batch holds; evaluate fewer policies or people at once.`);
  }
}

/** How many people surely meet a policy, and of how many it is unknown. */
export type Count = { met: number; unknown: number };

/**
 * People in bit planes, and circuits of many policies run over all of them. Verdicts are those of `judge`.
 * `isPlain` runs without WebAssembly.
 */
export class Batch {
  readonly layout: Layout;
  readonly dictionary: Dictionary;
  readonly people: number;
  readonly isPlain: boolean;
  /** How many threads may run its programs at the same time. */
  readonly threads: number;
  readonly memory: WebAssembly.Memory;
  private results: number;
  private view: Int32Array | null = null;
  private readonly most: number;

  /**
   * @param fields the fields to hold; others are unknown for everybody
   * @throws HouseholdTooLarge, BatchTooLarge
   */
  constructor(
    people: People,
    dictionary: Dictionary,
    fields: readonly number[],
    { isPlain = false, threads = 1 }: { isPlain?: boolean; threads?: number } = {},
  ) {
    this.dictionary = dictionary;
    this.people = people.count;
    this.isPlain = isPlain;
    this.threads = threads;
    this.layout = planLayout(people, dictionary, fields);
    this.results = this.planesAt + this.layout.tiles * this.planeStride;
    if (this.results > mostPages * page) throw new BatchTooLarge(this.results);
    // Room is reserved for what programs of a batch this size could ever write, not for 4 GB each.
    this.most = Math.min(mostPages * page, this.results + 2 * this.layout.tiles * maxOutputs * bytesPerPlane);
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(this.results / page), maximum: Math.ceil(this.most / page), shared: true });
    sliceHouseholds(people, this.layout, this.planes);
  }

  /** Reads the facts of everybody, block by block. @param read the facts of people from … to (not included), the first of them at 0 */
  load(read: (from: number, to: number) => Columns): void {
    const { blocks } = this.layout;
    for (let block = 0; block + 1 < blocks.length; block++) sliceBlock(read(blocks[block]!.person, blocks[block + 1]!.person), block, this.layout, this.planes);
  }

  /** Says anew of the household of a person whether nobody of it is missing from the list; to be said of each of its members. */
  setComplete(person: number, isComplete: boolean): void {
    const place = this.layout.placeOf[person]!;
    const at = ((place >> 9) * this.layout.planes + this.layout.complete) * 16 + ((place >> 5) & 15);
    const bit = 1 << (place & 31);
    this.planes[at] = isComplete ? this.planes[at]! | bit : this.planes[at]! & ~bit;
  }

  /** The fact that the planes hold of a person; unknown where they hold none. */
  valueOf(person: number, field: number): number {
    const { layout, planes } = this;
    const column = layout.columns[field];
    if (!column) return unknown;
    const place = layout.placeOf[person]!;
    const [at, shift] = [(place >> 9) * layout.planes * 16 + ((place >> 5) & 15), place & 31];
    if (((planes[at + column.known * 16]! >>> shift) & 1) === 0) {
      if (column.none !== null && (planes[at + column.none * 16]! >>> shift) & 1) return none;
      return column.notApplicable !== null && (planes[at + column.notApplicable * 16]! >>> shift) & 1 ? notApplicable : unknown;
    }
    let value = column.least;
    for (let bit = 0; bit < column.bits.length; bit++) value += ((planes[at + column.bits[bit]! * 16]! >>> shift) & 1) * 2 ** bit;
    return value;
  }

  /** The facts that the planes hold of a person, by field number. */
  factsOf(person: number): Int32Array {
    const facts = new Int32Array(this.dictionary.fields.length);
    for (let field = 0; field < facts.length; field++) facts[field] = this.valueOf(person, field);
    return facts;
  }

  get planesAt(): number {
    return this.threads * ownBytes;
  }

  get planeStride(): number {
    return this.layout.planes * bytesPerPlane;
  }

  get planes(): Int32Array {
    // Memory that has grown has a new buffer.
    if (this.view?.buffer !== this.memory.buffer) this.view = new Int32Array(this.memory.buffer, this.planesAt, (this.layout.tiles * this.planeStride) / 4);
    return this.view;
  }

  /** The verdicts of trees, two planes each, ready to run. */
  judging(trees: readonly Tree[]): Program {
    const circuit = new Circuit();
    const lowering = new Lowering(circuit, this.layout);
    const outputs = trees.flatMap((tree) => {
      const { must, may } = lowering.verdict(tree);
      return [must, may];
    });
    return new Program(this, circuit, lowering.shared, outputs);
  }

  /** What a change of one policy would do: met and unknown by the new one, who would be gained and who lost. */
  comparing(before: Tree, after: Tree): Program {
    const circuit = new Circuit();
    const lowering = new Lowering(circuit, this.layout);
    const [old, now] = [lowering.verdict(before), lowering.verdict(after)];
    return new Program(this, circuit, lowering.shared, [now.must, now.may, circuit.andNot(now.must, old.must), circuit.andNot(old.must, now.must)]);
  }

  /** Room for results behind the planes; programs that run at the same time need room of their own. */
  reserve(bytes: number): number {
    const at = this.results;
    const end = at + bytes;
    if (end > this.most) throw new BatchTooLarge(end);
    const missing = Math.ceil((end - this.memory.buffer.byteLength) / page);
    if (missing > 0) this.memory.grow(missing);
    this.results = end;
    return at;
  }

  /** Gives back room that was reserved last. */
  release(at: number): void {
    this.results = Math.min(this.results, at);
  }

  /** Changes one fact of a person. Its tile must run again before verdicts are asked for. @returns the tile */
  change(person: number, field: number, value: number): number {
    const { layout, planes } = this;
    const place = layout.placeOf[person]!;
    const tile = place >> 9;
    const column = layout.columns[field];
    if (!column) throw new RangeError(`${this.dictionary.fields[field]!.code} is not held in this batch`);
    const [at, bit] = [tile * layout.planes * 16 + ((place >> 5) & 15), 1 << (place & 31)];
    const isKnown = value >= leastValue;
    put(planes, at + column.known * 16, bit, isKnown);
    if (column.none !== null) put(planes, at + column.none * 16, bit, value === none);
    if (column.notApplicable !== null) put(planes, at + column.notApplicable * 16, bit, value === notApplicable);
    const own = isKnown ? value - column.least : 0;
    for (let i = 0; i < column.bits.length; i++) put(planes, at + column.bits[i]! * 16, bit, ((own >>> i) & 1) === 1);
    return tile;
  }
}

function put(words: Int32Array, at: number, bit: number, isSet: boolean): void {
  words[at] = isSet ? words[at]! | bit : words[at]! & ~bit;
}

/** Fields that trees read, of people themselves and of members; ascending. */
export function fieldsIn(trees: readonly Tree[]): number[] {
  const fields = new Set<number>();
  for (const tree of trees) {
    const { own, members } = fieldsOf(tree);
    for (const field of [...own, ...members]) fields.add(field);
  }
  return [...fields].sort((a, b) => a - b);
}

/** A circuit with room for its results. */
export class Program {
  readonly outputs: readonly Bit[];
  readonly circuit: Circuit;
  readonly at: { results: number; resultStride: number };
  /** The compiled code of the first thread; null where it runs plain. */
  readonly code: Uint8Array<ArrayBuffer> | null;
  private readonly shared: readonly Bit[];
  private readonly batch: Batch;
  private run: ((from: number, to: number) => void) | null = null;
  private readonly plainCounts: Float64Array;

  constructor(batch: Batch, circuit: Circuit, shared: readonly Bit[], outputs: readonly Bit[]) {
    if (outputs.length > maxOutputs) throw new BatchTooLarge(outputs.length * batch.layout.tiles * bytesPerPlane);
    this.batch = batch;
    this.circuit = circuit;
    this.outputs = outputs;
    const resultStride = outputs.length * bytesPerPlane;
    this.at = { results: batch.reserve(resultStride * batch.layout.tiles), resultStride };
    this.plainCounts = new Float64Array(outputs.length);
    this.shared = [...new Set(shared)].filter((bit) => !['plane', 'zero', 'ones'].includes(circuit.nodes[bit]!.op)).slice(0, (scratchBytes - scratch) / 16);
    this.code = batch.isPlain ? null : this.codeFor(0);
  }

  /** The code for one of the threads, which keeps its own scratch and counts. */
  codeFor(thread: number): Uint8Array<ArrayBuffer> {
    const { planesAt, planeStride } = this.batch;
    const addresses = { scratch: thread * ownBytes + scratch, counts: thread * ownBytes + scratchBytes, planes: planesAt, planeStride, ...this.at };
    return emit(this.circuit, { shared: this.shared, outputs: this.outputs }, addresses, { least: 1, most: mostPages });
  }

  private countWords(thread: number): Uint32Array {
    return new Uint32Array(this.batch.memory.buffer, thread * ownBytes + scratchBytes, 4 * this.outputs.length);
  }

  clearCounts(thread: number): void {
    this.countWords(thread).fill(0);
  }

  /** What a thread has counted since it was cleared. */
  countsOf(thread: number): Float64Array {
    const words = this.countWords(thread);
    return Float64Array.from(this.outputs, (_, k) => words[4 * k]! + words[4 * k + 1]! + words[4 * k + 2]! + words[4 * k + 3]!);
  }

  /** Runs for some tiles, all if nothing is said, and counts the outputs of those. */
  judge(from = 0, to = this.batch.layout.tiles): Float64Array {
    const { memory, layout } = this.batch;
    if (!this.code) {
      this.plainCounts.fill(0);
      const results = new Int32Array(memory.buffer, this.at.results, (this.at.resultStride * layout.tiles) / 4);
      runPlain(this.circuit, this.outputs, { planes: this.batch.planes, planeCount: layout.planes, results }, [from, to], this.plainCounts);
      return this.plainCounts.slice();
    }
    this.run ??= new WebAssembly.Instance(new WebAssembly.Module(this.code), { e: { m: memory } }).exports['run'] as (from: number, to: number) => void;
    this.clearCounts(0);
    for (let tile = from; tile < to; tile += tilesPerCall) this.run(tile, Math.min(to, tile + tilesPerCall));
    return this.countsOf(0);
  }

  private word(output: number, place: number): number {
    const words = new Int32Array(this.batch.memory.buffer, this.at.results + (place >> 9) * this.at.resultStride + output * bytesPerPlane, 16);
    return words[(place >> 5) & 15]!;
  }

  /** The verdict of a person by the tree at `number` of `judging`. */
  verdictOf(number: number, person: number): Verdict {
    const place = this.batch.layout.placeOf[person]!;
    const bit = (output: number) => (this.word(output, place) >>> (place & 31)) & 1;
    return (bit(2 * number) + bit(2 * number + 1)) as Verdict;
  }

  /** People whose bit is set in `output`, and, if one is named, not in `butNot`; at most `limit`, in the order of the lanes. */
  list(output: number, butNot: number | null = null, limit = Infinity): Int32Array {
    const { layout, memory } = this.batch;
    const found: number[] = [];
    const all = new Int32Array(memory.buffer);
    for (let tile = 0; tile < layout.tiles && found.length < limit; tile++) {
      const base = (this.at.results + tile * this.at.resultStride) / 4;
      for (let w = 0; w < 16; w++) {
        let word = all[base + output * 16 + w]!;
        if (butNot !== null) word &= ~all[base + butNot * 16 + w]!;
        for (; word !== 0; word &= word - 1) found.push(layout.personAt[tile * 512 + w * 32 + (31 - Math.clz32(word & -word))]!);
      }
    }
    return Int32Array.from(found.slice(0, limit));
  }

  /** Gives the room of the results back; nothing of it can be asked afterwards. */
  end(): void {
    this.batch.release(this.at.results);
  }
}
