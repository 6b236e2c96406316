// The planning table while a facility is dragged: from the pointer's move to the frame that shows the new figures, and the frames meanwhile,
// beside frames of the same map when it is only panned (the limit of this renderer). Needs a running npm start.
import type { Page } from 'playwright-core';
import { openBrowser } from '../tests/support/browser.ts';
import { openScreen, screens, signInAll } from '../tests/support/screens.ts';
import { median, quantile, row } from './print.ts';

const address = process.argv[2] ?? 'http://127.0.0.1:7300';
type Seen = { moves: number[]; frames: number[]; shown: number[] };

/** Notes when the pointer moved, when frames came, and when a frame was over that showed other figures. */
async function watch(page: Page): Promise<void> {
  // Loaders that keep the names of functions write __name into their source.
  await page.evaluate('globalThis.__name = (f) => f');
  await page.evaluate(() => {
    const seen = { moves: [] as number[], frames: [] as number[], shown: [] as number[] };
    Object.assign(window, { seen });
    addEventListener('mousemove', () => seen.moves.push(performance.now()), { capture: true });
    new MutationObserver(() => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => seen.shown.push(performance.now());
        port2.postMessage(null);
      });
    }).observe(document.querySelector('.figures')!, { subtree: true, characterData: true, childList: true });
    requestAnimationFrame(function frame() {
      seen.frames.push(performance.now());
      requestAnimationFrame(frame);
    });
  });
}

const take = (page: Page) =>
  page.evaluate(() => {
    const { seen } = window as unknown as { seen: Seen };
    const taken = { moves: [...seen.moves], frames: [...seen.frames], shown: [...seen.shown] };
    for (const list of [seen.moves, seen.frames, seen.shown]) list.length = 0;
    return taken;
  });

/** Moves the pressed pointer up and down. */
async function drag(page: Page, x: number, y: number, steps: number, pause: number): Promise<Seen> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.waitForTimeout(500);
  await take(page);
  for (let step = 1; step <= steps; step++) {
    // Two turns that end where they began, so that the next drag finds the facility there.
    const turn = (4 * Math.PI * step) / steps;
    await page.mouse.move(x + 60 * Math.sin(turn), y + 90 * Math.sin(2 * turn));
    await page.waitForTimeout(pause);
  }
  await page.waitForTimeout(400);
  const seen = await take(page);
  await page.mouse.up();
  await page.waitForTimeout(500);
  return seen;
}

const gaps = (times: readonly number[]) => times.slice(1).map((time, i) => time - times[i]!);
const ms = (values: number[]) => [
  `p50 ${median(values).toFixed(1)} ms`,
  `p95 ${quantile(values, 0.95).toFixed(1)} ms`,
  `worst ${Math.max(...values).toFixed(1)} ms`,
];

const browser = await openBrowser();
const screen = screens.find(({ name }) => name === 'desk-table')!;
const states = await signInAll(browser, address);
const { page } = await openScreen(browser, address, screen, { language: 'zh', isElder: false, size: 'desktop' }, states[screen.who]);
const box = (await page.locator('.map canvas').first().boundingBox())!;
await page.getByText('加一处', { exact: true }).click();
const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
await page.mouse.click(x, y);
await page.waitForTimeout(1500);
await page.getByText('查看与拖动', { exact: true }).click();
await watch(page);

const slow = await drag(page, x, y, 60, 200);
// Each move has time to be shown before the next: the first frame with other figures after it is its own. Moves that change no figure show none.
const latencies = slow.moves.flatMap((at, i) => {
  const shown = slow.shown.find((time) => time > at && time < (slow.moves[i + 1] ?? Infinity));
  return shown === undefined ? [] : [shown - at];
});
row('pointer to new figures on the screen', ...ms(latencies), `${latencies.length} of ${slow.moves.length} moves changed a figure`);
const fast = await drag(page, x, y, 200, 16);
row('frames while a facility is dragged', ...ms(gaps(fast.frames)), `${fast.shown.length} pictures of new figures`);
const pan = await drag(page, box.x + box.width * 0.1, box.y + box.height * 0.1, 200, 16);
row('frames while the map is panned', ...ms(gaps(pan.frames)), `${pan.shown.length} pictures of new figures`);
await browser.close();
