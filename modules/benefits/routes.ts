import { anyone } from '../../platform/access.ts';
import { answer } from '../../platform/routes.ts';
import { findCertificatesQuery } from './certificates.ts';
import { findCertificates, listPolicies } from './contract.ts';
import { listPoliciesQuery } from './policies.ts';

export const routes = [answer(listPolicies, anyone, listPoliciesQuery), answer(findCertificates, anyone, findCertificatesQuery)];
