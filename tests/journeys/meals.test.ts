import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';
import { elsewhere, makeEater } from '../support/meals.ts';
import { signInStaff } from '../support/screens.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
  journey.house.clock.now = new Date('2026-11-23T04:00:00Z');
});
afterAll(() => journey?.end());

const local = { isLocal: true, isMinimum: false };
const button = (name: string) => new RegExp(`^${name.split('').join('\\s?')}$`);
/** Works out what a tray of a weight costs somebody with a card. */
async function quote(page: Page, card: string | null, weighed: string) {
  if (card === null) await page.getByText('不登记', { exact: true }).click();
  else await page.getByLabel('卡号').fill(card);
  await page.getByLabel('称重金额（元）').fill(weighed);
  await page.getByRole('button', { name: button('算价格') }).click();
}
async function take(page: Page, due: string) {
  await page.getByRole('button', { name: `收款 ${due}` }).click();
  await page.getByText(`已收款 ${due}`).waitFor();
  await page.getByRole('button', { name: button('下一位') }).click();
}

test('an elder of another district eats here: the discount of the canteen, the subsidy of her own district, told line by line', async () => {
  const { card } = await makeEater(journey.house, { bornOn: '1944-03-08', facts: local, home: elsewhere });
  const { page, context } = await journey.open('desk-till', { size: 'desktop' });
  await quote(page, card, '20');
  await page.getByText(/陈\*\*（外区老人，补贴由老人所在区承担）/).waitFor();
  const lines = await page.getByRole('row').filter({ hasText: '元' }).allInnerTexts();
  expect(lines.slice(0, 4).map((line) => line.replace(/\s+/g, ' '))).toEqual(['菜价 20 元', '满 80 岁，八五折 -3 元', '80 岁以上补贴 -3 元', '应付 14 元']);
  await take(page, '14 元');
  // A second lunch today: the discount stays, the subsidy was had.
  await quote(page, card, '20');
  await page.getByText(/今天或本周已用完：80 岁以上补贴/).waitFor();
  await page.getByRole('button', { name: '收款 17 元' }).waitFor();
  const row = page.locator('.ant-table-row').first();
  await row.getByRole('button', { name: button('退款') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('老人身体不适，没有用餐');
  await dialog.getByRole('button', { name: button('好') }).click();
  await row.getByText('已退').waitFor();
  await context.close();
});

test('a till goes on without a connection, and what it sold comes in once, with the one subsidy that was not due', async () => {
  const [known, double] = [
    await makeEater(journey.house, { bornOn: '1944-03-08', facts: local }),
    await makeEater(journey.house, { bornOn: '1955-03-08', facts: local }),
  ];
  const { page, context } = await journey.open('desk-till', { size: 'desktop' });
  await page.getByRole('button', { name: '新开收银台' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('收银台名称').fill('门口');
  await dialog.getByRole('button', { name: button('好') }).click();
  await page.getByText('断网时这台设备也能记账').waitFor();
  await quote(page, known.card, '20');
  await page.getByRole('button', { name: '收款 14 元' }).waitFor();
  await quote(page, double.card, '20');
  await take(page, '16 元');
  await context.setOffline(true);
  await quote(page, known.card, '20');
  await page.getByText(/网络不通，按离线方式记账/).waitFor();
  await take(page, '14 元');
  await quote(page, double.card, '20');
  await take(page, '16 元');
  await quote(page, null, '12.5');
  await take(page, '12.50 元');
  await page.getByText('有 3 笔离线记录等待上传').waitFor();
  await context.setOffline(false);
  // It brings them in by itself.
  await page.getByText('1 笔离线补贴没有给，请核对').waitFor();
  await page.getByText(/这一餐在别处已补贴/).waitFor();
  await expect.poll(() => page.locator('.ant-table-row').filter({ hasText: '已售' }).count()).toBe(4);
  await page.reload();
  await page.getByText('1 笔离线补贴没有给，请核对').waitFor();
  await context.close();
});

test('a till whose browser is restarted without a connection comes back, and sells', async () => {
  const { card } = await makeEater(journey.house, { bornOn: '1944-03-08', facts: local });
  const context = await journey.browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', storageState: journey.states.staff });
  const page = await context.newPage();
  await page.goto(`${journey.address}/desk/till`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.getByRole('button', { name: '新开收银台' }).click();
  await page.getByRole('dialog').getByLabel('收银台名称').fill('雨天');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: button('好') })
    .click();
  await page.getByText('断网时这台设备也能记账').waitFor();
  await page.reload();
  await quote(page, card, '20');
  await page.getByRole('button', { name: '收款 14 元' }).waitFor();
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.reload();
  await quote(page, card, '20');
  await page.getByText(/网络不通，按离线方式记账/).waitFor();
  await take(page, '14 元');
  await page.reload();
  await page.getByText('有 1 笔离线记录等待上传').waitFor();
  await context.setOffline(false);
  await expect.poll(() => page.getByText('有 1 笔离线记录等待上传').count(), { timeout: 25_000 }).toBe(0);
  await page.locator('.ant-table-row').filter({ hasText: '14 元' }).first().waitFor();
  await context.close();
});

test('a resident orders lunch for her mother, shows her code at the till, and the kitchen knows', async () => {
  const { page, context } = await journey.open('portal-canteen', { isElder: true });
  const name = (await page.getByRole('heading', { level: 1 }).textContent())!;
  const form = page.locator('form');
  await form.getByLabel('给谁订？').selectOption({ index: 1 });
  await form.getByRole('button', { name: '送到家' }).click();
  await form.getByLabel(/送到哪里/).fill('和睦新村 3 幢 201');
  await form.getByRole('button', { name: '确认预订' }).click();
  await page.getByText(/订好了：/).waitFor();
  await page.goto(`${journey.address}/my-meals`);
  await page.getByRole('article').filter({ hasText: name }).getByText('已订').waitFor();
  const code = await page.getByAltText('就餐码图形').getAttribute('data-code');
  const desk = await journey.open('desk-till', { size: 'desktop' });
  await desk.page.getByText('就餐码', { exact: true }).click();
  await desk.page.getByRole('textbox', { name: '就餐码' }).fill(code!);
  await desk.page.getByLabel('称重金额（元）').fill('10');
  await desk.page.getByRole('button', { name: button('算价格') }).click();
  await desk.page.getByRole('button', { name: /^收款 / }).click();
  await desk.page.getByText(/^已收款/).waitFor();
  await desk.page.goto(`${journey.address}/desk/canteens`);
  await desk.page.getByRole('button', { name: `备餐与送餐 ${name}` }).click();
  await desk.page.getByLabel('日期').fill('2026-11-24');
  await desk.page.getByText('和睦新村 3 幢 201').waitFor();
  await desk.page.getByRole('button', { name: '排线路' }).click();
  await desk.page.getByRole('dialog').getByLabel('线路名').fill('一号线');
  await desk.page
    .getByRole('dialog')
    .getByRole('button', { name: button('保存') })
    .click();
  await desk.page.getByRole('cell', { name: '一号线' }).waitFor();
  await desk.context.close();
  await page.getByRole('article').filter({ hasText: name }).getByRole('button', { name: '取消这一餐' }).click();
  await page.getByRole('article').filter({ hasText: name }).getByText('已取消').waitFor();
  await context.close();
});

test('a month is drawn up, claimed by the operator, asked about, approved and paid', async () => {
  const { page, context } = await journey.open('desk-meal-questions', { size: 'desktop' });
  await page.getByRole('tab', { name: '疑问 (1)' }).waitFor();
  await page.getByRole('button', { name: /^核实 同一人短时间在两处就餐/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('不付', { exact: true }).click();
  await dialog.getByLabel(/核实情况/).fill('电话核实：卡借给了邻居');
  await dialog.getByRole('button', { name: button('确定') }).click();
  await page.getByRole('tab', { name: '疑问 (0)' }).waitFor();
  const operator = await journey.browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    storageState: await signInStaff(journey.browser, journey.address, 'operator'),
  });
  const own = await operator.newPage();
  await own.goto(`${journey.address}/desk/meal-claims`);
  for (const nth of [0, 1]) {
    await own.getByLabel('助餐点').click();
    await own.locator('.ant-select-dropdown:visible .ant-select-item-option').nth(nth).click();
    await own.getByRole('button', { name: '申报 2026-10' }).click();
    await own.getByText('已申报').waitFor();
  }
  await operator.close();
  await page.getByRole('tab', { name: '结算单' }).click();
  await page.reload();
  for (const nth of [0, 1]) {
    await expect.poll(() => page.getByRole('button', { name: /^审核通过/ }).count()).toBe(2 - nth);
    await page
      .getByRole('button', { name: /^审核通过/ })
      .first()
      .click();
  }
  await page.getByRole('button', { name: button('付款') }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('十月助餐补贴');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: button('确定') })
    .click();
  await page.getByText(/^2 份已付/).waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '下载付款清单' }).click()]);
  const file = await readFile(await download.path(), 'utf8');
  expect(file.trim().split('\r\n').length).toBe(3);
  await context.close();
});
