// A mongod of the machine as a replica set of one node.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MongoClient, MongoServerError } from 'mongodb';
import { freePort } from '../server/free-port.ts';
import { runProgram, type WireServer } from './wire-server.ts';

const run = promisify(execFile);

const REPLICA_SET = 'looop-scim-test';
const PRIMARY_LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 50;
const ALREADY_INITIALIZED = 23;

/** Whether there is a mongod on the PATH. */
export const hasMongod = async (): Promise<boolean> => {
  try {
    await run('mongod', ['--version']);
    return true;
  } catch {
    return false;
  }
};

/** Makes the node a replica set unless it is one from before, and waits until it takes writes. */
const becomePrimary = async (port: number): Promise<void> => {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: PRIMARY_LIMIT_MS,
  });
  try {
    const admin = client.db('admin');
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await admin.command({ replSetInitiate: { _id: REPLICA_SET, members } }).catch((error: unknown) => {
      if (!(error instanceof MongoServerError) || error.code !== ALREADY_INITIALIZED) throw error;
    });
    const deadline = Date.now() + PRIMARY_LIMIT_MS;
    while ((await admin.command({ hello: 1 }))['isWritablePrimary'] !== true) {
      if (Date.now() > deadline) throw new Error('mongod did not become primary');
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  } finally {
    await client.close();
  }
};

/** Where a mongod listens and keeps its data. */
interface MongodOptions {
  /** Default: a free one. */
  readonly port?: number;
  readonly directory: string;
}

/** Starts a mongod that takes writes. */
export const startMongod = async ({ port, directory }: MongodOptions): Promise<WireServer> => {
  const listening = port ?? (await freePort());
  const place = ['--dbpath', directory, '--port', String(listening), '--bind_ip', '127.0.0.1'];
  const program = runProgram('mongod', [...place, '--replSet', REPLICA_SET, '--quiet']);
  const ended = program.exited.then(() => {
    throw new Error(`mongod ended:\n${program.output()}`);
  });
  try {
    await Promise.race([becomePrimary(listening), ended]);
  } catch (error) {
    await program.stop();
    throw error;
  }
  return {
    port: listening,
    url: `mongodb://127.0.0.1:${listening}/?replicaSet=${REPLICA_SET}`,
    stop: program.stop,
  };
};
