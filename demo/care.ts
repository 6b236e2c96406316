import { sql } from 'kysely';
import { addCarer, findAgeClass, GroupRules, priceOfStay, shareOf, takeShare, wholeCarer } from '../modules/care/index.ts';
import { dayHere } from '../platform/clock.ts';
import { demoPhone } from './accounts.ts';
import { type Demo, demoDistrict as district } from './demo.ts';

const rules = GroupRules.parse({
  fullDay: { time: { from: 510, to: 1050 }, fen: 8000 },
  halfDay: {
    times: [
      { from: 510, to: 720 },
      { from: 780, to: 1050 },
    ],
    fen: 4500,
  },
  hourly: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 1500 },
  temporary: { shortestMinutes: 60, longestMinutes: 240, fenAnHour: 2000 },
  planMinutes: 60,
  absenceMinutes: 720,
  horizonDays: 60,
});
const groups = [
  { kind: 'nursery', ageClass: 'twos', name: '托大班', nameEn: 'Two-year-olds', places: 20, carers: ['李老师', '王老师'] },
  { kind: 'dayCare', ageClass: 'elders', name: '日间照料', nameEn: 'Day care', places: 30, carers: ['张护士', '陈护士'] },
];

type Person = { id: string };

/** Nurseries and day care in the first three complexes, with carers on duty and people planned for the next days. All of it is invented. */
export async function openCare(demo: Demo): Promise<void> {
  const { tx, now, random } = demo;
  const days = weekdaysFrom(dayHere(now), 8);
  const places = await tx
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .limit(3)
    .execute();
  const bornAgo = (most: number, least: number) =>
    tx
      .selectFrom('people.person')
      .select('id')
      .where('district', '=', district)
      .where('deceasedOn', 'is', null)
      .where(
        sql<boolean>`born_on between ${dayHere(now)}::date - make_interval(months => ${most}) and ${dayHere(now)}::date - make_interval(months => ${least})`,
      )
      .orderBy('id')
      .limit(24)
      .execute();
  const cared: Record<string, Person[]> = { nursery: await bornAgo(33, 25), dayCare: await bornAgo(1080, 900) };
  for (const [i, { id: placeId }] of places.entries()) {
    for (const { carers, ...group } of groups) {
      const id = random.id();
      await tx
        .insertInto('care.careGroup')
        .values({ ...group, district, id, placeId, rules: JSON.stringify(rules), changedBy: random.id(), changedAt: now })
        .execute();
      for (const day of days) for (const carer of carers) await addShift(demo, id, carer, day);
      for (const person of cared[group.kind]!.slice(8 * i, 8 * i + 8)) await enrol(demo, { id, ...group }, person, days);
    }
  }
  await openFamily(demo, cared['nursery']!);
}

function weekdaysFrom(day: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => new Date(Date.parse(day) + i * 86_400_000)).flatMap((date) =>
    date.getUTCDay() % 6 === 0 ? [] : [date.toISOString().slice(0, 10)],
  );
}

async function addShift({ tx, now, random }: Demo, groupId: string, carer: string, day: string): Promise<void> {
  const time = rules.fullDay!.time;
  await tx
    .insertInto('care.shift')
    .values({ district, id: random.id(), groupId, carer, day, fromMinute: time.from, toMinute: time.to, madeBy: random.id(), madeAt: now })
    .execute();
  await addCarer(tx, district, groupId, day, time, wholeCarer);
}

async function enrol({ tx, now, random }: Demo, group: { id: string; ageClass: string; places: number }, person: Person, days: string[]): Promise<void> {
  const contractId = random.id();
  const mode = random.chance(0.7) ? 'fullDay' : 'halfDay';
  const own = { district, groupId: group.id, personId: person.id, madeBy: random.id(), madeAt: now };
  await tx
    .insertInto('care.contract')
    .values({ ...own, id: contractId, mode, monthlyHours: 180, valid: '[2026-09-01,2027-07-01)' })
    .execute();
  const share = shareOf(findAgeClass(group.ageClass)!);
  for (const day of days) {
    const time = mode === 'fullDay' ? rules.fullDay!.time : rules.halfDay!.times[0]!;
    if (random.chance(0.15) || !(await takeShare(tx, district, group, day, time, share))) continue;
    const at = { day, fromMinute: time.from, toMinute: time.to };
    await tx
      .insertInto('care.stay')
      .values({ ...own, ...at, id: random.id(), contractId, mode, share, channel: 'counter', priceFen: priceOfStay(rules, mode, time) })
      .execute();
  }
}

/** The resident who signs in to the demonstration speaks for a child in the first nursery, and has named somebody else who may fetch it. */
async function openFamily({ tx, vault, now, random }: Demo, children: Person[]): Promise<void> {
  const account = await tx
    .selectFrom('identity.account')
    .select('personId')
    .where('district', '=', district)
    .where('phoneIndex', '=', vault.blindIndex('phone', demoPhone))
    .executeTakeFirst();
  const [child] = children;
  if (!child || !account?.personId) return;
  await tx
    .insertInto('people.guardianship')
    .values({ district, id: random.id(), wardId: child.id, guardianId: account.personId, relation: '祖辈', validFrom: '2025-12-01' })
    .execute();
  const sealed = { nameCipher: vault.seal('care.pickup', '周美华'), phoneCipher: vault.seal('care.pickup', '19900000002') };
  await tx
    .insertInto('care.pickup')
    .values({ ...sealed, district, id: random.id(), personId: child.id, relation: '姑姑', addedBy: random.id(), addedAt: now })
    .execute();
}
