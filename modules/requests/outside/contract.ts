import { z } from 'zod';
import { AreaCode, command, Flag, Id, Latitude, Longitude, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';
import { noSuchMatter, placeUnknown } from '../refusals.ts';

export const noSuchKey = refusal(403, 'requests/no-such-key', {
  zh: '接入密钥不对、已停用，或不是这个渠道的',
  en: 'The key is wrong, has ended, or is of another channel',
});
export const mailUnreadable = refusal(422, 'requests/mail-unreadable', { zh: '读不出这封邮件', en: 'This mail cannot be read' });
export const fileUnusable = refusal(422, 'requests/file-unusable', { zh: '这个文件用不了', en: 'Nothing of this file can be used' });
export const hasBadRows = refusal(422, 'requests/has-bad-rows', {
  zh: '有错误的行。请改好后重新上传，或选择“跳过错误行，导入其余”',
  en: 'Some rows are wrong. Mend them and send the file again, or choose to load the rest without them',
});

const channel = z.enum(['open311', 'device', 'mail', 'hotline']);
export type KeyChannel = z.infer<typeof channel>;
const key = z.string().min(10).max(100).describe('The key that the district gave to the system');
export const listIntakeKeys = query('/requests/intake-keys', 'Systems that may send requests').output(
  z.array(z.object({ id: Id, name: z.string(), channel, madeAt: Moment, endedAt: Moment.nullable(), requests: z.int() })),
);
export const makeIntakeKey = command('POST', '/requests/intake-keys', 'Lets a system send requests; the key is shown once')
  .input(z.object({ name: z.string().trim().min(2).max(60), channel }))
  .output(z.object({ id: Id, key: z.string() }));
export const endIntakeKey = command('DELETE', '/requests/intake-keys/{id}', 'Ends the key of a system')
  .input(z.object({ id: Id }))
  .output(z.object({ id: Id }))
  .errors(refuses(noSuchKey));

const Received = z.object({
  number: z.string(),
  code: z.string().nullable().describe('Null where it came before'),
  dueAt: Moment.nullable(),
  isRepeated: z.boolean().describe('It came before under the same number of theirs; nothing was done'),
});
export const receiveOutside = command('POST', '/requests/outside', 'A request from another system or an alarm from a device, each of their numbers once')
  .input(
    z.object({
      key,
      channel: z.enum(['open311', 'device', 'hotline']),
      outsideId: z.string().trim().min(1).max(120).optional(),
      matter: z.string().max(10),
      words: z.string().trim().min(2).max(4000),
      areaCode: AreaCode.optional(),
      lon: Longitude.optional(),
      lat: Latitude.optional(),
      placeText: z.string().trim().max(200).default(''),
      reporter: z
        .object({ name: z.string().trim().max(60).optional(), phone: z.string().trim().max(20).optional(), mail: z.string().trim().max(120).optional() })
        .default({}),
    }),
  )
  .output(Received)
  .errors(refuses(noSuchKey, noSuchMatter, placeUnknown));
export const receiveMail = command('POST', '/requests/mail', 'A mail as it arrived (RFC 5322), from the mail gateway; each Message-ID once')
  .input(z.object({ key, message: z.string().min(10).max(900_000) }))
  .output(Received)
  .errors(refuses(noSuchKey, mailUnreadable, noSuchMatter));
const Issue = z.object({ row: z.int().nullable(), column: z.string().nullable(), value: z.string().nullable(), zh: z.string(), en: z.string() });
export const importHotline = command(
  'POST',
  '/requests/hotline-imports',
  'A list of calls of the hotline as CSV or XLSX; checked first, and each number of theirs taken once',
)
  .input(z.object({ file: z.file().max(20_000_000), isLoad: Flag.default(false), skipBadRows: Flag.default(false) }))
  .output(z.object({ rows: z.int(), good: z.int(), loaded: z.int(), repeated: z.int(), issues: z.array(Issue) }))
  .errors(refuses(fileUnusable, hasBadRows));
export const outsideEndpoints = { listIntakeKeys, makeIntakeKey, endIntakeKey, receiveOutside, receiveMail, importHotline };
