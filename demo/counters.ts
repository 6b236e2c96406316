import { dayHere } from '../platform/clock.ts';
import { type Demo, demoDistrict as district } from './demo.ts';

const lines = [
  { prefix: 'A', name: '社保医保', nameEn: 'Social insurance', minutes: 8 },
  { prefix: 'B', name: '养老助残', nameEn: 'Elders and disabled people', minutes: 12 },
];

/** Two queues and two windows in each of the first five complexes, with a few who wait in the first. All of it is invented. */
export async function openCounters({ tx, now, random }: Demo): Promise<void> {
  const places = await tx
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', district)
    .where('kind', '=', 'complex')
    .orderBy('name')
    .limit(5)
    .execute();
  for (const [i, { id: placeId }] of places.entries()) {
    const made = lines.map((line) => ({ ...line, district, id: random.id(), placeId }));
    await tx.insertInto('counters.line').values(made).execute();
    const own = { district, placeId, lines: made.map(({ id }) => id) };
    await tx
      .insertInto('counters.post')
      .values([
        { ...own, id: random.id(), name: '1 号窗口', nameEn: 'Window 1', firstHolder: '小王', secondHolder: '小李' },
        { ...own, id: random.id(), name: '2 号窗口', nameEn: 'Window 2', firstHolder: '小李', secondHolder: '小王' },
      ])
      .execute();
    if (i > 0) continue;
    const day = dayHere(now);
    for (let number = 1; number <= 3; number++)
      await tx
        .insertInto('counters.ticket')
        .values({ district, id: random.id(), placeId, lineId: made[0]!.id, day, number, rank: number === 3 ? 1 : 2, channel: 'walkIn', takenAt: now })
        .execute();
    await tx.insertInto('counters.lineDay').values({ district, lineId: made[0]!.id, day, lastNumber: 3 }).execute();
  }
}
