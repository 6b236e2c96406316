import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { contractPlugin } from '../contract-plugin.ts';

const root = path.resolve(import.meta.dirname, '../..');

// Residents' phones get Preact in the place of React: the same code, a third of the script (docs/decisions/0006).
const preact = [
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react(-dom)?$/, replacement: 'preact/compat' },
];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  resolve: { alias: preact },
  plugins: [
    react(),
    contractPlugin([
      'areas',
      'benefits',
      'bookings',
      'care',
      'counters',
      'evaluation',
      'funds',
      'identity',
      'ledger',
      'meals',
      'needs',
      'people',
      'places',
      'planning',
      'points',
      'requests',
      'reviews',
      'services',
      'streets',
      'volunteers',
    ]),
    VitePWA({
      registerType: 'autoUpdate',
      injectRegister: false,
      manifest: {
        name: '邻里 Linli',
        short_name: '邻里',
        description: '15 分钟服务圈：身边有什么、开不开门、怎么去',
        lang: 'zh-CN',
        theme_color: '#0a6245',
        background_color: '#f3f6f3',
        display: 'standalone',
        start_url: '/',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      },
      workbox: {
        // The map (0.4 MB) is kept when first opened, not before: not everybody needs it.
        globPatterns: ['**/*.{html,css,js,svg}'],
        globIgnores: ['**/Map-*', '**/maplibre*'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [/^\/(api|desk|open311|tiles|health|ready|metrics)/],
        runtimeCaching: [
          {
            urlPattern: ({ url }) => url.pathname.startsWith('/tiles/'),
            handler: 'CacheFirst',
            options: { cacheName: 'tiles', expiration: { maxEntries: 400 } },
          },
          {
            urlPattern: ({ url }) => url.pathname.startsWith('/assets/'),
            handler: 'CacheFirst',
            options: { cacheName: 'assets', expiration: { maxEntries: 40 } },
          },
          {
            // Nothing about a person is kept on a phone that others may use.
            urlPattern: ({ url, request }) =>
              request.method === 'GET' && /^\/api\/(places|planning|services|areas|streets|calendar|benefits\/(policies|certificates))\b/.test(url.pathname),
            handler: 'NetworkFirst',
            options: { cacheName: 'seen', networkTimeoutSeconds: 6, expiration: { maxEntries: 200, maxAgeSeconds: 14 * 86_400 } },
          },
        ],
      },
    }),
  ],
  worker: { format: 'es' },
  build: { outDir: path.join(root, 'dist/portal'), emptyOutDir: true, target: 'es2022', cssCodeSplit: true },
});
