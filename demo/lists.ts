import { dayName, dayNumber } from '../engines/rules/days.ts';
import { clauseVerdicts, ladderOf } from '../modules/evaluation/index.ts';
import { dayHere } from '../platform/clock.ts';
import { type Demo, demoDistrict } from './demo.ts';

type Round = { standard: string; year: number; from: number; to: number; state: 'published' | 'notice' | 'open' };

/** Last year's lists, and this year's: one under notice, one for which self-checks are being filed. All of it is invented. */
export async function drawLists({ tx, now, random }: Demo): Promise<void> {
  const day = dayHere(now);
  const year = Number(day.slice(0, 4));
  const complexes = await tx
    .selectFrom('places.place')
    .select('id')
    .where('district', '=', demoDistrict)
    .where('kind', '=', 'complex')
    .orderBy('id')
    .limit(16)
    .execute();
  const rounds: Round[] = [
    { standard: 'gs-demo-2025', year: year - 1, from: 0, to: 5, state: 'published' },
    { standard: 'gs-basic-2025', year: year - 1, from: 5, to: 12, state: 'published' },
    { standard: 'gs-demo-2025', year, from: 1, to: 7, state: 'notice' },
    { standard: 'gs-basic-2025', year, from: 7, to: 10, state: 'open' },
  ];
  for (const { standard, year: of, from, to, state } of rounds) {
    const id = random.id();
    const ladder = ladderOf(standard);
    const noticeFrom = state === 'open' ? null : state === 'notice' ? day : `${of}-12-01`;
    const dates = { noticeFrom, noticeTo: noticeFrom && dayName(dayNumber(noticeFrom) + 7), publishedOn: state === 'published' ? `${of}-12-20` : null };
    const publishedBy = state === 'published' ? random.id() : null;
    await tx
      .insertInto('evaluation.round')
      .values({ district: demoDistrict, id, standard, ladder, year: of, state, openedBy: random.id(), openedAt: now, publishedBy, ...dates })
      .execute();
    for (const [i, { id: placeId }] of complexes.slice(from, to).entries()) {
      const system = await clauseVerdicts(tx, demoDistrict, day, standard, placeId);
      const checked = JSON.stringify(system.map((clause) => ({ ...clause, claim: clause.system, note: null, deviates: false })));
      const isListed = state === 'open' ? null : i < to - from - 1;
      const filed = {
        checked,
        filedBy: random.id(),
        filedByName: '街道 演示',
        filedAt: now,
        reason: isListed === false ? '公示前复核：24 小时空间不足（演示）' : null,
      };
      await tx
        .insertInto('evaluation.candidate')
        .values({ district: demoDistrict, roundId: id, placeId, ladder, year: of, isListed, ...filed })
        .execute();
    }
  }
}
