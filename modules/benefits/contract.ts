import { z } from 'zod';
import { type Amount, type Condition, policySchema } from '../../engines/rules/document.ts';
import { Day, query } from '../../platform/endpoint.ts';
import { editor } from './editor/contract.ts';
import { matching } from './matching/contract.ts';

const Text = z.object({ zh: z.string(), en: z.string() });
const Field = z.object({
  code: z.string(),
  name: Text,
  of: z.enum(['person', 'place']),
  kind: z.enum(['number', 'date', 'flag', 'code']),
  unit: z.string().optional(),
  decimals: z.int().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  values: z.array(z.object({ code: z.string(), name: Text })).optional(),
  canBeNone: z.boolean().optional(),
  canNotApply: z.boolean().optional(),
  source: z.string(),
  freshMonths: z.int().optional(),
  question: Text.optional(),
  sensitivity: z.enum(['open', 'personal', 'sensitive']),
});
const Parameter = z.object({
  code: z.string(),
  name: Text,
  unit: z.string(),
  decimals: z.int().optional(),
  values: z.array(z.object({ from: Day, to: Day.nullable(), area: z.string(), value: z.number(), source: z.string() })),
});

/** A policy as it goes out. Its conditions were read by engines/rules, which describes them; spelled out here they would fill a thousand pages. */
const Policy = policySchema.extend({
  conditions: z.unknown().describe('A condition of engines/rules') as unknown as z.ZodType<Condition>,
  amount: (z.unknown().describe('An amount of engines/rules') as unknown as z.ZodType<Amount>).optional(),
});

export const listPolicies = query(
  '/benefits/policies',
  'All policies that hold today, with the facts and parameters they are worked out from: a phone works out the answers by itself and sends none',
).output(
  z.object({
    asOf: Day,
    source: z.string(),
    facts: z.object({ version: z.string(), fields: z.array(Field) }),
    parameters: z.array(Parameter),
    policies: z.array(Policy),
  }),
);

export const findCertificates = query(
  '/benefits/certificates',
  'Certificates that a community must not issue, each with who does; all, or those that the words are about',
)
  .input(z.object({ find: z.string().trim().max(60).optional() }))
  .output(z.object({ source: z.string(), certificates: z.array(z.object({ code: z.string(), name: Text, ask: Text })) }));

export const benefits = { listPolicies, findCertificates, ...matching, ...editor };
