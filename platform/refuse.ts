import type { Refusal } from './endpoint.ts';

/** Thrown by handlers; the server turns it into a problem+json answer. */
export class Refused extends Error {
  readonly refusal: Refusal;
  readonly facts: Record<string, unknown> | undefined;
  constructor(refusal: Refusal, facts?: Record<string, unknown>) {
    super(refusal.en);
    this.refusal = refusal;
    this.facts = facts;
  }
}

/**
 * Ends the handler with a declared refusal.
 * @param facts machine-readable members added to the problem (field, row, limit …)
 */
export function refuse(refusal: Refusal, facts?: Record<string, unknown>): never {
  throw new Refused(refusal, facts);
}

/** A refusal whose writes stay: returned by a command, so that a wrong password still counts. */
export class KeptRefusal {
  readonly refused: Refused;
  constructor(refused: Refused) {
    this.refused = refused;
  }
}

/** Ends a command with a refusal but commits what it wrote. Use as `return keepAndRefuse(…)`. */
export function keepAndRefuse(refusal: Refusal, facts?: Record<string, unknown>): never {
  return new KeptRefusal(new Refused(refusal, facts)) as never;
}
