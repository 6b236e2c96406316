import { createReadStream, existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { contract } from '../../modules/contract.ts';
import { findPhoto } from '../../modules/places/index.ts';
import { createTiles } from '../../modules/streets/index.ts';
import type { Settings } from '../../platform/context.ts';
import type { Database } from '../../platform/database.ts';
import { Id } from '../../platform/endpoint.ts';
import { createOpenApi } from '../../platform/openapi.ts';
import { routes } from './routes.ts';

const immutable = 'public, max-age=31536000, immutable';
const fresh = 'no-cache';

type Page = (html: string) => Promise<string>;

/** A single-page app: its files, and its page for every other address below it. */
async function addApp(app: FastifyInstance, directory: string, prefix: string, complete: Page = async (html) => html): Promise<void> {
  if (!existsSync(path.join(directory, 'index.html'))) {
    app.get(prefix, (_request, reply) => reply.status(503).type('text/plain').send('The pages are not built. Run "npm start".'));
    return;
  }
  await app.register(fastifyStatic, {
    root: directory,
    prefix,
    decorateReply: false,
    wildcard: false,
    index: false,
    globIgnore: ['**/index.html'],
    cacheControl: false,
    setHeaders: (reply, file) => void reply.setHeader('cache-control', file.includes(`${path.sep}assets${path.sep}`) ? immutable : fresh),
  });
  const html = await readFile(path.join(directory, 'index.html'), 'utf8');
  const page = async (_request: unknown, reply: FastifyReply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', fresh)
      .send(await complete(html));
  app.get(`${prefix}*`, page);
  if (prefix !== '/') app.get(prefix.replace(/\/$/, ''), (_request, reply) => reply.redirect(prefix));
}

/** The base map: vector tiles cut from the district's own streets and areas. */
function addTiles(app: FastifyInstance, db: Database): void {
  const tiles = createTiles(db);
  app.get<{ Params: { district: string; version: string; z: string; x: string; y: string } }>(
    '/tiles/:district/:version/:z/:x/:y.pbf',
    { config: { rateLimit: false } },
    async ({ params }, reply) => {
      const [z, x, y] = [params.z, params.x, params.y].map(Number) as [number, number, number];
      if (!/^\d{6}$/.test(params.district) || ![z, x, y].every(Number.isInteger) || z < 0 || z > 18) return reply.status(404).send();
      const tile = await tiles(params.district, z, x, y);
      reply.header('cache-control', immutable);
      return tile ? reply.type('application/vnd.mapbox-vector-tile').send(Buffer.from(tile)) : reply.status(204).send();
    },
  );
}

/** Photos of places. Kept by the one browser and for an hour only: what had to be removed is soon gone everywhere. */
function addPhotos(app: FastifyInstance, db: Database): void {
  app.get<{ Params: { district: string; id: string; size: string } }>(
    '/photos/:district/:id/:size.webp',
    { config: { rateLimit: false } },
    async ({ params }, reply) => {
      const { district, id, size } = params;
      const isAsked = /^\d{6}$/.test(district) && Id.safeParse(id).success && (size === 'small' || size === 'large');
      const bytes = isAsked ? await findPhoto(db, district, id, size) : undefined;
      return bytes ? reply.header('cache-control', 'private, max-age=3600').type('image/webp').send(bytes) : reply.status(404).send();
    },
  );
}

async function addReference(app: FastifyInstance, root: string): Promise<void> {
  const document = JSON.stringify(await createOpenApi(contract, routes));
  app.get('/api/openapi.json', (_request, reply) => reply.type('application/json').send(document));
  const viewer = path.join(root, 'node_modules/swagger-ui-dist');
  await app.register(fastifyStatic, { root: viewer, prefix: '/api/viewer/', decorateReply: false, index: false });
  const page = await readFile(path.join(root, 'apps/server/reference.html'), 'utf8');
  app.get('/api', (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  app.get('/api/reference.js', (_request, reply) => reply.type('text/javascript').send(createReadStream(path.join(root, 'apps/server/reference.js'))));
}

/** Writes into the residents' page what its first screen needs, so that a phone asks once and not twice. */
function withSetup(db: Database, settings: Settings): Page {
  return async (html) => {
    const area = await db.selectFrom('areas.area').select(['name', 'centreLon', 'centreLat']).where('code', '=', settings.district).executeTakeFirst();
    const centre = area && area.centreLon !== null ? [area.centreLon, area.centreLat] : null;
    const setup = {
      district: { code: settings.district, name: area?.name ?? settings.district, centre },
      demonstration: settings.demonstration,
    };
    const json = JSON.stringify(setup).replaceAll('<', '\\u003c');
    return html.replace('<!--setup-->', `<script type="application/json" id="setup">${json}</script>`);
  };
}

/** Everything that is not the API itself: portal, desk, tiles, the page that describes the API. */
export async function addPages(app: FastifyInstance, db: Database, root: string, settings: Settings): Promise<void> {
  await addReference(app, root);
  addTiles(app, db);
  addPhotos(app, db);
  await addApp(app, path.join(root, 'dist/desk'), '/desk/');
  await addApp(app, path.join(root, 'dist/portal'), '/', withSetup(db, settings));
}
