import { type RawBuilder, sql } from 'kysely';
import { ageBandOn, ageBands, normalAddress, normalName } from '../modules/people/index.ts';
import type { Write } from '../platform/database.ts';
import { asOf, type Demo, demoDistrict } from './demo.ts';
import { drawKnown, type Known, profileOf } from './known.ts';
import { toLonLat } from './land.ts';
import { drawHouseholds, type Estate, type Household, type Resident } from './people.ts';
import { createRandom } from './random.ts';

type Column<R> = [name: string, type: string, value: (row: R) => unknown];

/** Many rows in one statement: one array for each column. */
async function insertMany<R>(tx: Write, table: string, rows: readonly R[], columns: Column<R>[]): Promise<void> {
  if (rows.length === 0) return;
  const arrays: RawBuilder<unknown>[] = columns.map(([, type, value]) => sql`${rows.map(value)}::${sql.raw(type)}[]`);
  const names = columns.map(([name]) => name).join(', ');
  await sql`insert into ${sql.raw(table)} (${sql.raw(names)}) select * from unnest(${sql.join(arrays)})`.execute(tx);
}

const batchSize = 2500;

export async function settlePeople(demo: Demo, estates: Estate[]): Promise<string> {
  const bands = new Map(estates.map((estate) => [estate.id, new Array<number>(6).fill(0)]));
  const households: Household[] = [];
  const residents: Resident[] = [];
  const known: Known[] = [];
  // Draws of its own, so that what is known of people changes nothing else of the district.
  const random = createRandom(20_261_123);
  let done = 0;
  const total = estates.reduce((sum, estate) => sum + estate.households, 0);
  const flush = async () => {
    await insertPeople(demo, households, residents);
    await insertKnown(demo, known);
    done += households.length;
    demo.say(`settling people: ${done} of ${total} households`);
    households.length = 0;
    residents.length = 0;
    known.length = 0;
  };
  for (const { household, residents: own, estate } of drawHouseholds(estates, demo.random)) {
    households.push(household);
    residents.push(...own);
    known.push(...drawKnown(own, estate, random));
    for (const resident of own) bands.get(estate.id)![ageBands.indexOf(ageBandOn(resident.bornOn, asOf))]!++;
    if (households.length >= batchSize) await flush();
  }
  await flush();
  const rows = estates.map((estate) => {
    const [lon, lat] = toLonLat(estate.at);
    const counts = bands.get(estate.id)!;
    return [estate.id, estate.name, lon, lat, estate.communityCode, counts.reduce((a, b) => a + b, 0), estate.households, ...counts].join(',');
  });
  return `id,name,lon,lat,areaCode,people,households,${ageBands.join(',')}\n${rows.join('\n')}\n`;
}

async function insertPeople({ tx, vault, now }: Demo, households: Household[], residents: Resident[]): Promise<void> {
  await insertMany(tx, 'people.household', households, [
    ['district', 'text', () => demoDistrict],
    ['id', 'uuid', (h) => h.id],
    ['area_code', 'text', (h) => h.communityCode],
    ['estate', 'text', (h) => h.estate],
    ['address_cipher', 'text', (h) => vault.seal('household.address', h.address)],
    ['address_index', 'text', (h) => vault.blindIndex('address', normalAddress(h.address))],
    ['lon', 'float8', (h) => toLonLat(h.at)[0]],
    ['lat', 'float8', (h) => toLonLat(h.at)[1]],
    ['invented', 'bool', () => true],
    ['created_at', 'timestamptz', () => now],
  ]);
  await insertMany(tx, 'people.person', residents, [
    ['district', 'text', () => demoDistrict],
    ['id', 'uuid', (r) => r.id],
    ['household_id', 'uuid', (r) => r.householdId],
    ['area_code', 'text', (r) => r.communityCode],
    ['name_cipher', 'text', (r) => vault.seal('person.name', r.name)],
    ['name_index', 'text', (r) => vault.blindIndex('name', normalName(r.name))],
    ['sex', 'text', (r) => r.sex],
    ['born_on', 'date', (r) => r.bornOn],
    ['identity_cipher', 'text', (r) => vault.seal('person.identity', r.number)],
    ['identity_index', 'text', (r) => vault.blindIndex('identity', r.number)],
    ['phone_cipher', 'text', (r) => r.phone && vault.seal('person.phone', r.phone)],
    ['phone_index', 'text', (r) => r.phone && vault.blindIndex('phone', r.phone)],
    ['invented', 'bool', () => true],
    ['created_at', 'timestamptz', () => now],
  ]);
  const facts = residents.flatMap((r) => r.segments.map((segment, i) => ({ personId: r.id, segment, id: `${r.id.slice(0, 24)}${i + 1}${r.id.slice(25)}` })));
  await insertMany(tx, 'people.fact', facts, [
    ['district', 'text', () => demoDistrict],
    ['id', 'uuid', (f) => f.id],
    ['person_id', 'uuid', (f) => f.personId],
    ['segment_code', 'text', (f) => f.segment],
    ['source_department', 'text', (f) => (f.segment.startsWith('disabled') ? '区残联（演示）' : '区民政局（演示）')],
    ['valid_from', 'date', () => '2025-01-01'],
    ['recorded_at', 'timestamptz', () => now],
  ]);
}

/** An id for the n-th thing of a person, the same whenever the district is made. */
const ownId = (personId: string, kind: 'a' | 'b', n: number) => `${personId.slice(0, 24)}${kind}${n.toString(16).padStart(2, '0')}${personId.slice(27)}`;

/** What is on record of people, and what they receive. */
async function insertKnown({ tx, vault, now }: Demo, known: readonly Known[]): Promise<void> {
  const stated = known.flatMap(({ personId, stated: own }) => own.map((statement, n) => ({ ...statement, personId, id: ownId(personId, 'a', n) })));
  await insertMany(tx, 'people.statement', stated, [
    ['district', 'text', () => demoDistrict],
    ['id', 'uuid', (s) => s.id],
    ['person_id', 'uuid', (s) => s.personId],
    ['fact', 'text', (s) => s.fact],
    ['value_cipher', 'text', (s) => vault.seal('statement.value', JSON.stringify(s.value))],
    ['source_department', 'text', (s) => s.department],
    ['stated_on', 'date', (s) => s.statedOn],
    ['valid_from', 'date', (s) => s.validFrom],
    ['recorded_at', 'timestamptz', () => now],
  ]);
  await insertMany(tx, 'people.profile', known, [
    ['district', 'text', () => demoDistrict],
    ['person_id', 'uuid', (k) => k.personId],
    ['sealed', 'text', (k) => profileOf(vault, k)],
  ]);
  const enrolments = known.flatMap(({ personId, receives }) => receives.map((policy, n) => ({ personId, policy, id: ownId(personId, 'b', n) })));
  await insertMany(tx, 'benefits.enrolment', enrolments, [
    ['district', 'text', () => demoDistrict],
    ['id', 'uuid', (e) => e.id],
    ['person_id', 'uuid', (e) => e.personId],
    ['policy_id', 'text', (e) => e.policy],
    ['valid_from', 'date', () => '2025-01-01'],
    ['source_department', 'text', () => '业务系统（演示）'],
    ['recorded_at', 'timestamptz', () => now],
  ]);
  for (const { personId, diedOn } of known)
    if (diedOn !== null)
      await tx.updateTable('people.person').set({ deceasedOn: diedOn }).where('district', '=', demoDistrict).where('id', '=', personId).execute();
}
