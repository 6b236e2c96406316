import type { CaseEvent } from '../engines/cases/case.ts';
import { shippedMatters } from '../modules/requests/index.ts';
import { wallMinute } from '../platform/clock.ts';
import type { Random } from './random.ts';

/** Sentences of invented residents, by matter, each with who deals with it. */
export const sentences: Record<string, { unit: string; texts: string[] }> = {
  '0101': { unit: '路灯管理所', texts: ['单元门口的路灯不亮了', '小路上的路灯一闪一闪', '北门路灯坏了三天', '晚上太黑，路灯没开'] },
  '0102': { unit: '城市管理队', texts: ['人行道地砖翘起来了', '路面有个大坑', '门口台阶破损', '地砖松动踩上去溅水'] },
  '0104': { unit: '社区公共服务站', texts: ['健身器材螺丝松了', '儿童滑梯裂了一条缝', '秋千绳子断了'] },
  '0105': { unit: '电梯应急处置中心', texts: ['电梯停在三楼不动', '电梯门关不上', '电梯上下抖动很厉害'] },
  '0106': { unit: '排水管理所', texts: ['雨后地下车库积水', '下水道堵了往外冒水', '楼道口积水进不了门'] },
  '0301': { unit: '城市管理队', texts: ['楼下堆了建筑垃圾', '垃圾桶满了没人清', '绿化带里有人丢垃圾'] },
  '0302': { unit: '城市管理队', texts: ['楼下饭店油烟很大', '垃圾房异味飘到楼上'] },
  '0303': { unit: '园林绿化队', texts: ['梧桐树枝压到电线', '树枝挡住窗户要修剪', '草坪秃了一大片'] },
  '0401': { unit: '城市管理队', texts: ['工地夜里打桩睡不着', '半夜还在施工'] },
  '0402': { unit: '社区公共服务站', texts: ['广场舞音响太吵', '楼上天天吵闹'] },
  '0501': { unit: '消防救援站', texts: ['消防通道停满了车', '楼道堆物堵住消防通道'] },
  '0502': { unit: '消防救援站', texts: ['有人把电瓶车推上楼充电', '飞线充电很危险'] },
  '0601': { unit: '城市管理队', texts: ['路口乱停车堵路', '车停在盲道上'] },
  '0602': { unit: '城市管理队', texts: ['共享单车堆在门口', '单车乱停放占了人行道'] },
  '0701': { unit: '社区公共服务站', texts: ['食堂的菜太咸', '送餐晚了半小时'] },
  '0901': { unit: '社区公共服务站', texts: ['物业费涨价没有说明'] },
  '0902': { unit: '社区公共服务站', texts: ['保洁好几天没来', '保安不管外来车辆'] },
  '1001': { unit: '社区公共服务站', texts: ['希望小区附近开个老年食堂', '附近能不能开一个老年食堂', '建议增加晚上的课程'] },
};
export const starts = ['三幢门口', '北门外', '菜场旁边', '幼儿园对面', '小区里', '公交站旁', '沿河步道', '社区服务中心边上'];

/** A day in the past weeks, fewer on weekends, and more rain trouble in early summer. */
export function drawMatter(random: Random, month: number): string {
  const wet = month >= 5 && month <= 7;
  const codes = Object.keys(sentences);
  const weights = codes.map((code) => (code === '0106' ? (wet ? 14 : 3) : code === '1001' ? 2 : code.startsWith('01') ? 6 : 4));
  let left = random.next() * weights.reduce((a, b) => a + b, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left <= 0) return codes[i]!;
  }
  return codes[0]!;
}

/** The moves of a request that went its usual way: sent, taken on, spoken of, answered, mostly rated. Some are late, some are sent twice, some come back. */
export function drawPast(
  random: Random,
  receivedAt: Date,
  matter: string,
  unitOf: (name: string) => string,
  people: { clerk: string; lead: string },
): CaseEvent[] {
  const own = shippedMatters().find(({ code }) => code === matter)!;
  const at = wallMinute(receivedAt);
  const isUrgent = own.class === 'urgent';
  const right = unitOf(sentences[matter]!.unit);
  const clerk = { id: people.clerk, part: 'dispatcher' as const };
  const lead = { id: people.lead, part: 'lead' as const };
  const events: CaseEvent[] = [{ move: 'open', at, by: { id: null, part: 'reporter' }, detail: { class: own.class } }];
  let minute = at;
  const add = (after: number, move: string, by: CaseEvent['by'], detail: CaseEvent['detail'] = {}) => {
    minute += after;
    events.push({ move, at: minute, by, detail });
  };
  if (random.next() < 0.07) {
    add(20, 'dispatch', clerk, { unit: unitOf('社区公共服务站') });
    add(60, 'return', lead, { reason: '不属于本单位职责' });
  }
  add(isUrgent ? 10 : 40, 'dispatch', clerk, { unit: right });
  add(isUrgent ? 10 : 90, 'sign', lead);
  if (random.next() < 0.86) add(isUrgent ? 5 : 60, 'contact', lead, { channel: 'phone' });
  if (random.next() < 0.1) add(30, 'note', lead, { text: '配件已订' });
  const slow = random.next() < 0.12;
  add((isUrgent ? 400 : 2 * 1440) + random.integer(0, isUrgent ? 300 : 2500) + (slow ? 12 * 1440 : 0), 'answer', lead, { text: '已处理，请您查看' });
  const word = random.next();
  if (word < 0.72) {
    const resolved = random.next() < 0.9;
    add(random.integer(60, 3000), 'rate', { id: null, part: 'reporter' }, { resolved, grade: resolved ? random.integer(3, 5) : random.integer(1, 3) });
  } else add(9 * 1440, 'closeSilent', { id: null, part: 'system' });
  return events;
}
