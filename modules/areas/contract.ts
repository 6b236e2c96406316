import { z } from 'zod';
import { AreaCode, command, Day, Id, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchArea = refusal(404, 'areas/no-such-area', { zh: '没有这个区划代码', en: 'There is no area with this code' });
export const areaEnded = refusal(409, 'areas/ended', { zh: '这个区划已经撤销', en: 'This area has ended' });
export const codeTaken = refusal(409, 'areas/code-taken', { zh: '这个区划代码已被使用', en: 'This code is in use' }, 'area_pkey');
export const notSiblings = refusal(422, 'areas/not-siblings', {
  zh: '只能合并同一上级下的区划',
  en: 'Only areas of the same parent can be merged',
});
export const typeHeld = refusal(
  409,
  'areas/type-held',
  { zh: '这个社区在这段时间已有此类型', en: 'The community has this type in that time already' },
  'area_type_once',
  'area_type_pkey',
);
export const endsBeforeItBegan = refusal(
  422,
  'areas/ends-before-it-began',
  { zh: '生效日期早于原区划的设立日期', en: 'The day lies before the old area began' },
  'area_period',
);
export const onlyCommunities = refusal(422, 'areas/only-communities', {
  zh: '这里只能合并或拆分社区；街道以上请导入新的区划',
  en: 'Only communities are merged or split here; for upper levels import the new divisions',
});
export const notYet = refusal(422, 'areas/not-yet', {
  zh: '请在生效当天或之后登记',
  en: 'Record it on the day it takes effect or later',
});
export const codeDoesNotFit = refusal(422, 'areas/code-does-not-fit', {
  zh: '新代码应为同一街道下的 12 位代码',
  en: 'The new code must have 12 digits and begin with that of the subdistrict',
});
export const notTwoOrThree = refusal(
  422,
  'areas/not-two-or-three',
  { zh: '一个片区由 2 至 3 个社区组成', en: 'A service area joins 2 to 3 communities' },
  'service_area_two_or_three',
);
export const serviceAreaNamed = refusal(
  409,
  'areas/service-area-named',
  { zh: '已有同名片区', en: 'There is a service area of this name' },
  'service_area_name',
);

export const Level = z.enum(['province', 'city', 'district', 'subdistrict', 'community', 'special']);

export const Area = z.object({
  code: AreaCode,
  level: Level,
  name: z.string(),
  parentCode: AreaCode.nullable(),
  validFrom: Day,
  validTo: Day.nullable(),
  centre: z.tuple([z.number(), z.number()]).nullable(),
  types: z.array(z.string()),
  invented: z.boolean(),
});

export const AreaChange = z.object({
  id: Id,
  kind: z.enum(['rename', 'merge', 'split', 'recode']),
  effectiveOn: Day,
  fromCodes: z.array(AreaCode),
  toCodes: z.array(AreaCode),
  oldName: z.string().nullable(),
  newName: z.string().nullable(),
  basis: z.string(),
});

export const ServiceArea = z.object({
  id: Id,
  name: z.string(),
  communities: z.array(AreaCode),
  validFrom: Day,
  validTo: Day.nullable(),
});

const Name = z.string().trim().min(2).max(60);
const Basis = z.string().trim().min(2).max(300).describe('the document that orders it');
const Code = z.object({ code: AreaCode });

export const listAreas = query('/areas', 'The division tree below an area, on a day')
  .errors(refuses(noSuchArea))
  .input(z.object({ within: AreaCode.optional(), on: Day.optional() }))
  .output(z.array(Area));

export const listAreaChanges = query('/areas/changes', 'Renames, merges and splits below an area')
  .input(z.object({ within: AreaCode.optional() }))
  .output(z.array(AreaChange));

export const renameArea = command('POST', '/areas/{code}/rename', 'Rename an area from a day on')
  .errors(refuses(noSuchArea, areaEnded, notYet))
  .input(Code.extend({ name: Name, effectiveOn: Day, basis: Basis }))
  .output(AreaChange);

export const mergeAreas = command('POST', '/areas/{code}/merge', 'Merge areas into a new one')
  .errors(refuses(noSuchArea, areaEnded, codeTaken, notSiblings, endsBeforeItBegan, onlyCommunities, notYet, codeDoesNotFit))
  .input(Code.extend({ with: z.array(AreaCode).min(1).max(9), newCode: AreaCode, newName: Name, effectiveOn: Day, basis: Basis }))
  .output(AreaChange);

export const splitArea = command('POST', '/areas/{code}/split', 'Split an area into new ones')
  .errors(refuses(noSuchArea, areaEnded, codeTaken, endsBeforeItBegan, onlyCommunities, notYet, codeDoesNotFit))
  .input(
    Code.extend({
      into: z
        .array(z.object({ code: AreaCode, name: Name }))
        .min(2)
        .max(9),
      effectiveOn: Day,
      basis: Basis,
    }),
  )
  .output(AreaChange);

export const listCommunityTypes = query('/areas/community-types', 'Kinds of community').output(
  z.array(z.object({ code: z.string(), name: z.string(), nameEn: z.string() })),
);

export const tagArea = command('POST', '/areas/{code}/types', 'Say of which kind a community is, from a day on')
  .errors(refuses(noSuchArea, typeHeld))
  .input(Code.extend({ type: z.string().max(40), validFrom: Day, basis: Basis }))
  .output(z.object({ code: AreaCode, type: z.string() }));

export const untagArea = command('POST', '/areas/{code}/types/{type}/end', 'End a kind of a community on a day')
  .errors(refuses(noSuchArea))
  .input(Code.extend({ type: z.string(), validTo: Day }))
  .output(z.object({ ended: z.int() }));

export const listServiceAreas = query('/areas/service-areas', 'Cross-community service areas').output(z.array(ServiceArea));

export const createServiceArea = command('POST', '/areas/service-areas', 'Join 2 to 3 communities into a service area')
  .errors(refuses(noSuchArea, notTwoOrThree, serviceAreaNamed))
  .input(z.object({ name: Name, communities: z.array(AreaCode).min(1).max(9), validFrom: Day }))
  .output(ServiceArea);

export const areas = {
  listAreas,
  listAreaChanges,
  renameArea,
  mergeAreas,
  splitArea,
  listCommunityTypes,
  tagArea,
  untagArea,
  listServiceAreas,
  createServiceArea,
};
