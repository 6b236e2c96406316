import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, district, openTestHouse, type TestHouse } from '../../tests/support/house.ts';
import { type LedgerRoom, ledgerRatios } from './ledger/ratios.ts';

const room = (change: Partial<LedgerRoom>): LedgerRoom => ({
  usableArea: 100,
  zone: 'living',
  functions: [],
  operatorClass: 'public',
  useKind: 'service',
  allDay: false,
  times: [],
  ...change,
});

describe('the live ratios of a complex', () => {
  test('take the usable area without offices as the denominator', () => {
    const ratios = ledgerRatios([
      room({ functions: ['MEAL', 'CNV-FIX'], operatorClass: 'market' }),
      room({ operatorClass: 'social', allDay: true, usableArea: 50 }),
      room({ usableArea: 50, zone: 'party' }),
      room({ useKind: 'office', usableArea: 50, operatorClass: 'market' }),
    ]);
    expect(ratios).toMatchObject({
      usableArea: 200,
      multiFunction: { area: 100, share: 0.5 },
      market: { area: 100, share: 0.5 },
      social: { share: 0.25 },
      allDay: { share: 0.25 },
      office: { area: 50, share: 0.2 },
    });
    expect(ratios.missingZones).toEqual(['counter', 'deliberation', 'elderAndChild']);
  });
  test('a hall with three functions by the hour counts once in the total and by time in each function', () => {
    const ratios = ledgerRatios([
      room({
        times: [
          { functionCode: 'ELD-REC', from: 540, to: 900 },
          { functionCode: 'CHD-PAL', from: 930, to: 1050 },
          { functionCode: 'CNV-NIGHT', from: 1080, to: 1200 },
        ],
      }),
    ]);
    expect(ratios.usableArea).toBe(100);
    expect(ratios.multiFunction.share).toBe(1);
    expect(ratios.functionAreas).toEqual([
      { functionCode: 'CHD-PAL', area: 20 },
      { functionCode: 'CNV-NIGHT', area: 20 },
      { functionCode: 'ELD-REC', area: 60 },
    ]);
  });
  test('an empty ledger is 0 %, not a division by nothing', () => {
    expect(ledgerRatios([]).market).toEqual({ area: 0, share: 0 });
  });
  test('shares lie between 0 and 1, and by operator they never exceed the whole', () => {
    const anyRoom = fc
      .record({
        usableArea: fc.integer({ min: 1, max: 9999 }).map((n) => n / 10),
        operatorClass: fc.constantFrom('public', 'market', 'social', 'resident'),
        useKind: fc.constantFrom('service', 'office', 'display'),
        allDay: fc.boolean(),
      })
      .map(room);
    fc.assert(
      fc.property(fc.array(anyRoom, { maxLength: 30 }), (rooms) => {
        const { market, social, allDay, office, multiFunction } = ledgerRatios(rooms);
        for (const { share } of [market, social, allDay, office, multiFunction]) expect(share >= 0 && share <= 1 + 1e-9).toBe(true);
        expect(market.share + social.share).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

describe('the register', () => {
  let house: TestHouse;
  let official: Caller;
  const fields = { kind: 'complex', name: '大运河幸福家园测试', areaCode: '330105001051', lon: 120.15, lat: 30.31 };
  const ledger = { name: '会客厅', usableArea: 100, operatorClass: 'public', functions: ['MEAL'] };
  const make = async (change: object = {}) => (await official.send('POST', '/api/places', { ...fields, ...change })).body.id as string;
  const read = async (id: string) => (await house.anyone.get(`/api/places/${id}`)).body;
  beforeAll(async () => {
    house = await openTestHouse({ demo: true });
    official = await house.staff('districtOfficial', { areaCode: district });
  });
  afterAll(() => house.close());

  test('a new complex is found by pinyin and by initials', async () => {
    const id = await make();
    for (const find of ['运河幸福', 'dayunhe', 'dyhxf', 'DYHXF']) {
      const found = await house.anyone.get(`/api/places?find=${encodeURIComponent(find)}`);
      expect(found.body.map((place: { id: string }) => place.id)).toContain(id);
    }
    expect((await house.anyone.get('/api/places?find=%25')).body).toEqual([]);
  });
  test('ratios and functions follow the rooms at once', async () => {
    const id = await make({ name: '账本测试' });
    await official.send('POST', `/api/places/${id}/rooms`, ledger);
    const second = (
      await official.send('POST', `/api/places/${id}/rooms`, {
        ...ledger,
        name: '健身房',
        operatorClass: 'market',
        functions: ['SPT-EMB', 'ELD-REC'],
      })
    ).body;
    expect(await read(id)).toMatchObject({
      functions: ['ELD-REC', 'MEAL', 'SPT-EMB'],
      ratios: { market: { share: 0.5 }, multiFunction: { share: 0.5 } },
    });
    await official.send('PUT', `/api/places/${id}/rooms/${second.id}`, {
      ...ledger,
      name: '健身房',
      usableArea: 300,
      operatorClass: 'social',
    });
    expect(await read(id)).toMatchObject({
      functions: ['MEAL'],
      ratios: { social: { share: 0.75 }, multiFunction: { share: 0 } },
    });
    await official.send('DELETE', `/api/places/${id}/rooms/${second.id}`);
    expect((await read(id)).rooms).toHaveLength(1);
  });
  test('two rooms of one name are refused, also when added at once', async () => {
    const id = await make({ name: '同名测试' });
    const answers = await Promise.all([1, 2, 3, 4].map(() => official.send('POST', `/api/places/${id}/rooms`, ledger)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
  });
  test('of rooms changed at the same moment none is forgotten, and a facility keeps its functions', async () => {
    const id = await make({ name: '同时改房间' });
    const codes = ['MEAL', 'CUL-LIB', 'SPT-EMB', 'HLT-CLN', 'CNV-FIX', 'ELD-CTR'];
    await Promise.all(codes.map((code) => official.send('POST', `/api/places/${id}/rooms`, { ...ledger, name: code, functions: [code] })));
    expect((await read(id)).functions).toEqual(codes.toSorted());
    const facility = await make({ name: '单体设施', kind: 'facility', functions: ['MEAL'] });
    await official.send('POST', `/api/places/${facility}/rooms`, { ...ledger, functions: [] });
    expect((await read(facility)).functions).toEqual(['MEAL']);
  });
  test('an operator keeps its rooms, but not where the place belongs or who runs it', async () => {
    const organisation = (await official.send('POST', '/api/partners', { name: '一家运营方', kind: 'operator' })).body.id;
    const id = await make({ name: '委托运营', nameEn: 'Entrusted Home', operatorId: organisation });
    const operator = await house.staff('operator', { organisationId: organisation });
    expect((await operator.send('PUT', `/api/places/${id}`, { revision: 1, phone: '0571-2' })).status).toBe(200);
    expect((await operator.send('PUT', `/api/places/${id}`, { revision: 2, operatorId: null })).body.type).toBe('places/not-yours');
    const community = await house.staff('communityOfficial', { areaCode: '330105001051' });
    expect((await community.send('PUT', `/api/places/${id}`, { revision: 2, areaCode: '330105002051' })).body.type).toBe('places/not-yours');
    await operator.send('PUT', `/api/places/${id}`, { revision: 2, name: '委托运营改名' });
    expect((await house.anyone.get('/api/places?find=entrusted')).body.map((place: { id: string }) => place.id)).toContain(id);
    expect((await official.send('POST', `/api/places/${id}/close`, { closedOn: '2099-01-01' })).body.type).toBe('places/closes-later');
  });
  test('an unknown function, a missing place and a negative area are refused with the field', async () => {
    const id = await make({ name: '拒绝测试' });
    expect(await official.send('POST', `/api/places/${id}/rooms`, { ...ledger, functions: ['POOL'] })).toMatchObject({
      status: 422,
      body: { type: 'places/no-such-function', codes: ['POOL'] },
    });
    expect(await official.send('POST', '/api/places/00000000-0000-7000-8000-000000000000/rooms', ledger)).toMatchObject({
      status: 404,
    });
    expect(await official.send('POST', `/api/places/${id}/rooms`, { ...ledger, usableArea: -1 })).toMatchObject({
      status: 400,
      body: { fields: [{ field: 'usableArea' }] },
    });
    expect(await official.send('POST', '/api/places', { ...fields, buildingArea: 100, usableArea: 200 })).toMatchObject({
      status: 422,
      body: { type: 'places/usable-too-large' },
    });
    expect(await official.send('POST', '/api/places', { ...fields, operatorId: '00000000-0000-7000-8000-000000000000' })).toMatchObject({
      status: 422,
      body: { type: 'request/unknown-reference' },
    });
  });
  test('two times of one room cannot overlap; touching ones can', async () => {
    const id = await make({ name: '分时测试' });
    const { id: roomId } = (await official.send('POST', `/api/places/${id}/rooms`, ledger)).body;
    const path = `/api/places/${id}/rooms/${roomId}/times`;
    const times = [
      { functionCode: 'ELD-REC', weekday: 1, from: 540, to: 900 },
      { functionCode: 'CHD-PAL', weekday: 1, from: 900, to: 1050 },
    ];
    expect((await official.send('PUT', path, { times })).status).toBe(200);
    const overlapping = [...times, { functionCode: 'CNV-NIGHT', weekday: 1, from: 1049, to: 1200 }];
    expect(await official.send('PUT', path, { times: overlapping })).toMatchObject({
      status: 409,
      body: { type: 'places/times-overlap' },
    });
    expect((await read(id)).rooms[0].times).toHaveLength(2);
  });
  test('of two who change the same place, the later is told and loses nothing unread', async () => {
    const id = await make({ name: '并发测试' });
    const answers = await Promise.all(['a', 'b', 'c'].map((phone) => official.send('PUT', `/api/places/${id}`, { revision: 1, phone })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409]);
    expect(answers.find((answer) => answer.status === 409)!.body.type).toBe('places/changed-meanwhile');
  });
  test('a change of one field leaves the others as they are', async () => {
    const id = await make({ name: '部分修改', address: '某路1号', capacity: 30, functions: ['MEAL'] });
    await official.send('PUT', `/api/places/${id}`, { revision: 1, phone: '0571' });
    expect(await read(id)).toMatchObject({ address: '某路1号', capacity: 30, phone: '0571', functions: ['MEAL'] });
  });
  test('hours with exceptions, holidays and terms are what people read', async () => {
    const id = await make({ name: '时间测试' });
    const hours = {
      allDay: false,
      weekly: [{ days: [1, 2, 3, 4, 5], from: 540, to: 1020 }],
      onHoliday: 'closed',
      onMakeUpDay: 'asMonday',
      exceptions: [{ from: '2026-11-24', to: '2026-11-24', intervals: [], note: '消防检查' }],
      vacations: [],
    };
    expect((await official.send('PUT', `/api/places/${id}/hours`, { revision: 1, hours })).status).toBe(200);
    house.clock.now = new Date('2026-11-23T02:00:00Z');
    const place = await read(id);
    expect(place.open).toEqual({ isOpen: true, closesAt: 1020, opensNext: null });
    expect(place.week[1]).toMatchObject({ day: '2026-11-24', intervals: [], why: 'exception', note: '消防检查' });
    house.clock.now = new Date('2026-11-23T10:00:00Z');
    expect((await read(id)).open.opensNext).toEqual({ day: '2026-11-25', minute: 540 });
    const wrong = { ...hours, weekly: [{ days: [1], from: 1320, to: 120 }] };
    expect(await official.send('PUT', `/api/places/${id}/hours`, { revision: 2, hours: wrong })).toMatchObject({
      status: 422,
      body: { type: 'places/wrong-hours' },
    });
  });
  test('a census keeps the register of a day, and the difference names fields', async () => {
    const kept = await make({ name: '普查前', capacity: 10 });
    const gone = await make({ name: '将关闭' });
    const census = (await official.send('POST', '/api/places/censuses', { title: '一次普查', asOf: '2026-11-23' })).body;
    await official.send('PUT', `/api/places/${kept}`, { revision: 1, capacity: 25 });
    await official.send('POST', `/api/places/${gone}/close`, { closedOn: '2026-11-23' });
    const added = await make({ name: '新开' });
    const { body } = await official.get(`/api/places/censuses/${census.id}/difference`);
    expect(body.added).toEqual([{ id: added, name: '新开' }]);
    expect(body.removed).toEqual([{ id: gone, name: '将关闭' }]);
    expect(body.changed).toEqual([{ id: kept, name: '普查前', fields: [{ field: 'capacity', before: '10', after: '25' }] }]);
    expect(body.unchanged).toBe(census.places - 2);
  });
  test('the catalogue has 33 functions and four groupings, with its source and status', async () => {
    const { body } = await house.anyone.get('/api/places/functions');
    expect(body.functions).toHaveLength(33);
    expect(body.functions.filter((entry: { basic: boolean }) => entry.basic)).toHaveLength(30);
    expect(body.status).toBe('draft');
    expect(new Set(body.groups.map((group: { grouping: string }) => group.grouping))).toEqual(
      new Set(['gs-classes', 'seven-domains', 'zones-5x', 'four-five-x', 'embedded-four']),
    );
    const codes = body.functions.map((entry: { code: string }) => entry.code).sort();
    for (const grouping of ['gs-classes', 'zones-5x', 'four-five-x']) {
      const inside = body.groups
        .filter((group: { grouping: string }) => group.grouping === grouping)
        .flatMap((group: { functions: string[] }) => group.functions);
      expect([...new Set(inside)].sort()).toEqual(codes);
    }
  });
  test('services say what, for whom, at what price and how', async () => {
    const services = (await house.anyone.get('/api/services?function=MEAL')).body;
    expect(services.length).toBeGreaterThan(20);
    expect(services[0]).toMatchObject({ functionCode: 'MEAL', priceClass: 'lowFee', priceFen: 1200 });
    expect(services[0].steps.length).toBeGreaterThan(1);
  });
  test('areas know their types, service areas of 2 or 3 communities, and their history', async () => {
    const path = '/api/areas/330105001052';
    expect((await official.send('POST', `${path}/types`, { type: 'industrial', validFrom: '2026-01-01', basis: '某文' })).status).toBe(200);
    expect((await official.send('POST', `${path}/types`, { type: 'industrial', validFrom: '2026-02-01', basis: '某文' })).body.type).toBe('areas/type-held');
    const made = { name: '三社区片区', communities: ['330105001051', '330105001052', '330105001053'], validFrom: '2026-01-01' };
    expect((await official.send('POST', '/api/areas/service-areas', made)).status).toBe(200);
    expect((await official.send('POST', '/api/areas/service-areas', { ...made, name: '一社区', communities: ['330105001051'] })).body.type).toBe(
      'areas/not-two-or-three',
    );
    await official.send('POST', `${path}/rename`, { name: '米市新名社区', effectiveOn: '2026-06-01', basis: '某文' });
    const nameOn = async (day: string) =>
      (await house.anyone.get(`/api/areas?within=330105001&on=${day}`)).body.find((area: { code: string }) => area.code === '330105001052')?.name;
    expect([await nameOn('2026-05-31'), await nameOn('2026-06-01')]).toEqual(['米市社区', '米市新名社区']);
  });
});
