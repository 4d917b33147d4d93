// Runs every suite from source: the export condition `source` leads to src/index.ts of each package.
import { defineConfig } from 'vitest/config';

// How long a test takes decides nothing: machines differ. This only ends what hangs.
const HANGS_AFTER_MS = 300_000;

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['{packages,adapters,apps}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: './test/support/run/seed.ts',
    server: { deps: { inline: [/@looop-scim/] } },
    // Starts nothing by itself: it knows how to come to a MongoDB when a suite asks for one.
    globalSetup: './test/support/mongodb/global-setup.ts',
    maxWorkers: 2,
    // Files share a process, and with it the modules that they load: loading took half of the time of most suites.
    isolate: false,
    testTimeout: HANGS_AFTER_MS,
    hookTimeout: HANGS_AFTER_MS,
    reporters: ['default', './scripts/count-reporter.ts'],
  },
});
