import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { metaOf, refusalsOf } from './handler.ts';
import type { Route } from './routes.ts';
import type { ContractTree } from './server.ts';

const problem = {
  type: 'object',
  required: ['type', 'title', 'status'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, requestId: { type: 'string' } },
} as const;

type Operation = {
  operationId?: string;
  description?: string;
  tags?: string[];
  parameters?: object[];
  responses?: Record<string, unknown>;
  security?: object[];
};

/** Every refusal of an endpoint under its status, as problem+json with the possible `type` values. */
function problemResponses(route: Route): Record<string, unknown> {
  const byStatus = new Map<number, { type: string; en: string }[]>([[400, [{ type: 'request/invalid', en: 'Something in the input is wrong' }]]]);
  if (route.access.roles !== 'anyone') byStatus.set(401, [{ type: 'access/not-signed-in', en: 'Please sign in first' }]);
  if (route.access.roles !== 'anyone' && route.access.roles !== 'signedIn') byStatus.set(403, [{ type: 'access/forbidden', en: 'You may not do this' }]);
  for (const refusal of refusalsOf(route)) byStatus.set(refusal.status, [...(byStatus.get(refusal.status) ?? []), refusal]);
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map(({ type, en }) => `\`${type}\`: ${en}`).join('  \n'),
        content: {
          'application/problem+json': {
            schema: {
              ...problem,
              properties: { ...problem.properties, type: { type: 'string', enum: list.map(({ type }) => type) } },
            },
          },
        },
      },
    ]),
  );
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', maxLength: 200 },
  description: 'A repeated key gives the first answer again.',
};

/** OpenAPI 3.1 of the whole contract, with access rules, refusals and idempotency as they are enforced. */
export async function createOpenApi(contract: ContractTree, routes: Route[]): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = (await generator.generate(contract, {
    info: { title: 'Linli 邻里', version: '0.1.0', description: 'The open platform of the 15-minute service circle.' },
    servers: [{ url: '/api' }],
    components: {
      securitySchemes: {
        session: { type: 'http', scheme: 'bearer', description: 'the token of a sign-in; browsers use a cookie instead' },
      },
    },
  })) as { paths: Record<string, Record<string, Operation>> };
  const names = new Map(
    Object.entries(contract).flatMap(([module, endpoints]) => Object.entries(endpoints).map(([name, endpoint]) => [endpoint, { module, name }] as const)),
  );
  for (const route of routes) {
    const { method, path } = route.endpoint['~orpc'].route;
    const operation = document.paths[path!]?.[method!.toLowerCase()];
    const name = names.get(route.endpoint);
    if (!operation || !name) continue;
    operation.operationId = `${name.module}.${name.name}`;
    operation.tags = [name.module];
    operation.description = `Who: ${route.access.name}.`;
    operation.responses = {
      ...Object.fromEntries(Object.entries(operation.responses ?? {}).filter(([status]) => Number(status) < 400)),
      ...problemResponses(route),
    };
    if (metaOf(route).kind === 'command') operation.parameters = [...(operation.parameters ?? []), idempotencyKey];
    if (route.access.roles !== 'anyone') operation.security = [{ session: [] }];
  }
  return document;
}
