import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { inDistrict, openTestHouse, type TestHouse } from './house.ts';
import { type Look, openScreen, screens, signInAll } from './screens.ts';

export type Journey = {
  house: TestHouse;
  browser: Awaited<ReturnType<typeof openBrowser>>;
  address: string;
  states: Awaited<ReturnType<typeof signInAll>>;
  /** Opens a screen by its name, as a person with these preferences sees it. */
  open(name: string, look?: Partial<Look>): Promise<{ page: Page; context: BrowserContext }>;
  end(): Promise<void>;
};
const usual: Look = { language: 'zh', isElder: false, size: 'phone' };

/** Pages begin at the moment that the server's clock shows, so that "today" is the same day on both sides whenever the tests run. */
function keepTime(browser: Journey['browser'], start: Date): void {
  const ahead = start.getTime() - Date.now();
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    await context.addInitScript(`{
      const Own = Date;
      const now = () => Own.now() + ${ahead};
      globalThis.Date = new Proxy(Own, {
        construct: (_, given) => (given.length === 0 ? new Own(now()) : new Own(...given)),
        get: (own, name) => (name === 'now' ? now : Reflect.get(own, name)),
      });
    }`);
    return context;
  };
}

/** The matching that the demonstration has authorised begins when jobs do; screens show what it found. */
async function firstRuns({ db }: TestHouse): Promise<void> {
  const running = () => inDistrict(db, (tx) => tx.selectFrom('benefits.run').select('id').where('finishedAt', 'is', null).execute());
  while ((await running()).length > 0) await setTimeout(100);
}

/** A demonstration house that listens, a browser, and everybody signed in. */
export async function startJourney(): Promise<Journey> {
  const house = await openTestHouse({ demo: true, settings: { demonstration: true } });
  house.clock.now = new Date('2026-11-23T03:00:00Z');
  await house.startJobs();
  await firstRuns(house);
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  const address = `http://127.0.0.1:${(house.app.server.address() as { port: number }).port}`;
  const browser = await openBrowser();
  keepTime(browser, house.clock.now);
  const states = await signInAll(browser, address);
  return {
    house,
    browser,
    address,
    states,
    open: (name, look = {}) => {
      const screen = screens.find((entry) => entry.name === name)!;
      return openScreen(browser, address, screen, { ...usual, ...look }, states[screen.who]);
    },
    end: async () => {
      await browser.close();
      await house.close();
    },
  };
}
