import { type SelectQueryBuilder, sql } from 'kysely';
import type { DB } from '../../../database/schema.ts';
import { type Actor, holdsAt, type StaffRole, type Whereabouts } from '../../../platform/access.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import { areaWhereabouts, codesBelow } from '../../areas/index.ts';
import { caseRoles, maskedPerson, recordReveal } from '../../people/index.ts';
import { noSuchFinding } from './contract.ts';
import { askNames, factsView, outcomeOf, standingOf } from './outcomes.ts';
import { type Rules, rulesOn, titleOf } from './rules.ts';

/** Who may decide on a benefit: never a worker alone. */
export const deciders: StaffRole[] = ['districtOfficial', 'subdistrictOfficial'];

export const findingInput = async (db: Read, district: string, { id }: { id: string }): Promise<Whereabouts | undefined> => {
  const row = await db
    .selectFrom('benefits.finding as f')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'f.district').onRef('p.id', '=', 'f.personId'))
    .select('p.areaCode')
    .where('f.district', '=', district)
    .where('f.id', '=', id)
    .executeTakeFirst();
  return row && areaWhereabouts(db, row.areaCode);
};

const lists = { outreach: ['missed', 'possible'], verify: ['doubtful', 'unclear'] };
type Asked = { areaCode: string; list: 'outreach' | 'verify'; policyId?: string; after?: string };

const findingColumns = [
  'f.id',
  'f.kind',
  'f.state',
  'f.policyId',
  'f.personId',
  'f.asks',
  'f.lowFen',
  'f.highFen',
  'f.confidence',
  'f.objectUntil',
  'f.openedAt',
] as const;
type FindingRow = {
  id: string;
  kind: string;
  state: string;
  policyId: string;
  personId: string;
  asks: string[];
  lowFen: number | null;
  highFen: number | null;
  confidence: string | null;
  objectUntil: string | null;
  openedAt: Date;
};
type PersonOf = { nameCipher: string; bornOn: string; areaCode: string };

function findingView(row: FindingRow & PersonOf, rules: Rules, vault: Vault, day: string) {
  const { name, ageBand } = maskedPerson(
    { ...row, sex: 'unknown', identityCipher: null, phoneCipher: null, householdId: null, invented: false, segments: null },
    vault,
    day,
  );
  const [title, per] = [titleOf(rules, row.policyId), rules.everKnown.get(row.policyId)?.per ?? null];
  const { id, policyId, personId, lowFen, highFen, areaCode, objectUntil } = row;
  const kinds = { kind: row.kind as 'missed', state: row.state as 'open', confidence: row.confidence as 'high' | null };
  return {
    id,
    policyId,
    personId,
    lowFen,
    highFen,
    areaCode,
    objectUntil,
    ...kinds,
    name,
    ageBand,
    title,
    per,
    asks: askNames(row.asks),
    openedAt: row.openedAt.toISOString(),
  };
}

const pageSize = 50;

export async function listFindingsQuery({ db, district, vault, now }: Reading, { areaCode, list, policyId, after }: Asked) {
  const day = dayHere(now);
  const rules = await rulesOn(db, vault, district, now);
  const open = db
    .selectFrom('benefits.finding as f')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'f.district').onRef('p.id', '=', 'f.personId'))
    .where('f.district', '=', district)
    .where('f.closedAt', 'is', null)
    .where('f.kind', 'in', lists[list])
    .where('p.areaCode', 'in', codesBelow(areaCode));
  const counted = await open
    .select(['f.policyId', (eb) => eb.fn.countAll<number>().as('count')])
    .groupBy('f.policyId')
    .orderBy('count', 'desc')
    .execute();
  const rows = await open
    .select([...findingColumns, 'p.nameCipher', 'p.bornOn', 'p.areaCode'])
    .$if(policyId !== undefined, (q) => q.where('f.policyId', '=', policyId!))
    .$if(after !== undefined, (q) =>
      q.where(sql<boolean>`(-f.score, f.id) > (select -score, id from benefits.finding where district = ${district} and id = ${after!})`),
    )
    .orderBy('f.score', 'desc')
    .orderBy('f.id')
    .limit(pageSize + 1)
    .execute();
  const findings = rows.slice(0, pageSize).map((row) => findingView(row, rules, vault, day));
  const byPolicy = counted.map((row) => ({ ...row, title: titleOf(rules, row.policyId) }));
  const total = policyId === undefined ? counted.reduce((sum, row) => sum + row.count, 0) : (counted.find((row) => row.policyId === policyId)?.count ?? 0);
  return { findings, total, byPolicy, next: rows.length > pageSize ? findings.at(-1)!.id : null };
}

type Narrow = SelectQueryBuilder<DB & { f: DB['benefits.finding']; p: DB['people.person'] }, 'f' | 'p', object>;
/** A finding with the person it is about. */
export const selectFinding = (db: Read, district: string, id: string) =>
  db
    .selectFrom('benefits.finding as f')
    .innerJoin('people.person as p', (join) => join.onRef('p.district', '=', 'f.district').onRef('p.id', '=', 'f.personId'))
    .where('f.district', '=', district)
    .where('f.id', '=', id) as unknown as Narrow;

/** One finding with all that is needed to decide. Who looks is written where the person sees it. */
export async function openFindingCommand(context: Writing<Actor>, { id }: { id: string }) {
  const { tx, district, vault, now, actor } = context;
  const day = dayHere(now);
  const row = await selectFinding(tx, district, id)
    .select([...findingColumns, 'f.policyVersion', 'f.proposedBy', 'p.nameCipher', 'p.bornOn', 'p.areaCode'])
    .executeTakeFirst();
  if (!row) refuse(noSuchFinding);
  const finding = findingView(row, await rulesOn(tx, vault, district, now), vault, day);
  await recordReveal(context, row.personId, { fields: ['benefits'], purpose: 'verification', reason: finding.title.zh });
  context.note({ object: id, areaCode: row.areaCode, purpose: 'verification', detail: { policy: row.policyId } });
  const standing = await standingOf(tx, vault, district, row.personId, day, null, now);
  const rule = standing.rules.rules.find(({ policy }) => policy.id === row.policyId);
  const outcome = rule ? outcomeOf(rule, standing) : null;
  const needed = new Set(outcome?.clauses.flatMap(({ facts }) => facts));
  const steps = await tx
    .selectFrom('benefits.step')
    .select(['kind', 'noteCipher', 'byName', 'at'])
    .where('district', '=', district)
    .where('findingId', '=', id)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const at = (await areaWhereabouts(tx, row.areaCode))!;
  const [worker, official] = [holdsAt(actor, caseRoles, at), holdsAt(actor, deciders, at)];
  const isVerifying = lists.verify.includes(row.kind);
  const isFresh = row.state === 'open' || row.state === 'contacted';
  const isRejected = steps.some(({ kind }) => kind === 'objectionRejected');
  return {
    finding,
    outcome,
    facts: factsView(standing).filter(({ fact }) => needed.has(fact)),
    basis: rule?.policy.basis.map((entry) => [entry.document, entry.article, entry.quote].filter(Boolean).join(' ')) ?? [],
    materials: rule?.policy.materials ?? [],
    steps: steps.map(({ kind, noteCipher, byName, at: when }) => ({
      kind,
      byName,
      note: noteCipher === null ? null : vault.open('benefits.note', noteCipher),
      at: when.toISOString(),
    })),
    may: {
      contact: worker && isFresh,
      decide: official && isVerifying && isFresh,
      object: worker && row.state === 'proposed' && !isRejected && day <= (row.objectUntil ?? ''),
      decideObjection: official && row.state === 'objected' && row.proposedBy !== actor.id,
      end: official && row.state === 'proposed' && (isRejected || day > (row.objectUntil ?? '')),
    },
  };
}
