// Runs the suites that a mutant has to survive, as scripts/bundle-suites.ts has bundled them.
import { defineConfig } from 'vitest/config';
import { bundleSuites } from './scripts/bundle-suites.ts';
import { SUITES_FOLDER } from './scripts/mutation-packages.ts';

/** Cases of a law that a mutant has to survive: each runs again and again. */
process.env['FC_RUNS'] ??= '40';

await bundleSuites();

export default defineConfig({
  test: {
    include: [`${SUITES_FOLDER}/**/*.test.js`],
    isolate: false,
    maxWorkers: 1,
    // How long a test takes decides nothing: Stryker ends what hangs.
    testTimeout: 1_800_000,
  },
});
