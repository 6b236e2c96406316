import { anyone } from '../../platform/access.ts';
import { answer } from '../../platform/routes.ts';
import { listPolicies } from './contract.ts';
import { listPoliciesQuery } from './policies.ts';

export const routes = [answer(listPolicies, anyone, listPoliciesQuery)];
