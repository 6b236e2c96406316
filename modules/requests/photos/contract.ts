import { z } from 'zod';
import { command, Flag, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { cases } from '../../cases/contract.ts';
import { noSuchRequest } from '../refusals.ts';

export const photoUnreadable = refusal(422, 'requests/photo-unreadable', {
  zh: '读不出这张照片，请存成 JPEG、PNG 或 WebP 再传',
  en: 'This photo cannot be read; save it as JPEG, PNG or WebP and send it again',
});
export const photosBusy = refusal(429, 'requests/photos-busy', {
  zh: '正在处理别的照片，请稍等几秒再传',
  en: 'Other photos are being read; wait a few seconds',
});
export const tooManyPhotos = refusal(409, 'requests/too-many-photos', { zh: '照片已经够多了', en: 'There are enough photos' });
export const noSuchPhoto = refusal(404, 'requests/no-such-photo', { zh: '没有这张照片', en: 'There is no such photo' });

const size = z.enum(['small', 'large']).default('small');
export const Photo = z.object({
  id: Id,
  byPart: z.enum(['reporter', 'staff']),
  addedAt: Moment,
  width: z.int(),
  height: z.int(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});
const ByNumber = z.object({ number: z.string().trim().max(20), code: z.string().trim().max(20).optional() });
const getCaseErrors = cases.getCase['~orpc'].errorMap;

export const addOwnPhoto = command('POST', '/requests/receipts/{number}/photos', 'Adds a photo to my request; what the camera wrote into it is not kept')
  .input(ByNumber.extend({ file: z.file().max(20_000_000), keepPlace: Flag.default(false).describe('Whether the place that the camera wrote may be kept') }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchRequest, photoUnreadable, photosBusy, tooManyPhotos));
export const addPhoto = command('POST', '/requests/{id}/photos', 'Adds a photo of the work')
  .input(z.object({ id: Id, file: z.file().max(20_000_000) }))
  .output(z.object({ id: Id }))
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest, photoUnreadable, photosBusy, tooManyPhotos) });
export const getOwnPhoto = query('/requests/receipts/{number}/photos/{id}', 'A photo of my request')
  .input(ByNumber.extend({ id: Id, size }))
  .output(z.file())
  .errors(refuses(noSuchRequest, noSuchPhoto));
export const listPhotos = query('/requests/{id}/photos', 'The photos of a request')
  .input(z.object({ id: Id }))
  .output(z.array(Photo))
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest) });
export const getPhoto = query('/requests/{id}/photos/{photo}', 'A photo of a request, for those who may see it')
  .input(z.object({ id: Id, photo: Id, size }))
  .output(z.file())
  .errors({ ...getCaseErrors, ...refuses(noSuchRequest, noSuchPhoto) });
export const photoEndpoints = { addOwnPhoto, addPhoto, getOwnPhoto, listPhotos, getPhoto };
