// The first page as a phone gets it: 4 times slower processor, slow 4G (1.6 Mbit/s, 150 ms), cold cache. Needs a running npm start.
import { gzipSync } from 'node:zlib';
import { openBrowser } from '../tests/support/browser.ts';
import { median, row } from './print.ts';

const address = process.argv[2] ?? 'http://127.0.0.1:7300';
const browser = await openBrowser();
const results: { lcp: number; fcp: number; bytes: number }[] = [];
for (let run = 0; run < 5; run++) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 150,
    downloadThroughput: 1.6e6 / 8,
    uploadThroughput: 0.75e6 / 8,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  let bytes = 0;
  page.on('response', async (response) => {
    if (/\.(js|css)$/.test(new URL(response.url()).pathname)) bytes += gzipSync(await response.body().catch(() => Buffer.alloc(0))).length;
  });
  await page.goto(address);
  await page.locator('.cards .card').first().waitFor({ timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  const times = await page.evaluate(
    () =>
      new Promise<{ lcp: number; fcp: number }>((resolve) => {
        let lcp = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) lcp = entry.startTime;
        }).observe({ type: 'largest-contentful-paint', buffered: true });
        setTimeout(() => resolve({ lcp, fcp: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0 }), 500);
      }),
  );
  results.push({ ...times, bytes });
  await context.close();
}
await browser.close();
row('script and style, gzipped', `${(median(results.map((result) => result.bytes)) / 1000).toFixed(1)} KB`);
row('first contentful paint', `${(median(results.map((result) => result.fcp)) / 1000).toFixed(2)} s`);
row(
  'largest contentful paint',
  `${(median(results.map((result) => result.lcp)) / 1000).toFixed(2)} s`,
  `min ${(Math.min(...results.map((result) => result.lcp)) / 1000).toFixed(2)}`,
  `max ${(Math.max(...results.map((result) => result.lcp)) / 1000).toFixed(2)}`,
);
