import { expect, test } from 'vitest';
import { dictionary, setting } from '../../tests/support/rules.ts';
import type { Condition } from './document.ts';
import { outline, sayCondition } from './say.ts';

const say = (condition: Condition, language: 'zh' | 'en' = 'zh') => outline(sayCondition(condition, { dictionary, parameters: setting.parameters, language }));

test('a rule reads back in plain words, clause below clause', () => {
  const rule: Condition = {
    all: [
      { age: 'birth', op: '>=', value: 80 },
      { field: 'income', op: '<', value: { param: 'line' } },
      { any: [{ field: 'grade', op: '<=', value: 2 }, { field: 'grade', is: 'none' }, { not: { field: 'alone', op: '=', value: true } }] },
      {
        atLeast: 1,
        of: [
          { field: 'district', in: ['330105', '330106'] },
          { field: 'alone', op: '!=', value: true },
        ],
        isSoft: true,
      },
    ],
  };
  expect(say(rule).split('\n')).toEqual([
    '同时满足',
    '  出生日期起满 80 周年（岁）',
    '  月收入低于 低保标准',
    '  满足其中任何一项',
    '    残疾等级不超过 2',
    '    没有残疾等级',
    '    不能是',
    '      独居',
    '  以下 2 项至少满足 1 项（建议）',
    '    区是其中之一：330105、330106',
    '    不是：独居',
  ]);
});

test('households and events, in both languages', () => {
  const child: Condition = { age: 'birth', unit: 'months', op: '<', value: 36 };
  expect(say({ household: 'others', count: child, op: '>=', value: 2 })).toBe('家里其他人这样的人数不低于 2\n  出生日期起未满 36 个月');
  expect(say({ household: 'all', sum: 'income', where: { field: 'alone', op: '=', value: true }, op: '<=', value: 3000 }, 'en')).toBe(
    'the sum of 月收入 of the household is at most 3000 yuan\n  counting only\n    独居',
  );
  expect(say({ since: 'birth', months: 6 }, 'en')).toBe('出生日期 in the last 6 months');
  expect(say({ field: 'spouse', between: [3, 5] })).toBe('配偶收入在 3 到 5 之间');
});
