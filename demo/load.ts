import { type RawBuilder, sql } from 'kysely';
import { generateSecret } from 'otplib';
import type { Logger } from 'pino';
import { checkFile, loadFile } from '../modules/imports/index.ts';
import { ageBandOn, ageBands, normalAddress, normalName } from '../modules/people/index.ts';
import { hashPassword, type Vault } from '../platform/crypto.ts';
import { type Database, inTransaction, type Write } from '../platform/database.ts';
import type { Incoming } from '../platform/files/importer.ts';
import { saveReference } from '../platform/reference.ts';
import { searchText } from '../platform/search.ts';
import { demoAccounts, demoPassword, demoPhone } from './accounts.ts';
import { drawLand, landGeoJson, toLonLat } from './land.ts';
import { type DemoPlace, drawPlaces, serviceExamples } from './places.ts';
import { drawEstates, drawHouseholds, type Estate, type Household, type Resident } from './people.ts';
import { createRandom, type Random } from './random.ts';
import { drawStreets } from './streets.ts';

export const demoDistrict = '330105';
const version = '2026-11-2';
const source = '演示数据：区划名称和代码为公开事实，其余均为虚构 (invented by demo/)';
const asOf = '2026-01-01';

type Demo = { tx: Write; vault: Vault; now: Date; random: Random; log: Logger; say(step: string): void };
export type DemoSize = { households: number };

/** Whether the demonstration district is loaded already. */
export async function isDemoLoaded(db: Database): Promise<boolean> {
  const row = await db.selectFrom('platform.referenceData').select('version').where('kind', '=', 'demonstration').executeTakeFirst();
  return row !== undefined;
}

/** Makes the demonstration district and loads it in one transaction: after a killed start it is simply made again. */
export async function loadDemo(db: Database, vault: Vault, log: Logger, say: (step: string) => void, size: DemoSize = { households: 60_000 }): Promise<void> {
  const now = new Date();
  const random = createRandom(330105);
  await inTransaction(db, demoDistrict, async (tx) => {
    const demo: Demo = { tx, vault, now, random, log, say };
    say('drawing the land');
    const land = drawLand(random);
    await bring(demo, 'areas', 'areas.geojson', landGeoJson(land));
    say('laying the streets');
    await bring(demo, 'streets', 'streets.geojson', drawStreets(land, random).geoJson);
    const estates = drawEstates(land, random, size.households);
    const cells = await settlePeople(demo, estates);
    await bring(demo, 'population', 'population.csv', cells);
    say('opening places');
    await openPlaces(demo, drawPlaces(land, estates, random));
    await tagCommunities(demo, land.communities.map((community) => ({ code: community.code, estates: estates.filter((estate) => estate.communityCode === community.code) })));
    await openAccounts(demo);
    await saveReference(tx, { kind: 'demonstration', version, status: 'effective', effectiveFrom: asOf, source, content: { ...size } }, now);
  });
}

/** Brings a generated file in through the same door as a city's own. */
async function bring({ tx, now, log }: Demo, kind: string, name: string, text: string): Promise<void> {
  const file: Incoming = { name, bytes: Buffer.from(text), crs: 'WGS-84', title: '演示数据', source, asOf, invented: true, district: demoDistrict };
  const checked = await checkFile(tx, kind, file, async () => {});
  if (checked.issues.length > 0) throw new Error(`the generated ${name} has a fault: ${JSON.stringify(checked.issues[0])}`);
  await loadFile(tx, kind, checked, file, { district: demoDistrict, now, actorId: null, log, progress: async () => {} });
}

/** Many rows in one statement: one array for each column. */
async function insertMany(tx: Write, table: string, columns: Record<string, { type: string; values: unknown[] }>): Promise<void> {
  const names = Object.keys(columns);
  const arrays: RawBuilder<unknown>[] = names.map((name) => sql`${columns[name]!.values}::${sql.raw(columns[name]!.type)}[]`);
  await sql`insert into ${sql.raw(table)} (${sql.raw(names.join(', '))}) select * from unnest(${sql.join(arrays)})`.execute(tx);
}

const batchSize = 2500;

async function settlePeople(demo: Demo, estates: Estate[]): Promise<string> {
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
    return [estate.id, estate.name, lon, lat, estate.communityCode, counts.reduce((a, b) => a + b, 0), estate.households, ...counts].join(',');
  });
  return `id,name,lon,lat,areaCode,people,households,${ageBands.join(',')}\n${rows.join('\n')}\n`;
}

async function insertPeople({ tx, vault, now }: Demo, households: Household[], residents: Resident[]): Promise<void> {
  const same = (value: unknown, list: unknown[]) => list.map(() => value);
  const column = (type: string, values: unknown[]) => ({ type, values });
  await insertMany(tx, 'people.household', {
    district: column('text', same(demoDistrict, households)),
    id: column('uuid', households.map((h) => h.id)),
    area_code: column('text', households.map((h) => h.communityCode)),
    estate: column('text', households.map((h) => h.estate)),
    address_cipher: column('text', households.map((h) => vault.seal('household.address', h.address))),
    address_index: column('text', households.map((h) => vault.blindIndex('address', normalAddress(h.address + h.communityCode)))),
    lon: column('float8', households.map((h) => toLonLat(h.at)[0])),
    lat: column('float8', households.map((h) => toLonLat(h.at)[1])),
    invented: column('bool', same(true, households)),
    created_at: column('timestamptz', same(now, households)),
  });
  await insertMany(tx, 'people.person', {
    district: column('text', same(demoDistrict, residents)),
    id: column('uuid', residents.map((r) => r.id)),
    household_id: column('uuid', residents.map((r) => r.householdId)),
    area_code: column('text', residents.map((r) => r.communityCode)),
    name_cipher: column('text', residents.map((r) => vault.seal('person.name', r.name))),
    name_index: column('text', residents.map((r) => vault.blindIndex('name', normalName(r.name)))),
    sex: column('text', residents.map((r) => r.sex)),
    born_on: column('date', residents.map((r) => r.bornOn)),
    identity_cipher: column('text', residents.map((r) => vault.seal('person.identity', r.number))),
    identity_index: column('text', residents.map((r) => vault.blindIndex('identity', r.number))),
    phone_cipher: column('text', residents.map((r) => r.phone && vault.seal('person.phone', r.phone))),
    phone_index: column('text', residents.map((r) => r.phone && vault.blindIndex('phone', r.phone))),
    invented: column('bool', same(true, residents)),
    created_at: column('timestamptz', same(now, residents)),
  });
  const facts = residents.flatMap((r) => r.segments.map((segment, i) => ({ personId: r.id, segment, id: `${r.id.slice(0, 24)}${(i + 1).toString(16)}${r.id.slice(25)}` })));
  if (facts.length === 0) return;
  await insertMany(tx, 'people.fact', {
    district: column('text', same(demoDistrict, facts)),
    id: column('uuid', facts.map((f) => f.id)),
    person_id: column('uuid', facts.map((f) => f.personId)),
    segment_code: column('text', facts.map((f) => f.segment)),
    source_department: column('text', facts.map((f) => (f.segment.startsWith('disabled') ? '区残联（演示）' : '区民政局（演示）'))),
    valid_from: column('date', same('2025-01-01', facts)),
    recorded_at: column('timestamptz', same(now, facts)),
  });
}

async function openPlaces({ tx, now, random }: Demo, places: DemoPlace[]): Promise<void> {
  const operator = random.id();
  const organisation = { district: demoDistrict, id: operator, name: '演示运营公司', creditCode: null, kind: 'operator', createdAt: now };
  await tx.insertInto('partners.organisation').values(organisation).execute();
  for (const [i, place] of places.entries()) {
    const { communityCode, at, rooms, hours, ...fields } = place;
    const [lon, lat] = toLonLat(at);
    const id = random.id();
    const usableArea = rooms.reduce((sum, room) => sum + room.usableArea, 0);
    await tx
      .insertInto('places.place')
      .values({
        ...fields,
        district: demoDistrict,
        id,
        areaCode: communityCode,
        lon,
        lat,
        sourceCrs: 'WGS-84',
        search: searchText(place.name, place.nameEn),
        hours: JSON.stringify(hours),
        address: `${place.name}旁（虚构地址）`,
        phone: null,
        operatorId: place.kind === 'complex' && i % 3 === 0 ? operator : null,
        usableArea: rooms.length > 0 ? Math.round(usableArea * 10) / 10 : null,
        buildingArea: rooms.length > 0 ? Math.round(usableArea * 12.5) / 10 : random.integer(60, 400),
        invented: true,
        updatedAt: now,
      })
      .execute();
    for (const { times, ...room } of rooms) {
      const roomId = random.id();
      await tx.insertInto('places.room').values({ ...room, district: demoDistrict, id: roomId, placeId: id }).execute();
      if (times.length > 0) await tx.insertInto('places.roomTime').values(times.map((time) => ({ ...time, district: demoDistrict, id: random.id(), roomId }))).execute();
    }
    await offerServices(tx, random, id, place);
  }
}

async function offerServices(tx: Write, random: Random, placeId: string, place: DemoPlace): Promise<void> {
  for (const functionCode of place.functions) {
    const example = serviceExamples[functionCode];
    if (!example) continue;
    await tx
      .insertInto('services.service')
      .values({
        district: demoDistrict,
        id: random.id(),
        placeId,
        functionCode,
        name: example.name,
        nameEn: example.nameEn,
        provider: `${place.name}（演示）`,
        priceClass: example.priceClass,
        priceFen: example.priceFen,
        priceUnit: example.unit,
        eligibility: example.who,
        eligibilityEn: example.whoEn,
        steps: ['到窗口或打电话登记', '工作人员核对是否符合条件', '按约定时间享受服务'],
        promise: example.promise,
        version: 1,
        validFrom: asOf,
      })
      .execute();
  }
}

async function tagCommunities({ tx }: Demo, communities: { code: string; estates: Estate[] }[]): Promise<void> {
  for (const { code, estates } of communities) {
    const kinds = new Set(estates.map((estate) => estate.kind));
    const types = [kinds.has('old') && 'oldEstates', kinds.has('new') && 'newEstates', kinds.has('village') && 'resettled'].filter((type) => type !== false);
    for (const typeCode of types) await tx.insertInto('areas.areaType').values({ areaCode: code, typeCode, validFrom: asOf, basis: source }).execute();
  }
}

async function openAccounts({ tx, vault, now, random, say }: Demo): Promise<void> {
  say('opening accounts');
  const passwordHash = await hashPassword(demoPassword);
  const operator = await tx.selectFrom('partners.organisation').select('id').where('district', '=', demoDistrict).executeTakeFirstOrThrow();
  for (const account of demoAccounts) {
    const id = random.id();
    const totpCipher = vault.seal('account.totp', generateSecret());
    await tx.insertInto('identity.account').values({ district: demoDistrict, id, kind: 'staff', name: account.name, loginName: account.loginName, passwordHash, totpCipher, createdAt: now }).execute();
    await tx
      .insertInto('identity.roleGrant')
      .values({ district: demoDistrict, id: random.id(), accountId: id, role: account.role, areaCode: account.areaCode, organisationId: account.role === 'operator' ? operator.id : null, validFrom: now })
      .execute();
  }
  const phoneIndex = vault.blindIndex('phone', demoPhone);
  const person = await tx.selectFrom('people.person').select('id').where('district', '=', demoDistrict).where('phoneIndex', '=', phoneIndex).executeTakeFirst();
  await tx
    .insertInto('identity.account')
    .values({ district: demoDistrict, id: random.id(), kind: 'resident', name: '居民 演示', phoneCipher: vault.seal('account.phone', demoPhone), phoneIndex, personId: person?.id ?? null, createdAt: now })
    .execute();
}
