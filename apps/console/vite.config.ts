// Builds the pages. Assets have a hash in their names, so that browsers may keep them for ever.
import react from '@vitejs/plugin-react';
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vite';

/** Version of what is built, for a diagnosis that is shared. */
const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
};

export default defineConfig({
  plugins: [react()],
  define: { __LOOOP_VERSION__: JSON.stringify(version) },
  // For `dev`: the pages come from here, the API from a server that runs beside.
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  build: {
    target: 'es2023',
    sourcemap: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        // Few files instead of many small ones: a page needs what all pages need, what many pages share, and what is its own.
        codeSplitting: {
          groups: [
            { name: 'first', tags: ['$initial'], priority: 2 },
            { name: 'shared', test: /\.(?:m?js|tsx?)$/u, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
  },
});
