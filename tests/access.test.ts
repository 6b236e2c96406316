import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../apps/server/routes.ts';
import { contract } from '../modules/contract.ts';
import { type AccessRule, type Role, staffRoles } from '../platform/access.ts';
import { metaOf, refusalsOf } from '../platform/handler.ts';
import { newId } from '../platform/id.ts';
import { bookingCalls, bookingTargets } from './support/bookings.ts';
import { careCalls, careTargets } from './support/care.ts';
import { caseCalls } from './support/cases.ts';
import { counterCalls, counterTargets } from './support/counters.ts';
import { fundCalls, fundTargets } from './support/funds.ts';
import { type Answer, type Caller, district, inDistrict, openTestHouse, type TestHouse } from './support/house.ts';
import { ledgerCalls, ledgerTargets } from './support/ledger.ts';
import { mealCalls, mealTargets } from './support/meals.ts';
import { needCalls, reviewCalls, signalCalls, visitCalls } from './support/neighbourhood-calls.ts';
import { pointCalls, pointTargets } from './support/points.ts';
import { requestCalls } from './support/requests.ts';
import { volunteerCalls, volunteerTargets } from './support/volunteers.ts';

const everybody = ['nobody', 'resident', ...staffRoles] as const;
type Who = (typeof everybody)[number];
type Where = 'inside' | 'outside';
type Targets = {
  area: string;
  sibling: string;
  account: string;
  grant: string;
  person: string;
  other: string;
  place: string;
  room: string;
  own: string;
  kept: string;
  space: string;
  project: string;
  target: string;
  authorisation: string;
  finding: string;
  application: string;
  resource: string;
  offering: string;
  talk: string;
  session: string;
  booking: string;
  round: string;
  group: string;
  contract: string;
  stay: string;
  shift: string;
  line: string;
  post: string;
  ticket: string;
  ledgerAccount: string;
  site: string;
  siteTill: string;
  sale: string;
  claim: string;
  question: string;
  station: string;
  volunteerShift: string;
  service: string;
  star: string;
  fund: string;
  fundProject: string;
  installment: string;
  reinvestment: string;
  commitment: string;
  goods: string;
  entry: string;
  keeper: string;
  merchant: string;
  good: string;
};

/** What the declared rule says of a caller who holds exactly this role on the inside. */
function isDeclared({ roles, scope }: AccessRule, who: Who, where: Where): boolean {
  if (roles === 'anyone') return true;
  if (who === 'nobody') return false;
  if (roles === 'signedIn') return true;
  return roles.includes(who as Role) && (scope === 'everywhere' || scope === 'own' || where === 'inside');
}

const names = new Map(
  Object.entries(contract).flatMap(([module, endpoints]) =>
    Object.entries(endpoints).map(([name, endpoint]) => [endpoint as unknown, `${module}.${name}`] as const),
  ),
);
const nameOf = (route: (typeof routes)[number]) => names.get(route.endpoint)!;

let house: TestHouse;
let organisationId: string;
let targets: Record<Where, Targets>;
let study: string;
let imported: string;
let census: string;
const room = () => ({ name: `室${newId().slice(-8)}`, usableArea: 20, operatorClass: 'public' });
const site = () => ({ name: `点${newId().slice(-8)}`, lon: 120.15, lat: 30.32 });
const idleRoom = (areaCode: string) => ({
  name: '空房',
  areaCode,
  lon: 120.15,
  lat: 30.3,
  owner: '单位',
  kind: 'office',
  floorArea: 90,
  acquisition: 'lease',
  rentFen: 0,
});
const draft = { name: '被测方案', settings: { function: 'MEAL', minutes: 15, speed: 1.333, decay: 'gaussian' }, edits: [] };
const csv = { field: 'file', name: 'a.csv', bytes: 'id,name,lon,lat,functions\n1,甲,120.155,30.32,MEAL\n' };

/** One call of each endpoint that is well-formed, so that only access can refuse it before the work begins. */
const calls: Record<string, (as: Caller, t: Targets) => Promise<Answer>> = {
  'areas.listAreas': (as) => as.get('/api/areas'),
  'areas.listAreaChanges': (as) => as.get('/api/areas/changes'),
  'areas.listCommunityTypes': (as) => as.get('/api/areas/community-types'),
  'areas.listServiceAreas': (as) => as.get('/api/areas/service-areas'),
  'areas.renameArea': (as, t) => as.send('POST', `/api/areas/${t.area}/rename`, { name: '新名社区', effectiveOn: '2026-01-01', basis: '文件' }),
  'areas.mergeAreas': (as, t) =>
    as.send('POST', `/api/areas/${t.area}/merge`, {
      with: [t.sibling],
      newCode: `${t.area.slice(0, 9)}${Math.floor(Math.random() * 800 + 100)}`,
      newName: '合并社区',
      effectiveOn: '2026-01-01',
      basis: '文件',
    }),
  'areas.splitArea': (as, t) =>
    as.send('POST', `/api/areas/${t.area}/split`, {
      into: [
        { code: `${t.area.slice(0, 9)}901`, name: '甲社区' },
        { code: `${t.area.slice(0, 9)}902`, name: '乙社区' },
      ],
      effectiveOn: '2026-01-01',
      basis: '文件',
    }),
  'areas.tagArea': (as, t) => as.send('POST', `/api/areas/${t.area}/types`, { type: 'rural', validFrom: '2026-01-01', basis: '文件' }),
  'areas.untagArea': (as, t) => as.send('POST', `/api/areas/${t.area}/types/rural/end`, { validTo: '2026-06-01' }),
  'areas.createServiceArea': (as, t) =>
    as.send('POST', '/api/areas/service-areas', {
      name: `片${newId().slice(-8)}`,
      communities: [t.area, t.sibling],
      validFrom: '2026-01-01',
    }),
  ...bookingCalls,
  ...careCalls,
  ...caseCalls,
  ...counterCalls,
  ...fundCalls,
  ...ledgerCalls,
  ...mealCalls,
  ...pointCalls,
  ...needCalls,
  ...requestCalls,
  ...reviewCalls,
  ...signalCalls,
  ...visitCalls,
  ...volunteerCalls,
  'calendar.listDays': (as) => as.get('/api/calendar/days?month=2026-05'),
  'identity.requestCode': (as) => as.send('POST', '/api/identity/codes', { phone: '13700000000' }),
  'identity.signInWithCode': (as) => as.send('POST', '/api/identity/sessions/code', { phone: '13700000000', code: '000000' }),
  'identity.signInWithPassword': (as) => as.send('POST', '/api/identity/sessions/password', { loginName: 'nobody', password: 'x' }),
  'identity.beginOidc': (as) => as.send('POST', '/api/identity/oidc/begin'),
  'identity.finishOidc': (as) => as.send('POST', '/api/identity/oidc/finish', { callback: 'state=x' }),
  'identity.signOut': (as) => as.send('POST', '/api/identity/sign-out'),
  'identity.whoAmI': (as) => as.get('/api/identity/me'),
  'identity.listSessions': (as) => as.get('/api/identity/sessions'),
  'identity.revokeSession': (as) => as.send('POST', `/api/identity/sessions/${newId()}/revoke`),
  'identity.listAccounts': (as) => as.get('/api/identity/accounts'),
  'identity.createAccount': (as, t) =>
    as.send('POST', '/api/identity/accounts', {
      loginName: `a${newId().slice(-12)}`,
      name: '某',
      role: 'communityWorker',
      areaCode: t.area,
    }),
  'identity.grantRole': (as, t) => as.send('POST', `/api/identity/accounts/${t.account}/roles`, { role: 'communityWorker', areaCode: t.area }),
  'identity.revokeRole': (as, t) => as.send('POST', `/api/identity/roles/${t.grant}/revoke`),
  'identity.unlockAccount': (as, t) => as.send('POST', `/api/identity/accounts/${t.account}/unlock`),
  'identity.closeAccount': (as, t) => as.send('POST', `/api/identity/accounts/${t.account}/close`),
  'identity.listAudit': (as) => as.get('/api/identity/audit'),
  'identity.verifyAuditChain': (as) => as.get('/api/identity/audit/verification'),
  'imports.startImport': (as) => as.upload('/api/imports', { kind: 'facilities', crs: 'WGS-84' }, [csv]),
  'imports.applyImport': (as) => as.send('POST', `/api/imports/${imported}/apply`, { skipBadRows: false }),
  'imports.listImports': (as) => as.get('/api/imports'),
  'imports.getImport': (as) => as.get(`/api/imports/${imported}`),
  'imports.getImportIssues': (as) => as.get(`/api/imports/${imported}/issues`),
  'partners.listOrganisations': (as) => as.get('/api/partners'),
  'partners.createOrganisation': (as) => as.send('POST', '/api/partners', { name: `机构${newId()}`, kind: 'market' }),
  'people.listSegments': (as) => as.get('/api/people/segments'),
  'people.listPeople': (as, t) => as.get(`/api/people?areaCode=${t.area}`),
  'people.findPeople': (as, t) => as.send('POST', '/api/people/find', { areaCode: t.area, name: '某人' }),
  'people.getPerson': (as, t) => as.get(`/api/people/${t.person}`),
  'people.registerPerson': (as, t) =>
    as.send('POST', '/api/people', {
      areaCode: t.area,
      name: '某',
      identityKind: 'passport',
      identityNumber: `P${newId().slice(-10)}`,
      bornOn: '1980-01-01',
    }),
  'people.recordFact': (as, t) => as.send('POST', `/api/people/${t.person}/facts`, { segment: 'disabled', sourceDepartment: '残联', validFrom: '2026-01-01' }),
  'people.recordStatement': (as, t) =>
    as.send('POST', `/api/people/${t.person}/statements`, { fact: 'isLocal', value: true, sourceDepartment: '公安', statedOn: '2026-01-01' }),
  'people.addGuardian': (as, t) => as.send('POST', `/api/people/${t.person}/guardians`, { guardianId: t.other, relation: '子女', validFrom: '2026-01-01' }),
  'people.updatePerson': (as, t) => as.send('PUT', `/api/people/${t.person}`, { phone: '13700000001' }),
  'people.endFact': (as, t) => as.send('POST', `/api/people/${t.person}/facts/${newId()}/end`, { validTo: '2026-11-01' }),
  'people.endGuardian': (as, t) => as.send('POST', `/api/people/${t.person}/guardians/${t.other}/end`, { validTo: '2026-11-01' }),
  'people.revealFields': (as, t) => as.send('POST', `/api/people/${t.person}/reveal`, { fields: ['name'], purpose: 'service', reason: '上门服务' }),
  'people.recordConsent': (as, t) => as.send('POST', `/api/people/${t.person}/consents`, { purpose: 'notices', textVersion: '1', channel: 'counter' }),
  'people.recordWithdrawal': (as, t) => as.send('POST', `/api/people/${t.person}/consents/${newId()}/withdraw`),
  'people.myRecord': (as) => as.get('/api/people/me'),
  'people.listMyFamily': (as) => as.get('/api/people/me/family'),
  'people.claimRecord': (as) => as.send('POST', '/api/people/me/claim', { name: '某', identityNumber: '11010519491231002X' }),
  'people.giveConsent': (as) => as.send('POST', '/api/people/me/consents', { purpose: 'notices', textVersion: '1' }),
  'people.withdrawConsent': (as) => as.send('POST', `/api/people/me/consents/${newId()}/withdraw`),
  'places.listFunctions': (as) => as.get('/api/places/functions'),
  'places.listOwnFunctions': (as) => as.get('/api/places/own-functions'),
  'places.proposeFunction': (as, t) => as.send('POST', '/api/places/own-functions', { areaCode: t.area, name: `功能${newId()}`, purpose: '居民提出' }),
  'places.reviewFunction': (as, t) => as.send('POST', `/api/places/own-functions/${t.own}/review`, { accept: true, reason: '同意' }),
  'places.promoteFunction': (as, t) => as.send('POST', `/api/places/own-functions/${t.own}/promote`, { reason: '同意' }),
  'places.retireFunction': (as, t) => as.send('POST', `/api/places/own-functions/${t.kept}/retire`, { reason: '同意' }),
  'places.searchPlaces': (as) => as.get('/api/places?limit=1'),
  'places.getPlace': (as, t) => as.get(`/api/places/${t.place}`),
  'places.listRegister': (as, t) => as.get(`/api/places/register?within=${t.area}`),
  'places.countFacilities': (as) => as.get(`/api/places/totals?within=${district}`),
  'places.createPlace': (as, t) => as.send('POST', '/api/places', { kind: 'facility', name: '新设施', areaCode: t.area, lon: 120.15, lat: 30.3 }),
  'places.updatePlace': (as, t) => as.send('PUT', `/api/places/${t.place}`, { revision: 1, phone: '0571-1' }),
  'places.closePlace': (as, t) => as.send('POST', `/api/places/${t.place}/close`, { closedOn: '2026-11-01' }),
  'places.setHours': (as, t) =>
    as.send('PUT', `/api/places/${t.place}/hours`, {
      revision: 1,
      hours: { allDay: true, weekly: [], onHoliday: 'closed', onMakeUpDay: 'asUsual', exceptions: [], vacations: [] },
    }),
  'places.addSite': (as, t) => as.send('POST', `/api/places/${t.place}/sites`, site()),
  'places.updateSite': (as, t) => as.send('PUT', `/api/places/${t.place}/sites/${newId()}`, site()),
  'places.removeSite': (as, t) => as.send('DELETE', `/api/places/${t.place}/sites/${newId()}`),
  'places.addPhoto': (as, t) => as.upload(`/api/places/${t.place}/photos`, { caption: '大厅' }, [csv]),
  'places.updatePhoto': (as, t) => as.send('PUT', `/api/places/${t.place}/photos/${newId()}`, { caption: '大厅' }),
  'places.removePhoto': (as, t) => as.send('DELETE', `/api/places/${t.place}/photos/${newId()}`),
  'places.addRoom': (as, t) => as.send('POST', `/api/places/${t.place}/rooms`, room()),
  'places.updateRoom': (as, t) => as.send('PUT', `/api/places/${t.place}/rooms/${t.room}`, room()),
  'places.removeRoom': (as, t) => as.send('DELETE', `/api/places/${t.place}/rooms/${newId()}`),
  'places.setRoomTimes': (as, t) => as.send('PUT', `/api/places/${t.place}/rooms/${t.room}/times`, { times: [] }),
  'places.takeCensus': (as) => as.send('POST', '/api/places/censuses', { title: `普查${newId()}`, asOf: '2026-11-01' }),
  'places.listCensuses': (as) => as.get('/api/places/censuses'),
  'places.compareCensus': (as) => as.get(`/api/places/censuses/${census}/difference`),
  'planning.near': (as) => as.get('/api/planning/near?lon=120.155&lat=30.32'),
  'planning.getCircle': (as, t) => as.get(`/api/planning/circles/${t.place}`),
  'planning.findWalk': (as) => as.get('/api/planning/walk?lon=120.155&lat=30.32&function=MEAL'),
  'planning.getCoverage': (as, t) => as.get(`/api/planning/coverage?function=MEAL&within=${t.area}`),
  'planning.listPaces': (as) => as.get('/api/planning/paces'),
  'planning.startStudy': (as) => as.send('POST', '/api/planning/studies', { title: '研究' }),
  'planning.listStudies': (as) => as.get('/api/planning/studies'),
  'planning.getStudy': (as) => as.get(`/api/planning/studies/${study}`),
  'planning.getStudyReport': (as) => as.get(`/api/planning/studies/${study}/report?as=html`),
  'planning.getMyCircle': (as) => as.get('/api/planning/my-circle?lon=120.155&lat=30.32'),
  'planning.listMyWishes': (as) => as.get('/api/planning/wishes'),
  'planning.wishFor': (as) => as.send('POST', '/api/planning/wishes', { function: 'MEAL', lon: 120.155, lat: 30.32 }),
  'planning.unwish': (as) => as.send('DELETE', '/api/planning/wishes/MEAL'),
  'planning.countWishes': (as) => as.get('/api/planning/wishes/counts'),
  'planning.listSpaces': (as) => as.get('/api/planning/spaces'),
  'planning.offerSpace': (as, t) => as.send('POST', '/api/planning/spaces', { ...idleRoom(t.area), name: newId() }),
  'planning.updateSpace': (as, t) => as.send('PUT', `/api/planning/spaces/${t.space}`, { revision: 1, owner: '某单位' }),
  'planning.setSpaceStatus': (as, t) => as.send('POST', `/api/planning/spaces/${t.space}/status`, { revision: 1, status: 'surveyed' }),
  'planning.listProjects': (as) => as.get('/api/planning/projects'),
  'planning.createProject': (as, t) => as.send('POST', '/api/planning/projects', { title: newId(), areaCode: t.area, acquisition: 'lease' }),
  'planning.updateProject': (as, t) => as.send('PUT', `/api/planning/projects/${t.project}`, { revision: 1, plannedArea: 900 }),
  'planning.passStage': (as, t) => as.send('POST', `/api/planning/projects/${t.project}/stages`, { revision: 1, passedOn: '2026-01-01', evidence: '会议纪要' }),
  'planning.dropProject': (as, t) => as.send('POST', `/api/planning/projects/${t.project}/drop`, { revision: 1, reason: '测试' }),
  'planning.addToList': (as, t) => as.send('POST', `/api/planning/projects/${t.project}/lists`, { list: 'pilot', on: '2026-01-01', basis: '文件' }),
  'planning.removeFromList': (as, t) => as.send('POST', `/api/planning/projects/${t.project}/lists/pilot/end`, { on: '2026-02-01', basis: '文件' }),
  'planning.listTargets': (as) => as.get('/api/planning/targets'),
  'planning.setTarget': (as, t) =>
    as.send('POST', '/api/planning/targets', { measure: 'complexes', areaCode: t.area, value: 1, dueOn: '2027-12-31', basis: '文件' }),
  'planning.removeTarget': (as, t) => as.send('DELETE', `/api/planning/targets/${t.target}`),
  'planning.getTable': (as) => as.get('/api/planning/table'),
  'planning.getTableStreets': (as) => as.get(`/api/planning/table/streets/${study}`),
  'planning.listScenarios': (as) => as.get('/api/planning/scenarios'),
  'planning.getScenario': (as) => as.get(`/api/planning/scenarios/${study}`),
  'planning.createScenario': (as) => as.send('POST', '/api/planning/scenarios', { ...draft, name: `方案${Math.random()}` }),
  'planning.updateScenario': (as) => as.send('PUT', `/api/planning/scenarios/${study}`, { ...draft, revision: 1 }),
  'planning.removeScenario': (as) => as.send('DELETE', `/api/planning/scenarios/${study}`),
  'benefits.findCertificates': (as) => as.get('/api/benefits/certificates'),
  'benefits.listPolicies': (as) => as.get('/api/benefits/policies'),
  'benefits.giveAuthorisation': (as, t) =>
    as.send('POST', '/api/benefits/authorisations', {
      areaCode: t.area,
      policies: ['bus-free'],
      purpose: '应享未享',
      legalBasis: '法定职责',
      validTo: '2027-01-01',
    }),
  'benefits.listAuthorisations': (as) => as.get('/api/benefits/authorisations'),
  'benefits.endAuthorisation': (as, t) => as.send('POST', `/api/benefits/authorisations/${t.authorisation}/end`),
  'benefits.startRun': (as, t) => as.send('POST', `/api/benefits/authorisations/${t.authorisation}/runs`),
  'benefits.listFindings': (as, t) => as.get(`/api/benefits/findings?areaCode=${t.area}&list=outreach`),
  'benefits.openFinding': (as, t) => as.send('POST', `/api/benefits/findings/${t.finding}/open`),
  'benefits.contactFinding': (as, t) => as.send('POST', `/api/benefits/findings/${t.finding}/contact`, { outcome: 'reached', note: '电话联系' }),
  'benefits.decideFinding': (as, t) => as.send('POST', `/api/benefits/findings/${t.finding}/decision`, { decision: 'keep', reason: '情况属实' }),
  'benefits.objectToEnd': (as, t) => as.send('POST', `/api/benefits/mine/findings/${t.finding}/objection`, { reason: '我不同意' }),
  'benefits.objectForResident': (as, t) => as.send('POST', `/api/benefits/findings/${t.finding}/objection`, { reason: '本人不同意' }),
  'benefits.decideObjection': (as, t) => as.send('POST', `/api/benefits/findings/${t.finding}/objection/decision`, { uphold: true, reason: '情况属实' }),
  'benefits.endBenefit': (as, t) => as.send('POST', `/api/benefits/findings/${t.finding}/end`, { reason: '收入超过', validTo: '2027-01-01' }),
  'benefits.recordEnrolment': (as, t) =>
    as.send('POST', `/api/benefits/people/${t.person}/enrolments`, {
      policyId: 'orphan',
      validFrom: '2026-01-01',
      validTo: '2026-01-02',
      sourceDepartment: '民政',
    }),
  'benefits.judgePerson': (as, t) => as.send('POST', `/api/benefits/people/${t.person}/outcomes`, {}),
  'benefits.myBenefits': (as) => as.get('/api/benefits/mine'),
  'benefits.applyFor': (as) => as.send('POST', '/api/benefits/mine/applications', { policyId: 'bus-free', answers: {} }),
  'benefits.applyForResident': (as, t) => as.send('POST', `/api/benefits/people/${t.person}/applications`, { policyId: 'bus-free', answers: {} }),
  'benefits.listApplications': (as, t) => as.get(`/api/benefits/applications?areaCode=${t.area}`),
  'benefits.decideApplication': (as, t) => as.send('POST', `/api/benefits/applications/${t.application}/decision`, { grant: false, reason: '不符合条件' }),
  'benefits.setPush': (as) => as.send('PUT', '/api/benefits/mine/push', { refuse: true }),
  'benefits.listPolicyVersions': (as) => as.get('/api/benefits/versions'),
  'benefits.getPolicyVersions': (as) => as.get('/api/benefits/versions/bus-free'),
  'benefits.previewPolicy': (as) => as.send('POST', '/api/benefits/preview', { content: {} }),
  'benefits.createDraft': (as) => as.send('POST', '/api/benefits/versions', { from: 'bus-free' }),
  'benefits.saveDraft': (as) => as.send('PUT', '/api/benefits/versions/bus-free', { revision: 99, content: {} }),
  'benefits.dropDraft': (as) => as.send('POST', '/api/benefits/versions/bus-free/drop', { revision: 99 }),
  'benefits.proposePolicy': (as) => as.send('POST', '/api/benefits/versions/bus-free/proposal', { revision: 99 }),
  'benefits.decidePolicy': (as) => as.send('POST', '/api/benefits/versions/bus-free/decision', { revision: 99, publish: false, reason: '再改改' }),
  'evaluation.listStandards': (as) => as.get('/api/evaluation/standards'),
  'evaluation.checkComplexes': (as) => as.get('/api/evaluation/checks'),
  'evaluation.checkComplex': (as, t) => as.get(`/api/evaluation/checks/${t.place}`),
  'evaluation.listRounds': (as) => as.get('/api/evaluation/rounds'),
  'evaluation.getRound': (as) => as.get(`/api/evaluation/rounds/${newId()}`),
  'evaluation.openRound': (as) => as.send('POST', '/api/evaluation/rounds', { standard: 'gs-demo-2025', year: 2026 }),
  'evaluation.fileSelfCheck': (as, t) => as.send('PUT', `/api/evaluation/rounds/${newId()}/candidates/${t.place}`, { claims: [] }),
  'evaluation.returnSelfCheck': (as, t) => as.send('POST', `/api/evaluation/rounds/${newId()}/candidates/${t.place}/return`, { reason: '请补充材料' }),
  'evaluation.decideCandidate': (as, t) => as.send('POST', `/api/evaluation/rounds/${newId()}/candidates/${t.place}/decision`, { isListed: true }),
  'evaluation.startNotice': (as) => as.send('POST', `/api/evaluation/rounds/${newId()}/notice`),
  'evaluation.objectToListing': (as, t) => as.send('POST', `/api/evaluation/rounds/${newId()}/candidates/${t.place}/objections`, { reason: '面积不实' }),
  'evaluation.answerObjection': (as) =>
    as.send('POST', `/api/evaluation/rounds/${newId()}/objections/${newId()}/answer`, { isUpheld: false, answer: '经核实属实' }),
  'evaluation.publishRound': (as) => as.send('POST', `/api/evaluation/rounds/${newId()}/publish`),
  'evaluation.getPublicList': (as) => as.get('/api/evaluation/lists'),
  'services.listServices': (as) => as.get('/api/services'),
  'streets.getNetwork': (as) => as.get('/api/streets/network'),
};

async function prepare(area: string, sibling: string, operatorId: string | null): Promise<Targets> {
  const account = await house.staff('communityWorker', { areaCode: area });
  const other = await house.staff('communityWorker', { areaCode: area });
  return inDistrict(house.db, async (tx) => {
    const grant = await tx.selectFrom('identity.roleGrant').select('id').where('accountId', '=', other.accountId!).executeTakeFirstOrThrow();
    const people = await tx.selectFrom('people.person').select('id').where('areaCode', '=', area).limit(2).execute();
    const place = newId();
    const values = {
      district,
      id: place,
      kind: 'complex',
      name: '测试综合体',
      search: '',
      areaCode: area,
      lon: 120.155,
      lat: 30.32,
      sourceCrs: 'WGS-84',
      operatorId,
      hours: JSON.stringify({
        allDay: true,
        weekly: [],
        onHoliday: 'closed',
        onMakeUpDay: 'asUsual',
        exceptions: [],
        vacations: [],
      }),
      updatedAt: new Date(),
    };
    await tx.insertInto('places.place').values(values).execute();
    const roomId = newId();
    await tx.insertInto('places.room').values({ district, id: roomId, placeId: place, name: '一室', usableArea: 10, operatorClass: 'public' }).execute();
    const [own, kept] = [`own-${newId().slice(-8)}`, `own-${newId().slice(-8)}`];
    const proposal = { district, purpose: '居民提出', serves: 'all', areaCode: area, proposedBy: newId(), proposedAt: new Date() };
    await tx
      .insertInto('places.ownFunction')
      .values([own, kept].map((code) => ({ ...proposal, code, name: code })))
      .execute();
    const plan = { district, areaCode: area, createdAt: new Date(), updatedAt: new Date() };
    const [space, project, target] = [newId(), newId(), newId()];
    await tx
      .insertInto('planning.space')
      .values({ ...idleRoom(area), ...plan, id: space })
      .execute();
    await tx
      .insertInto('planning.project')
      .values({ ...plan, id: project, title: project, acquisition: 'lease' })
      .execute();
    await tx
      .insertInto('planning.target')
      .values({ district, areaCode: area, id: target, measure: 'pilots', value: 1, dueOn: '2027-12-31', basis: '文件', updatedAt: new Date() })
      .execute();
    const [authorisation, finding, application] = [newId(), newId(), newId()];
    const allowed = { policies: ['orphan'], purpose: '应享未享', legalBasis: '法定职责', validFrom: '2026-01-01', validTo: '2027-01-01' };
    await tx
      .insertInto('benefits.authorisation')
      .values({ district, id: authorisation, areaCode: area, ...allowed, givenBy: newId(), givenByName: '某', givenAt: new Date() })
      .execute();
    const concerns = { district, personId: people[0]!.id, policyId: 'orphan', policyVersion: '1' };
    await tx
      .insertInto('benefits.finding')
      .values({ ...concerns, id: finding, kind: 'missed', authorisationId: authorisation, openedAt: new Date(), changedAt: new Date() })
      .execute();
    await tx
      .insertInto('benefits.application')
      .values({
        ...concerns,
        id: application,
        factsCipher: house.vault.seal('benefits.application', '[]'),
        channel: 'online',
        madeBy: newId(),
        madeAt: new Date(),
      })
      .execute();
    return {
      ...(await bookingTargets(tx, house.vault, place)),
      ...(await counterTargets(tx, place)),
      ...(await ledgerTargets(tx)),
      ...(await mealTargets(tx, house.vault, area, operatorId)),
      ...(await volunteerTargets(tx, area, people[0]!.id)),
      ...(await pointTargets(tx, area, operatorId)),
      ...(await fundTargets(tx, place)),
      ...(await careTargets(tx, place, people[0]!.id)),
      area,
      sibling,
      authorisation,
      finding,
      application,
      space,
      project,
      target,
      account: account.accountId!,
      grant: grant.id,
      person: people[0]!.id,
      other: people[1]!.id,
      place,
      room: roomId,
      own,
      kept,
    };
  });
}

beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  const official = await house.staff('districtOfficial', { areaCode: district });
  organisationId = (await official.send('POST', '/api/partners', { name: '被测运营方', kind: 'operator' })).body.id;
  census = (await official.send('POST', '/api/places/censuses', { title: '普查', asOf: '2026-11-01' })).body.id;
  study = (await official.send('POST', '/api/planning/studies', { title: '研究' })).body.id;
  imported = (await official.upload('/api/imports', { kind: 'facilities', crs: 'WGS-84' }, [csv])).body.id;
  targets = {
    inside: await prepare('330105001051', '330105001052', organisationId),
    outside: await prepare('330105002051', '330105002052', null),
  };
});
afterAll(() => house.close());

/**
 * A fresh caller for each cell, because some calls end the caller's own session. The role lies on 330105001, also for officials above;
 * for rules about the whole district it lies on the district inside, and on 330105001 outside.
 */
function callerOf(who: Who, rule: AccessRule, where: Where): Promise<Caller> | Caller {
  if (who === 'nobody') return house.anyone;
  if (who === 'resident') return house.resident();
  const areaCode = rule.scope === 'district' && where === 'inside' ? district : '330105001';
  return house.staff(who, who === 'operator' ? { organisationId } : { areaCode });
}

describe('access', () => {
  test('every endpoint has one route, one rule and one call here', () => {
    expect(routes.map(nameOf).sort()).toEqual(Object.keys(calls).sort());
    expect(new Set(routes.map(nameOf)).size).toBe(names.size);
  });

  test('every endpoint x role x inside or outside the area is decided as declared', { timeout: 300_000 }, async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const route of routes) {
      for (const who of everybody) {
        for (const where of ['inside', 'outside'] as const) {
          const answer = await calls[nameOf(route)]!(await callerOf(who, route.access, where), targets[where]);
          const isRefused =
            answer.status === 500 || String(answer.body?.type ?? '').startsWith('access/') || String(answer.body?.type ?? '') === 'request/invalid';
          cells++;
          if (isRefused === isDeclared(route.access, who, where)) wrong.push(`${nameOf(route)} ${who} ${where}: ${answer.status} ${answer.body?.type ?? ''}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBe(routes.length * everybody.length * 2);
    process.stdout.write(`access matrix: ${routes.length} endpoints x ${everybody.length} roles x 2 places = ${cells} cells, all as declared\n`);
  });

  test('the published table of rules is the one in force; its diff is the review', () => {
    const mark = (rule: AccessRule, who: Who) => (isDeclared(rule, who, 'outside') ? '●' : isDeclared(rule, who, 'inside') ? '◐' : '');
    const rows = routes.map((route) => {
      const kind = metaOf(route).kind === 'command' ? '**' : '';
      return `| ${kind}${nameOf(route)}${kind} | ${everybody.map((who) => mark(route.access, who)).join(' | ')} |`;
    });
    const text = `# Who may do what\n\nMade by the access test from the rules beside the routes (\`UPDATE=1 npx vitest run tests/access.test.ts\`). Bold endpoints change something. ● wherever the role was granted, ◐ inside the area or organisation it was granted on (for what concerns the whole district: on the district or above).\n\n| endpoint | ${everybody.join(' | ')} |\n|---|${everybody.map(() => '---').join('|')}|\n${rows.toSorted().join('\n')}\n`;
    const file = path.resolve(import.meta.dirname, '../docs/access.md');
    if (process.env['UPDATE']) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test('the committed description of the API is the one that is served; its diff is the review', async () => {
    const served = `${JSON.stringify((await house.anyone.get('/api/openapi.json')).body, null, 1)}\n`;
    const file = path.resolve(import.meta.dirname, '../docs/openapi.json');
    if (process.env['UPDATE']) writeFileSync(file, served);
    expect(readFileSync(file, 'utf8')).toBe(served);
  });

  test('every refusal has words in both languages and a stable name', () => {
    for (const route of routes) {
      for (const refusal of refusalsOf(route)) {
        expect(refusal.type).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
        expect(refusal.zh).toMatch(/[一-鿿]/);
        expect(refusal.en.length).toBeGreaterThan(8);
        expect([refusal.status >= 400 && refusal.status < 500, refusal.type]).toEqual([true, refusal.type]);
      }
    }
  });
});
