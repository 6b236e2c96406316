import { z } from 'zod';
import { AreaCode, command, Day, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';

export const noSuchSignal = refusal(404, 'signals/no-such-signal', {
  zh: '没有这条信号，或不在您的辖区',
  en: 'There is no such signal, or it is not in your area',
});
export const alreadyDecided = refusal(409, 'signals/already-decided', { zh: '这条信号已经有人处理', en: 'Somebody has decided about this signal already' });

const Words = z.object({ zh: z.string(), en: z.string() });
const ById = z.object({ id: Id });
const Signal = z.object({
  id: Id,
  kind: z.enum(['cluster', 'sensitive']),
  matter: Words.extend({ code: z.string() }),
  areas: z.array(z.object({ code: AreaCode, name: z.string() })).describe('The centre first'),
  firstDay: Day.describe('When it was first seen'),
  lastDay: Day,
  fromDay: Day.describe('Since when there are more reports than expected'),
  count: z.int(),
  expected: z.number(),
  ratio: z.number().describe('How much better the reports are explained by something being there (log-likelihood ratio)'),
  threshold: z.number(),
  state: z.enum(['new', 'opened', 'dismissed']),
  caseId: Id.nullable(),
  caseNumber: z.string().nullable(),
  reason: z.string().nullable(),
});
const Share = z.object({ is: z.int(), of: z.int(), value: z.number().nullable() });

export const listSignals = query('/signals', 'Weak signals of my areas, new ones first, and how often trouble was dealt with before anybody complained').output(
  z.object({
    signals: z.array(Signal),
    calibration: z.object({ day: Day, threshold: z.number(), replays: z.int(), matters: z.int(), reports: z.int(), mostAlarmsInAMonth: z.number() }).nullable(),
    proactive: Share.describe('Proactive cases of the last year, of these and the complaints about the same matter and places'),
  }),
);
export const getSignal = query('/signals/{id}', 'A signal with its evidence: the reports, the days, and what came of it')
  .input(ById)
  .output(
    Signal.extend({
      mayDecide: z.boolean().describe('Whether it waits for a decision that the reader may make'),
      reports: z.array(
        z.object({
          id: Id,
          number: z.string(),
          words: z.string().nullable(),
          areaName: z.string(),
          lon: z.number().nullable(),
          lat: z.number().nullable(),
          receivedAt: Moment,
        }),
      ),
      days: z
        .array(z.object({ day: Day, count: z.int(), expected: z.number() }))
        .describe('All reports of the matter in these areas, with what the season let one expect'),
      effect: z
        .object({ days: z.int(), before: z.int(), after: z.int(), expectedAfter: z.number() })
        .nullable()
        .describe('Reports before and after the case was opened'),
    }),
  )
  .errors(refuses(noSuchSignal));
export const openSignal = command('POST', '/signals/{id}/case', 'Opens a proactive case for a signal')
  .input(ById.extend({ class: z.enum(['urgent', 'usual', 'root']).default('usual') }))
  .output(z.object({ id: Id, caseId: Id, number: z.string() }))
  .errors(refuses(noSuchSignal, alreadyDecided));
export const dismissSignal = command('POST', '/signals/{id}/dismissal', 'Sets a signal aside, with the reason')
  .input(ById.extend({ reason: z.string().trim().min(2).max(300) }))
  .output(ById)
  .errors(refuses(noSuchSignal, alreadyDecided));
export const scanNow = command('POST', '/signals/scans', 'Looks at the last whole day now').output(
  z.object({ day: Day, found: z.int(), threshold: z.number() }),
);
export const signals = { listSignals, getSignal, openSignal, dismissSignal, scanNow };
