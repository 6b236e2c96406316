import { z } from 'zod';
import { AreaCode, command, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const functionNamed = refusal(
  409,
  'places/function-named',
  {
    zh: '清单里已有同名功能，或别的社区已提出；请选用它，或请区里推广',
    en: 'The list has a function of this name, or another community proposed it; choose it, or ask the district to promote it',
  },
  'own_function_name',
);
export const noSuchDomain = refusal(422, 'places/no-such-domain', { zh: '没有这个领域', en: 'There is no such domain' });
export const outsideDistrict = refusal(422, 'places/outside-district', {
  zh: '请选本区或本区内的街道、社区',
  en: 'Choose this district, or a subdistrict or community of it',
});
export const noSuchOwnFunction = refusal(404, 'places/no-such-own-function', { zh: '没有这项特色功能', en: 'There is no such function' });
export const ownProposal = refusal(403, 'places/own-proposal', {
  zh: '提出的人不能自己审核，请同事审核',
  en: 'Who proposed it cannot review it; ask a colleague',
});
export const otherStatus = refusal(409, 'places/other-status', {
  zh: '这项功能的状态已经变了，请刷新',
  en: 'The function has another status by now; reload',
});

const Code = z.string().regex(/^own-[0-9a-f]{8}$/, 'own- and eight digits');
const Reason = z.string().trim().min(2).max(300);
const Serves = z.enum(['elder', 'child', 'all']);
export const OwnFunction = z.object({
  code: Code,
  name: z.string(),
  nameEn: z.string().nullable(),
  purpose: z.string(),
  domain: z.string().nullable(),
  serves: Serves,
  areaCode: AreaCode,
  areaName: z.string(),
  status: z.enum(['proposed', 'accepted', 'refused', 'promoted', 'retired']),
  number: z.int().nullable().describe('in the catalogue of the district, once promoted'),
  proposedAt: Moment,
  decidedAt: Moment.nullable(),
  reason: z.string().nullable(),
  places: z.int().describe('places that provide it'),
  may: z.object({ review: z.boolean(), promote: z.boolean(), retire: z.boolean() }),
});
const Done = z.object({ code: Code, status: OwnFunction.shape.status });
const ByCode = z.object({ code: Code });

export const listFunctions = query('/places/functions', 'The catalogue of functions with its groupings, and the functions that areas of the district added')
  .input(z.object({ for: AreaCode.optional().describe('only what a place in this area may choose') }))
  .output(
    z.object({
      version: z.string(),
      status: z.string(),
      source: z.string(),
      functions: z.array(
        z.object({
          code: z.string(),
          number: z.int().nullable(),
          class: z.string(),
          name: z.string(),
          nameEn: z.string(),
          serves: Serves,
          basic: z.boolean(),
          areaCode: AreaCode.nullable().describe('the area that added it; null in the catalogue and when promoted'),
          retired: z.boolean().describe('not to be chosen any more'),
        }),
      ),
      groups: z.array(z.object({ grouping: z.string(), code: z.string(), name: z.string(), nameEn: z.string(), functions: z.array(z.string()) })),
    }),
  );
export const listOwnFunctions = query('/places/own-functions', 'Functions beyond the catalogue: proposed, reviewed, promoted').output(z.array(OwnFunction));
export const proposeFunction = command('POST', '/places/own-functions', 'Propose a function that the catalogue lacks, for an area')
  .errors(refuses(functionNamed, noSuchDomain, outsideDistrict))
  .input(
    z.object({
      areaCode: AreaCode,
      name: z.string().trim().min(2).max(40),
      nameEn: z.string().trim().max(80).nullable().default(null),
      purpose: z.string().trim().min(4).max(500).describe('what it is for, and who asked for it'),
      domain: z.string().nullable().default(null).describe('of the seven domains; null for X'),
      serves: Serves.default('all'),
    }),
  )
  .output(Done);
export const reviewFunction = command('POST', '/places/own-functions/{code}/review', 'Accept or refuse a proposed function')
  .errors(refuses(noSuchOwnFunction, ownProposal, otherStatus))
  .input(ByCode.extend({ accept: z.boolean(), reason: Reason }))
  .output(Done);
export const promoteFunction = command('POST', '/places/own-functions/{code}/promote', 'Take an accepted function into the catalogue of the district')
  .errors(refuses(noSuchOwnFunction, otherStatus))
  .input(ByCode.extend({ reason: Reason }))
  .output(Done);
export const retireFunction = command('POST', '/places/own-functions/{code}/retire', 'No longer offer a function for choosing; places that have it keep it')
  .errors(refuses(noSuchOwnFunction, otherStatus))
  .input(ByCode.extend({ reason: Reason }))
  .output(Done);

export const functionEndpoints = { listFunctions, listOwnFunctions, proposeFunction, reviewFunction, promoteFunction, retireFunction };
