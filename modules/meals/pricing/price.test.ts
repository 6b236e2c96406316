import { describe, expect, test } from 'vitest';
import { exampleScheme } from '../../../tests/support/meals.ts';
import { factsOn, pack } from '../../people/index.ts';
import { isoWeek } from './periods.ts';
import { priceOf } from './price.ts';
import { exampleSchemes, faultsOf, schemeOn } from './scheme.ts';

type Facts = Record<string, number | string | boolean>;
const factsOf = (bornOn: string, day: string, facts: Facts) =>
  factsOn(
    { bornOn, sex: 'female', areaCode: '330105001', deceasedOn: null },
    Object.entries(facts).map(([fact, value]) => pack({ fact, value, validFrom: '2020-01-01', validTo: null, statedOn: day, isFromKeeper: true })),
    day,
  );
const price = (scheme: string, bornOn: string | null, day: string, listFen: number, facts: Facts = {}, more: object = {}) => {
  const made = priceOf(schemeOn(exampleScheme(scheme), day), { listFen, facts: bornOn === null ? null : factsOf(bornOn, day, facts), isOnPass: true, ...more });
  return [
    made.dueFen,
    made.subsidy?.amountFen ?? 0,
    made.lines
      .slice(1)
      .map(({ code }) => code)
      .join(' '),
  ];
};
const local = { isLocal: true, isMinimum: false };

describe('the price of a meal', () => {
  // Scheme, born, day of the meal, list price and facts, and what is expected: to pay, subsidy, lines.
  test.each([
    ['the day before the 60th birthday', 'example-pass', '1966-11-24', '2026-11-23', 1500, {}, [1500, 0, '']],
    ['on the 60th birthday', 'example-pass', '1966-11-23', '2026-11-23', 1500, {}, [1200, 0, '60+']],
    ['born on 29 February, 28 February of a common year', 'example-pass', '1968-02-29', '2028-02-28', 1500, {}, [1500, 0, '']],
    ['born on 29 February, 29 February of a leap year', 'example-pass', '1968-02-29', '2028-02-29', 1500, {}, [1200, 0, '60+']],
    [
      'born on 29 February, the 70th on the 28th: the month has no 29th',
      'example-ladder',
      '1956-02-29',
      '2036-02-28',
      2000,
      local,
      [1800 - 200, 200, '60+ 60+'],
    ],
    ['born on 29 February, the 80th in a leap year', 'example-ladder', '1956-02-29', '2036-02-29', 2000, local, [1700 - 300, 300, '80+ 80+']],
    ['60 to 79, the discounted price below the least that the subsidy wants', 'example-ladder', '1960-01-01', '2026-11-23', 1600, local, [1440, 0, '60+']],
    ['60 to 79, at the least', 'example-ladder', '1960-01-01', '2026-11-23', 1667, local, [1300, 200, '60+ 60+']],
    ['80 and older', 'example-ladder', '1940-01-01', '2026-11-23', 2000, local, [1400, 300, '80+ 80+']],
    ['minimum living goes before age', 'example-ladder', '1940-01-01', '2026-11-23', 1000, { isLocal: true, isMinimum: true }, [350, 500, '80+ minimum']],
    [
      'registered elsewhere: the discount, not the subsidy',
      'example-ladder',
      '1940-01-01',
      '2026-11-23',
      2000,
      { isLocal: false, isMinimum: false },
      [1700, 0, '80+'],
    ],
    ['under 60', 'example-ladder', '1990-01-01', '2026-11-23', 2000, local, [2000, 0, '']],
    ['a subsidy never above what is due', 'example-basic', '1950-01-01', '2026-11-23', 500, local, [0, 500, 'basic']],
    ['severe disability from 60', 'example-weekly', '1962-01-01', '2026-11-23', 1000, { isLocal: true, disabilityGrade: 2 }, [800, 200, 'disabled']],
    ['lighter disability', 'example-weekly', '1962-01-01', '2026-11-23', 1000, { isLocal: true, disabilityGrade: 3 }, [1000, 0, '']],
  ] as const)('%s', (_, scheme, born, day, listFen, facts, expected) => {
    expect(price(scheme, born, day, listFen, facts)).toEqual(expected);
  });
  test('somebody who is not identified pays the list price', () => {
    expect(price('example-ladder', null, '2026-11-23', 2000)).toEqual([2000, 0, '']);
  });
  test('off the city-wide pass there is neither discount nor subsidy of a scheme that wants it', () => {
    expect(price('example-ladder', '1940-01-01', '2026-11-23', 2000, local, { isOnPass: false })).toEqual([2000, 0, '']);
    expect(price('example-basic', '1940-01-01', '2026-11-23', 800, local, { isOnPass: false })).toEqual([300, 500, 'basic']);
  });
  test('the canteen’s own offer comes after the discount and before the subsidy', () => {
    expect(price('example-ladder', '1940-01-01', '2026-11-23', 2000, local, { offerFen: 100 })).toEqual([1300, 300, '80+ offer 80+']);
    expect(price('example-ladder', '1940-01-01', '2026-11-23', 2000, local, { offerFen: 300 })).toEqual([1400, 0, '80+ offer']);
  });
  test('a meal that was subsidised, or a cap that is used up, is told and not given', () => {
    const served = priceOf(schemeOn(exampleScheme('example-ladder'), '2026-11-23'), {
      listFen: 2000,
      facts: factsOf('1940-01-01', '2026-11-23', local),
      isOnPass: true,
      isServed: true,
    });
    expect([served.dueFen, served.subsidy, served.usedUp.map(({ en }) => en)]).toEqual([1700, null, ['Subsidy from 80']]);
    expect(price('example-weekly', '1940-01-01', '2026-11-23', 1000, { isLocal: true }, { hasRoom: () => false })).toEqual([1000, 0, '']);
  });
  test('what nobody knows is not given, but said', () => {
    const made = priceOf(schemeOn(exampleScheme('example-ladder'), '2026-11-23'), {
      listFen: 2000,
      facts: factsOf('1940-01-01', '2026-11-23', {}),
      isOnPass: true,
    });
    expect([made.dueFen, made.maybe.map(({ en }) => en)]).toEqual([1700, ['Subsidy, minimum living', 'Subsidy from 80', 'Subsidy from 60 to 79']]);
  });
  test('lines add up to what is due, whatever the price', () => {
    for (let listFen = 1; listFen < 4000; listFen += 7) {
      const made = priceOf(schemeOn(exampleScheme('example-ladder'), '2026-11-23'), {
        listFen,
        facts: factsOf('1940-01-01', '2026-11-23', local),
        isOnPass: true,
      });
      expect(made.lines.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(made.dueFen);
      expect(made.dueFen).toBeGreaterThanOrEqual(0);
    }
  });
  test('every scheme that is shipped says that it is an example, and can be used', () => {
    expect(exampleSchemes.map(({ isExample }) => isExample)).toEqual(exampleSchemes.map(() => true));
    expect(exampleSchemes.flatMap((scheme) => faultsOf(scheme, '2026-11-23'))).toEqual([]);
    expect(
      faultsOf({ ...exampleSchemes[0]!, discounts: [{ ...exampleSchemes[0]!.discounts[0]!, if: { field: 'unheardOf', op: '=', value: 1 } }] }, '2026-11-23'),
    ).toHaveLength(1);
  });
  test.each([
    ['2026-11-23', '2026-W48'],
    ['2026-11-22', '2026-W47'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-30', '2025-W01'],
  ])('%s is in the week %s', (day, week) => expect(isoWeek(day)).toBe(week));
});
