import { openNeedCommand, proposeProjectCommand } from '../modules/needs/index.ts';
import { bringRequests, contentOf, type HistoricRequest, learnFromHistory, shippedMatters } from '../modules/requests/index.ts';
import { scanDistrict } from '../modules/signals/index.ts';
import { dayHere, minuteHere, wallMinute } from '../platform/clock.ts';
import { demoPhone } from './accounts.ts';
import { type Demo, demoDistrict as district } from './demo.ts';
import { drawMatter, drawPast, sentences, starts } from './voices.ts';

const units: { name: string; nameEn: string; class: string; members: [login: string, post: string][] }[] = [
  { name: '路灯管理所', nameEn: 'Street lighting', class: 'bureau', members: [['operator', 'a']] },
  { name: '城市管理队', nameEn: 'City management', class: 'bureau', members: [] },
  { name: '排水管理所', nameEn: 'Drainage', class: 'bureau', members: [] },
  { name: '园林绿化队', nameEn: 'Parks', class: 'bureau', members: [] },
  { name: '消防救援站', nameEn: 'Fire and rescue', class: 'bureau', members: [] },
  { name: '电梯应急处置中心', nameEn: 'Lift emergencies', class: 'utility', members: [] },
  {
    name: '社区公共服务站',
    nameEn: 'Community service station',
    class: 'community',
    members: [
      ['community', 'head'],
      ['worker', 'a'],
    ],
  },
];

type Area = { code: string; name: string; centreLon: number | null; centreLat: number | null };

/** Units, a duty list, two years of requests with their past, some that are open now, a trend, needs, visits, ratings. All of it is invented. */
export async function openRequests(demo: Demo, reports: number): Promise<void> {
  const { tx, now, say } = demo;
  say('hearing requests');
  const accounts = await tx.selectFrom('identity.account').select(['id', 'loginName', 'phoneIndex']).where('district', '=', district).execute();
  const account = (login: string) => accounts.find(({ loginName }) => loginName === login)!.id;
  const unitOf = await openUnits(demo, account);
  await publishDuties(demo, unitOf, account('district'));
  const areas = await tx
    .selectFrom('areas.area')
    .select(['code', 'name', 'centreLon', 'centreLat'])
    .where('level', '=', 'community')
    .where('code', 'like', `${district}%`)
    .where('validTo', 'is', null)
    .where('centreLon', 'is not', null)
    .orderBy('code')
    .execute();
  const resident = accounts.find(({ phoneIndex }) => phoneIndex === demo.vault.blindIndex('phone', demoPhone));
  const past = drawRequests(demo, areas, reports, unitOf, { clerk: account('subdistrict'), lead: account('operator') });
  const open = drawOpen(demo, areas, unitOf, { clerk: account('subdistrict'), lead: account('operator'), resident: resident?.id });
  const ids = await bringRequests({ tx, district, now }, [...past, ...open]);
  await learnFromHistory(tx, district, now);
  say('looking for weak signals');
  await scanDistrict({ tx, district, now });
  await publishMonths(demo, account('district'));
  await writeNeeds(demo, open, ids.slice(past.length), account('community'));
  await assignVisits(demo, account('worker'), account('community'));
  await rateServices(demo, account('worker'));
}

async function openUnits({ tx, random }: Demo, account: (login: string) => string): Promise<(name: string) => string> {
  const made = units.map((unit) => ({ ...unit, id: random.id() }));
  await tx
    .insertInto('cases.unit')
    .values(made.map(({ members: _, ...unit }) => ({ ...unit, district, areaCode: district })))
    .execute();
  for (const { id, members } of made) {
    for (const [login, post] of members)
      await tx
        .insertInto('cases.member')
        .values({ district, unitId: id, accountId: account(login), post })
        .execute();
  }
  return (name) => made.find((unit) => unit.name === name)!.id;
}

/** Two thirds of the matters have a duty; for the rest the demonstration shows what history proposes. */
async function publishDuties({ tx, now }: Demo, unitOf: (name: string) => string, by: string): Promise<void> {
  const without = ['0104', '0303', '0402', '0902'];
  const duties = Object.entries(sentences)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .filter(([matter]) => !without.includes(matter))
    .map(([matter, { unit }], i) => ({ matter, area: district, lead: unitOf(unit), co: [], supervising: null, clause: `第 ${i + 1} 条（演示）` }));
  const content = {
    matters: shippedMatters(),
    duties: [...duties, { matter: '0802', area: district, lead: unitOf('社区公共服务站'), co: [], supervising: null, clause: '第 99 条（演示）' }],
  };
  const row = { district, version: 1, status: 'effective', effectiveFrom: '2024-01-01', basis: '演示清单（虚构）', content: JSON.stringify(content) };
  await tx
    .insertInto('requests.dutyList')
    .values({ ...row, draftedBy: null, draftedAt: now, publishedBy: by, publishedAt: now })
    .execute();
}

const dayMs = 86_400_000;
const numberOf = (receivedAt: Date, i: number) => `${dayHere(receivedAt).slice(2).replaceAll('-', '')}${String(i).padStart(6, '0')}`;

function spotIn({ random }: Demo, area: Area) {
  return { lon: area.centreLon! + random.between(-0.003, 0.003), lat: area.centreLat! + random.between(-0.0025, 0.0025) };
}

function drawRequests(demo: Demo, areas: Area[], count: number, unitOf: (name: string) => string, people: { clerk: string; lead: string }): HistoricRequest[] {
  const { random, now, vault } = demo;
  const spanDays = 795;
  return Array.from({ length: count }, (_, i) => {
    const back = 0.2 + random.next() * spanDays;
    const receivedAt = new Date(now.getTime() - Math.floor(back * dayMs));
    const matter = drawMatter(random, receivedAt.getUTCMonth() + 1);
    const area = random.pick(areas);
    const phone = `139${String(random.integer(0, 99_999_999)).padStart(8, '0')}`;
    return {
      number: numberOf(receivedAt, i),
      matter,
      areaCode: area.code,
      areaName: area.name,
      ...spotIn(demo, area),
      placeText: random.pick(starts),
      words: random.pick(sentences[matter]!.texts),
      channel: ['portal', 'phone', 'counter', 'hotline'][random.weighted([5, 3, 1, 2])]!,
      receivedAt,
      phoneIndex: vault.blindIndex('phone', phone),
      events: drawPast(random, receivedAt, matter, unitOf, people).filter(({ at }) => at <= wallMinute(now)),
    };
  });
}

type People = { clerk: string; lead: string; resident: string | undefined };
/** What is open now, near the demonstration's own community: fresh, on its way, waiting for the resident; and lamps that go out one after another. */
function drawOpen(demo: Demo, areas: Area[], unitOf: (name: string) => string, { clerk, lead, resident }: People): HistoricRequest[] {
  const { random, now } = demo;
  const home = areas.find(({ code }) => code === '330105001051') ?? areas[0]!;
  let i = 900_000;
  const make = (hoursAgo: number, matter: string, words: string, way: 'fresh' | 'sent' | 'working' | 'answered', isOwn = false): HistoricRequest => {
    const receivedAt = new Date(now.getTime() - hoursAgo * 3_600_000);
    const at = wallMinute(receivedAt);
    const own = shippedMatters().find(({ code }) => code === matter)!;
    const unit = unitOf(sentences[matter]!.unit);
    const events: HistoricRequest['events'] = [{ move: 'open', at, by: { id: null, part: 'reporter' }, detail: { class: own.class } }];
    if (way !== 'fresh') events.push({ move: 'dispatch', at: at + 10, by: { id: clerk, part: 'dispatcher' }, detail: { unit } });
    if (way === 'working' || way === 'answered') {
      events.push(
        { move: 'sign', at: at + 25, by: { id: lead, part: 'lead' }, detail: {} },
        { move: 'contact', at: at + 40, by: { id: lead, part: 'lead' }, detail: { channel: 'phone' } },
      );
    }
    if (way === 'answered') events.push({ move: 'answer', at: at + 600, by: { id: lead, part: 'lead' }, detail: { text: '已经修好，请您看看' } });
    return {
      number: numberOf(receivedAt, i++),
      matter,
      areaCode: home.code,
      areaName: home.name,
      ...spotIn(demo, home),
      placeText: random.pick(starts),
      words,
      channel: 'portal',
      receivedAt,
      events,
      ...(isOwn && resident && { accountId: resident }),
    };
  };
  // The last of them lies in the last whole day, at whatever hour the district is made: only what goes on is signalled.
  const sinceMidnight = minuteHere(now) / 60;
  const trend = Array.from({ length: 8 }, (_, n) =>
    make(sinceMidnight + 4 + n * 15, '0101', random.pick(sentences['0101']!.texts), n % 2 === 0 ? 'fresh' : 'sent'),
  );
  const wishes = ['希望小区附近开一个老年食堂', '附近能不能开老年食堂，老人吃饭不方便', '想要一个老年食堂，小区附近没有', '建议增加晚上的瑜伽课程'];
  return [
    ...trend,
    make(5, '0105', '电梯停在三楼不动，里面没有人', 'fresh'),
    make(9, '0303', '梧桐树枝压到电线了', 'fresh'),
    make(20, '0301', '楼下堆了建筑垃圾', 'sent'),
    make(30, '0106', '雨后地下车库积水', 'working'),
    make(60, '0102', '路面有个大坑，老人差点摔倒', 'working', true),
    make(90, '0101', '单元门口的路灯不亮了', 'answered', true),
    ...wishes.map((words, n) => make(100 + 40 * n, '1001', words, 'sent', n === 0)),
  ];
}

/** The bulletins of the last three months that are over. */
async function publishMonths({ tx, now }: Demo, by: string): Promise<void> {
  for (let back = 1; back <= 3; back++) {
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1));
    const month = first.toISOString().slice(0, 7);
    const content = JSON.stringify(await contentOf(tx, district, month, now));
    await tx.insertInto('requests.bulletin').values({ district, month, content, publishedBy: by, publishedAt: now }).execute();
  }
}

async function writeNeeds(demo: Demo, open: HistoricRequest[], ids: string[], by: string): Promise<void> {
  const { tx, now } = demo;
  const evening = ids[open.findIndex(({ words }) => words.includes('瑜伽'))]!;
  const area = await tx.selectFrom('areas.area').select(['code', 'path']).where('code', '=', '330105001051').executeTakeFirstOrThrow();
  const grants = [{ role: 'communityOfficial' as const, areaCode: area.code, areaPath: area.path, organisationId: null }];
  const actor = { id: by, district, kind: 'staff' as const, name: '-', personId: null, sessionId: by, grants };
  const context = { tx, district, now, actor, note: () => {} };
  const need = await openNeedCommand(context, {
    title: '晚间瑜伽课程',
    areaCode: '330105001051',
    functionCode: 'SPT-HALL',
    segment: '上班族',
    requestIds: [evening],
  });
  await proposeProjectCommand(context, {
    title: '社区夜课堂',
    summary: '周二、周四晚上在社区活动室开设瑜伽等课程，每期十二次',
    areaCode: '330105001051',
    budgetFen: 3_600_000,
    needIds: [need.id],
  });
}

async function assignVisits({ tx, now }: Demo, worker: string, by: string): Promise<void> {
  const all = await tx
    .selectFrom('people.household as h')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'h.district').onRef('p.householdId', '=', 'h.id'))
    .select(['h.id', (eb) => eb.fn.countAll<number>().as('people'), (eb) => eb.fn.max('p.bornOn').as('youngest')])
    .where('h.district', '=', district)
    .where('h.areaCode', '=', '330105001051')
    .groupBy('h.id')
    .orderBy('h.id')
    .execute();
  const isAlone = (home: (typeof all)[number]) => home.people === 1 && String(home.youngest) < `${now.getUTCFullYear() - 60}`;
  const homes = [...all.filter(isAlone).slice(0, 2), ...all.filter((home) => !isAlone(home)).slice(0, 4)];
  const day = (back: number) => new Date(now.getTime() - back * dayMs).toISOString().slice(0, 10);
  for (const [i, home] of homes.entries()) {
    const { id } = home;
    const row = { everyDays: isAlone(home) ? 7 : 30, why: isAlone(home) ? '独居老人' : '固定联系户', since: day(40 - i * 9), madeBy: by };
    await tx
      .insertInto('visits.assignment')
      .values({ ...row, district, accountId: worker, householdId: id })
      .execute();
  }
}

async function rateServices(demo: Demo, worker: string): Promise<void> {
  const { tx, random, now, vault } = demo;
  const places = await tx
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .limit(6)
    .execute();
  for (const [p, { id: placeId }] of places.entries()) {
    for (let i = 0; i < 9 + p * 3; i++) {
      const at = new Date(now.getTime() - random.integer(2, 300) * dayMs);
      const own = { district, id: random.id(), placeId, serviceId: null, what: random.pick(['社保窗口', '老年食堂', '图书阅览', '健身课程']) };
      const codeHash = vault.blindIndex('reviews.code', `demo ${p} ${i}`);
      await tx
        .insertInto('reviews.occasion')
        .values({ ...own, codeHash, madeBy: worker, madeAt: at, endsAt: new Date(at.getTime() + 7 * dayMs) })
        .execute();
      const grade = random.weighted([0, 0, 2, 6, 9]) + 1;
      const reasons = grade > 3 ? [random.pick(['quick', 'kind', 'clear'])] : ['slow'];
      await tx.insertInto('reviews.review').values({ district, occasionId: own.id, grade, reasons, rules: '2026-12-01', at }).execute();
    }
  }
}
