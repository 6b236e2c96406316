import type { OpeningHours } from '../engines/calendar/opening-hours.ts';

const base: Pick<OpeningHours, 'exceptions' | 'vacations'> = {
  exceptions: [{ from: '2026-02-16', to: '2026-02-18', intervals: [], note: '春节闭馆' }],
  vacations: [
    { from: '2026-01-24', to: '2026-02-22' },
    { from: '2026-07-01', to: '2026-08-31' },
    { from: '2027-01-25', to: '2027-02-25' },
  ],
};
export const workdays = [1, 2, 3, 4, 5];
const everyDay = [1, 2, 3, 4, 5, 6, 7];
export const h = (hour: number, minute = 0) => hour * 60 + minute;

export const hourKinds: Record<string, OpeningHours> = {
  complex: {
    ...base,
    allDay: false,
    weekly: [{ days: everyDay, from: h(8, 30), to: h(20, 30) }],
    onHoliday: 'asSunday',
    onMakeUpDay: 'asUsual',
  },
  office: {
    ...base,
    allDay: false,
    weekly: [
      { days: workdays, from: h(8, 30), to: h(11, 45) },
      { days: workdays, from: h(13, 30), to: h(17) },
    ],
    onHoliday: 'closed',
    onMakeUpDay: 'asMonday',
  },
  canteen: {
    ...base,
    allDay: false,
    weekly: [
      { days: everyDay, from: h(6, 30), to: h(8, 30) },
      { days: everyDay, from: h(10, 45), to: h(13) },
      { days: everyDay, from: h(16, 45), to: h(18, 30) },
    ],
    onHoliday: 'asUsual',
    onMakeUpDay: 'asUsual',
  },
  library: {
    ...base,
    allDay: false,
    weekly: [{ days: [2, 3, 4, 5, 6, 7], from: h(9), to: h(21) }],
    onHoliday: 'asUsual',
    onMakeUpDay: 'asUsual',
  },
  allDay: { ...base, allDay: true, weekly: [], onHoliday: 'asUsual', onMakeUpDay: 'asUsual' },
  afterSchool: {
    ...base,
    allDay: false,
    weekly: [
      { days: workdays, from: h(15, 30), to: h(18, 30), term: 'term' },
      { days: workdays, from: h(8), to: h(17, 30), term: 'vacation' },
    ],
    onHoliday: 'closed',
    onMakeUpDay: 'asMonday',
  },
  sport: {
    ...base,
    allDay: false,
    weekly: [
      { days: everyDay, from: h(6), to: h(21, 30), season: { from: '05-01', to: '10-31' } },
      { days: everyDay, from: h(7), to: h(20, 30), season: { from: '11-01', to: '04-30' } },
    ],
    onHoliday: 'asUsual',
    onMakeUpDay: 'asUsual',
  },
};

/** Kinds of single facilities: function, how many, name, hours, capacity. */
export const kinds: {
  code: string;
  count: number;
  name: string;
  en: string;
  hours: string;
  capacity: [number, number] | null;
}[] = [
  { code: 'MEAL', count: 62, name: '社区食堂', en: 'Community Canteen', hours: 'canteen', capacity: [30, 120] },
  { code: 'ELD-CTR', count: 48, name: '居家养老服务中心', en: 'Elder Care Centre', hours: 'office', capacity: [10, 40] },
  { code: 'HLT-CLN', count: 56, name: '社区卫生服务站', en: 'Health Station', hours: 'office', capacity: null },
  { code: 'CHD-NUR', count: 27, name: '托育园', en: 'Nursery', hours: 'office', capacity: [20, 80] },
  { code: 'CHD-STN', count: 24, name: '婴幼儿成长驿站', en: 'Infant Station', hours: 'office', capacity: [8, 20] },
  { code: 'CHD-ASC', count: 30, name: '儿童托管点', en: 'After-school Care', hours: 'afterSchool', capacity: [20, 60] },
  { code: 'CUL-LIB', count: 44, name: '社区书房', en: 'Community Reading Room', hours: 'library', capacity: [20, 80] },
  { code: 'SPT-EMB', count: 60, name: '百姓健身场', en: 'Sports Ground', hours: 'sport', capacity: null },
  { code: 'SPT-HALL', count: 12, name: '运动馆', en: 'Sports Hall', hours: 'sport', capacity: [40, 200] },
  { code: 'CNV-FIX', count: 22, name: '便民维修点', en: 'Repair Point', hours: 'office', capacity: null },
  { code: 'HLT-REHAB', count: 7, name: '社区康复站', en: 'Rehabilitation Station', hours: 'office', capacity: [8, 20] },
  { code: 'OTH-CHA', count: 8, name: '慈善超市', en: 'Charity Shop', hours: 'office', capacity: null },
];

type RoomPlan = [name: string, zone: string, functions: string[], area: [number, number], operators: string[], chance: number];
export const roomPlans: RoomPlan[] = [
  ['居民会客厅', 'living', ['CNV-MATCH', 'CNV-FAM'], [80, 170], ['public', 'social'], 1],
  ['综合办事大厅', 'counter', ['CNV-JOB'], [90, 180], ['public'], 1],
  ['居民议事厅', 'deliberation', ['CNV-DEL'], [40, 80], ['public', 'resident'], 0.92],
  ['党员之家', 'party', [], [40, 90], ['public'], 0.95],
  ['社区食堂', 'living', ['MEAL'], [120, 260], ['market'], 0.72],
  ['日间照料中心', 'elderAndChild', ['ELD-CTR', 'ELD-SW'], [120, 240], ['social', 'market'], 0.85],
  ['老年学堂', 'elderAndChild', ['ELD-SCH', 'ELD-REC'], [60, 130], ['social', 'resident'], 0.8],
  ['托育园', 'elderAndChild', ['CHD-NUR'], [150, 260], ['market'], 0.4],
  ['成长驿站', 'elderAndChild', ['CHD-STN', 'KID-WCH'], [50, 100], ['social', 'public'], 0.6],
  ['儿童之家', 'elderAndChild', ['KID-HOME', 'CHD-ASC'], [60, 130], ['social'], 0.7],
  ['健身房', 'living', ['SPT-EMB'], [80, 200], ['market'], 0.62],
  ['社区书房', 'x', ['CUL-LIB'], [70, 160], ['social', 'public'], 0.75],
  ['卫生服务站', 'x', ['HLT-CLN'], [120, 200], ['public'], 0.45],
  ['心理咨询室', 'x', ['HLT-MIND'], [18, 35], ['social'], 0.4],
  ['社会组织孵化室', 'x', ['OTH-ORG'], [40, 90], ['social'], 0.4],
  ['理发室', 'living', [], [15, 35], ['market'], 0.5],
  ['辅具租赁点', 'x', ['ELD-AID'], [15, 40], ['social', 'market'], 0.3],
];

/** What a function's service is called, costs and promises; invented examples. */
export const serviceExamples: Record<
  string,
  {
    name: string;
    nameEn: string;
    priceClass: 'free' | 'lowFee' | 'market';
    priceFen: number | null;
    unit: string | null;
    who: string;
    whoEn: string;
    promise: string;
  }
> = {
  MEAL: {
    name: '老年午餐',
    nameEn: 'Lunch for elders',
    priceClass: 'lowFee',
    priceFen: 1200,
    unit: '份',
    who: '60 岁以上，凭身份证或爱心卡',
    whoEn: 'People of 60 and over, with identity or care card',
    promise: '11:00 前预订，当日供应',
  },
  'ELD-CTR': {
    name: '日间照料',
    nameEn: 'Day care',
    priceClass: 'lowFee',
    priceFen: 3000,
    unit: '天',
    who: '60 岁以上、白天需要照看的老人',
    whoEn: 'Elders who need company and care by day',
    promise: '申请后 3 个工作日内答复',
  },
  'ELD-SCH': {
    name: '智能手机课',
    nameEn: 'Smartphone class',
    priceClass: 'free',
    priceFen: null,
    unit: null,
    who: '60 岁以上居民',
    whoEn: 'Residents of 60 and over',
    promise: '每周一次，满 8 人开班',
  },
  'CHD-NUR': {
    name: '半日托',
    nameEn: 'Half-day nursery',
    priceClass: 'market',
    priceFen: 9000,
    unit: '半天',
    who: '6 个月至 3 岁',
    whoEn: 'From 6 months to 3 years',
    promise: '可先体验一次',
  },
  'CHD-ASC': {
    name: '放学后托管',
    nameEn: 'After-school care',
    priceClass: 'lowFee',
    priceFen: 2500,
    unit: '次',
    who: '小学生',
    whoEn: 'Primary school children',
    promise: '学期内工作日 15:30–18:30',
  },
  'CUL-LIB': {
    name: '图书借阅',
    nameEn: 'Books to read and borrow',
    priceClass: 'free',
    priceFen: null,
    unit: null,
    who: '所有人',
    whoEn: 'Everybody',
    promise: '刷社保卡即可',
  },
  'HLT-CLN': {
    name: '测血压血糖',
    nameEn: 'Blood pressure and sugar check',
    priceClass: 'free',
    priceFen: null,
    unit: null,
    who: '所有居民',
    whoEn: 'All residents',
    promise: '随到随测',
  },
  'SPT-EMB': {
    name: '健身',
    nameEn: 'Gym',
    priceClass: 'lowFee',
    priceFen: 1000,
    unit: '次',
    who: '16 岁以上',
    whoEn: 'People of 16 and over',
    promise: '开放时间内随到随练',
  },
  'CNV-DEL': {
    name: '居民议事会',
    nameEn: "Residents' meeting",
    priceClass: 'free',
    priceFen: null,
    unit: null,
    who: '本社区居民',
    whoEn: 'Residents of the community',
    promise: '每月一次，结果 5 个工作日内公布',
  },
  'CNV-NIGHT': {
    name: '青年夜校',
    nameEn: 'Night school',
    priceClass: 'lowFee',
    priceFen: 5000,
    unit: '期',
    who: '18 至 45 岁',
    whoEn: 'From 18 to 45',
    promise: '12 次课一期',
  },
};
