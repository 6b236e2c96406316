import { z } from 'zod';
import { compileCondition, Uncompilable } from '../../../engines/rules/compile.ts';
import { type Condition, conditionSchema } from '../../../engines/rules/document.ts';
import { type Household, judge } from '../../../engines/rules/interpret.ts';
import { outline, sayCondition } from '../../../engines/rules/say.ts';
import { unknown, type Verdict } from '../../../engines/rules/value.ts';
import { personFacts } from '../../people/index.ts';

/** A condition of engines/rules. Spelled out in every description of the API it would fill a thousand pages; it is read by `faultOfCondition`. */
export const conditionField = z.unknown().describe('A condition of engines/rules on facts of a person') as unknown as z.ZodType<Condition>;

/** Who may book: a condition on what is known of a person, and below which age somebody who speaks for them must agree. */
export const Who = z.object({ condition: conditionField.nullable(), guardianBelow: z.int().min(1).max(18).nullable() });
export type Who = z.infer<typeof Who>;

const areas = personFacts.fields[personFacts.numberOf('district')!]!.values!.map(({ code }) => code);
const compiled = (condition: Condition, day: string) =>
  compileCondition(condition, { dictionary: personFacts, parameters: new Map(), asOf: day, areas, areaField: 'district' }, 'who.condition');

/** What is wrong with a condition as it was sent, in words; null: nothing. */
export function faultOfCondition(condition: Condition, day: string): string | null {
  const read = conditionSchema.safeParse(condition);
  if (!read.success) return z.prettifyError(read.error);
  try {
    compiled(read.data, day);
    return null;
  } catch (error) {
    if (error instanceof Uncompilable) return error.message;
    throw error;
  }
}

/** What is asked for together is judged part by part, so that a refusal can name the part. */
const partsOf = (condition: Condition): Condition[] => ('all' in condition ? condition.all.flatMap(partsOf) : [condition]);
const inWords = (condition: Condition) => {
  const say = (language: 'zh' | 'en') => outline(sayCondition(condition, { dictionary: personFacts, parameters: new Map(), language }));
  return condition.label ?? { zh: say('zh'), en: say('en') };
};

/** Judges a condition for somebody on a day: the verdict, and in words the parts that are not met, or not known. */
export function judgeWho(condition: Condition, facts: Household, day: string): { verdict: Verdict; open: { zh: string; en: string }[] } {
  const parts = partsOf(condition).map((part) => ({ part, verdict: judge(compiled(part, day), facts) }));
  const verdict = Math.min(2, ...parts.map((it) => it.verdict)) as Verdict;
  return { verdict, open: parts.filter((it) => it.verdict === verdict && verdict < 2).map(({ part }) => inWords(part)) };
}

/** Nothing is known of somebody who is not on record. */
export const unknownPerson = (): Household => ({ own: new Int32Array(personFacts.fields.length).fill(unknown), others: [], isComplete: false });
