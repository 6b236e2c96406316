import type { Browser, BrowserContext, Page } from 'playwright-core';
import { demoPassword, demoPhone } from '../../demo/accounts.ts';

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } };
export type Look = { language: 'zh' | 'en'; isElder: boolean; size: keyof typeof sizes };
export type Screen = {
  name: string;
  path: string;
  who: 'anyone' | 'resident' | 'staff' | 'worker';
  ready: (page: Page) => Promise<void>;
};

const text = (pattern: RegExp) => (page: Page) => page.getByText(pattern).first().waitFor();
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).first().waitFor();
const table = async (page: Page) => {
  await heading(page);
  await page.locator('.ant-table-row, .ant-empty, .ant-table-placeholder').first().waitFor();
};
const map = async (page: Page) => {
  await page.locator('.map[data-idle]').waitFor({ timeout: 60_000 });
};

/** The queues of the first complex, by the page of its own. */
const openQueue = async (page: Page) => {
  await page.locator('.cards a').first().click();
  await page.locator('p.more a[href^="/places/"]').click();
  await page.getByRole('link', { name: /窗口取号|Take a number/ }).click();
};

/** Every screen of the house, with what must be there before it counts as shown. */
export const screens: Screen[] = [
  { name: 'portal-near', path: '/', who: 'anyone', ready: (page) => page.locator('.cards .card').first().waitFor() },
  { name: 'portal-map', path: '/map', who: 'anyone', ready: map },
  { name: 'portal-circle', path: '/circle', who: 'resident', ready: (page) => page.getByRole('status').first().waitFor() },
  { name: 'portal-certificates', path: '/certificates', who: 'anyone', ready: (page) => page.getByRole('article').first().waitFor() },
  { name: 'portal-benefits', path: '/benefits', who: 'anyone', ready: (page) => page.getByRole('form').waitFor() },
  { name: 'portal-lists', path: '/lists', who: 'resident', ready: (page) => page.getByRole('region').first().waitFor() },
  { name: 'portal-my-benefits', path: '/benefits', who: 'resident', ready: (page) => page.getByRole('status').first().waitFor() },
  {
    name: 'portal-place',
    path: '/',
    who: 'anyone',
    ready: async (page) => {
      await page.getByRole('searchbox').fill('xfjy');
      await page.getByRole('status').waitFor();
      await page.locator('.cards a').first().click();
      await page.locator('svg[role=img]').first().waitFor();
      await page.locator('details').first().waitFor();
    },
  },
  { name: 'portal-book', path: '/book', who: 'anyone', ready: (page) => page.locator('.cards .card').first().waitFor() },
  {
    name: 'portal-book-time',
    path: '/book',
    who: 'resident',
    ready: async (page) => {
      await page
        .locator('.cards a')
        .filter({ hasText: /乒乓球台|Table tennis/ })
        .first()
        .click();
      await page.getByRole('region').first().waitFor();
    },
  },
  {
    name: 'portal-book-place',
    path: '/book',
    who: 'resident',
    ready: async (page) => {
      await page
        .locator('.cards a')
        .filter({ hasText: /健康讲座|Health talk/ })
        .first()
        .click();
      await page.getByRole('article').nth(1).waitFor();
    },
  },
  { name: 'portal-bookings', path: '/bookings', who: 'resident', ready: (page) => page.getByRole('heading', { level: 2 }).first().waitFor() },
  {
    name: 'portal-queue',
    path: '/book',
    who: 'resident',
    ready: async (page) => {
      await openQueue(page);
      await page.getByRole('article').first().waitFor();
    },
  },
  {
    name: 'portal-wall',
    path: '/book',
    who: 'anyone',
    ready: async (page) => {
      await openQueue(page);
      await page.getByRole('link', { name: /叫号屏|Wall screen/ }).click();
      await page.getByRole('region').first().waitFor();
    },
  },
  { name: 'portal-rounds', path: '/rounds', who: 'resident', ready: (page) => page.locator('.card').first().waitFor() },
  { name: 'portal-care', path: '/care', who: 'resident', ready: (page) => page.getByRole('article').first().waitFor() },
  { name: 'portal-meals', path: '/meals', who: 'anyone', ready: (page) => page.locator('.cards .card').first().waitFor() },
  {
    name: 'portal-canteen',
    path: '/meals',
    who: 'resident',
    ready: async (page) => {
      await page.locator('.cards a').first().click();
      await page
        .getByRole('button', { name: /订这一餐|Order this meal/ })
        .first()
        .click();
      await page.getByText(/每周固定订|Every week/).waitFor();
    },
  },
  { name: 'portal-my-meals', path: '/my-meals', who: 'resident', ready: (page) => page.getByAltText(/就餐码图形|code as a picture/).waitFor() },
  {
    name: 'portal-volunteer',
    path: '/volunteer',
    who: 'resident',
    ready: (page) => page.getByRole('button', { name: /成为志愿者|Become a volunteer/ }).waitFor(),
  },
  { name: 'portal-time-bank', path: '/time-bank', who: 'resident', ready: (page) => page.getByRole('button', { name: /发出求助|^Ask$/ }).waitFor() },
  {
    name: 'portal-points',
    path: '/points',
    who: 'resident',
    ready: async (page) => {
      await page.getByRole('article').nth(2).waitFor();
      await page
        .getByText(/过期|run out/)
        .first()
        .waitFor();
    },
  },
  { name: 'portal-tell', path: '/tell', who: 'resident', ready: (page) => page.getByRole('form').waitFor() },
  {
    name: 'portal-tell-words',
    path: '/tell',
    who: 'anyone',
    ready: async (page) => {
      const next = page.getByRole('button', { name: /下一步|^Next$/ });
      await next.click();
      await page.getByLabel(/^(街道|Subdistrict)/).selectOption('330105001');
      await page.getByLabel(/^(社区|Community)/).selectOption('330105001051');
      await next.click();
      await page.getByLabel(/请说清楚|Say what it is/).fill('单元门口的路灯不亮了');
      await page.getByRole('button', { name: /路灯不亮|Street lamp/ }).click();
    },
  },
  { name: 'portal-requests', path: '/requests', who: 'resident', ready: (page) => page.getByRole('article').first().waitFor() },
  {
    name: 'portal-request',
    path: '/requests',
    who: 'resident',
    ready: async (page) => {
      await page
        .getByRole('article')
        .filter({ has: page.locator('.badge', { hasText: /^(已答复|Answered)$/ }) })
        .first()
        .getByRole('link')
        .click();
      await page.getByRole('form').waitFor();
    },
  },
  {
    name: 'portal-voices',
    path: '/voices',
    who: 'anyone',
    ready: async (page) => {
      await map(page);
      await page.getByRole('article').first().waitFor();
    },
  },
  {
    name: 'portal-funds',
    path: '/funds',
    who: 'anyone',
    ready: async (page) => {
      await page.locator('summary').first().click();
      await page
        .getByText(/慈善市集|Charity markets/)
        .first()
        .waitFor();
    },
  },
  { name: 'portal-sign-in', path: '/sign-in', who: 'anyone', ready: heading },
  { name: 'portal-me-signed-out', path: '/me', who: 'anyone', ready: heading },
  { name: 'portal-me', path: '/me', who: 'resident', ready: text(/登录的设备|Where you are signed in/) },
  { name: 'portal-nothing-here', path: '/no-such-page', who: 'anyone', ready: heading },
  { name: 'desk-sign-in', path: '/desk/', who: 'anyone', ready: heading },
  {
    name: 'desk-coverage',
    path: '/desk/',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await map(page);
    },
  },
  {
    name: 'desk-table',
    path: '/desk/table',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await map(page);
    },
  },
  { name: 'desk-bookings', path: '/desk/bookings', who: 'staff', ready: table },
  { name: 'desk-offerings', path: '/desk/offerings', who: 'staff', ready: table },
  {
    name: 'desk-board',
    path: '/desk/bookings',
    who: 'staff',
    ready: async (page) => {
      const day = page.getByLabel(/^(日期|Day)$/);
      const tomorrow = new Date(Date.parse(await day.inputValue()) + 86_400_000).toISOString().slice(0, 10);
      await day.fill(tomorrow);
      await page.getByText(/^(按场地|By room)$/).click();
      await page.getByRole('region', { name: /按场地看一天|The day by room/ }).waitFor();
    },
  },
  { name: 'desk-rounds', path: '/desk/rounds', who: 'staff', ready: table },
  { name: 'desk-counter', path: '/desk/counter', who: 'staff', ready: table },
  { name: 'desk-care', path: '/desk/care', who: 'staff', ready: table },
  { name: 'desk-till', path: '/desk/till', who: 'staff', ready: (page) => page.getByRole('button', { name: /算\s?价格|Work out the price/ }).waitFor() },
  { name: 'desk-canteens', path: '/desk/canteens', who: 'staff', ready: table },
  {
    name: 'desk-menu',
    path: '/desk/canteens',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('button', { name: /^(菜单|Menu) / })
        .first()
        .click();
      await page.getByRole('button', { name: /加一道菜|Add a dish/ }).waitFor();
    },
  },
  {
    name: 'desk-kitchen',
    path: '/desk/canteens',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('button', { name: /^(备餐与送餐|Kitchen and delivery) / })
        .first()
        .click();
      await page.getByText(/预计|meals expected/).waitFor();
    },
  },
  {
    name: 'desk-meal-claims',
    path: '/desk/meal-claims',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page.getByRole('button', { name: /生成本月结算|Draw up the month/ }).click();
      await page.locator('.ant-table-row').first().waitFor();
    },
  },
  {
    name: 'desk-meal-questions',
    path: '/desk/meal-claims',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('button', { name: /生成本月结算|Draw up the month/ }).click();
      await page.getByRole('tab', { name: /疑问|Questions/ }).click();
      await page.getByText(/同一人短时间|One person at two places/).waitFor();
    },
  },
  {
    name: 'desk-meal-schemes',
    path: '/desk/meal-claims',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /优惠办法|Schemes/ }).click();
      await page
        .getByText(/演示办法|Demonstration: /)
        .first()
        .waitFor();
    },
  },
  {
    name: 'desk-requests',
    path: '/desk/requests',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('button', { name: /^(查看|Open) \d{12}$/ })
        .first()
        .click();
      await page.getByText(/办理经过|What was done/).waitFor();
    },
  },
  {
    name: 'desk-take',
    path: '/desk/requests',
    who: 'worker',
    ready: async (page) => {
      await page.getByRole('tab', { name: /登记诉求|Take a request/ }).click();
      await page.getByRole('button', { name: /^登\s?记$|^Take it$/ }).waitFor();
    },
  },
  {
    name: 'desk-signals',
    path: '/desk/signals',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('button', { name: /^(查看证据|See the evidence) / })
        .first()
        .click();
      await map(page);
    },
  },
  { name: 'desk-rates', path: '/desk/rates', who: 'staff', ready: (page) => page.getByRole('group', { name: /指标|Figures/ }).waitFor() },
  {
    name: 'desk-league',
    path: '/desk/rates',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /分类排名|League/ }).click();
      await page.locator('.ant-table-row').first().waitFor();
    },
  },
  { name: 'desk-duties', path: '/desk/duties', who: 'staff', ready: table },
  { name: 'desk-visits', path: '/desk/visits', who: 'worker', ready: (page) => page.getByRole('article').first().waitFor() },
  {
    name: 'desk-visit-new',
    path: '/desk/visits',
    who: 'worker',
    ready: async (page) => {
      await page
        .getByRole('article')
        .first()
        .getByRole('button', { name: /^(去走访|Visit) / })
        .click();
      await page.getByRole('button', { name: /^保\s?存$|^Save$/ }).waitFor();
    },
  },
  { name: 'desk-needs', path: '/desk/needs', who: 'staff', ready: table },
  {
    name: 'desk-needs-suggested',
    path: '/desk/needs',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /可以归成|Could become/ }).click();
      await page.getByRole('article').first().waitFor();
    },
  },
  { name: 'desk-reviews', path: '/desk/reviews', who: 'staff', ready: table },
  { name: 'desk-volunteers', path: '/desk/volunteers', who: 'staff', ready: table },
  {
    name: 'desk-volunteer-shifts',
    path: '/desk/volunteers',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /岗位|Shifts/ }).click();
      await page.locator('.ant-table-row').first().waitFor();
    },
  },
  { name: 'desk-points', path: '/desk/points', who: 'staff', ready: (page) => page.getByRole('button', { name: /核\s?销|Hand out/ }).waitFor() },
  {
    name: 'desk-points-goods',
    path: '/desk/points',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /兑换项目|Goods/ }).click();
      await page.locator('.ant-table-row').first().waitFor();
    },
  },
  { name: 'desk-funds', path: '/desk/funds', who: 'staff', ready: table },
  {
    name: 'desk-fund-projects',
    path: '/desk/funds',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('button', { name: /^(项目|Projects) / })
        .first()
        .click();
      await page.getByText(/首款/).first().waitFor();
    },
  },
  {
    name: 'desk-space',
    path: '/desk/funds',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /空间换服务|Space for services/ }).click();
      await page.getByText('书法工作室').waitFor();
    },
  },
  {
    name: 'desk-book',
    path: '/desk/funds',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /收支账|Books/ }).click();
      await page.getByText(/收入占支出|Income of cost/).waitFor();
    },
  },
  { name: 'desk-standards', path: '/desk/standards', who: 'staff', ready: table },
  { name: 'desk-listing', path: '/desk/listing', who: 'staff', ready: table },
  {
    name: 'desk-round',
    path: '/desk/listing',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('row')
        .filter({ hasText: /申报核定|filing/ })
        .getByRole('link')
        .click();
      await page
        .getByRole('button', { name: /^(修改自评|Change the self-check) / })
        .first()
        .waitFor();
    },
  },
  { name: 'desk-findings', path: '/desk/findings', who: 'staff', ready: table },
  {
    name: 'desk-finding',
    path: '/desk/findings',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /待核查|To verify/ }).click();
      await page
        .getByRole('tabpanel')
        .getByRole('button', { name: /^(查看|Open) / })
        .first()
        .click();
      await page.getByText(/处理经过|What was done/).waitFor();
    },
  },
  {
    name: 'desk-authorisations',
    path: '/desk/findings',
    who: 'staff',
    ready: async (page) => {
      await page.getByRole('tab', { name: /比对授权|Authorisations/ }).click();
      await page
        .getByRole('button', { name: /^(现在比对|Match now) / })
        .first()
        .waitFor();
    },
  },
  { name: 'desk-policies', path: '/desk/policies', who: 'staff', ready: table },
  {
    name: 'desk-policy',
    path: '/desk/policies/minimum-living',
    who: 'staff',
    ready: (page) => page.getByText(/毫秒算出|is on record, in/).waitFor(),
  },
  {
    name: 'desk-policy-draft',
    path: '/desk/policies/legal-aid',
    who: 'staff',
    ready: async (page) => {
      const begin = page.getByRole('button', { name: /改写成新版本|Write a new version/ });
      await begin.or(page.locator('.clauses').first()).first().waitFor();
      if (await begin.isVisible()) await begin.click();
      await page.locator('.clauses').first().waitFor();
      await page.getByText(/毫秒算出|is on record, in/).waitFor();
    },
  },
  { name: 'desk-programme', path: '/desk/programme', who: 'staff', ready: table },
  { name: 'desk-register', path: '/desk/register', who: 'staff', ready: table },
  {
    name: 'desk-complex',
    path: '/desk/register',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page.locator('.ant-table-row a').first().click();
      await page.locator('svg[role=img]').first().waitFor();
    },
  },
  {
    name: 'desk-place-new',
    path: '/desk/register',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page.getByRole('button', { name: /登记地点|Register a place/ }).click();
      await page.getByRole('button', { name: /在地图上点选|Choose on the map/ }).click();
      await map(page);
    },
  },
  {
    name: 'desk-room-times',
    path: '/desk/register',
    who: 'staff',
    ready: async (page) => {
      await table(page);
      await page.locator('.ant-table-row a').first().click();
      await page
        .getByRole('button', { name: /^(分时|By hour) / })
        .first()
        .click();
      await page.getByRole('button', { name: /添加时段|Add a time/ }).click();
    },
  },
  { name: 'desk-functions', path: '/desk/functions', who: 'staff', ready: table },
  {
    name: 'desk-function-new',
    path: '/desk/functions',
    who: 'worker',
    ready: async (page) => {
      await table(page);
      await page.getByRole('button', { name: /提出特色功能|Propose a function/ }).click();
    },
  },
  {
    name: 'desk-areas',
    path: '/desk/areas',
    who: 'staff',
    ready: async (page) => {
      await page.locator('.ant-tree-treenode').nth(3).click();
      await page
        .getByText(/沿革|History/)
        .first()
        .waitFor();
    },
  },
  { name: 'desk-people', path: '/desk/people', who: 'worker', ready: table },
  {
    name: 'desk-person',
    path: '/desk/people',
    who: 'worker',
    ready: async (page) => {
      await table(page);
      await page
        .getByRole('button', { name: /^(查\s*看|Open)$/ })
        .first()
        .click();
      await page.getByText(/查看记录|Who looked/).waitFor();
    },
  },
  {
    name: 'desk-person-new',
    path: '/desk/people',
    who: 'worker',
    ready: async (page) => {
      await table(page);
      await page.getByRole('button', { name: /登记居民|Register a resident/ }).click();
    },
  },
  { name: 'desk-studies', path: '/desk/studies', who: 'staff', ready: table },
  { name: 'desk-census', path: '/desk/census', who: 'staff', ready: table },
  { name: 'desk-imports', path: '/desk/imports', who: 'staff', ready: table },
  { name: 'desk-accounts', path: '/desk/accounts', who: 'staff', ready: table },
  { name: 'desk-audit', path: '/desk/audit', who: 'staff', ready: table },
  { name: 'desk-calendar', path: '/desk/calendar', who: 'staff', ready: table },
  { name: 'desk-no-permission', path: '/desk/imports', who: 'worker', ready: text(/没有权限|may not see/) },
];

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Signs in once for each kind of person, by the screens themselves. */
export async function signInAll(browser: Browser, address: string): Promise<Record<Screen['who'], State | undefined>> {
  const resident = await browser.newContext({ locale: 'zh-CN', serviceWorkers: 'block' });
  const page = await resident.newPage();
  await page.goto(`${address}/sign-in`);
  await page.getByLabel('手机号').fill(demoPhone);
  await page.getByRole('button', { name: '获取验证码' }).click();
  const shown = await page.getByText(/演示验证码：\d{6}/).textContent();
  await page.getByLabel('验证码').fill(shown!.match(/\d{6}/)![0]);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.getByText('登录的设备').waitFor();
  return {
    anyone: undefined,
    resident: await resident.storageState(),
    staff: await signInStaff(browser, address, 'district'),
    worker: await signInStaff(browser, address, 'worker'),
  };
}

export async function signInStaff(browser: Browser, address: string, loginName: string): Promise<State> {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const page = await context.newPage();
  await page.goto(`${address}/desk/`);
  await page.getByLabel('登录名').fill(loginName);
  await page.getByLabel('密码', { exact: true }).fill(demoPassword);
  await page.getByRole('button', { name: '下一步' }).click();
  const shown = await page.getByText(/演示动态码：\d{6}/).textContent();
  await page.getByLabel(/动态码/).fill(shown!.match(/\d{6}/)![0]);
  await page.getByRole('button', { name: /登\s*录/ }).click();
  await page.getByRole('navigation').first().waitFor({ state: 'attached' });
  await page.getByRole('heading', { name: '覆盖与缺口' }).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A browser of a person with these preferences. */
export async function openLook(browser: Browser, look: Look, state: State | undefined): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: sizes[look.size],
    locale: look.language === 'zh' ? 'zh-CN' : 'en-GB',
    storageState: state,
    serviceWorkers: 'block',
    reducedMotion: 'reduce',
  });
  await context.addInitScript((preferences) => localStorage.setItem('linli.preferences', JSON.stringify(preferences)), {
    language: look.language,
    isElder: look.isElder,
  });
  return context;
}

/** A screen in such a browser, once it shows what it is for. */
export async function showScreen(context: BrowserContext, address: string, screen: Screen): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(address + screen.path);
  await screen.ready(page);
  await page.waitForLoadState('networkidle');
  return page;
}

/** Opens a screen the way a person with these preferences sees it. */
export async function openScreen(
  browser: Browser,
  address: string,
  screen: Screen,
  look: Look,
  state: State | undefined,
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await openLook(browser, look, state);
  return { page: await showScreen(context, address, screen), context };
}
