import { type Compiled, compile } from '../../../engines/rules/compile.ts';
import type { Policy } from '../../../engines/rules/document.ts';
import { readPolicy } from '../../../engines/rules/document.ts';
import type { Tree } from '../../../engines/rules/tree.ts';
import data from '../data/standards.json' with { type: 'json' };
import { placeFacts } from './facts.ts';

export type Standard = { policy: Policy; reading: { of: string; zh: string; en: string } | null; compiled: Compiled };

/** Clauses of a standard: the parts of its `all`, and what is advised only. */
export const clausesOf = ({ compiled }: Standard): Tree[] => [...(compiled.tree.op === 'all' ? compiled.tree.of : [compiled.tree]), ...compiled.advised];

/** The standards that hold on a day. */
export function standardsOn(day: string): Standard[] {
  const setting = { dictionary: placeFacts, parameters: new Map(), asOf: day, areas: [], areaField: 'area' };
  return data.standards.flatMap(({ policy: json, reading }) => {
    const read = readPolicy(json);
    if (!('policy' in read)) throw new Error(`standards.json: ${read.issues.map((issue) => issue.en).join('; ')}`);
    const { policy } = read;
    if (day < policy.validity.from || (policy.validity.to !== null && day >= policy.validity.to)) return [];
    return [{ policy, reading, compiled: compile(policy, setting) }];
  });
}
