// Gives the suites of a run one MongoDB, started when the first of them asks and stopped at the end of the run.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startMongod } from './mongod.ts';
import { givenUrl, localKind } from './offer.ts';
import { startStandIn } from './stand-in.ts';
import type { WireServer } from './wire-server.ts';

const NAMES = {
  given: 'the one that LOOOP_SCIM_TEST_MONGODB names',
  mongod: 'mongod of this machine, a replica set of one node',
  'stand-in': 'mongo-java-server, a stand-in: what it does is shown, how fast and how durable is not',
};

const announce = (kind: keyof typeof NAMES): void => console.log(`Suites on MongoDB run on ${NAMES[kind]}.`);

const startTemporaryMongod = async (): Promise<WireServer> => {
  const directory = await mkdtemp(join(tmpdir(), 'looop-scim-mongod-'));
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  try {
    const server = await startMongod({ directory });
    return { ...server, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
};

/** Answers each request with the URL of the server, which the first one starts. */
const openLauncher = async (start: () => Promise<WireServer>) => {
  let starting: Promise<WireServer> | undefined;
  const launcher = createServer((_request, response) => {
    starting ??= start();
    starting.then(
      ({ url }) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => launcher.listen(0, '127.0.0.1', resolve));
  const address = launcher.address();
  if (address === null || typeof address === 'string') throw new Error('the launcher does not listen');
  const close = async (): Promise<void> => {
    launcher.close();
    // One that did not start has told the suites why.
    const server = await starting?.catch(() => undefined);
    await server?.stop();
  };
  return { address: `http://127.0.0.1:${address.port}`, close };
};

/** Called by vitest before the run; the result is called after it. */
export const setup = async (project: TestProject): Promise<(() => Promise<void>) | undefined> => {
  const kind = await localKind();
  if (givenUrl() !== undefined) {
    announce('given');
    project.provide('mongodb', { kind: 'given', local: kind !== 'none' });
    return undefined;
  }
  if (kind === 'none') {
    project.provide('mongodb', { kind });
    return undefined;
  }
  const launcher = await openLauncher(() => {
    announce(kind);
    return kind === 'mongod' ? startTemporaryMongod() : startStandIn();
  });
  project.provide('mongodb', { kind, launcher: launcher.address });
  return launcher.close;
};
