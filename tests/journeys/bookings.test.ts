import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBookable, sessionRules } from '../support/bookings.ts';
import { type Caller, inDistrict } from '../support/house.ts';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

/** The booking that has a code. */
const journeyBooking = (code: string) =>
  inDistrict(journey.house.db, (tx) => tx.selectFrom('bookings.booking').select('id').where('code', '=', code).executeTakeFirstOrThrow());
const choose = (page: Page, question: string) => page.getByRole('region', { name: question });

test('on the phone an hour is booked in three steps, found among one’s bookings, and cancelled', async () => {
  const { page, context } = await journey.open('portal-book-time');
  await choose(page, '选哪一天')
    .getByRole('button', { name: /11\/25/ })
    .click();
  await choose(page, '几点开始').getByRole('button', { name: '14:00' }).click();
  await choose(page, '用多久').getByRole('button', { name: '1 小时 30 分钟' }).click();
  await page.getByRole('button', { name: '下一步' }).click();
  const check = page.getByRole('region', { name: '请核对' });
  await check.getByText('10 元/小时').waitFor();
  await check.getByRole('button', { name: /^预约/ }).click();
  const done = page.getByRole('status');
  await done.getByText('预约好了').waitFor();
  await done.getByText('2 小时 × 10.00 元 = 20 元').waitFor();
  const code = await done.locator('strong').textContent();
  await done.getByRole('link', { name: '我的预约' }).click();
  const card = page.getByRole('article').filter({ hasText: code! });
  await card.getByText('费用 20 元，付给场地').waitFor();
  await card.getByRole('button', { name: '在线付款' }).click();
  await page.getByRole('button', { name: '付款失败' }).click();
  await page.getByText('没有付成，可以再试一次。').waitFor();
  await page.getByRole('button', { name: '付款成功' }).click();
  await page.getByText('已付款。').waitFor();
  await page.getByRole('link', { name: '回到我的预约' }).click();
  await card.getByText('已付款').waitFor();
  await card.getByRole('button', { name: '取消预约' }).click();
  await card.getByRole('button', { name: '确定取消' }).click();
  await page.getByText('还没有预约').waitFor();
  await page.getByText(/^以前的/).click();
  await page.getByText('将原路退回').waitFor();
  await context.close();
});

test('in 长辈版 one question stands on the page at a time', async () => {
  const { page, context } = await journey.open('portal-book-time', { isElder: true });
  const regions = page.locator('main section[aria-label]');
  expect(await regions.count()).toBe(1);
  await choose(page, '选哪一天')
    .getByRole('button', { name: /11\/26/ })
    .click();
  await choose(page, '几点开始').getByRole('button', { name: '09:00' }).click();
  expect(await regions.count()).toBe(1);
  await choose(page, '用多久').getByRole('button', { name: '1 小时', exact: true }).click();
  await page.getByRole('region', { name: '请核对' }).getByRole('button', { name: /^预约/ }).click();
  await page.getByText('预约好了').waitFor();
  await context.close();
});

test('a full talk: wait, be offered the place that becomes free, take it, and check in at the door', async () => {
  const { house, address } = journey;
  const at = await makeBookable(house);
  const waiting = { offerMinutes: 60, passOver: true, first: [] };
  const talk = await at.offering({ kind: 'session', name: '一座难求的讲座', nameEn: 'A talk for one', rules: sessionRules({ waiting }) });
  const session = await at.session(talk, '2026-11-23T14:00:00+08:00', { places: 1 });
  const holder: Caller = await house.resident();
  const held = await holder.send('POST', `/api/bookings/sessions/${session}/places`, {});
  const { page, context } = await journey.open('portal-bookings', { language: 'en' });
  await page.goto(`${address}/book/${talk}`);
  await page.getByRole('button', { name: 'Wait for a place' }).press('Enter');
  await page.getByText('You are waiting, first in line').waitFor();
  await holder.send('POST', `/api/bookings/${held.body.id}/cancel`, {});
  await page.goto(`${address}/bookings`);
  const offer = page.getByRole('region', { name: 'A talk for one' });
  await offer.getByText('kept for you until').waitFor();
  await offer.getByRole('button', { name: 'I take it' }).press('Enter');
  const card = page.getByRole('article', { name: 'A talk for one' });
  const code = await card.locator('strong').textContent();
  house.clock.now = new Date('2026-11-23T05:50:00Z');
  const arrived = await at.planner.send('POST', `/api/bookings/places/${at.placeId}/arrivals`, { code });
  expect(arrived.body.state).toBe('checkedIn');
  await page.reload();
  await card.getByText('checked in').waitFor();
  await at.planner.send('POST', `/api/bookings/${(await journeyBooking(code!)).id}/departure`);
  await page.reload();
  await page.getByText('Past').click();
  await card.getByRole('button', { name: 'very good' }).press('Enter');
  await card.getByRole('textbox').fill('Clear and not too fast');
  await card.getByRole('button', { name: 'Send' }).press('Enter');
  await card.getByText('You found it very good').waitFor();
  house.clock.now = new Date('2026-11-23T03:00:00Z');
  await context.close();
});

test('the counter books for somebody on the phone, confirms, and refuses with a reason', async () => {
  const { page, context } = await journey.open('desk-bookings', { size: 'desktop' });
  await page.getByLabel('日期').fill('2026-11-27');
  await page.getByRole('button', { name: '代为预约' }).click();
  const dialog = page.getByRole('dialog', { name: '代为预约' });
  const pick = async (label: string, option: string) => {
    await dialog.getByLabel(label, { exact: true }).click();
    await page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: option }).first().click();
  };
  const bookFor = async (name: string, time: string) => {
    await pick('项目', '多功能厅');
    await pick('时间', time);
    await dialog.getByLabel('姓名', { exact: true }).fill(name);
    await pick('渠道', '电话');
    await dialog.getByRole('button', { name: '代为预约' }).click();
    await dialog.waitFor({ state: 'hidden' });
  };
  await bookFor('王小明', '10:00');
  const row = (who: string) => page.getByRole('row').filter({ hasText: who });
  await row('王**').getByText('等待确认').waitFor();
  await row('王**')
    .getByRole('button', { name: '确 认' })
    .or(row('王**').getByRole('button', { name: '确认', exact: true }))
    .click();
  await row('王**').getByText('已预约').waitFor();
  await page.getByRole('button', { name: '代为预约' }).click();
  await bookFor('李四', '14:00');
  await row('李*').getByRole('button', { name: '不通过' }).click();
  const why = page.getByRole('dialog', { name: '不通过的原因' });
  await why.getByRole('textbox').fill('当天下午消防检查');
  await why.getByRole('button', { name: '好' }).click();
  await row('李*').getByText('未通过').waitFor();
  await context.close();
});
