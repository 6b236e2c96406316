import { sql } from 'kysely';
import { Batch } from '../../../engines/rules/batch/batch.ts';
import { unknown } from '../../../engines/rules/value.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read, Write } from '../../../platform/database.ts';
import { changedSince, horizon, type Known, listKnown, membersField, personFacts, streamKnown } from '../../people/index.ts';
import type { Rules } from './rules.ts';

/** More people at one dwelling than a household can have live in an institution: each counts alone. */
const mostTogether = 32;

/** Everybody of a district in bit planes, kept up with what is recorded. */
export class Population {
  readonly rules: Rules;
  readonly batch: Batch;
  readonly ids: readonly string[];
  private readonly numbers: Map<string, number>;
  private readonly homes: readonly string[];
  private readonly starts: Int32Array;
  private seen: string;

  private constructor(rules: Rules, batch: Batch, people: { ids: string[]; homes: string[]; starts: Int32Array }, seen: string) {
    this.rules = rules;
    this.batch = batch;
    this.ids = people.ids;
    this.homes = people.homes;
    this.starts = people.starts;
    this.numbers = new Map(people.ids.map((id, number) => [id, number]));
    this.seen = seen;
  }

  numberOf(id: string): number | undefined {
    return this.numbers.get(id);
  }

  /** Reads everybody in one transaction that sees one state. */
  static async load(db: Read, vault: Vault, district: string, rules: Rules): Promise<Population> {
    const next = await horizon(db);
    const people = await listHomes(db, district);
    const fields = rules.dictionary.fields.map((_, field) => field);
    const batch = new Batch({ count: people.ids.length, households: people.starts }, rules.dictionary, fields);
    // Nobody receives anything until an enrolment says so; all else is unknown until it is read.
    const nothing = new Int32Array(1 << 17);
    const received = new Set(rules.enrolledFields.values());
    batch.load((from, to) => fields.map((field) => (received.has(field) ? nothing.subarray(0, to - from) : undefined)));
    const population = new Population(rules, batch, people, next);
    await population.read(db, vault, district);
    for (let home = 0; home + 1 < people.starts.length; home++) population.complete(home);
    return population;
  }

  private async read(db: Read, vault: Vault, district: string): Promise<void> {
    const none = new Set<string>();
    for await (const part of streamKnown(db, vault, district))
      for (const person of part) {
        const number = this.numbers.get(person.id)!;
        const facts = this.rules.factsOf(person, none);
        for (let field = 0; field < personFacts.fields.length; field++) if (facts[field] !== unknown) this.batch.change(number, field, facts[field]!);
      }
    for await (const part of streamEnrolled(db, district, this.rules.day))
      for (const { personId, policyId } of part) {
        const [number, field] = [this.numbers.get(personId), this.rules.enrolledFields.get(policyId)];
        if (number !== undefined && field !== undefined) this.batch.change(number, field, 1);
      }
  }

  /** Takes in what changed meanwhile. @returns false where somebody came or moved: then everybody must be read again */
  async follow(db: Read, vault: Vault, district: string): Promise<boolean> {
    const next = await horizon(db);
    const changed = [...new Set([...(await changedSince(db, district, this.seen)), ...(await enrolledSince(db, district, this.seen))])];
    if (changed.length > 50_000) return false;
    if (changed.length > 0) {
      const known = await listKnown(db, vault, district, changed);
      const receives = await enrolmentsOf(db, district, changed, this.rules.day);
      for (const person of known) if (!this.take(person, receives.get(person.id) ?? none)) return false;
    }
    this.seen = next;
    return true;
  }

  private take(person: Known, receives: ReadonlySet<string>): boolean {
    const number = this.numbers.get(person.id);
    if (number === undefined || this.homes[number] !== homeOf(person)) return false;
    this.rules.factsOf(person, receives).forEach((value, field) => {
      this.batch.change(number, field, value);
    });
    this.complete(this.homeOf(number));
    return true;
  }

  private homeOf(number: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle]! <= number) low = middle;
      else high = middle;
    }
    return low;
  }

  private rowsOf(home: number): Int32Array[] {
    const rows: Int32Array[] = [];
    for (let member = this.starts[home]!; member < this.starts[home + 1]!; member++) rows.push(this.batch.factsOf(member));
    return rows;
  }

  private complete(home: number): void {
    const [from, to] = [this.starts[home]!, this.starts[home + 1]!];
    let isComplete = false;
    for (let member = from; member < to; member++) isComplete ||= this.batch.valueOf(member, membersField) === to - from;
    for (let member = from; member < to; member++) this.batch.setComplete(member, isComplete);
  }

  /** The household of a person, as the person sees it. */
  household(number: number) {
    const home = this.homeOf(number);
    return this.rules.householdOf(this.rowsOf(home), number - this.starts[home]!);
  }
}
const none: ReadonlySet<string> = new Set();

/** Who died is of no household any more. */
const home = sql<string>`case when deceased_on is null then coalesce(household_id, id) else id end`;
const homeOf = ({ id, home: own, deceasedOn }: Known) => (deceasedOn === null ? (own ?? id) : id);

async function listHomes(db: Read, district: string) {
  const rows = await db
    .selectFrom('people.person')
    .select(['id', home.as('home')])
    .where('district', '=', district)
    .orderBy(home)
    .orderBy('id')
    .execute();
  const starts: number[] = [];
  for (let from = 0; from < rows.length; ) {
    let to = from;
    while (to < rows.length && rows[to]!.home === rows[from]!.home) to++;
    if (to - from <= mostTogether) starts.push(from);
    else for (let alone = from; alone < to; alone++) starts.push(alone);
    from = to;
  }
  starts.push(rows.length);
  return { ids: rows.map(({ id }) => id), homes: rows.map(({ home }) => home), starts: Int32Array.from(starts) };
}

/** All that is received on a day, in parts. */
async function* streamEnrolled(db: Read, district: string, day: string): AsyncGenerator<{ personId: string; policyId: string }[]> {
  await sql`declare enrolled no scroll cursor for select person_id, policy_id from benefits.enrolment
    where district = ${district} and valid_from <= ${day} and (valid_to is null or valid_to > ${day})`.execute(db as Write);
  const fetch = () => sql<{ personId: string; policyId: string }>`fetch 50000 from enrolled`.execute(db as Write);
  for (let next = fetch(); ; ) {
    const { rows } = await next;
    if (rows.length === 0) break;
    next = fetch();
    yield rows;
  }
  await sql`close enrolled`.execute(db as Write);
}

/**
 * What people receive on a day.
 * @param knownAt as it was recorded at that moment, null for now
 */
export async function enrolmentsOf(
  db: Read,
  district: string,
  ids: readonly string[],
  day: string,
  knownAt: Date | null = null,
): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('benefits.enrolment')
    .select(['personId', 'policyId'])
    .where('district', '=', district)
    .where('personId', '=', sql<string>`any(${ids}::uuid[])`)
    .where('validFrom', '<=', day)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', day), ...(knownAt ? [eb('endedAt', '>', knownAt)] : [])]))
    .$if(knownAt !== null, (q) => q.where('recordedAt', '<=', knownAt!))
    .execute();
  const out = new Map<string, Set<string>>();
  for (const { personId, policyId } of rows) out.set(personId, (out.get(personId) ?? new Set()).add(policyId));
  return out;
}

async function enrolledSince(db: Read, district: string, since: string): Promise<string[]> {
  const rows = await db
    .selectFrom('benefits.enrolment')
    .select('personId')
    .where('district', '=', district)
    .where('changedIn', '>=', sql<string>`${since}::xid8`)
    .execute();
  return rows.map(({ personId }) => personId);
}
