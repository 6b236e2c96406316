import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Database, inReadTransaction, type Read } from '../../../platform/database.ts';
import { listServiceRequests, listServices, toXml } from './open311-words.ts';

export type Open311 = { db: Database; district: string; publicUrl: string; clock: () => Date };
type Asked = { Params: { file: string; id?: string }; Querystring: Record<string, Given>; Body: Record<string, string> };

/** What is answered, under the name that it has in XML. */
type Said = { status?: number; root: string; value: unknown };
const trouble = (status: number, description: string): Said => ({ status, root: 'errors', value: [{ code: status, description }] });

function say(reply: FastifyReply, format: string, { status = 200, root, value }: Said) {
  reply.status(status).header('access-control-allow-origin', '*');
  return format === 'xml' ? reply.type('text/xml; charset=utf-8').send(toXml(root, value)) : reply.type('application/json; charset=utf-8').send(value);
}

type Given = string | string[] | undefined;
/** A list with commas, or the same name given several times. */
const list = (text: Given) => (text ? [text].flat().flatMap((part) => part.split(',').map((one) => one.trim())) : null);
const one = (text: Given) => [text].flat()[0];
const day = (text: Given) => (one(text) ? new Date(one(text)!) : null);

/**
 * Open311 GeoReport v2 over the same requests: service list and definitions, one and many requests, sending with a key, in JSON and XML. Only public
 * requests can be read, and never what somebody wrote. It is a door to the API and nothing behind it: what it receives goes through the same command as every other system's.
 */
export function addOpen311(app: FastifyInstance, house: Open311): void {
  void app.register(async (scope) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, async (_: FastifyRequest, body: string) =>
      Object.fromEntries(new URLSearchParams(body)),
    );
    const read = <T>(ask: (db: Read) => Promise<T>) => inReadTransaction(house.db, house.district, ask);
    const get = (path: string, answer: (request: FastifyRequest<Asked>) => Promise<Said>) =>
      scope.get<Asked>(`/open311/v2/${path}.:format(json|xml)`, async (request, reply) => {
        const { format } = request.params as unknown as { format: string };
        const jurisdiction = one(request.query['jurisdiction_id']);
        const isOurs = jurisdiction === undefined || jurisdiction === house.district;
        return say(
          reply,
          format,
          isOurs ? await answer(request) : trouble(404, `jurisdiction_id ${jurisdiction} is not served here; leave it out or use ${house.district}`),
        );
      });
    get('discovery', async () => ({ root: 'discovery', value: discoveryOf(house) }));
    get('services', async () => ({ root: 'services', value: await read((db) => listServices(db, house.district)) }));
    get('services/:id', async ({ params }) => {
      const found = (await read((db) => listServices(db, house.district))).find((service) => service.service_code === params.id);
      return found
        ? { root: 'service_definition', value: { service_code: found.service_code, attributes: [] } }
        : trouble(404, `service_code ${params.id} was not found`);
    });
    get('requests', async ({ query }) => {
      const wanted = {
        ids: list(query['service_request_id']),
        codes: list(query['service_code']),
        status: one(query['status']) ?? null,
        from: day(query['start_date']),
        to: day(query['end_date']),
      };
      if ([wanted.from, wanted.to].some((moment) => moment && Number.isNaN(moment.getTime())))
        return trouble(400, 'start_date and end_date are written like 2026-11-23T10:00:00+08:00');
      return { root: 'service_requests', value: await read((db) => listServiceRequests(db, house.district, wanted, house.clock())) };
    });
    get('requests/:id', async ({ params }) => {
      const value = await read((db) =>
        listServiceRequests(db, house.district, { ids: [params.id!], codes: null, status: null, from: null, to: null }, house.clock()),
      );
      return value.length > 0 ? { root: 'service_requests', value } : trouble(404, `service_request_id ${params.id} was not found`);
    });
    scope.post<Asked>('/open311/v2/requests.:format(json|xml)', async (request, reply) =>
      say(reply, (request.params as unknown as { format: string }).format, await receive(app, house.district, request)),
    );
  });
}

/** Sends what came through the command that every outside system uses, and says its refusals as the standard wants them. */
async function receive(app: FastifyInstance, district: string, { body: sent, ip, headers }: FastifyRequest<Asked>): Promise<Said> {
  const body = sent ?? {};
  const { service_code: matter, api_key: key, lat, long, address_string: address, description = '' } = body;
  if (!key) return trouble(403, 'api_key is missing; the district gives it out');
  if (!matter) return trouble(400, 'service_code is missing');
  if (!(lat && long) && !address) return trouble(400, 'say where: lat and long, or address_string');
  const name = [body['last_name'], body['first_name']].filter(Boolean).join(' ');
  const answer = await app.inject({
    method: 'POST',
    url: '/api/requests/outside',
    // Counted with the caller's other requests, not with those of everybody who comes by this door.
    remoteAddress: ip,
    headers: headers['idempotency-key'] ? { 'idempotency-key': String(headers['idempotency-key']) } : {},
    payload: {
      key,
      channel: 'open311',
      matter,
      words: description || matter,
      ...(lat && long ? { lon: Number(long), lat: Number(lat) } : { areaCode: district }),
      placeText: address ?? '',
      reporter: { ...(name && { name }), ...(body['phone'] && { phone: body['phone'] }), ...(body['email'] && { mail: body['email'] }) },
    },
  });
  const said = answer.json();
  if (answer.statusCode === 200)
    return { root: 'service_requests', value: [{ service_request_id: said.number, service_notice: `code ${said.code}`, account_id: null }] };
  if (said.type === 'requests/no-such-matter') return trouble(404, said.title);
  // What is the caller's to mend is 400; a key, a limit or a fault of ours keeps its own status, so that the caller knows to come again.
  return trouble([403, 429].includes(answer.statusCode) || answer.statusCode >= 500 ? answer.statusCode : 400, said.title);
}

const discoveryOf = ({ publicUrl, clock }: Open311) => ({
  changeset: clock().toISOString(),
  contact: 'The district that runs this installation.',
  key_service: 'The district gives out keys to systems that send requests.',
  endpoints: [
    {
      specification: 'http://wiki.open311.org/GeoReport_v2',
      url: `${publicUrl}/open311/v2`,
      changeset: clock().toISOString(),
      type: 'production',
      formats: ['text/xml', 'application/json'],
    },
  ],
});
