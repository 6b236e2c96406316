import { z } from 'zod';
import { AreaCode, Id, query } from '../../platform/endpoint.ts';

export const Service = z.object({
  id: Id,
  placeId: Id,
  placeName: z.string(),
  functionCode: z.string(),
  name: z.string(),
  nameEn: z.string(),
  provider: z.string(),
  priceClass: z.enum(['free', 'lowFee', 'market']),
  priceFen: z.int().nullable(),
  priceUnit: z.string().nullable(),
  eligibility: z.string(),
  eligibilityEn: z.string(),
  steps: z.array(z.string()),
  promise: z.string(),
  version: z.int(),
});

export const listServices = query('/services', 'What places offer: provider, price, who may use it, steps and promise')
  .input(z.object({ placeId: Id.optional(), function: z.string().optional(), within: AreaCode.optional() }))
  .output(z.array(Service));

export const services = { listServices };
