// Suites and tests as a file of tests registers them, in the words of vitest: `describe`, `it`, hooks.
import { format } from 'node:util';

type Body = (...given: readonly unknown[]) => unknown;
type Hook = () => unknown;
export type HookKind = 'beforeAll' | 'afterAll' | 'beforeEach' | 'afterEach';

/** A test as it was registered. */
export interface RegisteredTest {
  readonly kind: 'test';
  readonly name: string;
  readonly body: () => unknown;
}

/** A suite with what was registered in it, in order. */
export interface RegisteredSuite {
  readonly kind: 'suite';
  readonly name: string;
  readonly hooks: Readonly<Record<HookKind, Hook[]>>;
  readonly children: (RegisteredTest | RegisteredSuite)[];
}

/** A suite without anything in it. */
const emptySuite = (name: string): RegisteredSuite => ({
  kind: 'suite',
  name,
  hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] },
  children: [],
});

let current = emptySuite('');
/** What the test that runs wants to be called when it is over. */
let onFinished: Hook[] = [];

/** Registers everything that `load` loads, as one suite. */
export const collect = async (load: () => Promise<unknown>): Promise<RegisteredSuite> => {
  const root = emptySuite('');
  current = root;
  await load();
  return root;
};

/** Runs the body of a test, and what it registered for its end. */
export const runBody = async ({ body }: RegisteredTest): Promise<void> => {
  onFinished = [];
  try {
    await body();
  } finally {
    for (const hook of onFinished.toReversed()) await hook();
  }
};

export const onTestFinished = (hook: Hook): void => void onFinished.push(hook);

const addHook =
  (kind: HookKind) =>
  (hook: Hook): void =>
    void current.hooks[kind].push(hook);

export const beforeAll = addHook('beforeAll');
export const afterAll = addHook('afterAll');
export const beforeEach = addHook('beforeEach');
export const afterEach = addHook('afterEach');

/** The function among the arguments after the title, of which the other one holds options. */
const bodyAmong = (rest: readonly unknown[]): Body => {
  const body = rest.find((each): each is Body => typeof each === 'function');
  if (body === undefined) throw new TypeError('A test without a body');
  return body;
};

/** Two tests of a suite may have one title: they are told apart by their place. */
const numbered = (name: string): string => `${name} (${current.children.length + 1})`;

const addTest = (name: string, body: Body, row: readonly unknown[]): void =>
  void current.children.push({ kind: 'test', name: numbered(name), body: () => body(...row) });

const addSuite = (name: string, body: Body, row: readonly unknown[]): void => {
  const [outer, suite] = [current, emptySuite(numbered(name))];
  outer.children.push(suite);
  current = suite;
  body(...row);
  current = outer;
};

/**
 * The title of a row. What the title does not ask for stays out, as in vitest: a failure among it would bring its stack, which is
 * another one each time that the file is loaded.
 */
const titleOf = (title: string, row: readonly unknown[]): string =>
  format(title, ...row.slice(0, title.split('%').length - 1));

const NOTHING = (): void => undefined;

/** `it` or `describe`, with the variants that the suites use. */
const registration = (add: (name: string, body: Body, row: readonly unknown[]) => void) => {
  const register = (name: string, ...rest: readonly unknown[]): void => add(name, bodyAmong(rest), []);
  const each =
    (rows: readonly unknown[]) =>
    (title: string, ...rest: readonly unknown[]): void => {
      for (const row of rows) {
        const given: readonly unknown[] = Array.isArray(row) ? row : [row];
        add(titleOf(title, given), bodyAmong(rest), given);
      }
    };
  const runIf = (condition: unknown) => (condition ? register : NOTHING);
  return Object.assign(register, { each, runIf, skipIf: (condition: unknown) => runIf(!condition) });
};

export const it = registration(addTest);
export const describe = registration(addSuite);
