import { staff } from '../../platform/access.ts';
import { answer, perform } from '../../platform/routes.ts';
import * as contract from './contract.ts';
import { createOrganisationCommand, listOrganisationsQuery } from './organisations.ts';

const officials = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial'] as const;

export const routes = [
  answer(contract.listOrganisations, staff(...officials, 'communityOfficial', 'communityWorker', 'operator'), listOrganisationsQuery),
  perform(contract.createOrganisation, staff(...officials), createOrganisationCommand),
];
