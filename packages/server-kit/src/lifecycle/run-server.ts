// The process of a server: arguments and environment, start, signals, exit status.
import { parseArgs } from 'node:util';
import type { App } from '../app.ts';
import { ConfigurationError } from '../settings/environment.ts';
import { settingsWithoutEffect, unreachableLocations, type Config } from '../settings/config.ts';
import { machineOf, startWarnings } from '../operator/maintenance/machine.ts';
import { configOf, readSettings, type GivenSettings } from '../settings/settings.ts';
import { refusePlainHttp } from '../settings/tls.ts';
import { announcement, announcementJson } from './announce.ts';
import { ignoreBrokenPipes } from './broken-pipe.ts';
import { failureLine } from './failure-line.ts';
import { haveStoreAlone } from './have-store-alone.ts';
import { launchers, whenOneEnds } from './launcher.ts';
import { makeShutDown } from './shut-down.ts';
import { explainStartFailure, NOT_SET_UP, startFailureStatus } from './start-failure.ts';
import { startServer, type RunningServer } from './start.ts';

/** Ends the process with one line and an exit status. */
type Fail = (line: string, status: number) => never;

const failing =
  (json: boolean): Fail =>
  (line, status) => {
    process.stderr.write(`${failureLine(line, json)}\n`);
    process.exit(status);
  };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const warn = (lines: readonly string[]): void => {
  for (const line of lines) process.stderr.write(`Warning: ${line}\n`);
};

const configure = (app: App, given: GivenSettings, fail: Fail): Config => {
  try {
    const settings = readSettings(app, given, process.env);
    const config = configOf(settings, app);
    refusePlainHttp(settings.environment, config, app);
    warn([
      ...settingsWithoutEffect(settings.environment, config),
      ...unreachableLocations(config),
      ...startWarnings(machineOf()),
    ]);
    return config;
  } catch (error) {
    if (error instanceof ConfigurationError) return fail(error.message, NOT_SET_UP);
    throw error;
  }
};

/** Whether the start was asked to make an organisation to try things with. */
const readArguments = (args: readonly string[]): boolean => {
  try {
    const { values } = parseArgs({ args: [...args], options: { demo: { type: 'boolean', default: false } } });
    return values.demo;
  } catch {
    return failing(false)(
      `The only argument is --demo (on an empty store, make an organisation to try things with), not: ${args.join(' ')}`,
      NOT_SET_UP,
    );
  }
};

const stopOnSignals = (running: RunningServer, fail: Fail): void => {
  const shutDown = makeShutDown(running, (status, line) =>
    line === undefined ? process.exit(status) : fail(line, status),
  );
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void shutDown(signal));
  whenOneEnds(launchers(process.env), () => void shutDown('end of the launcher'));
};

/**
 * Has a SIGHUP take renewed files of TLS into use. A server without TLS that nobody watches on a terminal goes on as well: whoever
 * reloads a service must not end it.
 */
const renewOnSignal = ({ server, renewCertificate }: RunningServer): void => {
  if (renewCertificate === undefined && process.stdout.isTTY) return;
  process.on('SIGHUP', () => {
    server.log.info('SIGHUP: looking at the files of TLS');
    renewCertificate?.();
  });
};

/** What a server is run with. */
export interface ServeRequest {
  /** What the command line says of settings. */
  readonly given: GivenSettings;
  /** Whether an empty store may get an organisation to try things with. */
  readonly tryOut: boolean;
  /** Whether a program reads what is printed: one JSON object, and the log goes to stderr. */
  readonly json: boolean;
}

/** Runs a server until a signal ends it. When it cannot start, the process ends with one line, and with `NOT_SET_UP` where trying again is of no use. */
export const serve = async (app: App, { given, tryOut, json }: ServeRequest): Promise<void> => {
  const fail = failing(json);
  const config = configure(app, given, fail);
  try {
    await haveStoreAlone(app, config);
    const running = await startServer({ app, config, tryOut, say, ...(json && { log: process.stderr }) });
    stopOnSignals(running, fail);
    renewOnSignal(running);
    warn(running.warnings);
    const lines = json ? [announcementJson(running, process.pid)] : announcement(running, app, process.stdout.isTTY);
    process.stdout.write(`${lines.join('\n')}\n`);
  } catch (error) {
    fail(explainStartFailure(error, config, app), startFailureStatus(error));
  }
};

/** The program of a server that has no other commands: reads its arguments, and serves. */
export const runServer = async (app: App, args: readonly string[] = process.argv.slice(2)): Promise<void> => {
  ignoreBrokenPipes();
  await serve(app, { given: {}, tryOut: readArguments(args), json: false });
};
