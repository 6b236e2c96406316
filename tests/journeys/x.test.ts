import { afterAll, beforeAll, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());
test('x', async () => {
  const { page } = await journey.open('portal-benefits', { size: 'phone', isElder: true });
  await page.screenshot({ path: '/tmp/x1.png' });
  for (let i = 0; i < 14; i++) {
    const form = page.getByRole('form');
    if (!(await form.count())) break;
    console.log(await form.getByRole('heading').textContent());
    const input = form.locator('input');
    if (await input.count()) {
      await input.fill((await input.getAttribute('type')) === 'date' ? '1941-05-01' : '1000');
      await form.getByRole('button', { name: '下一个' }).click();
    } else await form.getByRole('button').first().click();
    await page.waitForTimeout(80);
  }
  await page.screenshot({ path: '/tmp/x2.png', fullPage: true });
  const p = await journey.open('portal-benefits', { size: 'desktop', language: 'en' });
  await p.page.getByRole('form').getByRole('button').first().click();
  await p.page.screenshot({ path: '/tmp/x3.png' });
});
