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

/** The keys of commands without an answer: pressed twice, or sent again soon after a broken connection, a form is one command. */
const unanswered = new Map<string, { key: string; inFlight: number; forget: number }>();
const rememberMs = 60_000;

/** What nobody is on the way for any more and is old: another command was answered since, or a minute passed. */
function forgetStale(isAnswered: boolean): void {
  for (const [command, kept] of unanswered) if (kept.inFlight === 0 && (isAnswered || kept.forget < Date.now())) unanswered.delete(command);
}

/** Files are not compared, and signing in sets a cookie that no repeated answer can: those are sent anew each time. */
const isRepeatable = (request: Request) =>
  !request.headers.get('content-type')?.startsWith('multipart/') && !new URL(request.url).pathname.startsWith('/api/identity/');

async function sendOnce(request: Request, init: unknown): Promise<Response> {
  forgetStale(false);
  const command = isRepeatable(request) ? `${request.method} ${request.url} ${await request.clone().text()}` : crypto.randomUUID();
  const kept = unanswered.get(command) ?? { key: crypto.randomUUID(), inFlight: 0, forget: 0 };
  unanswered.set(command, kept);
  request.headers.set('idempotency-key', kept.key);
  kept.inFlight++;
  kept.forget = Date.now() + rememberMs;
  try {
    const response = await fetch(request, init as RequestInit);
    // A gateway's or a server's failure may hide that the command was done; only an answer of the house ends it.
    if (response.status < 500) {
      unanswered.delete(command);
      forgetStale(true);
    }
    return readable(response);
  } finally {
    kept.inFlight--;
  }
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
    headers: () => ({ 'accept-language': language() }),
    fetch: async (request, init) => (request.method === 'GET' ? readable(await fetch(request, init)) : sendOnce(request, init)),
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
