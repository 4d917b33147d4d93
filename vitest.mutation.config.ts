// The suites that a mutant of packages/scim has to survive: the example tests of the package, which are fast. The package
// is resolved from source beside this file, so that in a copy of the workspace the copy is tested.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Each mutant loads everything anew: of effect only the modules that the package uses, which takes a tenth of the time. */
const modulesOfEffect = {
  name: 'modules-of-effect',
  enforce: 'pre',
  transform: (code: string): string =>
    code.replaceAll(/import \{ (\w+) \} from (['"])effect\2/gu, 'import * as $1 from $2effect/$1$2'),
} as const;

export default defineConfig({
  plugins: [modulesOfEffect],
  resolve: {
    alias: [
      { find: '@looop-scim/scim/errors', replacement: join(import.meta.dirname, 'packages/scim/src/errors.ts') },
      { find: /^@looop-scim\/scim\/(.+)$/u, replacement: join(import.meta.dirname, 'packages/scim/src/$1/index.ts') },
    ],
  },
  test: {
    include: ['packages/scim/test/**/*.test.ts'],
    server: { deps: { inline: [/@looop-scim/] } },
    isolate: false,
    maxWorkers: 1,
    // How long a test takes decides nothing: Stryker ends what hangs.
    testTimeout: 300_000,
  },
});
