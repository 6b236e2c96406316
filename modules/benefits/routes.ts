import { anyone, residentSelf, staff, staffAt, staffOfDistrict } from '../../platform/access.ts';
import { answer, answerFor, perform } from '../../platform/routes.ts';
import { areaInput, caseRoles, personInput } from '../people/index.ts';
import { findCertificatesQuery } from './certificates.ts';
import * as contract from './contract.ts';
import * as editor from './editor/contract.ts';
import { previewPolicyQuery } from './editor/preview.ts';
import {
  createDraftCommand,
  decidePolicyCommand,
  dropDraftCommand,
  getPolicyVersionsQuery,
  listPolicyVersionsQuery,
  proposePolicyCommand,
  saveDraftCommand,
} from './editor/versions.ts';
import {
  applicationInput,
  applyForCommand,
  applyForResidentCommand,
  decideApplicationCommand,
  listApplicationsQuery,
  recordEnrolmentCommand,
} from './matching/applications.ts';
import { authorisationInput, endAuthorisationCommand, giveAuthorisationCommand, listAuthorisationsQuery, startRunCommand } from './matching/authorisations.ts';
import * as matching from './matching/contract.ts';
import { deciders, findingInput, listFindingsQuery, openFindingCommand } from './matching/findings.ts';
import { judgePersonCommand, myBenefitsQuery, setPushCommand } from './matching/mine.ts';
import {
  contactFindingCommand,
  decideFindingCommand,
  decideObjectionCommand,
  endBenefitCommand,
  objectForResidentCommand,
  objectToEndCommand,
} from './matching/steps.ts';
import { listPoliciesQuery } from './policies.ts';

/** Policies hold for the whole district, so they are written and published by those who answer for all of it. */
const writesPolicies = staffOfDistrict('cityOfficial', 'districtOfficial');
const worksInArea = staffAt(areaInput, ...caseRoles);
const worksWithPerson = staffAt(personInput, ...caseRoles);
const worksOnFinding = staffAt(findingInput, ...caseRoles);
const decidesFinding = staffAt(findingInput, ...deciders);
const decidesInArea = staffAt(areaInput, ...deciders);
const decidesAuthorisation = staffAt(authorisationInput, ...deciders);

export const routes = [
  answer(contract.listPolicies, anyone, listPoliciesQuery),
  answer(contract.findCertificates, anyone, findCertificatesQuery),
  perform(matching.giveAuthorisation, decidesInArea, giveAuthorisationCommand),
  answerFor(matching.listAuthorisations, staff(...caseRoles, 'auditor'), listAuthorisationsQuery),
  perform(matching.endAuthorisation, decidesAuthorisation, endAuthorisationCommand),
  perform(matching.startRun, decidesAuthorisation, startRunCommand),
  answer(matching.listFindings, worksInArea, listFindingsQuery),
  perform(matching.openFinding, worksOnFinding, openFindingCommand),
  perform(matching.contactFinding, worksOnFinding, contactFindingCommand),
  perform(matching.decideFinding, decidesFinding, decideFindingCommand),
  perform(matching.objectToEnd, residentSelf, objectToEndCommand),
  perform(matching.objectForResident, worksOnFinding, objectForResidentCommand),
  perform(matching.decideObjection, decidesFinding, decideObjectionCommand),
  perform(matching.endBenefit, decidesFinding, endBenefitCommand),
  perform(matching.recordEnrolment, worksWithPerson, recordEnrolmentCommand),
  perform(matching.judgePerson, worksWithPerson, judgePersonCommand),
  answerFor(matching.myBenefits, residentSelf, myBenefitsQuery),
  perform(matching.applyFor, residentSelf, applyForCommand),
  perform(matching.applyForResident, worksWithPerson, applyForResidentCommand),
  answer(matching.listApplications, worksInArea, listApplicationsQuery),
  perform(matching.decideApplication, staffAt(applicationInput, ...deciders), decideApplicationCommand),
  perform(matching.setPush, residentSelf, setPushCommand),
  answerFor(editor.listPolicyVersions, writesPolicies, listPolicyVersionsQuery),
  answerFor(editor.getPolicyVersions, writesPolicies, getPolicyVersionsQuery),
  answerFor(editor.previewPolicy, writesPolicies, previewPolicyQuery),
  perform(editor.createDraft, writesPolicies, createDraftCommand),
  perform(editor.saveDraft, writesPolicies, saveDraftCommand),
  perform(editor.dropDraft, writesPolicies, dropDraftCommand),
  perform(editor.proposePolicy, writesPolicies, proposePolicyCommand),
  perform(editor.decidePolicy, writesPolicies, decidePolicyCommand),
];
