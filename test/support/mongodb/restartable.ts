// A MongoDB of a test's own that can be stopped and started again with its data, for tests of failures.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasMongod, startMongod } from './mongod.ts';
import { startStandIn } from './stand-in.ts';
import type { WireServer } from './wire-server.ts';

/** The server; its port stays the same. */
export interface RestartableMongo {
  readonly port: number;
  /** Leads to this server directly, whatever it says of a replica set: so does one with the port of a proxy before it. */
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Stops it and removes its data. */
  readonly close: () => Promise<void>;
}

/** The URL of a server of this machine, without discovery. */
export const directUrl = (port: number): string => `mongodb://127.0.0.1:${port}/?directConnection=true`;

/** Starts a mongod, or else the stand-in on a file. */
export const openRestartable = async (): Promise<RestartableMongo> => {
  const directory = await mkdtemp(join(tmpdir(), 'looop-scim-mongo-'));
  const launch = (await hasMongod())
    ? (port?: number) => startMongod({ directory, ...(port !== undefined && { port }) })
    : (port?: number) => startStandIn({ file: join(directory, 'data'), ...(port !== undefined && { port }) });
  const remove = (): Promise<void> => rm(directory, { recursive: true, force: true });
  let running: WireServer | undefined = await launch().catch(async (error: unknown) => {
    await remove();
    throw error;
  });
  const { port } = running;
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  return {
    port,
    url: directUrl(port),
    stop,
    start: async () => {
      running ??= await launch(port);
    },
    close: async () => {
      await stop();
      await remove();
    },
  };
};
