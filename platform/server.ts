import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import etag from '@fastify/etag';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { AnyContractProcedure } from '@orpc/contract';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { implement } from '@orpc/server';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Actor } from './access.ts';
import type { Clock } from './clock.ts';
import { sessionCookie } from './context.ts';
import { type Asking, checkRole, type House, notSignedIn, runRoute, toProblem } from './handler.ts';
import { newId } from './id.ts';
import { addMetrics } from './metrics.ts';
import type { Route } from './routes.ts';

export type ContractTree = Record<string, Record<string, AnyContractProcedure>>;
export type ServerOptions = House & {
  contract: ContractTree;
  routes: Route[];
  /** Who a session token belongs to, if it is good. */
  authenticate(token: string, now: Date): Promise<Actor | null>;
  clock: Clock;
  log: Logger;
  limits?: { requestsPerMinute?: number; uploadBytes?: number };
  /** Where who is not signed in may send a file, of a photo’s size at most. */
  openUploads?: string[];
};

const jsonBytes = 1_000_000;
const openUploadBytes = 12_000_000;

type Context = { asking: Asking; request: FastifyRequest };

/** Everything between HTTP and the modules: limits, headers, sessions, the contract, problems. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: options.log as FastifyBaseLogger,
    genReqId: () => newId(),
    bodyLimit: jsonBytes,
    requestTimeout: 60_000,
    connectionTimeout: 60_000,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: 'loopback',
  });
  await addProtection(app, options);
  addUploads(app, options);
  addMetrics(app);
  addHealth(app, options);
  addApi(app, options);
  app.addHook('onResponse', (request, reply, done) => {
    if (reply.statusCode >= 500 || reply.elapsedTime > 1000) {
      request.log.warn({ method: request.method, url: pathOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'slow or failed');
    } else {
      request.log.debug({ method: request.method, url: pathOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
    }
    done();
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'a bug');
    const title = status >= 500 ? 'Something went wrong here' : error.message;
    const type = status === 413 ? 'request/too-large' : status === 429 ? 'request/too-many' : status >= 500 ? 'server/bug' : 'request/invalid';
    return reply.status(status).type('application/problem+json').send({ type, title, status, requestId: request.id });
  });
  return app;
}

/** The path without the query, which can hold what a person searched for. */
const pathOf = (request: FastifyRequest) => request.url.split('?')[0];

async function addProtection(app: FastifyInstance, options: ServerOptions): Promise<void> {
  const tiles = options.settings.tianditu ? ['https://*.tianditu.gov.cn'] : [];
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...tiles],
        connectSrc: ["'self'", ...tiles],
        workerSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'", 'data:'],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: options.settings.secureCookies ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(cookie);
  await app.register(compress, { encodings: ['br', 'gzip'], threshold: 1024, brotliOptions: { params: { 1: 4 } } });
  await app.register(etag, { weak: true });
  await app.register(rateLimit, { global: true, max: options.limits?.requestsPerMinute ?? 1200, timeWindow: '1 minute' });
  app.addHook('onSend', async (_request, reply, payload) => {
    if (reply.statusCode >= 400 && String(reply.getHeader('content-type') ?? '').startsWith('application/json')) {
      reply.header('content-type', 'application/problem+json; charset=utf-8');
    }
    return payload;
  });
}

/** Files come as multipart/form-data, whole and bounded, before any handler sees them; nobody else's bytes are read at all. */
function addUploads(app: FastifyInstance, options: ServerOptions): void {
  const uploadBytes = options.limits?.uploadBytes ?? 64_000_000;
  // After the limiter, which answers first; before the parser reads.
  app.addHook('preParsing', async (request, reply) => {
    if (!request.headers['content-type']?.toLowerCase().startsWith('multipart/form-data') || (await actorOf(request, options))) return;
    const isOpen = options.openUploads?.some((path) => request.url.startsWith(path)) ?? false;
    if (isOpen && Number(request.headers['content-length'] ?? Infinity) <= openUploadBytes) return;
    const { status, type, zh, en } = notSignedIn;
    const title = languageOf(request) === 'zh' ? zh : en;
    return reply.status(status).send({ type, title, status, requestId: request.id });
  });
  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer', bodyLimit: uploadBytes }, async (request: FastifyRequest, body: Buffer) =>
    new Response(new Uint8Array(body), { headers: { 'content-type': request.headers['content-type']! } })
      .formData()
      .catch(() => Promise.reject(Object.assign(new Error('The form data cannot be read'), { statusCode: 400 }))),
  );
}

function addHealth(app: FastifyInstance, options: ServerOptions): void {
  app.get('/health', { config: { rateLimit: false } }, () => ({ status: 'alive' }));
  app.get('/ready', { config: { rateLimit: false } }, async (_request, reply) => {
    try {
      await options.db.selectFrom('platform.auditHead').select('seq').limit(1).execute();
      return { status: 'ready' };
    } catch {
      return reply.status(503).send({ status: 'the database does not answer' });
    }
  });
}

/** The router of oRPC made of the contract's endpoints and our routes; an endpoint without a route is an error at start. */
function buildRouter(options: ServerOptions): { router: Record<string, Record<string, never>>; byPath: Map<string, Route> } {
  const byEndpoint = new Map(options.routes.map((route) => [route.endpoint, route]));
  const byPath = new Map<string, Route>();
  const router: Record<string, Record<string, never>> = {};
  for (const [module, endpoints] of Object.entries(options.contract)) {
    router[module] = {};
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const route = byEndpoint.get(endpoint);
      if (!route) throw new Error(`The endpoint ${module}.${name} has no route: add it to modules/${module}/routes.ts.`);
      byPath.set(`${module}.${name}`, route);
      router[module][name] = implement(endpoint)
        .$context<Context>()
        .handler(({ input, context }) => runRoute(options, route, context.asking, input)) as never;
    }
  }
  return { router, byPath };
}

function addApi(app: FastifyInstance, options: ServerOptions): void {
  const { router, byPath } = buildRouter(options);
  const handler = new OpenAPIHandler<Context>(router as never, {
    customErrorResponseBodyEncoder: (error) =>
      (error.data as { problem?: object } | undefined)?.problem ?? {
        type: 'server/bug',
        title: error.message,
        status: error.status,
      },
    clientInterceptors: [
      async ({ next, path, context }) => {
        const { asking, request } = context as Context;
        try {
          checkRole(byPath.get(path.join('.'))!, asking);
          return await next();
        } catch (error) {
          const problem = toProblem(error, asking.language, request.id);
          if (problem.status >= 500) request.log.error({ err: error, endpoint: path.join('.') }, 'a bug');
          throw problem;
        }
      },
    ],
  });
  app.all('/api/*', async (request, reply) => {
    if (!isSameOrigin(request)) {
      return reply.status(403).send({ type: 'request/foreign-origin', title: 'This call came from another site', status: 403, requestId: request.id });
    }
    const asking = await readAsking(request, reply, options);
    const { matched } = await handler.handle(request, reply, { prefix: '/api', context: { asking, request } });
    if (!matched)
      return reply.status(404).send({
        type: 'request/no-such-endpoint',
        title: 'There is no such endpoint; see /api',
        status: 404,
        requestId: request.id,
      });
  });
}

/** A browser tells where a page that writes came from; a cookie must not serve another site's page. */
function isSameOrigin(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (!origin || request.method === 'GET') return true;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}

/** A district is one that was imported; a made-up code changes nothing. */
async function isDistrict({ db }: ServerOptions, code: string): Promise<boolean> {
  if (!/^\d{6}$/.test(code)) return false;
  return (await db.selectFrom('areas.area').select('code').where('code', '=', code).executeTakeFirst()) !== undefined;
}

const languageOf = (request: FastifyRequest) => (/^en/i.test(request.headers['accept-language'] ?? '') ? 'en' : 'zh');

/** Who the session token of a request belongs to, from its header or its cookie. */
async function actorOf(request: FastifyRequest, options: ServerOptions): Promise<Actor | null> {
  const bearer = request.headers.authorization?.match(/^Bearer (\S+)$/)?.[1];
  const token = bearer ?? request.cookies[sessionCookie];
  return token && /^\d{6}\.[\w-]{20,80}$/.test(token) ? options.authenticate(token, options.clock()) : null;
}

async function readAsking(request: FastifyRequest, reply: FastifyReply, options: ServerOptions): Promise<Asking> {
  const now = options.clock();
  const actor = await actorOf(request, options);
  const wanted = request.headers['x-linli-district'];
  const usual = actor?.district ?? options.settings.district;
  const district = typeof wanted === 'string' && wanted !== usual && (await isDistrict(options, wanted)) ? wanted : usual;
  return {
    actor,
    district: actor?.kind === 'resident' ? actor.district : district,
    language: languageOf(request),
    now,
    idempotencyKey: typeof request.headers['idempotency-key'] === 'string' ? request.headers['idempotency-key'].slice(0, 200) : undefined,
    ip: request.ip,
    device: String(request.headers['user-agent'] ?? '-').slice(0, 200),
    log: request.log as unknown as Logger,
    readCookie: (name) => request.cookies[name],
    setCookie: (name, value, maxAge) =>
      void reply.setCookie(name, value, {
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure: options.settings.secureCookies,
        maxAge,
      }),
  };
}
