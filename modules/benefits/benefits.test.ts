import { describe, expect, test } from 'vitest';
import { boundaryTests, failingTests } from '../../engines/rules/boundary-tests.ts';
import { compile } from '../../engines/rules/compile.ts';
import { lint, staleParameters } from '../../engines/rules/lint.ts';
import { prove } from '../../engines/rules/regions.ts';
import { fieldsOf } from '../../engines/rules/tree.ts';
import { personFacts } from '../people/index.ts';
import { findCertificatesQuery } from './certificates.ts';
import { parameters, rulesFor, shippedPolicies } from './policies.ts';
import { type Answers, Calculator } from './ui/calculator.ts';

const asOf = '2026-11-23';
const known = new Map(parameters.map((parameter) => [parameter.code, parameter]));
const setting = { dictionary: personFacts, parameters: known, asOf, areas: [''], areaField: 'district' };
const treeOf = (policy: (typeof shippedPolicies)[number]) => compile(policy, setting).tree;

describe('the policies shipped as examples', () => {
  test('are at least 30, each with its basis and marked as an example, and read facts that can be asked for', () => {
    expect(shippedPolicies.length).toBeGreaterThanOrEqual(30);
    for (const policy of shippedPolicies) {
      expect(policy.status).toBe('example');
      expect(policy.basis[0]!.document.length).toBeGreaterThan(3);
      for (const field of fieldsOf(treeOf(policy)).own) expect(personFacts.fields[field]!.question).toBeDefined();
    }
  });
  test('hold no clause that everybody or nobody meets, or that changes nothing; their parameters have values', () => {
    for (const policy of shippedPolicies) {
      expect([policy.id, lint(treeOf(policy), personFacts)]).toEqual([policy.id, []]);
      expect([policy.id, staleParameters(policy, known, asOf)]).toEqual([policy.id, []]);
    }
  });
  test('have at every constant a pair of people of whom one is entitled and the other not', () => {
    for (const policy of shippedPolicies) {
      const { tests, idle } = boundaryTests(policy, setting);
      expect([policy.id, idle]).toEqual([policy.id, []]);
      expect([policy.id, failingTests(policy, setting, tests)]).toEqual([policy.id, []]);
    }
  });
  test('pass the publish gate: every back end the same on every case that they can tell apart', () => {
    const proofs = shippedPolicies.map((policy) => ({ id: policy.id, ...prove(treeOf(policy), personFacts) }));
    expect(proofs.filter((proof) => proof.disagreements.length > 0)).toEqual([]);
    expect(proofs.filter((proof) => proof.isExhaustive).length / proofs.length).toBeGreaterThanOrEqual(0.98);
  });
});

describe('what can I have', () => {
  const calculator = new Calculator(rulesFor(shippedPolicies, asOf));
  const of = (answers: Record<string, unknown>) => calculator.outcomes(new Map(Object.entries(answers)) as Answers);
  const find = (answers: Record<string, unknown>, id: string) => of(answers).find(({ policy }) => policy.id === id)!;

  test('an elder of 85 from elsewhere eats at the reduced price, and is asked nothing more about it', () => {
    const answers = { birth: '1941-05-01', district: '330105', isLocal: false };
    expect(find(answers, 'city-meals').verdict).toBe('met');
    expect(find(answers, 'old-age-allowance')).toMatchObject({ verdict: 'notMet' });
    expect(
      find(answers, 'old-age-allowance')
        .clauses.filter((clause) => clause.verdict === 0)
        .map((clause) => clause.note?.label?.zh),
    ).toEqual(['杭州户籍']);
  });
  test('amounts follow ages and lines: 85, 92 and 100 years; a top-up to the minimum line', () => {
    const old = (birth: string) => find({ birth, isLocal: true }, 'old-age-allowance').amount!.low / 100;
    expect(['1941-05-01', '1934-01-01', '1926-11-23'].map(old)).toEqual([100, 200, 500]);
    const poor = { isLocal: true, incomeEach: 1000, withinProperty: true, isExtremePoverty: false };
    expect(find(poor, 'minimum-living').amount).toEqual({ low: 34_500, high: 34_500 });
    expect(find({ ...poor, incomeEach: 1345 }, 'minimum-living').verdict).toBe('notMet');
  });
  test('of two that exclude one another one is counted, and it says which', () => {
    const answers = { isLocal: true, birth: '1950-01-01', canWork: false, hasIncomeSource: false, hasSupporter: false, disabilityGrade: 1, needsCare: true };
    expect(find(answers, 'extreme-poverty').verdict).toBe('met');
    expect(find(answers, 'disabled-care').givesWayTo?.id).toBe('extreme-poverty');
  });
  test('asks the fewest: what is skipped is not asked again, and at the end nothing is open but for it', () => {
    const answers = new Map<string, unknown>();
    for (let asked = 0; ; asked++) {
      const next = calculator.next(answers);
      if (!next) break;
      expect(answers.has(next.field.code)).toBe(false);
      const { kind, values, min } = next.field;
      answers.set(
        next.field.code,
        asked % 5 === 4 ? 'skipped' : kind === 'flag' ? false : kind === 'code' ? values![0]!.code : kind === 'date' ? '1970-06-01' : (min ?? 0),
      );
      expect(asked).toBeLessThan(42);
    }
    const skippedFields = [...answers].filter(([, answer]) => answer === 'skipped').map(([code]) => code);
    for (const { verdict, policy } of calculator.outcomes(answers))
      if (verdict === 'open') expect(fieldsOf(treeOf(policy)).own.some((field) => skippedFields.includes(personFacts.fields[field]!.code))).toBe(true);
  });
  test('an answer that a fact does not take is told, not taken', () => {
    expect(calculator.faultOf('birth', '2026-02-30')).toContain('birth takes a day');
    expect(calculator.faultOf('members', 0)).toContain('from 1 to 20');
    expect(calculator.faultOf('birth', '1950-01-01')).toBeNull();
  });
});

describe('certificates that a community must not issue', () => {
  const find = async (words: string) => (await findCertificatesQuery(null, { find: words })).certificates.map(({ code }) => code);
  test('are the 20 of the list, each with somebody to ask', async () => {
    const { certificates } = await findCertificatesQuery(null, {});
    expect(new Set(certificates.map(({ name }) => name.zh)).size).toBe(20);
    expect(certificates.every(({ ask }) => ask.zh.length > 1 && ask.en.length > 1)).toBe(true);
  });
  test('are found by what people call them', async () => {
    expect(await find('单身证明')).toContain('marriage');
    expect(await find('养狗')).toEqual(['dog']);
    expect(await find('marital')).toEqual(['marriage']);
    expect(await find('天气')).toEqual([]);
  });
});
