import { z } from 'zod';
import { AreaCode, Day, Id, query, refuses } from '../../platform/endpoint.ts';
import { listing } from './listing/contract.ts';
import { noSuchComplex } from './refusals.ts';

const Text = z.object({ zh: z.string(), en: z.string() });
const Verdict = z.enum(['met', 'notMet', 'unknown']);
export const Standard = z.object({
  id: z.string(),
  version: z.string(),
  title: Text,
  department: z.string(),
  /** `draft`: its source is a draft; numbers may change. */
  status: z.enum(['example', 'draft', 'effective']),
  from: Day,
  to: Day.nullable(),
  basis: z.array(z.object({ document: z.string(), article: z.string().nullable(), quote: z.string().nullable() })),
  /** Where the text can be read in another way, this is that reading of the standard named. */
  reading: Text.extend({ of: z.string() }).nullable(),
  clauses: z.array(z.object({ path: z.string(), label: Text, isSoft: z.boolean(), basis: z.int().nullable() })),
});
const Evidence = z.object({
  fact: z.string(),
  name: Text,
  unit: z.string().nullable(),
  /** Null where nobody has recorded it. */
  value: z.union([z.number(), z.boolean(), Text]).nullable(),
  /** The nearest value that would meet the clause, and how much is missing; for what is a number. */
  needed: z.number().nullable(),
  missing: z.number().nullable(),
  /** Of a share of an area: what is missing in ㎡, as long as the whole stays as large. */
  missingArea: z.number().nullable(),
});
const Clause = z.object({ path: z.string(), label: Text, isSoft: z.boolean(), basis: z.int().nullable(), verdict: Verdict, evidence: z.array(Evidence) });
const Complex = { id: Id, name: z.string(), areaCode: AreaCode, areaName: z.string() };

export const listStandards = query('/evaluation/standards', 'Standards that complexes are checked against, clause by clause with their source').output(
  z.array(Standard),
);
export const checkComplexes = query('/evaluation/checks', 'Every complex against every standard, from the register as it is now')
  .input(z.object({ within: AreaCode.optional() }))
  .output(
    z.array(
      z.object({
        ...Complex,
        checks: z.array(z.object({ standard: z.string(), verdict: Verdict, notMet: z.int(), unknown: z.int(), advised: z.int() })),
      }),
    ),
  );
export const checkComplex = query('/evaluation/checks/{id}', 'One complex against every standard: each clause with the evidence behind it and what is missing')
  .errors(refuses(noSuchComplex))
  .input(z.object({ id: Id }))
  .output(z.object({ ...Complex, checks: z.array(z.object({ standard: z.string(), verdict: Verdict, clauses: z.array(Clause) })) }));

export const evaluation = { listStandards, checkComplexes, checkComplex, ...listing };
