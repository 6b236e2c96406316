import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCharacter } from '../../modules/people/identity-number.ts';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

const choose = async (page: Page, label: string, text: string) => {
  const field = page.getByRole('dialog').getByLabel(label, { exact: true });
  await field.click();
  if (await field.isEditable()) await field.fill(text);
  await page.locator('.ant-select-item-option', { hasText: text }).first().click();
};
const save = (page: Page) =>
  page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s*存|提交审核|确\s*定/ })
    .last()
    .click();

test('an official registers a complex from the map, gives it a site, a room and a photo, and residents see them', async () => {
  const { page, context } = await journey.open('desk-place-new', { size: 'desktop' });
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称', { exact: true }).fill('旅程幸福家园');
  await choose(page, '所在社区', '夹城巷社区');
  await dialog.getByRole('region', { name: '点一下地图选定位置' }).click({ position: { x: 200, y: 150 } });
  await expect.poll(() => dialog.getByLabel('经度').inputValue()).toMatch(/^120\.\d+/);
  await save(page);
  await page.getByRole('heading', { name: '旅程幸福家园' }).waitFor();
  await page.getByRole('button', { name: '添加点位' }).click();
  await page.getByRole('dialog').getByLabel('点位名称').fill('河边点位');
  await save(page);
  await page.getByText('河边点位').first().waitFor();
  await page.getByRole('button', { name: '添加房间' }).click();
  await page.getByRole('dialog').getByLabel('房间').fill('河边会客厅');
  await page.getByRole('dialog').getByLabel('面积 ㎡').fill('120');
  await choose(page, '所在点位', '河边点位');
  await choose(page, '功能', '社区食堂');
  await page.keyboard.press('Escape');
  await save(page);
  await page.getByText('河边会客厅').first().waitFor();
  await page.getByRole('button', { name: '分时 河边会客厅' }).click();
  await page.getByRole('button', { name: '添加时段' }).click();
  await save(page);
  await page.getByText('按时段共用 5 段').waitFor();
  const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#6a9' } })
    .jpeg()
    .toBuffer();
  await page.getByLabel('选择照片').setInputFiles({ name: 'p.jpg', mimeType: 'image/jpeg', buffer: photo });
  await page.getByLabel('照片说明（给看不见的人读）').fill('河边的大厅');
  await page.getByRole('button', { name: '上传照片' }).click();
  await page.getByRole('img', { name: '河边的大厅' }).waitFor();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await page.goto(`${journey.address}/places/${id}`);
  await page.getByRole('img', { name: '河边的大厅' }).waitFor();
  await page.getByText('河边点位').first().waitFor();
  expect(await page.getByRole('img', { name: '河边的大厅' }).evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await page.goto(`${journey.address}/desk/register/${id}`);
  await page.getByRole('button', { name: '修改登记信息' }).click();
  await page.getByRole('dialog').getByLabel('地址', { exact: true }).fill('河边路 1 号');
  const shown = (await journey.house.anyone.get(`/api/places/${id}`)).body;
  const official = await journey.house.staff('districtOfficial', { areaCode: '330105' });
  await official.send('PUT', `/api/places/${id}`, { revision: shown.revision, phone: '0571-8' });
  await save(page);
  await page.getByText('别人刚刚改过').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '修改登记信息' }).click();
  await expect.poll(() => page.getByRole('dialog').getByLabel('电话').inputValue()).toBe('0571-8');
  await page.getByRole('dialog').getByLabel('地址', { exact: true }).fill('河边路 1 号');
  await save(page);
  await expect.poll(async () => (await journey.house.anyone.get(`/api/places/${id}`)).body).toMatchObject({ address: '河边路 1 号', phone: '0571-8' });
  await page.getByRole('button', { name: '登记关闭' }).click();
  await page.getByRole('dialog').getByLabel('关闭日期').fill('2026-11-23');
  await page.getByRole('dialog').getByRole('button', { name: '登记关闭' }).click();
  await page.getByText('已于 2026-11-23 关闭').waitFor();
  await page.goto(`${journey.address}/places/${id}`);
  await page.getByText('这里从 2026-11-23 起不再开放。').waitFor();
  await context.close();
});

test('a worker proposes a function beyond the catalogue, an official accepts and promotes it', async () => {
  const worker = await journey.open('desk-function-new', { size: 'desktop' });
  await worker.page.getByRole('dialog').getByLabel('名称', { exact: true }).fill('慈善超市');
  await worker.page.getByRole('dialog').getByLabel('用途，谁提出的').fill('居民议事会提出，帮困难家庭');
  await save(worker.page);
  await worker.page.getByText('待审核').waitFor();
  expect(await worker.page.getByRole('button', { name: '通过 慈善超市' }).count()).toBe(0);
  const { page, context } = await journey.open('desk-functions', { size: 'desktop' });
  for (const [button, status] of [
    ['通过 慈善超市', '已通过'],
    ['推广到全区 慈善超市', '已推广到全区'],
  ] as const) {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.getByRole('dialog').getByLabel('理由').fill('会议同意');
    await save(page);
    await page.getByText(status, { exact: true }).waitFor();
  }
  await page.locator('tr', { hasText: '34' }).getByText('慈善超市').waitFor();
  await Promise.all([context.close(), worker.context.close()]);
});

test('a worker registers a resident at the counter, records a fact, a consent and a new phone, and ends the fact', async () => {
  const { page, context } = await journey.open('desk-person-new', { size: 'desktop' });
  const digits = '33010519500101012';
  await page.getByRole('dialog').getByLabel('姓名').fill('柜台客');
  await page
    .getByRole('dialog')
    .getByLabel('证件号')
    .fill(digits + checkCharacter(digits));
  await save(page);
  await page.getByText('柜** 60-79').waitFor();
  const drawer = page.locator('.ant-drawer');
  await drawer.getByRole('button', { name: '登记一条事实' }).click();
  await choose(page, '人群', '独居老人');
  await page.getByLabel('来源部门').fill('民政');
  await page.getByRole('button', { name: /^保\s*存$/ }).click();
  await drawer.getByText(/独居老人 · 来源 民政/).waitFor();
  await drawer.getByRole('button', { name: '变更登记' }).click();
  await page.getByLabel('新手机号').fill('13900001234');
  await page.getByRole('button', { name: /^保\s*存$/ }).click();
  await drawer.getByText('139****1234').waitFor();
  await drawer.getByRole('button', { name: '同意 接收活动和政策提醒' }).click();
  await page.locator('.ant-popconfirm .ant-btn-primary').click();
  await drawer.getByText(/ · 窗口/).waitFor();
  await drawer.getByRole('button', { name: '终止 独居老人' }).click();
  await page.getByLabel('从哪一天起不再有效').fill('2099-01-01');
  await page.locator('.ant-popconfirm:visible .ant-btn-primary').click();
  await drawer.getByText(/–2099-01-01/).waitFor();
  await context.close();
});
