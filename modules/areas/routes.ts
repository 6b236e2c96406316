import { anyone, staffAt } from '../../platform/access.ts';
import { answer, perform } from '../../platform/routes.ts';
import { mergeAreasCommand, renameAreaCommand, splitAreaCommand } from './change-areas.ts';
import * as contract from './contract.ts';
import { areaByCode, commonWhereabouts, listAreaChangesQuery, listAreasQuery, listCommunityTypesQuery, listServiceAreasQuery } from './queries.ts';
import { createServiceAreaCommand, tagAreaCommand, untagAreaCommand } from './tag-area.ts';

const decidesOnTree = staffAt(areaByCode, 'cityOfficial', 'districtOfficial');
const decidesOnMerge = staffAt(
  (db, _district, input: { code: string; with: string[] }) => commonWhereabouts(db, [input.code, ...input.with]),
  'cityOfficial',
  'districtOfficial',
);
const describesCommunity = staffAt(areaByCode, 'cityOfficial', 'districtOfficial', 'subdistrictOfficial');
const joinsCommunities = staffAt(
  (db, _district, input: { communities: string[] }) => commonWhereabouts(db, input.communities),
  'cityOfficial',
  'districtOfficial',
  'subdistrictOfficial',
);

export const routes = [
  answer(contract.listAreas, anyone, listAreasQuery),
  answer(contract.listAreaChanges, anyone, listAreaChangesQuery),
  answer(contract.listCommunityTypes, anyone, listCommunityTypesQuery),
  answer(contract.listServiceAreas, anyone, listServiceAreasQuery),
  perform(contract.renameArea, decidesOnTree, renameAreaCommand),
  perform(contract.mergeAreas, decidesOnMerge, mergeAreasCommand),
  perform(contract.splitArea, decidesOnTree, splitAreaCommand),
  perform(contract.tagArea, describesCommunity, tagAreaCommand),
  perform(contract.untagArea, describesCommunity, untagAreaCommand),
  perform(contract.createServiceArea, joinsCommunities, createServiceAreaCommand),
];
