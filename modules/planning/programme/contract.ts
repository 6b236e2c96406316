import { z } from 'zod';
import { AreaCode, command, Day, Id, Latitude, Longitude, query, refusal, refuses } from '../../../platform/endpoint.ts';
import checklist from '../data/site-checklist.json' with { type: 'json' };

export const noSuchSpace = refusal(404, 'planning/no-such-space', { zh: '没有这处空间', en: 'There is no such space' });
export const spaceNameTaken = refusal(
  409,
  'planning/space-name-taken',
  { zh: '这个社区已登记同名空间', en: 'This community has a space of this name' },
  'space_name',
);
export const spaceNeedsPlace = refusal(
  422,
  'planning/space-needs-place',
  { zh: '写明改成了哪处地点，才能记为已启用', en: 'Name the place it became before it counts as in use' },
  'space_converted',
);
export const spaceNeedsReason = refusal(422, 'planning/space-needs-reason', { zh: '撤回要写明原因', en: 'Say why it is withdrawn' }, 'space_withdrawn');
export const spaceTaken = refusal(409, 'planning/space-taken', { zh: '这处空间已用于另一个项目', en: 'Another project uses this space' }, 'project_space');
export const noSuchProject = refusal(404, 'planning/no-such-project', { zh: '没有这个项目', en: 'There is no such project' });
export const projectTitleTaken = refusal(409, 'planning/project-title-taken', { zh: '已有同名项目', en: 'There is a project of this title' }, 'project_title');
export const changedMeanwhile = refusal(409, 'planning/changed-meanwhile', {
  zh: '别人刚刚改过，请刷新后再试',
  en: 'Somebody has just changed this; reload and try again',
});
export const projectEnded = refusal(409, 'planning/project-ended', {
  zh: '项目已开放或已取消，不能再改',
  en: 'The project is open or dropped and cannot be changed',
});
export const stageNeedsPlace = refusal(
  422,
  'planning/stage-needs-place',
  { zh: '开放前要写明登记的地点', en: 'Name the registered place before it opens' },
  'project_open',
);
export const gateTooEarly = refusal(422, 'planning/gate-too-early', {
  zh: '这一关的日期不能早于上一关，也不能在将来',
  en: 'A gate cannot be passed before the one before it, nor in the future',
});
export const onListAlready = refusal(409, 'planning/on-list-already', { zh: '项目已在这张清单上', en: 'The project is on this list' }, 'project_list_current');
export const notOnList = refusal(404, 'planning/not-on-list', { zh: '项目不在这张清单上', en: 'The project is not on this list' });
export const listedLater = refusal(
  422,
  'planning/listed-later',
  { zh: '移出日期不能早于列入日期', en: 'It cannot leave the list before it joined' },
  'project_list_period',
);
export const noSuchTarget = refusal(404, 'planning/no-such-target', { zh: '没有这个目标', en: 'There is no such target' });
export const targetHasParts = refusal(
  409,
  'planning/target-has-parts',
  { zh: '先删去分解到下级的目标', en: 'Remove the targets it was split into first' },
  'target_district_parent_id_fkey',
);

const Acquisition = z.enum(['newBuild', 'rebuild', 'swap', 'lease', 'purchase', 'coBuild', 'transfer', 'provision']);
const Revised = { id: Id, revision: z.int() };
const Done = z.object(Revised);
export const SpaceFields = z.object({
  name: z.string().trim().min(2).max(80),
  areaCode: AreaCode,
  address: z.string().trim().max(200).nullable(),
  lon: Longitude,
  lat: Latitude,
  owner: z.string().trim().min(2).max(120),
  kind: z.enum(['serviceFacility', 'office', 'groundFloor', 'stateOwned', 'land', 'other']),
  floorArea: z.number().min(0.1).max(1_000_000),
  acquisition: Acquisition,
  rentFen: z.int().min(0).max(1e12),
  termMonths: z.int().min(1).max(1200).nullable(),
  availableFrom: Day.nullable(),
});
const SpaceStatus = z.enum(['offered', 'surveyed', 'agreed', 'converted', 'withdrawn']);
export const Space = SpaceFields.extend({
  ...Revised,
  areaName: z.string(),
  status: SpaceStatus,
  statusNote: z.string().nullable(),
  placeId: Id.nullable(),
  placeName: z.string().nullable(),
  invented: z.boolean(),
});

export const listSpaces = query('/planning/spaces', 'Idle rooms and land offered for services, with what became of them').output(z.array(Space));
export const offerSpace = command('POST', '/planning/spaces', 'Register an idle room or piece of land')
  .errors(refuses(spaceNameTaken))
  .input(SpaceFields.partial({ address: true, termMonths: true, availableFrom: true }))
  .output(Done);
export const updateSpace = command('PUT', '/planning/spaces/{id}', 'Correct what is known of a space')
  .errors(refuses(noSuchSpace, changedMeanwhile, spaceNameTaken))
  .input(SpaceFields.omit({ areaCode: true }).partial().extend(Revised))
  .output(Done);
export const setSpaceStatus = command('POST', '/planning/spaces/{id}/status', 'Say how far a space has come')
  .errors(refuses(noSuchSpace, changedMeanwhile, spaceNeedsPlace, spaceNeedsReason))
  .input(z.object({ ...Revised, status: SpaceStatus, note: z.string().trim().min(2).max(400).nullable().default(null), placeId: Id.nullable().default(null) }))
  .output(Done);

const Stage = z.enum(['survey', 'site', 'build', 'accept', 'open']);
const ListKind = z.enum(['pilot', 'key']);
export const ProjectFields = z.object({
  title: z.string().trim().min(2).max(120),
  areaCode: AreaCode,
  acquisition: Acquisition,
  plannedArea: z.number().min(1).max(1_000_000).nullable(),
  functions: z.array(z.string().max(40)).max(60),
  lon: z.number().min(-180).max(180).nullable(),
  lat: z.number().min(-90).max(90).nullable(),
  spaceId: Id.nullable(),
  tags: z.array(z.enum(['futureCommunity', 'oldRenovation', 'elderAndChild'])),
  dueOn: Day.nullable(),
});
/** What was found for an item of the checklist of site and design. */
const Check = z.object({ answer: z.enum(['yes', 'no', 'unclear']), note: z.string().trim().max(200).default('') });
const CheckItem = z.enum(checklist.items.map(({ code }) => code));
export const Project = ProjectFields.extend({
  ...Revised,
  checks: z.record(z.string(), Check),
  areaName: z.string(),
  spaceName: z.string().nullable(),
  placeId: Id.nullable(),
  stage: Stage,
  droppedOn: Day.nullable(),
  dropReason: z.string().nullable(),
  invented: z.boolean(),
  gates: z.array(z.object({ stage: Stage, passedOn: Day, evidence: z.string() })),
  lists: z.array(z.object({ list: ListKind, addedOn: Day, addedBasis: z.string(), removedOn: Day.nullable(), removedBasis: z.string().nullable() })),
});
export const listProjects = query('/planning/projects', 'Projects with their stages, evidence and lists').output(z.array(Project));
export const createProject = command('POST', '/planning/projects', 'Begin a project')
  .errors(refuses(projectTitleTaken, spaceTaken, noSuchSpace))
  .input(ProjectFields.partial().required({ title: true, areaCode: true, acquisition: true }))
  .output(Done);
export const updateProject = command('PUT', '/planning/projects/{id}', 'Change what a project plans')
  .errors(refuses(noSuchProject, changedMeanwhile, projectEnded, projectTitleTaken, spaceTaken))
  .input(
    ProjectFields.omit({ areaCode: true })
      .partial()
      .extend({ ...Revised, checks: z.partialRecord(CheckItem, Check).optional() }),
  )
  .output(Done);
export const passStage = command('POST', '/planning/projects/{id}/stages', 'Pass the stage a project stands at, with evidence; none is skipped')
  .errors(refuses(noSuchProject, changedMeanwhile, projectEnded, stageNeedsPlace, gateTooEarly))
  .input(z.object({ ...Revised, passedOn: Day, evidence: z.string().trim().min(4).max(1000), placeId: Id.nullable().default(null) }))
  .output(Done);
export const dropProject = command('POST', '/planning/projects/{id}/drop', 'Give a project up, with the reason')
  .errors(refuses(noSuchProject, changedMeanwhile, projectEnded))
  .input(z.object({ ...Revised, reason: z.string().trim().min(2).max(400) }))
  .output(Done);
export const addToList = command('POST', '/planning/projects/{id}/lists', 'Put a project on the pilot or key list')
  .errors(refuses(noSuchProject, onListAlready))
  .input(z.object({ id: Id, list: ListKind, on: Day, basis: z.string().trim().min(2).max(400) }))
  .output(z.object({ id: Id }));
export const removeFromList = command('POST', '/planning/projects/{id}/lists/{list}/end', 'Take a project off a list; the list keeps its history')
  .errors(refuses(noSuchProject, notOnList, listedLater))
  .input(z.object({ id: Id, list: ListKind, on: Day, basis: z.string().trim().min(2).max(400) }))
  .output(z.object({ id: Id }));

const Measure = z.enum(['complexes', 'complexArea', 'revivedArea', 'nurseryPlaces', 'elderCentreStreets', 'canteens', 'pilots']);
const TargetFields = {
  measure: Measure,
  areaCode: AreaCode,
  value: z.number().min(0).max(1e9),
  dueOn: Day,
  base: z.number().min(0).nullable().default(null),
  basis: z.string().trim().min(2).max(400),
};
export const Target = z.object({
  ...TargetFields,
  ...Revised,
  areaName: z.string(),
  parentId: Id.nullable(),
  actual: z.number().nullable(),
  state: z.enum(['reached', 'open', 'missed', 'elsewhere']),
  invented: z.boolean(),
});
export const listTargets = query('/planning/targets', 'Targets down the areas with what stands today').output(z.array(Target));
export const setTarget = command('POST', '/planning/targets', 'Set what an area is to reach by a date; the same again changes it')
  .errors(refuses(noSuchTarget))
  .input(z.object({ ...TargetFields, parentId: Id.nullable().default(null) }))
  .output(z.object({ id: Id }));
export const removeTarget = command('DELETE', '/planning/targets/{id}', 'Remove a target')
  .errors(refuses(noSuchTarget, targetHasParts))
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }));

export const programme = {
  listSpaces,
  offerSpace,
  updateSpace,
  setSpaceStatus,
  listProjects,
  createProject,
  updateProject,
  passStage,
  dropProject,
  addToList,
  removeFromList,
  listTargets,
  setTarget,
  removeTarget,
};
