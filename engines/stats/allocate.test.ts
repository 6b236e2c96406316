import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { demanding, numbers } from '../../tests/support/demanding-round.ts';
import { type Applicant, allocate, type Contest, commitmentOf, fairnessOf, firstComeFirstServed, lotteryNumber, seedOf } from './allocate.ts';

const same = (a: string, b: string) => a === b;
const contest = (applicants: Applicant[], options: string[], clash = same): Contest => ({
  applicants,
  options: options.map((id) => ({ id, weight: 60 })),
  clash,
});
const club = (id: string, wishes: string[], more: Partial<Applicant> = {}): Applicant => ({ id, group: 0, past: 0, wants: 1, wishes, ...more });

describe('who gets which time of a season', () => {
  test('two want one: the lower lottery number has it, and the other is told who had the turn before', () => {
    const asked = contest([club('a', ['x']), club('b', ['x'])], ['x']);
    const [first, second] = ['a', 'b'].sort((p, q) => (lotteryNumber('s', p) < lotteryNumber('s', q) ? -1 : 1)) as [string, string];
    const { given, reasons } = allocate(asked, 's');
    expect(given.get(first)).toEqual(['x']);
    expect(reasons.get(second)).toEqual([{ wish: 'x', outcome: 'taken', by: first, pass: 1, turn: 1 }]);
  });
  test('the group that comes first chooses first, whatever the lot', () => {
    for (const seed of ['1', '2', '3', '4', '5', '6'])
      expect(allocate(contest([club('a', ['x'], { group: 1 }), club('elders', ['x'])], ['x']), seed).given.get('elders')).toEqual(['x']);
  });
  test('who had less in seasons before comes first', () => {
    for (const seed of ['1', '2', '3', '4', '5', '6'])
      expect(allocate(contest([club('old', ['x'], { past: 600 }), club('new', ['x'])], ['x']), seed).given.get('new')).toEqual(['x']);
  });
  test('nobody has a second before everybody had the chance of a first', () => {
    const { given } = allocate(contest([club('big', ['x', 'y', 'z'], { wants: 3 }), club('small', ['z'], { group: 1 })], ['x', 'y', 'z']), 's');
    expect([given.get('big'), given.get('small')]).toEqual([['x', 'y'], ['z']]);
  });
  test('what clashes with what one has is not given, and said so', () => {
    const { given, reasons } = allocate(
      contest([club('a', ['hall', 'half', 'field'], { wants: 2 })], ['hall', 'half', 'field'], (a, b) => a === b || (a !== 'field' && b !== 'field')),
      's',
    );
    expect(given.get('a')).toEqual(['hall', 'field']);
    expect(reasons.get('a')!.map(({ outcome }) => outcome)).toEqual(['given', 'clash', 'given']);
  });
  test('a wish for what is not offered is told apart, and a wish not needed', () => {
    const { reasons } = allocate(contest([club('a', ['nowhere', 'x', 'y'])], ['x', 'y']), 's');
    expect(reasons.get('a')!.map(({ outcome }) => outcome)).toEqual(['unknown', 'given', 'enough']);
  });
});

describe('properties, over 300 drawn contests', () => {
  const draw = numbers(7);
  const drawn = Array.from({ length: 300 }, (): Contest => {
    const options = Array.from({ length: 1 + draw(12) }, (_, i) => ({ id: `o${i}`, weight: 30 * (1 + draw(4)) }));
    const applicants = Array.from({ length: 1 + draw(12) }, (_, i) =>
      club(`a${i}`, [...new Set(Array.from({ length: 1 + draw(6) }, () => `o${draw(13)}`))], { group: draw(3), past: 30 * draw(5), wants: 1 + draw(3) }),
    );
    const near = 1 + draw(3);
    return { options, applicants, clash: (a, b) => a === b || Math.floor(Number(a.slice(1)) / near) === Math.floor(Number(b.slice(1)) / near) };
  });
  test('nothing is given twice, nothing that clashes, nothing beyond what was wanted or offered', () => {
    for (const asked of drawn) {
      const { given } = allocate(asked, 'seed');
      const all = [...given.values()].flat();
      for (const [i, a] of all.entries()) for (const b of all.slice(i + 1)) expect(asked.clash(a, b)).toBe(false);
      for (const { id, wants, wishes } of asked.applicants) {
        expect(given.get(id)!.length).toBeLessThanOrEqual(wants);
        for (const got of given.get(id)!) expect(wishes.includes(got) && asked.options.some((option) => option.id === got)).toBe(true);
      }
    }
  });
  test('nothing is left that somebody still wants', () => {
    for (const asked of drawn) {
      const { given } = allocate(asked, 'seed');
      const all = [...given.values()].flat();
      for (const { id, wants, wishes } of asked.applicants) {
        if (given.get(id)!.length === wants) continue;
        const left = wishes.filter((wish) => asked.options.some((option) => option.id === wish) && all.every((other) => !asked.clash(wish, other)));
        expect(left).toEqual([]);
      }
    }
  });
  test('the order of the lists makes no difference', () => {
    for (const asked of drawn) {
      const turned = { ...asked, options: asked.options.toReversed(), applicants: asked.applicants.toReversed() };
      const [a, b] = [allocate(asked, 'seed'), allocate(turned, 'seed')];
      for (const { id } of asked.applicants) expect(b.given.get(id)).toEqual(a.given.get(id));
    }
  });
  test('every wish has its outcome, and what is said to be taken was taken by that applicant', () => {
    for (const asked of drawn) {
      const { given, reasons } = allocate(asked, 'seed');
      for (const { id, wishes } of asked.applicants) {
        expect(reasons.get(id)!.map(({ wish }) => wish)).toEqual([...wishes]);
        for (const reason of reasons.get(id)!) {
          if (reason.outcome === 'given') expect(given.get(id)).toContain(reason.wish);
          if (reason.outcome === 'taken') expect(given.get(reason.by)!.some((got) => asked.clash(got, reason.wish))).toBe(true);
        }
      }
    }
  });
});

describe('the lottery', () => {
  test('its numbers can be worked out with any tool: SHA-256 of seed, space and id', () => {
    expect(lotteryNumber('seed', 'a')).toBe('82c848cf553648d2a9a4e9cd7b72ad4ad946e973ff393a7d8d2fe7481a057f7d');
    expect(commitmentOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  test('the seed depends on every application, not on their order', () => {
    expect(seedOf('secret', ['b', 'a'])).toBe(seedOf('secret', ['a', 'b']));
    expect(seedOf('secret', ['a', 'b', 'c'])).not.toBe(seedOf('secret', ['a', 'b']));
  });
  test('a demanding round gives the same on every machine', () => {
    const asked = demanding();
    const { given } = allocate(asked, 'linli 2026 autumn');
    const text = asked.applicants.map(({ id }) => `${id}:${given.get(id)!.join(',')}`).join('\n');
    expect(createHash('sha256').update(text).digest('hex')).toBe('3bff3ae45c2b0b7d4c0de0d86860cb28e373fed407ddfc4d83b6623ee9355987');
  });
  test('it serves more people, and more evenly, than first come first served', () => {
    const asked = demanding();
    const [fair, queue] = [fairnessOf(asked, allocate(asked, 'linli 2026 autumn').given), fairnessOf(asked, firstComeFirstServed(asked))];
    expect(fair.served).toBeGreaterThan(queue.served);
    expect(fair.jain).toBeGreaterThan(queue.jain);
    expect(fair.given).toBe(queue.given);
  });
});
