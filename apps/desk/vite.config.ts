import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contractPlugin } from '../contract-plugin.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/desk/',
  plugins: [
    react(),
    contractPlugin(),
    // A till whose browser is restarted while there is no connection must come back: the page, and what it knew of canteens and menus.
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      manifest: false,
      workbox: {
        globPatterns: ['**/*.{html,css,js}'],
        globIgnores: ['**/Map-*', '**/maplibre*'],
        navigateFallback: '/desk/index.html',
        navigateFallbackAllowlist: [/^\/desk\//],
        runtimeCaching: [
          {
            urlPattern: ({ url }) => url.pathname.startsWith('/desk/assets/'),
            handler: 'CacheFirst',
            options: { cacheName: 'desk-assets', expiration: { maxEntries: 200 } },
          },
          {
            // Who is signed in, canteens, tills and menus, and what a visit is written down with: nothing about anybody who eats or is visited.
            urlPattern: ({ url, request }) =>
              request.method === 'GET' &&
              /^\/api\/(identity\/me|meals\/sites(\/[^/]+\/(tills|menus))?|areas|cases\/types|requests\/matters|visits\/topics)$/.test(url.pathname),
            handler: 'NetworkFirst',
            options: { cacheName: 'till', networkTimeoutSeconds: 6, expiration: { maxEntries: 100, maxAgeSeconds: 3 * 86_400 } },
          },
        ],
      },
    }),
  ],
  worker: { format: 'es' },
  build: {
    outDir: path.resolve(import.meta.dirname, '../../dist/desk'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
  },
});
