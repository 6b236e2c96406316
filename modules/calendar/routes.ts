import { anyone } from '../../platform/access.ts';
import { answer } from '../../platform/routes.ts';
import { listDays } from './contract.ts';
import { listDaysQuery } from './queries.ts';

export const routes = [answer(listDays, anyone, listDaysQuery)];
