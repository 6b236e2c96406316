import { binary, gaussian } from '../fca.ts';
import type { Sources } from '../kernel/bulk.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { packSources } from '../kernel/kernel.ts';

/** What a facility offers: a function by its number, and how much of it in the function's own unit (places, ㎡, meals …). */
export type Offer = { function: number; capacity: number };
/** A facility on the graph: where walks from it begin (from `seedsOf`), and what it offers. */
export type Facility = { seeds: readonly number[]; offers: readonly Offer[] };
/** How far people walk (dm), and whether who lives nearer counts more for supply per person (Dai 2010) or all the same. */
export type Reading = { bound: number; decay: 'binary' | 'gaussian' };
/** Whom the figures speak of: groups of weights per place in whole people, and which group wants each function. */
export type Demand = { groups: readonly Float64Array[]; wantedBy: readonly number[] };

type Row = { place: Int32Array; dm: Uint16Array };
type Standing = { facility: Facility; row: Row; isOpen: boolean; ratio: Float64Array };
/** Takes an edit back: everything is then as it was before, to the bit. Edits are taken back in reverse order. */
export type Undo = () => void;

const noRow: Row = { place: new Int32Array(0), dm: new Uint16Array(0) };

/**
 * Who reaches what, kept up to date while facilities open, close, move and change. Only the catchment of the edited facility is
 * computed anew: a search, then counts and catchment ratios of the places in it. Sums of people are exact for whole numbers.
 */
export class Circles {
  readonly places: number;
  readonly functions: number;
  /** How many open facilities offer function f within the walk of place i: counts[f * places + i]. */
  readonly counts: Uint16Array;
  /** People of group g who reach function f: covered[f * groups + g]. */
  readonly covered: Float64Array;
  /** How many functions each place reaches. */
  readonly reached: Uint16Array;
  /** Supply of f in reach per wanting person at place i (2SFCA, by the reading's decay): access[f * places + i]. */
  readonly access: Float64Array;
  private readonly kernel: Kernel;
  private readonly demand: Demand;
  private readonly rowBound: number;
  private reading: Reading;
  private weights: Float64Array;
  private readonly standing: Standing[] = [];

  /** @param rowBound the longest walk (dm) that the reading may later be widened to */
  constructor(kernel: Kernel, demand: Demand, reading: Reading, rowBound: number = reading.bound) {
    this.kernel = kernel;
    this.demand = demand;
    this.rowBound = Math.max(rowBound, reading.bound);
    this.reading = reading;
    this.weights = weightsOf(reading);
    this.places = kernel.nodes - kernel.vertices;
    this.functions = demand.wantedBy.length;
    this.counts = new Uint16Array(this.functions * this.places);
    this.covered = new Float64Array(this.functions * demand.groups.length);
    this.reached = new Uint16Array(this.places);
    this.access = new Float64Array(this.functions * this.places);
  }

  /** Adds many facilities at once; the first gets the next number. */
  addAll(facilities: readonly Facility[]): void {
    const { offsets, place, dm } = this.kernel.matrix(packSources(facilities.map((facility) => facility.seeds)), this.rowBound);
    facilities.forEach((facility, i) => {
      this.standing.push({
        facility,
        row: { place: place.slice(offsets[i], offsets[i + 1]), dm: dm.slice(offsets[i], offsets[i + 1]) },
        isOpen: false,
        ratio: new Float64Array(facility.offers.length),
      });
      this.open(this.standing.length - 1);
    });
  }

  /** Adds one facility; its number is the count of facilities before. */
  add(facility: Facility): Undo {
    const number = this.standing.length;
    const saved = this.save(this.rowOf(facility), facility);
    this.standing.push({ facility, row: saved.row, isOpen: false, ratio: new Float64Array(facility.offers.length) });
    this.open(number);
    return () => {
      this.shut(number);
      this.standing.pop();
      saved.restore();
    };
  }

  /** Closes a facility for good, or opens a closed one again. */
  setOpen(number: number, isOpen: boolean): Undo {
    const it = this.standing[number]!;
    if (it.isOpen === isOpen) return () => {};
    const saved = this.save(it.row, it.facility);
    if (isOpen) this.open(number);
    else this.shut(number);
    return () => {
      if (isOpen) this.shut(number);
      else this.open(number);
      saved.restore();
    };
  }

  /** Puts another facility in its stead: moved, with other functions, hours or capacity. */
  replace(number: number, facility: Facility): Undo {
    const it = this.standing[number]!;
    const before = { ...it };
    const isMoved = facility.seeds.length !== it.facility.seeds.length || facility.seeds.some((value, i) => value !== it.facility.seeds[i]);
    const row = isMoved ? this.rowOf(facility) : it.row;
    const old = this.save(it.row, it.facility);
    const next = this.save(row, facility);
    this.shut(number);
    this.standing[number] = { facility, row, isOpen: false, ratio: new Float64Array(facility.offers.length) };
    if (before.isOpen) this.open(number);
    return () => {
      this.shut(number);
      this.standing[number] = { ...before, isOpen: false };
      if (before.isOpen) this.open(number);
      next.restore();
      old.restore();
    };
  }

  /** Reads all circles with another walk or decay. @throws RangeError beyond `rowBound` */
  read(reading: Reading): void {
    if (reading.bound > this.rowBound) throw new RangeError(`Circles were made for walks up to ${this.rowBound} dm, not ${reading.bound}.`);
    const open = this.standing.map((it) => it.isOpen);
    this.reading = reading;
    this.weights = weightsOf(reading);
    for (const array of [this.counts, this.covered, this.reached, this.access]) array.fill(0);
    this.standing.forEach((it, number) => {
      it.isOpen = false;
      if (open[number]) this.open(number);
    });
  }

  /** People of a group whom a facility at these seeds would be the first to bring the function to. */
  gain(seeds: readonly number[], wanted: number, group: number): number {
    const { place, dm } = this.rowOf({ seeds, offers: [] });
    const weight = this.demand.groups[group]!;
    let sum = 0;
    for (let k = 0; k < place.length; k++) if (dm[k]! <= this.reading.bound && this.counts[wanted * this.places + place[k]!] === 0) sum += weight[place[k]!]!;
    return sum;
  }

  /** The same for many sites at once: people newly reached by each. Sweeps where the kernel has a hierarchy. */
  gains(sites: Sources, wanted: number, group: number): Float64Array {
    const weight = this.demand.groups[group]!;
    this.kernel.weigh(weight.map((people, i) => (this.counts[wanted * this.places + i] === 0 ? people : 0)));
    const { bound } = this.reading;
    const wish = { bound, first: this.kernel.vertices, give: 'totals', sweep: this.kernel.sweepBound >= bound } as const;
    const { totals } = this.kernel.answer(sites, wish);
    return Float64Array.from({ length: sites.offsets.length - 1 }, (_, i) => totals[2 * i]!);
  }

  /** The walk in dm from each place to the nearest open facility with the function, at most `rowBound`; 0xFFFF where there is none. */
  nearest(wanted: number): Uint16Array {
    const walks = new Uint16Array(this.places).fill(0xffff);
    for (const { facility, row, isOpen } of this.standing) {
      if (!isOpen || !facility.offers.some((offer) => offer.function === wanted)) continue;
      for (let k = 0; k < row.place.length; k++) if (row.dm[k]! < walks[row.place[k]!]!) walks[row.place[k]!] = row.dm[k]!;
    }
    return walks;
  }

  /** Open facilities that a place reaches, with their walks in dm. */
  around(place: number): { facility: number; dm: number }[] {
    return this.standing.flatMap(({ row, isOpen }, facility) => {
      const at = isOpen ? row.place.indexOf(place) : -1;
      return at >= 0 && row.dm[at]! <= this.reading.bound ? [{ facility, dm: row.dm[at]! }] : [];
    });
  }

  /** People of a group within a facility's walk; with `missing`, only those who reach that function nowhere. */
  peopleWithin(number: number, group: number, missing: number | null = null): number {
    const { place, dm } = this.standing[number]!.row;
    const weight = this.demand.groups[group]!;
    let sum = 0;
    for (let k = 0; k < place.length; k++) {
      if (dm[k]! <= this.reading.bound && (missing === null || this.counts[missing * this.places + place[k]!] === 0)) sum += weight[place[k]!]!;
    }
    return sum;
  }

  /** Supply per wanting person of each offer of a facility, in the order of its offers (Rj); 0 where nobody wants it or it is shut. */
  ratios(number: number): readonly number[] {
    const { ratio, isOpen } = this.standing[number]!;
    return Array.from(ratio, (value) => (isOpen ? value : 0));
  }

  private rowOf({ seeds }: Facility): Row {
    if (seeds.length === 0) return noRow;
    const { place, dm } = this.kernel.matrix(packSources([seeds]), this.rowBound);
    return { place, dm };
  }

  /** Keeps the access figures that an edit of this facility can change: they are sums of fractions and must come back exactly. */
  private save(row: Row, { offers }: Facility): { row: Row; restore: () => void } {
    const kept = offers.map((offer) => row.place.map((place) => offer.function * this.places + place));
    const values = kept.map((at) => Float64Array.from(at, (index) => this.access[index]!));
    return {
      row,
      restore: () => {
        kept.forEach((at, i) => {
          for (let k = 0; k < at.length; k++) this.access[at[k]!] = values[i]![k]!;
        });
      },
    };
  }

  private open(number: number): void {
    const it = this.standing[number]!;
    it.isOpen = true;
    it.facility.offers.forEach((offer, i) => {
      this.count(it.row, offer.function, 1);
      it.ratio[i] = this.ratioOf(it.row, offer);
      this.supply(it.row, offer.function, it.ratio[i]!);
    });
  }

  private shut(number: number): void {
    const it = this.standing[number]!;
    if (!it.isOpen) return;
    it.isOpen = false;
    it.facility.offers.forEach((offer, i) => {
      this.count(it.row, offer.function, -1);
      this.supply(it.row, offer.function, -it.ratio[i]!);
    });
  }

  private count({ place, dm }: Row, wanted: number, by: 1 | -1): void {
    const { counts, covered, reached, places } = this;
    const { groups } = this.demand;
    const { bound } = this.reading;
    for (let k = 0; k < place.length; k++) {
      if (dm[k]! > bound) continue;
      const i = place[k]!;
      const at = wanted * places + i;
      counts[at]! += by;
      if (by === 1 ? counts[at] !== 1 : counts[at] !== 0) continue;
      reached[i]! += by;
      for (let g = 0; g < groups.length; g++) covered[wanted * groups.length + g]! += by * groups[g]![i]!;
    }
  }

  /** Rj = Sj ÷ Σ Pi w(dij) over the people who want the function. */
  private ratioOf({ place, dm }: Row, { function: wanted, capacity }: Offer): number {
    const people = this.demand.groups[this.demand.wantedBy[wanted]!]!;
    const { bound } = this.reading;
    let load = 0;
    for (let k = 0; k < place.length; k++) if (dm[k]! <= bound) load += people[place[k]!]! * this.weights[dm[k]!]!;
    return load > 0 ? capacity / load : 0;
  }

  private supply({ place, dm }: Row, wanted: number, ratio: number): void {
    if (ratio === 0) return;
    const { access, weights, places } = this;
    const { bound } = this.reading;
    for (let k = 0; k < place.length; k++) if (dm[k]! <= bound) access[wanted * places + place[k]!]! += ratio * weights[dm[k]!]!;
  }
}

/** Weight of a walk by its dm. */
function weightsOf({ bound, decay }: Reading): Float64Array {
  const weight = decay === 'binary' ? binary(bound) : gaussian(bound);
  return Float64Array.from({ length: bound + 1 }, (_, dm) => weight(dm));
}
