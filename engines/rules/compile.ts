import { dayNumber, firstDayWithin, lastDayBefore } from './days.ts';
import type { Dictionary } from './dictionary.ts';
import type { Condition, Constant, Issue, Operator, Policy } from './document.ts';
import { NoParameter, type Parameter, valuesByArea } from './parameters.ts';
import type { Atom, Note, Tree } from './tree.ts';
import { leastValue } from './value.ts';

/** What a policy is compiled against. */
export type Setting = {
  dictionary: Dictionary;
  parameters: ReadonlyMap<string, Parameter>;
  /** The day it is asked for. */
  asOf: string;
  /** Codes that the field `areaField` can have; parameters are looked up for each. */
  areas: readonly string[];
  areaField: string;
};

export type Compiled = { id: string; version: string; tree: Tree /** Clauses that are advised only. */; advised: Tree[] };

/** A policy that the dictionary or the parameters do not carry, with every fault by its place. */
export class Uncompilable extends Error {
  readonly issues: Issue[];
  constructor(id: string, issues: Issue[]) {
    super(`${id}: ${issues.map((issue) => `${issue.path}: ${issue.en}`).join('; ')}`);
    this.issues = issues;
  }
}

/** The field that says whether somebody is enrolled in a policy. */
export const enrolledField = (policy: string) => `enrolled:${policy}`;

const least = leastValue;
const most = 0x7fff_ffff;
type Range = readonly [number, number];
/** Values that stand in a relation to a whole number. */
export function rangesOf(op: Operator, value: number): Range[] {
  if (op === '=') return [[value, value]];
  if (op === '!=')
    return [
      [least, value - 1],
      [value + 1, most],
    ];
  if (op === '<') return [[least, value - 1]];
  if (op === '<=') return [[least, value]];
  return [[op === '>' ? value + 1 : value, most]];
}

/** Counts and sums begin at 0 and have no largest. */
const openEnded = (from: number, to: number) => ({ from: Math.max(0, from), to: to === most ? Infinity : to });

/**
 * Works a policy out for a day: dates to day numbers, parameters to their values by area, constants to whole numbers.
 * @throws Uncompilable with every fault and its place
 */
export function compile(policy: Pick<Policy, 'id' | 'version' | 'conditions'>, setting: Setting): Compiled {
  const compiler = new Compiler(setting);
  const tree = compiler.condition(policy.conditions, 'conditions', false);
  if (compiler.issues.length > 0) throw new Uncompilable(policy.id, compiler.issues);
  return { id: policy.id, version: policy.version, tree: tree ?? { op: 'all', of: [] }, advised: compiler.advised };
}

/** A condition outside a policy, as an amount has. @throws Uncompilable */
export function compileCondition(condition: Condition, setting: Setting, path: string): Tree {
  const compiler = new Compiler(setting);
  const tree = compiler.condition(condition, path, false);
  if (compiler.issues.length > 0) throw new Uncompilable(path, compiler.issues);
  return tree ?? { op: 'all', of: [] };
}

/** What a constant is compared with. */
type Of = { field: number; isSum?: boolean };

class Compiler {
  readonly issues: Issue[] = [];
  readonly advised: Tree[] = [];
  private readonly setting: Setting;
  private readonly today: number;

  constructor(setting: Setting) {
    this.setting = setting;
    this.today = dayNumber(setting.asOf);
  }

  private fault(path: string, zh: string, en: string): Tree {
    this.issues.push({ path, zh, en });
    return { op: 'all', of: [] };
  }

  /** @returns null for a clause that is only advised */
  condition(condition: Condition, path: string, isMember: boolean): Tree | null {
    const { label, basis, isSoft } = condition;
    const note: Note = { path, label, basis, isSoft };
    const tree = { ...this.bare(condition, path, isMember), note };
    if (!isSoft) return tree;
    this.advised.push(tree);
    return null;
  }

  private list(parts: Condition[], path: string, isMember: boolean): Tree[] {
    return parts.map((part, i) => this.condition(part, `${path}[${i}]`, isMember)).filter((tree) => tree !== null);
  }

  private one(part: Condition, path: string, isMember: boolean): Tree {
    return this.condition(part, path, isMember) ?? { op: 'all', of: [] };
  }

  private bare(it: Condition, path: string, isMember: boolean): Tree {
    if ('all' in it) return { op: 'all', of: this.list(it.all, `${path}.all`, isMember) };
    if ('any' in it) return { op: 'any', of: this.list(it.any, `${path}.any`, isMember) };
    if ('not' in it) return { op: 'not', of: this.one(it.not, `${path}.not`, isMember) };
    if ('atLeast' in it) {
      const of = this.list(it.of, `${path}.of`, isMember);
      if (it.atLeast > of.length)
        return this.fault(path, `要求至少 ${it.atLeast} 项，却只列了 ${of.length} 项`, `asks for at least ${it.atLeast} of ${of.length}`);
      return { op: 'atLeast', count: it.atLeast, of };
    }
    if ('household' in it) {
      if (isMember) return this.fault(path, '家庭成员的条件里不能再问家庭', 'a clause about members cannot ask about the household again');
      return this.household(it, path);
    }
    if ('enrolled' in it) return this.atom(enrolledField(it.enrolled), path, () => [[1, 1]]);
    if ('age' in it) return this.age(it, path);
    if ('since' in it) return this.since(it, path);
    return this.leaf(it, path);
  }

  private household(it: Extract<Condition, { household: unknown }>, path: string): Tree {
    const scope = it.household;
    if ('exists' in it) return { op: 'count', scope, of: this.one(it.exists, `${path}.exists`, true), from: 1, to: Infinity };
    if ('count' in it) {
      const of = this.one(it.count, `${path}.count`, true);
      return this.joined(rangesOf(it.op, it.value), ([from, to]) => ({ op: 'count', scope, of, ...openEnded(from, to) }));
    }
    const field = this.setting.dictionary.numberOf(it.sum);
    if (field === undefined || this.setting.dictionary.fields[field]!.kind !== 'number')
      return this.fault(`${path}.sum`, `“${it.sum}”不是数字类的事实`, `${it.sum} is not a fact that is a number`);
    const of = it.where ? this.one(it.where, `${path}.where`, true) : null;
    const { min, max } = this.setting.dictionary.range(field);
    if (min < 0) return this.fault(`${path}.sum`, `“${it.sum}”可能是负数，不能合计`, `${it.sum} can be negative, which sums do not take`);
    return this.constant({ field, isSum: true }, it.value, `${path}.value`, (value) =>
      this.joined(rangesOf(it.op, value), ([from, to]) => ({ op: 'sum', scope, field, most: max, of, ...openEnded(from, to) })),
    );
  }

  private joined(ranges: Range[], make: (range: Range) => Tree): Tree {
    return ranges.length === 1 ? make(ranges[0]!) : { op: 'any', of: ranges.map(make) };
  }

  private age(it: Extract<Condition, { age: string }>, path: string): Tree {
    const months = it.value * (it.unit === 'months' ? 1 : 12);
    const step = it.unit === 'months' ? 1 : 12;
    // n completed: born on or before the last day from which n have passed.
    const reached = lastDayBefore(this.today, months);
    const passed = lastDayBefore(this.today, months + step);
    return this.atom(it.age, path, (field) => {
      if (this.setting.dictionary.fields[field]!.kind !== 'date') return null;
      if (it.op === '>=') return [[least, reached]];
      if (it.op === '>') return [[least, passed]];
      if (it.op === '<') return [[reached + 1, most]];
      if (it.op === '<=') return [[passed + 1, most]];
      return it.op === '='
        ? [[passed + 1, reached]]
        : [
            [least, passed],
            [reached + 1, most],
          ];
    });
  }

  private since(it: Extract<Condition, { since: string }>, path: string): Tree {
    const from = firstDayWithin(this.today, it.months);
    return this.atom(it.since, path, (field) => (this.setting.dictionary.fields[field]!.kind === 'date' ? [[from, this.today]] : null));
  }

  private leaf(it: Extract<Condition, { field: string }>, path: string): Tree {
    const field = this.setting.dictionary.numberOf(it.field);
    if (field === undefined) return this.noField(it.field, path);
    const { kind } = this.setting.dictionary.fields[field]!;
    if ('is' in it) return this.state(it.field, it.is, path);
    if ('op' in it) {
      if ((kind === 'code' || kind === 'flag') && it.op !== '=' && it.op !== '!=')
        return this.fault(`${path}.op`, `“${it.field}”只能用 = 或 !=`, `${it.field} can only be compared with = or !=`);
      const equal = it.op === '!=' ? '=' : it.op;
      const tree = this.constant({ field }, it.value, `${path}.value`, (value) => this.atom(it.field, path, () => rangesOf(equal, value)));
      // Who has none is not the one that was named: "is not" holds for them.
      return it.op === '!=' ? { op: 'not', of: tree } : tree;
    }
    if ('between' in it) {
      if (kind === 'code' || kind === 'flag') return this.fault(path, `“${it.field}”没有大小之分`, `${it.field} has no order, so nothing lies between`);
      return this.constant({ field }, it.between[0], `${path}.between[0]`, (low) =>
        this.constant({ field }, it.between[1], `${path}.between[1]`, (high) =>
          low > high ? this.fault(`${path}.between`, '下限大于上限', 'the lower end is above the upper') : this.atom(it.field, path, () => [[low, high]]),
        ),
      );
    }
    const values = it.in.map((value, i) => this.encoded({ field }, value, `${path}.in[${i}]`)).filter((value) => value !== null);
    return this.atom(it.field, path, () => merged(values.map((value): Range => [value, value])));
  }

  private state(code: string, is: 'none' | 'notApplicable' | 'present', path: string): Tree {
    const field = this.setting.dictionary.numberOf(code)!;
    const { canBeNone, canNotApply } = this.setting.dictionary.fields[field]!;
    if ((is === 'none' && !canBeNone) || (is === 'notApplicable' && !canNotApply))
      return this.fault(path, `“${code}”不会是“${is === 'none' ? '没有' : '不适用'}”`, `${code} is never ${is}`);
    const ranges: Range[] = is === 'present' ? [[least, most]] : [];
    return { op: 'atom', atom: { field, ranges, whenNone: is === 'none', whenNotApplicable: is === 'notApplicable' } };
  }

  private noField(code: string, path: string): Tree {
    return this.fault(path, `事实字典里没有“${code}”`, `the dictionary has no fact ${code}`);
  }

  private atom(code: string, path: string, make: (field: number) => Range[] | null): Tree {
    const field = this.setting.dictionary.numberOf(code);
    if (field === undefined) return this.noField(code, path);
    const ranges = make(field);
    if (!ranges) return this.fault(path, `“${code}”不是日期`, `${code} is not a date`);
    const { min, max } = this.setting.dictionary.range(field);
    const clipped = ranges.filter(([from, to]) => from <= max && to >= min).map(([from, to]): Range => [Math.max(from, min), Math.min(to, max)]);
    const atom: Atom = { field, ranges: clipped, whenNone: false, whenNotApplicable: false };
    return { op: 'atom', atom };
  }

  /** The whole number that a constant is; null, with a fault recorded, where the field does not take it. */
  private encoded({ field, isSum = false }: Of, value: unknown, path: string): number | null {
    const { dictionary } = this.setting;
    try {
      return isSum ? dictionary.encodeSum(field, value) : dictionary.encode(field, value);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.fault(path, `“${dictionary.fields[field]!.name.zh}”不能是 ${JSON.stringify(value)}：${error.message}`, error.message);
      return null;
    }
  }

  /** With the value of a constant; where a parameter differs by area, each area with its own. */
  private constant(of: Of, value: Constant, path: string, make: (value: number) => Tree): Tree {
    const { dictionary, parameters, areas, areaField, asOf } = this.setting;
    const encoded = (own: unknown): Tree => {
      const coded = this.encoded(of, own, path);
      return coded === null ? { op: 'all', of: [] } : make(coded);
    };
    if (typeof value !== 'object') return encoded(value);
    const parameter = parameters.get(value.param);
    if (!parameter) return this.fault(path, `没有参数“${value.param}”`, `there is no parameter ${value.param}`);
    try {
      const groups = valuesByArea(parameter, areas.length > 0 ? areas : [''], asOf);
      if (groups.length === 1) return encoded(groups[0]!.value);
      const ownArea = (codes: string[]) => {
        const number = dictionary.numberOf(areaField)!;
        return this.atom(areaField, path, () => merged(codes.map((code): Range => [dictionary.encode(number, code), dictionary.encode(number, code)])));
      };
      return { op: 'any', of: groups.map((group): Tree => ({ op: 'all', of: [ownArea(group.areas), encoded(group.value)] })) };
    } catch (error) {
      if (!(error instanceof NoParameter)) throw error;
      return this.fault(path, `参数“${parameter.name.zh}”在 ${error.day}、${error.area || '各地'} 没有值`, error.message);
    }
  }
}

/** Ranges in order, touching ones made one. */
export function merged(ranges: readonly Range[]): Range[] {
  const out: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}
