import type { Dictionary } from '../dictionary.ts';
import { leastValue, none, notApplicable } from '../value.ts';

/** People by columns of facts, coded as the dictionary does; people of a household follow one another. */
export type People = {
  count: number;
  /** By field number; a field without a column is unknown for everybody. */
  columns: readonly (Int32Array | undefined)[];
  /** Where each household begins, and behind the last of them the count; without it everybody is a household of one. */
  households?: Int32Array;
  /** By household: 1 where nobody of it is missing from the list. Without it none is complete. */
  isComplete?: Uint8Array;
};

/** A column cut into planes: plane numbers of its bits from the lowest, and of its states where somebody has them. */
export type Column = { bits: number[]; least: number; most: number; known: number; none: number | null; notApplicable: number | null };

/**
 * Where everything lies: people in lanes of 32, households never across two lanes; a tile holds 512 people, and of each plane the 64 bytes for
 * them, one plane after the other.
 */
export type Layout = {
  planes: number;
  tiles: number;
  columns: (Column | undefined)[];
  present: number;
  complete: number;
  sameAsNext: number;
  largestHousehold: number;
  /** The lane place of each person, and the person at each lane place, or -1. */
  placeOf: Int32Array;
  personAt: Int32Array;
};

export const peoplePerTile = 512;
export const bytesPerPlane = peoplePerTile / 8;
const lane = 32;

/** A household has more members than a lane holds. People who live together without a budget in common are households of one. */
export class HouseholdTooLarge extends Error {
  constructor(number: number, size: number) {
    super(`Household ${number} has ${size} members; at most ${lane} can be counted. Split it: people in an institution are households of one.`);
  }
}

/** Places people in lanes: each household goes into the lane being filled, or, when it does not fit, the rest of the lane is kept for small ones. */
function placePeople({ count, households }: People): { placeOf: Int32Array; places: number; largest: number } {
  const placeOf = new Int32Array(count);
  if (!households) return { placeOf: placeOf.map((_, person) => person), places: count, largest: Math.min(1, count) };
  // Rests of lanes by how many places they have left.
  const rests: number[][] = Array.from({ length: lane }, () => []);
  let [next, largest] = [0, 0];
  for (let h = 0; h < households.length - 1; h++) {
    const [from, to] = [households[h]!, households[h + 1]!];
    const size = to - from;
    if (size > lane) throw new HouseholdTooLarge(h, size);
    largest = Math.max(largest, size);
    let left = size;
    while (left < lane && rests[left]!.length === 0) left++;
    const place = left < lane ? rests[left]!.pop()! : next;
    if (left === lane) {
      left = lane;
      next += lane;
    }
    if (left > size) rests[left - size]!.push(place + size);
    for (let person = from; person < to; person++) placeOf[person] = place + person - from;
  }
  return { placeOf, places: next, largest };
}

const widthOf = (span: number) => (span <= 0 ? 0 : Math.floor(Math.log2(span)) + 1);

/**
 * Plans the planes of some people for the fields given.
 * @throws HouseholdTooLarge
 */
export function planLayout(people: People, dictionary: Dictionary, fields: readonly number[]): Layout {
  const { placeOf, places, largest } = placePeople(people);
  let planes = 3;
  const columns: (Column | undefined)[] = [];
  for (const field of fields) {
    const values = people.columns[field];
    if (!values) continue;
    let [isNone, isNotApplicable, least, most] = [false, false, Infinity, -Infinity];
    for (let i = 0; i < people.count; i++) {
      const value = values[i]!;
      if (value >= leastValue) {
        if (value < least) least = value;
        if (value > most) most = value;
      } else if (value === none) isNone = true;
      else if (value === notApplicable) isNotApplicable = true;
    }
    // A change of one fact within the dictionary's range must fit the planes that stand.
    const range = dictionary.range(field);
    const bits = Array.from({ length: widthOf(range.max - range.min) }, () => planes++);
    const state = (is: boolean, can: boolean | undefined) => (is || can ? planes++ : null);
    const own = dictionary.fields[field]!;
    columns[field] = {
      bits,
      least: range.min,
      most: range.max,
      known: planes++,
      none: state(isNone, own.canBeNone),
      notApplicable: state(isNotApplicable, own.canNotApply),
    };
  }
  const tiles = Math.ceil(places / peoplePerTile);
  const personAt = new Int32Array(tiles * peoplePerTile).fill(-1);
  for (let person = 0; person < people.count; person++) personAt[placeOf[person]!] = person;
  return { planes, tiles, columns, present: 0, complete: 1, sameAsNext: 2, largestHousehold: largest, placeOf, personAt };
}

/** Turns 32 numbers into their 32 bit rows: row b holds bit b of each. Source: Warren, Hacker's Delight (2003), §7-3. */
function transpose(rows: Int32Array): void {
  let mask = 0x0000_ffff;
  for (let step = 16; step > 0; step >>= 1, mask ^= mask << step)
    for (let k = 0; k < 32; k = ((k | step) + 1) & ~step) {
      const t = ((rows[k]! >>> step) ^ rows[k | step]!) & mask;
      rows[k | step]! ^= t;
      rows[k]! ^= t << step;
    }
}

/** Cuts the people into planes. `words` is the memory of the planes: `planes` × 16 words of 32 people for each tile. */
export function slice(people: People, layout: Layout, words: Int32Array): void {
  const { personAt, columns, planes } = layout;
  const rows = new Int32Array(32);
  const set = (place: number, plane: number, bits: number) => {
    words[(place >> 9) * planes * 16 + plane * 16 + ((place >> 5) & 15)] = bits;
  };
  for (const [field, column] of columns.entries()) {
    if (!column) continue;
    const values = people.columns[field]!;
    for (let place = 0; place < personAt.length; place += lane) {
      let [known, isNone, isNotApplicable] = [0, 0, 0];
      for (let i = 0; i < lane; i++) {
        const person = personAt[place + i]!;
        const value = person < 0 ? leastValue - 3 : values[person]!;
        const isKnown = value >= leastValue;
        rows[i] = isKnown ? value - column.least : 0;
        if (isKnown) known |= 1 << i;
        else if (value === none) isNone |= 1 << i;
        else if (value === notApplicable) isNotApplicable |= 1 << i;
      }
      set(place, column.known, known);
      if (column.none !== null) set(place, column.none, isNone);
      if (column.notApplicable !== null) set(place, column.notApplicable, isNotApplicable);
      transpose(rows);
      for (const [bit, plane] of column.bits.entries()) set(place, plane, rows[bit]!);
    }
  }
  sliceHouseholds(people, layout, set);
}

function sliceHouseholds(people: People, { personAt, present, complete, sameAsNext }: Layout, set: (place: number, plane: number, bits: number) => void): void {
  const householdOf = new Int32Array(people.count);
  if (people.households) for (let h = 0; h < people.households.length - 1; h++) householdOf.fill(h, people.households[h], people.households[h + 1]);
  else for (let person = 0; person < people.count; person++) householdOf[person] = person;
  for (let place = 0; place < personAt.length; place += lane) {
    let [isHere, isComplete, isSame] = [0, 0, 0];
    for (let i = 0; i < lane; i++) {
      const person = personAt[place + i]!;
      if (person < 0) continue;
      isHere |= 1 << i;
      if (people.isComplete?.[householdOf[person]!]) isComplete |= 1 << i;
      const next = i + 1 < lane ? personAt[place + i + 1]! : -1;
      if (next >= 0 && householdOf[next] === householdOf[person]) isSame |= 1 << i;
    }
    set(place, present, isHere);
    set(place, complete, isComplete);
    set(place, sameAsNext, isSame);
  }
}
