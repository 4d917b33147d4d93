// What the bundled suites get when they import vitest: its expectations and fakes, with a registration of tests that can run
// again and again in one process. `expect.poll` of vitest itself asks for the test that runs.
import { setTimeout as delay } from 'node:timers/promises';
import { expect as vitestExpect, vi } from 'vitest';

export { afterAll, afterEach, beforeAll, beforeEach, describe, it, it as test, onTestFinished } from './suite-tree.ts';
export { vi };

// The part of a worker's state that fake timers read.
Object.assign(globalThis, { __vitest_worker__: { config: { fakeTimers: {} } } });

const POLL_EVERY_MS = 20;
const POLLS = 100;

/** Asks again until the expectation of what is answered holds. */
const pollFrom = (ask: () => unknown, path: readonly string[]): object =>
  new Proxy(() => undefined, {
    get: (_target, key) => pollFrom(ask, [...path, String(key)]),
    apply: async (_target, _self, given) => {
      for (let polls = 1; ; polls += 1) {
        try {
          const assertion: unknown = vitestExpect(await ask());
          const owner = path.slice(0, -1).reduce<unknown>((at, key) => Reflect.get(Object(at), key), assertion);
          const matcher: unknown = Reflect.get(Object(owner), path.at(-1) ?? '');
          if (typeof matcher !== 'function') throw new TypeError(`No expectation ${path.join('.')}`);
          return Reflect.apply(matcher, owner, given) as unknown;
        } catch (failure) {
          if (polls >= POLLS) throw failure;
          await delay(POLL_EVERY_MS);
        }
      }
    },
  });

export const expect = Object.assign(
  (...given: Parameters<typeof vitestExpect>) => vitestExpect(...given),
  vitestExpect,
  { poll: (ask: () => unknown) => pollFrom(ask, []) },
);
