// The storage on MongoDB, opened.
import type { SchemaRegistry } from '@looop-scim/scim/schema';
import type { Storage } from '@looop-scim/provisioning';
import * as Effect from 'effect/Effect';
import * as Result from 'effect/Result';
import { addressOf, connect } from './connection.ts';
import { makeMongoStorage, prepareMongoDatabase } from './mongo-storage.ts';
import { MongoNotUsable, type MongoOpenFailure } from './open-failure.ts';
import { driverProblem } from './patched-driver.ts';

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
}

const open = async ({
  url,
  registry,
  poolSize,
  mustExist,
}: MongoStorageOptions): Promise<Result.Result<Storage, MongoOpenFailure>> => {
  const problem = driverProblem();
  if (problem !== undefined) return Result.fail(problem);
  const connected = await connect({ url, ...(poolSize !== undefined && { poolSize }) });
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
  const stop: { sweeping?: () => void } = {};
  const close = async (): Promise<void> => {
    stop.sweeping?.();
    await client.close();
  };
  const { storage, sweep } = makeMongoStorage({
    database,
    registry,
    close,
    ...(poolSize !== undefined && { maxConcurrent: poolSize }),
  });
  stop.sweeping = sweep.start();
  return Result.succeed(storage);
};

/**
 * Opens a storage on MongoDB: creates the indexes that are missing, finishes what stopped processes left behind. Any number of
 * processes may have the same database open.
 * Fails: `MongoDatabaseTooNew` (written by a newer version); `MongoDatabaseMissing` (asked to open what exists, and it does not);
 * `UnpatchedDriver` (the mongodb driver lacks the patch of this repository); `MongoNotUsable`. Their messages are written for operators and hold
 * no password.
 */
export const openMongoStorage = (options: MongoStorageOptions): Effect.Effect<Storage, MongoOpenFailure> =>
  Effect.flatMap(
    Effect.promise(() => open(options)),
    Effect.fromResult,
  );
