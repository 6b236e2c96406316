import { areas } from './areas/contract.ts';
import { benefits } from './benefits/contract.ts';
import { bookings } from './bookings/contract.ts';
import { calendar } from './calendar/contract.ts';
import { care } from './care/contract.ts';
import { cases } from './cases/contract.ts';
import { counters } from './counters/contract.ts';
import { evaluation } from './evaluation/contract.ts';
import { funds } from './funds/contract.ts';
import { identity } from './identity/contract.ts';
import { imports } from './imports/contract.ts';
import { ledger } from './ledger/contract.ts';
import { meals } from './meals/contract.ts';
import { needs } from './needs/contract.ts';
import { partners } from './partners/contract.ts';
import { people } from './people/contract.ts';
import { places } from './places/contract.ts';
import { planning } from './planning/contract.ts';
import { points } from './points/contract.ts';
import { requests } from './requests/contract.ts';
import { reviews } from './reviews/contract.ts';
import { services } from './services/contract.ts';
import { signals } from './signals/contract.ts';
import { streets } from './streets/contract.ts';
import { visits } from './visits/contract.ts';
import { volunteers } from './volunteers/contract.ts';

/** Every endpoint of the house, by module. */
export const contract = {
  areas,
  benefits,
  bookings,
  calendar,
  care,
  cases,
  counters,
  evaluation,
  funds,
  identity,
  imports,
  ledger,
  meals,
  partners,
  needs,
  people,
  places,
  planning,
  points,
  requests,
  reviews,
  services,
  signals,
  streets,
  visits,
  volunteers,
};
