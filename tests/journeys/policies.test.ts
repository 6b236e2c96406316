import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inDistrict } from '../support/house.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { signInStaff } from '../support/screens.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

const as = async (loginName: string, path: string, ready: (page: Page) => Promise<unknown>) => {
  const state = await signInStaff(journey.browser, journey.address, loginName);
  const context = await journey.browser.newContext({ storageState: state, locale: 'zh-CN', viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(journey.address + path);
  await ready(page);
  return { page, context };
};
const isClean = async (page: Page) => {
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map((violation) => `${violation.id} ${violation.nodes[0]!.target.join(' ')}`)).toEqual([]);
};

test('an official drafts a change, sees whom it reaches while writing, tests it; another publishes it, and residents see it', async () => {
  const { page, context } = await as('district', '/desk/policies', (own) => own.getByRole('link', { name: '打开 老年人免费乘公交' }).click());
  await page.getByRole('button', { name: '改写成新版本' }).click();
  const effect = page.locator('.editor-side');
  await effect.getByText('毫秒算出').waitFor();
  expect(await effect.locator('.figures').textContent()).toContain('+0');
  const age = page.locator('.clause').filter({ hasText: '满（周岁' }).getByRole('spinbutton');
  await age.fill('65');
  await effect.getByText('65').waitFor();
  const gained = async () =>
    Number((await effect.locator('.figures > div').filter({ hasText: '新增' }).locator('strong').textContent())!.replace(/[^\d]/g, ''));
  await expect.poll(gained).toBeGreaterThan(100);
  await page.getByRole('button', { name: '加一个测试' }).click();
  const example = page.locator('.ant-card').filter({ has: page.getByLabel('这个人', { exact: true }) });
  await example.getByLabel('这个人', { exact: true }).fill('66 岁的杭州居民');
  await example.getByText('不对，算出来是：说不清').waitFor();
  await example.getByRole('combobox', { name: '加一个事实' }).fill('居住的区');
  await page.locator('.ant-select-item-option').filter({ hasText: '居住的区' }).click();
  await example.getByText('对', { exact: true }).waitFor();
  await isClean(page);
  await page.getByRole('button', { name: /保\s*存/ }).click();
  await page.getByRole('button', { name: /送\s*审/ }).click();
  await page.getByText('已送审，等另一位负责人发布').waitFor();
  await page.getByLabel('理由').fill('同意');
  expect(await page.getByRole('button', { name: /发\s*布/ }).isDisabled()).toBe(true);
  await context.close();
  const other = await as('city', '/desk/policies/bus-free', (own) => own.getByText('检查通过').waitFor());
  await other.page.getByText(/新增: .*65/).waitFor();
  await other.page.getByLabel('理由').fill('同意发布');
  await other.page.getByRole('button', { name: /发\s*布/ }).click();
  await other.page.getByText('已发布').first().waitFor();
  await other.context.close();
  const policies = await journey.house.anyone.get('/api/benefits/policies');
  expect(policies.body.policies.find((it: { id: string }) => it.id === 'bus-free').status).toBe('effective');
});

/** Somebody of 米市巷 receives the minimum allowance, and the tax office states an income above the line. */
async function doubtfulCase(): Promise<{ personId: string; policyId: string }> {
  const { house } = journey;
  const worker = await house.staff('communityWorker', { areaCode: '330105001051' });
  const own = await inDistrict(house.db, (tx) =>
    tx
      .selectFrom('people.person')
      .select('id')
      .where('areaCode', '=', '330105001051')
      .where('deceasedOn', 'is', null)
      .where('bornOn', '<', '1960-01-01')
      .where('id', 'not in', (eb) => eb.selectFrom('benefits.enrolment').select('personId').where('policyId', '=', 'minimum-living'))
      .orderBy('id')
      .executeTakeFirstOrThrow(),
  );
  const state = (fact: string, value: unknown, sourceDepartment = '区民政局') =>
    worker.send('POST', `/api/people/${own.id}/statements`, { fact, value, sourceDepartment, statedOn: '2026-10-01' });
  await state('isLocal', true);
  await state('withinProperty', true);
  await state('isExtremePoverty', false);
  const enrolment = { policyId: 'minimum-living', validFrom: '2026-01-01', sourceDepartment: '区民政局' };
  await worker.send('POST', `/api/benefits/people/${own.id}/enrolments`, enrolment);
  await state('incomeEach', 3200, '区税务局');
  const doubts = () =>
    inDistrict(house.db, (tx) => tx.selectFrom('benefits.finding').select('kind').where('personId', '=', own.id).where('kind', '=', 'doubtful').execute());
  await expect.poll(doubts, { timeout: 10_000 }).toHaveLength(1);
  return { personId: own.id, policyId: 'minimum-living' };
}

test('a question of wrongful enjoyment: notice, objection in 长辈版, decided by somebody else in the person’s favour; nothing ever stopped', async () => {
  const { db } = journey.house;
  const doubt = await doubtfulCase();
  const proposing = await as('subdistrict', '/desk/findings', (own) => own.getByRole('tab', { name: '待核查' }).click());
  await proposing.page
    .getByRole('tabpanel')
    .getByRole('button', { name: /^查看 .*最低生活保障/ })
    .first()
    .click();
  await proposing.page.getByText('提出终止不会停发').waitFor();
  expect(await proposing.page.getByText('不符合', { exact: true }).count()).toBeGreaterThan(0);
  await proposing.page.getByLabel('情况说明').fill('比对显示已不符合条件');
  await isClean(proposing.page);
  await proposing.page.getByRole('button', { name: /^提出终止/ }).click();
  await proposing.page.getByText('已提出终止，等异议期').first().waitFor();
  await proposing.context.close();

  const resident = await journey.house.resident({ personId: doubt.personId });
  const phone = await journey.browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 }, serviceWorkers: 'block' });
  await phone.addInitScript(() => localStorage.setItem('linli.preferences', JSON.stringify({ language: 'zh', isElder: true })));
  await phone.addCookies([{ name: 'linli_session', value: resident.token!, url: journey.address }]);
  const page = await phone.newPage();
  await page.goto(`${journey.address}/benefits`);
  const notice = page.getByRole('region', { name: '通知' });
  await notice.getByText('现在没有停，照常享受').waitFor();
  await notice.getByText('比对显示已不符合条件').waitFor();
  await isClean(page);
  await notice.getByLabel('为什么不同意').fill('登记的信息有误，情况没有变');
  await notice.getByRole('button', { name: '提出异议' }).click();
  await notice.getByText('您的异议已收到').waitFor();

  const deciding = await as('district', '/desk/findings', (own) => own.getByRole('tab', { name: '待核查' }).click());
  const row = deciding.page.getByRole('row').filter({ hasText: '居民有异议' });
  await row.getByRole('button', { name: /^查看 / }).click();
  await deciding.page.getByText('登记的信息有误，情况没有变').waitFor();
  await deciding.page.getByLabel('情况说明').fill('经核实，情况没有变化');
  await deciding.page.getByRole('button', { name: '异议成立，继续享受' }).click();
  await deciding.page.getByText('已办结').first().waitFor();
  await deciding.context.close();

  await page.reload();
  await page.getByRole('heading', { name: '您能享受' }).waitFor();
  expect(await page.getByRole('region', { name: '通知' }).count()).toBe(0);
  await phone.close();
  const enrolments = await inDistrict(db, (tx) =>
    tx.selectFrom('benefits.enrolment').select(['validTo', 'endedBy']).where('personId', '=', doubt.personId).where('policyId', '=', doubt.policyId).execute(),
  );
  expect(enrolments).toEqual([{ validTo: null, endedBy: null }]);
});

test('a complex is told what it lacks to be 示范型: which clause, how much, on what evidence', async () => {
  const { page, context } = await as('subdistrict', '/desk/standards', (own) => own.locator('.ant-table-row, .ant-table-placeholder').first().waitFor());
  await page.getByText('未达标', { exact: true }).first().click();
  await page.locator('.ant-table-row').first().getByRole('button').first().click();
  const clauses = page.locator('.ant-table-expanded-row');
  await clauses
    .getByText(/差 [\d.]/)
    .first()
    .waitFor();
  expect(await clauses.first().textContent()).toMatch(/差 [\d.]+ ?(㎡|个|项|家|%)/);
  await context.close();
});
