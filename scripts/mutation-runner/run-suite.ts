// Runs tests that were registered, in order, in this process.
import { runBody, type RegisteredSuite, type RegisteredTest } from './suite-tree.ts';

/** What became of a test. */
export interface Outcome {
  readonly id: string;
  readonly timeSpentMs: number;
  /** Absent when it passed. */
  readonly failure?: string;
}

/** The failure of a test that is given up. */
export const HANGS = 'hangs';

/** What is run, and how. */
export interface SuiteRun {
  readonly isWanted: (id: string) => boolean;
  /** Stops after the first failure. */
  readonly bail: boolean;
  /** How long a test is waited for while the process has nothing to do. */
  readonly patienceMs: (id: string) => number;
  /** Told of the tests for which code runs from now on: of several while the hooks of their suite run. */
  readonly onTests: (ids: readonly string[]) => void;
}

// Before a suite puts another clock in place.
const { setInterval: startLooking, clearInterval: stopLooking } = globalThis;

/** How often a wait is looked at, in milliseconds. */
const LOOK_EVERY_MS = 250;

/** Waits for something, but not for ever. Time in which the process had something to do, or waited for a processor, does not count. */
const within = async (idleMs: number, step: Promise<void>): Promise<void> => {
  if (idleMs === Infinity) return step;
  const began = performance.eventLoopUtilization();
  let looking: ReturnType<typeof startLooking> | undefined;
  const end = new Promise<void>((_resolve, reject) => {
    looking = startLooking(() => {
      if (performance.eventLoopUtilization(began).idle > idleMs) reject(HANGS);
    }, LOOK_EVERY_MS);
  });
  try {
    await Promise.race([step, end]);
  } finally {
    stopLooking(looking);
  }
};

const messageOf = (failure: unknown): string =>
  failure instanceof Error ? `${failure.name}: ${failure.message}` : String(failure);

const idOf = (parentId: string, name: string): string => `${parentId} > ${name}`;

const testIds = (suite: RegisteredSuite, id: string): readonly string[] =>
  suite.children.flatMap((child) =>
    child.kind === 'test' ? [idOf(id, child.name)] : testIds(child, idOf(id, child.name)),
  );

/** Runs the wanted tests of a suite; `id` is what their ids begin with. */
export const runSuite = async (root: RegisteredSuite, rootId: string, run: SuiteRun): Promise<readonly Outcome[]> => {
  const outcomes: Outcome[] = [];
  const isOver = (): boolean => run.bail && outcomes.some(({ failure }) => failure !== undefined);

  /** Runs something for tests; when it fails, they have failed. */
  const attempt = async (ids: readonly string[], step: () => Promise<void>): Promise<void> => {
    run.onTests(ids);
    const began = performance.now();
    const spent = () => (performance.now() - began) / ids.length;
    try {
      await within(Math.max(...ids.map(run.patienceMs)), step());
      outcomes.push(...ids.map((id) => ({ id, timeSpentMs: spent() })));
    } catch (failure) {
      outcomes.push(...ids.map((id) => ({ id, timeSpentMs: spent(), failure: messageOf(failure) })));
    }
    run.onTests([]);
  };

  const each = (suites: readonly RegisteredSuite[], kind: 'beforeEach' | 'afterEach') =>
    suites.flatMap(({ hooks }) => hooks[kind]);

  const runTest = async (test: RegisteredTest, id: string, suites: readonly RegisteredSuite[]): Promise<void> => {
    await attempt([id], async () => {
      try {
        for (const hook of each(suites, 'beforeEach')) await hook();
        await runBody(test);
      } finally {
        for (const hook of each(suites.toReversed(), 'afterEach')) await hook();
      }
    });
  };

  const visit = async (suite: RegisteredSuite, id: string, outer: readonly RegisteredSuite[]): Promise<void> => {
    const wanted = testIds(suite, id).filter(run.isWanted);
    if (wanted.length === 0) return;
    const suites = [...outer, suite];
    const known = outcomes.length;
    const finishers: (() => unknown)[] = [];
    await attempt(wanted, async () => {
      for (const hook of suite.hooks.beforeAll) {
        const finish: unknown = await hook();
        if (typeof finish === 'function') finishers.push(() => Reflect.apply(finish, undefined, []) as unknown);
      }
    });
    if (outcomes.slice(known).every(({ failure }) => failure === undefined)) {
      outcomes.length = known;
      for (const child of suite.children) {
        if (isOver()) break;
        const childId = idOf(id, child.name);
        if (child.kind === 'suite') await visit(child, childId, suites);
        else if (run.isWanted(childId)) await runTest(child, childId, suites);
      }
    }
    const before = outcomes.length;
    await attempt(wanted, async () => {
      for (const hook of [...suite.hooks.afterAll.toReversed(), ...finishers]) await hook();
    });
    if (outcomes.slice(before).every(({ failure }) => failure === undefined)) outcomes.length = before;
  };

  await visit(root, rootId, []);
  return outcomes;
};
