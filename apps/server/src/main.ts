// The process: configuration from the environment, start, signals, exit status.
import 'reflect-metadata';
import { readConfig, type Config } from './config.ts';
import { ConfigurationError } from './environment.ts';
import { explainStartFailure } from './start-failure.ts';
import { launchers, whenOneEnds } from './launcher.ts';
import { startServer, type RunningServer } from './start.ts';

/** Milliseconds that requests in flight have to finish after a signal. */
const SHUTDOWN_LIMIT_MS = 30_000;

const fail = (line: string): never => {
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const configure = (): Config => {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (error instanceof ConfigurationError) return fail(error.message);
    throw error;
  }
};

const announce = ({ baseUrl, demoToken }: RunningServer): void => {
  const lines = [`SCIM base URL: ${baseUrl}`];
  if (demoToken !== undefined)
    lines.push(`Token: ${demoToken}`, 'The token of the organisation demo is shown this once.');
  process.stdout.write(`${lines.join('\n')}\n`);
};

const stopOnSignals = ({ server, stop }: RunningServer): void => {
  let stopping = false;
  const shutDown = async (reason: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    server.log.info({ reason }, 'stopping: requests in flight are answered first');
    setTimeout(
      () => fail(`Requests in flight did not finish within ${SHUTDOWN_LIMIT_MS / 1000} s`),
      SHUTDOWN_LIMIT_MS,
    ).unref();
    await stop();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => void shutDown(signal));
  whenOneEnds(launchers(process.env), () => void shutDown('end of the launcher'));
};

const config = configure();
try {
  const running = await startServer(config);
  stopOnSignals(running);
  announce(running);
} catch (error) {
  fail(explainStartFailure(error, config));
}
