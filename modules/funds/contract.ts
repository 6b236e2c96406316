import { z } from 'zod';
import { command, Day, Id, Moment, query, refusal, refuses } from '../../platform/endpoint.ts';
import { books } from './books/contract.ts';
import { space } from './space/contract.ts';

export const noSuchFund = refusal(404, 'funds/no-such-fund', { zh: '没有这个基金，或已经结束', en: 'There is no such fund, or it is closed' });
export const fundNameTaken = refusal(409, 'funds/name-taken', { zh: '已有同名基金', en: 'There is a fund of this name' }, 'fund_name');
export const recordedAlready = refusal(409, 'funds/recorded-already', { zh: '这个凭证号已经入账', en: 'This reference is recorded already' }, 'income_once');
export const eventNeeded = refusal(
  422,
  'funds/event-needed',
  { zh: '市集、义卖要写明是哪一场', en: 'A market or charity sale has to be named' },
  'income_market',
);
export const noSuchProject = refusal(404, 'funds/no-such-project', { zh: '没有这个项目', en: 'There is no such project' });
export const projectMoved = refusal(409, 'funds/project-moved', { zh: '项目已到别的步骤', en: 'The project is at another step by now' });
export const notEnoughInFund = refusal(409, 'funds/not-enough', { zh: '基金余额不够', en: 'The fund does not hold enough' });
export const noSuchInstallment = refusal(404, 'funds/no-such-installment', {
  zh: '没有这一期，或已经付过',
  en: 'There is no such installment, or it was paid',
});
export const noSuchRule = refusal(404, 'funds/no-such-rule', { zh: '没有这条反哺约定', en: 'There is no such agreement to give back' });
export const accruedAlready = refusal(409, 'funds/accrued-already', { zh: '这个月已经报过', en: 'This month was reported already' }, 'accrual_pkey');

const Text = z.object({ zh: z.string(), en: z.string() });
const fen = z.int().min(1).max(100_000_000_000);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as 2026-11');
const title = z.string().trim().min(2).max(60);
const Kind = z.enum(['community', 'named', 'trust', 'special', 'construction', 'subsidy']);
const IncomeKind = z.enum(['donation', 'reinvestment', 'market', 'grant', 'budget']);
const ById = z.object({ id: Id });
const Fund = z.object({
  id: Id,
  name: Text,
  kind: Kind,
  holder: z.string().describe('The charity or treasury that keeps the money; the platform keeps none'),
  purpose: z.string(),
  openedOn: Day,
  balanceFen: z.int(),
  heldFen: z.int().describe('Set aside for approved projects'),
});
const Installment = z.object({ id: Id, step: z.string(), amountFen: z.int(), paidFen: z.int().nullable(), paidAt: Moment.nullable() });
const Project = z.object({
  id: Id,
  title: Text,
  organisation: z.string(),
  state: z.enum(['applied', 'approved', 'refused', 'closed']),
  amountFen: z.int(),
  paidFen: z.int(),
  result: z.string().nullable(),
  installments: z.array(Installment),
});

export const listFunds = query('/funds', 'Funds with what they hold').output(z.array(Fund));
export const openFund = command('POST', '/funds', 'Registers a fund under the charity or treasury that keeps it')
  .input(z.object({ name: title, nameEn: title, kind: Kind, holder: title, purpose: z.string().trim().min(4).max(300), openedOn: Day }))
  .output(ById)
  .errors(refuses(fundNameTaken));
export const recordIncome = command('POST', '/funds/{id}/income', 'Records what came in at whoever keeps the fund; each reference once')
  .input(
    ById.extend({
      kind: IncomeKind,
      amountFen: fen,
      receivedOn: Day,
      reference: z.string().trim().min(3).max(60).describe('Receipt or bank reference of the keeper'),
      giver: z.string().trim().min(1).max(60).nullable().default(null).describe('Left out by whoever does not want to be named'),
      organisationId: Id.nullable().default(null),
      event: z.string().trim().min(2).max(60).nullable().default(null).describe('The market or charity sale'),
    }),
  )
  .output(ById.extend({ balanceFen: z.int() }))
  .errors(refuses(noSuchFund, recordedAlready, eventNeeded));
export const getDisclosure = query('/funds/{id}/disclosure', 'For everybody: what came in, by kind and event, and what was paid, by project')
  .input(ById.extend({ from: Day, to: Day }))
  .output(
    Fund.extend({
      income: z.array(z.object({ kind: IncomeKind, event: z.string().nullable(), times: z.int(), amountFen: z.int() })),
      incomeFen: z.int(),
      projects: z.array(Project),
      paidFen: z.int(),
    }),
  )
  .errors(refuses(noSuchFund));
export const applyForProject = command('POST', '/funds/{id}/projects', 'A project that a fund is asked to pay, in installments')
  .input(
    ById.extend({
      organisationId: Id,
      placeId: Id.nullable().default(null),
      title,
      titleEn: title,
      installments: z
        .array(z.object({ step: z.string().trim().min(1).max(30), amountFen: fen }))
        .min(1)
        .max(6),
    }),
  )
  .output(Project)
  .errors(refuses(noSuchFund));
export const listProjects = query('/funds/{id}/projects', 'Projects of a fund, also those that are not decided').input(ById).output(z.array(Project));
export const decideProject = command('POST', '/funds/projects/{id}/decision', 'Approves a project: its money is set aside; or refuses it')
  .input(ById.extend({ approve: z.boolean() }))
  .output(Project)
  .errors(refuses(noSuchProject, projectMoved, notEnoughInFund));
export const payInstallment = command('POST', '/funds/installments/{id}/payment', 'Records that an installment was paid, or part of it; the rest is free again')
  .input(ById.extend({ amountFen: fen.optional(), reference: z.string().trim().min(3).max(60) }))
  .output(Project)
  .errors(refuses(noSuchInstallment));
export const closeProject = command('POST', '/funds/projects/{id}/close', 'Closes a project with its result; what was not paid is free again')
  .input(ById.extend({ result: z.string().trim().min(4).max(1000) }))
  .output(Project)
  .errors(refuses(noSuchProject, projectMoved));
const Reinvestment = z.object({
  id: Id,
  organisation: z.string(),
  percent: z.number().nullable(),
  fixedFen: z.int().nullable(),
  fromDay: Day,
  months: z.array(z.object({ month: Month, turnoverFen: z.int(), dueFen: z.int(), isPaid: z.boolean() })),
});
export const agreeReinvestment = command('POST', '/funds/{id}/reinvestments', 'A merchant gives back a share of its turnover, or a fixed amount a month')
  .input(
    ById.extend({
      organisationId: Id,
      percent: z.number().min(0.01).max(100).nullable().default(null),
      fixedFen: fen.nullable().default(null),
      fromDay: Day,
      source: z.string().trim().min(4).max(200),
    }).refine(({ percent, fixedFen }) => (percent === null) !== (fixedFen === null), 'either a share or a fixed amount'),
  )
  .output(ById)
  .errors(refuses(noSuchFund));
export const listReinvestments = query('/funds/{id}/reinvestments', 'Who gives back to a fund, how much is due and paid')
  .input(ById)
  .output(z.array(Reinvestment));
export const reportTurnover = command(
  'POST',
  '/funds/reinvestments/{id}/months/{month}',
  'Reports the turnover of a month; what is due follows from the agreement',
)
  .input(ById.extend({ month: Month, turnoverFen: z.int().min(0).max(100_000_000_000) }))
  .output(z.object({ dueFen: z.int() }))
  .errors(refuses(noSuchRule, accruedAlready));
export const payReinvestment = command('POST', '/funds/reinvestments/{id}/months/{month}/payment', 'Records that what was due for a month came in')
  .input(ById.extend({ month: Month, reference: z.string().trim().min(3).max(60) }))
  .output(z.object({ amountFen: z.int() }))
  .errors(refuses(noSuchRule, recordedAlready));

export const funds = {
  listFunds,
  openFund,
  recordIncome,
  getDisclosure,
  applyForProject,
  listProjects,
  decideProject,
  payInstallment,
  closeProject,
  agreeReinvestment,
  listReinvestments,
  reportTurnover,
  payReinvestment,
  ...space,
  ...books,
};
