import { z } from 'zod';
import { AreaCode, command, Day, Id, Latitude, Longitude, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { exchange } from './exchange/contract.ts';
import { timeBank } from './timebank/contract.ts';

export const noRecord = refusal(404, 'volunteers/no-record', { zh: '您的账号还没有关联居民记录', en: 'Your account is not tied to a record yet' });
export const noSuchPerson = refusal(404, 'volunteers/no-such-person', { zh: '没有这个人的登记', en: 'There is no record of this person' });
export const registeredAlready = refusal(
  409,
  'volunteers/registered-already',
  { zh: '已经是注册志愿者', en: 'Registered as a volunteer already' },
  'volunteer_once',
);
export const tooYoung = refusal(422, 'volunteers/too-young', { zh: '没到能注册的年龄', en: 'Too young to be registered' });
export const guardianNeeded = refusal(422, 'volunteers/guardian-needed', {
  zh: '未成年人要监护人同意',
  en: 'Whoever is not grown up needs the yes of a guardian',
});
export const notVolunteer = refusal(403, 'volunteers/not-a-volunteer', { zh: '先注册成为志愿者', en: 'Register as a volunteer first' });
export const noSuchStation = refusal(404, 'volunteers/no-such-station', { zh: '没有这个志愿服务站', en: 'There is no such station' });
export const stationNameTaken = refusal(
  409,
  'volunteers/station-name-taken',
  { zh: '这里已有同名的站', en: 'There is a station of this name here' },
  'station_name',
);
export const noSuchShift = refusal(404, 'volunteers/no-such-shift', { zh: '没有这项服务', en: 'There is no such shift' });
export const shiftFull = refusal(409, 'volunteers/shift-full', { zh: '人数已满', en: 'There is no place left' });
export const shiftOver = refusal(409, 'volunteers/shift-over', { zh: '已经开始或取消', en: 'It has begun or was cancelled' });
export const lacksSkill = refusal(422, 'volunteers/lacks-skill', { zh: '需要的技能或培训还没有', en: 'A skill or a training that it needs is missing' });
export const joinedAlready = refusal(409, 'volunteers/joined-already', { zh: '已经报过名', en: 'You have joined already' }, 'service_once');
export const busyThen = refusal(409, 'volunteers/busy-then', { zh: '这段时间已有别的服务', en: 'You serve somewhere else then' }, 'service_no_overlap');
export const uninsured = refusal(422, 'volunteers/uninsured', { zh: '有风险的服务要先买保险', en: 'Risky service wants insurance first' }, 'shift_insured');
export const noSuchService = refusal(404, 'volunteers/no-such-service', { zh: '没有这条服务记录', en: 'There is no such service' });
export const wrongStep = refusal(409, 'volunteers/wrong-step', { zh: '现在不能这样做', en: 'This cannot be done now' });
export const tooFar = refusal(422, 'volunteers/too-far', { zh: '不在服务地点附近，请到场后签到', en: 'You are not near enough; check in when you are there' });
export const samePerson = refusal(403, 'volunteers/same-person', { zh: '申诉要由别的人答复', en: 'Somebody else has to answer the appeal' });
export const tooFewHours = refusal(422, 'volunteers/too-few-hours', { zh: '服务时长还不够', en: 'The hours are not enough yet' });
export const starThere = refusal(409, 'volunteers/star-there', { zh: '已经申请过这个星级', en: 'This star was applied for already' }, 'star_once');
export const noSuchStar = refusal(404, 'volunteers/no-such-star', { zh: '没有这个申请', en: 'There is no such application' });
export const noticeRuns = refusal(409, 'volunteers/notice-runs', { zh: '公示还没结束', en: 'The public notice is not over yet' });
export const noSuchCertificate = refusal(404, 'volunteers/no-such-certificate', { zh: '不是有效的证明', en: 'This is not a valid certificate' });

const Text = z.object({ zh: z.string(), en: z.string() });
const title = z.string().trim().min(2).max(60);
const CountsAs = z.enum(['record', 'coins', 'points']);
const codes = z.array(z.string().regex(/^[\w-]{1,30}$/)).max(20);
const Volunteer = z.object({
  id: Id,
  number: z.string(),
  skills: z.array(z.string()),
  countsAs: CountsAs,
  state: z.enum(['active', 'paused', 'left']),
  minutes: z.int().describe('Confirmed'),
  services: z.int(),
  star: z.int().describe('That the hours reach; it is had once it was given'),
});
const Station = z.object({ id: Id, name: Text, areaCode: AreaCode, placeId: Id.nullable(), lon: z.number(), lat: z.number() });
const Shift = z.object({
  id: Id,
  stationId: Id,
  kind: z.string(),
  title: Text,
  from: Moment,
  to: Moment,
  lon: z.number(),
  lat: z.number(),
  skills: z.array(z.string()),
  trainings: z.array(z.string()),
  isRisky: z.boolean(),
  places: z.int(),
  left: z.int(),
  isForOne: z.boolean().describe('For one person who asked'),
  state: z.enum(['open', 'done', 'cancelled']),
  metres: z.int().nullable().describe('On foot from where one asks; straight where no street is known'),
  match: z.int().describe('Skills in common'),
});
const Service = z.object({
  id: Id,
  shiftId: Id,
  title: Text,
  from: Moment,
  to: Moment,
  volunteer: z.string().describe('masked'),
  state: z.enum(['joined', 'left', 'in', 'out', 'confirmed', 'refused', 'appealed']),
  inAt: Moment.nullable(),
  outAt: Moment.nullable(),
  minutes: z.int().nullable(),
  refusal: z.string().nullable(),
  appeal: z.string().nullable(),
  countedAs: CountsAs.nullable(),
});
const ById = z.object({ id: Id });
const where = { lon: Longitude, lat: Latitude };
const NewVolunteer = z.object({ skills: codes.default([]), countsAs: CountsAs.optional().describe('What the hours count as: one thing only') });

export const registerVolunteer = command('POST', '/volunteers/me', 'Register as a volunteer')
  .input(NewVolunteer)
  .output(Volunteer)
  .errors(refuses(noRecord, registeredAlready, tooYoung, guardianNeeded));
export const registerForResident = command('POST', '/volunteers/people/{personId}', 'Register somebody at the counter')
  .input(NewVolunteer.extend({ personId: Id }))
  .output(Volunteer)
  .errors(refuses(noSuchPerson, registeredAlready, tooYoung, guardianNeeded));
export const getMyVolunteer = query('/volunteers/me', 'My own volunteering: hours, stars, services').output(
  z.object({
    volunteer: Volunteer.nullable(),
    services: z.array(Service),
    stars: z.array(
      z.object({ star: z.int(), state: z.enum(['applied', 'noticed', 'given', 'refused']), noticeUntil: Day.nullable(), reason: z.string().nullable() }),
    ),
  }),
);
export const listStations = query('/volunteers/stations', 'Stations of volunteers').output(z.array(Station));
export const addStation = command('POST', '/volunteers/stations', 'Opens a station')
  .input(z.object({ name: title, nameEn: title, areaCode: AreaCode, placeId: Id.nullable().default(null), ...where }))
  .output(ById)
  .errors(refuses(stationNameTaken));
export const addShift = command('POST', '/volunteers/stations/{id}/shifts', 'Asks for volunteers at a time')
  .input(
    ById.extend({
      kind: z.string().regex(/^[\w-]{1,30}$/),
      title,
      titleEn: title,
      from: Moment,
      minutes: z.int().min(15).max(1440),
      ...where,
      skills: codes.default([]),
      trainings: codes.default([]),
      isRisky: z.boolean().default(false),
      insuredBy: z.string().trim().min(2).max(60).nullable().default(null),
      places: z.int().min(1).max(500),
    }),
  )
  .output(ById)
  .errors(refuses(noSuchStation, uninsured));
export const listShifts = query('/volunteers/shifts', 'Coming shifts with a place left, the best match first: skills, then distance, then time')
  .input(z.object({ lon: Longitude.optional(), lat: Latitude.optional() }))
  .output(z.array(Shift));
export const listStationShifts = query('/volunteers/stations/{id}/shifts', 'Shifts of a station from today on, with who is needed')
  .input(ById)
  .output(z.array(Shift.omit({ metres: true, match: true })));
export const joinShift = command('POST', '/volunteers/shifts/{id}/join', 'Joins a shift')
  .input(ById)
  .output(Service)
  .errors(refuses(noRecord, notVolunteer, noSuchShift, shiftFull, shiftOver, lacksSkill, joinedAlready, busyThen));
export const leaveShift = command('POST', '/volunteers/services/{id}/leave', 'Leaves a shift before it begins')
  .input(ById)
  .output(Service)
  .errors(refuses(noSuchService, wrongStep));
export const checkIn = command('POST', '/volunteers/services/{id}/in', 'Checks in at the place; the distance is kept, the position is not')
  .input(ById.extend({ ...where }))
  .output(Service)
  .errors(refuses(noSuchService, wrongStep, tooFar));
export const checkOut = command('POST', '/volunteers/services/{id}/out', 'Checks out').input(ById).output(Service).errors(refuses(noSuchService, wrongStep));
export const listStationServices = query('/volunteers/stations/{id}/services', 'Services of a station that wait to be confirmed, or are in appeal')
  .input(ById)
  .output(z.array(Service));
export const confirmService = command('POST', '/volunteers/services/{id}/confirm', 'Confirms hours, or refuses them with a reason; they count once')
  .input(ById.extend({ confirm: z.boolean(), reason: z.string().trim().min(2).max(300).optional(), rating: z.int().min(1).max(5).optional() }))
  .output(Service)
  .errors(refuses(noSuchService, wrongStep));
export const appealService = command('POST', '/volunteers/services/{id}/appeal', 'Appeals against hours that were refused')
  .input(ById.extend({ appeal: z.string().trim().min(2).max(500) }))
  .output(Service)
  .errors(refuses(noSuchService, wrongStep));
export const answerAppeal = command('POST', '/volunteers/services/{id}/appeal/answer', 'Answers an appeal; never who had refused')
  .input(ById.extend({ confirm: z.boolean(), reason: z.string().trim().min(2).max(300).optional() }))
  .output(Service)
  .errors(refuses(noSuchService, wrongStep, samePerson));

const Star = z.object({
  id: Id,
  star: z.int(),
  minutes: z.int(),
  name: z.string().describe('masked'),
  state: z.enum(['applied', 'noticed', 'given', 'refused']),
  noticeUntil: Day.nullable(),
  reason: z.string().nullable(),
});
export const applyForStar = command('POST', '/volunteers/me/stars', 'Applies for the star that the hours reach')
  .input(z.object({ star: z.int().min(1).max(5) }))
  .output(Star)
  .errors(refuses(noRecord, notVolunteer, tooFewHours, starThere));
export const listStars = query('/volunteers/stars', 'Applications for stars').output(z.array(Star));
export const decideStar = command('POST', '/volunteers/stars/{id}/decision', 'Puts a star up for public notice, gives it after that, or refuses it')
  .input(ById.extend({ step: z.enum(['notice', 'give', 'refuse']), reason: z.string().trim().min(2).max(300).optional() }))
  .output(Star)
  .errors(refuses(noSuchStar, wrongStep, noticeRuns));
const Certificate = z.object({ number: z.string(), name: z.string(), minutes: z.int(), services: z.int(), star: z.int(), asOf: Day });
export const getMyCertificate = query('/volunteers/me/certificate', 'A certificate of my hours with a code that anybody can verify')
  .output(Certificate.extend({ code: z.string() }))
  .errors(refuses(noRecord, notVolunteer));
export const verifyCertificate = query('/volunteers/certificates/{code}', 'Whether a certificate is genuine, and what it says')
  .input(z.object({ code: z.string().min(20).max(300) }))
  .output(Certificate)
  .errors(refuses(noSuchCertificate));

export const volunteers = {
  registerVolunteer,
  registerForResident,
  getMyVolunteer,
  listStations,
  addStation,
  addShift,
  listShifts,
  listStationShifts,
  joinShift,
  leaveShift,
  checkIn,
  checkOut,
  listStationServices,
  confirmService,
  appealService,
  answerAppeal,
  applyForStar,
  listStars,
  decideStar,
  getMyCertificate,
  verifyCertificate,
  ...timeBank,
  ...exchange,
};
