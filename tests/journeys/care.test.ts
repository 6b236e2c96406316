import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

test('a grandmother plans a day for the child on the phone, names who may fetch it, and tells that it is ill', async () => {
  const { page, context } = await journey.open('portal-care');
  const form = page.locator('form').filter({ hasText: '给谁安排' });
  await form.getByLabel('怎么照护？').selectOption('temporary');
  await form.getByLabel('从几点').selectOption('540');
  await form.getByLabel('到几点').selectOption('660');
  await form.getByRole('button', { name: /12\/3/ }).click();
  await form.getByRole('button', { name: /11\/28/ }).click();
  await form.getByRole('button', { name: '安排', exact: true }).click();
  const results = page.getByRole('status').filter({ hasText: '每天的结果' });
  await results.getByText(/11\/28.*照护人员不够/).waitFor();
  await results.getByText(/12\/3.*照护人员不够/).waitFor();
  await form.getByRole('button', { name: /11\/27/ }).click();
  await form.getByRole('button', { name: '安排', exact: true }).click();
  await results.getByText(/11\/27.*已经安排过/).waitFor();
  const pickups = page.getByRole('region', { name: /谁可以接/ });
  await pickups.getByText('（姑姑）').waitFor();
  await pickups.getByLabel('姓名').fill('刘建军');
  await pickups.getByLabel('手机号').fill('13800000009');
  await pickups.getByLabel(/关系/).fill('爷爷');
  await pickups.getByRole('button', { name: '添加' }).click();
  await pickups.getByText('（爷爷）').waitFor();
  const card = page.getByRole('article', { name: /11\/27/ });
  await card.getByRole('button', { name: '请假' }).click();
  await card.getByRole('button', { name: '生病了' }).click();
  await card.getByText('请假', { exact: true }).waitFor();
  await context.close();
});

test('a day at the nursery: children come, one is fetched by somebody on its list, a carer falls ill and the board says so', async () => {
  const { house } = journey;
  const { page, context } = await journey.open('desk-care', { size: 'desktop' });
  const rows = page.locator('.ant-table-row');
  await rows.first().waitFor();
  const planned = await page
    .getByRole('button', { name: '到 了' })
    .or(page.getByRole('button', { name: '到了' }))
    .count();
  expect(planned).toBeGreaterThan(3);
  for (let i = 0; i < planned; i++) {
    await page
      .getByRole('button', { name: '到 了' })
      .or(page.getByRole('button', { name: '到了' }))
      .first()
      .click();
    await page.getByText(`现在在场 ${i + 1} 人`).waitFor();
  }
  const official = await house.staff('districtOfficial', { areaCode: '330105' });
  const groups = (await official.get('/api/care/groups')).body as { id: string; placeName: string; name: string }[];
  const board = (await official.get(`/api/care/groups/${groups[0]!.id}/day?day=2026-11-23`)).body;
  const listed = board.stays.findIndex(({ pickups }: { pickups: unknown[] }) => pickups.length > 0);
  const leave = page.getByRole('dialog', { name: /离开/ });
  const go = async (row: number) => {
    await rows
      .nth(row)
      .getByRole('button', { name: /离\s?开/ })
      .click();
    await leave.waitFor();
  };
  await go(listed === 0 ? 1 : 0);
  await leave.getByText('请联系监护人').waitFor();
  await leave.getByRole('button', { name: /取\s?消/ }).click();
  await leave.waitFor({ state: 'hidden' });
  await go(listed);
  await leave.getByLabel('谁来接？').click();
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: '姑姑' }).click();
  await leave.getByRole('button', { name: /确\s?定/ }).click();
  await rows.nth(listed).getByText('已离开 · 姑姑').waitFor();
  const shifts = page.getByRole('region', { name: '照护人员' });
  for (const carer of ['李老师', '王老师']) {
    await shifts.getByRole('button', { name: `撤下 ${carer}` }).click();
    const drop = page.getByRole('dialog', { name: `撤下: ${carer}` });
    await drop.getByRole('textbox').fill('发烧');
    await drop.getByRole('button', { name: /确\s?定/ }).click();
    const anyway = drop.getByRole('button', { name: /没有办法/ });
    // Whoever is still needed is taken off only when it cannot be helped.
    await expect.poll(async () => (await anyway.isVisible()) || !(await drop.isVisible())).toBe(true);
    if (await anyway.isVisible()) {
      await drop.getByText(/起人手不够/).waitFor();
      await anyway.click();
    }
    await drop.waitFor({ state: 'hidden' });
  }
  await page.getByRole('alert').filter({ hasText: '人手不够！' }).waitFor();
  expect(house.clock.now.toISOString()).toBe('2026-11-23T03:00:00.000Z');
  await context.close();
});
