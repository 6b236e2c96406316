import { z } from 'zod';
import type { Text } from './dictionary.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type Parametric = { param: string };
/** A constant as the field takes it, or a parameter by its code. */
export type Constant = number | string | boolean | Parametric;
type Note = {
  /** What the clause says, in plain words; without it the words are made from the clause. */
  label?: Text | undefined;
  /** Which entry of the policy's basis it comes from. */
  basis?: number | undefined;
  /** A clause that is advised ("一般", "宜"): shown when not met, never against the verdict. */
  isSoft?: boolean | undefined;
};
export type Condition = Note &
  (
    | { all: Condition[] }
    | { any: Condition[] }
    | { not: Condition }
    | { atLeast: number; of: Condition[] }
    | { field: string; op: Operator; value: Constant }
    | { field: string; between: [Constant, Constant] }
    | { field: string; in: Constant[] }
    | { field: string; is: 'none' | 'notApplicable' | 'present' }
    /** Completed years or months since a date. */
    | { age: string; unit?: 'years' | 'months' | undefined; op: Operator; value: number }
    /** A date that lies at most so many months back, and not ahead. */
    | { since: string; months: number }
    | { enrolled: string }
    | { household: 'all' | 'others'; exists: Condition }
    | { household: 'all' | 'others'; count: Condition; op: Operator; value: number }
    | { household: 'all' | 'others'; sum: string; where?: Condition | undefined; op: Operator; value: Constant }
  );

/** What is paid or given, in yuan; computed in fen. Where facts are unknown it is a range. */
export type Amount =
  | number
  | Parametric
  | { field: string }
  | { plus: Amount[] }
  | { minus: [Amount, Amount] }
  | { times: [Amount, number] }
  | { least: Amount[] }
  | { most: Amount[] }
  | { perMember: 'all' | 'others'; where?: Condition | undefined; amount: Amount }
  /** The amount of the last step that `of` reaches. */
  | { ladder: Amount; steps: { from: number; amount: Amount }[] }
  | { when: { if: Condition; amount: Amount }[]; otherwise: Amount }
  | { round: Amount; to: 'yuan' | 'jiao' | 'fen'; mode: 'up' | 'down' | 'half' };

export type Policy = z.infer<typeof policySchema>;

const text = z.object({ zh: z.string().min(1), en: z.string().min(1) });
const day = z.iso.date();
const operator = z.enum(['=', '!=', '<', '<=', '>', '>=']);
const parametric = z.strictObject({ param: z.string().min(1) });
const constant = z.union([z.number(), z.string(), z.boolean(), parametric]);
const members = z.enum(['all', 'others']);
const note = { label: text.optional(), basis: z.int().min(0).optional(), isSoft: z.boolean().optional() };

export const conditionSchema: z.ZodType<Condition> = z.lazy(() => {
  const own = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ ...shape, ...note });
  const parts = z.array(conditionSchema).min(1).max(60);
  return z.union([
    own({ all: parts }),
    own({ any: parts }),
    own({ not: conditionSchema }),
    own({ atLeast: z.int().min(1).max(60), of: parts }),
    own({ field: z.string(), op: operator, value: constant }),
    own({ field: z.string(), between: z.tuple([constant, constant]) }),
    own({ field: z.string(), in: z.array(constant).min(1).max(200) }),
    own({ field: z.string(), is: z.enum(['none', 'notApplicable', 'present']) }),
    own({ age: z.string(), unit: z.enum(['years', 'months']).optional(), op: operator, value: z.int().min(0).max(2400) }),
    own({ since: z.string(), months: z.int().min(0).max(2400) }),
    own({ enrolled: z.string() }),
    own({ household: members, exists: conditionSchema }),
    own({ household: members, count: conditionSchema, op: operator, value: z.int().min(0).max(100) }),
    own({ household: members, sum: z.string(), where: conditionSchema.optional(), op: operator, value: constant }),
  ]) as never;
});

export const amountSchema: z.ZodType<Amount> = z.lazy(() => {
  const list = z.array(amountSchema).min(1).max(40);
  return z.union([
    z.number().min(-1e10).max(1e10),
    parametric,
    z.strictObject({ field: z.string() }),
    z.strictObject({ plus: list }),
    z.strictObject({ minus: z.tuple([amountSchema, amountSchema]) }),
    z.strictObject({ times: z.tuple([amountSchema, z.number().min(0).max(1e6)]) }),
    z.strictObject({ least: list }),
    z.strictObject({ most: list }),
    z.strictObject({ perMember: members, where: conditionSchema.optional(), amount: amountSchema }),
    z.strictObject({
      ladder: amountSchema,
      steps: z
        .array(z.strictObject({ from: z.number(), amount: amountSchema }))
        .min(1)
        .max(40),
    }),
    z.strictObject({
      when: z
        .array(z.strictObject({ if: conditionSchema, amount: amountSchema }))
        .min(1)
        .max(40),
      otherwise: amountSchema,
    }),
    z.strictObject({ round: amountSchema, to: z.enum(['yuan', 'jiao', 'fen']), mode: z.enum(['up', 'down', 'half']) }),
  ]) as never;
});

/** One version of a policy or a standard. */
export const policySchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,59}$/),
  version: z.string().min(1).max(40),
  of: z.enum(['person', 'place']),
  title: text,
  summary: text.optional(),
  department: z.string().min(1),
  /** A draft of its source, an example of ours, or in force; see `validity` for when. */
  status: z.enum(['example', 'draft', 'effective']),
  basis: z
    .array(z.strictObject({ document: z.string().min(1), article: z.string().optional(), quote: z.string().optional(), url: z.string().optional() }))
    .min(1),
  /** `to` is the first day it no longer holds. */
  validity: z.strictObject({ from: day, to: day.nullable() }),
  conditions: conditionSchema,
  amount: amountSchema.optional(),
  /** How often the amount is paid. */
  per: z.enum(['month', 'year', 'once', 'meal', 'day']).optional(),
  /** `exclusive`: never both; `topUp`: this one only adds what the other leaves open. The higher priority is kept. */
  conflicts: z.array(z.strictObject({ policy: z.string(), kind: z.enum(['exclusive', 'topUp']), priority: z.int().optional() })).optional(),
  delivery: z.enum(['automatic', 'apply']).optional(),
  materials: z.array(text).optional(),
  where: text.optional(),
  reviewMonths: z.int().min(1).max(120).optional(),
  tests: z
    .array(
      z.strictObject({
        name: z.string(),
        asOf: day,
        facts: z.record(z.string(), z.unknown()),
        members: z.array(z.record(z.string(), z.unknown())).optional(),
        expect: z.enum(['true', 'false', 'unknown']),
        yuan: z.tuple([z.number(), z.number()]).optional(),
      }),
    )
    .optional(),
});

export type Issue = { path: string; zh: string; en: string };
const written = (path: readonly PropertyKey[]) =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');

type Fault = z.core.$ZodIssue;
/** Of the shapes that a union allows, the faults of the one that is most alike: the one with fewest faults that are not about its keys. */
function nearest(fault: Fault): Fault[] {
  if (fault.code !== 'invalid_union' || fault.errors.length === 0) return [fault];
  const strange = (faults: readonly Fault[]) => faults.filter((it) => it.code === 'unrecognized_keys').reduce((sum, it) => sum + it.keys.length, 0);
  const missing = (faults: readonly Fault[]) => faults.filter((it) => it.code === 'invalid_type' && it.path.length === 1 && it.input === undefined).length;
  const cost = (faults: readonly Fault[]) => 10 * (strange(faults) + missing(faults)) + faults.length;
  const best = [...fault.errors].sort((a, b) => cost(a) - cost(b))[0]!;
  return best.flatMap((it) => nearest({ ...it, path: [...fault.path, ...it.path] } as Fault));
}

/** Reads a policy from JSON; or says what is wrong with its shape, by place. */
export function readPolicy(json: unknown): { policy: Policy } | { issues: Issue[] } {
  const read = policySchema.safeParse(json);
  if (read.success) return { policy: read.data };
  const issues = read.error.issues.flatMap(nearest).map((fault) => ({
    path: written(fault.path),
    zh: `“${written(fault.path) || '整份文件'}”的写法不对：${fault.message}`,
    en: `${written(fault.path) || 'The document'} is not written as it must be: ${fault.message}`,
  }));
  return { issues };
}
