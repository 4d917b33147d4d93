// Mutation testing of one package: each mutant is one small mistake in the code, which a test has to notice. Which package, and
// which suites, says scripts/mutation-packages.ts; the script `mutation` runs one package after the other.
import { mutatedPackage } from './scripts/mutation-packages.ts';

const { folder, only = ['**/*.ts'], except, ignoreStatic = false } = mutatedPackage();

export default {
  mutate: [
    ...only.map((glob) => `${folder}/src/${glob}`),
    // Nothing of them runs.
    '!**/index.ts',
    ...except.map((file) => `!${folder}/src/${file}`),
  ],
  plugins: ['./scripts/mutation-runner/warm-runner.ts'],
  testRunner: 'warm',
  // Each mutant leaves its suites in memory, and may leave files open.
  maxTestRunnerReuse: 150,
  coverageAnalysis: 'perTest',
  ignoreStatic,
  concurrency: 2,
  dryRunTimeoutMinutes: 30,
  // A loop without end is a timeout; a test that waits for a busy machine is none. The suites take seconds.
  timeoutMS: 15_000,
  timeoutFactor: 2,
  ignorePatterns: [
    '/.*',
    '**/tsconfig.json',
    '/apps',
    '/examples',
    '/data',
    '/docs',
    '/scripts',
    '/test/bench',
    '/test/conformance',
    '/test/mongodb',
    '/test/profiles',
    '/test/compliance',
    '/test/examples',
    '/test/packaging',
    '/test/server/*',
    '!/test/server/error-texts',
    '**/dist',
  ],
  // TypeScript 7 has no interface for programs; the references of a tsconfig need no rewriting in the copy.
  tsconfigFile: 'none',
  tempDirName: '.stryker-tmp/sandbox',
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: '.stryker-tmp/mutation.json' },
  incrementalFile: '.stryker-tmp/incremental.json',
  thresholds: { high: 95, low: 90, break: 90 },
  clearTextReporter: { allowColor: false, logTests: false },
};
