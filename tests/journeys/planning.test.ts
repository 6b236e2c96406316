import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

const figure = async (page: Page, label: string) => {
  const text = await page.locator('.figures > div', { hasText: label }).first().textContent();
  return { value: Number.parseFloat(text!), text: text! };
};
const edits = (page: Page) => page.getByRole('list', { name: '改动' }).getByRole('listitem');
const chooseFunction = async (page: Page, name: string) => {
  await page.getByLabel('功能', { exact: true }).first().click();
  await page.getByLabel('功能', { exact: true }).first().fill(name);
  await page.locator('.ant-select-item-option', { hasText: name }).first().click();
  await page.getByRole('region', { name, exact: true }).waitFor();
};

test('a planner finds the gap, tries sites, lets it propose, compares, keeps, shares and takes the results along', async () => {
  const { page, context } = await journey.open('desk-table', { size: 'desktop' });
  await chooseFunction(page, '婴幼儿托育机构');
  await expect.poll(async () => (await figure(page, '步行覆盖')).text).toContain('与现状相同');
  const before = (await figure(page, '步行覆盖')).value;
  expect(before).toBeLessThan(100);

  // Three sites by hand.
  const canvas = page.locator('.map canvas').first();
  const box = (await canvas.boundingBox())!;
  await page.getByText('加一处', { exact: true }).click();
  for (const share of [0.25, 0.4, 0.55]) {
    await page.mouse.click(box.x + box.width * 0.5, box.y + box.height * share);
    await page.waitForTimeout(100);
  }
  await expect.poll(() => edits(page).count()).toBe(3);
  await expect.poll(async () => (await figure(page, '步行覆盖')).value).toBeGreaterThan(before);
  const byHand = (await figure(page, '步行覆盖')).value;

  // The last of them follows the pointer, and the figures with it; the whole drag is one step of undo.
  await page.getByText('查看与拖动', { exact: true }).click();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.55);
  await page.mouse.down();
  const seen = new Set<string>();
  for (let step = 1; step <= 24; step++) {
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * (0.55 + step * 0.015));
    await page.waitForTimeout(40);
    seen.add((await figure(page, '步行覆盖')).text);
  }
  await page.mouse.up();
  expect(seen.size).toBeGreaterThan(2);
  await expect.poll(() => edits(page).first().textContent()).toContain('移动 拟建 3');
  expect(await edits(page).count()).toBe(4);
  for (let step = 4; step > 0; step--) {
    await page.getByRole('button', { name: '撤销一步' }).click();
    await expect.poll(() => edits(page).count()).toBe(step - 1);
  }
  await expect.poll(async () => (await figure(page, '步行覆盖')).value).toBe(before);

  // What it proposes is at least as good as the hand's, and says how far from the best it can be.
  await page.getByRole('button', { name: '开始计算' }).click();
  await page.getByText('不可能超过').waitFor();
  await page.waitForTimeout(1500);
  const stop = page.getByRole('button', { name: '停', exact: true });
  if (await stop.isVisible()) await stop.click();
  await page.getByRole('button', { name: '采用这个方案' }).click();
  await expect.poll(() => edits(page).count()).toBe(3);
  await expect.poll(async () => (await figure(page, '步行覆盖')).value).toBeGreaterThanOrEqual(byHand);
  const proposed = (await figure(page, '步行覆盖')).value;

  // What it proposed stands beside the idle spaces, with a score and the numbers behind it.
  await page.getByRole('button', { name: '给选址打分' }).click();
  await expect.poll(() => page.getByRole('row', { name: /（拟建）/ }).count()).toBeGreaterThan(0);

  await page.getByRole('button', { name: '左右对比' }).click();
  await page.getByLabel(/左右滑动对比/).fill('20');
  await page.getByRole('region', { name: '现状' }).waitFor();
  await page.getByRole('button', { name: '结束对比' }).click();

  await page.getByLabel('方案名称').fill('旅程托育方案');
  await page.getByRole('button', { name: /保\s*存/ }).click();
  await expect.poll(() => page.url()).toMatch(/\/desk\/table\/[0-9a-f-]{36}$/);
  await expect.poll(() => edits(page).count()).toBe(3);
  const address = page.url();

  const take = async (item: string) => {
    await page.getByRole('button', { name: /报\s*告/ }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText(item, { exact: true }).click()]);
    return (await (await download.createReadStream()).toArray()).join('');
  };
  const csv = await take('表格 CSV');
  expect(csv.split('\r\n').length).toBeGreaterThan(100);
  expect(csv).toContain('社区');
  const shapes = JSON.parse(await take('GeoJSON')) as { features: { properties: { isNew?: boolean } }[] };
  expect(shapes.features.filter(({ properties }) => properties.isNew)).toHaveLength(3);
  await page.getByRole('button', { name: /报\s*告/ }).click();
  const [report] = await Promise.all([context.waitForEvent('page'), page.getByText('打开报告').click()]);
  await report.getByRole('heading', { name: '规划方案：旅程托育方案' }).waitFor();
  expect(await report.locator('svg').count()).toBe(2);
  expect(await report.getByRole('row', { name: '步行覆盖' }).textContent()).toContain(proposed.toFixed(1));
  await report.close();

  // A colleague opens the link and sees the same, but cannot change it.
  const colleague = await journey.open('desk-table', { size: 'desktop' });
  await colleague.page.goto(address);
  await colleague.page.getByText('拟建 1').first().waitFor();
  await expect.poll(() => edits(colleague.page).count()).toBe(3);
  expect((await figure(colleague.page, '步行覆盖')).value).toBe(proposed);
  await colleague.context.close();
  await context.close();
});

test('a resident in 长辈版 sees what is in reach, and tells what is missing', async () => {
  const { page, context } = await journey.open('portal-circle', { isElder: true });
  const inReach = async () => Number((await page.getByText(/\d+ 项服务里，走得到 \d+ 项/).textContent())!.match(/走得到 (\d+)/)![1]);
  const adult = await inReach();
  await page.getByLabel('谁去').selectOption('pram');
  await expect.poll(inReach).toBeLessThan(adult);
  await page.getByLabel('谁去').selectOption('adult');
  await expect.poll(inReach).toBe(adult);
  const wish = page.getByRole('button', { name: /^我需要这个：/ });
  await wish.first().waitFor();
  const name = (await wish.first().getAttribute('aria-label'))!.split('：')[1]!;
  await wish.first().click();
  await page.getByText('已告诉我们').waitFor();
  await page.reload();
  await page.getByRole('button', { name: `不需要了：${name}` }).waitFor();
  const official = await journey.house.staff('districtOfficial', { areaCode: '330105' });
  expect((await official.get('/api/planning/wishes/counts')).body).toEqual([
    { function: expect.any(String), areaCode: expect.stringMatching(/^330105/), wishes: 1 },
  ]);
  await page.getByRole('button', { name: `不需要了：${name}` }).click();
  await page.getByRole('button', { name: `我需要这个：${name}` }).waitFor();
  await page
    .getByRole('link', { name: /食堂|中心|站|园|点|家园/ })
    .first()
    .waitFor();
  await context.close();
});

test('without a mouse: a facility is chosen, moved, changed and closed from its panel', async () => {
  const { page, context } = await journey.open('desk-table', { size: 'phone' });
  await page.getByLabel('选择设施').click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '向北 50 米' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => edits(page).first().textContent()).toContain('移动');
  await page.getByLabel('容量（人或座）').fill('500');
  await page.keyboard.press('Tab');
  await expect.poll(() => edits(page).first().textContent()).toContain('调整');
  await page.getByRole('button', { name: '关闭它' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => edits(page).first().textContent()).toContain('关闭');
  await expect.poll(async () => (await figure(page, '设施')).text).toContain('−1');
  await page.getByRole('button', { name: '重新开放' }).click();
  await expect.poll(async () => (await figure(page, '设施')).text).toContain('与现状相同');
  await context.close();
});

test('a place is explained: what it reaches, the nearest of each, the walk on the map', async () => {
  const { page, context } = await journey.open('desk-table', { size: 'desktop' });
  const box = (await page.locator('.map canvas').first().boundingBox())!;
  // Dwellings stand all over: clicking along a line meets one soon.
  for (let i = 0; i < 40 && (await page.getByText(/走得到 \d+ 项，共 \d+ 项/).count()) === 0; i++) {
    await page.mouse.click(box.x + box.width * (0.35 + 0.006 * i), box.y + box.height * 0.55);
    await page.waitForTimeout(60);
  }
  await page.getByText(/走得到 \d+ 项，共 \d+ 项/).waitFor();
  expect(await page.getByRole('row').filter({ hasText: '分钟' }).count()).toBeGreaterThan(1);
  await context.close();
});
