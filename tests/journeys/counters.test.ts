import { afterAll, beforeAll, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
});
afterAll(() => journey?.end());

test('a number on the phone: how many are before, called at a window, shown on the wall, served and done', async () => {
  const { page, context } = await journey.open('portal-queue', { isElder: true });
  const worker = await journey.house.staff('districtOfficial', { areaCode: '330105' });
  const [line] = (await worker.get(`/api/counters/places/${page.url().split('/').at(-1)}/lines`)).body;
  for (const isFirst of [false, true, false]) await worker.send('POST', `/api/counters/lines/${line.id}/tickets-at-counter`, { isFirst });
  await page.reload();
  await page.getByText('3 人在等').waitFor();
  await page.getByRole('button', { name: '取号 社保医保' }).click();
  const mine = page.getByRole('status').filter({ hasText: 'A004' });
  await mine.getByText('前面还有 1 人').waitFor();
  const desk = await journey.open('desk-counter', { size: 'desktop' });
  const window = desk.page.getByRole('region', { name: '正在办理' });
  const serve = async (number: string) => {
    await window.getByRole('button', { name: '叫下一位' }).click();
    await window.getByText(number).waitFor();
    await window.getByRole('button', { name: '开始办理' }).click();
    await window.getByRole('button', { name: '办完了' }).click();
    await window.getByText('没有正在办理的号').waitFor();
  };
  // Whoever comes first is called first; the one on the phone is an elder, and stands before the others.
  await serve('A002');
  await page.reload();
  await mine.getByText(/下一个就是您|请到/).waitFor();
  await window.getByRole('button', { name: '叫下一位' }).click();
  await window.getByText('A004').waitFor();
  await window.getByRole('button', { name: 'A 岗离开，B 岗顶上' }).click();
  await page.reload();
  await mine.getByText('请到1 号窗口').waitFor();
  await page.getByRole('link', { name: '叫号屏' }).click();
  await page.getByText('请 A004 到 1 号窗口').waitFor();
  await page.getByText('小李').waitFor();
  await window.getByRole('button', { name: '开始办理' }).click();
  await window.getByRole('button', { name: '办完了' }).click();
  await page.getByText('暂时没有叫号').waitFor();
  await desk.context.close();
  await context.close();
});
