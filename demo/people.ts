import { checkCharacter } from '../modules/people/index.ts';
import { canalAt, canalWidth, isInRing, type Land, type Point, parks } from './land.ts';
import type { Random } from './random.ts';

export type EstateKind = 'old' | 'new' | 'dormitory' | 'village';
export type Estate = { id: string; name: string; communityCode: string; at: Point; kind: EstateKind; households: number };
export type Resident = {
  id: string;
  householdId: string;
  communityCode: string;
  name: string;
  sex: 'female' | 'male';
  bornOn: string;
  number: string;
  phone: string | null;
  segments: string[];
};
export type Household = { id: string; communityCode: string; estate: string; address: string; at: Point };

const names1 = ['锦', '澜', '翠', '和', '荷', '枫', '桂', '银', '运', '望', '晴', '佳', '景', '紫', '德', '米', '云', '兰'];
const names2 = ['澜', '湖', '苑', '城', '泰', '园', '庭', '和', '丽', '桥', '香', '河', '溪', '竹'];
const endings: Record<EstateKind, string[]> = {
  old: ['新村', '公寓', '里'],
  new: ['府', '苑', '花园', '家园'],
  dormitory: ['青年公寓', '人才公寓'],
  village: ['农居点', '家苑'],
};
const surnames = '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋余于杜叶程魏苏吕丁沈任姚卢傅钟姜崔谭廖范汪陆金'.split('');
const given = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰萍红玲芬燕建国文志梅云雪琳浩宇子涵欣怡梓轩诗雨晨曦嘉懿佳瑞思远一诺'.split('');

/** Shares of the households of a kind by who lives in them. */
const shapes: Record<EstateKind, number[]> = {
  //       elder alone, elder couple, couple, family with child, three generations, single young
  old: [0.19, 0.27, 0.14, 0.17, 0.12, 0.11],
  new: [0.03, 0.08, 0.19, 0.42, 0.17, 0.11],
  dormitory: [0, 0.01, 0.24, 0.1, 0.01, 0.64],
  village: [0.08, 0.13, 0.15, 0.27, 0.27, 0.1],
};

const inWater = ([x, y]: Point) => Math.abs(x - canalAt(y)) < canalWidth / 2 + 25;
const inPark = ([x, y]: Point) => parks.some(({ centre, radius }) => Math.hypot(x - centre[0], y - centre[1]) < radius - 20);

function pointIn(ring: Point[], random: Random): Point {
  const xs = ring.map(([x]) => x);
  const ys = ring.map(([, y]) => y);
  for (let tries = 0; tries < 500; tries++) {
    const p: Point = [random.between(Math.min(...xs), Math.max(...xs)), random.between(Math.min(...ys), Math.max(...ys))];
    if (isInRing(p, ring) && !inWater(p) && !inPark(p)) return p;
  }
  return ring[0]!;
}

/** Old estates in the south, new ones in the north, a few dormitories and villages: ages are uneven on purpose. */
function kindAt([, y]: Point, random: Random): EstateKind {
  const old = y < -600 ? 0.72 : y < 1800 ? 0.38 : 0.14;
  if (random.chance(old)) return 'old';
  return random.chance(0.09) ? 'dormitory' : y > 1800 && random.chance(0.3) ? 'village' : 'new';
}

export function drawEstates(land: Land, random: Random, households: number): Estate[] {
  const used = new Set<string>();
  const estates = land.communities.flatMap((community) =>
    Array.from({ length: random.integer(4, 7) }, (): Estate & { weight: number } => {
      const at = pointIn(community.ring, random);
      const kind = kindAt(at, random);
      let name = '';
      do
        name =
          random.pick(names1) +
          random.pick(names2) +
          random.pick(endings[kind]) +
          (used.size > 500 ? random.pick(['东区', '西区', '一区', '二区', '三区']) : '');
      while (used.has(name));
      used.add(name);
      return {
        id: random.id(),
        name,
        communityCode: community.code,
        at,
        kind,
        households: 0,
        weight: random.between(0.4, 2) * (kind === 'new' ? 1.3 : 1),
      };
    }),
  );
  const total = estates.reduce((sum, estate) => sum + estate.weight, 0);
  return estates.map(({ weight, ...estate }) => ({
    ...estate,
    households: Math.max(8, Math.round((households * weight) / total)),
  }));
}

const year = 2026;

/** Ages of the people of a household by its shape. */
function agesOf(shape: number, random: Random): number[] {
  const elder = () => Math.min(99, Math.round(60 + 34 * random.next() ** 1.6));
  const parent = random.integer(27, 46);
  switch (shape) {
    case 0:
      return [Math.max(66, elder())];
    case 1: {
      const age = elder();
      return [age, Math.max(56, age - random.integer(-2, 5))];
    }
    case 2: {
      const age = random.integer(24, 58);
      return [age, age - random.integer(-3, 4)];
    }
    case 3: {
      const children = random.chance(0.28) ? 2 : 1;
      return [parent, parent - random.integer(-2, 4), ...Array.from({ length: children }, () => random.integer(0, Math.min(17, parent - 24)))];
    }
    case 4:
      return [
        parent,
        parent - random.integer(-2, 4),
        random.integer(0, Math.min(16, parent - 25)),
        parent + random.integer(24, 31),
        ...(random.chance(0.6) ? [parent + random.integer(23, 30)] : []),
      ];
    default:
      return [random.integer(20, 38)];
  }
}

const two = (n: number) => String(n).padStart(2, '0');

/** A number with a right check character and the area 990105, which does not exist: no living person has it. */
function inventNumber(bornOn: string, isMale: boolean, serial: number): string {
  const middle = serial % 500;
  const first17 = `9901${two(5 + (Math.floor(serial / 500) % 90))}${bornOn.replaceAll('-', '')}${String(middle * 2 + (isMale ? 1 : 0)).padStart(3, '0')}`;
  return first17 + checkCharacter(first17);
}

function segmentsOf(shape: number, age: number, estate: Estate, random: Random): string[] {
  const segments: string[] = [];
  if (shape === 0) segments.push('livingAlone');
  if (shape === 1 && age >= 60) segments.push('emptyNest');
  if (age >= 80 && random.chance(0.17)) segments.push('disabledElder');
  if (random.chance(age > 60 ? 0.05 : 0.012)) segments.push('disabled');
  if (random.chance(estate.kind === 'old' ? 0.011 : 0.004)) segments.push('minimumLiving');
  else if (random.chance(0.005)) segments.push('marginalLowIncome');
  if (age < 16 && random.chance(estate.kind === 'village' ? 0.18 : 0.04)) segments.push('migrantChild');
  if (age < 18 && random.chance(0.004)) segments.push('childInDifficulty');
  return segments;
}

/** Everybody who lives in the estates. All names, numbers, phones and addresses are invented. */
export function* drawHouseholds(estates: Estate[], random: Random): Generator<{ household: Household; residents: Resident[]; estate: Estate }> {
  const serials = new Map<string, number>();
  let phones = 0;
  for (const estate of estates) {
    for (let h = 0; h < estate.households; h++) {
      const building = 1 + Math.floor(h / 48);
      const address = `${estate.name}${building}幢${1 + (Math.floor(h / 16) % 3)}单元${1 + (Math.floor(h / 2) % 8)}0${1 + (h % 2)}室`;
      const household: Household = {
        id: random.id(),
        communityCode: estate.communityCode,
        estate: estate.name,
        address,
        at: estate.at,
      };
      const shape = random.weighted(shapes[estate.kind]);
      const surname = random.pick(surnames);
      const residents = agesOf(shape, random).map((age, i): Resident => {
        const isMale = i === 0 ? random.chance(0.5) : i === 1 ? random.chance(0.45) : random.chance(0.51);
        const bornOn = `${year - age - 1}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`;
        const serial = (serials.get(bornOn) ?? -1) + 1;
        serials.set(bornOn, serial);
        return {
          id: random.id(),
          householdId: household.id,
          communityCode: estate.communityCode,
          name: (i === 1 ? random.pick(surnames) : surname) + random.pick(given) + (random.chance(0.75) ? random.pick(given) : ''),
          sex: isMale ? 'male' : 'female',
          bornOn,
          number: inventNumber(bornOn, isMale, serial),
          phone: age >= 18 && phones < 9999 && random.chance(0.09) ? `1990000${String(++phones).padStart(4, '0')}` : null,
          segments: segmentsOf(shape, age, estate, random),
        };
      });
      yield { household, residents, estate };
    }
  }
}
