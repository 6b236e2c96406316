export const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
export const quantile = (values: number[], share: number) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;
export const row = (...cells: string[]) => process.stdout.write(`${cells.map((cell, i) => (i === 0 ? cell.padEnd(46) : cell.padEnd(18))).join('')}\n`);
