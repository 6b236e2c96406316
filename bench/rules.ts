import { setTimeout } from 'node:timers/promises';
import { Batch, fieldsIn } from '../engines/rules/batch/batch.ts';
import { BatchThreads } from '../engines/rules/batch/threads.ts';
import { compile } from '../engines/rules/compile.ts';
import { dayNumber } from '../engines/rules/days.ts';
import { explain, type Household, judge } from '../engines/rules/interpret.ts';
import { factsToSettle, nextQuestion } from '../engines/rules/questions.ts';
import { prove } from '../engines/rules/regions.ts';
import { type Atom, meets, type Tree } from '../engines/rules/tree.ts';
import { none, unknown } from '../engines/rules/value.ts';
import { parameters, shippedPolicies } from '../modules/benefits/policies.ts';
import { personFacts } from '../modules/people/index.ts';
import { row } from './print.ts';
import { byCel, byDuckDb, byJsonRules, byPostgres, type Peer } from './rules-peers.ts';
import { createDraw, dictionary, drawColumns, drawPolicy, setting } from './rules-people.ts';

const draw = createDraw(5);
const conditions = Array.from({ length: 500 }, () => drawPolicy(draw));
const trees = conditions.map((own, i) => compile({ id: `p${i}`, version: '1', conditions: own }, setting).tree);
const block = drawColumns(1, 1 << 16);
const ms = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;
const timed = <T>(work: () => T): [T, number] => {
  const start = performance.now();
  return [work(), performance.now() - start];
};
const personOf = (person: number): Household => ({ own: Int32Array.from(block, (column) => column[person % (1 << 16)]!), others: [], isComplete: true });

/** Everybody by every policy, three-valued; then one policy edited. */
async function everybody(people: number, policies: number, isPlain = false): Promise<void> {
  const own = trees.slice(0, policies);
  const batch = new Batch({ count: people }, dictionary, fieldsIn(trees), { isPlain, threads: 2 });
  const [, loading] = timed(() => batch.load((from, to) => block.map((column) => column.subarray(0, to - from))));
  const [program, compiling] = timed(() => batch.judging(own));
  const [, cold] = timed(() => program.judge());
  const warm = Math.min(...Array.from({ length: 5 }, () => timed(() => program.judge())[1]));
  row(
    `${people} people x ${policies} policies${isPlain ? ', plain' : ''}`,
    `cut ${ms(loading)}`,
    `compile ${ms(compiling)}`,
    `first ${ms(cold)}`,
    `warm ${ms(warm)}`,
    `${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MB`,
  );
  const threads = new BatchThreads(batch, 2);
  await threads.judge(program);
  const both: number[] = [];
  for (let k = 0; k < 5; k++) {
    const start = performance.now();
    await threads.judge(program);
    both.push(performance.now() - start);
  }
  await threads.end();
  if (!isPlain) row('  two threads', `warm ${ms(Math.min(...both))}`, `${(warm / Math.min(...both)).toFixed(2)}x`);
  let wrong = 0;
  const sample = createDraw(9);
  for (let k = 0; k < 100_000; k++) {
    const [person, n] = [sample(people), sample(policies)];
    if (judge(own[n]!, personOf(person)) !== program.verdictOf(n, person)) wrong++;
  }
  row('', `${wrong} of 100,000 sampled verdicts differ from the interpreter`);
  const edits = Array.from({ length: 20 }, (_, k) => {
    const [counts, took] = timed(() => {
      const change = batch.comparing(trees[k]!, trees[k + 20]!);
      const result = change.judge();
      change.end();
      return result;
    });
    return { took, counts };
  });
  edits.sort((a, b) => a.took - b.took);
  row('  one policy edited: met, unknown, gained, lost', `p50 ${ms(edits[10]!.took)}`, `worst ${ms(edits[19]!.took)}`);
  if (!isPlain && people === 1_000_000) changes(batch, program);
}

/** Facts changed one by one, and the tiles they lie in judged again. */
function changes(batch: Batch, program: { judge(from?: number, to?: number): Float64Array }): void {
  const facts = 400_000;
  const sample = createDraw(3);
  const income = dictionary.numberOf('income')!;
  const [, took] = timed(() => {
    const tiles = new Set<number>();
    for (let k = 0; k < facts; k++) tiles.add(batch.change(sample(batch.people), income, sample(100_000)));
    for (const tile of tiles) program.judge(tile, tile + 1);
  });
  row('  facts changed and their tiles judged again', `${Math.round(facts / (took / 1000)).toLocaleString('en')} facts/s`);
}

/** One person, 100 policies, with all reasons and what is worth asking. */
function onePerson(): void {
  const own = trees.slice(0, 100);
  const work = (person: number) => {
    const facts = personOf(person);
    for (const tree of own) if (explain(tree, facts).verdict === 1) factsToSettle(tree, facts, dictionary, 2);
  };
  for (let person = 0; person < 500; person++) work(person);
  const [, took] = timed(() => {
    for (let person = 500; person < 2500; person++) work(person);
  });
  row('one person x 100 policies, reasons and questions', ms(took / 2000));
}

const shares = new Map<Atom, number>();
/** The share of the people of whom it is known. */
function prior(atom: Atom): number {
  const old = shares.get(atom);
  if (old !== undefined) return old;
  const known = block[atom.field]!.subarray(0, 4096).filter((value) => value !== unknown);
  const share = known.filter((value) => meets(atom, value) === 2).length / known.length;
  shares.set(atom, share);
  return share;
}

/** 400 people of whom k facts are hidden: questions until all 100 policies are decided, beside a form that asks all that is hidden. */
function questions(): void {
  const own = trees.slice(0, 100);
  const policies = own.map((tree) => ({ tree, weight: 1 }));
  for (const hidden of [8, 16, 25]) {
    const sample = createDraw(hidden);
    let [asked, form, slowest] = [0, 0, 0];
    for (let k = 0; k < 400; k++) {
      const truth = Int32Array.from(dictionary.fields, (_, field) => drawKnown(field, sample));
      const order = dictionary.fields.map((_, field) => field).sort(() => sample(3) - 1);
      const facts: Household = { own: truth.slice(), others: [], isComplete: true };
      for (const field of order.slice(0, hidden)) facts.own[field] = unknown;
      form += new Set(order.slice(0, hidden).filter((field) => fieldsIn(own).includes(field))).size;
      for (;;) {
        const [next, took] = timed(() => nextQuestion(policies, facts, dictionary, { prior }));
        slowest = Math.max(slowest, took);
        if (!next) break;
        facts.own[next.question.field!] = truth[next.question.field!]!;
        asked++;
      }
    }
    row(
      `questions, ${hidden} facts hidden`,
      `asked ${(asked / 400).toFixed(1)}`,
      `form ${(form / 400).toFixed(1)}`,
      `${((100 * asked) / form).toFixed(0)} %`,
      `slowest ${ms(slowest)}`,
    );
  }
}
function drawKnown(field: number, sample: (n: number) => number): number {
  for (;;) {
    const value = block[field]![sample(1 << 16)]!;
    if (value !== unknown) return value;
  }
}

/** 400 people by the shipped policies: of a person a third is 60 or over, most flags are rarely set; k of all facts are hidden. */
function questionsOnShipped(): void {
  const known = new Map(parameters.map((parameter) => [parameter.code, parameter]));
  const own = { dictionary: personFacts, parameters: known, asOf: '2026-11-22', areas: [''], areaField: 'district' };
  const policies = shippedPolicies.map((policy) => ({ tree: compile(policy, own).tree, weight: 1 }));
  const used = fieldsIn(policies.map(({ tree }) => tree));
  for (const hidden of [12, 24, used.length]) {
    const sample = createDraw(hidden + 1);
    const drawFact = (field: number): number => {
      const { kind, canBeNone, code } = personFacts.fields[field]!;
      const { min, max } = personFacts.range(field);
      if (code === 'birth') return dayNumber('1930-01-01') + sample(96 * 365);
      if (canBeNone && sample(3) > 0) return none;
      if (kind === 'date') return dayNumber('2005-01-01') + sample(21 * 365);
      if (kind === 'flag') return sample(5) === 0 ? 1 : 0;
      return min + sample(Math.min(max - min, 8000) + 1);
    };
    let [asked, slowest] = [0, 0];
    for (let k = 0; k < 400; k++) {
      const truth = Int32Array.from(personFacts.fields, (_, field) => drawFact(field));
      const facts: Household = { own: truth.slice(), others: [], isComplete: true };
      const order = [...used].sort(() => sample(3) - 1);
      for (const field of order.slice(0, hidden)) facts.own[field] = unknown;
      for (;;) {
        const [next, took] = timed(() => nextQuestion(policies, facts, personFacts));
        slowest = Math.max(slowest, took);
        if (!next) break;
        facts.own[next.question.field!] = truth[next.question.field!]!;
        asked++;
      }
    }
    row(
      `questions, the ${policies.length} shipped policies, ${hidden} of ${used.length} facts hidden`,
      `asked ${(asked / 400).toFixed(1)}`,
      `form ${hidden}`,
      `${((100 * asked) / 400 / hidden).toFixed(0)} %`,
      `slowest ${ms(slowest)}`,
    );
  }
}

/** The publish gate over all policies. */
function gate(): void {
  const [proofs, took] = timed(() => trees.slice(0, 100).map((tree: Tree) => prove(tree, dictionary)));
  const rows = proofs.reduce((sum, proof) => sum + proof.rows, 0);
  const differing = proofs.reduce((sum, proof) => sum + proof.disagreements.length, 0);
  row(
    'region tables of 100 policies',
    `${proofs.filter((proof) => proof.isExhaustive).length} exhaustive`,
    `${rows.toLocaleString('en')} rows`,
    `${differing} disagree`,
    ms(took),
  );
}

async function peers(): Promise<void> {
  const own = 100;
  const truth = (people: number) => {
    const counts = trees.slice(0, own).map(() => [0, 0, 0]);
    for (let person = 0; person < people; person++) {
      const facts = personOf(person);
      for (let n = 0; n < own; n++) counts[n]![judge(trees[n]!, facts)]!++;
    }
    return counts;
  };
  const run = async (name: string, people: number, peer: Peer) => {
    const { seconds, verdicts } = await peer(people, conditions.slice(0, own), trees.slice(0, own), block);
    const expected = truth(people);
    let [metWrongly, unmetWrongly] = [0, 0];
    for (const [n, [no, , yes]] of verdicts.entries()) {
      metWrongly += Math.max(0, yes! - expected[n]![2]!);
      unmetWrongly += Math.max(0, no! - expected[n]![0]!);
    }
    const undecided = expected.reduce((sum, [, open]) => sum + open!, 0);
    const perSecond = (people * own) / seconds;
    row(
      name,
      `${people} people`,
      `${seconds.toFixed(2)} s`,
      `${(perSecond / 1e6).toFixed(2)} M verdicts/s`,
      `of ${undecided} unknown: ${metWrongly} said to be met, ${unmetWrongly} not`,
    );
    await setTimeout(10);
  };
  await run('json-rules-engine 7.3', 2000, byJsonRules);
  await run('@marcbachmann/cel-js 8.0', 10_000, byCel);
  await run('DuckDB 1.5, 2 threads', 15 * (1 << 16), byDuckDb);
  if (process.env['RULES_POSTGRES']) await run('PostgreSQL, one process', 15 * (1 << 16), byPostgres(process.env['RULES_POSTGRES']));
  else row('PostgreSQL', 'name a database with RULES_POSTGRES=postgresql://…');
}

await everybody(1_000_000, 100);
await everybody(1_000_000, 100, true);
onePerson();
questions();
questionsOnShipped();
gate();
await peers();
await everybody(12_000_000, 500);
