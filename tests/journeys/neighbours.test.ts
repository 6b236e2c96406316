import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePerson } from '../support/bookings.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { signInStaff } from '../support/screens.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());
const button = (name: string) => new RegExp(`^${name.split('').join('\\s?')}$`);

test('a volunteer serves, is confirmed, and spends an hour of it for her mother', async () => {
  const { house, address } = journey;
  const [station] = (await house.anyone.get('/api/volunteers/stations')).body as { id: string; name: { zh: string }; lon: number; lat: number }[];
  const { page, context } = await journey.open('portal-volunteer');
  await context.grantPermissions(['geolocation']);
  await context.setGeolocation({ longitude: station!.lon, latitude: station!.lat });
  await page.getByRole('button', { name: '做饭' }).click();
  await page.getByLabel(/时间币：/).check();
  await page.getByRole('button', { name: '成为志愿者' }).click();
  await page.getByText(/志愿者编号 330105/).waitFor();
  await page.getByRole('button', { name: '按离我远近排' }).click();
  const shift = page.getByRole('region', { name: '需要帮忙的地方' }).getByRole('article', { name: '陪独居老人聊天' }).first();
  await shift.getByText(/ 0 米| \d{1,2} 米/).waitFor();
  await shift.getByRole('button', { name: '我来' }).click();
  const mine = page.getByRole('region', { name: '我的服务' }).getByRole('article', { name: '陪独居老人聊天' });
  await mine.getByText('已报名').waitFor();

  house.clock.now = new Date('2026-11-24T01:00:00Z');
  await mine.getByRole('button', { name: '到了，签到' }).click();
  await mine.getByText('服务中').waitFor();
  house.clock.now = new Date('2026-11-24T03:00:00Z');
  await mine.getByRole('button', { name: '结束，签退' }).click();
  await mine.getByText('等待确认').waitFor();

  // A day later whoever works at the desk signs in again.
  journey.states.staff = await signInStaff(journey.browser, address, 'district');
  const desk = await journey.open('desk-volunteers', { size: 'desktop' });
  await desk.page.getByLabel('志愿服务站').click();
  await desk.page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: station!.name.zh }).click();
  await desk.page.getByRole('button', { name: /^确认时长 / }).click();
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: button('确定') })
    .click();
  await desk.page.getByText('没有等待确认的服务。').waitFor();
  await desk.context.close();

  await page.reload();
  await mine.getByText(/120 分钟 · 已记时间币/).waitFor();
  await page.getByText('服务证明').click();
  const [verify] = await Promise.all([page.getByAltText('核对志愿服务证明').locator('..').getAttribute('href')]);
  await page.goto(`${address}/time-bank`);
  await page.getByRole('region', { name: '我的时间币' }).getByText('2 枚').waitFor();
  const form = page.getByRole('form', { name: '请人帮忙' });
  const mother = form.getByLabel('给谁？');
  await mother.selectOption({ label: (await mother.locator('option').filter({ hasText: '母亲' }).textContent())!.trim() });
  await form.getByLabel('要帮什么忙').selectOption('shopping');
  await form.getByLabel('什么时候').fill('2026-11-25T09:00');
  await form.getByLabel('多久').selectOption('60');
  await form.getByRole('button', { name: '发出求助' }).click();
  await page.getByText(/已发出，留出 1 枚/).waitFor();
  const need = page.getByRole('article', { name: '代买东西' });
  await need.getByText('等人来帮').waitFor();

  const helper = await house.resident({ personId: await makePerson(house, '1990-05-05') });
  await helper.send('POST', '/api/volunteers/me', {});
  const open = (await helper.get('/api/volunteers/shifts')).body.find(({ isForOne }: { isForOne: boolean }) => isForOne);
  const { body: service } = await helper.send('POST', `/api/volunteers/shifts/${open.id}/join`);
  await page.reload();
  await need.getByText(/有人来/).waitFor();
  house.clock.now = new Date('2026-11-25T01:00:00Z');
  await helper.send('POST', `/api/volunteers/services/${service.id}/in`, { lon: open.lon, lat: open.lat });
  house.clock.now = new Date('2026-11-25T02:00:00Z');
  await helper.send('POST', `/api/volunteers/services/${service.id}/out`);
  const official = await house.staff('districtOfficial', { areaCode: '330105' });
  expect((await official.send('POST', `/api/volunteers/services/${service.id}/confirm`, { confirm: true })).body.state).toBe('confirmed');
  await page.reload();
  await need.getByText('已完成').waitFor();
  await page.getByRole('region', { name: '我的时间币' }).getByText('1 枚', { exact: true }).waitFor();
  await page.goto(verify!);
  await page.getByText('这是真实有效的证明。').waitFor();
  await context.close();
});

test('points become a haircut: taken on the phone, handed out at the barber’s for the code', async () => {
  const { page, context } = await journey.open('portal-points', { isElder: true });
  const balance = page.getByRole('region', { name: '积分', exact: true });
  const before = Number(await balance.locator('p').first().textContent());
  const haircut = page.getByRole('region', { name: '可以换什么' }).getByRole('article', { name: '理发一次' });
  await haircut.getByRole('button', { name: '我要换' }).click();
  await haircut.getByText(/用 30 积分 换吗/).waitFor();
  await haircut.getByRole('button', { name: '换', exact: true }).click();
  await haircut.getByText('换好了，去商户出示兑换码。').waitFor();
  const mine = page.getByRole('region', { name: '我的兑换' }).getByRole('article', { name: '理发一次' });
  const code = (await mine.locator('strong').textContent())!.trim();
  await balance.getByText('其中 30 已留给还没取的兑换').waitFor();
  const operator = await journey.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    storageState: await signInStaff(journey.browser, journey.address, 'operator'),
  });
  const counter = await operator.newPage();
  await counter.goto(`${journey.address}/desk/points`);
  await counter.getByLabel('商户').click();
  await counter.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: '理发' }).click();
  await counter.getByLabel('兑换码（8 位）').fill(code);
  await counter.getByRole('button', { name: button('核销') }).click();
  await counter.getByText('理发一次 已核销，收 30 积分').waitFor();
  await counter.getByLabel('兑换码（8 位）').fill(code);
  await counter.getByRole('button', { name: button('核销') }).click();
  await counter.getByText(/没有这个兑换，或已经用过/).waitFor();
  await operator.close();
  await page.reload();
  await mine.getByText('已取').waitFor();
  expect(Number(await balance.locator('p').first().textContent())).toBe(before - 30);
  await context.close();
});
