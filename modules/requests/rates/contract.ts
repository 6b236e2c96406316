import { z } from 'zod';
import { command, Id, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const monthNotOver = refusal(409, 'requests/month-not-over', { zh: '这个月还没有过完', en: 'The month is not over yet' });
export const noSuchBulletin = refusal(404, 'requests/no-such-bulletin', { zh: '这个月还没有公布通报', en: 'No bulletin of this month has been published' });
export const bulletinThere = refusal(
  409,
  'requests/bulletin-there',
  { zh: '这个月的通报已经公布', en: 'The bulletin of this month is published already' },
  'bulletin_pkey',
);
export const alreadyDrawn = refusal(
  409,
  'requests/already-drawn',
  { zh: '这个月的回访名单已经抽好', en: 'The sample of this month is drawn already' },
  'recontact_pkey',
);
export const notDrawn = refusal(404, 'requests/not-drawn', { zh: '这件诉求不在回访名单里', en: 'This request is not in the sample' });
export const ownWork = refusal(409, 'requests/own-work', {
  zh: '这是您所在单位办的，请由别的单位的人来回访',
  en: 'Your own unit answered this; somebody else has to ask',
});

const Words = z.object({ zh: z.string(), en: z.string() });
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month is written 2026-11');
const Share = z.object({ is: z.number(), of: z.number(), value: z.number().nullable() });
const Figures = z.object({
  response: Share,
  solved: Share,
  satisfied: Share,
  content: Share,
  composite: z.number().nullable(),
  onTime: Share,
  cameBack: Share.describe('Closed but came back: opened again, or told again by the same reporter within thirty days'),
  unrated: Share,
  firstDispatch: Share,
  returned: Share,
  extended: Share,
  excluded: z.record(z.string(), z.int()).describe('Counted in no rate, by the reason that two persons gave'),
});
const Group = z.object({
  code: z.string(),
  name: Words,
  class: z.string().nullable(),
  requests: z.int().nullable().describe('Null where so few are behind it that it could tell of persons'),
  figures: Figures.nullable(),
});
const BulletinContent = z.object({
  version: z.string(),
  overall: Figures,
  requests: z.int(),
  units: z.array(Group).describe('The best first within each class of units'),
  areas: z.array(Group),
  matters: z.array(Group),
  recontact: z.object({ drawn: z.int(), unreachable: z.int(), solved: Share }),
});
export type BulletinContent = z.infer<typeof BulletinContent>;
const ByMonth = z.object({ month: Month });

export const getRates = query('/requests/rates', 'The three rates of a month and what stands beside them, as they stand now')
  .input(ByMonth)
  .output(BulletinContent.extend({ month: Month }));
export const publishBulletin = command('POST', '/requests/bulletins', 'Publishes the figures of a month that is over')
  .input(ByMonth)
  .output(ByMonth)
  .errors(refuses(monthNotOver, bulletinThere));
export const listBulletins = query('/requests/bulletins', 'The months whose figures are published').output(
  z.array(z.object({ month: Month, publishedAt: Moment })),
);
export const getBulletin = query('/requests/bulletins/{month}', 'The published figures of a month')
  .input(ByMonth)
  .output(BulletinContent.extend({ month: Month, publishedAt: Moment }))
  .errors(refuses(noSuchBulletin));
export const drawRecontact = command('POST', '/requests/recontacts', 'Draws by lot which closed requests of a month are asked again')
  .input(ByMonth)
  .output(ByMonth.extend({ closed: z.int(), drawn: z.int(), seed: z.string() }))
  .errors(refuses(monthNotOver, alreadyDrawn));
export const listRecontact = query('/requests/recontacts', 'Who is asked again about a month')
  .input(ByMonth)
  .output(
    z.array(
      z.object({
        requestId: Id,
        position: z.int(),
        number: z.string(),
        matter: Words,
        outcome: z.enum(['solved', 'notSolved', 'unreachable']).nullable(),
        grade: z.int().nullable(),
        canBeAsked: z.boolean(),
      }),
    ),
  );
export const recordRecontact = command('PUT', '/requests/recontacts/{month}/{requestId}', 'What the reporter says when asked again')
  .input(ByMonth.extend({ requestId: Id, outcome: z.enum(['solved', 'notSolved', 'unreachable']), grade: z.int().min(1).max(5).optional() }))
  .output(z.object({ requestId: Id }))
  .errors(refuses(notDrawn, ownWork));
export const rateEndpoints = { getRates, publishBulletin, listBulletins, getBulletin, drawRecontact, listRecontact, recordRecontact };
