import { z } from 'zod';
import { AreaCode, command, Day, Id, Moment, query, refuses } from '../../../platform/endpoint.ts';
import {
  changedMeanwhile,
  noSuchOffering,
  noSuchResource,
  offeringNameTaken,
  resourceNameTaken,
  wrongFunction,
  wrongResource,
  wrongRules,
} from '../refusals.ts';
import { OfferingRules } from './rules.ts';

const name = z.string().trim().min(2).max(60);

const ResourceFields = z.object({
  name,
  nameEn: name,
  skills: z.array(z.string().trim().min(1).max(40)).max(10).default([]),
  seats: z.int().min(1).max(10_000).nullable().default(null),
});
const Resource = ResourceFields.extend({
  id: Id,
  kind: z.enum(['room', 'equipment', 'staff']),
  roomId: Id.nullable(),
  parentId: Id.nullable(),
  revision: z.int(),
  retiredOn: Day.nullable(),
});

export const listResources = query('/bookings/resources', 'What can be taken at a place: rooms and their parts, equipment, people with skills')
  .input(z.object({ placeId: Id }))
  .output(z.array(Resource));
export const addResource = command('POST', '/bookings/resources', 'Adds a room or a part of one, a unit of equipment, or a person with skills')
  .input(
    ResourceFields.extend({
      placeId: Id,
      kind: z.enum(['room', 'equipment', 'staff']),
      roomId: Id.nullable().default(null),
      parentId: Id.nullable().default(null),
    }),
  )
  .output(z.object({ id: Id }))
  .errors(refuses(wrongResource, resourceNameTaken));
export const editResource = command('PUT', '/bookings/resources/{id}', 'Changes a resource, or retires it: what is booked stays, nothing more is')
  .input(ResourceFields.extend({ id: Id, revision: z.int(), retiredOn: Day.nullable().default(null) }))
  .output(z.object({ id: Id, revision: z.int() }))
  .errors(refuses(noSuchResource, changedMeanwhile, resourceNameTaken));

const OfferingFields = z.object({
  name,
  nameEn: name,
  about: z.string().trim().max(2000).default(''),
  aboutEn: z.string().trim().max(2000).default(''),
  functionCode: z.string().min(1).max(40),
  resources: z.array(Id).max(200).default([]),
  shownFrom: Moment.nullable().default(null),
  shownTo: Moment.nullable().default(null),
  rules: OfferingRules,
});
export const Offering = OfferingFields.extend({
  id: Id,
  placeId: Id,
  placeName: z.string(),
  kind: z.enum(['slot', 'session', 'trial']),
  state: z.enum(['draft', 'published', 'archived']),
  revision: z.int(),
});

export const listOfferings = query('/bookings/offerings', 'What can be booked: by place, function, area or words')
  .input(z.object({ placeId: Id.optional(), function: z.string().optional(), within: AreaCode.optional(), find: z.string().trim().max(60).optional() }))
  .output(z.array(Offering));
export const getOffering = query('/bookings/offerings/{id}', 'One offering with its rules')
  .input(z.object({ id: Id }))
  .output(Offering)
  .errors(refuses(noSuchOffering));
export const listAllOfferings = query('/bookings/places/{id}/offerings', 'All offerings of a place, drafts and archived ones too')
  .input(z.object({ id: Id }))
  .output(z.array(Offering));
export const addOffering = command('POST', '/bookings/offerings', 'Drafts an offering')
  .input(OfferingFields.extend({ placeId: Id, kind: z.enum(['slot', 'session', 'trial']) }))
  .output(z.object({ id: Id, revision: z.int() }))
  .errors(refuses(wrongResource, wrongFunction, wrongRules, offeringNameTaken));
export const editOffering = command(
  'PUT',
  '/bookings/offerings/{id}',
  'Changes, publishes or archives an offering; bookings made keep the rules they were made by',
)
  .input(OfferingFields.extend({ id: Id, revision: z.int(), state: z.enum(['draft', 'published', 'archived']) }))
  .output(z.object({ id: Id, revision: z.int() }))
  .errors(refuses(noSuchOffering, changedMeanwhile, wrongResource, wrongFunction, wrongRules, offeringNameTaken));

export const offerings = { listResources, addResource, editResource, listOfferings, getOffering, listAllOfferings, addOffering, editOffering };
