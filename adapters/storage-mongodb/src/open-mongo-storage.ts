// The storage on MongoDB, opened.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { Storage, StorageLimits } from '@looop-scim/provisioning/ports';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { addressOf, connect } from './client/connection.ts';
import { keepClient, WATCH_TIMES, type WatchTimes } from './client/kept-client.ts';
import { makeMongoStorage, prepareMongoDatabase } from './mongo-storage.ts';
import { MongoNotUsable, type MongoOpenFailure } from './open-failure.ts';

/** What is opened, and how. */
export interface MongoStorageOptions {
  /** `mongodb://` or `mongodb+srv://`; its path names the database, `looop_scim` by default. */
  readonly url: string;
  /** The resource types that are stored. */
  readonly registry: SchemaRegistry;
  /** Connections to each server at most; 50 by default. */
  readonly poolSize?: number;
  /** Whether the database has to hold a storage already: then nothing is created. Default: false. */
  readonly mustExist?: boolean;
  /** Bounds on the work of one call: `maxCharacters` and `maxSeconds` hold here. Default: none. */
  readonly limits?: StorageLimits;
  /** How soon a client of the driver that hangs is replaced; by default within half a minute. */
  readonly watchTimes?: WatchTimes;
}

const open = async ({
  url,
  registry,
  poolSize,
  mustExist,
  limits,
  watchTimes = WATCH_TIMES,
}: MongoStorageOptions): Promise<Result.Result<Storage, MongoOpenFailure>> => {
  const reach = () => connect({ url, ...(poolSize !== undefined && { poolSize }) });
  const connected = await reach();
  if (Result.isFailure(connected)) return Result.fail(connected.failure);
  const { client, database } = connected.success;
  try {
    const migrated = await prepareMongoDatabase(database, mustExist);
    if (Result.isFailure(migrated)) {
      await client.close();
      return Result.fail(migrated.failure);
    }
  } catch (cause) {
    await client.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    return Result.fail(new MongoNotUsable({ address: addressOf(url), reason }));
  }
  const kept = keepClient(connected.success, reach, watchTimes);
  const stop: { sweeping?: () => void } = {};
  const close = async (): Promise<void> => {
    stop.sweeping?.();
    await kept.close();
  };
  const { storage, sweep } = makeMongoStorage({
    database: kept.database,
    registry,
    close,
    ...(limits !== undefined && { limits }),
    ...(poolSize !== undefined && { maxConcurrent: poolSize }),
  });
  stop.sweeping = sweep.start();
  return Result.succeed(storage);
};

/**
 * Opens a storage on MongoDB: creates the indexes that are missing, finishes what stopped processes left behind. Any number of
 * processes may have the same database open. No operation waits for ever, and a client that hangs is replaced.
 * Fails: `MongoDatabaseTooNew` (written by a newer version); `MongoDatabaseMissing` (asked to open what exists, and it does not);
 * `MongoNotUsable`. Their messages are written for operators and hold
 * no password.
 */
export const openMongoStorage = (options: MongoStorageOptions): Effect.Effect<Storage, MongoOpenFailure> =>
  Effect.flatMap(
    Effect.promise(() => open(options)),
    Effect.fromResult,
  );
