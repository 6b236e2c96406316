import { z } from 'zod';
import { AreaCode, command, Day, Flag, Id, listOf, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { functionEndpoints } from './functions/contract.ts';
import { Kind, NewPlace, OpeningHours, Place, PlaceFields, PlaceSummary, Ratios, RoomFields, RoomTime, SiteFields } from './shapes.ts';

export { OpenState, Place, PlaceSummary, Room } from './shapes.ts';

export const noSuchPlace = refusal(404, 'places/no-such-place', { zh: '没有这个地点', en: 'There is no such place' });
export const noSuchRoom = refusal(404, 'places/no-such-room', { zh: '没有这个房间', en: 'There is no such room' });
export const noSuchFunction = refusal(422, 'places/no-such-function', {
  zh: '这里的功能清单里没有这一项',
  en: 'The list of functions for this area has no such function',
});
export const changedMeanwhile = refusal(409, 'places/changed-meanwhile', {
  zh: '别人刚刚改过，请刷新后再改',
  en: 'Somebody changed this meanwhile; reload and try again',
});
export const usableTooLarge = refusal(
  422,
  'places/usable-too-large',
  { zh: '可用面积不能大于建筑面积', en: 'The usable area cannot exceed the building area' },
  'place_usable_within_building',
);
export const roomNamed = refusal(409, 'places/room-named', { zh: '这里已有同名房间', en: 'There is a room of this name here' }, 'room_name');
export const timesOverlap = refusal(
  409,
  'places/times-overlap',
  { zh: '同一房间的两个时段重叠了', en: 'Two times of this room overlap' },
  'room_time_no_overlap',
);
export const timesWrong = refusal(422, 'places/times-wrong', { zh: '时段的结束要晚于开始', en: 'A time must end after it begins' }, 'room_time_minutes');
export const wrongHours = refusal(422, 'places/wrong-hours', { zh: '开放时间填写有误', en: 'The opening hours are wrong' });
export const censusTitled = refusal(409, 'places/census-titled', { zh: '已有同名普查', en: 'There is a census of this title' }, 'census_title');
export const notYours = refusal(403, 'places/not-yours', {
  zh: '综合体的归属、运营方和类型由管理员登记',
  en: 'Where a place belongs, who runs it and of which kind it is are recorded by officials there',
});
export const closesLater = refusal(422, 'places/closes-later', {
  zh: '请在关闭当天或之后登记',
  en: 'Record it on the day it closes or later',
});
export const noSuchSite = refusal(404, 'places/no-such-site', { zh: '没有这个点位', en: 'There is no such site' });
export const siteElsewhere = refusal(422, 'places/site-elsewhere', { zh: '这个点位不属于这里', en: 'This site does not belong to this place' }, 'room_site');
export const siteNamed = refusal(409, 'places/site-named', { zh: '这里已有同名点位', en: 'There is a site of this name here' }, 'site_name');
export const siteInUse = refusal(
  409,
  'places/site-in-use',
  { zh: '这个点位还有房间；请先把房间移走或删除', en: 'Rooms stand at this site; move or remove them first' },
  'room_site',
);
export const noSuchPhoto = refusal(404, 'places/no-such-photo', { zh: '没有这张照片', en: 'There is no such photo' });
export const photoUnreadable = refusal(422, 'places/photo-unreadable', {
  zh: '打不开这张照片；请用 JPEG、PNG 或 WebP，不超过 6000 万像素',
  en: 'The photo cannot be opened; send JPEG, PNG or WebP of at most 60 million pixels',
});
export const photosBusy = refusal(429, 'places/photos-busy', {
  zh: '正在处理别的照片，请稍等再上传',
  en: 'Other photos are being read; try again in a moment',
});
export const tooManyPhotos = refusal(409, 'places/too-many-photos', {
  zh: '最多 12 张照片；请先删除一张',
  en: 'There are 12 photos already; remove one first',
});
export const alreadyClosed = refusal(409, 'places/already-closed', { zh: '已经登记关闭', en: 'It is recorded as closed already' });
export const noSuchCensus = refusal(404, 'places/no-such-census', { zh: '没有这次普查', en: 'There is no such census' });

const ById = z.object({ id: Id });
const Caption = z.string().trim().min(2).max(80).describe('what it shows, for those who cannot see it');

export const searchPlaces = query('/places', 'Places by name (Chinese, pinyin or initials), function, kind and area')
  .input(
    z.object({
      find: z.string().trim().max(60).optional(),
      function: listOf(z.string()).optional(),
      kind: Kind.optional(),
      within: AreaCode.optional(),
      openNow: Flag.optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
    }),
  )
  .output(z.array(PlaceSummary));
export const getPlace = query('/places/{id}', 'One place: rooms, hours of the week, live ratios').errors(refuses(noSuchPlace)).input(ById).output(Place);
export const listRegister = query('/places/register', 'The register of complexes below an area, with their ratios')
  .input(z.object({ within: AreaCode }))
  .output(
    z.array(
      z.object({
        ...PlaceSummary.shape,
        areaName: z.string(),
        tier: z.string().nullable(),
        buildType: z.string().nullable(),
        buildingArea: z.number().nullable(),
        rooms: z.int(),
        ratios: Ratios,
      }),
    ),
  );
export const countFacilities = query('/places/totals', 'How many places provide each function, to reconcile with published totals')
  .input(z.object({ within: AreaCode }))
  .output(z.array(z.object({ functionCode: z.string(), complexes: z.int(), facilities: z.int() })));

export const createPlace = command('POST', '/places', 'Register a complex or facility')
  .errors(refuses(noSuchFunction, usableTooLarge))
  .input(NewPlace)
  .output(ById);
export const updatePlace = command('PUT', '/places/{id}', 'Change what is recorded of a place; needs the revision that was read')
  .errors(refuses(noSuchPlace, noSuchFunction, changedMeanwhile, usableTooLarge, notYours))
  .input(PlaceFields.partial().extend({ id: Id, revision: z.int() }))
  .output(z.object({ id: Id, revision: z.int() }));
export const closePlace = command('POST', '/places/{id}/close', 'Record that a place closed')
  .errors(refuses(noSuchPlace, closesLater, alreadyClosed))
  .input(ById.extend({ closedOn: Day }))
  .output(ById);
export const setHours = command('PUT', '/places/{id}/hours', 'Set the opening hours, with exceptions, holidays and school terms')
  .errors(refuses(noSuchPlace, wrongHours, changedMeanwhile))
  .input(ById.extend({ revision: z.int(), hours: OpeningHours }))
  .output(z.object({ id: Id, revision: z.int() }));
export const addSite = command('POST', '/places/{placeId}/sites', 'Add a further site of a complex')
  .errors(refuses(noSuchPlace, siteNamed))
  .input(SiteFields.extend({ placeId: Id }))
  .output(ById);
export const updateSite = command('PUT', '/places/{placeId}/sites/{id}', 'Change a site')
  .errors(refuses(noSuchSite, siteNamed))
  .input(SiteFields.extend({ placeId: Id, id: Id }))
  .output(ById);
export const removeSite = command('DELETE', '/places/{placeId}/sites/{id}', 'Remove a site that has no rooms')
  .errors(refuses(noSuchSite, siteInUse))
  .input(z.object({ placeId: Id, id: Id }))
  .output(ById);
export const addPhoto = command('POST', '/places/{placeId}/photos', 'Add a photo; it is kept small, and without what the camera wrote into it')
  .errors(refuses(noSuchPlace, photoUnreadable, photosBusy, tooManyPhotos))
  .input(z.object({ placeId: Id, file: z.file().max(20_000_000), caption: Caption }))
  .output(ById);
export const updatePhoto = command('PUT', '/places/{placeId}/photos/{id}', 'Change what a photo is said to show, or put it first')
  .errors(refuses(noSuchPhoto))
  .input(z.object({ placeId: Id, id: Id, caption: Caption, isFirst: z.boolean().default(false) }))
  .output(ById);
export const removePhoto = command('DELETE', '/places/{placeId}/photos/{id}', 'Remove a photo')
  .errors(refuses(noSuchPhoto))
  .input(z.object({ placeId: Id, id: Id }))
  .output(ById);
export const addRoom = command('POST', '/places/{placeId}/rooms', 'Add a room to the ledger')
  .errors(refuses(noSuchPlace, noSuchFunction, roomNamed, siteElsewhere))
  .input(RoomFields.extend({ placeId: Id }))
  .output(ById);
export const updateRoom = command('PUT', '/places/{placeId}/rooms/{id}', 'Change a room of the ledger')
  .errors(refuses(noSuchRoom, noSuchFunction, roomNamed, siteElsewhere))
  .input(RoomFields.extend({ placeId: Id, id: Id }))
  .output(ById);
export const removeRoom = command('DELETE', '/places/{placeId}/rooms/{id}', 'Take a room out of the ledger')
  .errors(refuses(noSuchRoom))
  .input(z.object({ placeId: Id, id: Id }))
  .output(ById);
export const setRoomTimes = command('PUT', '/places/{placeId}/rooms/{id}/times', 'Say which function a room has by weekday and hour')
  .errors(refuses(noSuchRoom, noSuchFunction, timesOverlap, timesWrong))
  .input(z.object({ placeId: Id, id: Id, times: z.array(RoomTime).max(200) }))
  .output(ById);

export const takeCensus = command('POST', '/places/censuses', 'Freeze the register as a census at a date')
  .errors(refuses(censusTitled))
  .input(z.object({ title: z.string().trim().min(2).max(80), asOf: Day }))
  .output(z.object({ id: Id, places: z.int() }));
export const listCensuses = query('/places/censuses', 'Censuses taken').output(
  z.array(z.object({ id: Id, title: z.string(), asOf: Day, takenAt: Moment, places: z.int() })),
);
export const compareCensus = query('/places/censuses/{id}/difference', 'What changed since a census: to now, or to a later census')
  .errors(refuses(noSuchCensus))
  .input(ById.extend({ to: Id.optional() }))
  .output(
    z.object({
      added: z.array(z.object({ id: Id, name: z.string() })),
      removed: z.array(z.object({ id: Id, name: z.string() })),
      changed: z.array(
        z.object({
          id: Id,
          name: z.string(),
          fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
        }),
      ),
      unchanged: z.int(),
    }),
  );

export const places = {
  ...functionEndpoints,
  listRegister,
  countFacilities,
  listCensuses,
  searchPlaces,
  getPlace,
  createPlace,
  updatePlace,
  closePlace,
  setHours,
  addSite,
  updateSite,
  removeSite,
  addPhoto,
  updatePhoto,
  removePhoto,
  addRoom,
  updateRoom,
  removeRoom,
  setRoomTimes,
  takeCensus,
  compareCensus,
};
