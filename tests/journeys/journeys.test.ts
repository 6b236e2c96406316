import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';
import { type Look, openLook, type Screen, screens, showScreen } from '../support/screens.ts';

let journey: Journey;
const open: Journey['open'] = (...asked) => journey.open(...asked);
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

const looks: Look[] = [
  { language: 'zh', isElder: false, size: 'phone' },
  { language: 'en', isElder: false, size: 'desktop' },
  { language: 'zh', isElder: true, size: 'phone' },
  { language: 'zh', isElder: true, size: 'desktop' },
];

/** Browsers are kept from screen to screen, one for each look of each kind of person: scripts that were read once are not read four hundred times. */
const kept = new Map<string, Promise<BrowserContext>>();
function browserOf(who: Screen['who'], look: Look): Promise<BrowserContext> {
  const key = JSON.stringify([who, look]);
  const context = kept.get(key) ?? openLook(journey.browser, look, journey.states[who]);
  kept.set(key, context);
  return context;
}

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
async function faultsOf(screen: Screen, look: Look): Promise<string[]> {
  const page = await showScreen(await browserOf(screen.who, look), journey.address, screen);
  // Nothing here is in a frame of another origin, so that axe need not open a page to gather what frames say; and what passes is not listed.
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: wcag, resultTypes: ['violations'] })
    .setLegacyMode(true)
    .analyze();
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .slice(0, 3)
        .map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`)
        .join(' | ')}`,
  );
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 1) found.push(`${overflow} px wider than the window`);
  await page.close();
  return found.map((fault) => `${JSON.stringify(look)} ${fault}`);
}

describe('every screen is free of axe violations (WCAG 2.2 A and AA) and no wider than the window', () => {
  test.each(screens.map((screen) => [screen.name, screen] as const))('%s', async (_, screen) => {
    // The first look alone, because some screens are begun by whoever comes first.
    const [first, ...others] = looks;
    const faults = [await faultsOf(screen, first!), ...(await Promise.all(others.map((look) => faultsOf(screen, look))))];
    expect(faults.flat()).toEqual([]);
  });
});

describe('a resident', () => {
  test('finds what is near and open, narrows it, and reads a complex', async () => {
    const { page, context } = await open('portal-near');
    const all = await page.locator('.cards .card').count();
    await page.getByRole('button', { name: '现在开放' }).click();
    await expect.poll(() => page.locator('.cards .badge.closed').count()).toBe(0);
    expect(await page.locator('.cards .card').count()).toBeLessThan(all);
    await page.getByRole('searchbox').fill('xfjy');
    await page.locator('.cards a').first().click();
    await page.getByRole('heading', { name: '开放时间' }).waitFor();
    await page.getByText(/步行 15 分钟内约有/).waitFor();
    await context.close();
  });
  test('starts from a community of choice without giving away a position', async () => {
    const { page, context } = await open('portal-near');
    await page.getByRole('button', { name: '换个地方' }).click();
    await page.getByLabel('街道').selectOption({ label: '湖墅街道' });
    await page.getByLabel('选择社区').selectOption({ index: 1 });
    await page.getByText(/从.+社区出发/).waitFor();
    await context.close();
  });
  test('switches to larger text and to English, and both are kept', async () => {
    const { page, context } = await open('portal-near');
    await page.getByRole('button', { name: '长辈版' }).click();
    const sizesOf = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => ({
          font: Number.parseFloat(getComputedStyle(element).fontSize),
          height: element.getBoundingClientRect().height,
        }));
    expect((await sizesOf('.card p')).font).toBeGreaterThanOrEqual(18);
    expect((await sizesOf('button.chip')).height).toBeGreaterThanOrEqual(60);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Within 15 minutes' }).waitFor();
    await context.close();
  });
  test('gets everywhere by keyboard alone', async () => {
    const { page, context } = await open('portal-near', { size: 'desktop' });
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
    const reached = new Set<string>();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      reached.add((await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')).slice(0, 30));
    }
    for (const name of ['长辈版', 'English', '地图', '我的', '换个地方', '现在开放']) expect(reached).toContain(name);
    await page.locator('.cards a').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '开放时间' }).waitFor();
    await context.close();
  });
  test('reads without a connection what was seen before', async () => {
    const context = await journey.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(journey.address);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
    await page.reload();
    const seen = await page.locator('.cards .card h2').first().textContent();
    await page.waitForLoadState('networkidle');
    await context.setOffline(true);
    await page.reload();
    await expect.poll(() => page.locator('.cards .card h2').first().textContent(), { timeout: 15_000 }).toBe(seen);
    await context.close();
  });
  test('sees who looked at the own data and why', async () => {
    const worker = await open('desk-people', { size: 'desktop' });
    await worker.page
      .locator('.ant-table-row')
      .getByRole('button', { name: /^查\s*看$/ })
      .nth(2)
      .click();
    await worker.page.getByLabel('具体事由（本人可见）').fill('核对助餐登记');
    await worker.page.getByRole('button', { name: '查看并留痕' }).click();
    await worker.page.getByText(/社工 演示 · .*核对助餐登记/).waitFor();
    await worker.context.close();
  });
});

describe('at the desk', () => {
  const upload = (page: Page, name: string, text: string) =>
    page.locator('#import-file').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  test('an official sees shares and gaps, and the way from where one clicks', async () => {
    const { page, context } = await open('desk-coverage', { size: 'desktop' });
    await page.getByText('步行覆盖率').first().waitFor();
    expect(await page.locator('.figures strong').first().textContent()).toMatch(/^\d+\.\d%$/);
    await page.locator('.ant-card table button').first().click();
    await page.getByText(/步行 [\d.]+ 分钟，[\d,]+ 米（直线 [\d,]+ 米）/).waitFor();
    await context.close();
  });
  test('an official sends a file with a fault, reads which row and why, and loads the rest', async () => {
    const { page, context } = await open('desk-imports', { size: 'desktop' });
    await upload(page, '设施.csv', 'id,名称,经度,纬度,功能\nX1,测试食堂,120.155,30.32,社区食堂\nX2,错的,999,30.32,社区食堂\n');
    await page.getByLabel('坐标系').click();
    await page.getByTitle('WGS-84').click();
    await page.getByRole('button', { name: '上传并检查' }).click();
    await page.getByText('经度应在').first().waitFor();
    await page.getByRole('button', { name: '跳过 1 行错误，导入其余' }).click();
    await page.getByText('设施.csv · 已导入').waitFor({ timeout: 30_000 });
    await context.close();
  });
  test('an official changes a room, and the ratios follow', async () => {
    const { page, context } = await open('desk-complex', { size: 'desktop' });
    const before = await page.locator('.figures strong').first().textContent();
    await page.getByRole('button', { name: '添加房间' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('房间').fill('新房间');
    await dialog.getByLabel('面积 ㎡').fill('500');
    await dialog.getByRole('button', { name: /保\s*存/ }).click();
    await expect.poll(() => page.locator('.figures strong').first().textContent()).not.toBe(before);
    await context.close();
  });
  test('the auditor’s chain is whole after all this', async () => {
    const { page, context } = await open('desk-audit', { size: 'desktop' });
    await page.getByRole('button', { name: '校验整条链' }).click();
    await page.getByText(/条记录全部完整/).waitFor();
    await context.close();
  });
});

describe('the first page', () => {
  test('weighs at most 110 KB of script and style, and the map comes later', async () => {
    const context = await journey.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' });
    const page = await context.newPage();
    const names: string[] = [];
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (!/\.(js|css)$/.test(new URL(response.url()).pathname)) return;
      names.push(response.url());
      sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.goto(journey.address);
    await page.locator('.cards .card').first().waitFor();
    await page.waitForLoadState('networkidle');
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(names.some((name) => /maplibre|Map-/.test(name))).toBe(false);
    expect(bytes).toBeGreaterThan(20_000);
    expect(bytes).toBeLessThanOrEqual(110_000);
    process.stdout.write(`first page: ${(bytes / 1000).toFixed(1)} KB of script and style, gzipped\n`);
    await context.close();
  });
  test('shows a person what to do where something is not there or not allowed', async () => {
    for (const [name, say] of [
      ['portal-nothing-here', '没有这个页面'],
      ['portal-me-signed-out', '登录后可以查看自己的记录'],
      ['desk-no-permission', '没有权限'],
    ] as const) {
      const { page, context } = await open(name, { size: 'desktop' });
      await page.getByText(say).first().waitFor();
      await context.close();
    }
  });
});
