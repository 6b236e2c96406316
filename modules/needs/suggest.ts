import { gramsOf, likeness } from '../../engines/stats/grams.ts';
import { type Actor, areaPatternsOf, type StaffRole } from '../../platform/access.ts';
import type { Reading } from '../../platform/context.ts';
import shipped from './data/needs.json' with { type: 'json' };

export const workers: StaffRole[] = ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'];
export const onlookers: StaffRole[] = [...workers, 'cityOfficial', 'auditor'];

type Wish = { id: string; number: string; words: string; areaCode: string; areaName: string; grams: Set<string> };

/** Wishes that hang together by likeness, each chain one group. */
export function groupsOf(wishes: readonly Wish[], alike: number = shipped.alike): Wish[][] {
  const parent = wishes.map((_, i) => i);
  const root = (i: number): number => (parent[i] === i ? i : root(parent[i]!));
  for (let i = 0; i < wishes.length; i++) {
    for (let j = 0; j < i; j++) {
      const [a, b] = [wishes[i]!, wishes[j]!];
      if (a.areaCode.slice(0, 9) === b.areaCode.slice(0, 9) && likeness(a.grams, b.grams) >= alike) parent[root(i)] = root(j);
    }
  }
  const groups = new Map<number, Wish[]>();
  for (const [i, wish] of wishes.entries()) groups.set(root(i), [...(groups.get(root(i)) ?? []), wish]);
  return [...groups.values()].toSorted((a, b) => b.length - a.length);
}

/** Of a group, the wish that the others are most like: it says what all of them mean. */
function middleOf(group: readonly Wish[]): Wish {
  const closeness = (wish: Wish) => group.reduce((sum, other) => sum + likeness(wish.grams, other.grams), 0);
  return group.reduce((best, wish) => (closeness(wish) > closeness(best) ? wish : best));
}

export async function suggestNeedsQuery({ db, district, actor, now }: Reading<Actor>) {
  const patterns = areaPatternsOf(actor, onlookers);
  const rows = await db
    .selectFrom('requests.request as r')
    .innerJoin('areas.area as a', 'a.code', 'r.areaCode')
    .innerJoin('cases.caseFile as c', (join) => join.onRef('c.district', '=', 'r.district').onRef('c.id', '=', 'r.id'))
    .leftJoin('needs.voice as v', (join) => join.onRef('v.district', '=', 'r.district').onRef('v.requestId', '=', 'r.id'))
    .select(['r.id', 'r.number', 'r.words', 'r.areaCode', 'a.name as areaName'])
    .where('r.district', '=', district)
    .where('r.matter', 'in', shipped.matters)
    .where('r.words', 'is not', null)
    .where('r.forgottenAt', 'is', null)
    .where('v.needId', 'is', null)
    .where('c.state', 'not in', ['joined', 'withdrawn', 'refused'])
    .where('r.receivedAt', '>', new Date(now.getTime() - shipped.days * 86_400_000))
    .where((eb) => eb.or(patterns.map((pattern) => eb('a.path', 'like', pattern))))
    .orderBy('r.receivedAt', 'desc')
    .limit(shipped.compared)
    .execute();
  const wishes = rows.map((row) => ({ ...row, words: row.words!, grams: new Set(gramsOf(row.words!)) }));
  return groupsOf(wishes)
    .filter((group) => group.length >= shipped.least)
    .slice(0, 30)
    .map((group) => {
      const middle = middleOf(group);
      return {
        areaCode: middle.areaCode,
        areaName: middle.areaName,
        title: middle.words.slice(0, 40),
        requests: group.slice(0, 200).map(({ id, number, words }) => ({ id, number, words })),
      };
    });
}
