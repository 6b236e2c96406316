import { z } from 'zod';
import { command, Day, Id, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const notEqual = refusal(422, 'funds/not-equal', {
  zh: '承诺的服务价值和空间价值相差太多',
  en: 'The services promised are not worth what the space is',
});
export const noSuchCommitment = refusal(404, 'funds/no-such-commitment', { zh: '没有这项承诺', en: 'There is no such promise' });
export const overDelivered = refusal(409, 'funds/over-delivered', { zh: '超过承诺的数量', en: 'That is more than was promised' }, 'commitment_delivered');

const fen = z.int().min(1).max(1_000_000_000);
const service = { service: z.string().trim().min(2).max(60), unit: z.string().trim().min(1).max(10), unitFen: fen, quantity: z.int().min(1).max(100_000) };
const Agreement = z.object({
  id: Id,
  title: z.string(),
  placeId: Id,
  organisation: z.string(),
  fromDay: Day,
  toDay: Day,
  valueFen: z.int().describe('area × rent × months, less defects'),
  deliveredFen: z.int(),
  dueFen: z.int().describe('Of the value, by today'),
  fulfilment: z.number().nullable().describe('Delivered of what is due by today; null before anything is'),
  needsCure: z.boolean().describe('Delivered less than the rule wants; a person asks for it'),
  commitments: z.array(z.object({ id: Id, ...service, delivered: z.int() })),
});

export const listSpaceAgreements = query('/funds/space', 'Space given for services: what it is worth, what was delivered, what is still owed').output(
  z.array(Agreement),
);
export const agreeOnSpace = command('POST', '/funds/space', 'Space without rent for public services of the same value')
  .input(
    z.object({
      placeId: Id,
      organisationId: Id,
      title: z.string().trim().min(2).max(60),
      area: z.number().min(1).max(100_000).describe('m²'),
      rentFen: z.int().min(1).max(1_000_000).describe('Of a m² and month on the market'),
      months: z.int().min(1).max(240),
      defectPercent: z.int().min(0).max(100).default(0),
      fromDay: Day,
      commitments: z.array(z.object(service)).min(1).max(30),
    }),
  )
  .output(z.object({ id: Id, valueFen: z.int() }))
  .errors(refuses(notEqual));
export const confirmDelivery = command(
  'POST',
  '/funds/space/commitments/{id}/deliveries',
  'Confirms services that were delivered; they count against what is owed',
)
  .input(z.object({ id: Id, quantity: z.int().min(1).max(100_000), onDay: Day, evidence: z.string().trim().min(4).max(300) }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchCommitment, overDelivered));

export const space = { listSpaceAgreements, agreeOnSpace, confirmDelivery };
