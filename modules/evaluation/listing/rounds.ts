import type { Whereabouts } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Read } from '../../../platform/database.ts';
import { areaWhereabouts } from '../../areas/index.ts';
import data from '../data/listing.json' with { type: 'json' };
import { standardsOn } from '../standards/standards.ts';

export const listingRules = data;
export type Text = { zh: string; en: string };

/** Which lists shut each other out: those of one ladder; a standard of no ladder is one of its own. */
export const ladderOf = (standard: string) => data.ladders.find(({ steps }) => steps.includes(standard))?.code ?? standard;
/** How high a standard stands on its ladder; 0 is the highest. */
export const stepOf = (standard: string) => data.ladders.find(({ steps }) => steps.includes(standard))?.steps.indexOf(standard) ?? 0;

const roundColumns = ['id', 'standard', 'ladder', 'year', 'state', 'noticeFrom', 'noticeTo', 'publishedOn'] as const;
export type RoundRow = {
  id: string;
  standard: string;
  ladder: string;
  year: number;
  state: string;
  noticeFrom: string | null;
  noticeTo: string | null;
  publishedOn: string | null;
};

export const listRoundRows = (db: Read, district: string) =>
  db.selectFrom('evaluation.round').select(roundColumns).where('district', '=', district).orderBy('year', 'desc').orderBy('standard').limit(500).execute();

export const findRound = (db: Read, district: string, id: string) =>
  db.selectFrom('evaluation.round').select(roundColumns).where('district', '=', district).where('id', '=', id).executeTakeFirst();

export function roundView({ ladder: _, state, ...row }: RoundRow, now: Date) {
  const title = standardsOn(dayHere(now)).find(({ policy }) => policy.id === row.standard)?.policy.title ?? { zh: row.standard, en: row.standard };
  return { ...row, title, state: state as 'open' };
}

/** Candidates of rounds with the complex that each is. */
export const listCandidates = (db: Read, district: string, rounds: readonly string[]) =>
  db
    .selectFrom('evaluation.candidate as c')
    .innerJoin('places.place as p', (join) => join.onRef('p.district', '=', 'c.district').onRef('p.id', '=', 'c.placeId'))
    .innerJoin('areas.area as a', 'a.code', 'p.areaCode')
    .select(['c.roundId', 'c.placeId', 'p.name', 'p.areaCode', 'a.name as areaName', 'a.path', 'c.state', 'c.checked', 'c.filedByName', 'c.filedAt'])
    .select(['c.returnedReason', 'c.isListed', 'c.reason', 'c.year'])
    .where('c.district', '=', district)
    .where('c.roundId', 'in', rounds.length > 0 ? [...rounds] : ['00000000-0000-0000-0000-000000000000'])
    .orderBy('p.name')
    .orderBy('p.id')
    .execute();

/** Where the complex of an input lies; it must be one that stands. */
export async function candidateInput(db: Read, district: string, { placeId }: { placeId: string }): Promise<Whereabouts | undefined> {
  const row = await db
    .selectFrom('places.place')
    .select('areaCode')
    .where('district', '=', district)
    .where('id', '=', placeId)
    .where('kind', '=', 'complex')
    .executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
}
