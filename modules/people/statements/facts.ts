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
type Packed = [fact: string, value: unknown, validFrom: string, validTo: string | null, statedOn: string, isFromKeeper: 0 | 1];

export const sealProfile = (vault: Vault, stated: readonly Stated[]) =>
  vault.seal('person.profile', JSON.stringify(stated.map((it): Packed => [it.fact, it.value, it.validFrom, it.validTo, it.statedOn, it.isFromKeeper ? 1 : 0])));

export function openProfile(vault: Vault, sealed: string | null): Stated[] {
  if (sealed === null) return [];
  const packed = JSON.parse(vault.open('person.profile', sealed)) as Packed[];
  return packed.map(([fact, value, validFrom, validTo, statedOn, isKeeper]) => ({ fact, value, validFrom, validTo, statedOn, isFromKeeper: isKeeper === 1 }));
}

/** Whether a department is the one that keeps a fact, as "区民政局" is for 民政. */
export const keeps = (department: string, fact: string) => department.includes(personFacts.fields[personFacts.numberOf(fact)!]?.source ?? '?');

const freshUntil = new Map<string, number>();
/** The first day on which what was stated on a day no longer counts as known. */
function endOfFresh(statedOn: string, months: number): number {
  const key = `${statedOn} ${months}`;
  const known = freshUntil.get(key);
  if (known !== undefined) return known;
  const end = addMonths(dayNumber(statedOn), months);
  if (freshUntil.size > 10_000) freshUntil.clear();
  freshUntil.set(key, end);
  return end;
}

/** Whether a statement holds on a day and is not too old to count. */
export function counts({ fact, validFrom, validTo, statedOn }: Omit<Stated, 'value' | 'isFromKeeper'>, day: string): boolean {
  if (validFrom > day || (validTo !== null && validTo <= day)) return false;
  const { freshMonths } = personFacts.fields[personFacts.numberOf(fact)!]!;
  return freshMonths === undefined || dayNumber(day) < endOfFresh(statedOn, freshMonths);
}

const [district, birth, sex, isAlive] = ['district', 'birth', 'sex', 'isAlive'].map((code) => personFacts.numberOf(code)!) as [number, number, number, number];

/** The facts of a person on a day, by field number; what is too old, or of no known field, is unknown. */
export function factsOn(registered: Registered, stated: readonly Stated[], day: string): Int32Array {
  const facts = new Int32Array(personFacts.fields.length).fill(unknown);
  for (const statement of stated) {
    const field = personFacts.numberOf(statement.fact);
    if (field !== undefined && counts(statement, day)) facts[field] = personFacts.encode(field, statement.value);
  }
  const { bornOn, areaCode, deceasedOn } = registered;
  const own = personFacts.fields[district]!.values!.map(({ code }) => code);
  facts[district] = own.findIndex((code) => areaCode.startsWith(code.replace(/(00)+$/, '')));
  if (facts[district]! < 0) facts[district] = own.indexOf('other');
  facts[birth] = dayNumber(bornOn);
  facts[sex] = registered.sex === 'unknown' ? unknown : personFacts.encode(sex, registered.sex);
  facts[isAlive] = Number(deceasedOn === null || deceasedOn > day);
  return facts;
}
