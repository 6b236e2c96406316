import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBookable, slotRules } from '../support/bookings.ts';
import { inDistrict } from '../support/house.ts';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

test('a season: applied for on the phone, given by lottery at the desk, published, booked, and checked by anybody', async () => {
  const { house, address } = journey;
  const at = await makeBookable(house);
  const offering = await at.offering({ name: '排练厅', nameEn: 'Rehearsals', resources: [at.hall], rules: slotRules() });
  const times = { appliesFrom: '2026-11-23T00:00:00+08:00', appliesTo: '2026-12-01T00:00:00+08:00', usesFrom: '2026-12-07', usesTo: '2026-12-27' };
  await at.planner.send('POST', '/api/bookings/rounds', { placeId: at.placeId, name: '十二月排练', nameEn: 'December', offerings: [offering], ...times });
  const { page, context } = await journey.open('portal-rounds');
  const card = page.getByRole('article', { name: '十二月排练' });
  await card.getByText('申请', { exact: true }).click();
  await card.getByLabel('用来做什么？').fill('社区合唱队');
  await card.getByLabel('星期').selectOption('3');
  await card.getByRole('button', { name: '加上这个时间' }).click();
  await card.getByRole('button', { name: '提交申请' }).click();
  const mine = page.getByRole('article', { name: '社区合唱队' });
  await mine.getByText('大厅 · 周三 18:00–20:00').waitFor();
  // The time to apply is over; the clock itself cannot go on so far, or everybody would be signed out.
  const over = sql<string>`tstzrange(lower(applies), '2026-11-23T02:59:00Z')`;
  await inDistrict(house.db, (tx) => tx.updateTable('bookings.round').set({ applies: over }).where('name', '=', '十二月排练').execute());
  const desk = await journey.open('desk-rounds', { size: 'desktop' });
  const row = desk.page.getByRole('row').filter({ hasText: '十二月排练' });
  await row.getByRole('button', { name: /分\s?配/ }).click();
  await desk.page.getByText('1 个申请里 1 个有场地').waitFor();
  await row.getByRole('button', { name: '公布并订好' }).click();
  await desk.page.getByText('已订好 3 次').waitFor();
  await page.reload();
  await mine.getByText('共 3 次，已为您订好 3 次').waitFor();
  await card.getByRole('link', { name: '公示与验算' }).click();
  await page.getByText('1 个申请里 1 个有场地').waitFor();
  expect(await page.getByText('社区合唱队').count()).toBe(0);
  await page.goto(`${address}/bookings`);
  await page.getByRole('article', { name: '排练厅' }).first().waitFor();
  await desk.context.close();
  await context.close();
});
