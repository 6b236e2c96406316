import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * A Chromium that npm installed, so that a bare machine needs no browser of its own; CHROMIUM names another.
 * Its libraries come along for machines without NSS; WebGL is drawn by SwiftShader.
 */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? (await chromium.executablePath());
  const libraries = ['al2023/lib', 'al2/lib'].map((name) => path.join(os.tmpdir(), name)).filter(existsSync);
  return playwright.launch({
    executablePath,
    headless: true,
    env: { ...process.env, LD_LIBRARY_PATH: [...libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') } as Record<string, string>,
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
    ],
  });
}
