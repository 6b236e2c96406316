import type { AnyContractProcedure, InferSchemaInput, InferSchemaOutput } from '@orpc/contract';
import type { AccessRule, Actor } from './access.ts';
import type { Reading, Writing } from './context.ts';

type Out<E extends AnyContractProcedure> = InferSchemaOutput<NonNullable<E['~orpc']['inputSchema']>>;
type Answer<E extends AnyContractProcedure> = InferSchemaInput<NonNullable<E['~orpc']['outputSchema']>>;

export type Route = {
  endpoint: AnyContractProcedure;
  access: AccessRule;
  kind: 'query' | 'command';
  handle: (context: never, input: never) => Promise<unknown>;
};

/** Binds a query endpoint to who may ask and the function that answers. */
export function answer<E extends AnyContractProcedure>(
  endpoint: E,
  access: AccessRule,
  handle: (context: Reading, input: Out<E>) => Promise<Answer<E>>,
): Route {
  return { endpoint, access, kind: 'query', handle };
}

/** As `answer`, for rules that let only signed-in people through. */
export function answerFor<E extends AnyContractProcedure>(
  endpoint: E,
  access: AccessRule,
  handle: (context: Reading<Actor>, input: Out<E>) => Promise<Answer<E>>,
): Route {
  return { endpoint, access, kind: 'query', handle };
}

/** Binds a command endpoint to who may do it and the function that does it. */
export function perform<E extends AnyContractProcedure>(
  endpoint: E,
  access: AccessRule,
  handle: (context: Writing<Actor>, input: Out<E>) => Promise<Answer<E>>,
): Route {
  return { endpoint, access, kind: 'command', handle };
}

/** As `perform`, for the few commands that nobody is signed in for yet. */
export function performForAnyone<E extends AnyContractProcedure>(
  endpoint: E,
  access: AccessRule,
  handle: (context: Writing, input: Out<E>) => Promise<Answer<E>>,
): Route {
  return { endpoint, access, kind: 'command', handle };
}
