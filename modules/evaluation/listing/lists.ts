import { type Actor, areaPathsOf } from '../../../platform/access.ts';
import type { Reading } from '../../../platform/context.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noSuchRound } from './contract.ts';
import { findRound, ladderOf, listCandidates, listRoundRows, roundView, stepOf, type Text } from './rounds.ts';

type Checked = { path: string; label: Text; isSoft: boolean; system: 'met'; claim: 'met'; note: string | null; deviates: boolean };
type Candidate = Awaited<ReturnType<typeof listCandidates>>[number];

export async function listRoundsQuery({ db, district, now }: Reading) {
  const rounds = await listRoundRows(db, district);
  const candidates = await listCandidates(
    db,
    district,
    rounds.map(({ id }) => id),
  );
  return rounds.map((round) => {
    const own = candidates.filter(({ roundId }) => roundId === round.id);
    return { ...roundView(round, now), candidates: own.length, listed: own.filter(({ isListed }) => isListed).length };
  });
}

/** What counts decides: not met where a clause is not, unknown where one is, else met. */
const verdictOf = (clauses: readonly Checked[]) => {
  const hard = clauses.filter(({ isSoft }) => !isSoft).map(({ system }) => system as string);
  return hard.includes('notMet') ? ('notMet' as const) : hard.includes('unknown') ? ('unknown' as const) : ('met' as const);
};

export async function getRoundQuery({ db, district, now, actor }: Reading<Actor>, { id }: { id: string }) {
  const round = (await findRound(db, district, id)) ?? refuse(noSuchRound);
  const mine = areaPathsOf(actor);
  const isMine = ({ path }: { path: string }) => mine.some((own) => path === own || path.startsWith(`${own}/`));
  const candidates = (await listCandidates(db, district, [id])).filter(isMine);
  const objections = await db
    .selectFrom('evaluation.objection')
    .select(['id', 'placeId', 'reason', 'madeAt', 'isUpheld', 'answer'])
    .where('district', '=', district)
    .where('roundId', '=', id)
    .orderBy('madeAt')
    .limit(1000)
    .execute();
  return {
    round: roundView(round, now),
    candidates: candidates.map(({ roundId: _, path: __, year: ___, checked, state, filedAt, ...row }) => {
      const clauses = checked as unknown as Checked[];
      const told = { clauses, deviations: clauses.filter(({ deviates }) => deviates).length, verdict: verdictOf(clauses) };
      return { ...row, ...told, state: state as 'filed', filedAt: filedAt.toISOString() };
    }),
    objections: objections
      .filter(({ placeId }) => candidates.some((candidate) => candidate.placeId === placeId))
      .map((row) => ({ ...row, madeAt: row.madeAt.toISOString() })),
  };
}

const complexOf = ({ placeId, name, areaCode, areaName }: Candidate) => ({ placeId, name, areaCode, areaName });

/** What anyone may read: lists under notice and published ones of a year, beside those of the year before. */
export async function getPublicListQuery({ db, district, now }: Reading, { year: asked }: { year?: number }) {
  const rounds = (await listRoundRows(db, district)).filter(({ state }) => state !== 'open');
  const years = [...new Set(rounds.map((round) => round.year))];
  const year = asked ?? years[0] ?? null;
  const own = rounds.filter((round) => round.year === year);
  const before = rounds.filter((round) => round.year === (year ?? 0) - 1 && round.state === 'published');
  const candidates = await listCandidates(
    db,
    district,
    [...own, ...before].map(({ id }) => id),
  );
  const listedIn = (of: typeof rounds) =>
    of.flatMap((round) => candidates.filter((candidate) => candidate.roundId === round.id && candidate.isListed).map((candidate) => ({ round, candidate })));
  const [now1, then] = [listedIn(own), listedIn(before)];
  const wasOn = (placeId: string, ladder: string) => then.find((it) => it.candidate.placeId === placeId && it.round.ladder === ladder);
  const changeOf = (placeId: string, standard: string) => {
    if (before.length === 0) return null;
    const was = wasOn(placeId, ladderOf(standard));
    if (!was) return 'added' as const;
    const steps = stepOf(standard) - stepOf(was.round.standard);
    return steps === 0 ? ('kept' as const) : steps < 0 ? ('upgraded' as const) : ('downgraded' as const);
  };
  const isOn = (placeId: string, ladder: string) => now1.some((it) => it.candidate.placeId === placeId && it.round.ladder === ladder);
  // Who left is told only once the list that they were on is published anew.
  const renewed = new Set(own.filter(({ state }) => state === 'published').map(({ standard }) => standard));
  return {
    year,
    years,
    lists: own.map((round) => {
      const mine = candidates.filter(({ roundId }) => roundId === round.id);
      return {
        ...roundView(round, now),
        complexes: mine.filter(({ isListed }) => isListed).map((it) => ({ ...complexOf(it), change: changeOf(it.placeId, round.standard) })),
        notListed: mine.filter(({ isListed }) => isListed === false).map((it) => ({ ...complexOf(it), reason: it.reason ?? '' })),
      };
    }),
    gone: then
      .filter(({ round, candidate }) => renewed.has(round.standard) && !isOn(candidate.placeId, round.ladder))
      .map(({ round, candidate }) => ({ ...complexOf(candidate), was: roundView(round, now).title })),
  };
}
