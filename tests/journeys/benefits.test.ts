import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

test('an elder in 长辈版 finds what she can have; not one answer leaves the phone', async () => {
  const { page, context } = await journey.open('portal-benefits', { isElder: true });
  const sent: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/')) sent.push(request.url());
  });
  const form = page.getByRole('form', { name: '问题' });
  const button = (name: string) => form.getByRole('button', { name, exact: true });
  const answer = async (question: string) => {
    if (await button('没有').count()) return button('没有').click();
    const input = form.locator('input');
    if (await input.count()) {
      await input.fill(/出生/.test(question) ? '1941-05-01' : '5');
      return button('下一个').click();
    }
    if (/户口在杭州|住房吗/.test(question)) return button('是').click();
    return (await button('不是').count()) ? button('不是').click() : form.getByRole('button').first().click();
  };
  let asked = 0;
  while ((await form.count()) > 0) {
    const question = (await form.getByRole('heading').textContent())!;
    await answer(question);
    await expect.poll(async () => (await form.count()) === 0 || (await form.getByRole('heading').textContent()) !== question).toBe(true);
    expect(++asked).toBeLessThan(42);
  }
  // 42 facts are in the dictionary; a form would ask them all.
  expect(asked).toBeLessThan(30);
  await page.getByText('能问的都问完了').waitFor();
  const allowance = page.getByRole('article').filter({ hasText: '高龄津贴' });
  await allowance.getByText('每月 100 元').waitFor();
  await page.getByRole('heading', { name: '“全城通”老年助餐' }).waitFor();
  await allowance.getByText('为什么').click();
  await allowance.getByText('符合：满 80 周岁').waitFor();
  await page.getByText(/^不符合的/).click();
  await page.getByRole('article').filter({ hasText: '公共租赁住房保障' }).getByText('因为：在杭州没有住房').waitFor();
  expect(sent).toEqual([]);
  await context.close();
});

test('by keyboard: a wrong number is told in words, the next question takes the reader along, and the last answer can be changed', async () => {
  const { page, context } = await journey.open('portal-benefits', { size: 'desktop', language: 'en' });
  const form = page.getByRole('form', { name: 'Question' });
  await form.getByRole('button', { name: 'Yes' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
  await page.keyboard.press('Tab');
  await form.locator('input').fill('2999-01-01');
  await form.getByRole('button', { name: 'Next' }).press('Enter');
  await form.getByRole('alert').filter({ hasText: 'today at the latest' }).waitFor();
  await page.getByRole('button', { name: 'Change the last answer' }).press('Enter');
  await form.getByRole('heading', { name: 'Is your household registration in Hangzhou?' }).waitFor();
  await context.close();
});
