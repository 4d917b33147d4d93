// Mutation testing of packages/scim: each mutant is one small mistake in the code, which a test has to notice.
// Not mutated are the definitions of schemas and URNs: they are data, a mutant of which would ask for a test that says the
// same once more.

export default {
  mutate: [
    'packages/scim/src/**/*.ts',
    '!packages/scim/src/schema/core-user.ts',
    '!packages/scim/src/schema/core-group.ts',
    '!packages/scim/src/schema/user-extensions.ts',
    '!packages/scim/src/schema/common-attributes.ts',
    '!packages/scim/src/schema/urns.ts',
  ],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // A loop without end is a timeout; what takes longer than this on a busy machine is none.
  timeoutMS: 5000,
  timeoutFactor: 2,
  ignorePatterns: [
    '/.*',
    '/tsconfig.json',
    '/apps',
    '/adapters',
    '/data',
    '/docs',
    '/scripts',
    '/test',
    '/packages/laws',
    '/packages/provisioning',
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
