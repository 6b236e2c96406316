import { anyone } from '../../platform/access.ts';
import { answer } from '../../platform/routes.ts';
import { listServices } from './contract.ts';
import { listServicesQuery } from './queries.ts';

export const routes = [answer(listServices, anyone, listServicesQuery)];
