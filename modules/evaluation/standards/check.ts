import type { z } from 'zod';
import { explain, type Household, judge, type Reason } from '../../../engines/rules/interpret.ts';
import { lackingIn } from '../../../engines/rules/lacking.ts';
import type { Tree } from '../../../engines/rules/tree.ts';
import { unknown } from '../../../engines/rules/value.ts';
import { dayHere } from '../../../platform/clock.ts';
import type { Reading } from '../../../platform/context.ts';
import type { Read } from '../../../platform/database.ts';
import { refuse } from '../../../platform/refuse.ts';
import type { checkComplex } from '../contract.ts';
import { noSuchComplex } from '../refusals.ts';
import { listComplexFacts, placeFacts, wholeOf } from './facts.ts';
import { clausesOf, type Standard, standardsOn } from './standards.ts';

type Clause = z.infer<NonNullable<(typeof checkComplex)['~orpc']['outputSchema']>>['checks'][number]['clauses'][number];
const verdicts = ['notMet', 'unknown', 'met'] as const;
/** A complex gains rooms more easily than it becomes one of another kind. */
const otherKind = 10;
const alone = (own: Int32Array): Household => ({ own, others: [], isComplete: false });
const nothing = { zh: '', en: '' };
const noteOf = ({ note }: Pick<Tree, 'note'>) => ({
  path: note?.path ?? '',
  label: note?.label ?? nothing,
  isSoft: note?.isSoft ?? false,
  basis: note?.basis ?? null,
});

export async function listStandardsQuery({ now }: Reading) {
  return standardsOn(dayHere(now)).map((standard) => ({
    ...(({ id, version, title, department, status }) => ({ id, version, title, department, status }))(standard.policy),
    from: standard.policy.validity.from,
    to: standard.policy.validity.to,
    basis: standard.policy.basis.map(({ document, article = null, quote = null }) => ({ document, article, quote })),
    reading: standard.reading,
    clauses: clausesOf(standard).map(noteOf),
  }));
}

export async function checkComplexesQuery({ db, district, now }: Reading, { within }: { within?: string }) {
  const standards = standardsOn(dayHere(now)).map((standard) => ({ standard, clauses: clausesOf(standard) }));
  const complexes = await listComplexFacts(db, district, { within });
  return complexes.map(({ place: { id, name, areaCode, areaName }, facts }) => ({
    id,
    name,
    areaCode,
    areaName,
    checks: standards.map(({ standard, clauses }) => {
      const found = clauses.map((clause) => ({ isSoft: clause.note?.isSoft ?? false, verdict: judge(clause, alone(facts)) }));
      const count = (verdict: number) => found.filter((it) => !it.isSoft && it.verdict === verdict).length;
      return {
        standard: standard.policy.id,
        verdict: verdicts[judge(standard.compiled.tree, alone(facts))],
        notMet: count(0),
        unknown: count(1),
        advised: found.filter((it) => it.isSoft && it.verdict === 0).length,
      };
    }),
  }));
}

export async function checkComplexQuery({ db, district, now }: Reading, { id }: { id: string }) {
  const [complex] = await listComplexFacts(db, district, { id });
  const { place, facts } = complex ?? refuse(noSuchComplex);
  const { name, areaCode, areaName } = place;
  return { id, name, areaCode, areaName, checks: standardsOn(dayHere(now)).map((standard) => checkOf(standard, facts)) };
}

/** What the register says today of each clause of one standard for one complex. */
export async function clauseVerdicts(db: Read, district: string, day: string, standardId: string, placeId: string) {
  const [complex] = await listComplexFacts(db, district, { id: placeId });
  const { facts } = complex ?? refuse(noSuchComplex);
  const standard = standardsOn(day).find(({ policy }) => policy.id === standardId);
  return standard === undefined ? [] : clausesOf(standard).map((clause) => ({ ...noteOf(clause), system: verdicts[judge(clause, alone(facts))] }));
}

function checkOf(standard: Standard, facts: Int32Array) {
  return {
    standard: standard.policy.id,
    verdict: verdicts[judge(standard.compiled.tree, alone(facts))],
    clauses: clausesOf(standard).map((clause) => clauseOf(clause, facts)),
  };
}

function clauseOf(clause: Tree, facts: Int32Array): Clause {
  const reason = explain(clause, alone(facts));
  const lacking = new Map(lackingIn(reason, ({ field }) => (placeFacts.fields[field]!.kind === 'code' ? otherKind : 1)).map((it) => [it.atom.field, it]));
  const fields = lacking.size > 0 ? [...new Set([...lacking.keys(), ...fieldsIn(reason)])] : fieldsIn(reason);
  return {
    ...noteOf(clause),
    verdict: verdicts[reason.verdict],
    evidence: fields.map((field) => evidenceOf(field, facts, lacking.get(field)?.nearest ?? null)),
  };
}

/** So many per cent of the area that a share is of, in ㎡ up to the next tenth. */
function areaOf(code: string, points: number, facts: Int32Array): number | null {
  const whole = wholeOf(code);
  const size = whole === undefined ? null : placeFacts.decode(placeFacts.numberOf(whole)!, facts[placeFacts.numberOf(whole)!]!);
  return typeof size === 'number' ? Math.ceil((points * size) / 10) / 10 : null;
}

const fieldsIn = ({ atom, of }: Reason): number[] => [...new Set([...(atom ? [atom.field] : []), ...of.flatMap(fieldsIn)])];

function evidenceOf(field: number, facts: Int32Array, nearest: number | null) {
  const value = facts[field]!;
  const { code, name, kind, unit = null, decimals = 0, values } = placeFacts.fields[field]!;
  const isNumber = kind === 'number';
  const shown = kind === 'code' && value !== unknown ? values![value]!.name : (placeFacts.decode(field, value) as number | boolean | null);
  return {
    fact: code,
    name,
    unit,
    value: shown,
    needed: isNumber && nearest !== null ? nearest / 10 ** decimals : null,
    missing: isNumber && nearest !== null ? Math.abs(nearest - value) / 10 ** decimals : null,
    missingArea: nearest === null ? null : areaOf(code, Math.abs(nearest - value) / 10 ** decimals, facts),
  };
}
