import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bookable, book, makeBookable, sessionRules, slotRules } from '../../../tests/support/bookings.ts';
import { openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
let at: Bookable;
beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  at = await makeBookable(house);
});
afterAll(() => house.close());

/** The events of a calendar, by its lines; long lines are folded there. */
const eventsOf = (text: string) =>
  text
    .replaceAll(/\r\n[ \t]/g, '')
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((part) => Object.fromEntries([...part.matchAll(/^([A-Z-]+)(?:;[^:]*)?:(.*?)\r?$/gm)].map(([, name, value]) => [name, value])));

describe('calendars of phones', () => {
  test('a secret address shows one’s bookings, what is asked for as tentative, and nothing that was cancelled; a new address ends the old', async () => {
    const [hall, asked] = [
      await at.offering({ name: '合唱排练', resources: [at.hall], rules: slotRules() }),
      await at.offering({ resources: [at.halves[0]], rules: slotRules({ approval: true }) }),
    ];
    const by = await house.resident();
    const first = (await book(by, hall, '2026-11-24T10:00:00+08:00', 90)).body;
    const second = (await book(by, asked, '2026-11-25T10:00:00+08:00')).body;
    const gone = (await book(by, hall, '2026-11-26T10:00:00+08:00')).body;
    await by.send('POST', `/api/bookings/${gone.id}/cancel`, {});
    const { path } = (await by.send('POST', '/api/bookings/calendar')).body;
    const shown = await house.anyone.get(path);
    expect(shown.headers['content-type']).toContain('text/calendar');
    expect(eventsOf(shown.body)).toEqual([
      expect.objectContaining({ UID: first.id, DTSTART: '20261124T020000Z', DTEND: '20261124T033000Z', SUMMARY: '合唱排练', STATUS: 'CONFIRMED' }),
      expect.objectContaining({ UID: second.id, STATUS: 'TENTATIVE' }),
    ]);
    const again = (await by.send('POST', '/api/bookings/calendar')).body;
    expect((await house.anyone.get(path)).body.type).toBe('bookings/no-such-feed');
    expect((await house.anyone.get(again.path)).status).toBe(200);
    expect((await by.send('DELETE', '/api/bookings/calendar')).body).toEqual({ ended: true });
    expect((await house.anyone.get(again.path)).status).toBe(404);
  });
  test('a room shows when it is taken, by itself or with the hall it is a part of, and not by whom', async () => {
    const other = await makeBookable(house);
    const [whole, east, west] = [
      await other.offering({ resources: [other.hall], rules: slotRules() }),
      await other.offering({ resources: [other.halves[0]], rules: slotRules({}, { afterMinutes: 30 }) }),
      await other.offering({ resources: [other.halves[1]], rules: slotRules() }),
    ];
    const by = await house.resident();
    await book(by, whole, '2026-11-24T10:00:00+08:00');
    await book(by, east, '2026-11-25T10:00:00+08:00');
    await book(by, west, '2026-11-26T10:00:00+08:00');
    const calendar = await house.anyone.get(`/api/bookings/resources/${other.halves[0]}/calendar`);
    expect(eventsOf(calendar.body).map(({ DTSTART, DTEND }) => [DTSTART, DTEND])).toEqual([
      ['20261124T020000Z', '20261124T030000Z'],
      ['20261125T020000Z', '20261125T033000Z'],
    ]);
    expect(calendar.body).not.toContain(by.accountId);
  });
  test('a place shows its activities that are planned and published', async () => {
    const talk = await at.offering({ kind: 'session', name: '健康讲座', rules: sessionRules() });
    await at.session(talk, '2026-11-27T14:00:00+08:00');
    const off = await at.session(talk, '2026-11-28T14:00:00+08:00');
    await at.planner.send('POST', `/api/bookings/sessions/${off}/cancel`, { reason: '讲师生病' });
    const calendar = await house.anyone.get(`/api/bookings/places/${at.placeId}/calendar`);
    expect(eventsOf(calendar.body).map(({ SUMMARY, DTSTART }) => [SUMMARY, DTSTART])).toEqual([['健康讲座', '20261127T060000Z']]);
  });
});
