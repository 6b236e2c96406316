/**
 * All distances of a graph as the OR-Library gives it: "vertices edges p", then "a b length" with vertices from 1; of an edge given twice the
 * later one holds (Beasley 1985).
 * @returns distance[a * vertices + b], Infinity where there is no way
 * @throws SyntaxError when the text is no such graph
 */
export function readOrGraph(text: string): { vertices: number; p: number; distance: Float64Array } {
  const [head, ...edges] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const [n, , p] = head ?? [];
  if (!n || !p || edges.some((edge) => edge.length < 3 || edge.some(Number.isNaN)))
    throw new SyntaxError('this is not a graph: its first line must be “vertices edges p”, the others “a b length”');
  const distance = new Float64Array(n * n).fill(Infinity);
  for (let i = 0; i < n; i++) distance[i * n + i] = 0;
  for (const [a, b, length] of edges) {
    distance[(a! - 1) * n + b! - 1] = length!;
    distance[(b! - 1) * n + a! - 1] = length!;
  }
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      const first = distance[i * n + k]!;
      if (first === Infinity) continue;
      for (let j = 0; j < n; j++) if (first + distance[k * n + j]! < distance[i * n + j]!) distance[i * n + j] = first + distance[k * n + j]!;
    }
  }
  return { vertices: n, p, distance };
}
