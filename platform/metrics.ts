import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Prometheus figures at /metrics, for callers on this machine only. */
export function addMetrics(app: FastifyInstance): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'linli_request_seconds',
    help: 'time to answer by method, first path segments and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const known = request.routeOptions.url ?? 'unknown';
    const route = reply.statusCode === 404 ? 'unknown' : known === '/api/*' ? `/api/${request.url.slice(5).match(/^[a-z]+/)?.[0] ?? ''}`.slice(0, 24) : known;
    seconds.observe({ method: request.method, route, status: `${Math.floor(reply.statusCode / 100)}xx` }, reply.elapsedTime / 1000);
    done();
  });
  app.get('/metrics', { config: { rateLimit: false } }, async (request, reply) => {
    if (!/^(127\.|::1$|::ffff:127\.)/.test(request.ip)) return reply.status(404).send();
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
