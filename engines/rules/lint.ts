import type { Dictionary } from './dictionary.ts';
import type { Issue, Policy } from './document.ts';
import { judge } from './interpret.ts';
import type { Parameter } from './parameters.ts';
import { regionTable } from './regions.ts';
import { fieldsOf, partsOf, reachOf, type Tree } from './tree.ts';
import { unknown } from './value.ts';

export type Finding = Issue & { kind: 'alwaysTrue' | 'alwaysFalse' | 'needless' | 'undecided' | 'staleParameter' };

/** Cases looked at for what is said of parts of a tree. */
const mostRows = 60_000;

const finding = (kind: Finding['kind'], path: string, zh: string, en: string): Finding => ({ kind, path, zh, en });

/**
 * Clauses of a policy that cannot be meant: met by everybody or by nobody, or without effect on any verdict, and clauses whose verdict stays
 * unknown although it is the same whatever the missing fact is (Kleene's logic is sound, not complete).
 */
export function lint(tree: Tree, dictionary: Dictionary): Finding[] {
  const found: Finding[] = [];
  for (const part of partsOf(tree)) {
    if (part.op !== 'atom') continue;
    const reach = reachOf(part.atom, dictionary);
    const path = part.note?.path ?? '';
    if (reach === 'all') found.push(finding('alwaysTrue', path, '这一条对谁都成立', 'everybody meets this clause'));
    if (reach === 'none') found.push(finding('alwaysFalse', path, '这一条没有人能满足', 'nobody can meet this clause'));
  }
  const table = regionTable(tree, dictionary, mostRows);
  // What is said of all cases needs all of them.
  if (!table.isExhaustive) return found;
  return [...found, ...overCases(tree, table), ...undecided(tree, dictionary, table)];
}

type Group = Extract<Tree, { of: Tree[] }> & { op: 'all' | 'any' };
const isGroup = (tree: Tree): tree is Group => tree.op === 'all' || tree.op === 'any';

function overCases(tree: Tree, { cases }: ReturnType<typeof regionTable>): Finding[] {
  const groups = [...partsOf(tree)].filter(isGroup);
  const seen = groups.map(() => [false, false, false]);
  const spare = groups.flatMap((group) => (group.of.length > 1 ? group.of.map((part) => ({ group, part, isNeedless: true })) : []));
  const isOfMembers = new Set([...partsOf(tree)].flatMap((part) => ((part.op === 'count' || part.op === 'sum') && part.of ? [...partsOf(part.of)] : [])));
  for (const facts of cases()) {
    groups.forEach((group, g) => {
      if (!isOfMembers.has(group)) seen[g]![judge(group, facts)] = true;
    });
    for (const entry of spare)
      if (entry.isNeedless && !isOfMembers.has(entry.group)) {
        const without: Tree = { op: entry.group.op, of: entry.group.of.filter((part) => part !== entry.part) };
        entry.isNeedless = judge(without, facts) === judge(entry.group, facts);
      }
  }
  return [
    ...groups.flatMap((group, g) => {
      const path = group.note?.path ?? '';
      if (isOfMembers.has(group) || group.of.length === 0) return [];
      if (!seen[g]![2]) return [finding('alwaysFalse', path, '这几条互相矛盾，没有人能同时满足', 'these clauses contradict one another: nobody can meet them')];
      return seen[g]![0] ? [] : [finding('alwaysTrue', path, '这几条合起来对谁都成立', 'together these clauses are met by everybody')];
    }),
    ...spare
      .filter((entry) => entry.isNeedless && !isOfMembers.has(entry.group))
      .map(({ part }) => finding('needless', part.note?.path ?? '', '去掉这一条，结果不变', 'without this clause every verdict is the same')),
  ];
}

function undecided(tree: Tree, dictionary: Dictionary, { cases }: ReturnType<typeof regionTable>): Finding[] {
  const { own } = fieldsOf(tree);
  const verdicts = new Map<string, number>();
  const keyOf = (row: Int32Array, but: number) => own.map((field) => (field === but ? '*' : row[field])).join();
  for (const { own: row, others } of cases()) {
    if (others.length > 0) return [];
    const verdict = judge(tree, { own: row, others, isComplete: false });
    for (const field of own) {
      if (row[field] === unknown) continue;
      const key = `${field} ${keyOf(row, field)}`;
      verdicts.set(key, (verdicts.get(key) ?? 0) | (1 << verdict));
    }
  }
  for (const { own: row } of cases()) {
    if (judge(tree, { own: row, others: [], isComplete: false }) !== 1) continue;
    for (const field of own) {
      if (row[field] !== unknown) continue;
      const all = verdicts.get(`${field} ${keyOf(row, field)}`);
      if (all === 1 || all === 4) {
        const { code, name } = dictionary.fields[field]!;
        return [
          finding(
            'undecided',
            tree.note?.path ?? '',
            `不知道“${name.zh}”时判为未知，其实不管是什么结果都一样`,
            `unknown without ${code}, although the verdict is the same whatever it is`,
          ),
        ];
      }
    }
  }
  return [];
}

/** Parameters of a policy that have no value from `asOf` on for as long as the policy holds, or whose value is older than so many months. */
export function staleParameters(policy: Policy, parameters: ReadonlyMap<string, Parameter>, asOf: string, months = 24): Finding[] {
  const codes = new Set([...JSON.stringify([policy.conditions, policy.amount ?? null]).matchAll(/"param":"([^"]+)"/g)].map((match) => match[1]!));
  const before = new Date(`${asOf}T00:00:00Z`);
  before.setUTCMonth(before.getUTCMonth() - months);
  return [...codes].flatMap((code) => {
    const parameter = parameters.get(code);
    const last = parameter?.values.filter((entry) => entry.from <= asOf).sort((a, b) => (a.from < b.from ? 1 : -1))[0];
    if (!parameter || !last || (last.to !== null && last.to <= asOf))
      return [finding('staleParameter', code, `参数“${parameter?.name.zh ?? code}”在 ${asOf} 没有值`, `the parameter ${code} has no value on ${asOf}`)];
    const isOld = last.from < before.toISOString().slice(0, 10);
    return isOld
      ? [finding('staleParameter', code, `参数“${parameter.name.zh}”自 ${last.from} 起没有更新`, `the parameter ${code} has not changed since ${last.from}`)]
      : [];
  });
}
