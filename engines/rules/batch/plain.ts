import type { Bit, Circuit } from './bits.ts';

/** Words of 32 people computed at once for each node: enough to forget the cost of looking at the node, few enough to stay in the cache. */
const words = 16;

/**
 * Computes the outputs of a circuit tile by tile in plain JavaScript: the same bits as the compiled code, where that cannot run.
 * @param planes 16 words of each input plane for each tile; `results` gets 16 words of each output
 * @param counts gets how many bits each output has set
 */
export function runPlain(
  circuit: Circuit,
  outputs: readonly Bit[],
  at: { planes: Int32Array; planeCount: number; results: Int32Array },
  [from, to]: readonly [number, number],
  counts: Float64Array,
): void {
  const values = new Int32Array(circuit.nodes.length * words);
  for (let tile = from; tile < to; tile++) {
    const input = tile * at.planeCount * words;
    for (const [n, { op, a, b }] of circuit.nodes.entries()) {
      const [out, x, y] = [n * words, a * words, b * words];
      switch (op) {
        case 'plane':
          for (let i = 0; i < words; i++) values[out + i] = at.planes[input + x + i]!;
          break;
        case 'zero':
        case 'ones':
          values.fill(op === 'ones' ? -1 : 0, out, out + words);
          break;
        case 'and':
          for (let i = 0; i < words; i++) values[out + i] = values[x + i]! & values[y + i]!;
          break;
        case 'or':
          for (let i = 0; i < words; i++) values[out + i] = values[x + i]! | values[y + i]!;
          break;
        case 'xor':
          for (let i = 0; i < words; i++) values[out + i] = values[x + i]! ^ values[y + i]!;
          break;
        case 'andNot':
          for (let i = 0; i < words; i++) values[out + i] = values[x + i]! & ~values[y + i]!;
          break;
        case 'shiftDown':
          for (let i = 0; i < words; i++) values[out + i] = values[x + i]! >>> b;
          break;
        case 'shiftUp':
          for (let i = 0; i < words; i++) values[out + i] = values[x + i]! << b;
          break;
      }
    }
    for (const [k, bit] of outputs.entries()) {
      const result = (tile * outputs.length + k) * words;
      for (let i = 0; i < words; i++) {
        const word = values[bit * words + i]!;
        at.results[result + i] = word;
        counts[k] = counts[k]! + onesIn(word);
      }
    }
  }
}

/** Source: Warren, Hacker's Delight (2003), §5-1. */
export function onesIn(word: number): number {
  let n = word - ((word >>> 1) & 0x5555_5555);
  n = (n & 0x3333_3333) + ((n >>> 2) & 0x3333_3333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}
