import { sql } from 'kysely';
import { commitmentOf } from '../engines/stats/allocate.ts';
import { OfferingRules } from '../modules/bookings/index.ts';
import { type Demo, demoDistrict } from './demo.ts';

const dayMs = 86_400_000;
const base = {
  hours: [],
  noticeMinutes: 30,
  horizonDays: 14,
  approval: false,
  places: { least: 1, most: 20 },
  limits: [{ what: 'bookings', most: 3, per: 'ahead' }],
  price: { class: 'free' },
  cancelMinutes: 120,
  needs: [],
  waiting: { offerMinutes: 120, passOver: true, first: ['elder', 'minor', 'disabled'] },
  checkIn: { opensMinutes: 30, releaseMinutes: 20 },
  absence: [
    { times: 2, withinDays: 30, pauseDays: 7 },
    { times: 4, withinDays: 90, pauseDays: 30 },
  ],
};
const slot = { gridMinutes: 30, shortestMinutes: 60, longestMinutes: 180, stepMinutes: 30, beforeMinutes: 0, afterMinutes: 0, mayPassMidnight: false };

const offerings = [
  {
    kind: 'slot',
    name: '多功能厅',
    nameEn: 'Multi-purpose hall',
    function: 'CNV-DEL',
    rules: { ...base, approval: true, slot: { ...slot, afterMinutes: 30 } },
    parts: ['大厅', '东厅', '西厅'],
    most: 80,
  },
  {
    kind: 'slot',
    name: '乒乓球台',
    nameEn: 'Table tennis',
    function: 'SPT-EMB',
    rules: { ...base, slot: { ...slot, longestMinutes: 120 }, price: { class: 'lowFee', per: 'hour', fen: 1000 } },
    parts: ['一号台', '二号台'],
    most: 4,
  },
  {
    kind: 'session',
    name: '健康讲座',
    nameEn: 'Health talk',
    function: 'HLT-CLN',
    rules: { ...base, slot: null, places: { least: 1, most: 2 } },
    parts: [],
    most: 2,
  },
  {
    kind: 'session',
    name: '书法体验课',
    nameEn: 'Calligraphy class',
    function: 'CUL-ICH',
    rules: { ...base, slot: null, places: { least: 1, most: 2 } },
    parts: [],
    most: 2,
  },
] as const;
const english: Record<string, string> = { 大厅: 'Whole hall', 东厅: 'East half', 西厅: 'West half', 一号台: 'Table 1', 二号台: 'Table 2' };

/** What can be booked in the first twenty complexes, and dates of activities for a fortnight, some of them nearly full. All of it is invented. */
export async function openBookings(demo: Demo): Promise<void> {
  const { tx, now, random } = demo;
  const complexes = await tx
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', demoDistrict)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .limit(20)
    .execute();
  const midnight = Math.floor((now.getTime() + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000;
  for (const { id: placeId } of complexes) {
    for (const { kind, name, nameEn, function: functionCode, rules, parts, most } of offerings) {
      const resources = parts.map((part) => ({ id: random.id(), part }));
      const hall = name === '多功能厅' ? resources[0]!.id : null;
      for (const { id, part } of resources) {
        const parentId = hall !== null && id !== hall ? hall : null;
        await tx
          .insertInto('bookings.resource')
          .values({
            district: demoDistrict,
            id,
            placeId,
            kind: 'room',
            parentId,
            above: parentId ? [parentId] : [],
            name: part,
            nameEn: english[part]!,
            seats: most,
          })
          .execute();
      }
      const offeringId = random.id();
      const checked = OfferingRules.parse({ ...rules, places: { ...rules.places, most } });
      const about = { about: '演示项目，内容为虚构。', aboutEn: 'Invented for the demonstration.' };
      const values = { district: demoDistrict, id: offeringId, placeId, functionCode, kind, name, nameEn, ...about, state: 'published' };
      await tx
        .insertInto('bookings.offering')
        .values({ ...values, resources: resources.map(({ id }) => id), rules: JSON.stringify(checked), changedBy: random.id(), changedAt: now })
        .execute();
      if (name === '乒乓球台' && placeId === complexes[0]!.id) await announceRound(demo, placeId, offeringId);
      if (kind === 'slot') await drawSlots(demo, midnight, offeringId, resources.slice(-2), rules.approval);
      if (kind !== 'session') continue;
      for (const day of name === '健康讲座' ? [2, 9] : [3, 5, 10, 12]) {
        const from = new Date(midnight + day * dayMs + 14 * 3_600_000);
        const sessionId = random.id();
        const taken = day === 2 ? 20 : random.integer(0, 18);
        await tx
          .insertInto('bookings.session')
          .values({ district: demoDistrict, id: sessionId, offeringId, during: span(from, 90), places: 20, taken })
          .execute();
        if (taken > 0) await drawBooking(demo, { offeringId, sessionId, places: taken }, from, 90, '单位团体');
      }
    }
  }
}

/** A round for next spring that is open, so that one can try it. */
async function announceRound({ tx, vault, now, random }: Demo, placeId: string, offeringId: string): Promise<void> {
  const secret = random.id();
  const names = { name: '2027 年春季固定场地', nameEn: 'Weekly tables, spring 2027', about: '演示用的季度申请。', aboutEn: 'A round for the demonstration.' };
  await tx
    .insertInto('bookings.round')
    .values({
      ...names,
      district: demoDistrict,
      id: random.id(),
      placeId,
      offerings: [offeringId],
      applies: sql<string>`tstzrange(${now}, ${new Date(now.getTime() + 20 * dayMs)})`,
      uses: '[2027-03-01,2027-07-01)',
      method: JSON.stringify({ first: ['elder', 'minor', 'disabled'] }),
      secretCipher: vault.seal('bookings.lottery', secret),
      commitment: commitmentOf(secret),
      madeBy: random.id(),
      madeAt: now,
    })
    .execute();
}

const span = (from: Date, minutes: number) => sql<string>`tstzrange(${from}, ${new Date(from.getTime() + minutes * 60_000)})`;
const names = ['陈秀英', '王建国', '沈桂芳', '徐阿根', '楼美娟', '何志强'];
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

type Of = { offeringId: string; sessionId?: string; resourceId?: string; places: number; state?: string };
async function drawBooking({ tx, vault, now, random }: Demo, { state = 'confirmed', ...of }: Of, from: Date, minutes: number, name: string): Promise<string> {
  const id = random.id();
  const code = Array.from({ length: 8 }, () => random.pick([...letters])).join('');
  const guestCipher = vault.seal('bookings.guest', JSON.stringify({ name }));
  const made = { revision: 1, state, code, channel: random.pick(['counter', 'phone']), priceFen: 0, price: '[]', madeBy: random.id(), madeAt: now };
  await tx
    .insertInto('bookings.booking')
    .values({ ...of, ...made, district: demoDistrict, id, during: span(from, minutes), guestCipher })
    .execute();
  await tx.insertInto('bookings.step').values({ district: demoDistrict, id: random.id(), bookingId: id, kind: 'made', at: now }).execute();
  return id;
}

/** A few hours today and on each of the next three days, on parts that do not meet. */
async function drawSlots(demo: Demo, midnight: number, offeringId: string, resources: { id: string }[], approval: boolean): Promise<void> {
  const { tx, random, now } = demo;
  for (const day of [0, 1, 2, 3])
    for (const { id: resourceId } of resources) {
      const from = new Date(midnight + day * dayMs + random.integer(9, 18) * 3_600_000);
      if (from <= now) continue;
      const holder = await drawBooking(demo, { offeringId, resourceId, places: 2, ...(approval && { state: 'requested' }) }, from, 60, random.pick(names));
      const { above } = await tx
        .selectFrom('bookings.resource')
        .select('above')
        .where('district', '=', demoDistrict)
        .where('id', '=', resourceId)
        .executeTakeFirstOrThrow();
      const blocked = span(from, approval ? 90 : 60);
      const claim = (resource: string, side: string) => ({ district: demoDistrict, id: random.id(), resourceId: resource, holder, side, blocked });
      await tx
        .insertInto('bookings.claim')
        .values([claim(resourceId, holder), ...above.map((id) => claim(id, '00000000-0000-0000-0000-000000000000'))])
        .execute();
    }
}
