import type { OpeningHours } from '../engines/calendar/opening-hours.ts';
import { h, hourKinds, kinds, roomPlans, workdays } from './examples.ts';
import type { Land, Point } from './land.ts';
import { canalAt } from './land.ts';
import type { Estate } from './people.ts';
import type { Random } from './random.ts';

export type DemoRoom = {
  name: string;
  floor: string;
  usableArea: number;
  zone: string;
  functions: string[];
  operatorClass: string;
  useKind: string;
  allDay: boolean;
  openUse: boolean;
  times: { functionCode: string; weekday: number; fromMinute: number; toMinute: number }[];
};
export type DemoPlace = {
  externalId: string;
  kind: 'complex' | 'facility';
  name: string;
  nameEn: string;
  communityCode: string;
  at: Point;
  functions: string[];
  hours: OpeningHours;
  rooms: DemoRoom[];
  buildType: string | null;
  modeS0: string | null;
  tier: string | null;
  acquisition: string;
  owner: string;
  capacity: number | null;
  accessibility: string[];
  openedOn: string;
  utilisation: number;
  condition: string;
};

function drawRooms(random: Random): DemoRoom[] {
  const rooms = roomPlans
    .filter(([, , , , , chance]) => random.chance(chance))
    .map(
      ([name, zone, functions, [low, high], operators], i): DemoRoom => ({
        name,
        floor: String(1 + Math.floor(i / 5)),
        usableArea: Math.round(random.between(low, high) * 10) / 10,
        zone,
        functions,
        operatorClass: random.pick(operators),
        useKind: 'service',
        allDay: name === '社区书房' && random.chance(0.5),
        openUse: name === '居民会客厅',
        times: [],
      }),
    );
  rooms.push({
    name: '多功能厅',
    floor: '2',
    usableArea: random.integer(90, 190),
    zone: 'living',
    functions: [],
    operatorClass: random.pick(['social', 'market']),
    useKind: 'service',
    allDay: false,
    openUse: false,
    times: sharedHours(),
  });
  rooms.push({
    name: '自助服务区',
    floor: '1',
    usableArea: random.integer(20, 120),
    zone: 'counter',
    functions: ['CNV-FIX'],
    operatorClass: random.pick(['public', 'market']),
    useKind: 'service',
    allDay: true,
    openUse: true,
    times: [],
  });
  rooms.push({
    name: '办公室',
    floor: '3',
    usableArea: random.integer(30, 80),
    zone: 'counter',
    functions: [],
    operatorClass: 'public',
    useKind: 'office',
    allDay: false,
    openUse: false,
    times: [],
  });
  return rooms;
}

/** One hall, three functions by the hour: elders by day, children after school, young people at night. */
function sharedHours(): DemoRoom['times'] {
  return workdays.flatMap((weekday) => [
    { functionCode: 'ELD-REC', weekday, fromMinute: h(9), toMinute: h(15) },
    { functionCode: 'CHD-PAL', weekday, fromMinute: h(15, 30), toMinute: h(18) },
    { functionCode: 'CNV-NIGHT', weekday, fromMinute: h(18, 30), toMinute: h(20, 30) },
  ]);
}

const near = ([x, y]: Point, random: Random): Point => [x + random.between(-90, 90), y + random.between(-90, 90)];

/** Communities with people east of the canal in the north wait longest: gaps that a planner should find. */
function isServed(at: Point, random: Random): boolean {
  const isGap = at[0] > canalAt(at[1]) + 200 && at[1] > 600;
  return random.chance(isGap ? 0.3 : 1);
}

function drawComplex(code: string, name: string, at: Point, index: number, random: Random): DemoPlace {
  const rooms = drawRooms(random);
  return {
    externalId: `DEMO-C${String(index + 1).padStart(3, '0')}`,
    kind: 'complex',
    name: `${name.replace(/社区$/, '')}幸福家园`,
    nameEn: `Happy Home ${String(index + 1).padStart(2, '0')}`,
    communityCode: code,
    at,
    functions: [...new Set(rooms.flatMap((room) => [...room.functions, ...room.times.map((time) => time.functionCode)]))].toSorted(),
    hours: hourKinds['complex']!,
    rooms,
    buildType: random.pick(['integrated', 'integrated', 'area', 'street']),
    modeS0: random.pick(['clustered', 'clustered', 'dispersed', 'embedded']),
    tier: random.chance(0.35) ? 'demonstration' : 'inclusive',
    acquisition: random.pick(['newBuild', 'rebuild', 'rebuild', 'swap', 'lease', 'transfer', 'provision']),
    owner: random.pick(['街道办事处', '区国有资产公司', '社区居委会', '开发企业（配建移交）']),
    capacity: null,
    accessibility: ['ramp', ...(random.chance(0.6) ? ['lift'] : []), ...(random.chance(0.7) ? ['toilet'] : []), ...(random.chance(0.4) ? ['tactile'] : [])],
    openedOn: `${random.integer(2019, 2025)}-0${random.integer(1, 9)}-15`,
    utilisation: random.integer(18, 88),
    condition: random.pick(['good', 'good', 'good', 'fair', 'poor']),
  };
}

/** 60 complexes and 400 single facilities near where people live, with gaps. */
export function drawPlaces(land: Land, estates: Estate[], random: Random): DemoPlace[] {
  const middleOf = (code: string) => estates.filter((estate) => estate.communityCode === code).toSorted((a, b) => b.households - a.households)[0]!.at;
  const shuffled = land.communities.map((community) => ({ community, order: random.next() })).toSorted((a, b) => a.order - b.order);
  const chosen = shuffled.filter(({ community }) => isServed(community.seed, random)).slice(0, 60);
  const complexes = chosen.map(({ community }, i) => drawComplex(community.code, community.name, near(middleOf(community.code), random), i, random));
  const homes = estates.filter((estate) => isServed(estate.at, random));
  let index = 0;
  const facilities = kinds.flatMap((kind) =>
    Array.from({ length: kind.count }, (): DemoPlace => {
      const estate = homes[random.weighted(homes.map((home) => home.households * (kind.code.startsWith('ELD') && home.kind === 'old' ? 2 : 1)))]!;
      index++;
      return {
        externalId: `DEMO-F${String(index).padStart(4, '0')}`,
        kind: 'facility',
        name: `${estate.name}${kind.name}`,
        nameEn: `${kind.en} ${index}`,
        communityCode: estate.communityCode,
        at: near(estate.at, random),
        functions: [kind.code],
        hours: hourKinds[kind.code === 'CUL-LIB' && random.chance(0.2) ? 'allDay' : kind.hours]!,
        rooms: [],
        buildType: null,
        modeS0: null,
        tier: null,
        acquisition: random.pick(['rebuild', 'lease', 'provision']),
        owner: random.pick(['街道办事处', '社区居委会', '企业']),
        capacity: kind.capacity ? random.integer(...kind.capacity) : null,
        accessibility: random.chance(0.5) ? ['ramp'] : [],
        openedOn: `${random.integer(2016, 2025)}-0${random.integer(1, 9)}-01`,
        utilisation: random.integer(15, 95),
        condition: random.pick(['good', 'good', 'fair', 'poor']),
      };
    }),
  );
  return [...complexes, ...facilities];
}
