import { type ComponentType, lazy } from 'react';
import type { StaffRole } from '../../platform/access.ts';
import type { words } from './words.ts';

const page = (load: () => Promise<Record<string, ComponentType>>, name: string) => lazy(() => load().then((module) => ({ default: module[name]! })));

const everyone: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor'];
const officials: StaffRole[] = ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial'];
type PageKey = keyof (typeof words)['zh']['nav'];

/** Who sees which page; the server decides again at every call. */
export const pages: { key: PageKey; path: string; more?: string; roles: StaffRole[]; Page: ComponentType }[] = [
  {
    key: 'coverage',
    path: '/',
    roles: everyone,
    Page: page(() => import('../../modules/planning/ui/desk/CoveragePage.tsx') as never, 'CoveragePage'),
  },
  {
    key: 'requests',
    path: '/requests',
    roles: everyone,
    Page: page(() => import('../../modules/requests/ui/desk/RequestsDeskPage.tsx') as never, 'RequestsDeskPage'),
  },
  {
    key: 'signals',
    path: '/signals',
    roles: ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'auditor'],
    Page: page(() => import('../../modules/signals/ui/SignalsPage.tsx') as never, 'SignalsPage'),
  },
  {
    key: 'rates',
    path: '/rates',
    roles: everyone,
    Page: page(() => import('../../modules/requests/ui/rates/RatesPage.tsx') as never, 'RatesPage'),
  },
  {
    key: 'duties',
    path: '/duties',
    roles: everyone,
    Page: page(() => import('../../modules/requests/ui/duties/DutiesPage.tsx') as never, 'DutiesPage'),
  },
  {
    key: 'visits',
    path: '/visits',
    roles: ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'auditor'],
    Page: page(() => import('../../modules/visits/ui/VisitsPage.tsx') as never, 'VisitsPage'),
  },
  {
    key: 'needs',
    path: '/needs',
    roles: ['cityOfficial', 'districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'auditor'],
    Page: page(() => import('../../modules/needs/ui/NeedsPage.tsx') as never, 'NeedsPage'),
  },
  {
    key: 'reviews',
    path: '/reviews',
    roles: everyone,
    Page: page(() => import('../../modules/reviews/ui/ReviewsDeskPage.tsx') as never, 'ReviewsDeskPage'),
  },
  {
    key: 'table',
    path: '/table',
    more: '/table/*?',
    roles: everyone,
    Page: page(() => import('../../modules/planning/ui/table/TablePage.tsx') as never, 'TablePage'),
  },
  {
    key: 'programme',
    path: '/programme',
    roles: everyone,
    Page: page(() => import('../../modules/planning/ui/programme/ProgrammePage.tsx') as never, 'ProgrammePage'),
  },
  {
    key: 'register',
    path: '/register',
    more: '/register/*?',
    roles: everyone,
    Page: page(() => import('../../modules/places/ui/desk/RegisterPage.tsx') as never, 'RegisterPage'),
  },
  {
    key: 'standards',
    path: '/standards',
    roles: everyone,
    Page: page(() => import('../../modules/evaluation/ui/StandardsPage.tsx') as never, 'StandardsPage'),
  },
  {
    key: 'listing',
    path: '/listing',
    more: '/listing/*?',
    roles: everyone,
    Page: page(() => import('../../modules/evaluation/ui/listing/ListingPage.tsx') as never, 'ListingPage'),
  },
  {
    key: 'functions',
    path: '/functions',
    roles: everyone,
    Page: page(() => import('../../modules/places/ui/desk/FunctionsPage.tsx') as never, 'FunctionsPage'),
  },
  {
    key: 'areas',
    path: '/areas',
    roles: everyone,
    Page: page(() => import('../../modules/areas/ui/AreasPage.tsx') as never, 'AreasPage'),
  },
  {
    key: 'bookings',
    path: '/bookings',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'],
    Page: page(() => import('../../modules/bookings/ui/desk/DayPage.tsx') as never, 'DayPage'),
  },
  {
    key: 'offerings',
    path: '/offerings',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'],
    Page: page(() => import('../../modules/bookings/ui/desk/offerings/OfferingsDeskPage.tsx') as never, 'OfferingsDeskPage'),
  },
  {
    key: 'rounds',
    path: '/rounds',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator'],
    Page: page(() => import('../../modules/bookings/ui/desk/rounds/RoundsDeskPage.tsx') as never, 'RoundsDeskPage'),
  },
  {
    key: 'counter',
    path: '/counter',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'],
    Page: page(() => import('../../modules/counters/ui/desk/CounterPage.tsx') as never, 'CounterPage'),
  },
  {
    key: 'care',
    path: '/care',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'],
    Page: page(() => import('../../modules/care/ui/desk/CareDayPage.tsx') as never, 'CareDayPage'),
  },
  {
    key: 'till',
    path: '/till',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'],
    Page: page(() => import('../../modules/meals/ui/desk/TillPage.tsx') as never, 'TillPage'),
  },
  {
    key: 'canteens',
    path: '/canteens',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator'],
    Page: page(() => import('../../modules/meals/ui/desk/canteens/CanteensPage.tsx') as never, 'CanteensPage'),
  },
  {
    key: 'mealClaims',
    path: '/meal-claims',
    roles: ['districtOfficial', 'subdistrictOfficial', 'operator', 'auditor'],
    Page: page(() => import('../../modules/meals/ui/desk/settlement/SettlementPage.tsx') as never, 'SettlementPage'),
  },
  {
    key: 'volunteers',
    path: '/volunteers',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'],
    Page: page(() => import('../../modules/volunteers/ui/desk/VolunteersPage.tsx') as never, 'VolunteersPage'),
  },
  {
    key: 'points',
    path: '/points',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker', 'operator', 'auditor'],
    Page: page(() => import('../../modules/points/ui/desk/PointsPage.tsx') as never, 'PointsPage'),
  },
  {
    key: 'funds',
    path: '/funds',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'operator', 'auditor'],
    Page: page(() => import('../../modules/funds/ui/desk/FundsPage.tsx') as never, 'FundsPage'),
  },
  {
    key: 'people',
    path: '/people',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'],
    Page: page(() => import('../../modules/people/ui/desk/PeoplePage.tsx') as never, 'PeoplePage'),
  },
  {
    key: 'findings',
    path: '/findings',
    roles: ['districtOfficial', 'subdistrictOfficial', 'communityOfficial', 'communityWorker'],
    Page: page(() => import('../../modules/benefits/ui/desk/FindingsPage.tsx') as never, 'FindingsPage'),
  },
  {
    key: 'policies',
    path: '/policies',
    more: '/policies/*?',
    roles: ['cityOfficial', 'districtOfficial'],
    Page: page(() => import('../../modules/benefits/ui/editor/PoliciesPage.tsx') as never, 'PoliciesPage'),
  },
  {
    key: 'studies',
    path: '/studies',
    roles: everyone,
    Page: page(() => import('../../modules/planning/ui/desk/StudiesPage.tsx') as never, 'StudiesPage'),
  },
  {
    key: 'census',
    path: '/census',
    roles: everyone,
    Page: page(() => import('../../modules/places/ui/desk/CensusPage.tsx') as never, 'CensusPage'),
  },
  {
    key: 'imports',
    path: '/imports',
    roles: ['cityOfficial', 'districtOfficial'],
    Page: page(() => import('../../modules/imports/ui/ImportsPage.tsx') as never, 'ImportsPage'),
  },
  {
    key: 'accounts',
    path: '/accounts',
    roles: officials,
    Page: page(() => import('../../modules/identity/ui/desk/AccountsPage.tsx') as never, 'AccountsPage'),
  },
  {
    key: 'audit',
    path: '/audit',
    roles: ['auditor', 'cityOfficial', 'districtOfficial'],
    Page: page(() => import('../../modules/identity/ui/desk/AuditPage.tsx') as never, 'AuditPage'),
  },
  {
    key: 'calendar',
    path: '/calendar',
    roles: everyone,
    Page: page(() => import('../../modules/calendar/ui/CalendarPage.tsx') as never, 'CalendarPage'),
  },
];
