// A runner of tests for Stryker that stays warm: the code of the package and the libraries of its suites are loaded once for all
// mutants, and only the small files of the suites anew for each. With vitest, which starts a thread and loads everything for each
// mutant, most of the time went into that.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { INSTRUMENTER_CONSTANTS, type MutantCoverage } from '@stryker-mutator/api/core';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import { bundleSuites } from '../bundle-suites.ts';
import { mutatedPackage, SUITES_FOLDER } from '../mutation-packages.ts';
import { vi } from './in-place-of-vitest.ts';
import { HANGS, runSuite, type Outcome, type SuiteRun } from './run-suite.ts';
import { collect, type RegisteredSuite } from './suite-tree.ts';

/** What instrumented code reads and writes; the coverage appears once some of it ran. */
interface Instrumented {
  activeMutant: string | undefined;
  currentTestId: string | undefined;
  hitCount: number | undefined;
  hitLimit: number | undefined;
  mutantCoverage?: MutantCoverage;
}

/** Stands for the tests of a suite while its hooks run. */
const SEVERAL = 'several tests';

/** Cases of a law that a mutant has to survive: each runs again and again. */
process.env['FC_RUNS'] ??= '40';

/** How long each test took without a mutant, in milliseconds, by its id. */
type Durations = Readonly<Record<string, number>>;

/** A test that waits for what never comes is given up after this time, and so many times as long as it took without a mutant. */
const [PATIENCE_MS, PATIENCE_FACTOR] = [4_000, 10];

const resultOf = ({ id, timeSpentMs, failure }: Outcome): TestResult => ({
  ...{ id, name: id, timeSpentMs },
  ...(failure === undefined ? { status: TestStatus.Success } : { status: TestStatus.Failed, failureMessage: failure }),
});

const hasFailed = ({ status }: TestResult): boolean => status === TestStatus.Failed;

const isNoticed = (result: DryRunResult): boolean =>
  result.status !== DryRunStatus.Complete || result.tests.some(hasFailed);

/** Tests that run first, at most. */
const KILLERS = 6;

/** A mutant, and whether it is in code that runs while a module is loaded. */
interface ActiveMutant {
  readonly id: string;
  readonly whileLoading: boolean;
}

/** Whether the file of this name has one of the tests. */
const holds = (name: string, ids: readonly string[]): boolean => ids.some((id) => id.startsWith(`${name} > `));

/** The file of a test. */
const nameOf = (id: string): string => id.slice(0, id.indexOf(' > '));

class WarmRunner implements TestRunner {
  private readonly root = process.cwd();
  private readonly durationsFile = join(this.root, SUITES_FOLDER, 'durations.json');
  private readonly slowTests = mutatedPackage().slowTests ?? [];
  private readonly instrumented: Instrumented = {
    activeMutant: undefined,
    currentTestId: undefined,
    hitCount: undefined,
    hitLimit: undefined,
  };
  private loads = 0;
  /** By the file of a mutant: the tests that noticed the last mutants of it, which run first. */
  private readonly killers = new Map<string, readonly string[]>();
  /** Files of which some tests need the tests before them. */
  private readonly whole = new Set<string>();
  /** The tests of a suite while its hooks run. */
  private several: readonly string[] = [];
  /** What was thrown where no test could catch it. */
  private stray: unknown;

  /** A mutant of code that runs while a module is loaded gets a process of its own. */
  public capabilities() {
    return { reloadEnvironment: false };
  }

  public async init(): Promise<void> {
    Reflect.set(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, this.instrumented);
    process.on('uncaughtException', (failure) => {
      this.stray = failure;
    });
    await bundleSuites(this.root, join(import.meta.dirname, 'in-place-of-vitest.ts'));
  }

  public async dryRun(): Promise<DryRunResult> {
    const result = await this.run(undefined, false);
    if (result.status !== DryRunStatus.Complete) return result;
    const durations = Object.fromEntries(result.tests.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    writeFileSync(this.durationsFile, JSON.stringify(durations));
    const { mutantCoverage = { static: {}, perTest: {} } } = this.instrumented;
    return { ...result, mutantCoverage };
  }

  /**
   * Tries a mutant. A test that fails is run once more without it. If it fails then, too, it may need what tests before it have
   * done: from then on its file is run whole. If that fails, an earlier mutant has left something behind, and Stryker tries again
   * in a new process.
   */
  public async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { hitLimit, mutantActivation, sandboxFileName } = options;
    const { result, hitCount } = await this.tryMutant(options);
    const killers = result.status === DryRunStatus.Complete ? result.tests.filter(hasFailed).map(({ id }) => id) : [];
    const [killer] = killers;
    // What was loaded with its mutant keeps it.
    if (killer !== undefined && mutantActivation !== 'static' && isNoticed(await this.run([killer], true))) {
      if (this.whole.has(nameOf(killer))) throw new Error(`Without a mutant it fails as well: ${killer}`);
      this.whole.add(nameOf(killer));
      return this.mutantRun(options);
    }
    if (result.status === DryRunStatus.Complete) {
      const others = (this.killers.get(sandboxFileName) ?? []).filter((id) => !killers.includes(id));
      this.killers.set(sandboxFileName, [...killers, ...others].slice(0, KILLERS));
    }
    return toMutantRunResult(determineHitLimitReached(hitCount, hitLimit) ?? result);
  }

  /** Runs the tests of a mutant, first those that noticed the last ones of its file. */
  private async tryMutant(options: MutantRunOptions) {
    const { testFilter, hitLimit, activeMutant, mutantActivation, disableBail, sandboxFileName } = options;
    Object.assign(this.instrumented, { hitCount: 0, hitLimit, activeMutant: activeMutant.id });
    const mutant = { id: activeMutant.id, whileLoading: mutantActivation === 'static' };
    const known = this.killers.get(sandboxFileName) ?? [];
    const first = known.filter((id) => testFilter?.includes(id) ?? true);
    const quick = await this.run(first, !disableBail, mutant);
    const result = isNoticed(quick) ? quick : await this.run(testFilter, !disableBail, mutant);
    const { hitCount } = this.instrumented;
    Object.assign(this.instrumented, { hitCount: undefined, hitLimit: undefined, activeMutant: undefined });
    return { result, hitCount };
  }

  /** Loads the suites that have one of the tests (all, where none are named), one after the other, and runs these tests. */
  private async run(ids: readonly string[] | undefined, bail: boolean, mutant?: ActiveMutant): Promise<DryRunResult> {
    this.stray = undefined;
    const durations = this.durations();
    const wanted = ids && new Set(ids);
    const options: SuiteRun = {
      isWanted: (id) => (wanted?.has(id) ?? this.isQuick(id)) || (this.whole.has(nameOf(id)) && this.isQuick(id)),
      patienceMs: (id) => (bail ? PATIENCE_MS + PATIENCE_FACTOR * (durations[id] ?? Infinity) : Infinity),
      bail,
      onTests: this.onTests,
    };
    const outcomes: Outcome[] = [];
    for (const name of this.names(durations)) {
      if (ids !== undefined && !holds(name, ids)) continue;
      const suite = await this.load(name, mutant);
      outcomes.push(...(await runSuite(suite, name, options)));
      vi.useRealTimers();
      vi.restoreAllMocks();
      if (bail && outcomes.some(({ failure }) => failure !== undefined)) break;
    }
    const hanging = outcomes.find(({ failure }) => failure === HANGS);
    if (hanging !== undefined) return { status: DryRunStatus.Timeout, reason: hanging.id };
    if (this.stray !== undefined) {
      const [first] = outcomes;
      if (first !== undefined) outcomes.push({ ...first, failure: String(this.stray) });
    }
    return { status: DryRunStatus.Complete, tests: outcomes.map(resultOf) };
  }

  /** Loads a suite anew. What its file does while it is loaded has no mutant in it, unless that is where the mutant is. */
  private async load(name: string, mutant: ActiveMutant | undefined): Promise<RegisteredSuite> {
    this.loads += 1;
    const url = pathToFileURL(join(this.root, SUITES_FOLDER, name)).href;
    const active = mutant?.id;
    Object.assign(this.instrumented, {
      currentTestId: undefined,
      activeMutant: mutant?.whileLoading === true ? active : undefined,
    });
    const suite = await collect(() => import(`${url}?load=${this.loads}`));
    this.instrumented.activeMutant = active;
    return suite;
  }

  private isQuick(id: string): boolean {
    return !this.slowTests.some((title) => id.includes(title));
  }

  private durations(): Durations {
    return existsSync(this.durationsFile) ? JSON.parse(readFileSync(this.durationsFile, 'utf8')) : {};
  }

  /** Files of suites, the quick ones first. */
  private names(durations: Durations): readonly string[] {
    const spent = new Map<string, number>();
    for (const [id, duration] of Object.entries(durations)) {
      spent.set(nameOf(id), (spent.get(nameOf(id)) ?? 0) + duration);
    }
    const names = globSync(join(this.root, SUITES_FOLDER, '*.js')).map((file) => basename(file));
    return names.toSorted((left, right) => (spent.get(left) ?? 0) - (spent.get(right) ?? 0));
  }

  /** Says for which tests code runs. What ran before for several is counted for each of them. */
  private readonly onTests = (ids: readonly string[]): void => {
    const perTest: MutantCoverage['perTest'] = this.instrumented.mutantCoverage?.perTest ?? {};
    const hits = Object.entries(perTest[SEVERAL] ?? {});
    delete perTest[SEVERAL];
    for (const id of this.several) {
      const own = (perTest[id] ??= {});
      for (const [mutant, count] of hits) own[mutant] = (own[mutant] ?? 0) + count;
    }
    this.several = ids.length > 1 ? ids : [];
    this.instrumented.currentTestId = ids.length > 1 ? SEVERAL : ids[0];
  };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'warm', WarmRunner)];
