// Proposals on simulated history that was held back: how often they are right at how much of it, beside the duty list alone; and whether they
// keep silent about what they have never seen.
import { type Example, guess, tryOn } from '../engines/stats/classify.ts';
import { featuresOf, learn } from '../modules/requests/dispatch/learn.ts';
import { row } from './print.ts';

const count = Number(process.argv[2] ?? 12_000);
let state = 77;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;

/** Matters whose unit hangs on more than the matter: on words, and on the subdistrict. */
const kinds: { matter: string; cases: [text: string, unit: string][] }[] = [
  {
    matter: '0106',
    cases: [
      ['地下车库积水', '物业'],
      ['马路积水很深', '排水'],
      ['下水道返水到厨房', '物业'],
      ['窨井往外冒水', '排水'],
    ],
  },
  {
    matter: '0303',
    cases: [
      ['小区里树枝挡窗', '物业'],
      ['行道树枯死', '园林'],
      ['公园草坪秃了', '园林'],
      ['树枝压到电线', '供电'],
    ],
  },
  {
    matter: '0102',
    cases: [
      ['小区道路破损', '物业'],
      ['人行道地砖翘起', '市政'],
      ['高架下路面有坑', '市政'],
      ['工地门口路面压坏', '住建'],
    ],
  },
  {
    matter: '0402',
    cases: [
      ['广场舞音响太吵', '公安'],
      ['楼上半夜吵闹', '社区'],
      ['商铺喇叭叫卖', '城管'],
    ],
  },
  {
    matter: '0101',
    cases: [
      ['路灯不亮', '路灯'],
      ['单元门灯坏了', '物业'],
      ['景观灯太刺眼', '城管'],
    ],
  },
  {
    matter: '0601',
    cases: [
      ['路口乱停车', '交警'],
      ['车停在消防通道', '消防'],
      ['小区里车位被占', '物业'],
    ],
  },
  {
    matter: '0302',
    cases: [
      ['饭店油烟很大', '城管'],
      ['河道发臭', '水利'],
      ['垃圾房异味', '环卫'],
    ],
  },
  {
    matter: '0701',
    cases: [
      ['食堂菜太咸', '民政'],
      ['食堂不干净', '市场监管'],
    ],
  },
];
const fillers = ['麻烦尽快处理', '已经三天了', '老人出门不方便', '请派人看看', '反映过一次没有结果', '孩子上学要经过'];
/** The duty list knows the matter alone: the unit that deals with most of it. */
const list: Record<string, string> = {
  '0106': '排水',
  '0303': '园林',
  '0102': '市政',
  '0402': '公安',
  '0101': '路灯',
  '0601': '交警',
  '0302': '城管',
  '0701': '民政',
};

type Drawn = { example: Example; byList: string };
function draw(): Drawn {
  const kind = pick(kinds);
  // Three of five are what the matter is mostly about; one in eight says so little that nobody could tell.
  const usual = kind.cases.filter(([, unit]) => unit === list[kind.matter]);
  const [said, unit] = usual.length > 0 && random() < 0.6 ? pick(usual) : pick(kind.cases);
  const text = random() < 1 / 8 ? '还是上次说的那件事' : said;
  const street = 1 + Math.floor(random() * 12);
  const areaCode = `330105${String(street).padStart(3, '0')}${String(1 + Math.floor(random() * 9)).padStart(3, '0')}`;
  // In three subdistricts the streets' own teams do what the city management does elsewhere; one in thirty went to somebody else for no reason in it.
  const own = unit === '城管' && street <= 3 ? `街道${street}` : unit;
  const label = random() < 1 / 30 ? pick(['物业', '社区', '城管']) : own;
  const words = `${pick(fillers)}，${text}，${pick(fillers)}`;
  return { example: { features: featuresOf({ matter: kind.matter, areaCode, words, placeText: null }), label }, byList: list[kind.matter]! };
}

const all = Array.from({ length: count }, draw);
const split = Math.floor(count * 0.75);
const started = performance.now();
const { model, threshold, accuracy, coverage, tried } = learn(all.slice(0, split).map(({ example }) => example));
const seconds = (performance.now() - started) / 1000;
const held = all.slice(split);
const outcome = tryOn(
  model,
  held.map(({ example }) => example),
);
const share = (right: number, of: number) => `${((100 * right) / of).toFixed(1)} %`;

process.stdout.write(
  `learned from ${split} decided requests in ${seconds.toFixed(1)} s; its own trial on ${tried}: ${(100 * accuracy).toFixed(1)} % right of ${(100 * coverage).toFixed(1)} %\n\n`,
);
row(`held back: ${held.length}`, 'right', 'of');
row('duty list alone', share(held.filter(({ example, byList }) => byList === example.label).length, held.length), '100 %');
for (const part of [1, 0.95, 0.9, 0.8, 0.6]) {
  const said = outcome.slice(0, Math.round(outcome.length * part));
  row(`the surest ${Math.round(part * 100)} %`, share(said.filter(({ isRight }) => isRight).length, said.length), `${Math.round(part * 100)} %`);
}
const spoken = outcome.filter(({ probability }) => probability >= threshold);
row(`as it is used: above ${threshold.toFixed(3)}`, share(spoken.filter(({ isRight }) => isRight).length, spoken.length), share(spoken.length, outcome.length));

const strange = ['想咨询老年证怎么办', '燃气表走得太快', '图书馆周末开门吗', '想学书法有没有班', '公交线路能不能延长', '医保卡丢了'];
const silent = strange.filter(
  (words) => guess(model, featuresOf({ matter: '99', areaCode: '330105010001', words, placeText: null }), 1)[0]!.probability < threshold,
);
row('what it has never seen: says nothing', `${silent.length} of ${strange.length}`);
