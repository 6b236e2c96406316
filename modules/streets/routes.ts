import { anyone } from '../../platform/access.ts';
import { answer } from '../../platform/routes.ts';
import { getNetwork } from './contract.ts';
import { getNetworkQuery } from './queries.ts';

export const routes = [answer(getNetwork, anyone, getNetworkQuery)];
