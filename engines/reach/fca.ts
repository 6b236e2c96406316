/**
 * Distances between places of supply and points of demand, as one list of pairs by place: those of place j are
 * start[j] … start[j+1]-1. A pair that is not there is out of reach.
 */
export type Pairs = { supplies: number; demands: number; start: Int32Array; demand: Int32Array; distance: Float64Array };

export const methods = ['2sfca', '3sfca', 'mh3sfca', 'bfca'] as const;
export type Method = (typeof methods)[number];

/** How much a distance counts: 1 at the door, less farther away, 0 out of reach. */
export type Decay = (distance: number) => number;

/** Everybody within the bound counts the same (Luo and Wang 2003). */
export const binary =
  (bound: number): Decay =>
  (d) =>
    d <= bound ? 1 : 0;
/** Steps, each up to its distance: Luo and Qi's 1, 0.68, 0.22 for zones of the bound (2009). */
export const steps =
  (zones: readonly (readonly [upTo: number, weight: number])[]): Decay =>
  (d) =>
    zones.find(([upTo]) => d <= upTo)?.[1] ?? 0;
/** (e^{-(d/d0)²/2} − e^{-1/2}) ÷ (1 − e^{-1/2}): 1 at the door, 0 at the bound (Dai 2010). */
export const gaussian =
  (bound: number): Decay =>
  (d) =>
    d > bound ? 0 : (Math.exp(-((d / bound) ** 2) / 2) - Math.exp(-0.5)) / (1 - Math.exp(-0.5));
/** 1 ÷ d up to the bound; distances below the least count as it. */
export const inverse =
  (bound: number, least = 1): Decay =>
  (d) =>
    d <= bound ? 1 / Math.max(least, d) : 0;

export type Access = {
  /** Supply in reach per person, for each demand. */
  access: Float64Array;
  /** Supply per weighted person, for each place. */
  ratio: Float64Array;
};

type Weighted = Pairs & { weight: Float64Array };

/** Σ over the pairs of each demand. */
function perDemand({ demands, demand }: Pairs, ofPair: (at: number) => number): Float64Array {
  const sum = new Float64Array(demands);
  for (let at = 0; at < demand.length; at++) sum[demand[at]!]! += ofPair(at);
  return sum;
}

/** The place of every pair. */
function placesOf({ start, demand }: Pairs): Int32Array {
  const place = new Int32Array(demand.length);
  for (let j = 0; j + 1 < start.length; j++) place.fill(j, start[j], start[j + 1]);
  return place;
}

const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);

/** How much of a person's wish goes to each place, by the method; 1 where places do not compete for it. */
function selection(method: Method, pairs: Weighted, supply: Float64Array, place: Int32Array): Float64Array {
  const { weight, demand } = pairs;
  if (method === '2sfca') return new Float64Array(weight.length).fill(1);
  const wish = method === 'mh3sfca' ? weight.map((w, at) => w * supply[place[at]!]!) : weight;
  const all = perDemand(pairs, (at) => wish[at]!);
  return wish.map((w, at) => share(w, all[demand[at]!]!));
}

/**
 * Supply in reach per person by floating catchments, for demands of `people` and places of `supply`:
 * - 2sfca   Rj = Sj ÷ Σ Pi w; Ai = Σ Rj w. With a decay other than binary this is E2SFCA (Luo and Qi 2009) or its Gaussian form.
 * - 3sfca   G = w ÷ Σk w; Rj = Sj ÷ Σ G Pi w; Ai = Σ G Rj w (Wan, Zou and Sternberg 2012)
 * - mh3sfca H = Sj w ÷ Σk Sk w; Rj = Sj ÷ Σ H Pi; Ai = Σ H Rj w (Jörg 2019)
 * - bfca    w^i = w ÷ Σj w, w^j = w ÷ Σi w; Rj = Sj ÷ Σ Pi w^i; Ai = Σ Rj w^j (Páez, Higgins and Vivona 2019)
 * Places that nobody reaches have ratio 0.
 * @param wish by what people choose among places (G, H, w^i): the decay itself, unless stated; PySAL's 3SFCA takes it without the bound
 */
export function floatingCatchment(method: Method, pairs: Pairs, supply: Float64Array, people: Float64Array, decay: Decay, wish: Decay = decay): Access {
  const { start, demand, distance } = pairs;
  const weight = distance.map(decay);
  const place = placesOf(pairs);
  const chosen = selection(method, { ...pairs, weight: distance.map(wish) }, supply, place);
  const ratio = new Float64Array(pairs.supplies);
  const served = new Float64Array(pairs.supplies);
  for (let j = 0; j < pairs.supplies; j++) {
    let load = 0;
    for (let at = start[j]!; at < start[j + 1]!; at++) {
      load += people[demand[at]!]! * chosen[at]! * (method === '2sfca' || method === '3sfca' ? weight[at]! : 1);
      served[j]! += weight[at]!;
    }
    ratio[j] = share(supply[j]!, load);
  }
  const access = perDemand(pairs, (at) => {
    const j = place[at]!;
    if (method === 'bfca') return ratio[j]! * share(weight[at]!, served[j]!);
    return ratio[j]! * weight[at]! * (method === '2sfca' ? 1 : chosen[at]!);
  });
  return { access, ratio };
}
