// Generated from the database by "npm run schema"; do not edit.
import type { ColumnType } from "kysely";

export type Generated<T> = T extends ColumnType<infer S, infer I, infer U>
  ? ColumnType<S, I | undefined, U>
  : ColumnType<T, T | undefined, T>;

export type Int8 = ColumnType<number, bigint | number | string, bigint | number | string>;

export type Json = JsonValue;

export type JsonArray = JsonValue[];

export type JsonObject = {
  [x: string]: JsonValue | undefined;
};

export type JsonPrimitive = boolean | number | string | null;

export type JsonValue = JsonArray | JsonObject | JsonPrimitive;

export type Numeric = ColumnType<number, number | string, number | string>;

export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AreasArea {
  boundary: Json | null;
  centreLat: number | null;
  centreLon: number | null;
  code: string;
  invented: Generated<boolean>;
  level: string;
  name: string;
  parentCode: string | null;
  path: string;
  search: Generated<string>;
  source: string;
  urbanRuralClass: string | null;
  validFrom: string;
  validTo: string | null;
}

export interface AreasAreaChange {
  basis: string;
  effectiveOn: string;
  fromCodes: string[];
  id: string;
  kind: string;
  newName: string | null;
  oldName: string | null;
  recordedAt: Timestamp;
  toCodes: string[];
}

export interface AreasAreaType {
  areaCode: string;
  basis: string;
  typeCode: string;
  validFrom: string;
  validTo: string | null;
}

export interface AreasCommunityType {
  code: string;
  name: string;
  nameEn: string;
  source: string;
}

export interface AreasServiceArea {
  communities: string[];
  district: string;
  id: string;
  name: string;
  validFrom: string;
  validTo: string | null;
}

export interface BenefitsApplication {
  channel: string;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  decisionReason: string | null;
  district: string;
  factsCipher: string;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  personId: string;
  policyId: string;
  policyVersion: string;
  state: Generated<string>;
}

export interface BenefitsAuthorisation {
  areaCode: string;
  district: string;
  endedAt: Timestamp | null;
  endedBy: string | null;
  givenAt: Timestamp;
  givenBy: string;
  givenByName: string;
  id: string;
  legalBasis: string;
  policies: string[];
  purpose: string;
  validFrom: string;
  validTo: string;
}

export interface BenefitsEnrolment {
  changedIn: Generated<string>;
  district: string;
  endedAt: Timestamp | null;
  endedBy: string | null;
  endReason: string | null;
  id: string;
  personId: string;
  policyId: string;
  recordedAt: Timestamp;
  recordedBy: string | null;
  sourceDepartment: string;
  sourceReference: string | null;
  validFrom: string;
  validTo: string | null;
}

export interface BenefitsFinding {
  asks: Generated<string[]>;
  authorisationId: string;
  changedAt: Timestamp;
  closedAt: Timestamp | null;
  closeReason: string | null;
  confidence: string | null;
  district: string;
  highFen: Int8 | null;
  id: string;
  kind: string;
  lowFen: Int8 | null;
  objectUntil: string | null;
  openedAt: Timestamp;
  personId: string;
  policyId: string;
  policyVersion: string;
  proposedBy: string | null;
  score: Generated<number>;
  state: Generated<string>;
}

export interface BenefitsPolicyVersion {
  changedAt: Timestamp;
  changedBy: string;
  content: Json;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  decisionReason: string | null;
  district: string;
  policyId: string;
  proof: Json | null;
  proposedAt: Timestamp | null;
  proposedBy: string | null;
  revision: Generated<number>;
  state: Generated<string>;
  version: number;
}

export interface BenefitsPushRefusal {
  district: string;
  personId: string;
  refusedAt: Timestamp;
}

export interface BenefitsRun {
  asOf: string;
  authorisationId: string;
  counts: Json | null;
  district: string;
  failure: string | null;
  finishedAt: Timestamp | null;
  id: string;
  people: number | null;
  startedAt: Timestamp;
}

export interface BenefitsStep {
  at: Timestamp;
  byAccount: string;
  byName: string;
  district: string;
  findingId: string;
  id: string;
  kind: string;
  noteCipher: string | null;
}

export interface BenefitsVerdict {
  asOf: string;
  district: string;
  id: string;
  isLatest: Generated<boolean>;
  personId: string;
  policyId: string;
  policyVersion: string;
  recordedAt: Timestamp;
  runId: string | null;
  verdict: number;
}

export interface BookingsApplication {
  accountId: string | null;
  channel: string;
  district: string;
  guestCipher: string | null;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  pastMinutes: number | null;
  people: number;
  personId: string | null;
  rank: number | null;
  roundId: string;
  title: string;
  wants: number;
  withdrawnAt: Timestamp | null;
}

export interface BookingsBooking {
  accountId: string | null;
  arrivedAt: Timestamp | null;
  channel: string;
  code: string;
  deposit: Generated<string>;
  depositFen: Generated<number>;
  district: string;
  doubts: Json | null;
  during: string;
  excused: string | null;
  freeReason: string | null;
  guestCipher: string | null;
  id: string;
  leftAt: Timestamp | null;
  madeAt: Timestamp;
  madeBy: string;
  offeringId: string;
  offerUntil: Timestamp | null;
  personId: string | null;
  places: number;
  price: Json;
  priceFen: number;
  reason: string | null;
  resourceId: string | null;
  revision: number;
  sessionId: string | null;
  state: string;
}

export interface BookingsClaim {
  blocked: string;
  district: string;
  holder: string;
  id: string;
  resourceId: string;
  side: string;
}

export interface BookingsFeed {
  accountId: string;
  district: string;
  endedAt: Timestamp | null;
  id: string;
  keyHash: string;
  madeAt: Timestamp;
}

export interface BookingsOffering {
  about: Generated<string>;
  aboutEn: Generated<string>;
  changedAt: Timestamp;
  changedBy: string;
  district: string;
  functionCode: string;
  id: string;
  kind: string;
  name: string;
  nameEn: string;
  placeId: string;
  resources: Generated<string[]>;
  revision: Generated<number>;
  rules: Json;
  shownFrom: Timestamp | null;
  shownTo: Timestamp | null;
  state: Generated<string>;
}

export interface BookingsOfferingVersion {
  changedAt: Timestamp;
  changedBy: string;
  district: string;
  offeringId: string;
  revision: number;
  rules: Json;
}

export interface BookingsRating {
  at: Timestamp;
  bookingId: string;
  commentCipher: string | null;
  district: string;
  stars: number;
}

export interface BookingsResource {
  above: Generated<string[]>;
  district: string;
  id: string;
  kind: string;
  name: string;
  nameEn: string;
  parentId: string | null;
  placeId: string;
  retiredOn: string | null;
  revision: Generated<number>;
  roomId: string | null;
  seats: number | null;
  skills: Generated<string[]>;
}

export interface BookingsRound {
  about: Generated<string>;
  aboutEn: Generated<string>;
  applications: Generated<number>;
  applies: string;
  commitment: string;
  district: string;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  method: Json;
  name: string;
  nameEn: string;
  offerings: string[];
  outcome: Json | null;
  placeId: string;
  secret: string | null;
  secretCipher: string;
  state: Generated<string>;
  uses: string;
}

export interface BookingsSeasonDate {
  applicationId: string;
  bookingId: string | null;
  day: string;
  district: string;
  rank: number;
  why: string | null;
}

export interface BookingsSession {
  district: string;
  during: string;
  id: string;
  offeringId: string;
  places: number;
  reason: string | null;
  resourceId: string | null;
  seriesId: string | null;
  state: Generated<string>;
  taken: Generated<number>;
}

export interface BookingsStep {
  at: Timestamp;
  bookingId: string;
  byId: string | null;
  detail: Generated<Json>;
  district: string;
  id: string;
  kind: string;
}

export interface BookingsWaiting {
  accountId: string | null;
  bookingId: string | null;
  channel: string;
  district: string;
  during: string;
  guestCipher: string | null;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  offeringId: string;
  personId: string | null;
  places: number;
  rank: number;
  resourceId: string | null;
  sessionId: string | null;
  standing: Json;
  state: Generated<string>;
}

export interface BookingsWaitingStep {
  at: Timestamp;
  detail: Generated<Json>;
  district: string;
  id: string;
  kind: string;
  waitingId: string;
}

export interface BookingsWish {
  applicationId: string;
  detail: Json | null;
  district: string;
  fromMinute: number;
  minutes: number;
  offeringId: string;
  outcome: string | null;
  rank: number;
  resourceId: string;
  weekday: number;
}

export interface CareCareDay {
  carers: Generated<number[]>;
  day: string;
  district: string;
  groupId: string;
  heads: Generated<number[]>;
  load: Generated<number[]>;
}

export interface CareCareGroup {
  ageClass: string;
  changedAt: Timestamp;
  changedBy: string;
  closedOn: string | null;
  district: string;
  id: string;
  kind: string;
  name: string;
  nameEn: string;
  placeId: string;
  places: number;
  revision: Generated<number>;
  rules: Json;
}

export interface CareContract {
  district: string;
  groupId: string;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  mode: string;
  monthlyHours: number | null;
  personId: string;
  valid: string;
}

export interface CarePickup {
  addedAt: Timestamp;
  addedBy: string;
  district: string;
  id: string;
  nameCipher: string;
  personId: string;
  phoneCipher: string;
  relation: string;
  withdrawnAt: Timestamp | null;
}

export interface CareShift {
  carer: string;
  day: string;
  district: string;
  fromMinute: number;
  groupId: string;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  reason: string | null;
  state: Generated<string>;
  toMinute: number;
}

export interface CareStay {
  absence: string | null;
  arrivedAt: Timestamp | null;
  channel: string;
  contractId: string | null;
  day: string;
  district: string;
  fetchedBy: string | null;
  fetchedHow: string | null;
  fromMinute: number;
  groupId: string;
  id: string;
  isCharged: boolean | null;
  leftAt: Timestamp | null;
  madeAt: Timestamp;
  madeBy: string;
  mode: string;
  personId: string;
  priceFen: number;
  share: number;
  state: Generated<string>;
  toMinute: number;
}

export interface CasesCaseFile {
  areaCode: string;
  class: string;
  closedAt: Timestamp | null;
  district: string;
  dueAt: Timestamp | null;
  handler: string | null;
  id: string;
  isConfidential: Generated<boolean>;
  isPaused: Generated<boolean>;
  isProvisional: Generated<boolean>;
  kind: string;
  leadUnit: string | null;
  level: Generated<number>;
  nextAt: Timestamp | null;
  number: string;
  openedAt: Timestamp;
  parentId: string | null;
  pending: string | null;
  reopens: Generated<number>;
  seq: number;
  state: string;
  title: string;
  typeVersion: string;
}

export interface CasesClock {
  caseId: string;
  district: string;
  dueAt: Timestamp;
  extensions: number;
  name: string;
  pausedAt: Timestamp | null;
  startedAt: Timestamp;
  stoppedAt: Timestamp | null;
}

export interface CasesEvent {
  at: Timestamp;
  byAccount: string | null;
  caseId: string;
  detail: Json;
  district: string;
  fromState: string | null;
  move: string;
  part: string;
  seq: number;
  toState: string;
}

export interface CasesHelper {
  caseId: string;
  district: string;
  isDone: boolean;
  unitId: string;
}

export interface CasesMember {
  accountId: string;
  district: string;
  post: string;
  unitId: string;
}

export interface CasesPastClock {
  caseId: string;
  district: string;
  dueAt: Timestamp;
  name: string;
  startedAt: Timestamp;
  stoppedAt: Timestamp | null;
}

export interface CasesUnit {
  areaCode: string;
  class: string;
  district: string;
  endedOn: string | null;
  id: string;
  name: string;
  nameEn: string;
  organisationId: string | null;
  supervisedBy: string | null;
}

export interface CountersLine {
  closedOn: string | null;
  district: string;
  id: string;
  minutes: number;
  name: string;
  nameEn: string;
  offeringId: string | null;
  placeId: string;
  prefix: string;
}

export interface CountersLineDay {
  day: string;
  district: string;
  lastNumber: number;
  lineId: string;
}

export interface CountersPost {
  closedOn: string | null;
  district: string;
  firstHolder: string;
  id: string;
  isAway: Generated<boolean>;
  lines: string[];
  name: string;
  nameEn: string;
  placeId: string;
  secondHolder: string | null;
}

export interface CountersTicket {
  begunAt: Timestamp | null;
  calledAt: Timestamp | null;
  calls: Generated<number>;
  channel: string;
  day: string;
  district: string;
  endedAt: Timestamp | null;
  firstAsked: string | null;
  id: string;
  lineId: string;
  number: number;
  placeId: string;
  postId: string | null;
  rank: number;
  state: Generated<string>;
  takenAt: Timestamp;
}

export interface CountersTicketHolder {
  accountId: string | null;
  district: string;
  personId: string | null;
  ticketId: string;
}

export interface EvaluationCandidate {
  checked: Json;
  district: string;
  filedAt: Timestamp;
  filedBy: string;
  filedByName: string;
  isListed: boolean | null;
  ladder: string;
  placeId: string;
  reason: string | null;
  returnedReason: string | null;
  roundId: string;
  state: Generated<string>;
  year: number;
}

export interface EvaluationObjection {
  accountId: string;
  answer: string | null;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  id: string;
  isUpheld: boolean | null;
  madeAt: Timestamp;
  placeId: string;
  reason: string;
  roundId: string;
}

export interface EvaluationRound {
  district: string;
  id: string;
  ladder: string;
  noticeFrom: string | null;
  noticeTo: string | null;
  openedAt: Timestamp;
  openedBy: string;
  publishedBy: string | null;
  publishedOn: string | null;
  standard: string;
  state: Generated<string>;
  year: number;
}

export interface FundsAccrual {
  district: string;
  dueFen: Int8;
  incomeId: string | null;
  month: string;
  reinvestmentId: string;
  turnoverFen: Int8;
}

export interface FundsBookEntry {
  amountFen: Int8;
  class: string;
  district: string;
  id: string;
  month: string;
  note: string;
  placeId: string;
  recordedAt: Timestamp;
  recordedBy: string;
  reversedAt: Timestamp | null;
  side: string;
}

export interface FundsCommitment {
  agreementId: string;
  delivered: Generated<number>;
  district: string;
  id: string;
  quantity: number;
  service: string;
  unit: string;
  unitFen: number;
}

export interface FundsDelivery {
  commitmentId: string;
  confirmedAt: Timestamp;
  confirmedBy: string;
  district: string;
  evidence: string;
  id: string;
  onDay: string;
  quantity: number;
}

export interface FundsFund {
  closedOn: string | null;
  district: string;
  holder: string;
  id: string;
  kind: string;
  name: string;
  nameEn: string;
  openedOn: string;
  purpose: string;
}

export interface FundsGiver {
  district: string;
  incomeId: string;
  nameCipher: string;
}

export interface FundsGoods {
  district: string;
  id: string;
  name: string;
  placeId: string;
  stock: Generated<number>;
  unit: string;
}

export interface FundsGoodsMove {
  district: string;
  goodsId: string;
  id: string;
  movedAt: Timestamp;
  movedBy: string;
  quantity: number;
  receipt: string;
  whomCipher: string | null;
}

export interface FundsIncome {
  amountFen: Int8;
  district: string;
  event: string | null;
  fundId: string;
  id: string;
  kind: string;
  organisationId: string | null;
  receivedOn: string;
  recordedAt: Timestamp;
  recordedBy: string;
  reference: string;
}

export interface FundsInstallment {
  amountFen: Int8;
  district: string;
  id: string;
  paidAt: Timestamp | null;
  paidFen: Int8 | null;
  projectId: string;
  reference: string | null;
  step: string;
}

export interface FundsProject {
  appliedAt: Timestamp;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  fundId: string;
  id: string;
  organisationId: string;
  placeId: string | null;
  result: string | null;
  state: Generated<string>;
  title: string;
  titleEn: string;
}

export interface FundsReinvestment {
  district: string;
  fixedFen: Int8 | null;
  fromDay: string;
  fundId: string;
  id: string;
  organisationId: string;
  percent: Numeric | null;
  source: string;
  toDay: string | null;
}

export interface FundsSpaceAgreement {
  area: Numeric;
  defectPercent: Generated<number>;
  district: string;
  fromDay: string;
  id: string;
  months: number;
  organisationId: string;
  placeId: string;
  rentFen: number;
  title: string;
  valueFen: Int8;
}

export interface IdentityAccount {
  closedAt: Timestamp | null;
  createdAt: Timestamp;
  district: string;
  failedAttempts: Generated<number>;
  id: string;
  kind: string;
  lockedUntil: Timestamp | null;
  loginName: string | null;
  name: string;
  passwordHash: string | null;
  personId: string | null;
  phoneCipher: string | null;
  phoneIndex: string | null;
  totpCipher: string | null;
  totpConfirmedAt: Timestamp | null;
  totpLastStep: Int8 | null;
}

export interface IdentityExternalLogin {
  accountId: string;
  createdAt: Timestamp;
  district: string;
  issuer: string;
  subject: string;
}

export interface IdentityOidcAttempt {
  codeVerifier: string;
  district: string;
  expiresAt: Timestamp;
  nonce: string;
  stateHash: string;
}

export interface IdentityOneTimeCode {
  attempts: Generated<number>;
  codeHash: string;
  district: string;
  expiresAt: Timestamp;
  id: string;
  ip: string;
  phoneIndex: string;
  sentAt: Timestamp;
  usedAt: Timestamp | null;
}

export interface IdentityRoleGrant {
  accountId: string;
  areaCode: string | null;
  district: string;
  grantedBy: string | null;
  id: string;
  organisationId: string | null;
  role: string;
  validFrom: Timestamp;
  validTo: Timestamp | null;
}

export interface IdentitySession {
  accountId: string;
  createdAt: Timestamp;
  device: string;
  district: string;
  expiresAt: Timestamp;
  id: string;
  ip: string;
  lastSeenAt: Timestamp;
  revokedAt: Timestamp | null;
  tokenHash: string;
}

export interface ImportsImport {
  content: Buffer;
  contentHash: string;
  createdAt: Timestamp;
  createdBy: string;
  crs: string | null;
  district: string;
  fileName: string;
  finishedAt: Timestamp | null;
  id: string;
  issues: Generated<Json>;
  kind: string;
  notes: Generated<Json>;
  options: Generated<Json>;
  progress: Generated<number>;
  rowsBad: number | null;
  rowsGood: number | null;
  rowsTotal: number | null;
  status: string;
  step: Generated<string>;
  summary: Json | null;
}

export interface LedgerAccount {
  awaited: Generated<Int8>;
  balance: Generated<Int8>;
  ceilingAmount: Int8 | null;
  closedAt: Timestamp | null;
  district: string;
  floorAmount: Int8 | null;
  hasLots: Generated<boolean>;
  held: Generated<Int8>;
  id: string;
  isKept: boolean;
  kind: string;
  movedAt: Generated<Timestamp>;
  name: string;
  openedAt: Timestamp;
  ownerId: string;
  ownerKind: string;
  unit: string;
}

export interface LedgerBalanceDay {
  accountId: string;
  balance: Int8;
  day: string;
  district: string;
}

export interface LedgerCapCharge {
  amount: Int8;
  cap: string;
  district: string;
  freedAt: Timestamp | null;
  period: string;
  subject: string;
  transferId: string;
}

export interface LedgerCapUse {
  cap: string;
  district: string;
  period: string;
  subject: string;
  used: Int8;
}

export interface LedgerLot {
  accountId: string;
  amount: Int8;
  district: string;
  expiresOn: string | null;
  remaining: Int8;
  seq: Generated<Int8>;
  transferId: string;
}

export interface LedgerLotUse {
  amount: Int8;
  district: string;
  lotSeq: Int8;
  transferId: string;
}

export interface LedgerPayment {
  amountFen: Int8;
  askedAt: Timestamp;
  askedBy: string;
  district: string;
  gateway: string;
  id: string;
  inTimeFen: Generated<Int8>;
  lapsesAt: Timestamp;
  paidFen: Generated<Int8>;
  payeeId: string;
  payeeKind: string;
  purpose: string;
  reference: string;
  refundedFen: Generated<Int8>;
  title: string;
  withdrawnAt: Timestamp | null;
}

export interface LedgerPaymentNotice {
  amountFen: Int8;
  district: string;
  gateway: string;
  happenedAt: Timestamp;
  kind: string;
  noticeId: string;
  paymentId: string;
  receivedAt: Timestamp;
}

export interface LedgerSeal {
  day: string;
  district: string;
  entries: number;
  fromTxid: string;
  hash: string;
  number: Int8;
  previousHash: string;
  sealedAt: Timestamp;
  toTxid: string;
}

export interface LedgerTransfer {
  actorId: string | null;
  amount: Int8;
  creditAfter: Int8 | null;
  creditId: string;
  debitAfter: Int8 | null;
  debitId: string;
  district: string;
  expiresAt: Timestamp | null;
  flow: string;
  happenedAt: Timestamp;
  id: string;
  kind: string;
  lotExpiresOn: string | null;
  ofId: string | null;
  postedAt: Timestamp;
  reference: string | null;
  seq: Generated<Int8>;
  txid: Generated<string>;
  unit: string;
}

export interface MealsBulletin {
  district: string;
  drawnAt: Timestamp;
  figures: Json;
  month: string;
}

export interface MealsCard {
  district: string;
  endedAt: Timestamp | null;
  endReason: string | null;
  id: string;
  issuedAt: Timestamp;
  numberIndex: string;
  personId: string;
}

export interface MealsCardHome {
  district: string;
  numberIndex: string;
}

export interface MealsClaim {
  amountFen: Int8;
  byPayer: Json;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  draftedAt: Timestamp;
  id: string;
  meals: number;
  month: string;
  paidAt: Timestamp | null;
  paymentReference: string | null;
  siteId: string;
  state: Generated<string>;
  submittedAt: Timestamp | null;
  submittedBy: string | null;
  withheldFen: Generated<Int8>;
}

export interface MealsMealOrder {
  addressCipher: string | null;
  changedAt: Timestamp;
  day: string;
  deliveredBy: string | null;
  dishes: Json;
  district: string;
  how: string;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  meal: string;
  personId: string;
  route: string | null;
  siteId: string;
  standingId: string | null;
  state: Generated<string>;
}

export interface MealsMenu {
  capacity: number;
  changedAt: Timestamp;
  day: string;
  dishes: Json;
  district: string;
  isStopped: Generated<boolean>;
  meal: string;
  ordered: Generated<number>;
  siteId: string;
}

export interface MealsQuestion {
  amountFen: number;
  answer: string | null;
  answeredAt: Timestamp | null;
  answeredBy: string | null;
  answerNote: string | null;
  askedAt: Timestamp;
  detail: Json;
  district: string;
  id: string;
  kind: string;
  month: string;
  otherSiteId: string | null;
  saleId: string | null;
  siteId: string;
}

export interface MealsSale {
  conflict: string | null;
  day: string;
  district: string;
  dueFen: number;
  home: string | null;
  how: string;
  id: string;
  identifiedBy: string;
  lines: Json;
  listFen: number;
  meal: string;
  paidBy: string;
  personId: string | null;
  receivedAt: Timestamp;
  refundedAt: Timestamp | null;
  refundReason: string | null;
  scheme: string | null;
  seq: number | null;
  siteId: string;
  soldAt: Timestamp;
  soldBy: string;
  state: Generated<string>;
  subsidyCode: string | null;
  subsidyFen: number;
  tillId: string;
}

export interface MealsScheme {
  code: string;
  district: string;
  enteredAt: Timestamp;
  enteredBy: string;
  fromDay: string;
  rules: Json;
  toDay: string | null;
  version: number;
}

export interface MealsSite {
  areaCode: string;
  changedAt: Timestamp;
  district: string;
  hygieneGrade: string | null;
  id: string;
  isAllAge: Generated<boolean>;
  isOnPass: Generated<boolean>;
  kind: string;
  licenceNumber: string;
  licenceUntil: string;
  name: string;
  nameEn: string;
  organisationId: string;
  placeId: string | null;
  seats: number;
  sittings: Json;
  state: Generated<string>;
  suppliedBy: string | null;
}

export interface MealsStanding {
  addressCipher: string | null;
  dishes: Json;
  district: string;
  endedAt: Timestamp | null;
  fromDay: string;
  how: string;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  meal: string;
  personId: string;
  siteId: string;
  toDay: string | null;
  weekdays: number[];
}

export interface MealsSubsidised {
  amountFen: number;
  at: Timestamp;
  day: string;
  district: string;
  freedAt: Timestamp | null;
  meal: string;
  personId: string;
  saleDistrict: string;
  saleId: string;
  siteId: string;
}

export interface MealsTill {
  closedAt: Timestamp | null;
  district: string;
  id: string;
  keyCipher: string;
  lastSeq: Generated<number>;
  lastSignature: Generated<string>;
  name: string;
  openedAt: Timestamp;
  siteId: string;
}

export interface NeedsAnswer {
  at: Timestamp;
  district: string;
  isMet: boolean;
  projectId: string;
  requestId: string;
}

export interface NeedsNeed {
  areaCode: string;
  district: string;
  droppedBecause: string | null;
  functionCode: string | null;
  id: string;
  lastProjectId: string | null;
  metBy: string | null;
  openedAt: Timestamp;
  openedBy: string;
  projectId: string | null;
  segment: string | null;
  title: string;
}

export interface NeedsProject {
  areaCode: string;
  budgetFen: Int8 | null;
  district: string;
  endedAt: Timestamp | null;
  handedOverAt: Timestamp | null;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  outcome: string | null;
  state: Generated<string>;
  summary: string;
  title: string;
}

export interface NeedsVoice {
  district: string;
  needId: string;
  requestId: string;
}

export interface PartnersOrganisation {
  createdAt: Timestamp;
  creditCode: string | null;
  district: string;
  id: string;
  kind: string;
  name: string;
}

export interface PeopleConsent {
  channel: string;
  district: string;
  givenAt: Timestamp;
  givenBy: string;
  id: string;
  personId: string;
  purpose: string;
  textVersion: string;
  withdrawnAt: Timestamp | null;
}

export interface PeopleFact {
  district: string;
  id: string;
  personId: string;
  recordedAt: Timestamp;
  recordedBy: string | null;
  segmentCode: string;
  sourceDepartment: string;
  sourceReference: string | null;
  validFrom: string;
  validTo: string | null;
  valueCipher: string | null;
}

export interface PeopleGuardianship {
  district: string;
  guardianId: string;
  id: string;
  relation: string;
  validFrom: string;
  validTo: string | null;
  wardId: string;
}

export interface PeopleHousehold {
  addressCipher: string;
  addressIndex: string;
  areaCode: string;
  createdAt: Timestamp;
  district: string;
  estate: string | null;
  id: string;
  invented: Generated<boolean>;
  lat: number | null;
  lon: number | null;
}

export interface PeoplePerson {
  areaCode: string;
  bornOn: string;
  createdAt: Timestamp;
  deceasedOn: string | null;
  district: string;
  householdId: string | null;
  id: string;
  identityCipher: string | null;
  identityIndex: string | null;
  identityKind: Generated<string>;
  invented: Generated<boolean>;
  nameCipher: string;
  nameIndex: string;
  phoneCipher: string | null;
  phoneIndex: string | null;
  sex: string;
}

export interface PeopleProfile {
  changedIn: Generated<string>;
  district: string;
  personId: string;
  sealed: string;
}

export interface PeopleReveal {
  accountId: string;
  accountName: string;
  at: Timestamp;
  district: string;
  fields: string[];
  id: string;
  organisation: string;
  personId: string;
  purpose: string;
  reason: string;
}

export interface PeopleSegment {
  code: string;
  dataLevel: string;
  kind: string;
  name: string;
  nameEn: string;
  priority: number | null;
  source: string;
}

export interface PeopleStatement {
  district: string;
  fact: string;
  id: string;
  personId: string;
  recordedAt: Timestamp;
  recordedBy: string | null;
  replacedAt: Timestamp | null;
  sourceDepartment: string;
  sourceReference: string | null;
  statedOn: string;
  validFrom: string;
  validTo: string | null;
  valueCipher: string;
}

export interface PlacesCensus {
  asOf: string;
  district: string;
  id: string;
  takenAt: Timestamp;
  takenBy: string | null;
  title: string;
}

export interface PlacesCensusRecord {
  areaCode: string;
  censusId: string;
  district: string;
  placeId: string;
  record: Json;
}

export interface PlacesFunctionGroup {
  code: string;
  functions: string[];
  grouping: string;
  name: string;
  nameEn: string;
  position: number;
}

export interface PlacesOwnFunction {
  areaCode: string;
  code: string;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  domain: string | null;
  name: string;
  nameEn: string | null;
  number: number | null;
  proposedAt: Timestamp;
  proposedBy: string;
  purpose: string;
  reason: string | null;
  serves: string;
  status: Generated<string>;
}

export interface PlacesPhoto {
  addedAt: Timestamp;
  addedBy: string;
  caption: string;
  district: string;
  height: number;
  id: string;
  large: Buffer;
  placeId: string;
  position: number;
  small: Buffer;
  width: number;
}

export interface PlacesPlace {
  accessibility: Generated<string[]>;
  acquisition: string | null;
  address: string | null;
  areaCode: string;
  buildingArea: Numeric | null;
  buildType: string | null;
  capacity: number | null;
  closedOn: string | null;
  condition: string | null;
  district: string;
  externalId: string | null;
  functions: Generated<string[]>;
  hours: Json;
  id: string;
  invented: Generated<boolean>;
  kind: string;
  lat: number;
  lon: number;
  modeS0: string | null;
  name: string;
  nameEn: string | null;
  openedOn: string | null;
  operatorId: string | null;
  owner: string | null;
  phone: string | null;
  revision: Generated<number>;
  search: string;
  serviceAreaId: string | null;
  sourceCrs: string;
  tier: string | null;
  updatedAt: Timestamp;
  usableArea: Numeric | null;
  utilisation: number | null;
}

export interface PlacesRoom {
  allDay: Generated<boolean>;
  district: string;
  floor: Generated<string>;
  functions: Generated<string[]>;
  id: string;
  name: string;
  openUse: Generated<boolean>;
  operatorClass: string;
  placeId: string;
  siteId: string | null;
  usableArea: Numeric;
  useKind: Generated<string>;
  zone: string | null;
}

export interface PlacesRoomTime {
  catalogueCode: Generated<string | null>;
  district: string;
  fromMinute: number;
  functionCode: string;
  id: string;
  ownCode: Generated<string | null>;
  roomId: string;
  toMinute: number;
  weekday: number;
}

export interface PlacesServiceFunction {
  basic: boolean;
  catalogueVersion: string;
  class: string;
  code: string;
  name: string;
  nameEn: string;
  number: number;
  serves: string;
}

export interface PlacesSite {
  address: string | null;
  district: string;
  id: string;
  lat: number;
  lon: number;
  name: string;
  placeId: string;
}

export interface PlanningPopulation {
  asOf: string;
  current: boolean;
  district: string;
  id: string;
  importedAt: Timestamp;
  invented: Generated<boolean>;
  kind: string;
  revision: Generated<number>;
  source: string;
  title: string;
}

export interface PlanningPopulationCell {
  areaCode: string | null;
  bands: number[] | null;
  district: string;
  households: number | null;
  id: string;
  lat: number;
  lon: number;
  name: string | null;
  people: number;
  populationId: string;
}

export interface PlanningProject {
  acquisition: string;
  areaCode: string;
  checks: Generated<Json>;
  createdAt: Timestamp;
  district: string;
  droppedOn: string | null;
  dropReason: string | null;
  dueOn: string | null;
  functions: Generated<string[]>;
  id: string;
  invented: Generated<boolean>;
  lat: number | null;
  lon: number | null;
  placeId: string | null;
  plannedArea: Numeric | null;
  revision: Generated<number>;
  spaceId: string | null;
  stage: Generated<string>;
  tags: Generated<string[]>;
  title: string;
  updatedAt: Timestamp;
}

export interface PlanningProjectGate {
  district: string;
  evidence: string;
  passedAt: Timestamp;
  passedBy: string;
  passedOn: string;
  projectId: string;
  stage: string;
}

export interface PlanningProjectList {
  addedBasis: string;
  addedOn: string;
  district: string;
  id: string;
  list: string;
  projectId: string;
  removedBasis: string | null;
  removedOn: string | null;
}

export interface PlanningScenario {
  createdAt: Timestamp;
  createdBy: string;
  district: string;
  edits: Json;
  id: string;
  name: string;
  networkId: string;
  populationId: string;
  removedAt: Timestamp | null;
  revision: Generated<number>;
  settings: Json;
  updatedAt: Timestamp;
}

export interface PlanningSpace {
  acquisition: string;
  address: string | null;
  areaCode: string;
  availableFrom: string | null;
  createdAt: Timestamp;
  district: string;
  floorArea: Numeric;
  id: string;
  invented: Generated<boolean>;
  kind: string;
  lat: number;
  lon: number;
  name: string;
  owner: string;
  placeId: string | null;
  rentFen: Int8;
  revision: Generated<number>;
  status: Generated<string>;
  statusNote: string | null;
  termMonths: number | null;
  updatedAt: Timestamp;
}

export interface PlanningStudy {
  createdAt: Timestamp;
  createdBy: string | null;
  csv: string | null;
  district: string;
  error: string | null;
  files: Generated<Json>;
  finishedAt: Timestamp | null;
  html: string | null;
  id: string;
  parameters: Json;
  progress: Generated<string>;
  result: Json | null;
  status: string;
  title: string;
}

export interface PlanningStudyFile {
  content: Buffer;
  district: string;
  name: string;
  studyId: string;
}

export interface PlanningTarget {
  areaCode: string;
  base: Numeric | null;
  basis: string;
  district: string;
  dueOn: string;
  id: string;
  invented: Generated<boolean>;
  measure: string;
  parentId: string | null;
  revision: Generated<number>;
  updatedAt: Timestamp;
  value: Numeric;
}

export interface PlanningWish {
  accountId: string;
  areaCode: string | null;
  district: string;
  functionCode: string;
  id: string;
  wishedAt: Timestamp;
}

export interface PlatformAuditEntry {
  action: string;
  actorId: string | null;
  actorName: string;
  areaCode: string | null;
  at: Timestamp;
  detail: Generated<Json>;
  district: string;
  hash: string;
  objectId: string | null;
  previousHash: string;
  purpose: string | null;
  result: string;
  seq: Int8;
}

export interface PlatformAuditHead {
  district: string;
  hash: string;
  seq: Int8;
}

export interface PlatformEvent {
  actorId: string | null;
  at: Timestamp;
  detail: Generated<Json>;
  district: string;
  id: string;
  name: string;
  seq: Generated<Int8>;
  subject: string;
  txid: Generated<string>;
}

export interface PlatformIdempotency {
  answer: string | null;
  at: Timestamp;
  district: string;
  endpoint: string;
  key: string;
  owner: string;
  requestHash: string;
}

export interface PlatformReactionCursor {
  failures: Generated<number>;
  lastError: string | null;
  reaction: string;
  seq: Generated<Int8>;
  txid: Generated<string>;
}

export interface PlatformReferenceData {
  content: Json;
  effectiveFrom: string | null;
  kind: string;
  loadedAt: Timestamp;
  source: string;
  status: string;
  version: string;
}

export interface PointsGood {
  available: number;
  closedAt: Timestamp | null;
  district: string;
  id: string;
  merchantId: string;
  perMonth: number;
  price: number;
  settleFen: number;
  title: string;
  titleEn: string;
  unit: string;
}

export interface PointsMerchant {
  areaCode: string;
  closedOn: string | null;
  district: string;
  id: string;
  name: string;
  nameEn: string;
  organisationId: string | null;
}

export interface PointsRedemption {
  code: string;
  district: string;
  endedAt: Timestamp | null;
  goodId: string;
  handedBy: string | null;
  id: string;
  personId: string;
  price: number;
  reservedAt: Timestamp;
  settledMonth: string | null;
  settleFen: number;
  state: Generated<string>;
  until: Timestamp;
}

export interface PointsSettlement {
  amount: number;
  district: string;
  fen: number;
  merchantId: string;
  month: string;
  paidAt: Timestamp | null;
  redemptions: number;
  reference: string | null;
  unit: string;
}

export interface RequestsBulletin {
  content: Json;
  district: string;
  month: string;
  publishedAt: Timestamp;
  publishedBy: string;
}

export interface RequestsDispatchModel {
  accuracy: number;
  aim: number;
  coverage: number;
  district: string;
  examples: number;
  packed: string;
  rulesAccuracy: number;
  threshold: number;
  trainedAt: Timestamp;
  tried: number;
  version: number;
}

export interface RequestsDutyChange {
  answer: string | null;
  area: string;
  askedAt: Timestamp;
  askedBy: string;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  id: string;
  lead: string;
  matter: string;
  reason: string;
  requestId: string | null;
  state: Generated<string>;
}

export interface RequestsDutyList {
  basis: string;
  content: Json;
  district: string;
  draftedAt: Timestamp;
  draftedBy: string | null;
  editedBy: string | null;
  effectiveFrom: string | null;
  publishedAt: Timestamp | null;
  publishedBy: string | null;
  revision: Generated<number>;
  status: string;
  version: number;
}

export interface RequestsFollower {
  accountId: string;
  district: string;
  requestId: string;
  since: Timestamp;
}

export interface RequestsIntakeKey {
  channel: string;
  district: string;
  endedAt: Timestamp | null;
  id: string;
  keyHash: string;
  madeAt: Timestamp;
  madeBy: string;
  name: string;
}

export interface RequestsPhoto {
  addedAt: Timestamp;
  byPart: string;
  district: string;
  height: number;
  id: string;
  large: Buffer;
  lat: number | null;
  lon: number | null;
  requestId: string;
  small: Buffer;
  width: number;
}

export interface RequestsRecontact {
  askedAt: Timestamp | null;
  askedBy: string | null;
  district: string;
  grade: number | null;
  month: string;
  outcome: string | null;
  position: number;
  requestId: string;
}

export interface RequestsRequest {
  accountId: string | null;
  areaCode: string;
  cell: Int8 | null;
  channel: string;
  district: string;
  forgottenAt: Timestamp | null;
  id: string;
  intakeKey: string | null;
  isPublic: boolean;
  lat: number | null;
  listVersion: number;
  lon: number | null;
  matter: string;
  number: string;
  outsideId: string | null;
  personId: string | null;
  phoneIndex: string | null;
  placeText: string | null;
  receivedAt: Timestamp;
  reporterSealed: string | null;
  secretHash: string;
  wholeId: string | null;
  words: string | null;
  wordsSealed: string | null;
}

export interface RequestsWords {
  district: string;
  grams: string;
  receivedAt: Timestamp;
  requestId: string;
}

export interface ReviewsOccasion {
  codeHash: string;
  district: string;
  endsAt: Timestamp;
  id: string;
  madeAt: Timestamp;
  madeBy: string;
  placeId: string;
  serviceId: string | null;
  what: string;
}

export interface ReviewsReview {
  againHash: string | null;
  at: Timestamp;
  caseId: string | null;
  contactSealed: string | null;
  district: string;
  finalAt: Timestamp | null;
  finalGrade: number | null;
  grade: number;
  isExcluded: Generated<boolean>;
  occasionId: string;
  reasons: string[];
  rules: string;
  wordsSealed: string | null;
}

export interface ServicesService {
  catalogueCode: Generated<string | null>;
  district: string;
  eligibility: string;
  eligibilityEn: string;
  functionCode: string;
  id: string;
  name: string;
  nameEn: string;
  ownCode: Generated<string | null>;
  placeId: string;
  priceClass: string;
  priceFen: number | null;
  priceUnit: string | null;
  promise: string;
  provider: string;
  steps: string[];
  validFrom: string;
  validTo: string | null;
  version: number;
}

export interface SignalsCalibration {
  day: string;
  district: string;
  matters: number;
  replays: number;
  reports: number;
  rules: string;
  threshold: number;
}

export interface SignalsSignal {
  areaCode: string;
  areaCodes: string[];
  caseId: string | null;
  count: number;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  expected: number;
  firstDay: string;
  fromDay: string;
  id: string;
  kind: string;
  lastDay: string;
  matter: string;
  ratio: number;
  reason: string | null;
  state: Generated<string>;
  threshold: number;
}

export interface StreetsNetwork {
  backdrop: Generated<Json>;
  current: boolean;
  district: string;
  graph: Buffer;
  id: string;
  importedAt: Timestamp;
  importedBy: string | null;
  invented: Generated<boolean>;
  lengthMetres: number;
  nodes: number;
  segments: number;
  source: string;
  title: string;
}

export interface VisitsAssignment {
  accountId: string;
  district: string;
  endedOn: string | null;
  everyDays: number;
  householdId: string;
  madeBy: string;
  since: string;
  why: string;
}

export interface VisitsVisit {
  accountId: string;
  areaCode: string;
  caseId: string | null;
  district: string;
  householdId: string | null;
  id: string;
  note: string;
  outcome: string;
  receivedAt: Timestamp;
  reportSealed: string | null;
  requestId: string | null;
  revision: number;
  sealedNote: string | null;
  topics: string[];
  visitedAt: Timestamp;
}

export interface VolunteersOutsideService {
  broughtAt: Timestamp;
  district: string;
  during: string;
  externalId: string;
  minutes: number;
  source: string;
  title: string;
  volunteerId: string;
}

export interface VolunteersService {
  answeredBy: string | null;
  appeal: string | null;
  appealedAt: Timestamp | null;
  confirmedAt: Timestamp | null;
  confirmedBy: string | null;
  countedAs: string | null;
  district: string;
  during: string;
  id: string;
  inAt: Timestamp | null;
  inMetres: number | null;
  isSelfReported: Generated<boolean>;
  joinedAt: Timestamp;
  minutes: number | null;
  outAt: Timestamp | null;
  rating: number | null;
  refusal: string | null;
  shiftId: string;
  state: Generated<string>;
  volunteerId: string;
}

export interface VolunteersShift {
  coinMinutes: Generated<number>;
  district: string;
  during: string;
  id: string;
  insuredBy: string | null;
  isRisky: Generated<boolean>;
  kind: string;
  lat: number;
  lon: number;
  madeAt: Timestamp;
  madeBy: string;
  places: number;
  servedId: string | null;
  skills: Generated<string[]>;
  state: Generated<string>;
  stationId: string;
  taken: Generated<number>;
  title: string;
  titleEn: string;
  trainings: Generated<string[]>;
}

export interface VolunteersStar {
  appliedAt: Timestamp;
  decidedAt: Timestamp | null;
  decidedBy: string | null;
  district: string;
  id: string;
  minutes: number;
  noticeUntil: string | null;
  reason: string | null;
  star: number;
  state: Generated<string>;
  volunteerId: string;
}

export interface VolunteersStation {
  areaCode: string;
  closedOn: string | null;
  district: string;
  id: string;
  lat: number;
  lon: number;
  name: string;
  nameEn: string;
  placeId: string | null;
}

export interface VolunteersVolunteer {
  agreedBy: string | null;
  countsAs: string;
  district: string;
  id: string;
  number: string;
  pausedUntil: string | null;
  personId: string;
  registeredAt: Timestamp;
  skills: Generated<string[]>;
  state: Generated<string>;
  trainings: Generated<Json>;
}

export interface DB {
  "areas.area": AreasArea;
  "areas.areaChange": AreasAreaChange;
  "areas.areaType": AreasAreaType;
  "areas.communityType": AreasCommunityType;
  "areas.serviceArea": AreasServiceArea;
  "benefits.application": BenefitsApplication;
  "benefits.authorisation": BenefitsAuthorisation;
  "benefits.enrolment": BenefitsEnrolment;
  "benefits.finding": BenefitsFinding;
  "benefits.policyVersion": BenefitsPolicyVersion;
  "benefits.pushRefusal": BenefitsPushRefusal;
  "benefits.run": BenefitsRun;
  "benefits.step": BenefitsStep;
  "benefits.verdict": BenefitsVerdict;
  "bookings.application": BookingsApplication;
  "bookings.booking": BookingsBooking;
  "bookings.claim": BookingsClaim;
  "bookings.feed": BookingsFeed;
  "bookings.offering": BookingsOffering;
  "bookings.offeringVersion": BookingsOfferingVersion;
  "bookings.rating": BookingsRating;
  "bookings.resource": BookingsResource;
  "bookings.round": BookingsRound;
  "bookings.seasonDate": BookingsSeasonDate;
  "bookings.session": BookingsSession;
  "bookings.step": BookingsStep;
  "bookings.waiting": BookingsWaiting;
  "bookings.waitingStep": BookingsWaitingStep;
  "bookings.wish": BookingsWish;
  "care.careDay": CareCareDay;
  "care.careGroup": CareCareGroup;
  "care.contract": CareContract;
  "care.pickup": CarePickup;
  "care.shift": CareShift;
  "care.stay": CareStay;
  "cases.caseFile": CasesCaseFile;
  "cases.clock": CasesClock;
  "cases.event": CasesEvent;
  "cases.helper": CasesHelper;
  "cases.member": CasesMember;
  "cases.pastClock": CasesPastClock;
  "cases.unit": CasesUnit;
  "counters.line": CountersLine;
  "counters.lineDay": CountersLineDay;
  "counters.post": CountersPost;
  "counters.ticket": CountersTicket;
  "counters.ticketHolder": CountersTicketHolder;
  "evaluation.candidate": EvaluationCandidate;
  "evaluation.objection": EvaluationObjection;
  "evaluation.round": EvaluationRound;
  "funds.accrual": FundsAccrual;
  "funds.bookEntry": FundsBookEntry;
  "funds.commitment": FundsCommitment;
  "funds.delivery": FundsDelivery;
  "funds.fund": FundsFund;
  "funds.giver": FundsGiver;
  "funds.goods": FundsGoods;
  "funds.goodsMove": FundsGoodsMove;
  "funds.income": FundsIncome;
  "funds.installment": FundsInstallment;
  "funds.project": FundsProject;
  "funds.reinvestment": FundsReinvestment;
  "funds.spaceAgreement": FundsSpaceAgreement;
  "identity.account": IdentityAccount;
  "identity.externalLogin": IdentityExternalLogin;
  "identity.oidcAttempt": IdentityOidcAttempt;
  "identity.oneTimeCode": IdentityOneTimeCode;
  "identity.roleGrant": IdentityRoleGrant;
  "identity.session": IdentitySession;
  "imports.import": ImportsImport;
  "ledger.account": LedgerAccount;
  "ledger.balanceDay": LedgerBalanceDay;
  "ledger.capCharge": LedgerCapCharge;
  "ledger.capUse": LedgerCapUse;
  "ledger.lot": LedgerLot;
  "ledger.lotUse": LedgerLotUse;
  "ledger.payment": LedgerPayment;
  "ledger.paymentNotice": LedgerPaymentNotice;
  "ledger.seal": LedgerSeal;
  "ledger.transfer": LedgerTransfer;
  "meals.bulletin": MealsBulletin;
  "meals.card": MealsCard;
  "meals.cardHome": MealsCardHome;
  "meals.claim": MealsClaim;
  "meals.mealOrder": MealsMealOrder;
  "meals.menu": MealsMenu;
  "meals.question": MealsQuestion;
  "meals.sale": MealsSale;
  "meals.scheme": MealsScheme;
  "meals.site": MealsSite;
  "meals.standing": MealsStanding;
  "meals.subsidised": MealsSubsidised;
  "meals.till": MealsTill;
  "needs.answer": NeedsAnswer;
  "needs.need": NeedsNeed;
  "needs.project": NeedsProject;
  "needs.voice": NeedsVoice;
  "partners.organisation": PartnersOrganisation;
  "people.consent": PeopleConsent;
  "people.fact": PeopleFact;
  "people.guardianship": PeopleGuardianship;
  "people.household": PeopleHousehold;
  "people.person": PeoplePerson;
  "people.profile": PeopleProfile;
  "people.reveal": PeopleReveal;
  "people.segment": PeopleSegment;
  "people.statement": PeopleStatement;
  "places.census": PlacesCensus;
  "places.censusRecord": PlacesCensusRecord;
  "places.functionGroup": PlacesFunctionGroup;
  "places.ownFunction": PlacesOwnFunction;
  "places.photo": PlacesPhoto;
  "places.place": PlacesPlace;
  "places.room": PlacesRoom;
  "places.roomTime": PlacesRoomTime;
  "places.serviceFunction": PlacesServiceFunction;
  "places.site": PlacesSite;
  "planning.population": PlanningPopulation;
  "planning.populationCell": PlanningPopulationCell;
  "planning.project": PlanningProject;
  "planning.projectGate": PlanningProjectGate;
  "planning.projectList": PlanningProjectList;
  "planning.scenario": PlanningScenario;
  "planning.space": PlanningSpace;
  "planning.study": PlanningStudy;
  "planning.studyFile": PlanningStudyFile;
  "planning.target": PlanningTarget;
  "planning.wish": PlanningWish;
  "platform.auditEntry": PlatformAuditEntry;
  "platform.auditHead": PlatformAuditHead;
  "platform.event": PlatformEvent;
  "platform.idempotency": PlatformIdempotency;
  "platform.reactionCursor": PlatformReactionCursor;
  "platform.referenceData": PlatformReferenceData;
  "points.good": PointsGood;
  "points.merchant": PointsMerchant;
  "points.redemption": PointsRedemption;
  "points.settlement": PointsSettlement;
  "requests.bulletin": RequestsBulletin;
  "requests.dispatchModel": RequestsDispatchModel;
  "requests.dutyChange": RequestsDutyChange;
  "requests.dutyList": RequestsDutyList;
  "requests.follower": RequestsFollower;
  "requests.intakeKey": RequestsIntakeKey;
  "requests.photo": RequestsPhoto;
  "requests.recontact": RequestsRecontact;
  "requests.request": RequestsRequest;
  "requests.words": RequestsWords;
  "reviews.occasion": ReviewsOccasion;
  "reviews.review": ReviewsReview;
  "services.service": ServicesService;
  "signals.calibration": SignalsCalibration;
  "signals.signal": SignalsSignal;
  "streets.network": StreetsNetwork;
  "visits.assignment": VisitsAssignment;
  "visits.visit": VisitsVisit;
  "volunteers.outsideService": VolunteersOutsideService;
  "volunteers.service": VolunteersService;
  "volunteers.shift": VolunteersShift;
  "volunteers.star": VolunteersStar;
  "volunteers.station": VolunteersStation;
  "volunteers.volunteer": VolunteersVolunteer;
}
