import { z } from 'zod';
import { compileCondition, type Setting, Uncompilable } from '../../../engines/rules/compile.ts';
import { conditionSchema } from '../../../engines/rules/document.ts';
import type { Tree } from '../../../engines/rules/tree.ts';
import { personFacts } from '../../people/index.ts';
import data from '../data/schemes.json' with { type: 'json' };
import { type Scheme, schemeSchema } from './scheme-schema.ts';

export type { Scheme, SchemeCap } from './scheme-schema.ts';

export const exampleSchemes: Scheme[] = schemeSchema.array().parse(data.schemes);

/** A scheme worked out for the day of the meal: ages are completed on that day. */
export type SchemeOn = { scheme: Scheme; discounts: Tree[]; subsidies: Tree[] };

const settingOn = (day: string): Setting => ({ dictionary: personFacts, parameters: new Map(), asOf: day, areas: [], areaField: 'district' });

/** @throws Uncompilable where a condition names a fact that nobody keeps */
export function schemeOn(scheme: Scheme, day: string): SchemeOn {
  const tree = (list: 'discounts' | 'subsidies') =>
    scheme[list].map((entry, i) => compileCondition(conditionSchema.parse(entry.if), settingOn(day), `${list}[${i}].if`));
  return { scheme, discounts: tree('discounts'), subsidies: tree('subsidies') };
}

/** Every fault of a scheme by its place; none where it can be used. */
export function faultsOf(scheme: Scheme, day: string): { path: string; zh: string; en: string }[] {
  try {
    schemeOn(scheme, day);
    return [];
  } catch (error) {
    if (error instanceof Uncompilable) return error.issues;
    if (error instanceof z.ZodError) return error.issues.map(({ path, message }) => ({ path: path.join('.'), zh: '条件写得不对', en: message }));
    throw error;
  }
}
