import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/id.ts';
import { setTime } from '../../tests/support/cases.ts';
import { district, inDistrict } from '../../tests/support/house.ts';
import { openRequestHouse, type RequestHouse, requestArea } from '../../tests/support/request-house.ts';

let r: RequestHouse;
beforeAll(async () => {
  r = await openRequestHouse();
  setTime(r.house, '2026-11-23 10:00');
});
afterAll(() => r.house.close());

const trees = ['梧桐树枝压到电线', '香樟树倒了', '树枝挡住窗户', '行道树枯死要修剪', '树上有虫掉下来'];
const drains = ['地下车库积水', '下水道往外冒水', '雨后路面积水很深', '污水管堵塞返味', '窨井堵住冒水'];
const starts = ['三幢门口', '北门外', '小区里', '菜场旁边', '幼儿园对面'];

/** Decided requests of a matter that says nothing of whose they are; the words do. Written into the books as if they had gone their way. */
async function decided(count: number) {
  await inDistrict(r.house.db, async (tx) => {
    for (let i = 0; i < count; i++) {
      const [text, unit] = i % 2 === 0 ? [trees[i % 5]!, r.children] : [drains[i % 5]!, r.lights];
      const at = new Date(Date.parse('2026-09-01T00:00:00Z') + i * 3_600_000);
      const [id, number] = [newId(at.getTime()), `2609${String(i).padStart(8, '0')}`];
      const file = { kind: 'request', typeVersion: '2026-12-01', class: 'help', title: '其他', areaCode: requestArea, state: 'closed', seq: 5 };
      await tx
        .insertInto('cases.caseFile')
        .values({ ...file, district, id, number, leadUnit: unit.unit, openedAt: at, closedAt: at })
        .execute();
      const told = { matter: '99', listVersion: 2, channel: 'portal', areaCode: requestArea, isPublic: false, secretHash: number, receivedAt: at };
      await tx
        .insertInto('requests.request')
        .values({ ...told, district, id, number, words: `${starts[Math.floor(i / 5) % 5]}${text}，编号${i}` })
        .execute();
    }
  });
}
const propose = async (words: string) => {
  const { number } = (await r.tell(r.house.anyone, { matter: '99', words })).body;
  return (await r.dispatcher.get(`/api/requests/${await r.idOf(number)}/proposals`)).body;
};

test('too little history teaches nothing; with enough of it, sure words are proposed with reasons and the rest is left to a person', async () => {
  expect((await r.official.send('POST', '/api/requests/dispatch-model')).body).toMatchObject({ type: 'requests/too-little-history', least: 420 });
  expect(await propose('北门外香樟树倒了')).toEqual([]);
  await decided(440);
  expect((await r.official.send('POST', '/api/requests/dispatch-model')).body).toEqual({ version: 1 });
  expect((await r.official.get('/api/requests/dispatch-model')).body).toMatchObject({ examples: 440, accuracy: 1, rulesAccuracy: 0 });
  const [tree] = await propose('菜场旁边梧桐树枝压到电线');
  expect(tree).toMatchObject({ unit: { id: r.children.unit }, source: 'history' });
  expect(tree.probability).toBeGreaterThan(0.8);
  expect(tree.because.join('')).toMatch(/树|枝/);
  expect((await propose('雨后路面积水很深'))[0]).toMatchObject({ unit: { id: r.lights.unit } });
  expect(await propose('想问一下老年证怎么办')).toEqual([]);
});
