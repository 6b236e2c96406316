import { sql } from 'kysely';
import type { Reading } from '../../../platform/context.ts';
import type { Write } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noBulletin } from './contract.ts';

export type Figures = {
  sites: number;
  meals: number;
  subsidisedMeals: number;
  subsidyFen: number;
  fromOtherDistricts: number;
  byKind: { kind: string; sites: number; meals: number }[];
};

/** Draws the figures of a month from its sales, for everybody to read: counts and sums, nobody in them. */
export async function drawBulletin(tx: Write, district: string, month: string, now: Date): Promise<void> {
  const from = `${month}-01`;
  const { rows } = await sql<{ kind: string; sites: number; meals: number; subsidised: number; fen: number; others: number }>`
    select t.kind, count(distinct s.site_id)::int as sites, count(*)::int as meals, count(*) filter (where s.subsidy_fen > 0)::int as subsidised, sum(s.subsidy_fen)::bigint as fen,
      count(*) filter (where s.subsidy_fen > 0 and s.home <> s.district)::int as others
    from meals.sale s join meals.site t on t.district = s.district and t.id = s.site_id
    where s.district = ${district} and s.state = 'sold' and s.day >= ${from}::date and s.day < ${from}::date + interval '1 month' group by t.kind order by t.kind`.execute(
    tx,
  );
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0);
  const figures: Figures = {
    sites: sum((row) => row.sites),
    meals: sum((row) => row.meals),
    subsidisedMeals: sum((row) => row.subsidised),
    subsidyFen: sum((row) => row.fen),
    fromOtherDistricts: sum((row) => row.others),
    byKind: rows.map(({ kind, sites, meals }) => ({ kind, sites, meals })),
  };
  const row = { figures: JSON.stringify(figures), drawnAt: now };
  await tx
    .insertInto('meals.bulletin')
    .values({ district, month: from, ...row })
    .onConflict((conflict) => conflict.columns(['district', 'month']).doUpdateSet(row))
    .execute();
}

export async function getBulletinQuery({ db, district }: Reading, { month }: { month: string }) {
  const row = await db.selectFrom('meals.bulletin').select('figures').where('district', '=', district).where('month', '=', `${month}-01`).executeTakeFirst();
  return row ? { month, ...(row.figures as Figures) } : refuse(noBulletin);
}
