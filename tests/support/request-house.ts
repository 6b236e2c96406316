import { shippedMatters } from '../../modules/requests/duty/duty-list.ts';
import { makeUnit } from './cases.ts';
import { type Caller, district, openTestHouse } from './house.ts';

export const requestArea = '330105001051';

/** A demonstration house with a unit for lamps and one for children, and a duty list that sends to them. */
export async function openRequestHouse() {
  const house = await openTestHouse({ demo: true });
  const official = await house.staff('districtOfficial', { areaCode: district });
  const second = await house.staff('districtOfficial', { areaCode: district });
  const dispatcher = await house.staff('subdistrictOfficial', { areaCode: requestArea.slice(0, 9) });
  const worker = await house.staff('communityWorker', { areaCode: requestArea });
  const community = await house.db.selectFrom('areas.area').select(['centreLon', 'centreLat']).where('code', '=', requestArea).executeTakeFirstOrThrow();
  const at = { lon: community.centreLon!, lat: community.centreLat! };
  const lights = await makeUnit(house, official, '路灯管理所', requestArea);
  const children = await makeUnit(house, official, '未成年人保护中心', requestArea);
  const publish = async (duties: object[], matters: object[] = shippedMatters()) => {
    const { version } = (await official.send('POST', '/api/requests/duty-lists', { basis: '区政府令' })).body;
    const saved = await official.send('PUT', `/api/requests/duty-lists/${version}`, { revision: 1, content: { matters, duties } });
    return second.send('POST', `/api/requests/duty-lists/${version}/publication`, { revision: saved.body.revision });
  };
  await publish([
    { matter: '01', area: district, lead: lights.unit, clause: '第 1 条' },
    { matter: '0802', area: district, lead: children.unit, clause: '第 2 条' },
  ]);
  const move = (who: Caller, id: string, name: string, said: object = {}) => who.send('POST', `/api/cases/${id}/moves/${name}`, said);
  return {
    house,
    official,
    second,
    dispatcher,
    worker,
    at,
    lights,
    children,
    publish,
    move,
    tell: (who: Caller, more: object = {}) =>
      who.send('POST', '/api/requests', { matter: '0101', words: '单元门口的路灯三天不亮了', ...at, placeText: '3 幢东侧', ...more }),
    idOf: async (number: string) => (await official.get(`/api/cases/queue?box=all&number=${number}`)).body.cases[0].id as string,
    own: (who: Caller, number: string, name: string, said: object = {}) => who.send('POST', `/api/requests/receipts/${number}/moves/${name}`, said),
  };
}
export type RequestHouse = Awaited<ReturnType<typeof openRequestHouse>>;
