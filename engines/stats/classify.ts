/** Something decided before: what was known of it, and what it was decided as. */
export type Example = { features: readonly string[]; label: string };

/** A softmax regression over present features. Weights lie feature by feature, one for each label. */
export type Classifier = {
  labels: string[];
  vocabulary: Map<string, number>;
  weights: Float32Array;
  bias: Float32Array;
  /** Divides the scores, so that what is said to be nine times in ten is so in held-back cases. */
  temperature: number;
};
export type Guess = { label: string; probability: number; because: string[] };

export type Training = { epochs: number; rate: number; decay: number; leastSeen: number };
export const usualTraining: Training = { epochs: 8, rate: 0.3, decay: 1e-6, leastSeen: 2 };

/** A repeatable shuffle: the same examples give the same model on every machine. */
function shuffled(count: number, seed: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  let state = seed >>> 0 || 1;
  for (let i = count - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const known = ({ vocabulary }: Classifier, features: readonly string[]) => features.flatMap((feature) => vocabulary.get(feature) ?? []);

function scoresOf({ labels, weights, bias }: Classifier, present: readonly number[], into: Float64Array): void {
  const size = labels.length;
  const scale = present.length > 0 ? 1 / Math.sqrt(present.length) : 0;
  for (let k = 0; k < size; k++) into[k] = bias[k]!;
  for (const feature of present) {
    const at = feature * size;
    for (let k = 0; k < size; k++) into[k]! += weights[at + k]! * scale;
  }
}

function softmax(scores: Float64Array, temperature: number): void {
  let top = -Infinity;
  for (const score of scores) top = Math.max(top, score);
  let sum = 0;
  for (let k = 0; k < scores.length; k++) sum += scores[k] = Math.exp((scores[k]! - top) / temperature);
  for (let k = 0; k < scores.length; k++) scores[k]! /= sum;
}

function vocabularyOf(examples: readonly Example[], leastSeen: number): Map<string, number> {
  const seen = new Map<string, number>();
  for (const { features } of examples) for (const feature of new Set(features)) seen.set(feature, (seen.get(feature) ?? 0) + 1);
  return new Map([...seen].filter(([, count]) => count >= leastSeen).map(([feature], i) => [feature, i]));
}

/**
 * Learns from decided cases: softmax regression by stochastic gradient with steps that shrink where a weight moved much (AdaGrad).
 * Deterministic.
 * @throws RangeError without examples
 */
export function train(examples: readonly Example[], { epochs, rate, decay, leastSeen }: Training = usualTraining): Classifier {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  if (labels.length === 0) throw new RangeError('there is nothing to learn from');
  const vocabulary = vocabularyOf(examples, leastSeen);
  const size = labels.length;
  const model: Classifier = { labels, vocabulary, weights: new Float32Array(vocabulary.size * size), bias: new Float32Array(size), temperature: 1 };
  const moved = new Float32Array(vocabulary.size * size).fill(1e-3);
  const index = new Map(labels.map((label, i) => [label, i]));
  const all = examples.map(({ features, label }) => ({ present: known(model, features), label: index.get(label)! }));
  const scores = new Float64Array(size);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const i of shuffled(all.length, epoch + 1)) {
      const { present, label } = all[i]!;
      scoresOf(model, present, scores);
      softmax(scores, 1);
      scores[label]! -= 1;
      const scale = present.length > 0 ? 1 / Math.sqrt(present.length) : 0;
      for (let k = 0; k < size; k++) model.bias[k]! -= 0.01 * scores[k]!;
      for (const feature of present) {
        for (let k = 0, at = feature * size; k < size; k++, at++) {
          const slope = scores[k]! * scale + decay * model.weights[at]!;
          moved[at]! += slope * slope;
          model.weights[at]! -= (rate * slope) / Math.sqrt(moved[at]!);
        }
      }
    }
  }
  return model;
}

/**
 * What a case would be decided as, likeliest first; probabilities add up to 1.
 * `because` names the features that speak most for a label against the mean of all.
 */
export function guess(model: Classifier, features: readonly string[], most = 3): Guess[] {
  const present = known(model, features);
  const scores = new Float64Array(model.labels.length);
  scoresOf(model, present, scores);
  softmax(scores, model.temperature);
  const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, most);
  const names = features.filter((feature) => model.vocabulary.has(feature));
  return order.map((k) => ({ label: model.labels[k]!, probability: scores[k]!, because: reasonsFor(model, names, k) }));
}

function reasonsFor({ vocabulary, weights, labels }: Classifier, names: readonly string[], label: number): string[] {
  const size = labels.length;
  const speaks = (name: string) => {
    const at = vocabulary.get(name)! * size;
    let mean = 0;
    for (let k = 0; k < size; k++) mean += weights[at + k]! / size;
    return weights[at + label]! - mean;
  };
  return names
    .map((name) => ({ name, weight: speaks(name) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .slice(0, 6)
    .map(({ name }) => name);
}

/** How sure the model was of held-back cases and whether it was right, surest first. */
export type Tried = { probability: number; isRight: boolean }[];
export const tryOn = (model: Classifier, heldBack: readonly Example[]): Tried =>
  heldBack
    .map(({ features, label }) => {
      const [first] = guess(model, features, 1);
      return { probability: first!.probability, isRight: first!.label === label };
    })
    .toSorted((a, b) => b.probability - a.probability);

/** Sets the temperature at which held-back cases are least surprising (log loss over a grid). */
export function temper(model: Classifier, heldBack: readonly Example[]): Classifier {
  const scores = new Float64Array(model.labels.length);
  const lossAt = (temperature: number) => {
    let loss = 0;
    for (const { features, label } of heldBack) {
      scoresOf(model, known(model, features), scores);
      softmax(scores, temperature);
      loss -= Math.log(Math.max(1e-9, scores[model.labels.indexOf(label)] ?? 0));
    }
    return loss;
  };
  const grid = [0.5, 0.7, 0.85, 1, 1.2, 1.5, 2, 3, 4, 6];
  return { ...model, temperature: grid.reduce((best, one) => (lossAt(one) < lossAt(best) ? one : best), 1) };
}

/** The lower end of where a share may lie (Wilson, one-sided 95 %). */
export function atLeast(right: number, of: number): number {
  if (of === 0) return 0;
  const [share, z] = [right / of, 1.645];
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return (share + (z * z) / (2 * of) - spread) / (1 + (z * z) / of);
}

/**
 * From which probability on the model may speak: the lowest at which, of the held-back cases that are at least as sure, the share that is right
 * reaches the aim even at the lower end of what chance allows. Below it a person decides.
 * Where all of them reach the aim nothing was tried below the least sure of them; then the aim itself is the threshold, if it is lower.
 * @returns the threshold with the accuracy and the share of cases above it; coverage 0 where the aim is not reached
 */
export function thresholdFor(tried: Tried, aim: number): { threshold: number; accuracy: number; coverage: number } {
  let best = { threshold: 1.01, accuracy: 0, coverage: 0 };
  let right = 0;
  for (const [i, { probability, isRight }] of tried.entries()) {
    if (isRight) right++;
    const isLastOfItsKind = tried[i + 1]?.probability !== probability;
    if (isLastOfItsKind && atLeast(right, i + 1) >= aim) best = { threshold: probability, accuracy: right / (i + 1), coverage: (i + 1) / tried.length };
  }
  return best.coverage === 1 ? { ...best, threshold: Math.min(best.threshold, aim) } : best;
}

/** A model as it is kept: numbers as base64 of little-endian floats. */
export function packClassifier({ labels, vocabulary, weights, bias, temperature }: Classifier): string {
  const base64 = (floats: Float32Array) => Buffer.from(floats.buffer, floats.byteOffset, floats.byteLength).toString('base64');
  return JSON.stringify({ labels, vocabulary: [...vocabulary.keys()], weights: base64(weights), bias: base64(bias), temperature });
}

/** The model that `packClassifier` packed. */
export function unpackClassifier(text: string): Classifier {
  const { labels, vocabulary, weights, bias, temperature } = JSON.parse(text);
  const floats = (base64: string) => new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
  return { labels, vocabulary: new Map(vocabulary.map((name: string, i: number) => [name, i])), weights: floats(weights), bias: floats(bias), temperature };
}
