// Measures the built server. Exit codes: 0 measured, 1 an answer was wrong or missing, 2 wrong usage, 130 interrupted.
import { writeFile } from 'node:fs/promises';
import { startBenchServer, type BenchServer } from './bench-server.ts';
import { MEASURED_PAGES, measurePages } from './console/measure-pages.ts';
import { seedByBulk, seedUsers } from './directory.ts';
import { openConnections, runLoad } from './load.ts';
import { runLongWork } from './long-work/run.ts';
import { WORKS } from './long-work/works.ts';
import { lookAtMachine } from './machine.ts';
import { helpText, OptionError, readOptions, type BenchOptions } from './options.ts';
import { ANNOYANCES, runNeighbour } from './neighbour/run.ts';
import { makeProgress } from './progress.ts';
import { groupDelta } from './scenarios/group-delta.ts';
import { importPages } from './scenarios/import-pages.ts';
import { filterByUserName, get } from './scenarios/reads.ts';
import type { Measured, Scenario, Stage } from './scenarios/scenario.ts';
import { create, patchActive } from './scenarios/user-writes.ts';
import { machineLine, memoryLine, pageTable, ratioLines, tableOf } from './table.ts';

/** In the order in which they are measured: creating comes last, so that the others find the directory as it was seeded. */
const scenarios: readonly Scenario[] = [
  get,
  filterByUserName,
  patchActive,
  groupDelta(10),
  groupDelta(1000),
  groupDelta(10_000),
  importPages,
  create,
];

/** A first part of each measurement is not counted: connections open, code is compiled, caches fill. */
const warmUpSeconds = 1;

/** How fast the server is shows without its limits on requests; how it protects a neighbour shows with them. */
const SETTINGS = {
  requests: { LOOOP_SCIM_RATE_LIMIT: 'off' },
  neighbour: { LOOOP_SCIM_RATE_LIMIT: '200' },
  'long-work': { LOOOP_SCIM_RATE_LIMIT: '200' },
  console: { LOOOP_SCIM_RATE_LIMIT: 'off' },
} as const;

/** Whatever happens, the bench ends. */
const longestRunMs = 30 * 60_000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const measure = async (
  scenario: Scenario,
  stage: Stage,
  server: BenchServer,
  options: BenchOptions,
): Promise<Measured> => {
  const workload = await scenario.prepare(stage);
  await runLoad(stage.connections, workload, { seconds: warmUpSeconds });
  const load = await runLoad(stage.connections, workload, options.effort);
  const { resident } = await server.memory();
  const extras = (await scenario.extras?.(stage)) ?? [];
  return { name: scenario.name, title: scenario.title, load, residentBytes: resident, extras };
};

/** What a subject came to: lines for the reader, facts for a program, and whether every answer was right. */
interface Outcome {
  readonly lines: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly right: boolean;
}

const measureRequests = async (server: BenchServer, stage: Stage, options: BenchOptions): Promise<Outcome> => {
  const measured: Measured[] = [];
  for (const scenario of scenarios.filter(({ name }) => options.only.includes(name))) {
    if ((scenario.leastUsers ?? 0) + options.clients > stage.users.length) {
      print(`left out: ${scenario.title}, which needs ${scenario.leastUsers} users and one a client`);
      continue;
    }
    process.stderr.write(`measuring: ${scenario.title}\n`);
    measured.push(await measure(scenario, stage, server, options));
  }
  const wrong = measured.filter(({ load }) => load.errors > 0);
  const complaints = wrong.map(
    ({ title, load }) => `${title}: ${load.errors} wrong answers, the first: ${load.firstError}`,
  );
  return {
    lines: [...tableOf(measured), '', ...ratioLines(measured), ...complaints],
    facts: { measured },
    right: wrong.length === 0,
  };
};

const measureLongWork = async (server: BenchServer, options: BenchOptions): Promise<Outcome> => {
  const { results, lines, right } = await runLongWork(server, options.users, options.only);
  return { lines, facts: { works: results }, right };
};

const measureNeighbour = async (server: BenchServer, stage: Stage, options: BenchOptions): Promise<Outcome> => {
  const { results, lines, right } = await runNeighbour(server, stage, options.only, options.effort.seconds);
  return { lines, facts: { neighbour: results }, right };
};

const measureConsole = async (server: BenchServer, stage: Stage, options: BenchOptions): Promise<Outcome> => {
  const { only, effort } = options;
  const pages = await measurePages(server, stage, { only, seconds: effort.seconds });
  return { lines: pageTable(pages), facts: { pages }, right: true };
};

const MEASURE = { requests: measureRequests, neighbour: measureNeighbour, console: measureConsole } as const;

/** Measures what finds a directory with people. */
const measureServed = async (
  server: BenchServer,
  options: BenchOptions,
  subject: keyof typeof MEASURE,
): Promise<Outcome> => {
  const connections = openConnections(server.address(), server.token, options.clients);
  try {
    const progress = makeProgress(`creating ${options.users.toLocaleString('en-US')} users`, options.users);
    const seed = subject === 'requests' ? seedUsers : seedByBulk;
    const users = await seed(connections, options.users, progress.at);
    print(progress.done());
    const outcome = await MEASURE[subject](server, { connections, users }, options);
    const head = `${options.clients} clients, ${users.length.toLocaleString('en-US')} users`;
    return { ...outcome, lines: [head, ...outcome.lines] };
  } finally {
    await connections.close();
  }
};

const runBench = async (server: BenchServer, options: BenchOptions): Promise<boolean> => {
  const machine = await lookAtMachine(server.dataDirectory);
  print(machineLine(machine));
  const { subject } = options;
  const { lines, facts, right } =
    subject === 'long-work' ? await measureLongWork(server, options) : await measureServed(server, options, subject);
  const memory = await server.memory();
  print('');
  for (const line of [...lines, memoryLine(memory)]) print(line);
  if (options.jsonFile !== undefined) {
    const { clients, effort, users } = options;
    const results = { machine, clients, users, effort, ...facts, memory };
    await writeFile(options.jsonFile, `${JSON.stringify(results, null, 2)}\n`);
  }
  return right;
};

const run = async (options: BenchOptions): Promise<number> => {
  const server = await startBenchServer(SETTINGS[options.subject]);
  const { promise: cancelled, reject } = Promise.withResolvers<never>();
  const interrupted = new Error('interrupted');
  const tooLong = new Error(`the bench took longer than ${longestRunMs / 60_000} minutes`);
  const timer = setTimeout(() => reject(tooLong), longestRunMs);
  process.once('SIGINT', () => reject(interrupted)).once('SIGTERM', () => reject(interrupted));
  try {
    const right = await Promise.race([runBench(server, options), cancelled]);
    await server.stop();
    return right ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    await server.stop();
    // Requests may still be under way; they are of no use any more.
    return process.exit(error === interrupted ? 130 : 1);
  } finally {
    clearTimeout(timer);
  }
};

const main = async (): Promise<number> => {
  const names = {
    requests: scenarios.map(({ name }) => name),
    neighbour: ANNOYANCES.map(({ name }) => name),
    'long-work': WORKS.map(({ name }) => name),
    console: MEASURED_PAGES.map(({ name }) => name),
  };
  try {
    const options = readOptions(process.argv.slice(2), names);
    if (options === 'help') {
      print(helpText(names));
      return 0;
    }
    return await run(options);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
};

process.exitCode = await main();
