import '../../ui/kit.css';
import './portal.css';
import { contract } from 'virtual:contract';
import { registerSW } from 'virtual:pwa-register';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Link, Route, Switch, useLocation } from 'wouter';
import type { identity } from '../../modules/identity/contract.ts';
import { NearPage } from '../../modules/planning/ui/NearPage.tsx';
import { api, connect } from '../../platform/client.ts';
import { prefer, preferences, usePreferences, useWords } from '../../ui/preferences.ts';
import { Empty, Failed, Loading } from '../../ui/States.tsx';
import { words } from './words.ts';

connect(contract, () => (preferences().language === 'zh' ? 'zh-CN' : 'en'));
registerSW({ immediate: true });

const MapPage = lazy(() => import('../../modules/planning/ui/MapPage.tsx').then((m) => ({ default: m.MapPage })));
const CirclePage = lazy(() => import('../../modules/planning/ui/CirclePage.tsx').then((m) => ({ default: m.CirclePage })));
const BenefitsPage = lazy(() => import('../../modules/benefits/ui/BenefitsPage.tsx').then((m) => ({ default: m.BenefitsPage })));
const CertificatesPage = lazy(() => import('../../modules/benefits/ui/CertificatesPage.tsx').then((m) => ({ default: m.CertificatesPage })));
const ListsPage = lazy(() => import('../../modules/evaluation/ui/listing/ListsPage.tsx').then((m) => ({ default: m.ListsPage })));
const OfferingsPage = lazy(() => import('../../modules/bookings/ui/OfferingsPage.tsx').then((m) => ({ default: m.OfferingsPage })));
const OfferingPage = lazy(() => import('../../modules/bookings/ui/OfferingPage.tsx').then((m) => ({ default: m.OfferingPage })));
const MyBookingsPage = lazy(() => import('../../modules/bookings/ui/MyBookingsPage.tsx').then((m) => ({ default: m.MyBookingsPage })));
const RoundsPage = lazy(() => import('../../modules/bookings/ui/rounds/RoundsPage.tsx').then((m) => ({ default: m.RoundsPage })));
const RoundTablePage = lazy(() => import('../../modules/bookings/ui/rounds/RoundTablePage.tsx').then((m) => ({ default: m.RoundTablePage })));
const QueuePage = lazy(() => import('../../modules/counters/ui/QueuePage.tsx').then((m) => ({ default: m.QueuePage })));
const WallPage = lazy(() => import('../../modules/counters/ui/WallPage.tsx').then((m) => ({ default: m.WallPage })));
const CarePage = lazy(() => import('../../modules/care/ui/CarePage.tsx').then((m) => ({ default: m.CarePage })));
const MealsPage = lazy(() => import('../../modules/meals/ui/MealsPage.tsx').then((m) => ({ default: m.MealsPage })));
const CanteenPage = lazy(() => import('../../modules/meals/ui/CanteenPage.tsx').then((m) => ({ default: m.CanteenPage })));
const MyMealsPage = lazy(() => import('../../modules/meals/ui/orders/MyMealsPage.tsx').then((m) => ({ default: m.MyMealsPage })));
const VolunteerPage = lazy(() => import('../../modules/volunteers/ui/VolunteerPage.tsx').then((m) => ({ default: m.VolunteerPage })));
const TimeBankPage = lazy(() => import('../../modules/volunteers/ui/bank/TimeBankPage.tsx').then((m) => ({ default: m.TimeBankPage })));
const VerifyPage = lazy(() => import('../../modules/volunteers/ui/Certificate.tsx').then((m) => ({ default: m.VerifyPage })));
const PointsPage = lazy(() => import('../../modules/points/ui/PointsPage.tsx').then((m) => ({ default: m.PointsPage })));
const MockPayPage = lazy(() => import('../../modules/ledger/ui/MockPayPage.tsx').then((m) => ({ default: m.MockPayPage })));
const FundsPage = lazy(() => import('../../modules/funds/ui/FundsPage.tsx').then((m) => ({ default: m.FundsPage })));
const TellPage = lazy(() => import('../../modules/requests/ui/TellPage.tsx').then((m) => ({ default: m.TellPage })));
const RequestsPage = lazy(() => import('../../modules/requests/ui/RequestsPage.tsx').then((m) => ({ default: m.RequestsPage })));
const FollowPage = lazy(() => import('../../modules/requests/ui/FollowPage.tsx').then((m) => ({ default: m.FollowPage })));
const VoicesPage = lazy(() => import('../../modules/requests/ui/VoicesPage.tsx').then((m) => ({ default: m.VoicesPage })));
const RatePage = lazy(() => import('../../modules/reviews/ui/RatePage.tsx').then((m) => ({ default: m.RatePage })));
const PlacePage = lazy(() => import('../../modules/places/ui/PlacePage.tsx').then((m) => ({ default: m.PlacePage })));
const MePage = lazy(() => import('../../modules/people/ui/MePage.tsx').then((m) => ({ default: m.MePage })));
const SignInPage = lazy(() => import('../../modules/identity/ui/SignInPage.tsx').then((m) => ({ default: m.SignInPage })));
const SignInCallbackPage = lazy(() => import('../../modules/identity/ui/SignInPage.tsx').then((m) => ({ default: m.SignInCallbackPage })));

const calls = api<typeof identity>('identity');
type Me = Awaited<ReturnType<typeof calls.whoAmI>>;
const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 30_000, retry: 1, networkMode: 'offlineFirst' }, mutations: { networkMode: 'always' } },
});

/** What the server wrote into the page, so that the first screen need not ask for it. */
const setup = JSON.parse(document.getElementById('setup')?.textContent ?? 'null') as Pick<Me, 'district' | 'demonstration'> | null;

function Top({ me }: { me: Pick<Me, 'district' | 'demonstration'> | undefined | null }) {
  const w = useWords(words);
  const { isElder, language } = usePreferences();
  return (
    <>
      <a className="skip" href="#content">
        {w.skip}
      </a>
      {me?.demonstration && (
        <p className="demo" style={{ margin: 0 }}>
          {w.demonstration}
        </p>
      )}
      <header className="top">
        <Link className="brand" href="/">
          {w.brand} <small style={{ fontWeight: 400, fontSize: '0.95rem' }}>{me?.district.name}</small>
        </Link>
        <button type="button" className="switch" aria-pressed={isElder} onClick={() => prefer({ isElder: !isElder })}>
          {isElder ? w.usual : w.elder}
        </button>
        <button
          type="button"
          className="switch"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}
        >
          {w.otherLanguage}
        </button>
      </header>
    </>
  );
}

function Tabs() {
  const w = useWords(words);
  const [path] = useLocation();
  const tabs: [string, string, boolean][] = [
    ['/', w.near, path === '/' || path.startsWith('/places')],
    ['/circle', w.circle, path === '/circle'],
    ['/map', w.map, path === '/map'],
    ['/book', w.book, path.startsWith('/book')],
    ['/benefits', w.benefits, ['/benefits', '/certificates'].includes(path)],
    ['/me', w.me, path === '/me' || path.startsWith('/sign-in')],
  ];
  return (
    <nav className="tabs" aria-label={w.menu}>
      {tabs.map(([href, text, isCurrent]) => (
        <Link key={href} href={href} aria-current={isCurrent ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** What everyday life brings, one press from one's own page. */
function MoreLinks() {
  const w = useWords(words);
  const links: [string, string][] = [
    ['/requests', w.requests],
    ['/my-meals', w.meals],
    ['/bookings', w.bookings],
    ['/volunteer', w.volunteer],
    ['/time-bank', w.timeBank],
    ['/points', w.points],
  ];
  return (
    <nav className="row" aria-label={w.services} style={{ marginBottom: '0.75rem' }}>
      {links.map(([href, text]) => (
        <Link key={href} className="button" href={href}>
          {text}
        </Link>
      ))}
    </nav>
  );
}

/** Eating, helping, being helped, and what one gets for it. */
const dailyRoutes = (isResident: boolean, isPending: boolean) => (
  <>
    <Route path="/meals">
      <MealsPage />
    </Route>
    <Route path="/meals/:id">{({ id }) => <CanteenPage id={id} isSignedIn={isResident} />}</Route>
    <Route path="/care">{isPending ? <Loading /> : <CarePage isSignedIn={isResident} />}</Route>
    <Route path="/my-meals">{isPending ? <Loading /> : <MyMealsPage isSignedIn={isResident} />}</Route>
    <Route path="/volunteer">{isPending ? <Loading /> : <VolunteerPage isSignedIn={isResident} />}</Route>
    <Route path="/time-bank">{isPending ? <Loading /> : <TimeBankPage isSignedIn={isResident} />}</Route>
    <Route path="/funds">
      <FundsPage />
    </Route>
    <Route path="/pay/:id">{({ id }) => <MockPayPage id={id} />}</Route>
    <Route path="/verify/:code">{({ code }) => <VerifyPage code={code} />}</Route>
    <Route path="/points">{isPending ? <Loading /> : <PointsPage isSignedIn={isResident} />}</Route>
  </>
);

/** Telling what is wrong or wanted, and what becomes of it. */
const voiceRoutes = (district: string, isResident: boolean, isPending: boolean) => (
  <>
    <Route path="/tell">{isPending ? <Loading /> : <TellPage district={district} isSignedIn={isResident} />}</Route>
    <Route path="/requests">{isPending ? <Loading /> : <RequestsPage isSignedIn={isResident} />}</Route>
    <Route path="/requests/:number">{({ number }) => <FollowPage number={number} />}</Route>
    <Route path="/voices">
      <VoicesPage district={district} />
    </Route>
    <Route path="/rate/:code">{({ code }) => <RatePage code={code} />}</Route>
  </>
);

/** What is open to everybody, at the foot of every page. */
function Foot() {
  const w = useWords(words);
  return (
    <p className="more">
      <Link href="/tell">{w.tell}</Link> · <Link href="/voices">{w.voices}</Link> · <Link href="/lists">{w.lists}</Link> · <Link href="/funds">{w.funds}</Link>
    </p>
  );
}

function Portal() {
  const w = useWords(words);
  const me = useQuery({ queryKey: ['identity', 'me'], queryFn: () => calls.whoAmI() });
  const known = me.data ?? setup;
  const centre = known?.district.centre;
  const isResident = me.data?.account?.kind === 'resident';
  return (
    <>
      <Top me={known} />
      <Tabs />
      <main className="page" id="content">
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/">
              {centre ? (
                <NearPage centre={centre} />
              ) : known ? (
                <Empty>{w.noAreas}</Empty>
              ) : me.error ? (
                <Failed error={me.error} onRetry={() => me.refetch()} />
              ) : (
                <Loading />
              )}
            </Route>
            <Route path="/map">{known && <MapPage district={known.district.code} tianditu={me.data?.tianditu ?? null} />}</Route>
            <Route path="/circle">{centre ? <CirclePage centre={centre} isSignedIn={isResident} /> : <Loading />}</Route>
            <Route path="/certificates">
              <CertificatesPage />
            </Route>
            <Route path="/lists">
              <ListsPage isSignedIn={isResident} />
            </Route>
            <Route path="/benefits">{me.isPending ? <Loading /> : <BenefitsPage isSignedIn={isResident} />}</Route>
            <Route path="/book">
              <OfferingsPage />
            </Route>
            <Route path="/book/at/:placeId">{({ placeId }) => <OfferingsPage placeId={placeId} />}</Route>
            <Route path="/book/:id">{({ id }) => <OfferingPage id={id} isSignedIn={isResident} />}</Route>
            <Route path="/bookings">{me.isPending ? <Loading /> : <MyBookingsPage isSignedIn={isResident} />}</Route>
            <Route path="/rounds">{me.isPending ? <Loading /> : <RoundsPage isSignedIn={isResident} />}</Route>
            <Route path="/rounds/:id">{({ id }) => <RoundTablePage id={id} />}</Route>
            <Route path="/queue/:placeId">{({ placeId }) => <QueuePage placeId={placeId} isSignedIn={isResident} />}</Route>
            <Route path="/wall/:placeId">{({ placeId }) => <WallPage placeId={placeId} />}</Route>
            {dailyRoutes(isResident, me.isPending)}
            {known && voiceRoutes(known.district.code, isResident, me.isPending)}
            <Route path="/places/:id">{({ id }) => <PlacePage id={id} />}</Route>
            <Route path="/me">
              <MoreLinks />
              {me.data ? <MePage account={me.data.account} /> : me.error ? <Failed error={me.error} onRetry={() => me.refetch()} /> : <Loading />}
            </Route>
            <Route path="/sign-in/callback">
              <SignInCallbackPage />
            </Route>
            <Route path="/sign-in">
              <SignInPage oidcName={me.data?.oidcName ?? null} />
            </Route>
            <Route>
              <h1>{w.notFound}</h1>
              <Empty>
                <Link href="/">{w.near}</Link>
              </Empty>
            </Route>
          </Switch>
        </Suspense>
        <Foot />
      </main>
    </>
  );
}

createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={queries}>
    <Portal />
  </QueryClientProvider>,
);
