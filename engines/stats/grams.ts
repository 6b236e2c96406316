const run = /[\p{Script=Han}]+|[a-z0-9]+/gu;

/**
 * What a text can be found and compared by: pairs of Chinese characters that stand together, and whole words of letters and digits. A single
 * Chinese character that stands alone is kept as it is. No dictionary: a word that nobody listed is found as well.
 * @returns each once, in order of appearance
 */
export function gramsOf(text: string): string[] {
  const found = new Set<string>();
  for (const [piece] of text.normalize('NFKC').toLowerCase().matchAll(run)) {
    const letters = [...piece];
    if (/^[a-z0-9]/.test(piece) || letters.length === 1) found.add(piece);
    else for (let i = 0; i + 1 < letters.length; i++) found.add(letters[i]! + letters[i + 1]!);
  }
  return [...found];
}

/**
 * How alike two texts are by their grams, from 0 to 1: the shared weight over the geometric mean of both (cosine).
 * @param weightOf what a gram counts; rare ones more than common ones
 */
export function likeness(a: Iterable<string>, b: ReadonlySet<string>, weightOf: (gram: string) => number = () => 1): number {
  let [shared, ofA, ofB] = [0, 0, 0];
  for (const gram of a) {
    const weight = weightOf(gram) ** 2;
    ofA += weight;
    if (b.has(gram)) shared += weight;
  }
  for (const gram of b) ofB += weightOf(gram) ** 2;
  return shared === 0 ? 0 : shared / Math.sqrt(ofA * ofB);
}
