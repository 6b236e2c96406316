import { z } from 'zod';
import type { Policy } from '../../../engines/rules/document.ts';
import { command, Day, Moment, query, refusal, refuses } from '../../../platform/endpoint.ts';

export const noSuchPolicyVersion = refusal(404, 'benefits/no-such-version', { zh: '没有这项政策或这个版本', en: 'There is no such policy or version' });
export const draftOpen = refusal(
  409,
  'benefits/draft-open',
  { zh: '这项政策已有一份草稿', en: 'There is a draft of this policy already' },
  'policy_draft_once',
);
export const draftMoved = refusal(409, 'benefits/draft-moved', {
  zh: '草稿已被别人改过或已送审，请刷新',
  en: 'The draft was changed or sent for publishing by somebody else; reload it',
});
export const notAPolicy = refusal(422, 'benefits/not-a-policy', { zh: '政策写得不完整或不对', en: 'The policy is not complete, or not written as it must be' });
export const gateClosed = refusal(422, 'benefits/gate-closed', {
  zh: '发布前的检查没有通过，请按提示修改',
  en: 'It does not pass the checks before publishing; see what they say',
});
export const notBySelf = refusal(
  403,
  'benefits/not-by-self',
  { zh: '要由另一位负责人发布', en: 'Somebody other than who proposed it must publish it' },
  'policy_two_persons',
);

const Text = z.object({ zh: z.string(), en: z.string() });
/** Read and described by engines/rules; what is wrong with it is said in its own words. */
const Content = z.unknown().describe('A policy of engines/rules') as unknown as z.ZodType<Policy>;
const State = z.enum(['shipped', 'draft', 'proposed', 'published', 'dropped']);
const Issue = z.object({ path: z.string(), zh: z.string(), en: z.string() });
const Proof = z.object({ rows: z.int(), isExhaustive: z.boolean(), disagreements: z.int(), tests: z.int(), failing: z.int() });
const Version = z.object({
  version: z.int(),
  state: State,
  revision: z.int(),
  content: Content,
  reading: Text,
  changedAt: Moment.nullable(),
  proposedByMe: z.boolean(),
  proof: Proof.nullable(),
  decisionReason: z.string().nullable(),
});
const ByPolicy = z.object({ policyId: z.string().max(60) });

export const listPolicyVersions = query('/benefits/versions', 'All policies with the state of their newest version').output(
  z.array(z.object({ policyId: z.string(), title: Text, department: z.string(), version: z.int(), state: State, from: Day, to: Day.nullable() })),
);
export const getPolicyVersions = query('/benefits/versions/{policyId}', 'A policy with all its versions, newest first, each read back in plain words')
  .errors(refuses(noSuchPolicyVersion))
  .input(ByPolicy)
  .output(z.object({ policyId: z.string(), versions: z.array(Version) }));
export const previewPolicy = query('/benefits/preview', 'What a policy would do: faults, plain words, and whom of everybody it would reach', 'POST')
  .input(z.object({ content: Content }))
  .output(
    z.object({
      issues: z.array(Issue),
      lint: z.array(Issue.extend({ kind: z.string() })),
      reading: Text.nullable(),
      counts: z.object({ people: z.int(), met: z.int(), unknown: z.int(), gained: z.int(), lost: z.int(), lostReceiving: z.int(), ms: z.number() }).nullable(),
      tests: z.array(z.object({ name: z.string(), expect: z.string(), found: z.string() })),
    }),
  );
export const createDraft = command('POST', '/benefits/versions', 'Begin a new version of a policy, or a new policy')
  .errors(refuses(draftOpen, notAPolicy, noSuchPolicyVersion))
  .input(z.object({ from: z.string().max(60).optional(), content: Content.optional() }))
  .output(ByPolicy.extend({ version: z.int() }));
export const saveDraft = command('PUT', '/benefits/versions/{policyId}', 'Save a draft')
  .errors(refuses(draftMoved, notAPolicy))
  .input(ByPolicy.extend({ revision: z.int(), content: Content }))
  .output(z.object({ revision: z.int() }));
export const dropDraft = command('POST', '/benefits/versions/{policyId}/drop', 'Give a draft up')
  .errors(refuses(draftMoved))
  .input(ByPolicy.extend({ revision: z.int() }))
  .output(ByPolicy);
export const proposePolicy = command('POST', '/benefits/versions/{policyId}/proposal', 'Check a draft in every way and send it to somebody else for publishing')
  .errors(refuses(draftMoved, gateClosed))
  .input(ByPolicy.extend({ revision: z.int() }))
  .output(Proof);
export const decidePolicy = command('POST', '/benefits/versions/{policyId}/decision', 'Publish what somebody else proposed, or send it back with a reason')
  .errors(refuses(draftMoved, notBySelf))
  .input(ByPolicy.extend({ revision: z.int(), publish: z.boolean(), reason: z.string().trim().min(2).max(300) }))
  .output(ByPolicy.extend({ state: State }));

export const editor = { listPolicyVersions, getPolicyVersions, previewPolicy, createDraft, saveDraft, dropDraft, proposePolicy, decidePolicy };
