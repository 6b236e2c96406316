import { type RawBuilder, sql } from 'kysely';
import { ageBandOn, ageBands, normalAddress, normalName } from '../modules/people/index.ts';
import type { Write } from '../platform/database.ts';
import { asOf, type Demo, demoDistrict } from './demo.ts';
import { toLonLat } from './land.ts';
import { drawHouseholds, type Estate, type Household, type Resident } from './people.ts';

/** Many rows in one statement: one array for each column. */
async function insertMany(tx: Write, table: string, columns: Record<string, { type: string; values: unknown[] }>): Promise<void> {
  const names = Object.keys(columns);
  const arrays: RawBuilder<unknown>[] = names.map((name) => sql`${columns[name]!.values}::${sql.raw(columns[name]!.type)}[]`);
  await sql`insert into ${sql.raw(table)} (${sql.raw(names.join(', '))}) select * from unnest(${sql.join(arrays)})`.execute(tx);
}

const batchSize = 2500;

export async function settlePeople(demo: Demo, estates: Estate[]): Promise<string> {
  const bands = new Map(estates.map((estate) => [estate.id, new Array<number>(6).fill(0)]));
  const households: Household[] = [];
  const residents: Resident[] = [];
  let done = 0;
  const total = estates.reduce((sum, estate) => sum + estate.households, 0);
  const flush = async () => {
    await insertPeople(demo, households, residents);
    done += households.length;
    demo.say(`settling people: ${done} of ${total} households`);
    households.length = 0;
    residents.length = 0;
  };
  for (const { household, residents: own, estate } of drawHouseholds(estates, demo.random)) {
    households.push(household);
    residents.push(...own);
    for (const resident of own) bands.get(estate.id)![ageBands.indexOf(ageBandOn(resident.bornOn, asOf))]!++;
    if (households.length >= batchSize) await flush();
  }
  await flush();
  const rows = estates.map((estate) => {
    const [lon, lat] = toLonLat(estate.at);
    const counts = bands.get(estate.id)!;
    return [
      estate.id,
      estate.name,
      lon,
      lat,
      estate.communityCode,
      counts.reduce((a, b) => a + b, 0),
      estate.households,
      ...counts,
    ].join(',');
  });
  return `id,name,lon,lat,areaCode,people,households,${ageBands.join(',')}\n${rows.join('\n')}\n`;
}

async function insertPeople({ tx, vault, now }: Demo, households: Household[], residents: Resident[]): Promise<void> {
  const same = (value: unknown, list: unknown[]) => list.map(() => value);
  const column = (type: string, values: unknown[]) => ({ type, values });
  await insertMany(tx, 'people.household', {
    district: column('text', same(demoDistrict, households)),
    id: column(
      'uuid',
      households.map((h) => h.id),
    ),
    area_code: column(
      'text',
      households.map((h) => h.communityCode),
    ),
    estate: column(
      'text',
      households.map((h) => h.estate),
    ),
    address_cipher: column(
      'text',
      households.map((h) => vault.seal('household.address', h.address)),
    ),
    address_index: column(
      'text',
      households.map((h) => vault.blindIndex('address', normalAddress(h.address + h.communityCode))),
    ),
    lon: column(
      'float8',
      households.map((h) => toLonLat(h.at)[0]),
    ),
    lat: column(
      'float8',
      households.map((h) => toLonLat(h.at)[1]),
    ),
    invented: column('bool', same(true, households)),
    created_at: column('timestamptz', same(now, households)),
  });
  await insertMany(tx, 'people.person', {
    district: column('text', same(demoDistrict, residents)),
    id: column(
      'uuid',
      residents.map((r) => r.id),
    ),
    household_id: column(
      'uuid',
      residents.map((r) => r.householdId),
    ),
    area_code: column(
      'text',
      residents.map((r) => r.communityCode),
    ),
    name_cipher: column(
      'text',
      residents.map((r) => vault.seal('person.name', r.name)),
    ),
    name_index: column(
      'text',
      residents.map((r) => vault.blindIndex('name', normalName(r.name))),
    ),
    sex: column(
      'text',
      residents.map((r) => r.sex),
    ),
    born_on: column(
      'date',
      residents.map((r) => r.bornOn),
    ),
    identity_cipher: column(
      'text',
      residents.map((r) => vault.seal('person.identity', r.number)),
    ),
    identity_index: column(
      'text',
      residents.map((r) => vault.blindIndex('identity', r.number)),
    ),
    phone_cipher: column(
      'text',
      residents.map((r) => r.phone && vault.seal('person.phone', r.phone)),
    ),
    phone_index: column(
      'text',
      residents.map((r) => r.phone && vault.blindIndex('phone', r.phone)),
    ),
    invented: column('bool', same(true, residents)),
    created_at: column('timestamptz', same(now, residents)),
  });
  const facts = residents.flatMap((r) =>
    r.segments.map((segment, i) => ({
      personId: r.id,
      segment,
      id: `${r.id.slice(0, 24)}${(i + 1).toString(16)}${r.id.slice(25)}`,
    })),
  );
  if (facts.length === 0) return;
  await insertMany(tx, 'people.fact', {
    district: column('text', same(demoDistrict, facts)),
    id: column(
      'uuid',
      facts.map((f) => f.id),
    ),
    person_id: column(
      'uuid',
      facts.map((f) => f.personId),
    ),
    segment_code: column(
      'text',
      facts.map((f) => f.segment),
    ),
    source_department: column(
      'text',
      facts.map((f) => (f.segment.startsWith('disabled') ? '区残联（演示）' : '区民政局（演示）')),
    ),
    valid_from: column('date', same('2025-01-01', facts)),
    recorded_at: column('timestamptz', same(now, facts)),
  });
}
