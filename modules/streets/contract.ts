import { z } from 'zod';
import { Id, Moment, query } from '../../platform/endpoint.ts';

export const NetworkInfo = z.object({
  id: Id,
  title: z.string(),
  source: z.string(),
  vertices: z.int(),
  segments: z.int(),
  kilometres: z.number(),
  droppedVertices: z.int(),
  components: z.int(),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  tiles: z.string().describe('the version of the base map, part of the address of its tiles'),
  invented: z.boolean(),
  importedAt: Moment,
});

export const getNetwork = query('/streets/network', 'The walking network in use, and its base map').output(NetworkInfo.nullable());

export const streets = { getNetwork };
