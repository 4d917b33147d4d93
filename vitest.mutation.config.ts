// The suites that a mutant of packages/scim has to survive: its example tests. The package is resolved from
// source beside this file, so that in a copy of the workspace the copy is tested.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@looop-scim/scim': join(import.meta.dirname, 'packages/scim/src/index.ts') } },
  test: {
    include: ['packages/scim/test/**/*.test.ts'],
    server: { deps: { inline: [/@looop-scim/] } },
    maxWorkers: 1,
    isolate: false,
  },
});
