import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

test('a self-check is filed beside the register, decided, and put under notice; residents object on their phone', async () => {
  const { page, context } = await journey.open('desk-round', { size: 'desktop' });
  await page.getByRole('button', { name: '申报综合体' }).click();
  const dialog = page.getByRole('dialog', { name: '自评' });
  await dialog.getByRole('combobox', { name: '综合体' }).fill('三塘');
  await page.locator('.ant-select-item-option').filter({ hasText: '三塘幸福家园' }).click();
  await dialog.getByRole('textbox', { name: /^依据/ }).first().fill('已现场核对');
  await dialog.getByRole('button', { name: /备\s*案/ }).click();
  const row = page.getByRole('row').filter({ hasText: '三塘幸福家园' });
  await row.getByText('与台账一致').waitFor();
  const decide = page.getByRole('button', { name: /^列入 / });
  for (let left = await decide.count(); left > 0; left--) {
    await decide.nth(left - 1).click();
  }
  await expect.poll(() => page.getByText('未核定').count()).toBe(0);
  await page.getByRole('button', { name: '开始公示' }).click();
  await page.getByText('公示中').waitFor();
  await context.close();

  const phone = await journey.open('portal-lists', { isElder: true });
  const list = phone.page.getByRole('region', { name: /普惠型/ });
  await list.getByText('三塘幸福家园').first().waitFor();
  await list.getByRole('combobox').selectOption({ label: '三塘幸福家园' });
  await list.getByLabel('异议和理由').fill('会客厅常年锁着');
  await list.getByRole('button', { name: '提出异议' }).click();
  await list.getByText('已收到，会给您答复').waitFor();
  await phone.page.getByText('降级').or(phone.page.getByText('保留')).first().waitFor();
  await phone.context.close();
});
