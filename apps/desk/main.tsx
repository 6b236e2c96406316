import './desk.css';
import { contract } from 'virtual:contract';
import { registerSW } from 'virtual:pwa-register';
import { QueryClient, QueryClientProvider, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, ConfigProvider, Layout, Menu, App as Messages, Result, Spin } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Route, Router, Switch, useLocation } from 'wouter';
import type { identity } from '../../modules/identity/contract.ts';
import { StaffSignIn } from '../../modules/identity/ui/desk/StaffSignIn.tsx';
import type { StaffRole } from '../../platform/access.ts';
import { api, connect } from '../../platform/client.ts';
import { DeskContext } from '../../ui/desk.tsx';
import { prefer, preferences, usePreferences, useWords } from '../../ui/preferences.ts';
import { pages } from './pages.ts';
import { words } from './words.ts';

connect(contract, () => (preferences().language === 'zh' ? 'zh-CN' : 'en'));
registerSW({ immediate: true });
const calls = api<typeof identity>('identity');
type Me = Awaited<ReturnType<typeof calls.whoAmI>>;

/** Tables that scroll sideways must be reachable by keyboard; the library leaves that to us. */
new MutationObserver(() => {
  for (const region of document.querySelectorAll('.ant-table-content, .ant-table-body')) region.setAttribute('tabindex', '0');
}).observe(document.body, { childList: true, subtree: true });

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 10_000, retry: 1, networkMode: 'offlineFirst' }, mutations: { networkMode: 'always' } },
});
function Top({ me }: { me: Me | undefined }) {
  const w = useWords(words);
  const { language, isElder } = usePreferences();
  const client = useQueryClient();
  const leave = useMutation({
    mutationFn: () => calls.signOut(),
    onSettled: async () => {
      await globalThis.caches?.delete('till');
      localStorage.removeItem('linli.visits.account');
      await client.resetQueries();
    },
  });
  return (
    <>
      <a className="skip" href="#content">
        {w.skip}
      </a>
      {me?.demonstration && <div className="desk-demo">{w.demonstration}</div>}
      <header className="desk-top">
        <span className="grow">
          {w.title} · {me?.district.name}
        </span>
        {me?.account && <span>{me.account.name}</span>}
        <Button size="small" onClick={() => prefer({ isElder: !isElder })}>
          {isElder ? w.usual : w.elder}
        </Button>
        <Button size="small" onClick={() => prefer({ language: language === 'zh' ? 'en' : 'zh' })}>
          {w.otherLanguage}
        </Button>
        {me?.account && (
          <Button size="small" onClick={() => leave.mutate()}>
            {w.signOut}
          </Button>
        )}
      </header>
    </>
  );
}

function House({ me }: { me: Me & { account: NonNullable<Me['account']> } }) {
  const w = useWords(words);
  const [path, go] = useLocation();
  const mine = me.account.roles.map((grant) => grant.role);
  const may = (roles: StaffRole[]) => roles.some((role) => mine.includes(role));
  const current = pages.findLast((entry) => path === entry.path || (entry.path !== '/' && path.startsWith(entry.path)));
  return (
    <Layout style={{ background: 'transparent' }}>
      <Layout.Sider theme="light" width={190} breakpoint="lg" collapsedWidth={0} zeroWidthTriggerStyle={{ top: 4 }}>
        <nav aria-label={w.menu}>
          <Menu
            mode="inline"
            selectedKeys={current ? [current.key] : []}
            items={pages.filter((entry) => may(entry.roles)).map((entry) => ({ key: entry.key, label: w.nav[entry.key] }))}
            onClick={({ key }) => go(pages.find((entry) => entry.key === key)!.path)}
          />
        </nav>
      </Layout.Sider>
      <main className="desk-content" id="content" style={{ flex: 1, minWidth: 0 }}>
        <Suspense fallback={<Spin />}>
          <Switch>
            {pages.map(({ key, path: own, more, roles, Page }) => (
              <Route key={key} path={more ?? own}>
                {may(roles) ? <Page /> : <Result status="403" title={w.noAccess} />}
              </Route>
            ))}
            <Route>
              <Result status="404" title={w.notFound} />
            </Route>
          </Switch>
        </Suspense>
      </main>
    </Layout>
  );
}

function Desk() {
  const w = useWords(words);
  const { language, isElder } = usePreferences();
  const me = useQuery({ queryKey: ['identity', 'me'], queryFn: () => calls.whoAmI() });
  const account = me.data?.account;
  return (
    <ConfigProvider
      locale={language === 'zh' ? zhCN : enUS}
      theme={{
        token: {
          colorPrimary: '#0a6245',
          colorPrimaryBg: '#dff0e8',
          colorError: '#b5121b',
          colorLink: '#0a6245',
          colorTextDescription: '#4d4d4d',
          colorTextTertiary: '#595959',
          colorTextPlaceholder: '#6b6b6b',
          colorTextQuaternary: '#6b6b6b',
          colorTextDisabled: '#6b6b6b',
          fontSize: isElder ? 20 : 14,
          controlHeight: isElder ? 60 : 32,
          motion: false,
        },
        components: {
          Table: { cellPaddingBlock: 7, cellPaddingInline: 8 },
          Menu: { itemSelectedBg: '#dff0e8', itemSelectedColor: '#07482f' },
        },
      }}
    >
      <Messages>
        <Top me={me.data} />
        {me.isPending && <Spin style={{ display: 'block', margin: '4rem auto' }} />}
        {me.error && <Result status="warning" title={String(me.error.message)} extra={<Button onClick={() => me.refetch()}>↻</Button>} />}
        {me.data && !account && (
          <main id="content" className="desk-content">
            <StaffSignIn />
          </main>
        )}
        {me.data && account?.kind === 'resident' && <Result status="info" title={w.residents} extra={<Button href="/">{w.home}</Button>} />}
        {me.data && account?.kind === 'staff' && (
          <DeskContext
            value={{
              district: me.data.district,
              roles: account.roles.map((grant) => grant.role),
              areaCodes: account.roles.flatMap((grant) => grant.areaCode ?? []),
              tianditu: me.data.tianditu,
            }}
          >
            <House me={{ ...me.data, account }} />
          </DeskContext>
        )}
      </Messages>
    </ConfigProvider>
  );
}

createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={queries}>
    <Router base="/desk">
      <Desk />
    </Router>
  </QueryClientProvider>,
);
