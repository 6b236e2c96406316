import { type Dictionary, unitName } from './dictionary.ts';
import type { Condition, Constant, Operator } from './document.ts';
import type { Parameter } from './parameters.ts';

export type Language = 'zh' | 'en';
/** A clause in words, and below it what it is made of. */
export type Line = { text: string; parts: Line[] };

const operators: Record<Language, Record<Operator, string>> = {
  zh: { '=': '是', '!=': '不是', '<': '低于', '<=': '不超过', '>': '超过', '>=': '不低于' },
  en: { '=': 'is', '!=': 'is not', '<': 'is below', '<=': 'is at most', '>': 'is above', '>=': 'is at least' },
};
const ages: Record<Language, Record<Operator, string>> = {
  zh: { '=': '正好满', '!=': '不是满', '<': '未满', '<=': '不超过', '>': '超过', '>=': '满' },
  en: { '=': 'exactly', '!=': 'not', '<': 'under', '<=': 'at most', '>': 'over', '>=': 'at least' },
};

const texts = {
  zh: {
    all: '同时满足',
    any: '满足其中任何一项',
    not: '不能是',
    atLeast: (n: number, of: number) => `以下 ${of} 项至少满足 ${n} 项`,
    between: (name: string, low: string, high: string) => `${name}在 ${low} 到 ${high} 之间`,
    in: (name: string, list: string) => `${name}是其中之一：${list}`,
    none: (name: string) => `没有${name}`,
    notApplicable: (name: string) => `${name}不适用`,
    present: (name: string) => `有${name}`,
    age: (name: string, op: string, n: number, isYears: boolean) => `${name}起${op} ${n} ${isYears ? '周年（岁）' : '个月'}`,
    since: (name: string, months: number) => `${name}在最近 ${months} 个月内`,
    enrolled: (policy: string) => `正在享受“${policy}”`,
    members: { all: '家里（含本人）', others: '家里其他人' },
    exists: (whom: string) => `${whom}有人`,
    count: (whom: string, op: string, n: number) => `${whom}这样的人数${op} ${n}`,
    sum: (whom: string, name: string, op: string, value: string) => `${whom}的${name}合计${op} ${value}`,
    where: '只算这样的人',
    yes: (name: string) => name,
    no: (name: string) => `不是：${name}`,
    compared: (name: string, op: string, value: string) => `${name}${op} ${value}`,
    soft: '（建议）',
    list: '、',
  },
  en: {
    all: 'All of these',
    any: 'Any of these',
    not: 'Not',
    atLeast: (n: number, of: number) => `At least ${n} of these ${of}`,
    between: (name: string, low: string, high: string) => `${name} is between ${low} and ${high}`,
    in: (name: string, list: string) => `${name} is one of: ${list}`,
    none: (name: string) => `has no ${name}`,
    notApplicable: (name: string) => `${name} does not apply`,
    present: (name: string) => `has ${name}`,
    age: (name: string, op: string, n: number, isYears: boolean) => `${op} ${n} ${isYears ? 'years' : 'months'} since ${name}`,
    since: (name: string, months: number) => `${name} in the last ${months} months`,
    enrolled: (policy: string) => `receives “${policy}”`,
    members: { all: 'of the household', others: 'of the others in the household' },
    exists: (whom: string) => `somebody ${whom}`,
    count: (whom: string, op: string, n: number) => `the number of such people ${whom} ${op} ${n}`,
    sum: (whom: string, name: string, op: string, value: string) => `the sum of ${name} ${whom} ${op} ${value}`,
    where: 'counting only',
    yes: (name: string) => name,
    no: (name: string) => `not: ${name}`,
    compared: (name: string, op: string, value: string) => `${name} ${op} ${value}`,
    soft: ' (advised)',
    list: ', ',
  },
};

type Words = { dictionary: Dictionary; parameters: ReadonlyMap<string, Parameter>; language: Language };

/** A condition read back in plain words: what an official sees beside the form. A clause's own label is not used, for it may say something else. */
export function sayCondition(condition: Condition, words: Words): Line {
  const line = new Speaker(words).say(condition);
  return condition.isSoft ? { ...line, text: line.text + texts[words.language].soft } : line;
}

/** The lines, each indented below what it belongs to. */
export const outline = ({ text, parts }: Line, depth = 0): string =>
  [`${'  '.repeat(depth)}${text}`, ...parts.map((part) => outline(part, depth + 1))].join('\n');

class Speaker {
  private readonly words: Words;
  constructor(words: Words) {
    this.words = words;
  }

  private get t() {
    return texts[this.words.language];
  }

  say(it: Condition): Line {
    const { t } = this;
    const under = (text: string, of: readonly Condition[]): Line => ({ text, parts: of.map((part) => sayCondition(part, this.words)) });
    if ('all' in it) return under(t.all, it.all);
    if ('any' in it) return under(t.any, it.any);
    if ('not' in it) return under(t.not, [it.not]);
    if ('atLeast' in it) return under(t.atLeast(it.atLeast, it.of.length), it.of);
    if ('household' in it) return this.household(it);
    return { text: this.leaf(it), parts: [] };
  }

  private household(it: Extract<Condition, { household: unknown }>): Line {
    const { t } = this;
    const whom = t.members[it.household];
    const part = (inner: Condition) => sayCondition(inner, this.words);
    if ('exists' in it) return { text: t.exists(whom), parts: [part(it.exists)] };
    const op = operators[this.words.language][it.op];
    if ('count' in it) return { text: t.count(whom, op, it.value), parts: [part(it.count)] };
    const text = t.sum(whom, this.nameOf(it.sum), op, this.value(it.sum, it.value));
    return { text, parts: it.where ? [{ text: t.where, parts: [part(it.where)] }] : [] };
  }

  private leaf(it: Exclude<Condition, { all: unknown } | { any: unknown } | { not: unknown } | { atLeast: unknown } | { household: unknown }>): string {
    const { t } = this;
    const { language } = this.words;
    if ('enrolled' in it) return t.enrolled(it.enrolled);
    if ('age' in it) return t.age(this.nameOf(it.age), ages[language][it.op], it.value, it.unit !== 'months');
    if ('since' in it) return t.since(this.nameOf(it.since), it.months);
    const name = this.nameOf(it.field);
    if ('is' in it) return t[it.is](name);
    if ('between' in it) return t.between(name, this.value(it.field, it.between[0]), this.value(it.field, it.between[1]));
    if ('in' in it) return t.in(name, it.in.map((value) => this.value(it.field, value)).join(t.list));
    if (typeof it.value === 'boolean') return (it.op === '=') === it.value ? t.yes(name) : t.no(name);
    return t.compared(name, operators[language][it.op], this.value(it.field, it.value));
  }

  private field(code: string) {
    const number = this.words.dictionary.numberOf(code);
    return number === undefined ? undefined : this.words.dictionary.fields[number];
  }

  private nameOf(code: string): string {
    return this.field(code)?.name[this.words.language] ?? code;
  }

  private value(code: string, value: Constant): string {
    const { language, parameters } = this.words;
    if (typeof value === 'object') return parameters.get(value.param)?.name[language] ?? value.param;
    const field = this.field(code);
    const own = field?.values?.find((entry) => entry.code === value);
    return own ? own.name[language] : `${String(value)}${field?.unit ? ` ${unitName(field.unit, language)}` : ''}`;
  }
}
