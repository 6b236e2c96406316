import { expect, test } from 'vitest';
import { atLeast, type Example, guess, packClassifier, temper, thresholdFor, train, tryOn, unpackClassifier } from './classify.ts';
import { gramsOf, likeness } from './grams.ts';

let state = 7;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
const phrases = {
  lights: ['路灯不亮', '灯坏了', '没有路灯', '灯一直闪'],
  drains: ['下水道堵了', '积水很深', '污水返水', '井盖下面堵塞'],
  noise: ['广场舞太吵', '音响声音大', '夜里吵闹', '噪声扰民'],
};
const fillers = ['麻烦尽快处理', '已经三天了', '老人出门不方便', '小区门口', '请派人看看'];
const draw = (noisy: number): Example => {
  const label = pick(Object.keys(phrases) as (keyof typeof phrases)[]);
  const text = `${pick(fillers)}，${pick(phrases[label])}，${pick(fillers)}`;
  return { features: gramsOf(text), label: random() < noisy ? pick(Object.keys(phrases)) : label };
};
const draws = (count: number, noisy = 0) => Array.from({ length: count }, () => draw(noisy));

test('what was decided before is decided the same again, with the words that speak for it', () => {
  const model = train(draws(400));
  const tried = tryOn(model, draws(300));
  expect(tried.filter(({ isRight }) => isRight).length / tried.length).toBeGreaterThan(0.97);
  const [first, ...others] = guess(model, gramsOf('三单元门口路灯不亮'));
  expect(first!.label).toBe('lights');
  expect(first!.because).toEqual(expect.arrayContaining(['路灯']));
  expect([first!, ...others].reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
});

test('a text of which nothing is known gets no sure answer', () => {
  const model = temper(train(draws(400, 0.1)), draws(200, 0.1));
  expect(guess(model, gramsOf('想办老年证'))[0]!.probability).toBeLessThan(0.6);
});

test('the threshold keeps what it promises on cases it has not seen, and says nothing where it cannot', () => {
  const model = temper(train(draws(800, 0.12)), draws(300, 0.12));
  expect(thresholdFor(tryOn(model, draws(600, 0.12)), 0.99).coverage).toBeLessThan(0.3);
  const { threshold, accuracy, coverage } = thresholdFor(tryOn(model, draws(600, 0.12)), 0.85);
  expect(accuracy).toBeGreaterThanOrEqual(0.85);
  expect(coverage).toBeGreaterThan(0.5);
  const later = tryOn(model, draws(1000, 0.12)).filter(({ probability }) => probability >= threshold);
  expect(later.filter(({ isRight }) => isRight).length / later.length).toBeGreaterThan(0.85);
  expect(thresholdFor([], 0.9)).toEqual({ threshold: 1.01, accuracy: 0, coverage: 0 });
});

test('probabilities are as they say: of those with nine in ten, about nine in ten are right', () => {
  const model = temper(train(draws(1500, 0.2)), draws(800, 0.2));
  const tried = tryOn(model, draws(2000, 0.2));
  const said = tried.reduce((sum, { probability }) => sum + probability, 0) / tried.length;
  const was = tried.filter(({ isRight }) => isRight).length / tried.length;
  expect(Math.abs(said - was)).toBeLessThan(0.05);
});

test('a packed model is the same model, and the same examples give the same one', () => {
  const examples = draws(200);
  const model = train(examples);
  const again = unpackClassifier(packClassifier(model));
  const features = gramsOf('积水很深请派人');
  expect(guess(again, features)).toEqual(guess(model, features));
  expect(packClassifier(train(examples))).toBe(packClassifier(model));
  expect(() => train([])).toThrow(RangeError);
});

test('Wilson’s lower end is what a pencil gives', () => {
  expect(atLeast(95, 100)).toBeCloseTo(0.90083, 4);
  expect(atLeast(0, 0)).toBe(0);
});

test('grams are pairs of characters and whole words, and texts are as alike as they share them', () => {
  expect(gramsOf('中山路灯，LED 3号')).toEqual(['中山', '山路', '路灯', 'led', '3', '号']);
  expect(gramsOf('ＡＢＣ')).toEqual(['abc']);
  const set = (text: string) => new Set(gramsOf(text));
  expect(likeness(gramsOf('路灯不亮'), set('路灯不亮'))).toBeCloseTo(1, 9);
  expect(likeness(gramsOf('路灯不亮'), set('广场舞'))).toBe(0);
  expect(likeness(gramsOf('路灯不亮'), set('东门路灯坏了不亮'))).toBeGreaterThan(0.3);
});
