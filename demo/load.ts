import { generateSecret } from 'otplib';
import type { Logger } from 'pino';
import { beginRun, shippedPolicies } from '../modules/benefits/index.ts';
import { checkFile, loadFile } from '../modules/imports/index.ts';
import { dayHere } from '../platform/clock.ts';
import { hashPassword, type Vault } from '../platform/crypto.ts';
import { type Database, inTransaction, type Write } from '../platform/database.ts';
import type { Incoming } from '../platform/files/importer.ts';
import { saveReference } from '../platform/reference.ts';
import { searchText } from '../platform/search.ts';
import { demoAccounts, demoPassword, demoPhone } from './accounts.ts';
import { openBookings } from './bookings.ts';
import { openCare } from './care.ts';
import { openCounters } from './counters.ts';
import { asOf, type Demo, demoDistrict } from './demo.ts';
import { serviceExamples } from './examples.ts';
import { exchanging } from './known.ts';
import { drawLand, landGeoJson, toLonLat } from './land.ts';
import { drawLists } from './lists.ts';
import { openMeals } from './meals.ts';
import { openNeighbourhood } from './neighbours.ts';
import { drawEstates, type Estate } from './people.ts';
import { type DemoPlace, drawPlaces } from './places.ts';
import { drawProgramme } from './programme.ts';
import { createRandom, type Random } from './random.ts';
import { openRequests } from './requests.ts';
import { settlePeople } from './settle-people.ts';
import { drawStreets } from './streets.ts';

const version = '2026-12-1';
const source = '演示数据：区划名称和代码为公开事实，其余均为虚构 (invented by demo/)';

/** How many households, how many requests of the past two years, and the moment at which all of it is recorded. */
export type DemoSize = { households: number; reports: number; now: Date };

/** Whether the demonstration district is loaded already. */
export async function isDemoLoaded(db: Database): Promise<boolean> {
  const row = await db.selectFrom('platform.referenceData').select('version').where('kind', '=', 'demonstration').executeTakeFirst();
  return row !== undefined;
}

/** Makes the demonstration district and loads it in one transaction: after a killed start it is simply made again. */
export async function loadDemo(db: Database, vault: Vault, log: Logger, say: (step: string) => void, { households, reports, now }: DemoSize): Promise<void> {
  const random = createRandom(330105);
  await inTransaction(db, demoDistrict, async (tx) => {
    const demo: Demo = { tx, vault, now, random, log, say };
    say('drawing the land');
    const land = drawLand(random);
    await bring(demo, 'areas', 'areas.geojson', landGeoJson(land));
    say('laying the streets');
    await bring(demo, 'streets', 'streets.geojson', drawStreets(land, random).geoJson);
    const estates = drawEstates(land, random, households);
    const cells = await settlePeople(demo, estates);
    await bring(demo, 'population', 'population.csv', cells);
    say('opening places');
    await openPlaces(demo, drawPlaces(land, estates, random));
    await tagCommunities(
      demo,
      land.communities.map((community) => ({
        code: community.code,
        estates: estates.filter((estate) => estate.communityCode === community.code),
      })),
    );
    await openAccounts(demo);
    say('drawing the programme');
    await drawProgramme(demo, estates);
    await drawLists(demo);
    await authoriseMatching(demo);
    say('opening bookings');
    await openBookings(demo);
    await openCare(demo);
    await openCounters(demo);
    say('serving meals');
    await openMeals(demo);
    await openNeighbourhood(demo);
    if (reports > 0) await openRequests(demo, reports);
    await saveReference(tx, { kind: 'demonstration', version, status: 'effective', effectiveFrom: asOf, source, content: { households } }, now);
  });
}

/** The district has people matched with the example policies where departments exchange facts; the work begins when the server does. */
async function authoriseMatching({ tx, now, random }: Demo): Promise<void> {
  const official = tx.selectFrom('identity.account').select(['id', 'name']).where('district', '=', demoDistrict);
  const { id: givenBy, name: givenByName } = await official.where('loginName', '=', 'district').executeTakeFirstOrThrow();
  const day = dayHere(now);
  for (const areaCode of exchanging) {
    const id = random.id();
    const values = {
      district: demoDistrict,
      id,
      areaCode,
      policies: shippedPolicies.map((policy) => policy.id),
      purpose: '政策找人：应享未享、违规享受核查（演示）',
      legalBasis: '个人信息保护法第十三条第三项：履行法定职责所必需；《浙江省社会救助条例》（演示）',
      validFrom: day,
      validTo: `${Number(day.slice(0, 4)) + 1}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`,
      givenBy,
      givenByName,
      givenAt: now,
    };
    await tx.insertInto('benefits.authorisation').values(values).execute();
    await beginRun(tx, demoDistrict, id, now);
  }
}

/** Brings a generated file in through the same door as a city's own. */
async function bring({ tx, now, log }: Demo, kind: string, name: string, text: string): Promise<void> {
  const file: Incoming = {
    name,
    bytes: Buffer.from(text),
    crs: 'WGS-84',
    title: '演示数据',
    source,
    asOf,
    invented: true,
    district: demoDistrict,
  };
  const checked = await checkFile(tx, kind, file, async () => {});
  if (checked.issues.length > 0) throw new Error(`the generated ${name} has a fault: ${JSON.stringify(checked.issues[0])}`);
  await loadFile(tx, kind, checked, file, { district: demoDistrict, now, actorId: null, log, progress: async () => {} });
}

async function openPlaces({ tx, now, random }: Demo, places: DemoPlace[]): Promise<void> {
  const operator = random.id();
  const organisation = {
    district: demoDistrict,
    id: operator,
    name: '演示运营公司',
    creditCode: null,
    kind: 'operator',
    createdAt: now,
  };
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
      await tx
        .insertInto('places.room')
        .values({ ...room, district: demoDistrict, id: roomId, placeId: id })
        .execute();
      if (times.length > 0)
        await tx
          .insertInto('places.roomTime')
          .values(times.map((time) => ({ ...time, district: demoDistrict, id: random.id(), roomId })))
          .execute();
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
    await tx
      .insertInto('identity.account')
      .values({
        district: demoDistrict,
        id,
        kind: 'staff',
        name: account.name,
        loginName: account.loginName,
        passwordHash,
        totpCipher,
        createdAt: now,
      })
      .execute();
    await tx
      .insertInto('identity.roleGrant')
      .values({
        district: demoDistrict,
        id: random.id(),
        accountId: id,
        role: account.role,
        areaCode: account.areaCode,
        organisationId: account.role === 'operator' ? operator.id : null,
        validFrom: now,
      })
      .execute();
  }
  const phoneIndex = vault.blindIndex('phone', demoPhone);
  const person = await tx.selectFrom('people.person').select('id').where('district', '=', demoDistrict).where('phoneIndex', '=', phoneIndex).executeTakeFirst();
  await tx
    .insertInto('identity.account')
    .values({
      district: demoDistrict,
      id: random.id(),
      kind: 'resident',
      name: '居民 演示',
      phoneCipher: vault.seal('account.phone', demoPhone),
      phoneIndex,
      personId: person?.id ?? null,
      createdAt: now,
    })
    .execute();
}
