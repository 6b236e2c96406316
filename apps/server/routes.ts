import { routes as areas } from '../../modules/areas/routes.ts';
import { routes as benefits } from '../../modules/benefits/routes.ts';
import { routes as bookings } from '../../modules/bookings/routes.ts';
import { routes as calendar } from '../../modules/calendar/routes.ts';
import { routes as care } from '../../modules/care/routes.ts';
import { routes as cases } from '../../modules/cases/routes.ts';
import { routes as counters } from '../../modules/counters/routes.ts';
import { routes as evaluation } from '../../modules/evaluation/routes.ts';
import { routes as funds } from '../../modules/funds/routes.ts';
import { routes as identity } from '../../modules/identity/routes.ts';
import { routes as imports } from '../../modules/imports/routes.ts';
import { routes as ledger } from '../../modules/ledger/routes.ts';
import { routes as meals } from '../../modules/meals/routes.ts';
import { routes as needs } from '../../modules/needs/routes.ts';
import { routes as partners } from '../../modules/partners/routes.ts';
import { routes as people } from '../../modules/people/routes.ts';
import { routes as places } from '../../modules/places/routes.ts';
import { routes as planning } from '../../modules/planning/routes.ts';
import { routes as points } from '../../modules/points/routes.ts';
import { routes as requests } from '../../modules/requests/routes.ts';
import { routes as reviews } from '../../modules/reviews/routes.ts';
import { routes as services } from '../../modules/services/routes.ts';
import { routes as signals } from '../../modules/signals/routes.ts';
import { routes as streets } from '../../modules/streets/routes.ts';
import { routes as visits } from '../../modules/visits/routes.ts';
import { routes as volunteers } from '../../modules/volunteers/routes.ts';

export const routes = [
  ...areas,
  ...benefits,
  ...bookings,
  ...calendar,
  ...care,
  ...cases,
  ...counters,
  ...evaluation,
  ...funds,
  ...identity,
  ...imports,
  ...ledger,
  ...meals,
  ...partners,
  ...needs,
  ...people,
  ...places,
  ...planning,
  ...points,
  ...requests,
  ...reviews,
  ...services,
  ...signals,
  ...streets,
  ...visits,
  ...volunteers,
];
