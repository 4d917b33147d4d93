// Opening in order, closing in reverse.
import * as Effect from 'effect/Effect';
import type { FastifyInstance } from 'fastify';
import type { DependencyContainer } from 'tsyringe';
import { tokenSecrets } from '@looop-scim/crypto-node';
import type { Storage } from '@looop-scim/provisioning';
import { standardRegistry } from '@looop-scim/scim/schema';
import { composeServer, type Opened } from './composition-root.ts';
import { SCIM_PATH, type Config } from './config.ts';
import { createDemoOrganisation } from './first-start.ts';
import { buildServer } from './server.ts';
import type { StoreConfig } from './store.ts';

/** A server that answers requests. */
export interface RunningServer {
  readonly baseUrl: string;
  /** Token of the demo organisation, if this start created it. */
  readonly demoToken: string | undefined;
  readonly server: FastifyInstance;
  /** Stops accepting, answers what is in flight, closes the storage. */
  readonly stop: () => Promise<void>;
}

const openStorage = async (store: StoreConfig): Promise<Storage> => {
  const registry = standardRegistry;
  switch (store.kind) {
    // Loaded when it is known which one is needed: the other driver would only take up memory.
    case 'sqlite': {
      const { openSqliteStorage } = await import('@looop-scim/storage-sqlite');
      return await Effect.runPromise(openSqliteStorage({ path: store.path, registry }));
    }
    case 'mongodb': {
      const { openMongoStorage } = await import('@looop-scim/storage-mongodb');
      return await Effect.runPromise(openMongoStorage({ url: store.url, poolSize: store.poolSize, registry }));
    }
  }
};

/** Opens a storage, with the secret it keeps. Rejects with what the storage says when it cannot. */
export const openInstallation = async (store: StoreConfig): Promise<Pick<Opened, 'storage' | 'installationSecret'>> => {
  const storage = await openStorage(store);
  try {
    const secret = Effect.flatMap(tokenSecrets.generate, storage.installationSecret);
    return { storage, installationSecret: await Effect.runPromise(secret) };
  } catch (error) {
    await Effect.runPromise(storage.close());
    throw error;
  }
};

const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::';

/** The URL that a client on this machine reaches the server by. */
const addressOf = (server: FastifyInstance | undefined): string => {
  const address = server?.addresses()[0];
  if (address === undefined || typeof address === 'string') throw new Error('The server does not listen');
  const host = isWildcard(address.address) ? '127.0.0.1' : address.address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${address.port}${SCIM_PATH}`;
};

/** Milliseconds between two looks for connections that have become idle. */
const SWEEP_MS = 50;

/** Stops listening and waits for what is in flight; a connection that its client keeps open afterwards is closed. */
const closeServer = async (server: FastifyInstance): Promise<void> => {
  const sweep = setInterval(() => server.server.closeIdleConnections(), SWEEP_MS);
  try {
    await server.close();
  } finally {
    clearInterval(sweep);
  }
};

/** Starts the server. Rejects when the storage cannot be opened or the address is taken; nothing stays open then. */
export const startServer = async (config: Config): Promise<RunningServer> => {
  const { storage, installationSecret } = await openInstallation(config.store);
  try {
    const listening: { server?: FastifyInstance; baseUrl?: string } = {};
    // Asked for by requests, and those come once the server listens; kept, since the last of them are answered when it no longer
    // does.
    const baseUrl = (): string => (listening.baseUrl ??= config.publicUrl ?? addressOf(listening.server));
    const container: DependencyContainer = composeServer({ storage, installationSecret, baseUrl });
    const server = buildServer(container, config);
    listening.server = server;
    await server.listen({ host: config.host, port: config.port });
    const running = { baseUrl: baseUrl(), server };
    const stop = async (): Promise<void> => {
      await closeServer(server);
      await Effect.runPromise(storage.close());
    };
    try {
      // The token is shown once: it is made when nothing can keep the start from showing it.
      const demoToken = await createDemoOrganisation(container, config);
      return { ...running, demoToken, stop };
    } catch (error) {
      await closeServer(server);
      throw error;
    }
  } catch (error) {
    await Effect.runPromise(storage.close());
    throw error;
  }
};
