import type { Household } from '../../../engines/rules/interpret.ts';
import { personFacts } from './facts.ts';

export const membersField = personFacts.numberOf('members')!;

/** A household as one of its members sees it. It is complete where one of them states that as many live in it. */
export const householdOf = (rows: readonly Int32Array[], member: number): Household => ({
  own: rows[member]!,
  others: rows.filter((_, i) => i !== member),
  isComplete: rows.some((row) => row[membersField] === rows.length),
});
