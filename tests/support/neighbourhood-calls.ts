import { newId } from '../../platform/id.ts';
import type { Answer, Caller } from './house.ts';

type Call = (as: Caller, t: { area: string }) => Promise<Answer>;
const visit = (areaCode: string) => ({ id: newId(), revision: 1, householdId: null, areaCode, visitedAt: '2026-11-22T02:00:00Z', outcome: 'patrol' });

/** Well-formed calls of the endpoints of signals, visits, needs and reviews, for the access matrix. */
export const signalCalls: Record<string, Call> = {
  'signals.listSignals': (as) => as.get('/api/signals'),
  'signals.getSignal': (as) => as.get(`/api/signals/${newId()}`),
  'signals.openSignal': (as) => as.send('POST', `/api/signals/${newId()}/case`, {}),
  'signals.dismissSignal': (as) => as.send('POST', `/api/signals/${newId()}/dismissal`, { reason: '已处理' }),
  'signals.scanNow': (as) => as.send('POST', '/api/signals/scans'),
};
export const visitCalls: Record<string, Call> = {
  'visits.listTopics': (as) => as.get('/api/visits/topics'),
  'visits.getPlan': (as) => as.get('/api/visits/plan'),
  'visits.uploadVisits': (as, t) => as.send('POST', '/api/visits/uploads', { visits: [visit(t.area)] }),
  'visits.listVisits': (as) => as.get('/api/visits'),
  'visits.openReport': (as) => as.send('POST', `/api/visits/cases/${newId()}/openings`, { purpose: '核实' }),
  'visits.openSealedNote': (as) => as.send('POST', `/api/visits/${newId()}/openings`, { purpose: '核实' }),
  'visits.assignHousehold': (as) => as.send('PUT', `/api/visits/assignments/${newId()}/${newId()}`, { everyDays: 30 }),
  'visits.getTimeliness': (as) => as.get('/api/visits/timeliness'),
};
export const needCalls: Record<string, Call> = {
  'needs.suggestNeeds': (as) => as.get('/api/needs/suggestions'),
  'needs.listNeeds': (as) => as.get('/api/needs'),
  'needs.openNeed': (as, t) => as.send('POST', '/api/needs', { title: '社区食堂', areaCode: t.area, requestIds: [newId()] }),
  'needs.matchNeed': (as) => as.get(`/api/needs/${newId()}/match`),
  'needs.endNeed': (as) => as.send('POST', `/api/needs/${newId()}/end`, { isMet: true, because: '已有' }),
  'needs.proposeProject': (as, t) =>
    as.send('POST', '/api/needs/projects', { title: '新建食堂', summary: '在社区新建一个食堂，六十座', areaCode: t.area, needIds: [newId()] }),
  'needs.moveProject': (as) => as.send('POST', `/api/needs/projects/${newId()}/moves`, { to: 'handedOver' }),
  'needs.listProjects': (as) => as.get('/api/needs/projects'),
  'needs.getOfReceipt': (as) => as.get('/api/needs/receipts/261123000000?code=00000000'),
  'needs.answerProject': (as) => as.send('POST', '/api/needs/receipts/261123000000/answer', { code: '00000000', isMet: true }),
};
export const reviewCalls: Record<string, Call> = {
  'reviews.getScale': (as) => as.get('/api/reviews/scale'),
  'reviews.makeOccasion': (as) => as.send('POST', '/api/reviews/occasions', { placeId: newId(), what: '办事' }),
  'reviews.findOccasion': (as) => as.get('/api/reviews/occasions/0000000000'),
  'reviews.rate': (as) => as.send('POST', '/api/reviews/occasions/0000000000/review', { grade: 5 }),
  'reviews.rateAgain': (as) => as.send('POST', '/api/reviews/occasions/0000000000/final', { grade: 5 }),
  'reviews.getReviewFigures': (as) => as.get('/api/reviews/figures'),
  'reviews.listBadReviews': (as) => as.get('/api/reviews/bad'),
  'reviews.openBadReview': (as) => as.send('POST', `/api/reviews/bad/${newId()}/openings`, { purpose: '回访' }),
};
