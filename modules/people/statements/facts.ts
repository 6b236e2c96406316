import { addMonths, dayNumber } from '../../../engines/rules/days.ts';
import { Dictionary, type Field } from '../../../engines/rules/dictionary.ts';
import { unknown } from '../../../engines/rules/value.ts';
import type { Vault } from '../../../platform/crypto.ts';
import data from '../data/facts.json' with { type: 'json' };

/** The facts that can be known of a person: who knows them, for how long that counts, how they are asked for. */
export const personFacts = new Dictionary(data.version, data.facts as Field[]);

/** A statement as a profile keeps it; whether the department that keeps such facts stated it. */
export type Stated = { fact: string; value: unknown; validFrom: string; validTo: string | null; statedOn: string; isFromKeeper: boolean };
/** What the register itself knows. */
export type Registered = { bornOn: string; sex: string; areaCode: string; deceasedOn: string | null };
/** The same without names, as it is sealed: a city of them is read at a time. */
export type Packed = readonly [fact: string, value: unknown, validFrom: string, validTo: string | null, statedOn: string, isFromKeeper: 0 | 1];

export const pack = ({ fact, value, validFrom, validTo, statedOn, isFromKeeper }: Stated): Packed => [
  fact,
  value,
  validFrom,
  validTo,
  statedOn,
  isFromKeeper ? 1 : 0,
];
export const unpack = ([fact, value, validFrom, validTo, statedOn, isFromKeeper]: Packed): Stated => ({
  fact,
  value,
  validFrom,
  validTo,
  statedOn,
  isFromKeeper: isFromKeeper === 1,
});

export const sealProfile = (vault: Vault, stated: readonly Stated[]) => vault.seal('person.profile', JSON.stringify(stated.map(pack)));

export const openProfile = (vault: Vault, sealed: string | null): Packed[] =>
  sealed === null ? [] : (JSON.parse(vault.open('person.profile', sealed)) as Packed[]);

/** Whether a department is the one that keeps a fact, as "区民政局" is for 民政. */
export const keeps = (department: string, fact: string) => department.includes(personFacts.fields[personFacts.numberOf(fact)!]?.source ?? '?');

/** A city states on few days and is born on few: worked out once each. */
function remembered<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    const old = known.get(key);
    if (old !== undefined) return old;
    if (known.size > 100_000) known.clear();
    const value = work(key);
    known.set(key, value);
    return value;
  };
}
const dayOf = remembered(dayNumber);
/** By months, the first day on which what was stated on a day no longer counts as known. */
const endOfFresh = remembered((months: number) => remembered((statedOn: string) => addMonths(dayNumber(statedOn), months)));

function holds(field: number, validFrom: string, validTo: string | null, statedOn: string, day: string): boolean {
  if (validFrom > day || (validTo !== null && validTo <= day)) return false;
  const { freshMonths } = personFacts.fields[field]!;
  return freshMonths === undefined || dayOf(day) < endOfFresh(freshMonths)(statedOn);
}

/** Whether a statement holds on a day and is not too old to count. */
export const counts = ({ fact, validFrom, validTo, statedOn }: Omit<Stated, 'value' | 'isFromKeeper'>, day: string) =>
  holds(personFacts.numberOf(fact)!, validFrom, validTo, statedOn, day);

const [district, birth, sex, isAlive] = ['district', 'birth', 'sex', 'isAlive'].map((code) => personFacts.numberOf(code)!) as [number, number, number, number];

const districtOf = remembered((code: string) => {
  const own = personFacts.fields[district]!.values!.map((it) => it.code);
  const at = own.findIndex((it) => code.startsWith(it.replace(/(00)+$/, '')));
  return at < 0 ? own.indexOf('other') : at;
});

/** The facts of a person on a day, by field number; what is too old, or of no known field, is unknown. */
export function factsOn(registered: Registered, stated: readonly Packed[], day: string): Int32Array {
  const facts = new Int32Array(personFacts.fields.length).fill(unknown);
  for (const [fact, value, validFrom, validTo, statedOn] of stated) {
    const field = personFacts.numberOf(fact);
    if (field !== undefined && holds(field, validFrom, validTo, statedOn, day)) facts[field] = personFacts.encode(field, value);
  }
  const { bornOn, areaCode, deceasedOn } = registered;
  facts[district] = districtOf(areaCode.slice(0, 6));
  facts[birth] = dayOf(bornOn);
  facts[sex] = registered.sex === 'unknown' ? unknown : personFacts.encode(sex, registered.sex);
  facts[isAlive] = Number(deceasedOn === null || deceasedOn > day);
  return facts;
}
