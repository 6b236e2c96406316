import { createORPCClient, ORPCError } from '@orpc/client';
import type { AnyContractRouter, ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';

/** A problem (RFC 9457) as the server sends it; `type` tells which refusal it is. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  requestId?: string;
  fields?: { field: string; problem: string }[];
} & Record<string, unknown>;

/** The link reads JSON by its plain type only; a problem is JSON, too. */
function readable(response: Response): Response {
  if (!response.headers.get('content-type')?.startsWith('application/problem+json')) return response;
  return new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: { 'content-type': 'application/json' },
  });
}

let client: Record<string, unknown> = {};
let language: () => string = () => 'zh-CN';

const isProblem = (body: unknown): body is Problem => typeof body === 'object' && body !== null && 'type' in body && 'status' in body;

/**
 * Connects the screens to the API of this site.
 * @param contract names, methods and paths of the endpoints; no schemas, so that browsers need not load them
 * @param say the language that answers should come in
 */
export function connect(contract: AnyContractRouter, say: () => string): void {
  language = say;
  const link = new OpenAPILink(contract, {
    url: `${location.origin}/api`,
    headers: () => ({ 'accept-language': language(), 'idempotency-key': crypto.randomUUID() }),
    fetch: async (request, init) => readable(await fetch(request, init)),
    customErrorResponseBodyDecoder: (body) => (isProblem(body) ? new ORPCError(body.type, { status: body.status, message: body.title, data: body }) : null),
  });
  client = createORPCClient(link) as unknown as Record<string, unknown>;
}

/** The typed calls of one module: `const places = api<typeof contract.places>('places')`. */
export function api<C extends Record<string, AnyContractRouter>>(module: string): ContractRouterClient<C> {
  return new Proxy({} as ContractRouterClient<C>, {
    get: (_target, name) => (client[module] as Record<PropertyKey, unknown>)[name],
  });
}

/** The problem behind a failed call; a broken connection is one, too. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ORPCError && isProblem(error.data)) return error.data;
  const zh = !/^en/.test(language());
  return { type: 'client/offline', status: 0, title: zh ? '网络不通，请稍后再试' : 'There is no connection; please try again' };
}
