import type { Dictionary } from '../dictionary.ts';
import { leastValue, none, notApplicable, unknown } from '../value.ts';

/** Who there is; people of a household follow one another. */
export type People = {
  count: number;
  /** Where each household begins, and behind the last of them the count; without it everybody is a household of one. */
  households?: Int32Array;
  /** By household: 1 where nobody of it is missing from the list. Without it none is complete. */
  isComplete?: Uint8Array;
};
/** Facts by field number, coded as the dictionary does; a field without a column is unknown for everybody. */
export type Columns = readonly (Int32Array | undefined)[];

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
  /** People are placed block by block, each in tiles of its own: where blocks begin, and behind the last of them the ends. */
  blocks: { person: number; tile: number }[];
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

/** People in a block: few enough for their facts to be read at once, many enough to fill lanes well. */
const blockSize = 1 << 16;

/** Places the households from `from` on in lanes, until the block is full: into the rest of a lane where one is large enough, else into the next. */
function placeBlock(households: Int32Array, from: number, placeOf: Int32Array, firstPlace: number): { to: number; next: number; largest: number } {
  const first = households[from]!;
  // Rests of lanes by how many places they have left.
  const rests: number[][] = Array.from({ length: lane }, () => []);
  let [next, largest, h] = [firstPlace, 0, from];
  for (; h < households.length - 1 && households[h + 1]! - first <= blockSize; h++) {
    const size = households[h + 1]! - households[h]!;
    if (size > lane) throw new HouseholdTooLarge(h, size);
    largest = Math.max(largest, size);
    let left = size;
    while (left < lane && rests[left]!.length === 0) left++;
    const place = left < lane ? rests[left]!.pop()! : next;
    if (left === lane) next += lane;
    if (left > size) rests[left - size]!.push(place + size);
    for (let i = 0; i < size; i++) placeOf[households[h]! + i] = place + i;
  }
  return { to: h, next, largest };
}

const tilesFor = (places: number) => Math.ceil(places / peoplePerTile);

function placePeople({ count, households }: People): { placeOf: Int32Array; blocks: Layout['blocks']; largest: number } {
  const placeOf = new Int32Array(count);
  const blocks: Layout['blocks'] = [];
  if (!households) {
    for (let person = 0; person < count; person++) placeOf[person] = person;
    for (let person = 0; person < count; person += blockSize) blocks.push({ person, tile: person / peoplePerTile });
    return { placeOf, blocks: [...blocks, { person: count, tile: tilesFor(count) }], largest: Math.min(1, count) };
  }
  let [from, tile, largest] = [0, 0, 0];
  while (from < households.length - 1) {
    blocks.push({ person: households[from]!, tile });
    const placed = placeBlock(households, from, placeOf, tile * peoplePerTile);
    largest = Math.max(largest, placed.largest);
    from = placed.to;
    tile = tilesFor(placed.next);
  }
  return { placeOf, blocks: [...blocks, { person: count, tile }], largest };
}

const widthOf = (span: number) => (span <= 0 ? 0 : Math.floor(Math.log2(span)) + 1);

/**
 * Plans the planes of some people for the fields given: as many as any value of the dictionary needs, so that a changed fact always fits.
 * @throws HouseholdTooLarge
 */
export function planLayout(people: People, dictionary: Dictionary, fields: readonly number[]): Layout {
  const { placeOf, blocks, largest } = placePeople(people);
  let planes = 3;
  const columns: (Column | undefined)[] = [];
  for (const field of fields) {
    const { min: least, max: most } = dictionary.range(field);
    const { canBeNone, canNotApply } = dictionary.fields[field]!;
    const bits = Array.from({ length: widthOf(most - least) }, () => planes++);
    columns[field] = { bits, least, most, known: planes++, none: canBeNone ? planes++ : null, notApplicable: canNotApply ? planes++ : null };
  }
  const { tile: tiles } = blocks.at(-1)!;
  const personAt = new Int32Array(tiles * peoplePerTile).fill(-1);
  for (let person = 0; person < people.count; person++) personAt[placeOf[person]!] = person;
  return { planes, tiles, columns, present: 0, complete: 1, sameAsNext: 2, largestHousehold: largest, blocks, placeOf, personAt };
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

type Put = (place: number, plane: number, bits: number) => void;
const putInto =
  (words: Int32Array, planes: number): Put =>
  (place, plane, bits) => {
    words[((place >> 9) * planes + plane) * 16 + ((place >> 5) & 15)] = bits;
  };

/**
 * Cuts the facts of a block of people into planes. `words` is the memory of the planes: `planes` × 16 words of 32 people for each tile.
 * @param facts of the people of the block, the first of them at 0
 */
export function sliceBlock(facts: Columns, block: number, { personAt, columns, planes, blocks }: Layout, words: Int32Array): void {
  const put = putInto(words, planes);
  const rows = new Int32Array(32);
  const { person: first, tile } = blocks[block]!;
  const end = blocks[block + 1]!.tile * peoplePerTile;
  for (const [field, column] of columns.entries()) {
    const values = column && facts[field];
    if (!values) continue;
    for (let place = tile * peoplePerTile; place < end; place += lane) {
      let [known, isNone, isNotApplicable] = [0, 0, 0];
      for (let i = 0; i < lane; i++) {
        const person = personAt[place + i]!;
        const value = person < 0 ? unknown : values[person - first]!;
        const isKnown = value >= leastValue;
        rows[i] = isKnown ? value - column.least : 0;
        if (isKnown) known |= 1 << i;
        else if (value === none) isNone |= 1 << i;
        else if (value === notApplicable) isNotApplicable |= 1 << i;
      }
      put(place, column.known, known);
      if (column.none !== null) put(place, column.none, isNone);
      if (column.notApplicable !== null) put(place, column.notApplicable, isNotApplicable);
      transpose(rows);
      for (let bit = 0; bit < column.bits.length; bit++) put(place, column.bits[bit]!, rows[bit]!);
    }
  }
}

/** Cuts who there is and who lives together into planes. */
export function sliceHouseholds(people: People, { personAt, present, complete, sameAsNext, planes }: Layout, words: Int32Array): void {
  const put = putInto(words, planes);
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
    put(place, present, isHere);
    put(place, complete, isComplete);
    put(place, sameAsNext, isSame);
  }
}
