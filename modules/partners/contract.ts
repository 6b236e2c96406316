import { z } from 'zod';
import { command, Id, query, refusal, refuses } from '../../platform/endpoint.ts';

export const organisationNamed = refusal(409, 'partners/name-taken', { zh: '已有同名机构', en: 'There is an organisation of this name' }, 'organisation_name');

export const Organisation = z.object({
  id: Id,
  name: z.string(),
  creditCode: z.string().nullable(),
  creditCodeWarning: z.string().nullable(),
  kind: z.enum(['government', 'operator', 'market', 'charity', 'resident']),
});
export const listOrganisations = query('/partners', 'Organisations that operate places').output(z.array(Organisation));
export const createOrganisation = command('POST', '/partners', 'Register an organisation; a credit code that fails its check is kept with a warning')
  .errors(refuses(organisationNamed))
  .input(
    z.object({
      name: z.string().trim().min(2).max(120),
      creditCode: z.string().trim().max(18).optional(),
      kind: Organisation.shape.kind,
    }),
  )
  .output(Organisation);

export const partners = { listOrganisations, createOrganisation };
