import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { book, makeBookable, makePerson, slotRules } from '../support/bookings.ts';
import { inDistrict } from '../support/house.ts';
import { type Journey, startJourney } from '../support/journey.ts';

let journey: Journey;
let place: string;
let at: Awaited<ReturnType<typeof makeBookable>>;
beforeAll(async () => {
  journey = await startJourney();
  at = await makeBookable(journey.house);
  place = (await at.planner.get(`/api/places/${at.placeId}`)).body.name;
});
afterAll(() => journey?.end());

const option = (page: Page, text: string) => page.locator('.ant-select-dropdown:visible .ant-select-item-option').filter({ hasText: text }).first();
async function choose(page: Page, field: ReturnType<Page['getByLabel']>, text: string): Promise<void> {
  await field.click();
  if (await field.isEditable()) await field.fill(text);
  await option(page, text).click();
}

test('a booking is moved on the board by keyboard and by dragging, and only after a yes; what is taken refuses it', async () => {
  const offering = await at.offering({ resources: [...at.halves], rules: slotRules() });
  const resident = await journey.house.resident();
  const made = (await book(resident, offering, '2026-11-25T10:00:00+08:00', 60)).body;
  const { page, context } = await journey.open('desk-bookings', { size: 'desktop', language: 'en' });
  await choose(page, page.getByLabel('Place', { exact: true }), place);
  await page.getByLabel('Day', { exact: true }).fill('2026-11-25');
  await page.getByText('By room').click();
  const block = page.getByRole('button', { name: /^Change time or room: / });
  await block.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change time or room' });
  await dialog.getByLabel('Begins').fill('15:00');
  await dialog.getByRole('button', { name: 'Change it' }).press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: /^Change time or room: 15:00–16:00/ }).waitFor();

  const [from, to] = [(await block.boundingBox())!, (await page.locator(`[data-resource="${at.halves[1]}"]`).boundingBox())!];
  const hour = from.width;
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 20 - 2 * hour, to.y + 12, { steps: 6 });
  await page.mouse.up();
  await dialog.getByText('东半厅').or(dialog.getByText('西半厅')).first().waitFor();
  expect(await dialog.getByLabel('Begins').inputValue()).toBe('13:00');
  expect((await resident.get('/api/bookings/mine')).body.ahead[0]).toMatchObject({
    id: made.id,
    from: '2026-11-25T07:00:00.000Z',
    resourceId: made.resourceId,
  });
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await dialog.waitFor({ state: 'hidden' });
  expect((await resident.get('/api/bookings/mine')).body.ahead[0]).toMatchObject({ from: '2026-11-25T05:00:00.000Z', resourceId: at.halves[1] });

  await book(await journey.house.resident(), offering, '2026-11-25T17:00:00+08:00', 60);
  await page.reload();
  await choose(page, page.getByLabel('Place', { exact: true }), place);
  await page.getByLabel('Day', { exact: true }).fill('2026-11-25');
  await page.getByText('By room').click();
  await page.getByRole('button', { name: /^Change time or room: 13:00/ }).click();
  await choose(page, dialog.getByLabel('Room'), '东半厅');
  await dialog.getByLabel('Begins').fill('17:30');
  await dialog.getByRole('button', { name: 'Change it' }).click();
  await dialog.getByRole('alert').waitFor();
  await context.close();
});

test('a child on record is found by the whole name and booked for when the guardian agrees', async () => {
  const offering = await at.offering({
    name: '少儿舞蹈室',
    nameEn: 'Dance room',
    resources: [at.hall],
    rules: slotRules({ who: { condition: null, guardianBelow: 14 } }),
  });
  const child = await makePerson(journey.house, '2016-05-05', { name: '柳小舟' });
  const { page, context } = await journey.open('desk-bookings', { size: 'desktop', language: 'en' });
  await choose(page, page.getByLabel('Place', { exact: true }), place);
  await page.getByLabel('Day', { exact: true }).fill('2026-11-26');
  await page.getByRole('button', { name: 'Book for somebody' }).click();
  const dialog = page.getByRole('dialog', { name: 'Book for somebody' });
  await choose(page, dialog.getByLabel('What', { exact: true }), 'Dance room');
  await choose(page, dialog.getByLabel('Time', { exact: true }), '10:00');
  await dialog.getByText('on record').click();
  await dialog.getByLabel('Whole name or phone').fill('柳小舟');
  await dialog.getByRole('button', { name: 'Find' }).click();
  await choose(page, dialog.getByLabel('Resident', { exact: true }), '·');
  await dialog.getByRole('button', { name: 'Book for somebody' }).click();
  await dialog
    .getByRole('alert')
    .getByText(/guardian|speaks for/)
    .waitFor();
  await dialog.getByLabel('A minor: the guardian is here and agrees').check();
  await dialog.getByRole('button', { name: 'Book for somebody' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const stored = await inDistrict(journey.house.db, (tx) =>
    tx.selectFrom('bookings.booking').select(['personId', 'state']).where('offeringId', '=', offering).execute(),
  );
  expect(stored).toEqual([{ personId: child, state: 'confirmed' }]);
  await context.close();
});

test('the sheets for the doors have the hours and what is on, and nobody’s name', async () => {
  const { page, context } = await journey.open('desk-bookings', { size: 'desktop' });
  await choose(page, page.getByLabel('地点', { exact: true }), place);
  await page.getByLabel('日期', { exact: true }).fill('2026-11-25');
  await page.locator('.door').first().waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('.door').filter({ has: page.getByRole('heading', { name: '西半厅' }) });
  expect(await sheet.isVisible()).toBe(true);
  expect(await sheet.textContent()).toMatch(/13:00–14:00项目/);
  expect(await sheet.textContent()).not.toMatch(/\*/);
  expect(await page.getByRole('table').filter({ hasText: '操作' }).isVisible()).toBe(false);
  await context.close();
});

test('an offering is drafted by its rules, dated as a series that says which date clashes, published, and booked', async () => {
  const { page, context } = await journey.open('desk-offerings', { size: 'desktop', language: 'en' });
  await choose(page, page.getByLabel('Place', { exact: true }), place);
  await page.getByRole('button', { name: 'New offering' }).click();
  await page.getByRole('menuitem', { name: 'dates with places' }).click();
  const form = page.getByRole('dialog');
  await form.getByRole('button', { name: 'Save as a draft' }).click();
  await form.getByText('Please fill this in').first().waitFor();
  await form.getByLabel('Name (Chinese)').fill('智能手机课');
  await form.getByLabel('Name (English)').fill('Smartphone class');
  await choose(page, form.getByLabel('Which function it is'), 'senior school');
  await form.getByLabel('From the age of (optional)').fill('60');
  await form.getByRole('button', { name: 'Save as a draft' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Smartphone class' });
  await row.getByText('draft').waitFor();

  await row.getByRole('button', { name: 'Dates' }).click();
  const dates = page.getByRole('dialog');
  await dates.getByLabel('First day').fill('2026-11-25');
  await dates.getByLabel('Begins').fill('13:00');
  await choose(page, dates.getByLabel('Room (optional)'), '西半厅');
  await choose(page, dates.getByLabel('Again'), 'every week');
  await dates.getByLabel('Times in all').fill('3');
  await dates.getByRole('button', { name: 'Plan', exact: true }).click();
  await dates.getByText('2 of 3 dates are planned.').waitFor();
  await dates.getByText('2026-11-25 13:00 – the room is taken: not planned').waitFor();
  await page.keyboard.press('Escape');

  await row.getByRole('button', { name: 'Publish' }).click();
  await row.getByText('published').waitFor();
  const [offered] = (await journey.house.anyone.get(`/api/bookings/offerings?placeId=${at.placeId}&find=Smartphone`)).body;
  expect(offered.rules.who.condition).toEqual({ age: 'birth', op: '>=', value: 60 });
  expect((await journey.house.anyone.get(`/api/bookings/offerings/${offered.id}/sessions`)).body).toHaveLength(2);

  await row.getByRole('button', { name: 'Edit' }).click();
  await form.getByLabel('Name (English)').fill('Smartphones, gently');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'Smartphones, gently' }).getByText('published').waitFor();
  const [edited] = (await journey.house.anyone.get(`/api/bookings/offerings?placeId=${at.placeId}&find=Smartphone`)).body;
  expect({ ...edited.rules }).toEqual(offered.rules);
  await context.close();
});
