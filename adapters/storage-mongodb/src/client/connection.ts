// Opens the connection: what a write has to survive before it is acknowledged, and how long anything may take.
import { MongoClient, MongoParseError, ReadConcern, type Db, type DbOptions, type MongoClientOptions } from 'mongodb';
import { StorageUnavailable } from '@looop-scim/scim/errors';
import * as Result from 'effect/Result';
import { inTime } from './in-time.ts';
import { MongoNotUsable } from '../open-failure.ts';

/** Where the storage is, and how many connections this process may open. */
export interface ConnectionOptions {
  /** `mongodb://` or `mongodb+srv://`; its path names the database, `looop_scim` by default. */
  readonly url: string;
  /** Connections to each server at most; 50 by default. */
  readonly poolSize?: number;
}

const DEFAULT_DATABASE = 'looop_scim';
/** Connections to each server, and calls that go on at the same time. */
export const DEFAULT_POOL_SIZE = 50;

/** A request that has not found a server or a connection by then is answered 503. */
const WAIT_MS = 5_000;
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * Acknowledged by a majority with journal: no failure of a single server loses the write, and nobody reads what may be undone.
 * Said of the database, since some options of the URL come before those of the client.
 */
const DURABILITY: DbOptions = {
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
  readConcern: new ReadConcern('majority'),
  readPreference: 'primary',
};

/** The driver leaves retryable writes out by itself where the server is a standalone one. */
const optionsFor = (poolSize: number): MongoClientOptions => ({
  appName: 'looop-scim',
  maxPoolSize: poolSize,
  serverSelectionTimeoutMS: WAIT_MS,
  connectTimeoutMS: WAIT_MS,
  waitQueueTimeoutMS: WAIT_MS,
  socketTimeoutMS: SOCKET_TIMEOUT_MS,
  ignoreUndefined: false,
});

/** Addresses of a URL without credentials, for messages. */
export const addressOf = (url: string): string => {
  // Whatever stands before an @ may be a password, also one with characters that ought to be escaped.
  const afterCredentials = url.slice(Math.max(url.indexOf('://') + 3, url.lastIndexOf('@') + 1));
  const [servers = ''] = afterCredentials.split('?', 1)[0]?.split('/', 1) ?? [];
  return servers === '' ? 'an address that cannot be read' : servers;
};

const failureOf = (url: string, thrown: unknown): MongoNotUsable => {
  const cause = thrown instanceof StorageUnavailable ? thrown.cause : thrown;
  const reason = cause instanceof Error ? cause.message : String(cause);
  // The driver quotes a URL that it cannot read, with the password in it.
  const quoted = cause instanceof MongoParseError ? 'the URL is not one of MongoDB' : reason;
  return new MongoNotUsable({ address: addressOf(url), reason: quoted });
};

/** Whether the path of the URL names a database; the driver answers `test` when it does not. */
const mentionsDatabase = (url: string): boolean => {
  const path = url
    .slice(url.indexOf('://') + 3)
    .split('?', 1)[0]
    ?.split('/')[1];
  return path !== undefined && path !== '';
};

/** The database of a client as it is used, whatever the URL says of concerns and preferences. */
export const databaseOf = (client: MongoClient, url: string): Db => {
  const { dbName } = client.options;
  return client.db(dbName === 'test' && !mentionsDatabase(url) ? DEFAULT_DATABASE : dbName, DURABILITY);
};

/** A client that has reached its servers, and the database. */
export interface Connected {
  readonly client: MongoClient;
  readonly database: Db;
}

const CONNECT_MS = 15_000;

/** Connects, in a bounded time also where the driver hangs. Fails: `MongoNotUsable`. */
export const connect = async ({
  url,
  poolSize = DEFAULT_POOL_SIZE,
}: ConnectionOptions): Promise<Result.Result<Connected, MongoNotUsable>> => {
  let client: MongoClient | undefined;
  try {
    const opened = new MongoClient(url, optionsFor(poolSize));
    client = opened;
    const database = databaseOf(opened, url);
    const reach = async (): Promise<void> => {
      await opened.connect();
      await database.command({ ping: 1 });
    };
    await inTime(reach(), CONNECT_MS, 'connecting to MongoDB');
    return Result.succeed({ client, database });
  } catch (cause) {
    // A client that hangs does not even close.
    void client?.close().catch(() => undefined);
    return Result.fail(failureOf(url, cause));
  }
};
